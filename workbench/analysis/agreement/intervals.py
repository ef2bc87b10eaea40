"""How far do coders agree on a table, and how sure is that? Coefficients with intervals for any table of units."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from workbench.analysis.agreement.cells import encode
from workbench.analysis.agreement.coefficient import Estimate
from workbench.analysis.agreement.formulas import BOUNDS
from workbench.analysis.agreement.reasons import why_undefined
from workbench.analysis.agreement.resampling import estimate, transcript_resamples
from workbench.analysis.agreement.table import fitting
from workbench.analysis.agreement.tally import tally


def estimates(
    ratings: Any,
    transcripts: Sequence[Hashable] | np.ndarray | pd.Series,
    *,
    values: Iterable[Hashable] | None = None,
    names: Iterable[str] | None = None,
    bootstrap: int = 1000,
    seed: int = 0,
) -> dict[str, Estimate]:
    """The coefficients of a table with their intervals over transcripts, by name.

    `ratings` and `values` are as for `coefficients`, `transcripts` says where each unit stands; `names` chooses
    coefficients. The same seed gives the same intervals.
    """
    cells = encode(ratings, values)
    where, distinct = pd.factorize(np.asarray(transcripts))
    sums = tally(cells.ids, len(cells.values), where, count=len(distinct))
    resamples = transcript_resamples(sums.pairable > 0, bootstrap=bootstrap, seed=seed)
    formulas = fitting(cells)
    wanted = formulas if names is None else {name: formulas[name] for name in names}
    weighted = sums.weighted(resamples.weights)
    coders = cells.ids.shape[1]
    return {
        name: estimate(
            formula(weighted), resamples, why_undefined(name, weighted, coders), BOUNDS.get(name, (-1.0, 1.0))
        )
        for name, formula in wanted.items()
    }


def resampled(
    ratings: Any,
    transcripts: Sequence[Hashable] | np.ndarray | pd.Series,
    weights: np.ndarray,
    *,
    values: Iterable[Hashable] | None = None,
) -> dict[str, np.ndarray]:
    """Each coefficient's value under each row of `weights` (resamples × transcripts, in order of appearance): how often
    each transcript counts."""
    cells = encode(ratings, values)
    where, distinct = pd.factorize(np.asarray(transcripts))
    weighted = tally(cells.ids, len(cells.values), where, count=len(distinct)).weighted(np.asarray(weights, float))
    return {name: formula(weighted) for name, formula in fitting(cells).items()}
