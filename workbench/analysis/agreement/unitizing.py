"""Do coders cut the text alike and call the pieces the same? Krippendorff's family of uα coefficients of 2016.

Krippendorff, Mathet, Bouvry & Widlöcher 2016 (Quality & Quantity 50); Krippendorff 2019, Content Analysis 4th ed.,
§12.6. Not the αU of 1995/2004, which it replaced. One coder's units must not overlap; where codes overlap, as in
interviews, take each code by itself (`code_unitizing_alpha`).
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.analysis.agreement.coefficient import Coefficient
from workbench.analysis.agreement.reasons import NO_VARIATION, ONE_CODER
from workbench.analysis.marks import union
from workbench.model import WorkbenchError

NO_OVERLAP = "No two coders' marks share a character, so there is nothing to compare."


@dataclass(frozen=True)
class UnitizingAlpha:
    """The family: `u` (uα: boundaries and values), `bar` (|uα: marked or not), `cu` (cuα: values, given that both
    marked), `ku` ((k)uα: each value, given that both marked) with its `coverage` (share of the value's marked length
    that another coder marked too), and `character` (nominal α with each character as a unit)."""

    u: Coefficient
    bar: Coefficient
    cu: Coefficient
    ku: Mapping[Hashable, Coefficient]
    coverage: Mapping[Hashable, float]
    character: Coefficient


def unitizing_alpha(
    spans: Mapping[str, Sequence[tuple[int, int, Hashable]]] | Mapping[str, list[list[object]]], length: int
) -> UnitizingAlpha:
    """The coefficients for one continuum of `length` characters.

    `spans` maps each coder to their units (start, end, value), 0-based, end exclusive, not overlapping. Several
    transcripts are laid one behind the other. Undefined coefficients are NaN with a reason.
    """
    sections = _Sections.of(spans, length)
    if sections.coders < 2:
        none = Coefficient(float("nan"), ONE_CODER)
        values = sections.values
        return UnitizingAlpha(none, none, none, dict.fromkeys(values, none), dict.fromkeys(values, float("nan")), none)
    observed, own = sections.coincidences(), sections.own_pairing()
    folded = np.array([[observed[0, 0], observed[0, 1:].sum()], [observed[1:, 0].sum(), observed[1:, 1:].sum()]])
    marked, marked_own = observed[1:, 1:], sections.overlap_pairing()
    ku = {value: _per_value(marked, marked_own, place) for place, value in enumerate(sections.values)}
    length_of, marked_length = observed.sum(1)[1:], marked.sum(1)
    return UnitizingAlpha(
        u=_alpha(observed, own),
        bar=_alpha(folded, np.array([own[0], own[1:].sum()])),
        cu=_alpha(marked, marked_own) if marked.any() else Coefficient(float("nan"), NO_OVERLAP),
        ku=ku,
        coverage={
            value: float(marked_length[place] / length_of[place]) if length_of[place] else float("nan")
            for place, value in enumerate(sections.values)
        },
        character=_alpha(observed, observed.sum(1)),
    )


def code_unitizing_alpha(codings: pd.DataFrame, lengths: Mapping[str, int]) -> pd.DataFrame:
    """uα of each code by itself, its marks against the rest of the text, for any number of coders.

    `codings` has the columns transcript, coder, code, start, end; `lengths` maps each transcript that all these coders
    coded to its number of characters. One coder's overlapping or touching marks of a code count as one unit. Columns
    code (sorted), u_alpha, character_alpha, reason (why they are undefined, else empty).
    """
    coders = sorted(codings["coder"].unique())
    begin = dict(zip(lengths, np.cumsum([0, *lengths.values()])[:-1].tolist(), strict=True))
    coder, code = pd.Index(coders).get_indexer(codings["coder"]), pd.factorize(codings["code"], sort=True)
    where = pd.factorize(codings["transcript"])
    shift = np.array([begin[name] for name in where[1]], dtype=np.int64)
    # joined per transcript first, so that no unit crosses from one into the next
    group = (code[0] * len(coders) + coder) * max(len(where[1]), 1) + where[0]
    covered = union(group, codings["start"].to_numpy(np.int64), codings["end"].to_numpy(np.int64))
    pair, transcript = np.divmod(covered.group, max(len(where[1]), 1))
    start, end = covered.start + shift[transcript], covered.end + shift[transcript]
    rows = []
    for place, name in enumerate(code[1]):
        spans = {}
        for number, who in enumerate(coders):
            own = np.flatnonzero(pair == place * len(coders) + number)
            spans[who] = [(a, b, name) for a, b in zip(start[own].tolist(), end[own].tolist(), strict=True)]
        found = unitizing_alpha(spans, sum(lengths.values()))
        rows.append((name, found.u.value, found.character.value, found.u.reason))
    return pd.DataFrame(rows, columns=["code", "u_alpha", "character_alpha", "reason"])


@dataclass(frozen=True)
class _Sections:
    """The continuum cut at every end of a unit: `size` of each piece, and per coder its value (0: none, else place + 1)
    and its unit (-1: none); `unit_value` and `unit_size` describe all coders' units."""

    values: tuple[Hashable, ...]
    size: np.ndarray
    value: np.ndarray
    unit: np.ndarray
    unit_value: np.ndarray
    unit_size: np.ndarray

    @property
    def coders(self) -> int:
        return len(self.value)

    @classmethod
    def of(cls, spans: Mapping[str, Sequence[Sequence[object]]], length: int) -> "_Sections":
        values = tuple(dict.fromkeys(span[2] for units in spans.values() for span in units))
        place = {value: number + 1 for number, value in enumerate(values)}
        ends = {
            coder: np.array(sorted((span[0], span[1], place[span[2]]) for span in units), dtype=np.int64).reshape(-1, 3)
            for coder, units in spans.items()
        }
        for coder, own in ends.items():
            _refuse(coder, own, length)
        points = np.unique(np.concatenate([np.array([0, length]), *(own[:, :2].ravel() for own in ends.values())]))
        value = np.zeros((len(ends), len(points) - 1), np.int64)
        unit = np.full(value.shape, -1)
        total = 0
        for row, own in enumerate(ends.values()):
            if len(own):
                near = np.maximum(np.searchsorted(own[:, 0], points[:-1], "right") - 1, 0)
                inside = (points[:-1] >= own[near, 0]) & (points[:-1] < own[near, 1])
                value[row, inside], unit[row, inside] = own[near[inside], 2], near[inside] + total
            total += len(own)
        every = np.concatenate([*ends.values(), np.zeros((0, 3), np.int64)])
        return cls(values, np.diff(points), value, unit, every[:, 2], every[:, 1] - every[:, 0])

    def coincidences(self) -> np.ndarray:
        """ℓ_ck: for all ordered pairs of coders, the length valued c by one and k by the other, over m − 1."""
        width = len(self.values) + 1
        total = np.zeros((width, width))
        for one in range(self.coders):
            for other in range(one + 1, self.coders):
                place = self.value[one] * width + self.value[other]
                total += np.bincount(place, self.size, width * width).reshape(width, width)
        return (total + total.T) / (self.coders - 1)

    def own_pairing(self) -> np.ndarray:
        """s_c: Σ squared length of the sections valued c, for what nobody marked Σ length."""
        squared = np.bincount(self.unit_value, self.unit_size.astype(float) ** 2, len(self.values) + 1)
        squared[0] = float(((self.value == 0) * self.size).sum())
        return squared

    def overlap_pairing(self) -> np.ndarray:
        """s*_c: Σ over the units valued c of the squared mean length that another coder marked of it, without ∅."""
        marked = (self.value > 0).sum(0)
        shared = np.zeros(len(self.unit_value))
        for own in self.unit:
            use = own >= 0
            others = (marked[use] - 1) / (self.coders - 1)
            shared += np.bincount(own[use], self.size[use] * others, len(shared))
        return np.bincount(self.unit_value, shared**2, len(self.values) + 1)[1:]


