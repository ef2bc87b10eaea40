"""Is a study whole? Each fault found is a sentence; none found is an empty list."""

import json

from sqlalchemy import Connection, select, text

from workbench.store.database import Store
from workbench.store.erasing import is_erased, seals
from workbench.store.log import Row, digest, images_of
from workbench.store.tables import LOGGED, change


def faults(store: Store) -> list[str]:
    """What can be seen from the file itself: pages, references, spans, the log's chain, log against state."""
    with store.read() as connection:
        damaged = _pages(connection)
        if damaged:
            return damaged
        return [*_references(connection), *_spans(connection), *_chain(connection), *_replay(connection)]


def _pages(connection: Connection) -> list[str]:
    if connection.dialect.name != "sqlite":
        return []
    found = [row[0] for row in connection.execute(text("PRAGMA integrity_check(20)"))]
    return [] if found == ["ok"] else [f"The file is damaged: {line}" for line in found]


def _references(connection: Connection) -> list[str]:
    found = []
    for name, table in LOGGED.items():
        for column in table.columns:
            for reference in column.foreign_keys:
                parent = reference.column.table.alias()
                query = (
                    select(table.c.id)
                    .select_from(table.outerjoin(parent, column == parent.c.id))
                    .where(column.is_not(None), parent.c.id.is_(None))
                )
                found += [
                    f"A {name} ({key}) refers to a {reference.column.table.name} that is not there."
                    for (key,) in connection.execute(query)
                ]
    return found


def _spans(connection: Connection) -> list[str]:
    transcript = LOGGED["transcript"]
    texts = {row.id: (row.name, len(row.text)) for row in connection.execute(select(transcript))}
    found = []
    for name in ("turn", "coding", "counter_case"):
        table = LOGGED[name]
        for row in connection.execute(select(table.c.id, table.c.transcript_id, table.c.start, table.c.end)):
            title, length = texts.get(row.transcript_id, ("", 0))
            if title and not 0 <= row.start <= row.end <= length:
                found.append(f"A {name} ({row.id}) lies at {row.start}–{row.end}, outside '{title}' (0–{length}).")
    return found


def _chain(connection: Connection) -> list[str]:
    before, sealed = "", seals(connection)
    for number, row in enumerate(connection.execute(select(change).order_by(change.c.id)).mappings(), start=1):
        if row["id"] != number:
            return [f"The history has a gap: change {number} is missing."]
        # A change that was rewritten when something was erased for good is whole as its seal says.
        if row["before_hash"] != before or digest(before, dict(row)) not in (row["hash"], sealed.get(number)):
            return [f"The history was altered from outside at change {number} ({row['what']})."]
        before = row["hash"]
    return []


def _replay(connection: Connection) -> list[str]:
    """Play the log from empty and compare what comes out with what is there."""
    played: dict[tuple[str, str], Row] = {}
    for (rows,) in connection.execute(select(change.c.rows).order_by(change.c.id)):
        for table, key, _before, after in images_of(rows):
            if after is None or is_erased(after):
                played.pop((table, key), None)
            else:
                played[table, key] = after
    found = []
    for name, logged in LOGGED.items():
        there = {(name, row["id"]): dict(row) for row in connection.execute(select(logged)).mappings()}
        for place in there.keys() | {place for place in played if place[0] == name}:
            if _plain(there.get(place)) != _plain(played.get(place)):
                found.append(f"A {name} ({place[1]}) is not as the history says it should be.")
    return sorted(found)


def _plain(row: Row | None) -> Row | None:
    return None if row is None else json.loads(json.dumps(row))
