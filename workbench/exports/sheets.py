"""What does a file with rows hold? csv, xlsx, JSON and our own Markdown tables, read into rows of text with numbers.

A row keeps the number that a spreadsheet shows for it (headings are row 1), so that every later complaint can name it.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from workbench.exports.tables.plain import unguard, unmarkdown
from workbench.model import BadRows, WorkbenchError
from workbench.readers.packed import without_remarks

UNPACKED_AT_MOST = 400_000_000
"""Bytes that a spreadsheet may unpack to; more is refused, because a small file can be made to fill the memory."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that is not empty: its number in a spreadsheet, and its cells by the file's own headings."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All rows of a file; `notes` are sentences on what had to be assumed to read it."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...] = field(default=())

    def matched(self, fields: dict[str, Sequence[str]]) -> dict[str, str]:
        """Which heading holds which field: case, blanks and signs do not count; of several the first alias wins."""
        known: dict[str, str] = {}
        for column in self.columns:
            known.setdefault(plain_name(column), column)
        found = {
            name: next((known[plain_name(one)] for one in (name, *aliases) if plain_name(one) in known), None)
            for name, aliases in fields.items()
        }
        return {name: column for name, column in found.items() if column is not None}

    def require(self, matched: dict[str, str], needed: Iterable[str]) -> None:
        """Raise a sentence that names the columns missing and those there are."""
        missing = [name for name in needed if name not in matched]
        if missing:
            raise WorkbenchError(
                f"{self.name} has no column {' and none '.join(repr(name) for name in missing)}. Its columns are: "
                f"{', '.join(self.columns)}. Name the missing ones in the first row and import the file again."
            )


def plain_name(heading: str) -> str:
    """A heading without what does not matter in it.

    >>> plain_name(" When_to-USE ")
    'when to use'
    """
    return re.sub(r"[\W_]+", " ", heading.casefold()).strip()


def read_sheet(name: str, data: bytes) -> Sheet:
    """The rows of a .csv (or .tsv, .txt), .xlsx, .json or .md file; `name` is the file's, for its ending and messages.

    csv: comma, semicolon, tab or | between cells, UTF-8, UTF-16 or Windows text. xlsx: the first sheet that has rows.
    json: a list of objects, or an object with one such list in it. Raises WorkbenchError for what cannot be read.
    """
    ending = PurePath(name).suffix.lower()
    if ending not in SHEETS:
        raise WorkbenchError(f"{name} cannot be read here. Give a file that ends in one of: {', '.join(SHEETS)}.")
    if not data.strip():
        raise WorkbenchError(f"{name} is empty. Export it again, or choose another file.")
    return SHEETS[ending](name, data)


