"""What did an act change, row by row, and how is it taken back?

An act collects the images of the rows that it made, changed or removed: `[table, key, before, after]`. They go into
the change log in the same transaction as the rows themselves. Undo writes `before` over `after`, provided that the row
still is as the act left it; otherwise the later change that touched it is named.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from workbench.model import StandsInTheWay, WorkbenchError
from workbench.store.tables import LOGGED, change

Row = dict[str, Any]
Image = tuple[str, str, Row | None, Row | None]

ACTS = frozenset(
    {
        "new study",
        "settings",
        "import transcript",
        "remove transcript",
        "edit speakers",
        "import participants",
        "edit participant",
        "add code",
        "edit code",
        "remove code",
        "merge codes",
        "import codebook",
        "add coding",
        "edit coding",
        "remove coding",
        "import codings",
        "add memo",
        "edit memo",
        "import memos",
        "suggest themes",
        "decide",
        "add theme",
        "edit theme",
        "remove theme",
        "link themes",
        "mark counter-case",
        "move on map",
        "undo",
        "redo",
    }
)
"""The closed list of what can be done to a study; the history filters by it."""


class Act:
    """The writing half of a transaction: every row goes through it, so none goes unlogged."""

    def __init__(self, connection: Connection, kind: str, what: str) -> None:
        self.connection = connection
        self.kind = kind
        self.what = what
        self.change = 0
        self.images: list[Image] = []

    def insert(self, table: str, row: Row) -> None:
        self.insert_many(table, [row])

    def insert_many(self, table: str, rows: Sequence[Row]) -> None:
        """Insert rows that all have the same columns, `id` among them."""
        if not rows:
            return
        self.connection.execute(insert(LOGGED[table]), list(rows))
        self.images += [(table, row["id"], None, dict(row)) for row in rows]

    def update(self, table: str, key: str, **values: Any) -> bool:
        """Change columns of one row; False, and nothing logged, where they hold these values already."""
        before = self._row(table, key)
        after = {**before, **values}
        if after == before:
            return False
        target = LOGGED[table]
        self.connection.execute(update(target).where(target.c.id == key).values(**values))
        self.images.append((table, key, before, after))
        return True

    def delete(self, table: str, key: str) -> None:
        before = self._row(table, key)
        target = LOGGED[table]
        self.connection.execute(delete(target).where(target.c.id == key))
        self.images.append((table, key, before, None))

    def delete_many(self, table: str, keys: Iterable[str]) -> None:
        for key in keys:
            self.delete(table, key)

    def _row(self, table: str, key: str) -> Row:
        found = read_row(self.connection, table, key)
        if found is None:
            raise WorkbenchError(
                f"This {table.replace('_', ' ')} is not in the study any more. Somebody may have removed it; reload."
            )
        return found


def read_row(connection: Connection, table: str, key: str) -> Row | None:
    target = LOGGED[table]
    found = connection.execute(select(target).where(target.c.id == key)).mappings().first()
    return dict(found) if found is not None else None


def digest(before_hash: str, entry: Mapping[str, Any]) -> str:
    """Hash of a change and of the one before it: a change edited, removed or put in between shows in all later ones."""
    fields = {name: entry[name] for name in ("id", "time", "coder", "act", "what", "why", "undoes", "rows")}
    text = json.dumps([before_hash, fields], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def images_of(rows: str) -> list[Image]:
    return [(table, key, before, after) for table, key, before, after in json.loads(rows)]


def reverse(act: Act, change_id: int, what: str, images: Sequence[Image]) -> None:
    """Write each row's `before` back, last row first. `StandsInTheWay` where a later change built on one of them."""
    for table, key, before, after in reversed(images):
        if read_row(act.connection, table, key) != after:
            raise _in_the_way(act.connection, change_id, what, table, key)
        target = LOGGED[table]
        try:
            if before is None:
                act.connection.execute(delete(target).where(target.c.id == key))
            elif after is None:
                act.connection.execute(insert(target).values(**before))
            else:
                act.connection.execute(update(target).where(target.c.id == key).values(**before))
        except IntegrityError:
            raise _in_the_way(act.connection, change_id, what, table, str((before or {}).get("name", key))) from None
        act.images.append((table, key, after, before))
    for table, key, before, _after in images:
        if before is None and _is_referred_to(act.connection, table, key):
            raise _in_the_way(act.connection, change_id, what, table, key)


def _is_referred_to(connection: Connection, table: str, key: str) -> bool:
    for other in LOGGED.values():
        for column in other.columns:
            if any(reference.column.table.name == table for reference in column.foreign_keys):
                found = connection.execute(select(other.c.id).where(column == key).limit(1)).first()
                if found is not None:
                    return True
    return False


def _in_the_way(connection: Connection, change_id: int, what: str, table: str, value: str) -> StandsInTheWay:
    """Name the newest change in force after `change_id` whose rows hold `value` (a key or a name)."""
    undone = undone_changes(connection)
    later = (
        select(change.c.id, change.c.what, change.c.rows)
        .where(change.c.id > change_id, change.c.undoes.is_(None))
        .where(change.c.rows.contains(json.dumps(value, ensure_ascii=False), autoescape=True))
        .order_by(change.c.id.desc())
    )
    for number, text, rows in connection.execute(later):
        if number not in undone and any(
            key == value or value in (after or {}).values() or (name == table and value in (before or {}).values())
            for name, key, before, after in images_of(rows)
        ):
            return StandsInTheWay(change_id, what, number, text)
    return StandsInTheWay(change_id, what, change_id, what)


def undone_changes(connection: Connection) -> dict[int, int]:
    """Which changes are taken back at present, and by which: an undo that was itself undone does not count."""
    query = select(change.c.id, change.c.undoes).where(change.c.undoes.is_not(None)).order_by(change.c.id.desc())
    undone: dict[int, int] = {}
    for number, undoes in connection.execute(query):
        if number not in undone:
            undone[undoes] = number
    return undone
