"""Do coders see the same things in a unit? Krippendorff's α on sets of codes, and the distances between sets.

Two empty sets are equal (distance 0); by Jaccard and MASI an empty set and any other are wholly different (distance 1);
an empty set is a value, not missing. The distance itself enters α, not its square (Artstein & Poesio 2008).
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from workbench.analysis.agreement.cells import MISSING, encode
from workbench.analysis.agreement.coefficient import Coefficient
from workbench.analysis.agreement.formulas import divide
from workbench.analysis.agreement.reasons import NO_VARIATION, NOBODY_TWICE, ONE_CODER
from workbench.analysis.agreement.tally import condense

Distance = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
"""(size of A ∩ B, size of A, size of B) -> distance, 0 to 1, elementwise."""

_CHUNK = 512


def exact(common: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """0 for equal sets, else 1."""
    return 1.0 - ((common == left) & (common == right))


def jaccard(common: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """1 − |A∩B| / |A∪B| (Jaccard 1912)."""
    union = left + right - common
    return 1.0 - np.divide(common, union, out=np.ones(np.shape(union)), where=union > 0)


def set_distance_2004(common: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Passonneau 2004: 0 equal, 1/3 one inside the other (the empty set inside every set), 2/3 overlapping, 1 else."""
    equal, inside = (common == left) & (common == right), common == np.minimum(left, right)
    return np.select([equal, inside, common == 0], [0.0, 1 / 3, 1.0], 2 / 3)


