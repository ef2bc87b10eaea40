"""Does agreement differ between participants, transcripts or months? The same coefficients for parts of the units."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbench.analysis.agreement.codes import BINARY, code_tallies
from workbench.analysis.agreement.formulas import CHANCE_CORRECTED
from workbench.analysis.agreement.ratings import UnitRatings
from workbench.analysis.agreement.sets import set_sums


def agreement_by(ratings: UnitRatings, groups: Sequence[object] | np.ndarray | pd.Series) -> pd.DataFrame:
    """Agreement within each group of units, without intervals.

    `groups` gives each unit of `ratings` its group. Columns group, code (None: all codes together), units (that two
    coders or more were asked about), and the coefficients, NaN where undefined; all together they are pooled as in
    `overall_agreement`, percent of equal sets.
    Groups in order of appearance, in each all codes together first, then the codes in their order.
    """
    where, names = pd.factorize(np.asarray(groups, dtype=object))
    count = len(names)
    sums = code_tallies(ratings, where, count)
    sets = set_sums(ratings.set_table(), ["jaccard"], where, ratings.size, count)
    each = np.eye(count)
    used = (ratings.cells == 1).any((1, 2))
    together = {"percent": sets.percent(each)} | {
        name: formula.pooled(sums, used) for name, formula in CHANCE_CORRECTED.items()
    }
    apart = {name: formula(sums) for name, formula in BINARY.items()}
    rows = []
    for group, name in enumerate(names):
        units = int(sets.pairable[group])
        rows.append({"group": name, "code": None, "units": units, **{key: one[group] for key, one in together.items()}})
        for place, code in enumerate(ratings.codes):
            values = {key: one[place, group] for key, one in apart.items()}
            rows.append({"group": name, "code": code, "units": units, **values})
    return pd.DataFrame(rows, columns=["group", "code", "units", *BINARY])
