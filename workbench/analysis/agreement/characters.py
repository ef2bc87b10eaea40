"""How far do two coders' marks coincide, character by character? By sweeps over the marks, never over the text."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from workbench.analysis.agreement.formulas import divide
from workbench.analysis.agreement.reasons import NO_VARIATION, ONE_CODER
from workbench.analysis.marks import places, union
from workbench.model import WorkbenchError

COLUMNS = ["code", "cohen_kappa", "both", "first_only", "second_only", "neither"]


def character_kappa(
    codings: pd.DataFrame, lengths: Mapping[str, int], *, coders: Sequence[str] | None = None
) -> pd.DataFrame:
    """Cohen's κ per code with every character as a unit, covered by a coder's marks of the code or not.

    `codings` has the columns transcript, coder, code, start, end; `lengths` maps each transcript that both coded to its
    number of characters, marked or not. A coder's overlapping marks count once. `coders` names the two (default: those
    found, sorted).

    Columns code (sorted), cohen_kappa, both, first_only, second_only, neither (characters). κ = 2(ad − bc) /
    [(a + b)(b + d) + (a + c)(c + d)] (Cohen 1960 for two values), NaN where nothing varies or only one coder is there;
    `attrs["reasons"]` then says why, by code, and `attrs["coders"]` names first and second. No codings give no rows.

    >>> marks = pd.DataFrame([("t", "A", "x", 0, 4), ("t", "B", "x", 2, 4)],
    ...     columns=["transcript", "coder", "code", "start", "end"])
    >>> character_kappa(marks, {"t": 8}).values.tolist()
    [['x', 0.5, 2, 2, 0, 4]]
    """
    names = sorted(codings["coder"].unique()) if coders is None else list(dict.fromkeys(coders))
    if len(names) > 2:
        raise WorkbenchError(
            f"Character κ compares two coders, but there are {len(names)}: {', '.join(map(repr, names))}. Choose two."
        )
    length = np.array([lengths[name] for name in lengths], dtype=np.int64)
    codings = codings[codings["coder"].isin(names)]
    coder, where = places(codings["coder"], names), places(codings["transcript"], lengths)
    start, end = codings["start"].to_numpy(np.int64), codings["end"].to_numpy(np.int64)
    _refuse_strangers(codings, where, start, end, length)
    code, codes = pd.factorize(codings["code"], sort=True)

    shift = (np.cumsum(length) - length)[where]
    # three lines per code: the first coder's marks, the second's, and both together
    group = np.concatenate([code * 3 + coder, code * 3 + 2])
    covered = union(group, np.tile(start + shift, 2), np.tile(end + shift, 2))
    first, second, either = np.bincount(covered.group, covered.length, len(codes) * 3).reshape(-1, 3).T
    both, neither = first + second - either, length.sum() - either
    kappa = divide(
        2 * (both * neither - (first - both) * (second - both)),
        first * (first - both + neither) + second * (second - both + neither),
    )
    if len(names) < 2:
        kappa = np.full(len(codes), np.nan)
    counts = [np.rint(one).astype(np.int64) for one in (both, first - both, second - both, neither)]
    found = pd.DataFrame(dict(zip(COLUMNS, [list(codes), kappa, *counts], strict=True)))
    reason = NO_VARIATION if len(names) == 2 else ONE_CODER
    found.attrs["reasons"] = {str(code): reason for code in found["code"][found["cohen_kappa"].isna()]}
    found.attrs["coders"] = names
    return found


def _refuse_strangers(
    codings: pd.DataFrame, where: np.ndarray, start: np.ndarray, end: np.ndarray, length: np.ndarray
) -> None:
    """Marks of a transcript without a length, or beyond its end, would give wrong counts."""
    unknown = np.flatnonzero(where < 0)
    if len(unknown):
        name = codings["transcript"].iloc[unknown[0]]
        raise WorkbenchError(f"There are codings of {name!r}, but its number of characters is not given. Add it.")
    wrong = np.flatnonzero((start < 0) | (end > length[where]))
    if len(wrong):
        row = codings.iloc[wrong[0]]
        raise WorkbenchError(
            f"A coding of {row['transcript']!r} runs from {row['start']} to {row['end']}, but the transcript has "
            f"{length[where][wrong[0]]} characters. Correct its offsets."
        )
