"""Where does a segment lie among the others?

Three steps, each measured on coded interviews (`benchmarks/suggest.py`): a segment is read together with its
neighbours in the interview, what is one person's way of talking is partly taken out, and the graph of nearest
neighbours gives coordinates in which groups can be told apart.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

NEIGHBOURS = 15
"""Nearest segments that each one is tied to in the graph."""
CONTEXT = 0.3
"""Weight of the segment before and the one after, beside the segment itself."""
OWN_VOICE = 0.3
"""Share of a transcript's mean that is taken out of its segments."""
LONG = 60
"""Words from which on a segment counts as long."""


def situated(vectors: "np.ndarray", transcripts: Sequence[str], words: Sequence[int]) -> "np.ndarray":
    """`vectors` (rows of length 1, one per segment, in the order of the interview) in their setting; rows of length 1.

    A short segment leans on its neighbours in the same transcript, a long one hardly does: each counts with the root
    of its words, at most LONG, neighbours with CONTEXT of that. Then the mean of all and OWN_VOICE of what is left of
    the transcript's mean are taken out, so that what everybody says and how one person says it do not make groups.
    """
    import numpy as np

    weighted = vectors * np.sqrt(np.clip(np.asarray(words, float), 1, LONG))[:, None]
    mixed = weighted.copy()
    names = np.asarray(transcripts)
    beside = names[1:] == names[:-1]
    mixed[1:][beside] += CONTEXT * weighted[:-1][beside]
    mixed[:-1][beside] += CONTEXT * weighted[1:][beside]
    mixed = unit(mixed)
    mixed -= mixed.mean(axis=0)
    _, which = np.unique(names, return_inverse=True)
    sums = np.zeros((which.max(initial=-1) + 1, mixed.shape[1]))
    np.add.at(sums, which, mixed)
    mixed -= OWN_VOICE * (sums / np.bincount(which, minlength=len(sums))[:, None])[which]
    return unit(mixed)


def coordinates(points: "np.ndarray", dimensions: int) -> tuple["np.ndarray", "np.ndarray"]:
    """`dimensions` coordinates per point, the most telling first, and how telling each is, at most 1.

    They are the leading eigenvectors of the normalised graph that ties each point to its NEIGHBOURS nearest ones by
    cosine (spectral embedding: Ng, Jordan & Weiss 2002). `points` are rows of length 1, more than `dimensions` of them.
    Each eigenvector's largest entry is positive.
    """
    import numpy as np
    from scipy import sparse
    from scipy.sparse.linalg import eigsh

    count = len(points)
    near = min(NEIGHBOURS, count - 1)
    cosines = (points @ points.T).astype(float)
    np.fill_diagonal(cosines, -2)
    nearest = np.argpartition(-cosines, near - 1, axis=1)[:, :near].ravel()
    row = np.repeat(np.arange(count), near)
    ties = sparse.csr_matrix((np.maximum(cosines[row, nearest], 0.01), (row, nearest)), shape=(count, count))
    ties = (ties + ties.T) / 2
    scale = sparse.diags(1 / np.sqrt(np.asarray(ties.sum(axis=1)).ravel()))
    graph = scale @ ties @ scale
    # A fixed start keeps the result the same; ARPACK wants fewer vectors than points.
    if count > 3 * dimensions + 20:
        start = np.random.default_rng(0).normal(size=count)
        values, found = eigsh(graph, k=dimensions, which="LA", v0=start, tol=1e-8)
    else:
        values, found = np.linalg.eigh(graph.toarray())
    order = np.argsort(-values, kind="stable")[:dimensions]
    found = found[:, order]
    largest = found[np.abs(found).argmax(axis=0), np.arange(found.shape[1])]
    return found * np.sign(largest), values[order]


def unit(rows: "np.ndarray") -> "np.ndarray":
    """`rows` with length 1 each; rows of zeros stay zeros."""
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1)
