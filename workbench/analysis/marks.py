"""Which stretches of text do marks cover? Intervals on one long line, swept in order; never an array per character.

All transcripts lie one behind the other on the line, a character apart, so that a stretch never joins two of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

_LAST_SPACE = 0x3000
"""The highest code point that is white space."""


@dataclass(frozen=True, slots=True)
class Stretches:
    """Intervals [start, end) with the number of the group that they belong to, sorted by group and start."""

    group: np.ndarray
    start: np.ndarray
    end: np.ndarray

    @property
    def length(self) -> np.ndarray:
        return self.end - self.start


def union(group: np.ndarray, start: np.ndarray, end: np.ndarray) -> Stretches:
    """The text covered by each group's marks, overlapping and touching ones joined; marks without a character go.

    >>> both = union(np.array([0, 0, 1]), np.array([5, 0, 2]), np.array([9, 6, 3]))
    >>> both.group.tolist(), both.start.tolist(), both.end.tolist()
    ([0, 1], [0, 2], [9, 3])
    """
    real = end > start
    group, start, end = group[real].astype(np.int64), start[real].astype(np.int64), end[real].astype(np.int64)
    if not len(group):
        return Stretches(group, start, end)
    reach = int(end.max()) + 1
    # one line per group, far enough apart that the running maximum never reaches into the next
    position = group * reach + start
    order = np.argsort(position, kind="stable")
    position = position[order]
    furthest = np.maximum.accumulate((group * reach + end)[order])
    first = np.flatnonzero(np.append(True, position[1:] > furthest[:-1]))
    last = np.append(first[1:] - 1, len(position) - 1)
    owner, begin = np.divmod(position[first], reach)
    return Stretches(owner, begin, furthest[last] - owner * reach)


def places(names: pd.Series, known: Iterable[str]) -> np.ndarray:
    """The place of each name among those known, -1 where it is not there."""
    return pd.Index(list(known)).get_indexer(pd.Index(names))


def overlaps(
    start: np.ndarray, end: np.ndarray, row_start: np.ndarray, row_end: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """All pairs (mark, row) that share a character; the rows are sorted and do not overlap each other.

    >>> overlaps(np.array([3]), np.array([12]), np.array([0, 5, 10]), np.array([4, 9, 20]))
    (array([0, 0, 0]), array([0, 1, 2]))
    """
    first = np.searchsorted(row_end, start, "right")
    count = np.maximum(np.searchsorted(row_start, end, "left") - first, 0)
    mark = np.repeat(np.arange(len(start)), count)
    return mark, expand(first, count)


def expand(first: np.ndarray, count: np.ndarray) -> np.ndarray:
    """first, first + 1, … `count` times, for each pair, one behind the other."""
    begin = np.cumsum(count) - count
    return np.arange(int(count.sum())) + np.repeat(first - begin, count)


def visible_before(texts: Iterable[str]) -> np.ndarray:
    """How many characters that are not white space stand before each place of the joined texts, and at their end.

    >>> visible_before(["a b", "c"]).tolist()
    [0, 1, 1, 2, 3]
    """
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    visible = ~_spaces()[np.minimum(points, _LAST_SPACE + 1)]
    return np.concatenate([[0], np.cumsum(visible)])


@cache
def _spaces() -> np.ndarray:
    return np.array([chr(point).isspace() for point in range(_LAST_SPACE + 2)])
