"""How much agreement is there beyond chance? Each coefficient is an observed and an expected agreement.

Every function takes a `Tally` (m coders, q values allowed) and gives an array without the tally's last axes: one number
per resample. NaN stands where a denominator is zero. All chance-corrected coefficients have the one form
(observed − expected) / (1 − expected); `pooled` puts the means over codes into that same form.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from workbench.analysis.agreement.tally import Tally

Formula = Callable[[Tally], np.ndarray]


def divide(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """above / below, NaN where below is zero."""
    above, below = np.broadcast_arrays(np.asarray(above, float), np.asarray(below, float))
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=below != 0)


def corrected(observed: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """(observed − expected) / (1 − expected), NaN where chance agreement is complete."""
    return divide(observed - expected, 1 - expected)


def percent(tally: Tally) -> np.ndarray:
    """Observed agreement: mean over pairable units of the share of coder pairs that agree (Fleiss 1971, eq. 1–3; with
    missing cells Gwet 2014, Handbook of Inter-Rater Reliability, ch. 2). Each unit weighs the same."""
    return divide(tally.agreeing, tally.pairable)


def cohen_chance(tally: Tally) -> np.ndarray:
    """Expected agreement of Cohen 1960: Σ_k p_k· p_·k from each coder's own shares, where both coded. Two coders."""
    first, second = tally.margins
    both = first.sum(-1)
    return divide((first * second).sum(-1), both**2)


def fleiss_chance(tally: Tally) -> np.ndarray:
    """Expected agreement of Fleiss 1971 (two coders: Scott 1955's π): Σ_k p_k², where p_k is the mean over units with a
    value of n_uk / m_u (Gwet 2014 for missing cells)."""
    return (divide(tally.shares, tally.rated[..., None]) ** 2).sum(-1)


def gwet_chance(tally: Tally) -> np.ndarray:
    """Expected agreement of AC1, Gwet 2008 (Br J Math Stat Psychol 61): Σ_k p_k(1 − p_k) / (q − 1), p_k as Fleiss."""
    share = divide(tally.shares, tally.rated[..., None])
    return divide((share * (1 - share)).sum(-1), np.array(tally.values - 1))


def brennan_prediger_chance(tally: Tally) -> np.ndarray:
    """Expected agreement of Brennan & Prediger 1981 (Bennett, Alpert & Goldstein 1954's S): 1 / q."""
    return np.full(tally.pairable.shape, 1 / tally.values if tally.values > 1 else np.nan)


def alpha_observed(tally: Tally) -> np.ndarray:
    """1 − D_o of Krippendorff's nominal α (Krippendorff 2019, Content Analysis 4th ed., ch. 12): Σ_c o_cc / n."""
    return divide(tally.matched, tally.pairable_values.sum(-1))


def alpha_chance(tally: Tally) -> np.ndarray:
    """1 − D_e of Krippendorff's nominal α: 1 − (n² − Σ n_c²) / n(n − 1) over the values in pairable units."""
    given = tally.pairable_values
    total = given.sum(-1)
    return 1 - divide(total**2 - (given**2).sum(-1), total * (total - 1))


def specific(tally: Tally, place: int) -> np.ndarray:
    """Agreement on one value, by its place among the values: of the chances to meet another coder who gave it too, the
    share that did (Cicchetti & Feinstein 1990; for m coders Σ n_uk(n_uk − 1) / Σ n_uk(m_u − 1)). Two coders, present
    or absent: 2a / (2a + b + c). A place that is not there was never given: NaN."""
    if not 0 <= place < tally.values:
        return np.full(tally.pairable.shape, np.nan)
    return divide(tally.same[..., place], tally.beside[..., place])


@dataclass(frozen=True, slots=True)
class ChanceCorrected:
    """A coefficient of the form (observed − expected) / (1 − expected)."""

    observed: Formula
    expected: Formula

    def __call__(self, tally: Tally) -> np.ndarray:
        return corrected(self.observed(tally), self.expected(tally))

    def pooled(self, tally: Tally, codes: np.ndarray) -> np.ndarray:
        """Over many codes (the first axis; `codes` says which to use): (mean observed − mean expected) / (1 − mean
        expected), as de Vries, Elliott, Kanouse & Teleki 2008 (Field Methods 20) pool κ.

        Where every unit has exactly one of the codes, pooled Cohen κ, Fleiss κ and α are equal to the coefficients of
        that one table of many values. No code to use gives NaN.
        """
        if not codes.any():
            return np.full(tally.pairable.shape[1:], np.nan)
        return corrected(self.observed(tally)[codes].mean(0), self.expected(tally)[codes].mean(0))


cohen_kappa = ChanceCorrected(percent, cohen_chance)
fleiss_kappa = ChanceCorrected(percent, fleiss_chance)
krippendorff_alpha = ChanceCorrected(alpha_observed, alpha_chance)
gwet_ac1 = ChanceCorrected(percent, gwet_chance)
brennan_prediger = ChanceCorrected(percent, brennan_prediger_chance)

CHANCE_CORRECTED: dict[str, ChanceCorrected] = {
    "cohen_kappa": cohen_kappa,
    "fleiss_kappa": fleiss_kappa,
    "krippendorff_alpha": krippendorff_alpha,
    "gwet_ac1": gwet_ac1,
    "brennan_prediger": brennan_prediger,
}
"""The chance-corrected coefficients for values without order, by name."""

NOMINAL: dict[str, Formula] = {"percent": percent, **CHANCE_CORRECTED}
"""All coefficients for values without order, by name."""

SPECIFIC: dict[str, int] = {"positive_agreement": 1, "negative_agreement": 0}
"""Further ones for cells that are 0 or 1: agreement on which of the two."""

BOUNDS: dict[str, tuple[float, float]] = dict.fromkeys(("percent", *SPECIFIC), (0.0, 1.0))
"""Lowest and highest possible value, where it is not -1 to 1."""
