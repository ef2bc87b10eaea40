"""How far do coders agree on a table of units? All coefficients at once, without intervals."""

from collections.abc import Hashable, Iterable
from functools import partial
from typing import Any

import numpy as np

from workbench.analysis.agreement.cells import Cells, encode
from workbench.analysis.agreement.coefficient import Coefficient
from workbench.analysis.agreement.formulas import NOMINAL, SPECIFIC, Formula, specific
from workbench.analysis.agreement.reasons import why_undefined
from workbench.analysis.agreement.sets import SetTable, alpha_of
from workbench.analysis.agreement.tally import Tally, tally

SET_DISTANCES = ("jaccard", "masi")


def coefficients(ratings: Any, *, values: Iterable[Hashable] | None = None) -> dict[str, Coefficient]:
    """Every coefficient that fits the table, by name; undefined ones are NaN with a reason.

    `ratings` has a row per unit and a column per coder; a cell is a value, NaN/None for missing, or a frozenset of
    codes. `values` are the values allowed (default: those seen), which matter for AC1 and Brennan–Prediger.

    Always `percent, cohen_kappa` (defined for two coders), `fleiss_kappa, krippendorff_alpha` (nominal), `gwet_ac1,
    brennan_prediger`; for cells of 0 and 1 also `positive_agreement, negative_agreement`; for sets also
    `krippendorff_alpha_jaccard, krippendorff_alpha_masi` (MASI of 2006), and the others then take two sets as the same
    value only if they are equal. Formulas and sources: `workbench.analysis.agreement.formulas` and `sets`.

    >>> both = coefficients([[1, 1], [1, 1], [0, 1], [0, 0]])
    >>> both["percent"].value, both["cohen_kappa"].value
    (0.75, 0.5)
    >>> coefficients([[0, 0], [0, 0]], values=[0, 1])["krippendorff_alpha"].reason
    'Nothing varies: every value that can be compared is the same, so chance agreement is already complete.'
    """
    cells = encode(ratings, values)
    coders = cells.ids.shape[1]
    sums = tally(cells.ids, len(cells.values)).weighted(np.ones((1, 1)))
    found = {name: one_value(name, formula, sums, coders) for name, formula in fitting(cells).items()}
    if cells.holds_sets:
        sets = SetTable.of(cells.ids, [one if isinstance(one, frozenset) else frozenset([one]) for one in cells.values])
        found |= {f"krippendorff_alpha_{name}": alpha_of(sets, name) for name in SET_DISTANCES}
    return found


def fitting(cells: Cells) -> dict[str, Formula]:
    """The formulas that fit these cells, by name: the nominal ones, and for cells of 0 and 1 the specific ones."""
    if not cells.binary:
        return dict(NOMINAL)
    places = {name: cells.values.index(value) if value in cells.values else -1 for name, value in SPECIFIC.items()}
    return {**NOMINAL, **{name: partial(specific, place=place) for name, place in places.items()}}


def one_value(name: str, formula: Formula, sums: Tally, coders: int) -> Coefficient:
    """The coefficient of one whole table (`sums` of one resample), with its reason where it is undefined."""
    value = float(formula(sums)[0])
    return Coefficient(value, why_undefined(name, sums, coders) if np.isnan(value) else "")
