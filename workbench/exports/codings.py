"""Codings as a file, both ways: who put which code on which characters, with everything a reader needs beside it."""

import csv
import io
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.exports.sheets import Sheet, SheetRow
from workbench.exports.tables import Cell, Table, guard, to_xlsx
from workbench.model import LAYERS, BadRows, Layer, WorkbenchError

COLUMNS = (
    "transcript",
    "start",
    "end",
    "coder",
    "code",
    "memo",
    "quote",
    "speaker",
    "participant",
    "layer",
    "theme",
)
"""What every export has, in this order; attributes of the participant follow."""

SUFFIXES = (".csv", ".xlsx", ".json", ".parquet")

ALIASES: dict[str, Sequence[str]] = {
    "transcript": ("document", "document name", "source", "file"),
    "start": ("begin", "start position", "from"),
    "end": ("stop", "end position", "to"),
    "coder": ("user", "author", "rater", "annotator"),
    "code": ("code name", "codename", "tag", "label"),
    "memo": ("comment", "note"),
    "layer": (),
    "quote": ("text", "passage", "segment", "coded text"),
}
"""Other headings that are taken for a field, in any case."""

NEEDED = ("transcript", "start", "end", "coder", "code")


@dataclass(frozen=True, slots=True)
class CodingRow:
    """A coding as a file says it; `row` is its number in a spreadsheet, for messages.

    Whether the transcript and code exist and the characters lie inside is for the study to say. `quote` is what the
    file gives as the passage's words, empty if it does not.
    """

    row: int
    transcript: str
    start: int
    end: int
    coder: str
    code: str
    memo: str = ""
    layer: Layer = "independent"
    quote: str = ""


def write_codings(codings: Sequence[Mapping[str, Any]], suffix: str, *, without: Collection[str] = ()) -> bytes:
    """The codings as csv, xlsx, json or parquet, in the order given; a mapping holds `COLUMNS` and attributes.

    Columns in `without` are left out.

    Attributes become columns in the order in which they first appear. A key that is missing is an empty cell. In csv
    a text that a spreadsheet could take for a formula has an apostrophe before it, which `read_codings` takes away.
    """
    ending = "." + suffix.lower().removeprefix(".")
    if ending not in SUFFIXES:
        raise WorkbenchError(f"Codings cannot be written as '{ending}'. Choose one of: {', '.join(SUFFIXES)}.")
    columns = [*COLUMNS, *dict.fromkeys(key for one in codings for key in one if key not in COLUMNS)]
    columns = [name for name in columns if name not in without]
    records = [{name: _cell(one.get(name)) for name in columns} for one in codings]
    if ending == ".json":
        return (json.dumps(records, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
    if ending == ".xlsx":
        return to_xlsx(Table.of("", columns, [[one[name] for name in columns] for one in records]))
    if ending == ".parquet":
        return _parquet(columns, records)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(guard, columns))
    writer.writerows([guard(v) if isinstance(v, str) else v for v in one.values()] for one in records)
    return out.getvalue().encode("utf-8", "replace")


def read_codings(sheet: Sheet) -> list[CodingRow]:
    """The codings of a .csv, .xlsx or .json file, read as a sheet, in its order.

    Needs the columns `NEEDED`; `memo`, `layer` (independent unless it says agreed) and `quote` may be there, all other
    columns are passed over. Raises WorkbenchError for the file, BadRows for rows, each with its number.
    """
    columns = sheet.matched(ALIASES)
    sheet.require(columns, NEEDED)
    found, problems = [], []
    for row in sheet.rows:
        try:
            found.append(_coding(row, columns))
        except ValueError as error:
            problems.append(f"row {row.number}: {error}")
    if problems:
        raise BadRows(sheet.name, problems)
    if not found:
        raise WorkbenchError(f"{sheet.name} has headings but no codings under them. Add a row for each coding.")
    return found


def _coding(row: SheetRow, columns: dict[str, str]) -> CodingRow:
    cells = {field: row.cells[column] for field, column in columns.items()}
    for field in ("transcript", "coder", "code"):
        if not cells[field].strip():
            raise ValueError(f"the {field} is empty. Fill it in, or delete the row.")
    start, end = (_offset(field, cells[field]) for field in ("start", "end"))
    if start >= end:
        raise ValueError(f"start {start} is not before end {end}. A passage needs at least one character.")
    named = cells.get("layer", "").strip().lower() or "independent"
    layer = next((one for one in LAYERS if one == named), None)
    if layer is None:
        raise ValueError(f"the layer {named!r} is unknown. Write {' or '.join(LAYERS)}, or leave it empty.")
    transcript, coder, code = (cells[field].strip() for field in ("transcript", "coder", "code"))
    memo, quote = cells.get("memo", "").strip(), cells.get("quote", "")
    return CodingRow(row.number, transcript, start, end, coder, code, memo, layer, quote)


def _offset(field: str, text: str) -> int:
    """A whole number of characters, also where another program wrote it as 12.0."""
    whole = text.strip().removesuffix(".0")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 12):
        raise ValueError(
            f"{field} is {text.strip()!r}, which is no whole number. Offsets count characters from the transcript's "
            "beginning, from 0 on."
        )
    return int(whole)


def _cell(value: Any) -> Cell:
    """Numbers and words as they are, several words in one cell, anything else in its own words."""
    if value is None or isinstance(value, str | int | float):
        return None if isinstance(value, float) and value != value else value
    return ", ".join(map(str, value)) if isinstance(value, list | tuple | set | frozenset) else str(value)


def _parquet(columns: Sequence[str], records: Sequence[Mapping[str, Cell]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrays = [_array([one[name] for one in records], name) for name in columns]
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(arrays, names=list(columns)), sink)
    return bytes(sink.getvalue())


def _array(values: Sequence[Cell], name: str) -> Any:
    """A column of its own kind: offsets whole numbers, an attribute of numbers numbers, all else words."""
    import pyarrow as pa

    if name in ("start", "end"):
        return pa.array(values, pa.int64())
    kinds = {type(value) for value in values if value is not None}
    if name not in COLUMNS and kinds and kinds <= {int, float}:
        return pa.array(values, pa.float64() if float in kinds else pa.int64())
    return pa.array([None if value is None else str(value) for value in values], pa.string())