def masi(common: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """MASI (2006), Passonneau 2006: 1 − M |A∩B| / |A∪B|, M = 1 equal, 2/3 one inside the other, 1/3 overlapping, 0."""
    return 1.0 - (1.0 - set_distance_2004(common, left, right)) * (1.0 - jaccard(common, left, right))


def masi_2004_product(common: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The product of two distances that other tools call MASI: Jaccard times Passonneau 2004. For comparison only."""
    return jaccard(common, left, right) * set_distance_2004(common, left, right)


DISTANCES: dict[str, Distance] = {
    "jaccard": jaccard,
    "masi": masi,
    "exact_set": exact,
    "set_distance_2004": set_distance_2004,
    "masi_2004_product": masi_2004_product,
}


@dataclass(frozen=True)
class SetTable:
    """A table of sets: `ids` (units × coders, -1 missing) points into the rows of `members` (sets × codes, 0/1)."""

    ids: np.ndarray
    members: np.ndarray

    @classmethod
    def of(cls, ids: np.ndarray, sets: Sequence[frozenset[Hashable]]) -> "SetTable":
        """From the distinct sets themselves; `ids` are places in `sets`."""
        place = {code: number for number, code in enumerate(dict.fromkeys(code for one in sets for code in one))}
        members = np.zeros((len(sets), len(place)), np.float32)
        for number, one in enumerate(sets):
            members[number, [place[code] for code in one]] = 1
        return cls(ids, members)

    def where_something(self) -> "SetTable":
        """The same with empty sets taken as missing: agreement given that both coded something."""
        empty = np.append(self.members.sum(1) == 0, True)
        return SetTable(np.where(empty[self.ids], MISSING, self.ids), self.members)


@dataclass(frozen=True)
class SetSums:
    """What agreement on sets is made of, one place a cluster.

    `pairable` units; `agreeing`, Σ_u share of coder pairs with equal sets; `disagreement`, Σ_u Σ_{i≠j} δ/(m_u − 1) for
    each distance by name; `given`, how often each set was given in pairable units (clusters × sets); `members`, the
    codes in each set.
    """

    pairable: np.ndarray
    agreeing: np.ndarray
    disagreement: Mapping[str, np.ndarray]
    given: np.ndarray
    members: np.ndarray

    def percent(self, weights: np.ndarray) -> np.ndarray:
        """Share of coder pairs that gave a unit the same set, mean over units, in each resample."""
        return divide(weights @ self.agreeing, weights @ self.pairable)

    def alphas(self, weights: np.ndarray) -> dict[str, np.ndarray]:
        """By distance, α of each resample (`weights`: resamples × clusters); NaN where nothing varies or nothing can be
        compared."""
        total = weights @ self.given.sum(1)
        return {
            name: 1.0 - divide(divide(weights @ self.disagreement[name], total), divide(apart, total * (total - 1)))
            for name, apart in self._all_apart(weights).items()
        }

    def _all_apart(self, weights: np.ndarray) -> dict[str, np.ndarray]:
        """Σ_ck n_c n_k δ(c, k) for each resample, by way of the smaller of clusters × clusters and resamples × sets."""
        few_clusters = len(self.given) <= len(weights)
        rows = self.given if few_clusters else weights @ self.given
        sizes, kind = np.unique(self.members.sum(1).astype(np.int64), return_inverse=True)
        # a distance hangs on three small counts: worked out once for each combination, then looked up
        common, left, right = np.indices((int(sizes.max(initial=0)) + 1, len(sizes), len(sizes)))
        known = {name: DISTANCES[name](common, sizes[left], sizes[right]).ravel() for name in self.disagreement}
        spread = {name: np.zeros(rows.shape) for name in known}
        for start in range(0, len(self.members), _CHUNK):
            part = slice(start, start + _CHUNK)
            place = (self.members @ self.members[part].T).astype(np.int32) * len(sizes) + kind[:, None].astype(np.int32)
            place = place * len(sizes) + kind[None, part].astype(np.int32)
            for name, distance in known.items():
                spread[name][:, part] = rows @ distance[place]
        if few_clusters:
            return {name: ((weights @ (one @ rows.T)) * weights).sum(1) for name, one in spread.items()}
        return {name: (one * rows).sum(1) for name, one in spread.items()}


def set_sums(
    table: SetTable,
    distances: Iterable[str],
    clusters: np.ndarray | None = None,
    size: np.ndarray | None = None,
    count: int = 1,
) -> SetSums:
    """The sums per cluster; `clusters` gives each unit its cluster 0 … count - 1, `size` how many units a row is."""
    rows, where, weight = condense(table.ids, len(table.members), clusters, size, count)
    seen = rows >= 0
    coders = seen.sum(1)
    pairable = coders >= 2
    sizes = table.members.sum(1, dtype=float)
    alike = np.zeros(len(rows))
    apart = {name: np.zeros(len(rows)) for name in distances}
    for one, other in combinations(range(rows.shape[1]), 2):
        both, same = seen[:, one] & seen[:, other], rows[:, one] == rows[:, other]
        alike += 2 * (both & same)
        use = np.flatnonzero(both & ~same)
        left, right = rows[use, one], rows[use, other]
        common = (table.members[left] * table.members[right]).sum(1, dtype=float)
        for name, sums in apart.items():
            sums[use] += 2 * DISTANCES[name](common, sizes[left], sizes[right])

    def by_cluster(numbers: np.ndarray) -> np.ndarray:
        return np.bincount(where, numbers * weight, minlength=count)

    others = np.maximum(coders - 1, 1)
    used = seen & pairable[:, None]
    place = (where[:, None] * len(table.members) + rows)[used]
    given = np.bincount(
        place, np.broadcast_to(weight[:, None], rows.shape)[used], minlength=count * len(table.members)
    ).reshape(count, len(table.members))
    return SetSums(
        pairable=by_cluster(pairable),
        agreeing=by_cluster(alike / (np.maximum(coders, 1) * others)),
        disagreement={name: by_cluster(sums / others) for name, sums in apart.items()},
        given=given,
        members=table.members,
    )


def alpha_of(table: SetTable, distance: str) -> Coefficient:
    """Krippendorff's α over a whole table of sets with one distance, or the reason why it is undefined."""
    sums = set_sums(table, [distance])
    value = float(sums.alphas(np.ones((1, 1)))[distance][0])
    return Coefficient(value, "" if not np.isnan(value) else why_undefined(sums, table.ids.shape[1]))


def why_undefined(sums: SetSums, coders: int) -> str:
    """The reason why α on sets is undefined for these sums."""
    if coders < 2:
        return ONE_CODER
    return NO_VARIATION if sums.given.any() else NOBODY_TWICE


def set_alpha(ratings: Any, distance: str = "jaccard") -> Coefficient:
    """Krippendorff's α on sets of codes; `ratings` has a row per unit, a column per coder and frozensets in its cells
    (None: missing). `distance` is a name in `DISTANCES`.

    >>> a, b = frozenset("a"), frozenset("ab")
    >>> round(set_alpha([[a, a], [b, b], [a, b]]).value, 4)
    0.4444
    """
    cells = encode(ratings)
    return alpha_of(SetTable.of(cells.ids, cells.values), distance)  # type: ignore[arg-type]
