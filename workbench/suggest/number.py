"""How many suggestions are there to make?

As many as come back. Between a lower and an upper bound given by the number of segments, the largest number is taken
whose groups come back nearly as often as those of the best number, when a tenth of the segments is left out.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.model import WorkbenchError
from workbench.suggest.groups import LARGEST, Landscape
from workbench.suggest.progress import Teller
from workbench.suggest.stability import Resample, stability

if TYPE_CHECKING:
    import numpy as np

MOST = 16
"""The program proposes no more suggestions than this; a person may ask for more."""
SEGMENTS_EACH = 15
"""It proposes one per so many segments at most."""
SMALLEST = 3
"""Segments that the smallest group must hold."""
NEAR_BEST = 0.08
"""How much less often than the best number's groups those of the chosen number may come back."""
HOLDS = 0.75
"""Share of groups that should come back; a number with less is taken only where none has more."""


@dataclass(frozen=True)
class Choice:
    """A number of groups, why, and how often each group came back (none without resamples)."""

    number: int
    reason: str
    stability: "np.ndarray"


def bounds(segments: int) -> tuple[int, int]:
    """The smallest and the largest number that the program considers for so many segments.

    >>> [bounds(n) for n in (20, 80, 200, 400, 1000)]
    [(3, 3), (4, 5), (6, 13), (8, 16), (8, 16)]
    """
    low = min(8, max(3, round(math.sqrt(segments) / 2.2)))
    return low, max(low, min(MOST, segments // SEGMENTS_EACH))


def check(number: int | None, seed: int, segments: int) -> None:
    """WorkbenchError where so many groups cannot be made of so many segments, or where the seed is none."""
    if not 0 <= seed < 2**32:
        raise WorkbenchError(f"The seed is {seed}. Choose a whole number from 0 to {2**32 - 1}.")
    possible = segments // SMALLEST
    if number is not None and not 2 <= number <= possible:
        raise WorkbenchError(
            f"{number} suggestions cannot be made of {segments} segments. Ask for 2 to {possible}, or for no number, "
            "and let the program choose."
        )


def given(number: int, landscape: Landscape, samples: list[Resample], seed: int) -> Choice:
    """The number that a person asked for, or as many as can be told apart."""
    labels = landscape.grouped(number, seed)
    made = int(labels.max()) + 1
    reason = "as asked for." if made == number else f"not {number}: no more can be told apart."
    return Choice(made, f"{made} suggestions, {reason}", stability(labels, samples, made))


def chosen(landscape: Landscape, samples: list[Resample], seed: int, tell: Teller) -> Choice:
    """The number that the program takes, told in a sentence.

    A number is passed over when a group would hold more than LARGEST of the segments or fewer than SMALLEST of them,
    unless that is so for all. Without `samples`, the number before the widest gap in the order of coordinates is taken.
    """
    import numpy as np

    low, high = bounds(len(landscape.points))
    tried = []
    for number in range(low, high + 1):
        tell("choosing how many", (number - low) / (high - low + 1))
        labels = landscape.grouped(number, seed)
        sizes = np.bincount(labels[labels >= 0])
        sound = len(sizes) == number and sizes.max() <= LARGEST * len(labels) and sizes.min() >= SMALLEST
        tried.append((sound, len(sizes), stability(labels, samples, len(sizes))))
    considered = [one for one in tried if one[0]] or tried
    span = f"{considered[0][1]} to {considered[-1][1]}"
    if not samples:
        number = max((one[1] for one in considered), key=landscape.gap)
        return Choice(number, f"{number} suggestions: of {span}, where the graph parts most clearly.", np.zeros(0))
    best = max(float(share.mean()) for _, _, share in considered)
    least = max(best - NEAR_BEST, min(best, HOLDS))
    _, number, share = [one for one in considered if one[2].mean() >= least][-1]
    if len(considered) == 1:
        return Choice(number, f"{number} suggestions: what {len(landscape.points)} segments allow.", share)
    reason = (
        f"{number} suggestions: of {span}, the most that hold when a tenth of the segments is left out "
        f"({share.mean():.0%} of them come back; at best {best:.0%})."
    )
    return Choice(number, reason, share)
