"""What of a damaged study can be saved, and how?

Every table is read row by row, around what cannot be read. The history is kept up to its first gap, and played again;
where the rows that can be read say more, they are put in place by one further act, "repair". So the new study has all
that the old one can still give, and is whole itself. The damaged file is only read.
"""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Integer, Table, create_engine, insert, literal_column, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from workbench.model import WorkbenchError
from workbench.store.check import play
from workbench.store.database import Store
from workbench.store.engine import OPTIONS, is_there, is_url
from workbench.store.erasing import seals
from workbench.store.fitting import fitted
from workbench.store.log import Row, digest
from workbench.store.tables import LOGGED, change, original
from workbench.store.undo import Place, write

PLACE = literal_column("rowid", Integer)
"""Where SQLite keeps a row: it finds each by itself, whatever is damaged before it."""
MOST = 2_000
"""Places in a row at which nothing can be read, after which nothing more is looked for: a page holds a hundred."""
NOTHING = (
    "Nothing of {study} can be read ({why}). Copy it, with the -wal file if one stands beside it, to a folder where "
    "you may write, and try there; or take the newest file of {study}-backups: workbench restore BACKUP NEW"
)
NO_TABLE = ("no such table", "not a database")


@dataclass(frozen=True, slots=True)
class Saved:
    """What could be saved: rows by table, changes of the history out of how many, and sentences on what could not."""

    rows: dict[str, int]
    changes: int
    says: tuple[str, ...]


def salvage(location: str, target: str | None, *, coder: str) -> Saved:
    """Make the study `target` of all that can be read of `location`; with None only say what could be saved."""
    if is_url(location):
        raise WorkbenchError("A database on a server is repaired with the server's own tools, or from a backup.")
    if not is_there(Path(location)) or Path(location).is_dir():
        raise WorkbenchError(f"There is no study at {location}.")
    engine = create_engine("sqlite://", creator=lambda: _raw(location), poolclass=StaticPool, **OPTIONS)
    try:
        with engine.connect() as connection:
            return _salvage(connection, location, target, coder)
    except DBAPIError as error:
        raise WorkbenchError(NOTHING.format(study=location, why=error.orig)) from None
    finally:
        engine.dispose()


def _raw(location: str) -> sqlite3.Connection:
    # Without a log beside it nobody has it open; else SQLite would put one there, or read nothing where it may not.
    path = Path(location).resolve()
    alone = not path.with_name(f"{path.name}-wal").exists()
    address = f"{path.as_uri()}?mode=ro{'&immutable=1' if alone else ''}"
    connection = sqlite3.connect(address, uri=True, check_same_thread=False)
    connection.execute("PRAGMA cell_size_check = ON")
    # Else SQLite gives nothing at all of a file that is shorter than its first page says.
    connection.execute("PRAGMA writable_schema = ON")
    return connection


def _salvage(connection: Connection, location: str, target: str | None, coder: str) -> Saved:
    says: list[str] = []
    history, told, complete = _history(connection, says)
    played: dict[Place, Row] = {}
    for entry in history:
        play(played, entry["rows"])
    wanted: dict[Place, Row] = {place: row for place, row in played.items() if place[0] in LOGGED}
    if not complete:
        for entry in told:
            play(wanted, entry["rows"])
        wanted = {place: row for place, row in wanted.items() if place[0] in LOGGED}
        for name, table in LOGGED.items():
            found, whole = _rows(connection, table)
            if whole:
                wanted = {place: row for place, row in wanted.items() if place[0] != name}
            else:
                says.append(
                    f"Of the {name}s {len(found)} can be read; those that only the history knows are kept, too."
                )
            read = {(name, row["id"]): row for row in found}
            # What was read comes first: where two have one name, it is the other's that gets a number.
            wanted = {**read, **wanted, **read}
        says += fitted(wanted)
    files, whole = _rows(connection, original)
    sound = [file for file in files if hashlib.sha256(file["bytes"]).hexdigest() == file["sha256"]]
    if not whole or len(sound) < len(files):
        says.append(f"Of the original files {len(sound)} can be read.")
    if not history and not wanted:
        raise WorkbenchError(NOTHING.format(study=location, why="it holds no row of a study"))
    number = Counter(name for name, _key in wanted)
    counts = {name: number[name] for name in LOGGED if number[name]}
    if target is not None:
        _make(target, history, played, wanted, sound, coder)
    return Saved(counts, len(history), tuple(says))


def _make(
    target: str, history: list[Row], played: dict[Place, Row], wanted: dict[Place, Row], files: list[Row], coder: str
) -> None:
    made = Store.create(target)
    try:
        with made.writing() as there:
            for name, table in LOGGED.items():
                rows = [row for place, row in played.items() if place[0] == name]
                if rows:
                    there.execute(insert(table), rows)
            for table, rows in ((change, history), (original, files)):
                if rows:
                    there.execute(insert(table), rows)
        with made.act("repair", "Put back what could be read of a damaged study", coder=coder) as act:
            places = {place: None for place in {**played, **wanted} if played.get(place) != wanted.get(place)}
            write(act, {p: played.get(p) for p in places}, {p: wanted.get(p) for p in places})
    except BaseException:
        made.discard()
        raise
    made.close()


def _history(connection: Connection, says: list[str]) -> tuple[list[Row], list[Row], bool]:
    """The changes up to the first that is missing, unreadable or altered; the others that can be read, which are told
    but not proven; and whether the first are all."""
    found, whole = _rows(connection, change)
    try:
        sealed = seals(connection)
    except DBAPIError:
        sealed = {}
    kept: list[Row] = []
    before = ""
    found.sort(key=lambda row: int(row["id"]))
    for number, row in enumerate(found, start=1):
        known = (row["hash"], sealed.get(number))
        if row["id"] != number or row["before_hash"] != before or digest(before, row) not in known:
            break
        kept.append(row)
        before = row["hash"]
    complete = whole and len(kept) == len(found)
    if not complete:
        says.append(
            f"The history can be read up to change {len(kept)}; what was done after it is kept without its steps."
        )
    return kept, [row for row in found[len(kept) :] if _is_json(row["rows"])], complete


def _is_json(rows: str) -> bool:
    try:
        return isinstance(json.loads(rows), list)
    except ValueError:
        return False


def _rows(connection: Connection, table: Table) -> tuple[list[Row], bool]:
    """The rows of a table that can be read, and whether these are all: row by row, past each that cannot."""
    found: dict[Any, Row] = {}
    key = next(iter(table.primary_key.columns))
    at, missed, whole = 0, 0, True
    while missed < MOST:
        try:
            for place, row in _walk(connection, table, at):
                at, missed = place + 1, 0
                if all(row[column.name] is not None for column in table.columns if not column.nullable):
                    found[row[key.name]] = row
                else:
                    whole = False
            break
        except (DBAPIError, UnicodeDecodeError, ValueError) as error:
            at, missed, whole = at + 1, missed + 1, False
            if any(sign in str(error) for sign in NO_TABLE):
                break
    return list(found.values()), whole


def _walk(connection: Connection, table: Table, start: int) -> Iterator[tuple[int, Row]]:
    query = select(PLACE.label("place"), table).where(start <= PLACE).order_by(PLACE)
    for row in connection.execution_options(yield_per=1).execute(query).mappings():
        values = dict(row)
        yield values.pop("place"), values
