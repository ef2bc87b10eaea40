"""What stands behind a box of the interactive map? Its passages, shown by a click, with the way to them in the app."""

from urllib.parse import quote as address

from workbench.exports.tables.html import words
from workbench.exports.thematic_map.shapes import Box, Drawing
from workbench.exports.theme_table import attribution, of_all
from workbench.model import Quote, ThemeReport, counted

APP = "http://127.0.0.1:8501"
"""Where `workbench ui` answers unless told otherwise."""
MOST = 12
"""Passages of one box that are put into the page."""

SCRIPT = """
const map = document.getElementById("map");
const show = (number) => {
  for (const one of document.querySelectorAll("section.evidence")) one.hidden = one.id !== `evidence-${number}`;
  const shown = document.getElementById(`evidence-${number}`);
  shown?.focus({ preventScroll: true });
  shown?.querySelector("h2").scrollIntoView({ block: "nearest" });
};
map.on("plotly_click", (event) => show(event.points[0].pointNumber));
"""
"""Run by the page after Plotly has drawn; it holds nothing that anybody wrote."""


def evidence(drawing: Drawing, report: ThemeReport, app: str) -> str:
    """A section for each box in the drawing's order, hidden until its box is clicked."""
    hint = '<p class="about">Click on a theme or code to read its passages.</p>'
    return hint + "\n".join(_section(number, box, report, app) for number, box in enumerate(drawing.boxes))


def _section(number: int, box: Box, report: ThemeReport, app: str) -> str:
    quotes, people, codings = _behind(box, report)
    total = of_all(people, report.about.participants)
    said = f"{total} participants, {counted(codings, 'coding')}"
    items = "\n".join(
        f"<li>{'<em>Against:</em> ' if one.against else ''}“{words(one.text)}” "
        f"({words(attribution(one, report.attributes))})</li>"
        for one in quotes[:MOST]
    )
    more = f"<p>and {len(quotes) - MOST} more in the app</p>" if len(quotes) > MOST else ""
    link = f'<a href="{words(app + _path(box))}" target="_blank" rel="noopener">Open in the workbench</a>'
    return (
        f'<section class="evidence" id="evidence-{number}" tabindex="-1" hidden><h2>{words(box.name)}</h2>'
        f"<p>{said} · {link} (while it runs)</p>\n<ul>{items}</ul>{more}</section>"
    )


def _behind(box: Box, report: ThemeReport) -> tuple[list[Quote], int, int]:
    """The passages of a box, for and against, and how many participants and codings it counts."""
    if box.level != "code":
        one = next(theme for theme in report.themes if theme.name == box.name)
        return [*one.counter, *one.quotes], len(one.participants), one.codings
    homes = [theme for theme in report.themes if any(code.name == box.name for code in theme.codes)]
    code = next(code for theme in homes for code in theme.codes if code.name == box.name)
    quotes = [quote for quote in homes[0].quotes if quote.code == box.name]
    return quotes, len(code.participants), code.codings


def _path(box: Box) -> str:
    """The page of the app that shows the box's passages: a theme's, or all passages of a code."""
    if box.level != "code":
        return f"/themes?theme={address(box.name, safe='')}"
    plain = box.name.replace('"', " ")
    return f"/passages?q={address(chr(34) + plain + chr(34), safe='')}"
