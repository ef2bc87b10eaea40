"""Figures for papers, drawn without a browser: each function takes values and gives a `Figure`."""

from workbench.exports.figures.figure import WIDTHS, Figure, Width
from workbench.exports.figures.writing import WRITERS

__all__ = ["WIDTHS", "WRITERS", "Figure", "Width"]
