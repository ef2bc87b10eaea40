"""How do the segments of a study fall into groups, from beginning to end?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.suggest.groups import Landscape, Material, fits, placed
from workbench.suggest.number import Choice, bounds, chosen, given
from workbench.suggest.progress import Teller
from workbench.suggest.space import situated
from workbench.suggest.stability import resamples

if TYPE_CHECKING:
    import numpy as np

FITTED = 3000
"""Segments from which groups are worked out at most; the others go to the nearest group."""


@dataclass(frozen=True)
class Grouping:
    """Groups of the segments of a `Material`.

    `labels` has the group of each segment, -1 for those that belong nowhere, `points` each in its setting. `fitted` are
    the positions from which the groups were worked out, ascending, and `landscape` what was found there. `choice`
    says how many groups there are, why, and how often each came back.
    """

    labels: "np.ndarray"
    points: "np.ndarray"
    fitted: "np.ndarray"
    landscape: Landscape
    choice: Choice


def work_out(material: Material, *, number: int | None, seed: int, count: int, tell: Teller) -> Grouping:
    """Groups of `material`: so many as `number` says, or as come back best; each sought again in `count` resamples."""
    fitted = _fitted(len(material), seed)
    part = material.only(fitted)
    dimensions = min(len(part) - 1, max(number or 0, bounds(len(part))[1]) + 1)
    tell("comparing segments", 0.0)
    landscape = Landscape.of(part, dimensions)
    samples = []
    for done, sample in enumerate(resamples(part, count, dimensions, seed)):
        tell("leaving some out to see what holds", 0.6 * (done + 1) / count)
        samples.append(sample)
    if number is None:
        choice = chosen(landscape, samples, seed, tell.part(0.6, 1.0))
    else:
        choice = given(number, landscape, samples, seed)
    labels = landscape.grouped(choice.number, seed)
    if len(part) == len(material):
        return Grouping(labels, landscape.points, fitted, landscape, choice)
    points = situated(material.vectors, material.transcripts, material.words)
    return Grouping(_spread_out(points, fitted, labels), points, fitted, landscape, choice)


@contextmanager
def one_thread() -> Iterator[None]:
    """Sums are taken in one order, whatever the number of cores, so that the same data give the same bytes."""
    # Only libraries that are loaded already can be held to one thread.
    import scipy.sparse.linalg  # noqa: F401
    import sklearn.cluster  # noqa: F401
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield


def _fitted(count: int, seed: int) -> "np.ndarray":
    import numpy as np

    if count <= FITTED:
        return np.arange(count)
    return np.sort(np.random.default_rng([seed, count]).permutation(count)[:FITTED])


def _spread_out(points: "np.ndarray", fitted: "np.ndarray", labels: "np.ndarray") -> "np.ndarray":
    """A group for each of `points`: that of its own for those `fitted` with `labels`, for the others the nearest."""
    import numpy as np

    known = np.full(len(points), -1)
    known[fitted] = labels
    nearest = fits(points, known).argmax(axis=1)
    return placed(points, np.where(known >= 0, known, nearest))