def _read_csv(name: str, data: bytes) -> Sheet:
    text, notes = decoded(name, data)
    skip = 0
    if marker := re.match(r"sep=(.)\r?\n", text, re.IGNORECASE):
        delimiter, skip, text = marker[1], 1, text[marker.end() :]
    else:
        delimiter = _delimiter(text)
    limit = csv.field_size_limit(len(text) + 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        records = [[unguard(cell) for cell in record] for record in reader]
    except csv.Error as error:
        raise WorkbenchError(
            f"{name} is not a proper csv file: {error} at or before line {reader.line_num + skip}. "
            "Look for a quotation mark that is not closed there."
        ) from None
    finally:
        csv.field_size_limit(limit)
    return _sheet(name, records, skip, notes)


def decoded(name: str, data: bytes) -> tuple[str, list[str]]:
    """The file's text, and a note where its encoding had to be guessed."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif b"\x00" in data:
        raise WorkbenchError(
            f"{name} is not a text file, although its ending says so. Export it again as csv in UTF-8."
        )
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        note = f"{name} is not in UTF-8; it was read as Windows text (cp1252). Look at its umlauts and accents."
        return text, [note] if encoding == "cp1252" else []
    raise WorkbenchError(f"{name} is in no encoding that can be told. Save it as csv in UTF-8 and import it again.")


def _delimiter(text: str) -> str:
    """The sign that cuts the first line into most cells; the comma if none does."""
    unquoted = re.sub(r'"(?:[^"]|"")*"', "", text).lstrip("\r\n")
    first = re.split(r"\r\n|\r|\n", unquoted, maxsplit=1)[0]
    return max(",;\t|", key=first.count)


def _read_xlsx(name: str, data: bytes) -> Sheet:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_AT_MOST:
                raise WorkbenchError(f"{name} would unpack to more than 400 MB and was not opened. Save it as csv.")
        with without_remarks():
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                records = [[_text(cell) for cell in record] for record in sheet.iter_rows(values_only=True)]
                if any(any(record) for record in records):
                    return _sheet(name, records, 0, [])
    except WorkbenchError:
        raise
    except Exception as error:  # openpyxl raises whatever a broken file trips over
        raise WorkbenchError(
            f"{name} cannot be opened as an Excel file ({type(error).__name__}). Save it again as .xlsx, or as csv."
        ) from None
    raise WorkbenchError(f"{name} has no row in any of its sheets. Choose another file.")


def _read_json(name: str, data: bytes) -> Sheet:
    text, notes = decoded(name, data)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WorkbenchError(f"{name} is not proper JSON: {error}.") from None
    if isinstance(document, dict):
        lists = [value for value in document.values() if isinstance(value, list) and value]
        lists = [value for value in lists if all(isinstance(one, dict) for one in value)]
        document = lists[0] if len(lists) == 1 else None
    if not isinstance(document, list) or not document or not all(isinstance(one, dict) for one in document):
        raise WorkbenchError(f'{name} must hold a list of objects, one for each row, such as [{{"code": "…"}}].')
    columns = list(dict.fromkeys(str(key) for one in document for key in one))
    rows = [SheetRow(place, {key: _text(one.get(key)) for key in columns}) for place, one in enumerate(document, 2)]
    return Sheet(name, tuple(columns), tuple(row for row in rows if any(row.cells.values())), tuple(notes))


def _read_md(name: str, data: bytes) -> Sheet:
    text, notes = decoded(name, data)
    lines = [line.strip() for line in text.splitlines()]
    start = next((i for i, line in enumerate(lines[1:], 1) if re.fullmatch(r"\|[\s|:-]*-[\s|:-]*\|", line)), 0)
    if not start:
        raise WorkbenchError(
            f"{name} holds no table. A Markdown table has | between its cells and --- under its headings."
        )
    end = next((i for i in range(start + 1, len(lines)) if not lines[i].startswith("|")), len(lines))
    records = []
    for line in [lines[start - 1], *lines[start + 1 : end]]:
        cells = re.split(r"(?<!\\)((?:\\\\)*)\|", line.removeprefix("|").removesuffix("|"))
        joined = [cells[i] + (cells[i + 1] if i + 1 < len(cells) else "") for i in range(0, len(cells), 2)]
        records.append([unmarkdown(cell.strip()).strip() for cell in joined])
    return _sheet(name, records, 0, notes)


def _sheet(name: str, records: list[list[str]], skipped: int, notes: list[str]) -> Sheet:
    """Records to rows: the first one that is not empty holds the headings."""
    top = next((place for place, record in enumerate(records) if any(cell.strip() for cell in record)), None)
    if top is None:
        raise WorkbenchError(f"{name} is empty. Export it again, or choose another file.")
    columns = [cell.strip() for cell in records[top]]
    while columns and not columns[-1]:
        columns.pop()
    twice = sorted({column for column in columns if column and columns.count(column) > 1})
    if twice:
        raise WorkbenchError(f"{name} has two columns called {twice[0]!r}. Rename one of them and import it again.")
    rows, problems = [], []
    for number, record in enumerate(records[top + 1 :], top + 2 + skipped):
        if any(cell.strip() for cell in record[len(columns) :]):
            problems.append(
                f"row {number}: it has more cells than there are headings ({len(columns)}). Put quotation marks around "
                "texts that hold the sign between cells."
            )
        elif any(cell.strip() for cell in record):
            cells = [*record, *[""] * (len(columns) - len(record))]
            rows.append(SheetRow(number, {key: cell for key, cell in zip(columns, cells, strict=False) if key}))
    if problems:
        raise BadRows(name, problems)
    return Sheet(name, tuple(filter(None, columns)), tuple(rows), tuple(notes))


def _text(value: Any) -> str:
    """A cell's value as the text that a person sees there."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "; ".join(map(_text, value)) if isinstance(value, list | tuple) else str(value)


SHEETS: dict[str, Callable[[str, bytes], Sheet]] = {
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".txt": _read_csv,
    ".xlsx": _read_xlsx,
    ".json": _read_json,
    ".md": _read_md,
}
"""The formats of rows that are read, by file ending."""
