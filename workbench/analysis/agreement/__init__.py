"""How far do coders agree, and where do they differ?

`coefficients` takes any table of units × coders; `agreement` goes from marks on transcripts to a report with intervals;
`character_kappa`, `span_f1` and `unitizing_alpha` compare the marks themselves.
"""

from workbench.analysis.agreement.characters import character_kappa
from workbench.analysis.agreement.codes import CodeAgreement
from workbench.analysis.agreement.coefficient import Coefficient, Estimate, Interval
from workbench.analysis.agreement.differences import NOTHING, confusion, disagreements, instead
from workbench.analysis.agreement.families import FamilyAgreement, family_agreement, fixed_units
from workbench.analysis.agreement.intervals import estimates, resampled
from workbench.analysis.agreement.pairwise import matrix, mean_kappa, pairs, pairs_of_table
from workbench.analysis.agreement.ratings import UnitRatings, character_ratings, unit_ratings
from workbench.analysis.agreement.report import AgreementReport, agreement
from workbench.analysis.agreement.sets import DISTANCES, set_alpha
from workbench.analysis.agreement.spans import match_count, span_f1
from workbench.analysis.agreement.split import agreement_by
from workbench.analysis.agreement.table import coefficients
from workbench.analysis.agreement.unitizing import UnitizingAlpha, code_unitizing_alpha, unitizing_alpha

__all__ = [
    "DISTANCES",
    "NOTHING",
    "AgreementReport",
    "CodeAgreement",
    "Coefficient",
    "Estimate",
    "FamilyAgreement",
    "Interval",
    "UnitRatings",
    "UnitizingAlpha",
    "agreement",
    "agreement_by",
    "character_kappa",
    "character_ratings",
    "code_unitizing_alpha",
    "coefficients",
    "confusion",
    "disagreements",
    "estimates",
    "family_agreement",
    "fixed_units",
    "instead",
    "match_count",
    "matrix",
    "mean_kappa",
    "pairs",
    "pairs_of_table",
    "resampled",
    "set_alpha",
    "span_f1",
    "unit_ratings",
    "unitizing_alpha",
]
