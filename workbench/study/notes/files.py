"""Memos of a file: a table with a row for each."""

from dataclasses import dataclass
from datetime import UTC, datetime

from workbench.exports.sheets import read_sheet
from workbench.model import MEMO_KINDS, MEMO_TARGETS, BadRows, MemoKind

MEMO_COLUMNS = ("coder", "text", "kind", "on", "target", "title", "start", "end", "created")


@dataclass(frozen=True, slots=True)
class MemoRow:
    """A memo as a file says it; `row` is its number in a spreadsheet."""

    row: int
    coder: str
    text: str
    kind: MemoKind
    on: str
    target: str
    title: str = ""
    start: int | None = None
    end: int | None = None
    created: str = ""


def moment(given: str) -> str:
    """A day or time as the study writes it (UTC, to the millisecond); "" for none, and for what is none.

    >>> moment("2026-03-01T14:30:00+01:00"), moment("last week")
    ('2026-03-01T13:30:00.000Z', '')
    """
    try:
        found = datetime.fromisoformat(given)
    except ValueError:
        return ""
    told = found if found.tzinfo else found.replace(tzinfo=UTC)
    return told.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_memos(name: str, data: bytes) -> list[MemoRow]:
    """Rows of a table of memos; `BadRows` names each that cannot be taken."""
    sheet = read_sheet(name, data)
    columns = sheet.matched(dict.fromkeys(MEMO_COLUMNS, ()))
    sheet.require(columns, ("coder", "text"))
    found, problems = [], []
    for row in sheet.rows:
        cells = {field: row.cells[column].strip() for field, column in columns.items()}
        kind, on = cells.get("kind") or "reflexive", cells.get("on") or "study"
        place = [int(cell) if cell.isdigit() else None for cell in (cells.get("start", ""), cells.get("end", ""))]
        if kind not in MEMO_KINDS:
            problems.append(f"row {row.number}: the kind '{kind}' is none of {', '.join(MEMO_KINDS)}.")
        elif on not in MEMO_TARGETS:
            problems.append(f"row {row.number}: a memo cannot be on '{on}', only on {', '.join(MEMO_TARGETS)}.")
        elif not cells["coder"] or not cells["text"]:
            problems.append(f"row {row.number}: the coder or the text is empty. Fill it in, or delete the row.")
        else:
            title, target = cells.get("title", ""), cells.get("target", "")
            created = moment(cells.get("created", ""))
            found.append(
                MemoRow(row.number, cells["coder"], cells["text"], kind, on, target, title, place[0], place[1], created)
            )
    if problems:
        raise BadRows(name, problems)
    return found
