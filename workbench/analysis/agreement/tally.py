"""Which sums are all coefficients made of? Counts per cluster, so that every resample is one matrix product.

A cluster is what is resampled: a transcript, or a distinct row of the table. Nothing here loops over units: equal rows
of one cluster are counted together first.
"""

import math
from dataclasses import dataclass

import numpy as np

_SCALARS = 4


@dataclass(frozen=True)
class Tally:
    """Sums over units, one row a cluster: `sums` has the shape (…, clusters, 4 + 6 q) for q values.

    In the words of the definitions: unit u has m_u values from its coders, n_uk of them are k; pairable is m_u >= 2.
    """

    sums: np.ndarray
    values: int

    def weighted(self, weights: np.ndarray) -> "Tally":
        """The sums of every resample; `weights` (resamples × clusters) says how often each cluster counts."""
        clusters, width = self.sums.shape[-2:]
        # all codes in one product of two matrices, which is several times faster than a product for each
        flat = np.moveaxis(self.sums, -2, 0).reshape(clusters, math.prod(self.sums.shape[:-2]) * width)
        found = (weights @ flat).reshape(len(weights), *self.sums.shape[:-2], width)
        return Tally(np.moveaxis(found, 0, -2), self.values)

    def _scalar(self, place: int) -> np.ndarray:
        return self.sums[..., place]

    def _vector(self, place: int) -> np.ndarray:
        start = _SCALARS + place * self.values
        return self.sums[..., start : start + self.values]

    @property
    def pairable(self) -> np.ndarray:
        """Number of units with two values or more."""
        return self._scalar(0)

    @property
    def agreeing(self) -> np.ndarray:
        """Sum over pairable units of the share of coder pairs that agree, Σ_k n_uk(n_uk − 1) / m_u(m_u − 1)."""
        return self._scalar(1)

    @property
    def matched(self) -> np.ndarray:
        """Krippendorff's Σ_c o_cc: over pairable units, Σ_k n_uk(n_uk − 1) / (m_u − 1)."""
        return self._scalar(2)

    @property
    def rated(self) -> np.ndarray:
        """Number of units with one value or more."""
        return self._scalar(3)

    @property
    def shares(self) -> np.ndarray:
        """Per value: Σ_u n_uk / m_u over units with a value."""
        return self._vector(0)

    @property
    def pairable_values(self) -> np.ndarray:
        """Per value: Krippendorff's n_c, how often it was given in pairable units."""
        return self._vector(1)

    @property
    def same(self) -> np.ndarray:
        """Per value: Σ_u n_uk(n_uk − 1), ordered pairs of coders who both gave it."""
        return self._vector(2)

    @property
    def beside(self) -> np.ndarray:
        """Per value: Σ_u n_uk(m_u − 1), ordered pairs of coders of whom the first gave it."""
        return self._vector(3)

    @property
    def margins(self) -> tuple[np.ndarray, np.ndarray]:
        """Per value: with exactly two coders, how often the first and how often the second gave it where both coded;
        zeros with any other number of coders."""
        return self._vector(4), self._vector(5)


def tally(
    ids: np.ndarray, values: int, clusters: np.ndarray | None = None, size: np.ndarray | None = None, *, count: int = 1
) -> Tally:
    """The sums per cluster of a table of `ids` (units × coders, -1 missing, else 0 … values - 1).

    `clusters` gives each unit its cluster, 0 … count - 1 (default: all in one); `size` how many units a row stands for
    (default: one).
    """
    rows, where, weight = condense(ids, values, clusters, size, count)
    seen = rows >= 0
    coders = seen.sum(1)
    alike = _alike(rows, seen)
    pairs = coders * (coders - 1)
    pairable = coders >= 2
    agreeing = alike.sum(1)

    def by_cluster(numbers: np.ndarray) -> np.ndarray:
        return np.bincount(where, numbers * weight, minlength=count)[:, None]

    def by_value(cells: np.ndarray, use: np.ndarray) -> np.ndarray:
        place = (where[:, None] * values + rows)[use]
        return np.bincount(place, (cells * weight[:, None])[use], minlength=count * values).reshape(count, values)

    everywhere = np.ones(rows.shape)
    # Whole numbers are added up and then divided: 25 units of three thirds each are 25 units, else nothing that is the
    # same everywhere would be seen as such.
    by_number = (by_value(everywhere, seen & (coders == m)[:, None]) / m for m in np.unique(coders[coders > 0]))
    shares = sum(by_number, np.zeros((count, values)))
    first, second = np.zeros((2, *rows.shape), bool)
    if rows.shape[1] == 2:
        first[:, 0] = second[:, 1] = pairable
    columns = [
        by_cluster(pairable),
        by_cluster(np.divide(agreeing, pairs, out=np.zeros(len(rows)), where=pairable)),
        by_cluster(np.divide(agreeing, coders - 1, out=np.zeros(len(rows)), where=pairable)),
        by_cluster(coders >= 1),
        shares,
        by_value(everywhere, seen & pairable[:, None]),
        by_value(alike, seen),
        by_value(everywhere * (coders - 1)[:, None], seen),
        by_value(everywhere, first),
        by_value(everywhere, second),
    ]
    return Tally(np.concatenate(columns, axis=1), values)


def condense(
    ids: np.ndarray, values: int, clusters: np.ndarray | None, size: np.ndarray | None, count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Equal rows of one cluster counted together: (distinct rows, their cluster, their total size)."""
    units, coders = ids.shape
    key = np.zeros(units, np.int64) if clusters is None else clusters.astype(np.int64)
    base = values + 1
    keys = count * base**coders
    if keys <= max(4 * units, 1 << 16):
        for column in range(coders):
            key = key * base + (ids[:, column] + 1)
        total = np.bincount(key, size, minlength=keys)
        present = np.flatnonzero(total)
        rows = np.empty((len(present), coders), np.int64)
        rest = present
        for column in reversed(range(coders)):
            rest, digit = np.divmod(rest, base)
            rows[:, column] = digit - 1
        return rows, rest, total[present].astype(float)
    for column in range(coders):
        if int(key.max(initial=0)) > (1 << 62) // base:
            key = np.unique(key, return_inverse=True)[1]
        key = key * base + (ids[:, column] + 1)
    _, index, inverse = np.unique(key, return_index=True, return_inverse=True)
    where = np.zeros(len(index), np.int64) if clusters is None else clusters[index].astype(np.int64)
    return ids[index].astype(np.int64), where, np.bincount(inverse, size, minlength=len(index)).astype(float)


def _alike(rows: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """For each cell, how many other coders gave the same value to the unit; 0 where it is missing."""
    alike = np.zeros(rows.shape)
    for one in range(rows.shape[1]):
        for other in range(one + 1, rows.shape[1]):
            same = seen[:, one] & (rows[:, one] == rows[:, other])
            alike[:, one] += same
            alike[:, other] += same
    return alike
