"""Does a group come back when a tenth of the segments is left out?

Hennig (2007), "Cluster-wise assessment of cluster stability": a group has come back when, of the segments in both
samples, the group and its counterpart share at least half of those that either holds (Jaccard).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.suggest.groups import Landscape, Material
from workbench.suggest.matching import one_to_one

if TYPE_CHECKING:
    import numpy as np

DROPPED = 0.1
"""Share of the segments that each resample leaves out."""
CAME_BACK = 0.5
"""Jaccard overlap from which on a group counts as come back."""
STARTS = 3
"""Starts of the grouping in a resample; the run itself takes more."""


@dataclass(frozen=True)
class Resample:
    """One sample of nine tenths: which segments are `kept`, and how they lie."""

    kept: "np.ndarray"
    landscape: Landscape
    seed: int

    def grouped(self, number: int) -> "np.ndarray":
        return self.landscape.grouped(number, self.seed, starts=STARTS)


def resamples(material: Material, count: int, dimensions: int, seed: int) -> Iterator[Resample]:
    """`count` samples without replacement, each worked out from the beginning, as though there were no more data."""
    import numpy as np

    for turn in range(count):
        own = seed + 1 + turn
        size = len(material) - round(DROPPED * len(material))
        kept = np.sort(np.random.default_rng([seed, turn]).permutation(len(material))[:size])
        yield Resample(kept, Landscape.of(material.only(kept), dimensions), own % 2**32)


def came_back(labels: "np.ndarray", again: "np.ndarray", number: int) -> "np.ndarray":
    """For each of the `number` groups of `labels`, whether `again` has it too; both name the groups of the same
    segments, -1 for none.

    Counterparts are found one to one by overlap, so two groups cannot both come back as one. A group of which no
    segment is there has not come back.
    """
    import numpy as np

    mine = labels == np.arange(number)[:, None]
    theirs = again == np.arange(int(again.max(initial=-1)) + 1)[:, None]
    shared = (mine[:, None] & theirs[None]).sum(axis=2)
    either = (mine[:, None] | theirs[None]).sum(axis=2)
    overlap = shared / np.maximum(either, 1)
    found = one_to_one(overlap)
    return np.array([at is not None and overlap[row, at] >= CAME_BACK for row, at in enumerate(found)], dtype=bool)


def stability(labels: "np.ndarray", samples: list[Resample], number: int) -> "np.ndarray":
    """The share of `samples` in which each group of `labels` came back, 0 to 1; empty without samples."""
    import numpy as np

    if not samples:
        return np.zeros(0)
    return np.mean([came_back(labels[one.kept], one.grouped(number), number) for one in samples], axis=0)
