"""How sure is a coefficient? Resamples as weights of clusters, and intervals from them.

The default cluster is the transcript, since passages of one interview are alike (for κ: Kang et al. 2013, Stat Med 32).
Coders are fixed: an interval is for these coders. Below 20 transcripts the jackknife-t interval comes first, as the
percentile bootstrap is then too narrow; below 5 there is none.
"""

import math
from dataclasses import dataclass

import numpy as np

from workbench.analysis.agreement.coefficient import Coefficient, Estimate, Interval

FEWEST = 5
FEW = 20
MOST_UNDEFINED = 0.05


@dataclass(frozen=True, eq=False)
class Resamples:
    """Weights of the clusters: `whole` (1 × clusters) counts all of them as they are, `draws` (bootstrap × clusters)
    and `left_out` (one cluster less in each row) are empty where there is no such interval; then `reason` says why."""

    whole: np.ndarray
    draws: np.ndarray
    left_out: np.ndarray
    draws_method: str = ""
    left_out_method: str = ""
    reason: str = ""
    draws_first: bool = False

    @property
    def weights(self) -> np.ndarray:
        """All of them one below the other: the whole, the draws, one left out."""
        return np.concatenate([self.whole, self.draws, self.left_out])


def no_resamples(clusters: int, reason: str) -> Resamples:
    """Only the whole, and why."""
    none = np.zeros((0, clusters))
    return Resamples(np.ones((1, clusters)), none, none, reason=reason)


def transcript_resamples(compared: np.ndarray, *, bootstrap: int, seed: int) -> Resamples:
    """Transcripts drawn with replacement `bootstrap` times, and each left out once.

    `compared` says for each transcript whether two coders coded it; the others are never drawn and always counted.
    """
    free = np.flatnonzero(compared)
    clusters, drawn = len(compared), len(free)
    if drawn < FEWEST:
        counted = "1 transcript was" if drawn == 1 else f"{drawn or 'no'} transcripts were"
        return no_resamples(
            clusters, f"No interval: {counted} coded by two coders, and an interval over transcripts needs {FEWEST}."
        )
    draws = np.ones((bootstrap, clusters))
    picked = np.random.default_rng(seed).integers(drawn, size=(bootstrap, drawn))
    flat = picked + np.arange(bootstrap)[:, None] * drawn
    draws[:, free] = np.bincount(flat.ravel(), minlength=bootstrap * drawn).reshape(bootstrap, drawn)
    left_out = np.ones((drawn, clusters))
    left_out[np.arange(drawn), free] = 0
    return Resamples(
        np.ones((1, clusters)),
        draws,
        left_out,
        draws_method=f"bootstrap over {drawn} transcripts, {bootstrap} draws, seed {seed}, percentiles",
        left_out_method=f"jackknife over {drawn} transcripts, t with {drawn - 1} degrees of freedom",
        draws_first=drawn >= FEW and bootstrap > 0,
    )


def unit_resamples(units: np.ndarray, *, bootstrap: int, seed: int) -> Resamples:
    """Units drawn with replacement; `units` counts those of each distinct row of the table, which are the clusters
    here. Too narrow where transcripts differ, and its method says so."""
    total = int(units.sum())
    draws = np.random.default_rng(seed).multinomial(total, units / max(total, 1), size=bootstrap)
    return Resamples(
        units[None].astype(float),
        draws.astype(float),
        np.zeros((0, len(units))),
        draws_method=f"bootstrap over {total} units, {bootstrap} draws, seed {seed}, percentiles, "
        "if transcripts were alike",
        draws_first=True,
    )


def estimate(
    values: np.ndarray, resamples: Resamples, reason: str = "", bounds: tuple[float, float] = (-1.0, 1.0)
) -> Estimate:
    """The estimate from a coefficient's values under all `resamples.weights`, in that order.

    `reason` says why the first value is undefined, where it is. Intervals are cut at `bounds`. More than 5 % undefined
    draws, or one undefined value with a transcript left out, give no interval of that kind.
    """
    whole = Coefficient(float(values[0]), reason)
    if not whole.defined:
        return Estimate(math.nan, reason=whole.reason)
    if resamples.reason:
        return Estimate(whole.value, reason=resamples.reason)
    draws, left_out = np.split(values[1:], [len(resamples.draws)])
    made = [
        percentile_interval(draws, resamples.draws_method, bounds),
        jackknife_interval(whole.value, left_out, resamples.left_out_method, bounds),
    ]
    if not resamples.draws_first:
        made.reverse()
    first, second = made
    beside = second if isinstance(second, Interval) else None
    if isinstance(first, Interval):
        return Estimate(whole.value, first.low, first.high, method=first.method, beside=beside)
    return Estimate(whole.value, reason=first or "No interval was asked for.", beside=beside)


def percentile_interval(draws: np.ndarray, method: str, bounds: tuple[float, float]) -> Interval | str:
    """The middle 95 % of the draws (numpy's linear quantile), or why there is none; no draws give an empty reason."""
    if not len(draws):
        return ""
    defined = draws[~np.isnan(draws)]
    lost = len(draws) - len(defined)
    if lost > MOST_UNDEFINED * len(draws):
        return f"No interval: undefined in {lost} of {len(draws)} draws, as the values vary too little."
    low, high = np.quantile(defined, [0.025, 0.975])
    note = f", {lost} undefined draws left out" if lost else ""
    return Interval(max(float(low), bounds[0]), min(float(high), bounds[1]), method + note)


def jackknife_interval(value: float, left_out: np.ndarray, method: str, bounds: tuple[float, float]) -> Interval | str:
    """value ± t √((G − 1)/G Σ (θ_(−g) − mean)²) with t of G − 1 degrees of freedom, or why there is none.

    Delete-one-group jackknife (Quenouille 1956; Tukey 1958; see Efron & Tibshirani 1993, ch. 11). No clusters give an
    empty reason.
    """
    from scipy.special import stdtrit

    count = len(left_out)
    if not count:
        return ""
    if np.isnan(left_out).any():
        return "No interval: undefined without one of the transcripts, as the values vary too little elsewhere."
    error = math.sqrt((count - 1) / count * float(((left_out - left_out.mean()) ** 2).sum()))
    reach = float(stdtrit(count - 1, 0.975)) * error
    return Interval(max(value - reach, bounds[0]), min(value + reach, bounds[1]), method)
