"""The façade: `Study` and its collections, the only thing that the command line, the app and notebooks import."""

from workbench.analysis.identifying import Candidate
from workbench.exports.theme_table import COLUMNS as THEME_COLUMNS
from workbench.exports.theme_table import ORDERS as THEME_ORDERS
from workbench.study.base import acting_coder
from workbench.study.notes.linking import LINK, Names
from workbench.study.output import EXPORTS, SECTIONS, Export, available, export_bytes, left_out
from workbench.study.reading import STATES
from workbench.study.study import Study
from workbench.study.texts.following import Correction
from workbench.study.texts.importing import ImportReport, Upload
from workbench.study.texts.previewing import NO_CHOICES, Choices, Preview

__all__ = [
    "COLUMNS",
    "EXPORTS",
    "LINK",
    "NO_CHOICES",
    "ORDERS",
    "SECTIONS",
    "STATES",
    "THEME_COLUMNS",
    "THEME_ORDERS",
    "Candidate",
    "Choices",
    "Correction",
    "Export",
    "ImportReport",
    "Names",
    "Preview",
    "Study",
    "Upload",
    "acting_coder",
    "available",
    "export_bytes",
    "left_out",
]
