"""The thematic map of a paper: themes, their codes, and how they relate; to print, to explore, to describe."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from workbench.exports.figures.figure import WIDTHS, Width, points
from workbench.exports.figures.pdf import to_pdf, to_png
from workbench.exports.figures.writing import Picture
from workbench.exports.thematic_map.evidence import APP
from workbench.exports.thematic_map.interactive import figure, to_html
from workbench.exports.thematic_map.layout import drawn
from workbench.exports.thematic_map.shapes import Drawing
from workbench.exports.thematic_map.svg import to_svg
from workbench.exports.thematic_map.words import alternative_text
from workbench.model import NotAChoice, ThemeReport

if TYPE_CHECKING:
    import plotly.graph_objects as go


SIZES = ("participants", "codings")
"""What the size, shading and number of a code can stand for."""


def thematic_map(
    report: ThemeReport, *, width: Width = "page", size: str = "participants", caption: bool = True
) -> "ThematicMap":
    """The map of a study's themes; the same report gives the same picture, to the byte.

    `width` is a journal's page (17.8 cm) or column (8.5 cm), or centimetres between 8 and 60; no text is smaller than
    7 points at it. `size` is what codes are sized by, one of `SIZES`. `caption` prints the study's line (N, date,
    codebook version) below. A main theme with a `position` stands there: its upper left corner, in per cent of the
    width. Raises WorkbenchError if there is no theme.
    """
    if size not in SIZES:
        raise NotAChoice(f"A map cannot be sized by {size!r}.", SIZES)
    return ThematicMap(report, drawn(report, points(width), caption=caption, size=size))


@dataclass(frozen=True)
class ThematicMap(Picture):
    """A map that has been laid out. All forms show the same drawing."""

    NOUN = "map"

    report: ThemeReport
    drawing: Drawing

    @property
    def title(self) -> str:
        return f"Thematic map: {self.report.about.title}"

    @property
    def caption(self) -> str:
        return self.report.about.caption

    @cached_property
    def description(self) -> str:
        """The alternative text."""
        return alternative_text(self.report)

    @property
    def positions(self) -> dict[str, tuple[float, float]]:
        """Where each main theme stands, as `Theme.position` wants it: kept in the study, the map stays as it is."""
        width = self.drawing.width - 2
        return {
            cluster.name: (
                round((cluster.rect.x - 1) / width * 100, 3),
                round((cluster.rect.y - self.drawing.down) / width * 100, 3),
            )
            for cluster in self.drawing.clusters
        }

    def svg(self) -> str:
        """A vector picture; its texts stay texts."""
        return to_svg(self.drawing, self.title, f"{self.description} {self.caption}")

    def pdf(self) -> bytes:
        """One page as large as the map, fonts embedded."""
        return to_pdf(to_svg(self.drawing, self.title, self.description, unit=""), self.title)

    def png(self, *, dpi: int = 300) -> bytes:
        """A picture with `dpi` pixels an inch of print."""
        return to_png(to_svg(self.drawing, self.title, self.description, unit=""), dpi=dpi)

    def html(self, *, app: str = APP) -> bytes:
        """A page that stands alone and fetches nothing: the map to explore, with definitions and quotes.

        A click on a box lists its evidence, with a link to it in the app, which is expected at the address `app`.
        """
        return to_html(self.drawing, self.report, self.title, self.description, app)

    def figure(self, *, pixels: int | None = None) -> "go.Figure":
        """The map as a Plotly figure of fixed size, so many pixels wide where a number is given."""
        return figure(self.drawing, self.report, self.description, pixels=pixels)


__all__ = ["WIDTHS", "ThematicMap", "thematic_map"]
