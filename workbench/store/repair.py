"""What of a damaged study can be saved, and how?

Every table is read row by row, around what cannot be read. The history is kept up to its first gap, and played again;
where the rows that can be read say more, they are put in place by one further act, "repair". So the new study has all
that the old one can still give, and is whole itself. The damaged file is only read.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Table, create_engine, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from workbench.model import WorkbenchError
from workbench.store.check import play
from workbench.store.database import Store
from workbench.store.engine import is_url
from workbench.store.erasing import seals
from workbench.store.log import Row, digest
from workbench.store.tables import LOGGED, REFERENCES, change, original
from workbench.store.undo import Place, write


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
    if not Path(location).is_file():
        raise WorkbenchError(f"There is no study at {location}.")
    engine = create_engine("sqlite://", creator=lambda: _raw(location), poolclass=StaticPool)
    try:
        with engine.connect() as connection:
            return _salvage(connection, target, coder)
    except DBAPIError as error:
        raise WorkbenchError(
            f"Nothing of {location} can be read ({error.orig}). Take the newest file of {location}-backups, if there "
            f"is one: workbench restore BACKUP NEW"
        ) from None
    finally:
        engine.dispose()


def _raw(location: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{Path(location).resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


def _salvage(connection: Connection, target: str | None, coder: str) -> Saved:
    says: list[str] = []
    history, complete = _history(connection, says)
    played: dict[Place, Row] = {}
    for entry in history:
        play(played, entry["rows"])
    wanted: dict[Place, Row] = {place: row for place, row in played.items() if place[0] in LOGGED}
    if not complete:
        for name, table in LOGGED.items():
            found, whole = _rows(connection, table)
            if whole:
                wanted = {place: row for place, row in wanted.items() if place[0] != name}
            else:
                says.append(
                    f"Of the {name}s {len(found)} can be read; those that only the history knows are kept, too."
                )
            wanted |= {(name, row["id"]): row for row in found}
        says += _unreferred(wanted)
    files, whole = _rows(connection, original)
    if not whole:
        says.append(f"Of the original files {len(files)} can be read.")
    counts: dict[str, int] = {}
    for name, _key in wanted:
        counts[name] = counts.get(name, 0) + 1
    if target is not None:
        _make(target, history, played, wanted, files, coder)
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


def _history(connection: Connection, says: list[str]) -> tuple[list[Row], bool]:
    """The changes up to the first that is missing, unreadable or altered, and whether these are all."""
    found, whole = _rows(connection, change)
    try:
        sealed = seals(connection)
    except DBAPIError:
        sealed = {}
    kept: list[Row] = []
    before = ""
    for number, row in enumerate(sorted(found, key=lambda row: int(row["id"])), start=1):
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
    return kept, complete


def _rows(connection: Connection, table: Table) -> tuple[list[Row], bool]:
    """The rows of a table that can be read, and whether these are all: from the front, then from the back."""
    found: dict[Any, Row] = {}
    key = next(iter(table.primary_key.columns))
    for order in ("", " DESC"):
        try:
            for row in _walk(connection, table, order):
                found[row[key.name]] = row
        except (DBAPIError, UnicodeDecodeError, ValueError):
            continue
        return list(found.values()), True
    return list(found.values()), False


def _walk(connection: Connection, table: Table, order: str) -> Iterator[Row]:
    from sqlalchemy import text

    query = select(table).order_by(text(f"rowid{order}"))
    for row in connection.execution_options(yield_per=1).execute(query).mappings():
        yield dict(row)


def _unreferred(wanted: dict[Place, Row]) -> list[str]:
    """Take out rows whose transcript, code or theme could not be read; gives sentences."""
    lost: dict[str, int] = {}
    while True:
        gone = [
            (other, key)
            for name in LOGGED
            for other, column in REFERENCES[name]
            for (table, key), row in wanted.items()
            if table == other and row[column] is not None and (name, row[column]) not in wanted
        ]
        if not gone:
            return [f"{count} {name}s refer to what cannot be read, and are left out." for name, count in lost.items()]
        for place in dict.fromkeys(gone):
            del wanted[place]
            lost[place[0]] = lost.get(place[0], 0) + 1