def _expected(observed: np.ndarray, own: np.ndarray) -> np.ndarray:
    """ε_ck = (ℓ_c ℓ_k − [c = k] s_c) / (ℓ − Σ s/ℓ)."""
    margin = observed.sum(1)
    total = margin.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        return (np.outer(margin, margin) - np.diag(own)) / (total - own.sum() / total)


def _alpha(observed: np.ndarray, own: np.ndarray) -> Coefficient:
    """1 − (ℓ − Σ ℓ_cc) / (ℓ − Σ ε_cc)."""
    total = observed.sum()
    chance = total - np.trace(_expected(observed, own))
    if not total or not chance > 1e-12 * total:
        return Coefficient(float("nan"), NO_VARIATION)
    return Coefficient(float(1 - (total - np.trace(observed)) / chance))


def _per_value(observed: np.ndarray, own: np.ndarray, place: int) -> Coefficient:
    """1 − (ε*_k/ℓ*_k)(ℓ*_k − ℓ*_kk)/(ε*_k − ε*_kk)."""
    length = observed[place].sum()
    if not length:
        return Coefficient(float("nan"), NO_OVERLAP)
    expected = _expected(observed, own)[place]
    apart = expected.sum() - expected[place]
    if not apart > 1e-12 * length:
        return Coefficient(float("nan"), NO_VARIATION)
    return Coefficient(float(1 - expected.sum() / length * (length - observed[place, place]) / apart))


def _refuse(coder: str, own: np.ndarray, length: int) -> None:
    if len(own) and (own[0, 0] < 0 or own[:, 1].max() > length):
        raise WorkbenchError(f"{coder} has a unit outside the text's {length} characters. Correct its offsets.")
    wrong = np.flatnonzero(own[1:, 0] < own[:-1, 1])
    if len(wrong):
        one, other = own[wrong[0]], own[wrong[0] + 1]
        raise WorkbenchError(
            f"{coder}'s units {one[0]}–{one[1]} and {other[0]}–{other[1]} overlap, which unitizing α does not allow: "
            "compare one code at a time."
        )
