"""What is a figure? A drawing with title, caption and alternative text, that can be written in four formats."""

from dataclasses import dataclass

from workbench.exports import theme
from workbench.exports.figures.canvas import Canvas
from workbench.exports.figures.metrics import ASCENT, LEADING, wrapped
from workbench.exports.figures.pdf import to_pdf, to_png
from workbench.exports.figures.writing import Picture
from workbench.exports.tables.html import page, words
from workbench.exports.tables.table import clean
from workbench.model import WorkbenchError

WIDTHS = {"page": 17.8, "column": 8.5}
"""Widths in centimetres that journals print a figure at."""
POINTS_PER_CM = 72 / 2.54
LEAST, MOST = 8.0, 60.0
SMALL = 7.0
"""The smallest print on a figure, in points."""

Width = str | float


def points(width: Width) -> float:
    """A width in points: a journal's `page` (17.8 cm) or `column` (8.5 cm), or centimetres between 8 and 60."""
    given = str(width).strip().lower().removesuffix("cm").strip()
    try:
        centimetres = WIDTHS.get(given) or float(given)
    except ValueError:
        centimetres = 0.0
    if not LEAST <= centimetres <= MOST:
        raise WorkbenchError(
            f"A figure cannot be {width!r} wide. Choose 'page', 'column', or centimetres from {LEAST:g} to {MOST:g}."
        )
    return centimetres * POINTS_PER_CM


@dataclass(frozen=True)
class Figure(Picture):
    """A figure that has been drawn; the same study gives the same bytes."""

    title: str
    caption: str
    description: str
    canvas: Canvas

    def svg(self) -> str:
        """A vector picture; its texts stay texts."""
        return self.canvas.svg(self.title, f"{self.description} {self.caption}")

    def pdf(self) -> bytes:
        """One page as large as the figure, fonts embedded."""
        return to_pdf(self.canvas.svg(self.title, self.description, unit=""), self.title)

    def png(self, *, dpi: int = 300) -> bytes:
        """A picture with `dpi` pixels an inch of print."""
        return to_png(self.canvas.svg(self.title, self.description, unit=""), dpi=dpi)

    def html(self) -> bytes:
        """A page that stands alone: the figure with words where the pointer rests, and its description."""
        wide = f'<figure style="margin: 0; overflow-x: auto">{self.svg()}</figure>'
        below = f'<p class="about">{words(self.description)}</p>'
        return page(self.title, f'<h1 style="font-size: 1.3rem">{words(self.title)}</h1>\n{wide}\n{below}')


def write_below(canvas: Canvas, texts: list[str], top: float) -> None:
    """Notes and caption in small print from `top` on, over the whole width; the canvas ends below them."""
    y = top
    for text in filter(None, texts):
        for line in wrapped(clean(text), SMALL, canvas.width - 2, most=12, even=False):
            y += (ASCENT if y == top else LEADING) * SMALL
            canvas.text(line, 1, y, SMALL, colour=theme.SOFT_INK)
    canvas.height = y + 4
