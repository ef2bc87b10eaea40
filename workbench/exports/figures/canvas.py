"""Where is a figure drawn before it is a file? On a list of shapes in points, every text as wide as it was measured."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from workbench.exports import theme
from workbench.exports.figures.metrics import FAMILY, is_measured, text_width
from workbench.exports.tables.table import clean

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text as it was set: `x`, `y` is its anchor on the baseline, `turn` its angle in degrees."""

    words: str
    x: float
    y: float
    size: float
    width: float
    anchor: str
    turn: float


@dataclass(slots=True)
class Canvas:
    """Shapes and texts from the upper left corner, in points; `labels` keeps the texts so that they can be measured."""

    width: float
    height: float = 0.0
    shapes: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        stroke: str = "none",
        thick: float = 0.8,
        round: float = 0.0,
        says: str = "",
    ) -> None:
        look = f'fill="{fill}" stroke="{stroke}" stroke-width="{number(thick)}" rx="{number(round)}"'
        place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        self._add("rect", f"{place} {look}", says)

    def circle(self, x: float, y: float, radius: float, *, fill: str, stroke: str = "none", says: str = "") -> None:
        place = f'cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
        self._add("circle", f'{place} fill="{fill}" stroke="{stroke}"', says)

    def path(
        self, steps: str, *, stroke: str, thick: float = 0.8, dash: str = "", fill: str = "none", says: str = ""
    ) -> None:
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        look = f'fill="{fill}" stroke="{stroke}" stroke-width="{number(thick)}"{dashed}'
        self._add("path", f'd="{steps}" {look}', says)

    def line(self, points: Sequence[Point], *, stroke: str, thick: float = 0.8, dash: str = "") -> None:
        steps = "L".join(f"{number(x)} {number(y)}" for x, y in points)
        self.path(f"M{steps}", stroke=stroke, thick=thick, dash=dash)

    def text(
        self,
        words: str,
        x: float,
        y: float,
        size: float,
        *,
        bold: bool = False,
        colour: str = theme.INK,
        anchor: str = "start",
        turn: float = 0.0,
    ) -> None:
        """One line of text; `anchor` is start, middle or end, `turn` turns it about its anchor, clockwise."""
        shown = clean(words)
        width = text_width(shown, size, bold=bold)
        self.labels.append(Label(shown, x, y, size, width, anchor, turn))
        look = ' font-weight="700"' if bold else ""
        look += f' text-anchor="{anchor}"' if anchor != "start" else ""
        look += f' transform="rotate({number(turn)} {number(x)} {number(y)})"' if turn else ""
        look += f' textLength="{number(width)}" lengthAdjust="spacingAndGlyphs"' if is_measured(shown) else ""
        place = f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}" fill="{colour}"'
        self.shapes.append(f"<text {place}{look}>{escape(shown)}</text>")

    def svg(self, title: str, description: str, *, unit: str = "pt") -> str:
        """The whole as one SVG document; `unit` is `pt` for its size in print, empty for a converter that counts px."""
        width, height = number(self.width), number(self.height)
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}{unit}" height="{height}{unit}" '
            f'viewBox="0 0 {width} {height}" role="img" aria-label="{_words(title)}" font-family="{FAMILY}">'
        )
        about = [f"<title>{_words(title)}</title>", f"<desc>{_words(description)}</desc>"]
        ground = f'<rect width="{width}" height="{height}" fill="{theme.PAPER}"/>'
        return "\n".join([head, *about, ground, *self.shapes, "</svg>"]) + "\n"

    def _add(self, tag: str, attributes: str, says: str) -> None:
        inner = f"><title>{_words(says)}</title></{tag}>" if says else "/>"
        self.shapes.append(f"<{tag} {attributes}{inner}")


def number(value: float) -> str:
    """A number with at most two decimals, as short as it can be.

    >>> number(3.0), number(0.126), number(-0.001)
    ('3', '0.13', '0')
    """
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short in ("-0", "") else short


def _words(text: str) -> str:
    return escape(clean(text), quote=True)
