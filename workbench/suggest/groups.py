"""Which segments belong together, which belong nowhere, and how many groups are there?"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.suggest.space import coordinates, situated, unit

if TYPE_CHECKING:
    import numpy as np

LARGEST = 0.4
"""No group may hold a larger share of the segments."""
NOWHERE = 0.3
"""At most this share of the segments is left out of all groups."""
LEAST_FIT = 0.2
"""A segment that fits its group less than this (cosine) belongs nowhere."""


@dataclass(frozen=True)
class Material:
    """What is grouped, one entry per segment in the order of the interviews: meaning, transcript, length in words."""

    vectors: "np.ndarray"
    transcripts: tuple[str, ...]
    words: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.transcripts)

    def only(self, kept: "np.ndarray") -> "Material":
        """The segments at the positions `kept`, which are in ascending order."""
        return Material(
            self.vectors[kept], tuple(self.transcripts[i] for i in kept), tuple(self.words[i] for i in kept)
        )


@dataclass(frozen=True)
class Landscape:
    """Segments in their setting (`points`), their coordinates in the graph of nearest neighbours, and how telling each
    coordinate is."""

    points: "np.ndarray"
    coordinates: "np.ndarray"
    telling: "np.ndarray"

    @classmethod
    def of(cls, material: Material, dimensions: int) -> "Landscape":
        points = situated(material.vectors, material.transcripts, material.words)
        return cls(points, *coordinates(points, dimensions))

    def grouped(self, number: int, seed: int, starts: int = 10) -> "np.ndarray":
        """A group 0, 1, 2 … for each segment, -1 for those that belong nowhere: `number` groups, or fewer where so many
        segments are alike that no more can be told apart. There must be as many coordinates."""
        import numpy as np
        from sklearn.cluster import KMeans

        where = unit(self.coordinates[:, :number])
        possible = min(number, len(np.unique(where.round(6), axis=0)))
        labels = KMeans(possible, n_init=starts, random_state=seed).fit_predict(where)
        return placed(self.points, np.unique(labels, return_inverse=True)[1])

    def gap(self, number: int) -> float:
        """How much more telling the coordinate `number` is than the next; a wide gap speaks for `number` groups."""
        return float(self.telling[number - 1] - self.telling[number])


def fits(points: "np.ndarray", labels: "np.ndarray") -> "np.ndarray":
    """Cosine of each point (row) to the centre of each group (column); a member's own group is measured without it.

    Groups are 0, 1, 2 … as in `labels`; points with label -1 belong to none. Without groups there are no columns.
    """
    import numpy as np

    groups = int(labels.max(initial=-1)) + 1
    members = np.zeros((groups, len(points)))
    inside = np.flatnonzero(labels >= 0)
    members[labels[inside], inside] = 1
    sums = members @ points
    result = points @ unit(sums).T
    own = unit(sums[labels[inside]] - points[inside])
    result[inside, labels[inside]] = (points[inside] * own).sum(axis=1)
    return result


def placed(points: "np.ndarray", labels: "np.ndarray") -> "np.ndarray":
    """`labels` with -1 for points that fit their group less than LEAST_FIT or fit another one better.

    At most the share NOWHERE of all is left out: those that fit worst. Each group keeps its best-fitting point.
    """
    import numpy as np

    fit = fits(points, labels)
    rows = np.arange(len(points))
    own = fit[rows, labels]
    best = fit.max(axis=1)
    strange = (own < LEAST_FIT) | (own < best)
    for group in range(fit.shape[1]):
        inside = np.flatnonzero(labels == group)
        strange[inside[own[inside].argmax()]] = False
    worst = np.lexsort((rows, np.where(strange, own - (best - own), np.inf)))
    out = worst[: min(int(strange.sum()), int(NOWHERE * len(points)))]
    result = labels.copy()
    result[out] = -1
    return result
