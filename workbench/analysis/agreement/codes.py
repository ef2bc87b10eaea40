"""How far do coders agree on each code, and what does the number rest on?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from workbench.analysis.agreement.cautions import cautions
from workbench.analysis.agreement.coefficient import Coefficient, Estimate, number
from workbench.analysis.agreement.formulas import BOUNDS, NOMINAL, SPECIFIC, Formula, divide, specific
from workbench.analysis.agreement.ratings import UnitRatings
from workbench.analysis.agreement.reasons import NOBODY_TWICE, why_undefined
from workbench.analysis.agreement.resampling import Resamples, estimate
from workbench.analysis.agreement.tally import Tally, tally

BINARY: dict[str, Formula] = {
    **NOMINAL,
    **{name: partial(specific, place=place) for name, place in SPECIFIC.items()},
}
"""All coefficients for one code, absent (0) or present (1), by name."""


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """Agreement on one code.

    `cases` is the number of units in which any coder found it (of passages where characters are the units);
    `coefficients` are `percent, cohen_kappa, fleiss_kappa, krippendorff_alpha, gwet_ac1, brennan_prediger,
    positive_agreement, negative_agreement`; `coders` counts each coder's units (characters) with the code;
    `prevalence` is the share of present among all cells, 0 to 1, also per coder (NaN for one who was asked nothing);
    `bias` is how much oftener the first of two coders found it, (b − c)/n, -1 to 1; `warnings` are full sentences.
    """

    code: str
    cases: int
    coefficients: Mapping[str, Estimate]
    coders: Mapping[str, int]
    prevalence: float
    prevalence_by_coder: Mapping[str, float]
    bias: Coefficient
    warnings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON: each coefficient's number by its name (None where undefined), `reasons` and
        `intervals` by the same names, and what they rest on."""
        return {
            "code": self.code,
            **{name: number(one.value) for name, one in self.coefficients.items()},
            "coders": dict(self.coders),
            "reasons": {name: one.reason for name, one in self.coefficients.items() if one.reason},
            "intervals": {
                name: {"low": number(one.low), "high": number(one.high), "method": one.method}
                for name, one in self.coefficients.items()
                if one.method
            },
            "cases": self.cases,
            "prevalence": number(self.prevalence),
            "prevalence_by_coder": {coder: number(share) for coder, share in self.prevalence_by_coder.items()},
            "bias": number(self.bias.value),
            "warnings": list(self.warnings),
        }


def code_tallies(ratings: UnitRatings, clusters: np.ndarray, count: int) -> Tally:
    """The sums of every code (first axis) per cluster (second axis)."""
    sums = [tally(cells, 2, clusters, ratings.size, count=count).sums for cells in ratings.cells]
    return Tally(np.stack(sums) if sums else np.zeros((0, count, 16)), 2)


def code_agreement(ratings: UnitRatings, weighted: Tally, resamples: Resamples, unit: str) -> tuple[CodeAgreement, ...]:
    """Agreement on each code, in the order of `ratings.codes`; `weighted` are the sums of every code under every
    resample, `unit` is the word for one unit."""
    values = {name: formula(weighted) for name, formula in BINARY.items()}
    first, second = weighted.margins
    bias = divide(first[..., 1] - second[..., 1], first.sum(-1))
    asked = ratings.asked.T @ ratings.size
    found = []
    for place, code in enumerate(ratings.codes):
        own = Tally(weighted.sums[place, :1], 2)
        coefficients = {
            name: estimate(
                values[name][place],
                resamples,
                why_undefined(name, own, len(ratings.coders)),
                BOUNDS.get(name, (-1.0, 1.0)),
            )
            for name in BINARY
        }
        present = ratings.cells[place] == 1
        counts = present.T @ ratings.size
        one = CodeAgreement(
            code=code,
            cases=_cases(ratings, present.any(1)),
            coefficients=coefficients,
            coders={coder: int(count) for coder, count in zip(ratings.coders, counts, strict=True)},
            prevalence=float(divide(counts.sum(), asked.sum())),
            prevalence_by_coder={
                coder: float(share) for coder, share in zip(ratings.coders, divide(counts, asked), strict=True)
            },
            bias=_bias(float(bias[place, 0]), len(ratings.coders)),
        )
        # what a coder was not asked about cannot have been missed by them
        missed = [_cases(ratings, present.any(1) & seen) for seen in ratings.asked.T]
        idle = {who: n for who, count, n in zip(ratings.coders, counts, missed, strict=True) if n and not count}
        found.append(replace(one, warnings=cautions(one.code, one.cases, one.prevalence, coefficients, idle, unit)))
    return tuple(found)


def _cases(ratings: UnitRatings, present: np.ndarray) -> int:
    """Units with the code; of characters, the unbroken passages."""
    if (ratings.size == 1).all():
        return int(present.sum())
    rows = ratings.units
    start, end = rows["start"].to_numpy(), rows["end"].to_numpy()
    where = ratings.clusters[0]
    goes_on = (start[1:] == end[:-1]) & (where[1:] == where[:-1]) & present[:-1]
    return int((present & ~np.append(False, goes_on)).sum())


def _bias(value: float, coders: int) -> Coefficient:
    if coders != 2:
        return Coefficient(float("nan"), f"Bias compares exactly two coders, here are {coders}.")
    return Coefficient(value, NOBODY_TWICE if np.isnan(value) else "")
