""".csv, .tsv and .xlsx: one row a turn, or a survey's answer."""

import csv
import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from workbench.model import Problem, Reading
from workbench.readers.columns import Columns, NoSuchColumn, below_title, columns
from workbench.readers.compose import compose
from workbench.readers.encoding import decode
from workbench.readers.packed import archive, part, without_remarks
from workbench.readers.registry import Source, Unreadable, reader
from workbench.readers.roles import listed
from workbench.readers.rows import said_in_rows
from workbench.readers.rules import Rules
from workbench.readers.survey import headed, one_answer_a_row, questions, respondents

_MOST_ROWS = 200_000
_MOST_COLUMNS = 200
_SEPARATORS = ",;\t|"

Rows = list[list[str]]


@reader(".csv", ".tsv")
def read_separated(source: Source, rules: Rules) -> Reading:
    """A turn per row of a text table; neighbouring rows of one speaker are joined.

    Columns are told by their names, else by what they hold; the separator is the one that parts the rows most evenly.
    """
    text, encoding, problems = decode(source, rules.encoding)
    separator = "\t" if source.suffix == ".tsv" else _separator(text)
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline="\n"), delimiter=separator), _MOST_ROWS))
    except csv.Error as fault:
        raise Unreadable(source, f"the table is damaged ({fault}).", "Export it again as .csv.") from fault
    return _read(source, rules, "csv", rows, problems, encoding)


@reader(".xlsx")
def read_workbook(source: Source, rules: Rules) -> Reading:
    """A turn per row of the first sheet of a workbook that holds a table of turns; other sheets are reported."""
    with archive(source) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")) and _defines_entities(part(source, packed, name) or b""):
                raise Unreadable(
                    source, "the workbook defines XML entities, which no program does.", "It was not read."
                )
    tables = [_table(rows, rules, name) for name, rows in _sheets(source)]
    known = [(table, where) for table in tables if (where := _columns(source, table, last=table is tables[-1]))]
    # A sheet of remarks is a table of words, too, but not where another one holds more than a single column.
    several = [(table, where) for table, where in known if where.header or where.speaker is not None]
    if not known:
        raise _no_columns(source, tables[0].rows if tables else [])
    table, where = (several or known)[0]
    others = [other.name for other in tables if other is not table]
    left = [Problem(f"Only the sheet {table.name!r} was read; left out: {listed(others)}.")] if others else []
    return _said(table, where, "xlsx", left, None)


def _defines_entities(data: bytes) -> bool:
    return b"<!DOCTYPE" in data[:4000].replace(b"\x00", b"").upper()


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows from the headings on, the first of which is row number `first`, and how they are to be read."""

    rows: Rows
    rules: Rules
    problems: tuple[Problem, ...] = ()
    first: int = 1
    name: str = ""


def _table(rows: Rows, rules: Rules, name: str = "") -> _Table:
    """The table without what stands above it, as one of a question and an answer a row if it is a survey's."""
    lead = below_title(rows)
    lead += next((at for at, row in enumerate(rows[lead:]) if any(row)), 0)
    above = [cell for row in rows[:lead] for cell in row if cell]
    problems = [Problem(f"Above the table, so not read: {listed(above)}.")] if above else []
    whole = headed(rows[lead:])
    lead, rows = lead + whole.dropped, whole.rows
    if whole.dropped:
        problems.append(Problem(f"The headings took {whole.dropped + 1} rows; the one with the questions was read."))
    wanted = {
        kind: whole.by_number(called) if isinstance(called, str) else tuple(map(whole.by_number, called))
        for kind, called in rules.columns.items()
    }
    asked = questions(rows) if "words" not in wanted else ()
    if len(asked) > 1:
        found = columns([row for row in rows if any(row)], alone=True, wanted=wanted)
        if found is None or found.words in asked or not found.header:
            who = respondents(rows)
            wanted |= {"words": tuple(str(at + 1) for at in asked)}
            wanted |= {"speaker": str(who + 1)} if who is not None and "speaker" not in wanted else {}
            told = listed([rows[0][at] for at in asked])
            left = [cell for at, cell in enumerate(rows[0]) if cell and at not in (*asked, who)]
            more = f"; left out: {listed(left)}" if left else ""
            counted = " Those who answer are counted, since no column names them." if "speaker" not in wanted else ""
            problems.append(Problem(f"Read as a survey, the answers to {told}{more}.{counted}"))
    return _Table(rows, replace(rules, columns=wanted), tuple(problems), lead + 1, name)


