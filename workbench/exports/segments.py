"""Coded segments as other tools list them: MAXQDA, NVivo, ATLAS.ti, Dedoose, Taguette, QualCoder, AQDA and the like.

They are told by their headings, in English or German. Such lists quote the passage; positions are paragraphs, pages or
nothing at all, so they are only a hint. One row can carry several codes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.exports.sheets import Sheet, SheetRow, plain_name

HEADINGS: dict[str, Sequence[str]] = {
    "transcript": (
        "document",
        "document name",
        "dokumentname",
        "dokument",
        "media title",
        "source",
        "source name",
        "file",
        "file name",
        "filename",
        "file or case",
        "resource",
    ),
    "codes": (
        "codes",
        "code",
        "codes applied combined",
        "codename",
        "code name",
        "tag",
        "tags",
        "node",
        "hierarchical name",
        "label",
    ),
    "quote": (
        "quote",
        "segment",
        "coded segment",
        "coded text",
        "quotation content",
        "text content",
        "quotation",
        "excerpt",
        "excerpt copy",
        "content",
        "seltext",
        "reference text",
        "coded reference",
        "text",
    ),
    "coder": (
        "coder",
        "author",
        "autor",
        "created by",
        "creator",
        "excerpt creator",
        "coded by",
        "coded by initials",
        "owner",
        "user",
    ),
    "memo": ("comment", "kommentar", "memo", "coded memo", "coding memo", "note"),
    "start": ("start pos", "start position", "pos0", "start"),
    "end": ("end pos", "end position", "pos1", "end"),
    "range": ("excerpt range", "range"),
}
"""Headings that are taken for a field, in any case; of several the first."""
_YES = frozenset({"true", "1", "yes", "x", "applied", "wahr", "ja"})
_RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
_CONTAINERS = frozenset({"codes", "nodes", "codesystem", "code system"})
_BETWEEN = re.compile(r"\\\\|\s*>>\s*|\s+>\s+|(?<=[^\\])\\(?=[^\\])")
"""What stands between the parts of a code's path: NVivo and MAXQDA, QualCoder."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A row of such a list. `codes` are as the file calls them; `hint` is where the passage may begin, if it says."""

    row: int
    transcript: str
    codes: tuple[str, ...]
    quote: str
    coder: str = ""
    memo: str = ""
    hint: tuple[int, int] | None = None


def segments_in(sheet: Sheet) -> list[Segment] | None:
    """The segments of a list by another tool; None where the table is one of ours, with offsets for each coding."""
    columns = sheet.matched(HEADINGS)
    applied = _applied_columns(sheet)
    if not {"transcript", "quote"} <= columns.keys() or not (applied or "codes" in columns):
        return None
    if {"start", "end"} <= {plain_name(column) for column in sheet.columns}:
        return None
    return [_segment(row, columns, applied) for row in sheet.rows]


def parts_of(path: str) -> list[str]:
    """A code's path from the top, without the folder that holds all codes.

    >>> parts_of("Codes\\\\\\\\Garden\\\\\\\\Rules"), parts_of("Garden > Rules"), parts_of("\\\\input{x}")
    (['Garden', 'Rules'], ['Garden', 'Rules'], ['\\\\input{x}'])
    """
    parts = [part.strip() for part in _BETWEEN.split(path.strip()) if part and part.strip()]
    if len(parts) > 1 and parts[0].casefold() in _CONTAINERS:
        parts = parts[1:]
    return parts or [path.strip()]


def _applied_columns(sheet: Sheet) -> dict[str, str]:
    """Dedoose has a column for each code, `Code: NAME Applied`."""
    found = {}
    for column in sheet.columns:
        match = re.fullmatch(r"(?i)code:\s*(.+?)\s+applied", column.strip())
        if match:
            found[column] = match[1]
    return found


def _segment(row: SheetRow, columns: dict[str, str], applied: dict[str, str]) -> Segment:
    cells = {field: row.cells.get(column, "").strip() for field, column in columns.items()}
    if applied:
        codes = [code for column, code in applied.items() if row.cells.get(column, "").strip().casefold() in _YES]
    else:
        heading = plain_name(columns["codes"])
        codes = _several(cells["codes"], many=heading in ("codes", "tags", "codes applied combined"))
    quote = row.cells.get(columns["quote"], "").strip()
    return Segment(
        row.number,
        cells["transcript"],
        tuple(dict.fromkeys(codes)),
        quote,
        cells.get("coder", ""),
        cells.get("memo", ""),
        _hint(cells),
    )


def _several(cell: str, *, many: bool) -> list[str]:
    """The codes in one cell: a line each, and with a heading in the plural also parted by semicolons or commas."""
    lines = [line.strip() for line in cell.splitlines()]
    if many and len(lines) == 1:
        lines = [part.strip() for part in re.split(r";|,(?=\s)" if ";" in cell or ", " in cell else r",", cell)]
    return [line for line in lines if line]


def _hint(cells: dict[str, str]) -> tuple[int, int] | None:
    found = _RANGE.search(cells.get("range", ""))
    given = found.groups() if found else (cells.get("start", ""), cells.get("end", ""))
    try:
        start, end = (int(float(one)) for one in given)
    except (ValueError, OverflowError):
        return None
    return (start, end) if 0 <= start < end else None
