"""The façade: `Study` and its collections, the only thing that the command line, the app and notebooks import."""

from workbench.study.output import available, export_bytes
from workbench.study.previewing import Choices, Preview
from workbench.study.study import Study, acting_coder
from workbench.study.transcripts import ImportReport

__all__ = ["Choices", "ImportReport", "Preview", "Study", "acting_coder", "available", "export_bytes"]
