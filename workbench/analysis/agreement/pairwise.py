"""Who agrees with whom? Cohen's κ for each pair of coders."""

from collections.abc import Hashable, Iterable
from itertools import combinations

import numpy as np
import pandas as pd

from workbench.analysis.agreement.coefficient import Coefficient
from workbench.analysis.agreement.formulas import corrected, divide
from workbench.analysis.agreement.ratings import UnitRatings
from workbench.analysis.agreement.reasons import NO_VARIATION, NOBODY_TWICE
from workbench.analysis.agreement.table import coefficients

COLUMNS = ["first", "second", "units", "agreeing", "percent", "cohen_kappa", "reason"]


def pairs(ratings: UnitRatings, code: str | None = None) -> pd.DataFrame:
    """Each pair of coders, in their order.

    Columns first, second, units (that both coded), agreeing (units with the same value; for all codes the same set),
    percent, cohen_kappa (for all codes pooled after de Vries et al. 2008), reason.

    `code` chooses one code, None takes all together.
    """
    cells = ratings.cells if code is None else ratings.cells[[ratings.codes.index(code)]]
    size = ratings.size.astype(float)
    asked = ratings.asked.astype(float)
    together = asked.T @ (asked * size[:, None])
    sums = np.zeros((2, *together.shape))
    for one in cells:
        present = (one == 1).astype(float)
        both = present.T @ (present * size[:, None])
        own = present.T @ (asked * size[:, None])
        neither = together - own - own.T + both
        sums[0] += divide(both + neither, together)
        sums[1] += divide(own * own.T + (together - own) * (together - own.T), together**2)
    observed, expected = sums / max(len(cells), 1)
    kappa = corrected(observed, expected)
    rows = []
    for first, second in combinations(range(len(ratings.coders)), 2):
        use = ratings.asked[:, first] & ratings.asked[:, second]
        same = (cells[:, use, first] == cells[:, use, second]).all(0)
        units, agreeing = int(size[use].sum()), int(size[use][same].sum())
        value = float(kappa[first, second]) if len(cells) else float("nan")
        reason = "" if not np.isnan(value) else NO_VARIATION if units else NOBODY_TWICE
        percent = agreeing / units if units else float("nan")
        rows.append((ratings.coders[first], ratings.coders[second], units, agreeing, percent, value, reason))
    return pd.DataFrame(rows, columns=COLUMNS)


def pairs_of_table(table: pd.DataFrame, values: Iterable[Hashable] | None = None) -> pd.DataFrame:
    """The same for any table of one value per unit (rows) and coder (columns), None or NaN missing."""
    allowed = None if values is None else list(values)
    rows = []
    for first, second in combinations(range(table.shape[1]), 2):
        both = table.iloc[:, [first, second]].dropna()
        found = coefficients(both, values=allowed)
        units = len(both)
        agreeing = round(units * found["percent"].value) if units else 0
        kappa = found["cohen_kappa"]
        names = table.columns[first], table.columns[second]
        rows.append((*names, units, agreeing, found["percent"].value, kappa.value, kappa.reason))
    return pd.DataFrame(rows, columns=COLUMNS)


def matrix(pairwise: pd.DataFrame, coders: Iterable[str], column: str = "cohen_kappa") -> pd.DataFrame:
    """One column of `pairs` as a square, coder × coder; NaN where undefined and on the diagonal."""
    names = list(coders)
    square = pd.DataFrame(np.nan, index=names, columns=names)
    for row in pairwise.itertuples():
        square.loc[row.first, row.second] = square.loc[row.second, row.first] = getattr(row, column)
    return square


def mean_kappa(pairwise: pd.DataFrame) -> Coefficient:
    """Mean of the pairs' κ (Light 1971), which is not Cohen's κ of all; pairs without a value are left out and counted
    in `reason`."""
    defined = pairwise["cohen_kappa"].dropna()
    lost = len(pairwise) - len(defined)
    if not len(defined):
        return Coefficient(float("nan"), "No pair of coders has a κ.")
    left_out = f"{lost} of {len(pairwise)} pairs have no κ and are left out." if lost else ""
    return Coefficient(float(defined.mean()), left_out)
