"""How far do coders agree where each unit gets one code of a family? Pure categorising, such as tone or speech act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from workbench.analysis.agreement.coefficient import Coefficient, Estimate, numbers
from workbench.analysis.agreement.intervals import estimates
from workbench.analysis.agreement.pairwise import mean_kappa, pairs_of_table
from workbench.analysis.agreement.ratings import UnitRatings


@dataclass(frozen=True, eq=False)
class FamilyAgreement:
    """Agreement on a family of codes that exclude each other.

    `table` has a row per unit and a column per coder; a cell is the one code given, None where the coder was not asked,
    gave none of the family or gave several. `conflicts` lists those several: transcript, start, end, coder, codes.
    `coefficients` are the nominal ones with the family's codes as the values allowed, `pairs` is Cohen's κ of each pair
    and `mean_pairwise_kappa` its mean; `units` counts the units with two values or more.
    """

    family: str
    codes: tuple[str, ...]
    table: pd.DataFrame
    conflicts: pd.DataFrame
    units: int
    coefficients: Mapping[str, Estimate]
    pairs: pd.DataFrame
    mean_pairwise_kappa: Coefficient

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "family": self.family,
            "codes": list(self.codes),
            "units": self.units,
            "conflicts": len(self.conflicts),
            **numbers(self.coefficients),
        }


def family_agreement(
    ratings: UnitRatings, family: str, codes: Sequence[str], *, bootstrap: int = 1000, seed: int = 0
) -> FamilyAgreement:
    """Agreement on the `codes` of one family; codes that `ratings` does not have count as allowed but never used."""
    table, conflicts = one_value(ratings, codes)
    pairwise = pairs_of_table(table, codes)
    return FamilyAgreement(
        family=family,
        codes=tuple(codes),
        table=table,
        conflicts=conflicts,
        units=int((table.notna().sum(axis=1) >= 2).sum()),
        coefficients=estimates(table, ratings.clusters[0], values=codes, bootstrap=bootstrap, seed=seed),
        pairs=pairwise,
        mean_pairwise_kappa=mean_kappa(pairwise),
    )


def one_value(ratings: UnitRatings, codes: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The one code of the family in each cell, and the cells with several: see `FamilyAgreement`."""
    places = [ratings.codes.index(code) for code in codes if code in ratings.codes]
    present = ratings.cells[places] == 1
    given = present.sum(0)
    names = np.array([*(ratings.codes[place] for place in places), None], dtype=object)
    which = np.where(given == 1, present.argmax(0) if places else 0, len(places))
    table = pd.DataFrame(names[which], index=ratings.units.index, columns=list(ratings.coders))
    unit, coder = np.nonzero(given > 1)
    conflicts = ratings.units.iloc[unit][["transcript", "start", "end"]].reset_index(drop=True)
    conflicts["coder"] = [ratings.coders[one] for one in coder]
    conflicts["codes"] = [tuple(names[:-1][present[:, u, c]]) for u, c in zip(unit, coder, strict=True)]
    return table, conflicts


def fixed_units(codings: pd.DataFrame) -> pd.DataFrame:
    """The distinct stretches that anyone marked, as units: for material whose segments were fixed beforehand.

    Columns transcript, start, end, in that order. Only for categorising: stretches that nobody marked are not in it, so
    it must not be used to ask whether coders find the same passages.
    """
    columns = ["transcript", "start", "end"]
    return codings[columns].drop_duplicates().sort_values(columns, kind="stable", ignore_index=True)
