"""Where does a segment lie among the others?

Three steps, each measured on coded interviews (`benchmarks/suggest.py`): a segment is read together with its
neighbours in the interview, what is one person's way of talking is partly taken out, and the graph of nearest
neighbours gives coordinates in which groups can be told apart.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from scipy import sparse

NEIGHBOURS = 15
"""Nearest segments that each one is tied to in the graph."""
CONTEXT = 0.3
"""Weight of the segment before and the one after, beside the segment itself."""
OWN_VOICE = 0.3
"""Share of a transcript's mean that is taken out of its segments."""
LONG = 60
"""Words from which on a segment counts as long."""
SOLVED_WHOLE = 500
"""Segments up to which all of the graph is solved at once; above, step by step."""


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
    from scipy.linalg import eigh
    from scipy.sparse.linalg import eigsh

    count = len(points)
    ties = _ties(points, min(NEIGHBOURS, count - 1))
    scale = sparse.diags(1 / np.sqrt(np.asarray(ties.sum(axis=1)).ravel()))
    graph = scale @ ties @ scale
    if count <= SOLVED_WHOLE:
        values, found = eigh(graph.toarray(), subset_by_index=[count - dimensions, count - 1])
    else:
        # A fixed start keeps the result the same.
        start = np.random.default_rng(0).normal(size=count)
        values, found = eigsh(graph, k=dimensions, which="LA", v0=start, tol=1e-8)
    order = np.argsort(-values, kind="stable")
    found = found[:, order]
    largest = found[np.abs(found).argmax(axis=0), np.arange(dimensions)]
    return found * np.sign(largest), values[order]


def _ties(points: "np.ndarray", near: int) -> "sparse.csr_matrix":
    """The symmetric graph that ties each point to its `near` nearest ones, weighted by cosine, in one piece.

    Pieces of their own, such as many copies of one sentence, are tied to the nearest point outside. Several pieces
    would make several coordinates equally telling, and their order a matter of chance.
    """
    import numpy as np
    from scipy import sparse
    from scipy.sparse.csgraph import connected_components

    count = len(points)
    cosines = (points @ points.T).astype(float)
    np.fill_diagonal(cosines, -2)
    column = np.argpartition(-cosines, near - 1, axis=1)[:, :near].ravel()
    row = np.repeat(np.arange(count), near)
    while True:
        weights = np.maximum(cosines[row, column], 0.01)
        ties = sparse.csr_matrix((weights, (row, column)), shape=(count, count))
        ties = (ties + ties.T) / 2
        pieces, piece = connected_components(ties, directed=False)
        if pieces == 1:
            return ties
        for one in range(pieces):
            inside, outside = np.flatnonzero(piece == one), np.flatnonzero(piece != one)
            between = cosines[np.ix_(inside, outside)]
            at, to = np.unravel_index(between.argmax(), between.shape)
            row, column = np.append(row, inside[at]), np.append(column, outside[to])


def unit(rows: "np.ndarray") -> "np.ndarray":
    """`rows` with length 1 each; rows of zeros stay zeros."""
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1)
