"""In which order are passages read? As they stand, or by who says them, what they are about, how long, how new."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbench.analysis.marks import overlaps
from workbench.model import NotFound

ORDERS = ("text", "participant", "code", "longest", "newest")
"""As in the text; by participant, in the study's order; by code, in the codebook's; longest or last coded first."""


def in_order(
    found: pd.DataFrame, order: str, *, people: Sequence[str] = (), codes: Sequence[str] = (), made: Sequence[str] = ()
) -> pd.DataFrame:
    """The passages in another order; those that are equal in it stay as they stand in the text.

    `found` has the columns transcript, start, end, participant, codes, in the order of the text. Who is not in `people`
    (nobody named) comes last. A passage of several codes stands where the first of them does. `made` says for each
    passage when it was last coded, as `last_made` gives it. `NotFound` for an order that is none of `ORDERS`.
    """
    if order not in ORDERS:
        raise NotFound("order of passages", order, ORDERS)
    if order == "text" or not len(found):
        return found
    ranks: np.ndarray
    if order == "participant":
        ranks = _ranks(found["participant"].tolist(), people)
    elif order == "code":
        ranks = _ranks([names[0] if names else None for names in found["codes"]], codes)
    elif order == "longest":
        ranks = (found["start"] - found["end"]).to_numpy()
    else:
        ranks = -np.unique(np.array(list(made), dtype=str), return_inverse=True)[1]
    return found.iloc[np.argsort(ranks, kind="stable")].reset_index(drop=True)


def last_made(
    start: np.ndarray, end: np.ndarray, coding_start: np.ndarray, coding_end: np.ndarray, made: Sequence[str]
) -> list[str]:
    """For each stretch the last of the times (ISO 8601) at which what shares a character with it was made, else "".

    The stretches are sorted and do not overlap each other.

    >>> last_made(np.array([0, 9]), np.array([5, 12]), np.array([1, 4]), np.array([3, 8]), ["2026-02", "2026-01"])
    ['2026-02', '']
    """
    times, number = np.unique(np.array(["", *made], dtype=str), return_inverse=True)
    coding, stretch = overlaps(coding_start, coding_end, start, end)
    latest = np.zeros(len(start), np.int64)
    np.maximum.at(latest, stretch, number[1:][coding])
    return [str(time) for time in times[latest]]


def _ranks(values: Sequence[str | None], known: Sequence[str]) -> np.ndarray:
    place = {name: i for i, name in enumerate(known)}
    return np.array([place.get(value or "", len(place)) for value in values])
