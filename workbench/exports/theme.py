"""Which colours do figures and pages wear? One set for all, told apart by colour-blind eyes and in grey print.

A theme has one hue from the model's palette in three weights of fixed lightness: `deep` (white text stands on it),
`tint` (dark text stands on it) and white with a `deep` rim. So the level is read from the lightness alone, and the
hue only helps the eye to find its group.
"""

from dataclasses import dataclass

from workbench.model import PALETTE

INK = "#1A1A1A"
SOFT_INK = "#4A4A4A"
PAPER = "#FFFFFF"
RULE = "#8A8A8A"

DEEP, TINT = 0.105, 0.74
"""Relative luminances: white on DEEP and INK on TINT both have a contrast above 6."""


@dataclass(frozen=True, slots=True)
class Hue:
    """One theme's colour: `deep` for its own box and all rims, `tint` for its sub-themes."""

    deep: str
    tint: str


def hue(index: int) -> Hue:
    """The colour of the `index`-th theme; after the palette's last it begins again.

    >>> hue(0) == hue(len(PALETTE))
    True
    """
    base = PALETTE[index % len(PALETTE)]
    return Hue(deep=at_luminance(base, DEEP), tint=at_luminance(base, TINT))


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB`, 0 (black) to 1 (white), by WCAG 2.2.

    >>> luminance("#000000"), luminance("#FFFFFF")
    (0.0, 1.0)
    """
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21, by WCAG 2.2.

    >>> contrast("#000000", "#FFFFFF")
    21.0
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def at_luminance(colour: str, target: float) -> str:
    """The colour mixed with just so much black or white that its luminance is `target`, within 0.01."""
    end = 0 if luminance(colour) > target else 255
    channels = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    mixes = (_mixed(channels, end, step / 200) for step in range(201))
    return min(mixes, key=lambda mix: abs(luminance(mix) - target))


def _mixed(channels: list[int], end: int, share: float) -> str:
    return "#" + "".join(f"{round(value + (end - value) * share):02X}" for value in channels)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