def _read(
    source: Source, rules: Rules, format: str, rows: Rows, problems: Sequence[Problem], encoding: str | None
) -> Reading:
    table = _table(rows, rules)
    where = _columns(source, table)
    if where is None:
        raise _no_columns(source, table.rows)
    return _said(table, where, format, problems, encoding)


def _said(table: _Table, where: Columns, format: str, problems: Sequence[Problem], encoding: str | None) -> Reading:
    rows, rules = table.rows, table.rules
    if isinstance(rules.columns.get("words"), tuple):
        rows, rules = one_answer_a_row([row for row in rows if any(row)], rules.columns), replace(rules, columns={})
    spoken, about = said_in_rows(rows, where, first=table.first)
    return compose(spoken, rules, format, problems=[*problems, *table.problems, *about], encoding=encoding)


def _columns(source: Source, table: _Table, *, last: bool = True) -> Columns | None:
    """Which column is which; a column that somebody named may be missing in all sheets but the last."""
    written, rules = [row for row in table.rows if any(row)], table.rules
    try:
        if written and isinstance(rules.columns.get("words"), tuple):
            written, rules = one_answer_a_row(written, rules.columns), replace(rules, columns={})
        return columns(written, alone=True, wanted=rules.columns)
    except NoSuchColumn as missing:
        if not last:
            return None
        raise UnknownColumns(source, f"it has no column {str(missing)!r}", headings(table.rows)) from None


def _no_columns(source: Source, rows: Rows) -> Unreadable:
    return UnknownColumns(source, "no column of spoken words was found", headings(rows))


def headings(rows: Rows) -> tuple[str, ...]:
    """The cells of the first row that is not empty."""
    return tuple(next((row for row in rows if any(row)), []))


class UnknownColumns(Unreadable):
    """A table of which nobody can tell what its columns are; `columns` are its first row."""

    def __init__(self, source: Source, why: str, columns: tuple[str, ...]) -> None:
        self.columns = columns
        there = f"its columns are {listed([cell for cell in columns if cell])}" if any(columns) else "it has no columns"
        super().__init__(
            source,
            f"{why}; {there}.",
            "Say which is which (--column words=HEADING, speaker=, start=, end=, question=), or name them so.",
        )


def _separator(text: str) -> str:
    """The sign that parts the first rows into the same number of cells, the larger the better; else a comma."""
    lines = [line for line in text.split("\n", 50)[:50] if line.strip()][:20]

    def evenness(sign: str) -> tuple[float, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=sign)]
        usual = max(widths, key=widths.count) if widths else 1
        return (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)

    try:
        return max(_SEPARATORS, key=evenness)
    except csv.Error:
        return ","


def _sheets(source: Source) -> list[tuple[str, Rows]]:
    """Names and rows of the sheets; openpyxl's faults, of any kind, mean a damaged workbook."""
    import openpyxl

    sheets: list[tuple[str, Rows]] = []
    try:
        with without_remarks():
            book = openpyxl.load_workbook(io.BytesIO(source.data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                rows = islice(sheet.iter_rows(values_only=True), _MOST_ROWS)
                read = [[_cell(value) for value in row[:_MOST_COLUMNS]] for row in rows if any(row)]
                sheets.append((sheet.title, read))
    except Exception as fault:
        raise Unreadable(source, f"the workbook is damaged ({fault}).", "Open it and save it again.") from fault
    return sheets


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.timedelta):
        return str(value.total_seconds())
    if isinstance(value, datetime.time):
        return value.isoformat()
    return str(value).strip()
