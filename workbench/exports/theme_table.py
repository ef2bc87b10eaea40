"""The theme table of a paper: what each theme says, who carries it, in whose words, and what speaks against it."""

from collections.abc import Sequence
from typing import Any

from workbench.exports.tables import Cell, Row, Table
from workbench.exports.tree import tree
from workbench.model import CodeEvidence, Quote, ThemeReport, WorkbenchError

COLUMNS = (
    "Theme",
    "Definition",
    "Codes",
    "Participants",
    "Which participants",
    "Transcripts",
    "Codings",
    "Typical quotes",
    "Speaking against",
)
CUT = " […]"


def theme_table(
    report: ThemeReport,
    *,
    quotes: int = 2,
    quote_words: int = 60,
    columns: Sequence[str] | None = None,
    attributes: Sequence[str] | None = None,
) -> Table:
    """One row a theme, sub-themes indented below theirs, in the study's order.

    `quotes` is how many are shown for and against at most; a quote longer than `quote_words` is cut after that many
    words and ends in […]. `columns` chooses among `COLUMNS` and orders them; `attributes` chooses what is said of a
    participant beside a quote (None: all that the report brings). No themes is an error that says what to do first.
    """
    require_themes(report, "theme table")
    themes = {theme.name: theme for theme in report.themes}
    rows = []
    for branch in tree({theme.name: theme.parent for theme in report.themes}):
        theme = themes[branch.name]
        cells: dict[str, Cell] = {
            "Theme": theme.name,
            "Definition": theme.definition,
            "Codes": "\n".join(map(_code, theme.codes)),
            "Participants": of_all(len(theme.participants), report.about.participants),
            "Which participants": ", ".join(theme.participants),
            "Transcripts": len(theme.transcripts),
            "Codings": theme.codings,
            "Typical quotes": _quotes(theme.quotes[:quotes], report, quote_words, attributes),
            "Speaking against": _quotes(theme.counter[:quotes], report, quote_words, attributes, against=True),
        }
        rows.append(Row(tuple(cells[name] for name in COLUMNS), branch.depth, branch.parent or ""))
    notes = ["Counts of a theme include its sub-themes, each coding once.", "Quotes are verbatim; […] marks a cut."]
    table = Table("Themes and their evidence", COLUMNS, tuple(rows), report.about.caption, tuple(notes))
    return table if columns is None else table.select(columns)


def require_themes(report: ThemeReport, what: str) -> None:
    """Raise the sentence that tells a researcher how to get to a first theme, if there is none."""
    if not report.themes:
        raise WorkbenchError(
            f"There is no theme yet, so there is no {what} to show. Accept a suggestion or group some codes into a "
            "theme first."
        )


def of_all(count: int, total: int) -> str:
    """`12 of 19`; the count alone where the study has no participants to count against."""
    return f"{count} of {total}" if total else str(count)


def shorten(text: str, words: int) -> str:
    """The text itself, or its first `words` words exactly as they stand with […] after them.

    >>> shorten("I did not, ever, agree.", 3)
    'I did not, […]'
    """
    place = 0
    for _ in range(words):
        while place < len(text) and text[place].isspace():
            place += 1
        while place < len(text) and not text[place].isspace():
            place += 1
    return text[:place] + CUT if text[place:].strip() else text


def attribution(quote: Quote, attributes: dict[str, dict[str, Any]], chosen: Sequence[str] | None = None) -> str:
    """Whose words: participant (or speaker, or transcript) and chosen attributes, as `P03, role: founder`."""
    who = quote.participant or quote.speaker or quote.transcript
    known = attributes.get(quote.participant or "", {})
    names = known if chosen is None else [name for name in chosen if name in known]
    return ", ".join([who, *(f"{name}: {known[name]}" for name in names if known[name] not in (None, ""))])


def _quotes(
    quotes: Sequence[Quote],
    report: ThemeReport,
    words: int,
    attributes: Sequence[str] | None,
    *,
    against: bool = False,
) -> str:
    mark = "Against: " if against else ""
    return "\n".join(
        f"{mark}“{shorten(quote.text, words)}” ({attribution(quote, report.attributes, attributes)})"
        for quote in quotes
    )


def _code(code: CodeEvidence) -> str:
    return f"{code.name} ({len(code.participants)})"
