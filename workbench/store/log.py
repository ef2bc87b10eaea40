"""What did an act change, row by row?

An act collects the images of the rows that it made, changed or removed: `[table, key, before, after]`. They go into
the change log in the same transaction as the rows themselves.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Table, delete, insert, select, update

from workbench.model import WorkbenchError
from workbench.store.facts import SINCE
from workbench.store.tables import LOGGED
from workbench.store.words import from_json

Row = dict[str, Any]
Image = tuple[str, str, Row | None, Row | None]

ACTS = frozenset(
    {
        "new study",
        "settings",
        "import transcript",
        "remove transcript",
        "edit transcript",
        "edit speakers",
        "correct transcript",
        "pseudonymise",
        "remove originals",
        "purge history",
        "withdraw participant",
        "import participants",
        "edit participant",
        "add code",
        "edit code",
        "remove code",
        "merge codes",
        "archive code",
        "split code",
        "snapshot codebook",
        "look again",
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
        "refuse passage",
        "mark reading",
        "save query",
        "start round",
        "mark done",
        "close round",
        "begin reconciling",
        "reconcile",
        "rename coder",
        "merge copies",
        "import project",
        "repair",
        "undo",
        "redo",
    }
)
"""The closed list of what can be done to a study; the history filters by it."""


MANY = 100
"""Rows that are worth a way of their own into the database."""


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
        insert_rows(self.connection, LOGGED[table], rows)
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

    def touch(self, table: str, key: str) -> None:
        """Log that the act concerns a row that it leaves as it is: a passage that has other words at the same place."""
        row = self._row(table, key)
        self.images.append((table, key, row, row))

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


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that all have the same columns.

    Where they are many, values are made ready for the database column by column here: by the row, as SQLAlchemy does
    it, that takes as long as the database itself.
    """
    if len(rows) < MANY:
        connection.execute(insert(table), list(rows))
        return
    dialect, names = connection.dialect, list(rows[0])
    statement = insert(table).compile(dialect=dialect, column_keys=names)
    columns = []
    for name in statement.positiontup or names:
        values, ready = [row[name] for row in rows], table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        columns.append(values if ready is None else list(map(ready, values)))
    placed = list(zip(*columns, strict=True))
    given: Any = placed if statement.positiontup else [dict(zip(names, row, strict=True)) for row in placed]
    connection.exec_driver_sql(statement.string, given)


def digest(before_hash: str, entry: Mapping[str, Any]) -> str:
    """Hash of a change and of the one before it: a change edited, removed or put in between shows in all later ones."""
    fields = {name: entry[name] for name in ("id", "time", "coder", "act", "what", "why", "undoes")}
    about = [before_hash, {**fields, "rows": ""}]
    text = json.dumps(about, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    before, rows, after = (part.encode("utf-8", "surrogatepass") for part in text.partition('"rows":"'))
    return hashlib.sha256(b"".join([before, rows, _json(entry["rows"])[1:-1], after])).hexdigest()


def as_rows(images: Sequence[Image]) -> str:
    """Images as a change holds them."""
    return _json(images).decode("utf-8", "surrogatepass")


def _json(value: Any) -> bytes:
    """As the standard library writes it without spaces, in a tenth of the time.

    Half a character, which older studies may hold, and integers of more than 64 bits are left to that library.
    """
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def images_of(rows: str) -> list[Image]:
    """The images that a change holds; those of an older format have the columns that came since."""
    return [(table, key, whole(table, before), whole(table, after)) for table, key, before, after in written(rows)]


def written(rows: str) -> list[Image]:
    """The images exactly as the change has them."""
    return [(table, key, before, after) for table, key, before, after in from_json(rows)]


def whole(table: str, row: Row | None) -> Row | None:
    """The row of an image, of whichever format, as the present one has it."""
    return (
        row
        if row is None or table not in SINCE or "id" not in row
        else {**row, **{n: v for n, v in SINCE[table].items() if n not in row}}
    )
