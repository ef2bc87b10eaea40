"""Agreement of a round, all in one: the codebook as a whole, each code, each pair of coders, and what was compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from workbench.analysis.agreement.cautions import alike_names
from workbench.analysis.agreement.codes import CodeAgreement, code_agreement, code_tallies
from workbench.analysis.agreement.coefficient import Coefficient, Estimate, number, numbers
from workbench.analysis.agreement.differences import confusion, differing
from workbench.analysis.agreement.families import FamilyAgreement, family_agreement
from workbench.analysis.agreement.overall import overall_agreement
from workbench.analysis.agreement.pairwise import matrix, mean_kappa, pairs
from workbench.analysis.agreement.ratings import UnitRatings, character_ratings, unit_ratings
from workbench.analysis.agreement.resampling import Resamples, no_resamples, transcript_resamples, unit_resamples
from workbench.model import NotAChoice, WorkbenchError, unit_noun

INTERVALS = ("transcripts", "units", "none")


@dataclass(frozen=True, eq=False)
class AgreementReport:
    """What coders of a round agree on.

    `unit` is the word for what is compared and `units` how many of them two coders or more were asked about,
    `transcripts` how many transcripts hold those; `overall` as `overall_agreement` defines it; `codes` in the order of
    the codebook; `pairs` as `pairs` gives it, over all codes; `notes` say what was left out of the comparison.
    """

    unit: str
    rule: str
    coders: tuple[str, ...]
    transcripts: int
    units: int
    overall: Mapping[str, Estimate]
    codes: tuple[CodeAgreement, ...]
    families: tuple[FamilyAgreement, ...]
    pairs: pd.DataFrame
    mean_pairwise_kappa: Coefficient
    notes: tuple[str, ...]
    bootstrap: int
    seed: int
    ratings: UnitRatings

    def table(self) -> pd.DataFrame:
        """One row a code, in order: code, cases, prevalence, bias, each coefficient, krippendorff_alpha_low and _high,
        "used by" each coder, warnings (joined). Undefined is NaN."""
        rows = []
        for one in self.codes:
            alpha = one.coefficients["krippendorff_alpha"]
            rows.append(
                {
                    "code": one.code,
                    "cases": one.cases,
                    "prevalence": one.prevalence,
                    "bias": one.bias.value,
                    **{name: found.value for name, found in one.coefficients.items()},
                    "krippendorff_alpha_low": alpha.low,
                    "krippendorff_alpha_high": alpha.high,
                    **{f"used by {coder}": count for coder, count in one.coders.items()},
                    "warnings": " ".join(one.warnings),
                }
            )
        return pd.DataFrame(rows)

    def matrix(self, code: str | None = None) -> pd.DataFrame:
        """Cohen's κ of each pair as a square, coder × coder, for one code or for all pooled."""
        return matrix(self.pairs if code is None else pairs(self.ratings, code), self.coders)

    def confusion(self, first: str | None = None, second: str | None = None) -> pd.DataFrame:
        """Code × code: where one coder says the row's code, another says the column's instead. See `confusion`."""
        return confusion(self.ratings, first, second)

    def disagreements(self, codes: Sequence[str] | None = None) -> pd.DataFrame:
        """The units in which coders differ, with who has the code and who lacks it. See `disagreements`."""
        return differing(self.ratings, codes)

    def _repr_html_(self) -> str:
        """The table, as a notebook shows it."""
        return self.table().round(3).to_html(index=False, na_rep="–")

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON; undefined numbers are None with a reason."""
        pairwise = self.pairs.astype(object).where(self.pairs.notna(), None)
        return {
            "unit": self.unit,
            "rule": self.rule,
            "coders": list(self.coders),
            "transcripts": self.transcripts,
            "units": self.units,
            "overall": numbers(self.overall),
            "codes": [one.as_dict() for one in self.codes],
            "families": [one.as_dict() for one in self.families],
            "pairs": pairwise.to_dict("records"),
            "mean_pairwise_kappa": {
                "value": number(self.mean_pairwise_kappa.value),
                "reason": self.mean_pairwise_kappa.reason or None,
            },
            "notes": list(self.notes),
            "bootstrap": self.bootstrap,
            "seed": self.seed,
        }


def agreement(
    units: pd.DataFrame,
    codings: pd.DataFrame,
    assigned: Mapping[str, Iterable[str]],
    *,
    codes: Sequence[str] | None = None,
    coders: Sequence[str] | None = None,
    families: Mapping[str, Sequence[str]] | None = None,
    unit: str = "unit",
    rule: str = "touching",
    intervals: str = "transcripts",
    bootstrap: int = 1000,
    seed: int = 0,
    notes: Sequence[str] = (),
) -> AgreementReport:
    """Agreement of the coders on every code and on all together, with intervals.

    `units`, `codings`, `assigned`, `codes`, `coders` and `rule` are as for `unit_ratings`. `unit` is the word for a
    unit; `character` compares characters instead (then `rule` does not matter). `families` maps a name to codes of
    which a unit gets one. `intervals` are over `transcripts`, over `units` (too narrow where transcripts differ, and
    said so; not for characters) or `none`; the same seed gives the same intervals. `notes` on how the material was
    chosen come first in the report's.
    """
    if unit == "character":
        ratings = character_ratings(units, codings, assigned, codes=codes, coders=coders)
    else:
        ratings = unit_ratings(units, codings, assigned, codes=codes, coders=coders, rule=rule)
    clusters, count, resamples = _resamples(ratings, unit, intervals, bootstrap, seed)
    compared = ratings.asked.sum(1) >= 2
    # a distinct row of the table stands for all units like it: its weight is their number, not the row's own
    small = ratings if intervals != "units" else _one_of_each(ratings, clusters, count)
    where = clusters if small is ratings else np.arange(count)
    weighted = code_tallies(small, where, count).weighted(resamples.weights)
    pairwise = pairs(ratings)
    return AgreementReport(
        unit=unit,
        rule="" if unit == "character" else rule,
        coders=ratings.coders,
        transcripts=int(ratings.units["transcript"][compared].nunique()),
        units=int(ratings.size[compared].sum()),
        overall=overall_agreement(small, weighted, where, resamples),
        codes=code_agreement(ratings, weighted, resamples, unit),
        families=tuple(
            family_agreement(ratings, name, members, bootstrap=bootstrap, seed=seed)
            for name, members in (families or {}).items()
        ),
        pairs=pairwise,
        mean_pairwise_kappa=mean_kappa(pairwise),
        notes=(*notes, *alike_names(ratings.coders), *ratings.notes, *_once(ratings, compared, unit)),
        bootstrap=bootstrap,
        seed=seed,
        ratings=ratings,
    )


def _resamples(
    ratings: UnitRatings, unit: str, intervals: str, bootstrap: int, seed: int
) -> tuple[np.ndarray, int, Resamples]:
    """The cluster of each unit, the number of clusters, and the resamples of them."""
    if intervals not in INTERVALS:
        raise NotAChoice(f"There are no intervals over {intervals!r}.", INTERVALS)
    if intervals == "units":
        if unit == "character":
            raise WorkbenchError(
                "Characters stand side by side and are not independent: choose intervals over transcripts."
            )
        clusters = ratings.patterns()
        counts = np.bincount(clusters)
        return clusters, len(counts), unit_resamples(counts, bootstrap=bootstrap, seed=seed)
    clusters, transcripts = ratings.clusters
    if intervals == "none":
        return clusters, len(transcripts), no_resamples(len(transcripts), "No interval was asked for.")
    compared = np.zeros(len(transcripts), bool)
    compared[clusters[ratings.asked.sum(1) >= 2]] = True
    return clusters, len(transcripts), transcript_resamples(compared, bootstrap=bootstrap, seed=seed)


def _once(ratings: UnitRatings, compared: np.ndarray, unit: str) -> tuple[str, ...]:
    """A sentence where more was coded once than twice: then chance as Fleiss and Gwet reckon it rests on the former."""
    once, twice = (int(ratings.size[which].sum()) for which in (ratings.asked.sum(1) == 1, compared))
    if once <= twice or not twice:
        return ()
    return (
        f"{once} {unit_noun(unit, once)} were given to one coder only, {twice} to two or more. Fleiss' κ and AC1 take "
        f"what chance would give from all of them (Gwet 2014), so read α, which takes it from the latter.",
    )


def _one_of_each(ratings: UnitRatings, patterns: np.ndarray, count: int) -> UnitRatings:
    """One unit for each distinct row of the table."""
    first = np.zeros(count, np.int64)
    first[patterns[::-1]] = np.arange(len(patterns))[::-1]
    return ratings.take(first)
