"""Who speaks to which code? Codes by an attribute of participants, counted in participants first."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from workbench.analysis.marks import union
from workbench.model import NOT_GIVEN, NotFound

COLUMNS = ["code", "value", "participants", "of", "share", "passages", "codings"]
SMALL = 5


def crosstab(
    codings: pd.DataFrame, participants: pd.DataFrame, by: str, *, codes: Sequence[str] | None = None
) -> pd.DataFrame:
    """Codes × values of the attribute `by`, one row for every pair of the two.

    `codings` has the columns code, participant, transcript, start, end; `participants` a column participant and one per
    attribute. Codings of nobody in `participants` are not counted. Columns code, value, participants (of the value who
    have the code), of (participants with the value), share (their quotient, 0 to 1), passages (stretches of text, marks
    that overlap or touch joined whoever made them), codings.

    Codes in the order of `codes` (default: those found, sorted); values sorted, `NOT_GIVEN` last. `attrs["notes"]` says
    which values have few participants. No codes or no participants give no rows.
    """
    if by not in participants.columns or by == "participant":
        raise NotFound("attribute", by, [str(name) for name in participants.columns if name != "participant"])
    value_of = participants.set_index("participant")[by]
    values = _sorted_values(value_of)
    group = value_of.map(lambda value: _place(value, values)).astype(int)
    names = sorted(codings["code"].unique()) if codes is None else list(codes)
    known = codings[codings["participant"].isin(group.index) & codings["code"].isin(names)]
    code = pd.Index(names).get_indexer(pd.Index(known["code"]))
    value = group.reindex(known["participant"]).to_numpy(np.int64)
    cell = code * len(values) + value
    shape = (len(names), len(values))

    voices = pd.DataFrame({"cell": cell, "who": known["participant"].to_numpy()}).drop_duplicates()
    transcript, distinct = pd.factorize(known["transcript"])
    passages = union(
        cell * max(len(distinct), 1) + transcript, known["start"].to_numpy(), known["end"].to_numpy()
    ).group // max(len(distinct), 1)
    of = np.bincount(group, minlength=len(values))
    count = np.bincount(voices["cell"], minlength=len(names) * len(values)).reshape(shape)
    table = pd.DataFrame(
        {
            "code": np.repeat(np.array(names, dtype=object), len(values)),
            "value": values * len(names),
            "participants": count.ravel(),
            "of": np.tile(of, len(names)),
            "share": (count / np.maximum(of, 1)).ravel(),
            "passages": np.bincount(passages, minlength=len(names) * len(values)),
            "codings": np.bincount(cell, minlength=len(names) * len(values)),
        },
        columns=COLUMNS,
    )
    table.attrs["notes"] = [
        f"Only {number} participant{'s have' if number != 1 else ' has'} {by} = {value}: read the shares with care."
        for value, number in zip(values, of.tolist(), strict=True)
        if number < SMALL
    ]
    return table


def _sorted_values(value_of: pd.Series) -> list[Any]:
    """Each value once, sorted as numbers or else as words; `NOT_GIVEN` last where somebody has none."""
    # a column of whole numbers with gaps comes as floats
    whole = (int(one) if isinstance(one, float) and one.is_integer() else one for one in value_of.dropna())
    given = list(dict.fromkeys(whole))
    try:
        ranked = sorted(given)
    except TypeError:
        ranked = sorted(given, key=str)
    return [*ranked, NOT_GIVEN] if value_of.isna().any() else ranked


def _place(value: Any, values: list[Any]) -> int:
    return len(values) - 1 if pd.isna(value) else values.index(value)
