"""Tables as a spreadsheet: words stay words, numbers numbers, and nothing is ever a formula."""

import io
from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import Any

from workbench.exports.tables.table import Cell, Table, clean, shown
from workbench.exports.zips import timeless

LONGEST = 32_767
"""Characters that one cell of a spreadsheet can hold; a longer text is cut there and says so with […]."""

LINE, HIGHEST = 15.0, 409.0
"""Points of one line of words, and of the highest row that a spreadsheet has."""

_MADE = datetime(1980, 1, 1)
_PART_OF = "part of"


def to_xlsx(table: Table) -> bytes:
    """The table as .xlsx: headings in row 1 (they stay in view), wrapped texts; caption and notes on a second sheet.

    Row 1 holds the headings and nothing stands above them, so that the file can be read back or loaded elsewhere.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": clean(table.title), "created": _MADE})
    _fill(book, table)
    if table.caption or table.notes or table.title:
        about = book.add_worksheet("About")
        about.set_column(0, 0, 110)
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for number, line in enumerate(line for line in (table.title, table.caption, *table.notes) if line):
            about.write_string(number, 0, _fitting(line), wrapped)
            about.set_row(number, _height([line], [110]))
    book.close()
    return timeless(out.getvalue())


def _fill(book: Any, table: Table) -> None:
    sheet = book.add_worksheet("Table")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    nested = any(row.part_of for row in table.rows)
    names = [*table.columns, *([_PART_OF] if nested else [])]
    for place, name in enumerate(names):
        sheet.write_string(0, place, _fitting(name), bold)
    levels = sorted({row.level for row in table.rows} | {0})
    formats = {n: book.add_format({"text_wrap": True, "valign": "top", "indent": min(n, 15)}) for n in levels}
    lines: list[list[Cell]] = [[*row.cells, *([row.part_of] if nested else [])] for row in table.rows]
    for number, (row, cells) in enumerate(zip(table.rows, lines, strict=True), 1):
        for place, cell in enumerate(cells):
            look = formats[row.level if place == 0 else 0]
            if isinstance(cell, str):
                sheet.write_string(number, place, _fitting(cell), look)
            elif cell is not None and cell == cell and abs(cell) != float("inf"):
                sheet.write_number(number, place, cell, look)
    widths = []
    for place, name in enumerate(names):
        lengths = [len(name), *(len(shown(cells[place])) for cells in lines)]
        widths.append(min(max(max(lengths) * 1.1, 8), 48))
        sheet.set_column(place, place, widths[-1])
    printed: list[list[Cell]] = [list(names), *lines]
    for number, cells in enumerate(printed):
        sheet.set_row(number, _height(cells, widths))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(names) - 1)


def _height(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    """Points that wrapped words need: LibreOffice does not look for itself, and would set rows over one another."""
    lines = [
        sum(ceil(max(len(part), 1) * 1.1 / width) for part in shown(cell).split("\n"))
        for cell, width in zip(cells, widths, strict=True)
    ]
    return min(LINE * max(lines, default=1), HIGHEST)


def _fitting(text: str) -> str:
    whole = clean(text)
    return whole if len(whole) <= LONGEST else whole[: LONGEST - 4] + " […]"
