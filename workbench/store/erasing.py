"""How does something leave a study for good, its history included, while the history can still be verified?

In the change log an erased image of a row becomes `{"erased": sha256}` of what stood there. The act that erases keeps
for each change that it rewrote a seal, the digest of the change as it stands now; the chain of hashes stays as it was,
and `check` takes a rewritten change for whole where a seal, itself in the chain, says so.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, select, text, update
from sqlalchemy.exc import DBAPIError

from workbench.model import WorkbenchError
from workbench.store.log import Act, Image, Row, as_rows, digest, images_of, whole, written
from workbench.store.tables import LOGGED, cache, change, original

if TYPE_CHECKING:
    from workbench.store.database import Store

FOR_GOOD = frozenset({"remove originals", "purge history", "withdraw participant"})
"""Kinds of acts that cannot be undone."""
SEAL = "change"
"""In place of a table's name: the image is a change's seal."""


def erased(row: Row) -> Row:
    """What stands in the log for a row that is gone for good."""
    if is_erased(row):
        return row
    plain = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {"erased": hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()}


def is_erased(row: Row | None) -> bool:
    return row is not None and row.keys() == {"erased"}


def state(connection: Connection) -> dict[tuple[str, str], Row]:
    """All rows of the study as the log would hold them."""
    return {
        (name, row["id"]): json.loads(json.dumps(dict(row)))
        for name, table in LOGGED.items()
        for row in connection.execute(select(table)).mappings()
    }


def redact(act: Act, doomed: Callable[[str, str, Row], bool], words: Callable[[str], str] = lambda what: what) -> int:
    """Erase the images in the log, up to this act, for which `doomed(table, key, row)` is true; gives how many.

    `words` rewrites what the log says in words. Images that are the rows of today are the caller's to spare.
    """
    count = 0
    connection = act.connection
    for number in list(connection.execute(select(change.c.id).order_by(change.c.id)).scalars()):
        entry = dict(connection.execute(select(change).where(change.c.id == number)).mappings().one())
        there = written(entry["rows"])
        images = [redacted(image, doomed) for image in there]
        rows = entry["rows"] if images == there else as_rows(images)
        fresh = {**entry, "rows": rows, "what": words(entry["what"]), "why": words(entry["why"])}
        if fresh == entry:
            continue
        count += sum(image != before for image, before in zip(images, there, strict=True))
        values = {name: fresh[name] for name in ("rows", "what", "why")}
        connection.execute(update(change).where(change.c.id == number).values(**values))
        act.images.append((SEAL, str(number), {"hash": entry["hash"]}, {"seal": digest(entry["before_hash"], fresh)}))
    return count


def redacted(image: Image, doomed: Callable[[str, str, Row], bool]) -> Image:
    """The image with what is doomed erased; seals stay."""
    table, key, before, after = image
    if table == SEAL:
        return image
    parts = [
        row if row is None or not doomed(table, key, whole(table, row) or row) else erased(row)
        for row in (before, after)
    ]
    return table, key, parts[0], parts[1]


def seals(connection: Connection) -> dict[int, str]:
    """For each change that was rewritten the digest that it has since, by the newest act that rewrote it."""
    query = select(change.c.rows).where(change.c.act.in_(FOR_GOOD)).order_by(change.c.id)
    found: dict[int, str] = {}
    for (rows,) in connection.execute(query):
        found |= {int(key): after["seal"] for table, key, _b, after in images_of(rows) if table == SEAL and after}
    return found


def undoable(entry: Mapping[str, Any], there: Callable[[str, str], bool]) -> list[Image]:
    """The images of a change that undo is to take back; a sentence where it cannot, since something was erased.

    What the change made and is gone for good needs no undoing; `there` says whether a row is.
    """
    what = f"Change {entry['id']} ({entry['what']})"
    if entry["act"] in FOR_GOOD:
        raise WorkbenchError(f"{what} cannot be undone: what it erased is gone for good.")
    left = []
    for table, key, before, after in images_of(entry["rows"]):
        if is_erased(before) or (is_erased(after) and (before is not None or there(table, key))):
            raise WorkbenchError(
                f"{what} cannot be undone: what stood there before was erased for good since, by a withdrawal or a "
                f"purge of the history."
            )
        if not is_erased(after):
            left.append((table, key, before, after))
    if not left:
        raise WorkbenchError(f"{what} cannot be undone: all that it made was erased for good since.")
    return left


# Beside the log ------------------------------------------------------------------------------------------------------


def drop_originals(act: Act, spared: set[str]) -> int:
    """Remove the original files but those with these digests; the act keeps which. Gives how many."""
    gone = [one for one in act.connection.execute(select(original.c.sha256)).scalars() if one not in spared]
    for one in gone:
        act.connection.execute(delete(original).where(original.c.sha256 == one))
        act.images.append(("original", one, {"erased": one}, None))
    return len(gone)


def drop_caches(act: Act) -> None:
    """Remove all that can be computed again: it was made from words that are gone."""
    act.connection.execute(delete(cache))


def overwrite_freely(connection: Connection) -> None:
    """From now on, what this connection deletes is overwritten in the file."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def scrub(store: "Store") -> list[str]:
    """Rewrite the database so that nothing deleted is left in its files; gives sentences on what could not be done."""
    store.refuse_read_only()
    with store.engine.connect() as connection:
        try:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM (FULL)"))
                return [
                    "The server may keep the former words in its write-ahead log and in its own backups for a while."
                ]
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("VACUUM")
            busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except (DBAPIError, sqlite3.Error) as error:
            if "full" in str(error):
                return [
                    f"The disk that holds {store.location} has no room to rewrite the file, so it may still hold the "
                    f"erased words. Make room, twice the size of the file, and run 'workbench scrub {store.location}'."
                ]
            busy = True
    if not busy:
        return []
    return [
        f"Another program has {store.location} open, so its file may still hold the erased words. Close that program "
        f"and run 'workbench scrub {store.location}'."
    ]
