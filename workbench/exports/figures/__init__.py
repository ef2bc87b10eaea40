"""Figures for papers, drawn without a browser: each function takes values and gives a `Figure`."""

from workbench.exports.figures.figure import WIDTHS, WRITERS, Figure, Width

__all__ = ["WIDTHS", "WRITERS", "Figure", "Width"]
