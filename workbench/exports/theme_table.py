"""The theme table of a paper: what each theme says, who carries it, in whose words, and what speaks against it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from workbench.exports.tables import Cell, Row, Table
from workbench.exports.tree import tree
from workbench.model import CodeEvidence, NotAChoice, NotFound, Quote, Theme, ThemeReport, WorkbenchError

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
ROLE = "role"
"""The attribute that is said of a participant unless others are chosen."""

NOTES = (
    "Counts of a theme include its sub-themes, each coding once. The number after a code is that of its participants.",
    "Quotes are verbatim; […] marks a cut.",
)


ORDERS = ("study", "participants", "codings", "name")
"""How themes can be ordered; sub-themes always stay below theirs."""


def theme_table(
    report: ThemeReport,
    *,
    columns: Sequence[str] | None = None,
    order: str = "study",
    quotes: int = 2,
    against: int | None = None,
    quote_words: int = 60,
    attributes: Sequence[str] | None = None,
    not_quoted: Collection[str] = (),
    ranges: bool = False,
) -> Table:
    """One row a theme, sub-themes indented below theirs.

    `columns` chooses among `COLUMNS` and orders them; `order` is one of `ORDERS`. `quotes` is how many typical ones are
    shown at most, `against` how many that speak against it (None: as many); a passage is quoted once in the table, and
    a quote longer than `quote_words` is cut after that many words and ends in […]. `attributes` chooses what is said of
    a participant beside a quote (None: the role, where there is one); participants in `not_quoted` are counted but not
    quoted. `ranges` names participants as P01–P04. No themes is an error that says what to do first.
    """
    require_themes(report, "theme table")
    _require_known(report, attributes or (), not_quoted)
    themes = {theme.name: theme for theme in ordered(report.themes, order)}
    everyone = study_order(report)
    printed: set[tuple[str, int, int]] = set()
    rows = []
    for branch in tree({theme.name: theme.parent for theme in themes.values()}):
        theme = themes[branch.name]
        allowed = [quote for quote in theme.quotes if quote.participant not in not_quoted]
        counter = [quote for quote in theme.counter if quote.participant not in not_quoted]
        cells: dict[str, Cell] = {
            "Theme": theme.name,
            "Definition": theme.definition,
            "Codes": "\n".join(map(_code, theme.codes)),
            "Participants": of_all(len(theme.participants), report.about.participants),
            "Which participants": named(theme.participants, everyone) if ranges else ", ".join(theme.participants),
            "Transcripts": len(theme.transcripts),
            "Codings": theme.codings,
            "Typical quotes": _quotes(_fresh(allowed, quotes, printed), report, quote_words, attributes),
            "Speaking against": _quotes(
                counter[: quotes if against is None else against], report, quote_words, attributes
            ),
        }
        rows.append(Row(tuple(cells[name] for name in COLUMNS), branch.depth, branch.parent or ""))
    table = Table("Themes and their evidence", COLUMNS, tuple(rows), report.about.caption, NOTES)
    return table if columns is None else table.select(columns)


def ordered(themes: Sequence[Theme], order: str) -> list[Theme]:
    """The themes in one of `ORDERS`; WorkbenchError for another."""
    keys: dict[str, Callable[[Theme], Any]] = {
        "study": lambda theme: 0,
        "participants": lambda theme: -len(theme.participants),
        "codings": lambda theme: -theme.codings,
        "name": lambda theme: theme.name.casefold(),
    }
    if order not in keys:
        raise NotAChoice(f"Themes cannot be ordered by {order!r}.", ORDERS)
    return sorted(themes, key=keys[order])


def study_order(report: ThemeReport) -> list[str]:
    """All participants whom the report knows, in the study's order."""
    return list(report.attributes) or list(dict.fromkeys(name for one in report.themes for name in one.participants))


def named(participants: Sequence[str], everyone: Sequence[str]) -> str:
    """Participants for print: three or more that follow one another as a range.

    >>> named(["P1", "P2", "P3", "P5", "P6"], ["P1", "P2", "P3", "P4", "P5", "P6"])
    'P1–P3, P5, P6'
    """
    runs: list[list[str]] = []
    for place, name in enumerate(everyone):
        if name not in participants:
            continue
        if runs and place and runs[-1][-1] == everyone[place - 1]:
            runs[-1].append(name)
        else:
            runs.append([name])
    short = [f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs]
    return ", ".join([*short, *(name for name in participants if name not in everyone)])


def _fresh(quotes: Sequence[Quote], most: int, printed: set[tuple[str, int, int]]) -> list[Quote]:
    """The first `most` that were not printed yet; they are from now on. Where all were, the first ones again."""
    fresh = [quote for quote in quotes if (quote.transcript, quote.start, quote.end) not in printed][:most]
    printed.update((quote.transcript, quote.start, quote.end) for quote in fresh)
    return fresh or list(quotes[:most])


def _require_known(report: ThemeReport, attributes: Iterable[str], participants: Iterable[str]) -> None:
    there = list(dict.fromkeys(name for known in report.attributes.values() for name in known))
    for name in attributes:
        if name not in there:
            raise NotFound("attribute", name, there)
    people = study_order(report)
    for name in participants:
        if name not in people:
            raise NotFound("participant", name, people)


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
    """Whose words: participant (or speaker, or transcript) and chosen attributes, as `P03, founder, phase: 2`."""
    who = quote.participant or quote.speaker or quote.transcript
    known = attributes.get(quote.participant or "", {})
    names = [name for name in ((ROLE,) if chosen is None else chosen) if known.get(name) not in (None, "")]
    said = [str(known[name]) if name == ROLE else f"{name.replace('_', ' ')}: {known[name]}" for name in names]
    return ", ".join([who, *said])


def _quotes(quotes: Sequence[Quote], report: ThemeReport, words: int, attributes: Sequence[str] | None) -> str:
    return "\n".join(
        f"“{shorten(quote.text, words)}” ({attribution(quote, report.attributes, attributes)})" for quote in quotes
    )


def _code(code: CodeEvidence) -> str:
    return f"{code.name} ({len(code.participants)})"
