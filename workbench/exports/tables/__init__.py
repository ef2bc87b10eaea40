"""Tables for papers, spreadsheets and programs: one neutral value, one writer per file ending."""

from collections.abc import Callable

from workbench.exports.tables.docx import to_docx
from workbench.exports.tables.html import to_html
from workbench.exports.tables.plain import guard, to_csv, to_json, to_md, unguard
from workbench.exports.tables.table import Cell, Row, Table
from workbench.exports.tables.tex import to_tex
from workbench.exports.tables.xlsx import to_xlsx
from workbench.model import WorkbenchError

WRITERS: dict[str, Callable[[Table], bytes]] = {
    ".csv": to_csv,
    ".xlsx": to_xlsx,
    ".docx": to_docx,
    ".tex": to_tex,
    ".md": to_md,
    ".html": to_html,
    ".json": to_json,
}
"""The formats of a table by file ending; the same table gives the same bytes every time."""


def write_table(table: Table, suffix: str) -> bytes:
    """The table as a file of this ending, as `.csv` or `csv`, in either case."""
    ending = "." + suffix.lower().removeprefix(".")
    if ending not in WRITERS:
        raise WorkbenchError(f"A table cannot be written as '{ending}'. Choose one of: {', '.join(WRITERS)}.")
    return WRITERS[ending](table)


__all__ = [
    "WRITERS",
    "Cell",
    "Row",
    "Table",
    "guard",
    "to_csv",
    "to_docx",
    "to_html",
    "to_json",
    "to_md",
    "to_tex",
    "to_xlsx",
    "unguard",
    "write_table",
]
