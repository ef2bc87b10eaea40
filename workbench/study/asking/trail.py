"""What did a change do, in a reader's words: which thing, how it was before, how it is after?

Rows of the log speak of each other by keys; here they are called by the names that people know.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from workbench.store import LOGGED
from workbench.store.erasing import is_erased
from workbench.store.log import Image, Row, images_of
from workbench.store.tables import change

Names = Mapping[tuple[str, str], str]
"""What people call a row: (table, key) -> name."""

NAMING = ("name", "label", "title", "number")
"""Columns that can say what a row is called, the best first."""
QUIET = frozenset({"setting", "turn", "speaker"})
"""Tables that say little to a reader: they are told where a change touched nothing else."""
UNTOLD = frozenset({"id", "position", "codebook_version", "created", "text_sha256", "original_sha256"})
NOTHING: tuple[Any, ...] = (None, "", [], {})
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a change touched: `what` it is, and the columns that differ, as they were and as they became."""

    what: str
    before: str
    after: str


def told(images: Sequence[Image], names: Names) -> list[Told]:
    """The images of a change in words, in their order; those of quiet tables only where there are no others.

    >>> row = {"id": "c1", "name": "fence", "description": ""}
    >>> told([("code", "c1", row, {**row, "description": "What keeps out"})], {})
    [Told(what="code 'fence'", before='description: –', after='description: What keeps out')]
    >>> told([("code", "c1", None, row)], {})
    [Told(what="code 'fence'", before='not there', after='name: fence')]
    """
    known = [image for image in images if image[0] in LOGGED]
    loud = [image for image in known if image[0] not in QUIET]
    return [_told(image, names) for image in loud or known]


def names_for(connection: Connection, images: Iterable[Image]) -> dict[tuple[str, str], str]:
    """Names of all rows that these images refer to, of those that are gone the last one they had.

    A row without a name, such as a coding, is called by what it is.
    """
    wanted = dict.fromkeys(
        (reference, row[column])
        for table, _key, before, after in images
        if table in LOGGED
        for row in (before, after)
        if row is not None and not is_erased(row)
        for column, reference in _references(table, row)
        if row.get(column)
    )
    found: dict[tuple[str, str], str] = {}
    nameless: list[Image] = []
    for table, key in wanted:
        target = LOGGED[table]
        now = connection.execute(select(target).where(target.c.id == key)).mappings().first()
        row = dict(now) if now is not None else _last_row(connection, table, key)
        if row is not None and (name := _own_name(row)):
            found[table, key] = name
        elif row is not None:
            nameless.append((table, key, None, row))
    if nameless:
        names = names_for(connection, nameless)
        found |= {(table, key): _what(table, key, row or {}, names) for table, key, _before, row in nameless}
    return found


def _last_row(connection: Connection, table: str, key: str) -> Row | None:
    """A row that is gone, from the newest change that knew it."""
    query = select(change.c.rows).where(change.c.rows.contains(f'["{table}","{key}",', autoescape=True))
    for rows in connection.execute(query.order_by(change.c.id.desc())).scalars():
        for one, its_key, before, after in images_of(rows):
            if (one, its_key) == (table, key):
                for row in (after, before):
                    if row is not None and not is_erased(row):
                        return row
    return None


def _told(image: Image, names: Names) -> Told:
    table, key, before, after = image
    row = after if after is not None and not is_erased(after) else before
    what = _what(table, key, row, names) if row is not None and not is_erased(row) else table.replace("_", " ")
    return Told(what, _side(table, before, after, names, "not there"), _side(table, after, before, names, "gone"))


def _what(table: str, key: str, row: Row, names: Names) -> str:
    noun = table.replace("_", " ")
    if table == "setting":
        return f"setting '{key}'"
    if name := _own_name(row):
        return f"{noun} '{_short(name, 60)}'"
    parts = [
        called if place == "coding" else f"'{called}'"
        for column, place in _references(table, row)
        if (called := names.get((place, row[column])))
    ]
    if row.get("start") is not None and row.get("end") is not None:
        parts.append(f"{row['start']}–{row['end']}")
    if row.get("coder"):
        parts.append(f"by {row['coder']}")
    return f"{noun} {', '.join(parts)}" if parts else noun


def _side(table: str, row: Row | None, other: Row | None, names: Names, absent: str) -> str:
    if row is None:
        return absent
    if is_erased(row):
        return "erased for good"
    return "; ".join(_columns(table, row, other, names)) or "as it was"


def _columns(table: str, row: Row, other: Row | None, names: Names) -> Iterator[str]:
    references = dict(_references(table, row))
    compared = None if other is None or is_erased(other) else other
    for column, value in row.items():
        same = value is False or value in NOTHING if compared is None else compared.get(column) == value
        if same or column in UNTOLD:
            continue
        if column in references:
            shown = "–" if not value else names.get((references[column], value), "one that is gone")
            yield f"{'below' if column == 'parent_id' else column.removesuffix('_id')}: {shown}"
        else:
            yield f"{column.replace('_', ' ')}: {_short(value, LONGEST)}"


def _references(table: str, row: Row) -> list[tuple[str, str]]:
    """The columns of a row that point at other rows, each with the table that it points into."""
    found = [
        (column.name, reference.column.table.name)
        for column in LOGGED[table].columns
        for reference in column.foreign_keys
    ]
    return [*found, ("target", row["on"])] if table == "memo" and row["on"] in LOGGED else found


def _own_name(row: Mapping[str, Any]) -> str:
    return next((str(row[column]) for column in NAMING if row.get(column)), "")


def _short(value: Any, most: int) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        plain = all(isinstance(one, str) for one in value)
        value = ", ".join(value) if plain else f"{len(value)} {'entry' if len(value) == 1 else 'entries'}"
    if isinstance(value, dict):
        value = ", ".join(f"{name} {one}" for name, one in value.items())
    text = " ".join(str(value).split())
    return (text if len(text) <= most else f"{text[: most - 1]}…") or "–"
