""".csv, .tsv and .xlsx: one row a turn, or a survey's answer."""

import csv
import datetime
import io
import warnings
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Any

from workbench.model import Problem, Reading
from workbench.readers.compose import compose
from workbench.readers.encoding import decode
from workbench.readers.packed import archive, part
from workbench.readers.registry import Source, Unreadable, reader
from workbench.readers.roles import listed
from workbench.readers.rows import Columns, NoSuchColumn, columns, one_answer_a_row, said_in_rows
from workbench.readers.rules import Rules

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
    sheets = _sheets(source)
    for name, rows in sheets:
        with suppress(*([UnknownColumns] if name != sheets[-1][0] else [])):
            if not _columns(source, rows, rules):
                continue
            others = [other for other, _ in sheets if other != name]
            left = [Problem(f"Only the sheet {name!r} was read; left out: {listed(others)}.")] if others else []
            return _read(source, rules, "xlsx", rows, left, None)
    raise _no_columns(source, sheets[0][1] if sheets else [])


def _defines_entities(data: bytes) -> bool:
    return b"<!DOCTYPE" in data[:4000].replace(b"\x00", b"").upper()


def _read(
    source: Source, rules: Rules, format: str, rows: Rows, problems: Sequence[Problem], encoding: str | None
) -> Reading:
    where = _columns(source, rows, rules)
    if where is None:
        raise _no_columns(source, rows)
    if isinstance(rules.columns.get("words"), tuple):
        rows = one_answer_a_row([row for row in rows if any(row)], rules.columns)
        where = _columns(source, rows, replace(rules, columns={})) or where
    lead = next(at for at, row in enumerate(rows) if any(row))
    spoken, about = said_in_rows(rows[lead:], where, first=lead + 1)
    return compose(spoken, rules, format, problems=[*problems, *about], encoding=encoding)


def _columns(source: Source, rows: Rows, rules: Rules) -> Columns | None:
    try:
        written = [row for row in rows if any(row)]
        if written and isinstance(rules.columns.get("words"), tuple):
            written, rules = one_answer_a_row(written, rules.columns), replace(rules, columns={})
        return columns(written, alone=True, wanted=rules.columns)
    except NoSuchColumn as missing:
        raise UnknownColumns(source, f"it has no column {str(missing)!r}", headings(rows)) from None


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
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and print areas, which do not matter here
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
