"""Who speaks to which code? Codes, or themes, by an attribute of participants, counted in participants first."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from workbench.analysis.counting import counts, under
from workbench.analysis.filtering import MANY, band_of, bands
from workbench.model import NOT_GIVEN, NotFound

COLUMNS = ["code", "value", "participants", "of", "share", "transcripts", "passages", "codings"]
SMALL = 5


def crosstab(
    codings: pd.DataFrame,
    participants: pd.DataFrame,
    by: str,
    *,
    codes: Sequence[str] | None = None,
    themes: Mapping[str, Sequence[str]] | None = None,
    banded: bool = False,
) -> pd.DataFrame:
    """Codes × values of the attribute `by`, one row for every pair of the two.

    `codings` has the columns code, participant, transcript, start, end; `participants` a column participant and one per
    attribute. Codings of nobody in `participants` are not counted. Columns code, value, participants (of the value who
    have the code), of (participants with the value), share (their quotient, 0 to 1), transcripts, passages (stretches
    of text, marks that overlap or touch joined whoever made them), codings.

    Codes in the order of `codes` (default: those found, sorted); values sorted, `NOT_GIVEN` last, and with `banded` in
    bands where there are many. With `themes`, which maps each to its codes, the first column is theme and holds them.
    `attrs["notes"]` says which values have few participants. No codes or no participants give no rows.
    """
    if by not in participants.columns or by == "participant":
        raise NotFound("attribute", by, [str(name) for name in participants.columns if name != "participant"])
    value_of = participants.set_index("participant")[by]
    offered = bands(value_of) if value_of.nunique() > MANY else []
    if banded and offered:
        value_of = value_of.map(lambda value: None if pd.isna(value) else band_of(value, offered)).astype(object)
        values: list[Any] = [one for one in offered if (value_of == one).any()]
        values += [NOT_GIVEN] if value_of.isna().any() else []
    else:
        values = _sorted_values(value_of)
    group = value_of.map(lambda value: _place(value, values), na_action=None).astype(int)
    names = list(themes) if themes is not None else sorted(codings["code"].unique()) if codes is None else list(codes)
    if themes is not None:
        codings, row = under(codings, themes)
    else:
        row = pd.Index(names).get_indexer(pd.Index(codings["code"]))
    column = group.reindex(codings["participant"]).fillna(-1).to_numpy(np.int64)
    of = np.bincount(group, minlength=len(values))
    found = counts(codings, row, column, (len(names), len(values)))
    table = pd.DataFrame(
        {
            "code": np.repeat(np.array([*names, None], dtype=object)[:-1], len(values)),
            "value": values * len(names),
            "participants": found.participants.ravel(),
            "of": np.tile(of, len(names)),
            "share": (found.participants / np.maximum(of, 1)).ravel(),
            "transcripts": found.transcripts.ravel(),
            "passages": found.passages.ravel(),
            "codings": found.codings.ravel(),
        },
        columns=COLUMNS,
    )
    if themes is not None:
        table = table.rename(columns={"code": "theme"})
    notes = [
        f"Only {number} participant{'s have' if number != 1 else ' has'} {by} = {value}: read the shares with care."
        for value, number in zip(values, of.tolist(), strict=True)
        if number < SMALL
    ]
    if len(notes) > MANY:
        notes = [f"{len(notes)} values of {by} have fewer than {SMALL} participants: read the shares with care."]
    if offered and not banded:
        notes.append(f"{by} has {len(values)} values; in bands there would be {len(offered)}: {', '.join(offered)}.")
    table.attrs["notes"] = notes
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
