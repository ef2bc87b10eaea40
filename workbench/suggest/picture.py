"""Where does each segment lie, on a plane that one can look at?

t-SNE (van der Maaten & Hinton 2008) over the segments in their setting: neighbours stay neighbours; distances between
groups, and their sizes on the plane, mean nothing. Above LAID_OUT segments those beyond stand where their nearest
ones of the laid-out do.
"""

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.model import Segment
from workbench.suggest.embeddings import embed
from workbench.suggest.grouping import one_thread
from workbench.suggest.intake import take_in
from workbench.suggest.space import situated

if TYPE_CHECKING:
    import numpy as np

LAID_OUT = 1500
ALIKE = 3
"""Laid-out segments between which another one is put."""


@dataclass(frozen=True, slots=True)
class Point:
    """A segment's place on the plane; units mean nothing."""

    transcript: str
    start: int
    end: int
    x: float
    y: float


def picture(
    segments: Sequence[Segment],
    *,
    speakers: str = "participant",
    embedder: str = "careful",
    cache: MutableMapping[str, bytes] | None = None,
) -> list[Point]:
    """A point for each segment that a run would model, in order of the transcripts; the same each time."""
    import numpy as np

    intake = take_in(segments, speakers)
    vectors = embed(intake.texts, embedder=embedder, cache=cache).astype(float)
    points = situated(vectors, tuple(one.transcript for one in intake.segments), intake.lengths)
    step = -(-len(points) // LAID_OUT)
    with one_thread():
        places = _laid_out(points[::step])
        if step > 1:
            near = np.argsort(-(points @ points[::step].T), axis=1)[:, :ALIKE]
            others = places[near].mean(axis=1)
            others[::step] = places
            places = others
    return [
        Point(one.transcript, one.start, one.end, round(float(x), 3), round(float(y), 3))
        for one, (x, y) in zip(intake.segments, places, strict=True)
    ]


def _laid_out(points: "np.ndarray") -> "np.ndarray":
    from sklearn.decomposition import PCA
    from sklearn.manifold import TSNE

    fewer = PCA(min(30, len(points) - 1, points.shape[1]), random_state=0).fit_transform(points)
    spread = min(30.0, (len(points) - 1) / 3)
    made: np.ndarray = TSNE(2, perplexity=spread, init="pca", random_state=0, max_iter=500).fit_transform(fewer)
    return made
