"""The façade: `Study` and its collections, the only thing that the command line, the app and notebooks import."""

from workbench.study.study import Study, acting_coder

__all__ = ["Study", "acting_coder"]
