"""How far do coders agree on the codebook as a whole?"""

from collections.abc import Mapping

import numpy as np

from workbench.analysis.agreement.coefficient import Estimate
from workbench.analysis.agreement.formulas import BOUNDS, CHANCE_CORRECTED, NOMINAL
from workbench.analysis.agreement.ratings import UnitRatings
from workbench.analysis.agreement.reasons import why_undefined
from workbench.analysis.agreement.resampling import Resamples, estimate
from workbench.analysis.agreement.sets import set_sums
from workbench.analysis.agreement.sets import why_undefined as why_sets_undefined
from workbench.analysis.agreement.tally import Tally, tally

NO_CODE_USED = "No code was used by anyone in these units."
NEVER_BOTH = "No unit has a code by two coders."


def overall_agreement(
    ratings: UnitRatings, weighted: Tally, clusters: np.ndarray, resamples: Resamples
) -> Mapping[str, Estimate]:
    """All codes together, by name. `weighted` are the sums of every code under every resample, `clusters` gives each
    unit its cluster.

    - `percent`: share of coder pairs that gave a unit the same set of codes, mean over units.
    - `cohen_kappa` (two coders), `fleiss_kappa`, `krippendorff_alpha`, `gwet_ac1`, `brennan_prediger`: pooled over the
      codes, (mean observed − mean expected) / (1 − mean expected) of their present/absent tables (de Vries et al.
      2008). Pooled α is α on sets with the number of codes in which two sets differ as distance. Codes that
      nobody used are left out.
    - `krippendorff_alpha_jaccard`, `krippendorff_alpha_masi`: α on the sets (MASI of 2006).
    - `krippendorff_alpha_jaccard_given_both`: α (Jaccard) given that both coded something, empty sets taken as missing.

    Where every coder gave every unit exactly one of two or more codes, the units are categorised: then the first six
    are the textbook coefficients of one value per unit, with the codes as the values allowed. κ, Fleiss' κ and α are
    the same either way.
    """
    return {
        name: estimate(values, resamples, reason, BOUNDS.get(name, (-1.0, 1.0)))
        for name, (values, reason) in {
            **_on_codes(ratings, weighted, clusters, resamples.weights),
            **_on_sets(ratings, clusters, resamples.weights),
        }.items()
    }


def _on_codes(
    ratings: UnitRatings, weighted: Tally, clusters: np.ndarray, weights: np.ndarray
) -> dict[str, tuple[np.ndarray, str]]:
    """The nominal coefficients under every resample, and why they would be undefined."""
    coders = len(ratings.coders)
    single = _single_values(ratings)
    if single is not None:
        sums = tally(single, len(ratings.codes), clusters, ratings.size, count=weights.shape[1]).weighted(weights)
        return {name: (formula(sums), why_undefined(name, sums, coders)) for name, formula in NOMINAL.items()}
    used = (ratings.cells == 1).any((1, 2))
    return {
        name: (
            formula.pooled(weighted, used),
            why_undefined(name, weighted, coders) if used.any() or coders < 2 else NO_CODE_USED,
        )
        for name, formula in CHANCE_CORRECTED.items()
    }


def _on_sets(ratings: UnitRatings, clusters: np.ndarray, weights: np.ndarray) -> dict[str, tuple[np.ndarray, str]]:
    """The coefficients on sets under every resample, and why they would be undefined."""
    coders, count = len(ratings.coders), weights.shape[1]
    table = ratings.set_table()
    sums = set_sums(table, ["jaccard", "masi"], clusters, ratings.size, count)
    some = set_sums(table.where_something(), ["jaccard"], clusters, ratings.size, count)
    reason = why_sets_undefined(sums, coders)
    reason_both = why_sets_undefined(some, coders) if some.given.any() or not sums.given.any() else NEVER_BOTH
    return {
        "percent": (sums.percent(weights), reason),
        **{f"krippendorff_alpha_{name}": (alpha, reason) for name, alpha in sums.alphas(weights).items()},
        "krippendorff_alpha_jaccard_given_both": (some.alphas(weights)["jaccard"], reason_both),
    }


def _single_values(ratings: UnitRatings) -> np.ndarray | None:
    """The place of the one code in each cell (-1 missing), or None where some cell has no code or several."""
    if len(ratings.codes) < 2:
        return None
    given = (ratings.cells == 1).sum(0)
    if not ((given == 1) | ~ratings.asked).all():
        return None
    return np.where(ratings.asked, ratings.cells.argmax(0), -1)
