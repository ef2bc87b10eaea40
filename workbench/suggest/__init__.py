"""Proposals with evidence: themes that could be in what people say. Values in, values out; nothing is stored here."""

from workbench.suggest.parts import split
from workbench.suggest.run import suggest

__all__ = ["split", "suggest"]
