"""What does the map say in words? All of it for who does not see it; a box's evidence for who points at it."""

import html
import textwrap

from workbench.exports.tables.table import clean
from workbench.exports.thematic_map.shapes import Box
from workbench.exports.theme_table import attribution, of_all, shorten
from workbench.exports.tree import tree
from workbench.model import Quote, Theme, ThemeReport, counted

QUOTES, QUOTE_WORDS = 2, 40
LINE = 64
"""Characters on a line of what a box says."""


def alternative_text(report: ThemeReport) -> str:
    """A description of the map for screen readers and for the journal's field: all that is drawn, in reading order."""
    themes = {theme.name: theme for theme in report.themes}
    branches = tree({theme.name: theme.parent for theme in report.themes})
    mains = sum(branch.depth == 0 for branch in branches)
    subs = len(branches) - mains
    many = counted(mains, "theme") + (f" and {counted(subs, 'sub-theme')}" if subs else "")
    parts = [f"Thematic map of {report.about.title} with {many}."]
    for branch in branches:
        parts.append(_theme(themes[branch.name], branch.parent, report.about.participants))
    parts += [f"{link.source} {link.label.strip() or 'is related to'} {link.target}." for link in report.links]
    return " ".join(parts)


def _theme(theme: Theme, parent: str | None, total: int) -> str:
    kind = f"Sub-theme of {parent}" if parent else "Theme"
    codes = "; ".join(f"{code.name} ({len(code.participants)})" for code in theme.codes)
    said = f"{kind}: {theme.name}, {of_all(len(theme.participants), total)} participants"
    return f"{said}, codes: {codes}." if codes else f"{said}."


def hover(box: Box, report: ThemeReport) -> str:
    """What a box says when the pointer rests on it: name, counts, definition, quotes for and against.

    It is HTML with line breaks, in which everything that people wrote is escaped.
    """
    if box.level == "code":
        code = next(code for theme in report.themes for code in theme.codes if code.name == box.name)
        people, definition, codings = code.participants, code.description, code.codings
        quotes = [
            quote for theme in report.themes for quote in (*theme.quotes, *theme.counter) if quote.code == box.name
        ]
        shown = quotes[:QUOTES]
    else:
        theme = next(theme for theme in report.themes if theme.name == box.name)
        people, definition, codings = theme.participants, theme.definition, theme.codings
        shown = [*theme.quotes[:QUOTES], *theme.counter[:QUOTES]]
    counts = f"{of_all(len(people), report.about.participants)} participants, {counted(codings, 'coding')}"
    lines = [f"<b>{_escaped(box.name)}</b>", counts, *([_escaped(definition)] if definition else [])]
    return "<br>".join([*lines, *(_escaped(_quoted(quote, report)) for quote in shown)])


def _quoted(quote: Quote, report: ThemeReport) -> str:
    mark = "Against: " if quote.against else ""
    return f"{mark}“{shorten(quote.text, QUOTE_WORDS)}” ({attribution(quote, report.attributes)})"


def _escaped(text: str) -> str:
    lines = textwrap.wrap(" ".join(clean(text).split()), LINE) or ["—"]
    return "<br>".join(html.escape(line, quote=True) for line in lines)
