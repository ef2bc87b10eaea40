"""How is a study opened, read and written so that nothing acknowledged is ever lost?

Each act is one transaction that writes the rows and the change with their images; both are there, or neither.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from workbench.model import StandsInTheWay, WorkbenchError
from workbench.store import backups, writers
from workbench.store.engine import check_file, failure, is_there, is_url, make_engine
from workbench.store.erasing import undoable
from workbench.store.log import ACTS, Act, as_rows, digest, read_row
from workbench.store.newest import Newest
from workbench.store.schema import HEAD, KNOWN, is_readable, migrate
from workbench.store.standing import Guard, check_together
from workbench.store.tables import LOGGED, cache, change, metadata, original
from workbench.store.undo import CHUNK, reverse, undone_changes


def now() -> str:
    """UTC to the millisecond; `SOURCE_DATE_EPOCH` fixes it, so that two runs of one script write the same study."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        moment = datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise WorkbenchError(f"SOURCE_DATE_EPOCH is '{fixed}', which is no time. Give seconds since 1970.") from None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Store:
    """One open study. Made by `Store.create` or `Store.open`; every write goes through `act`."""

    def __init__(self, location: str, engine: Engine, *, read_only: bool) -> None:
        self.location = location
        self.engine = engine
        self.read_only = read_only
        self.note = ""
        """What the person should know about how the study was opened; a sentence, or nothing."""
        self.guard: Guard | None = None
        """Watches over the file while the study is open; None on a server, and where it may only be read."""
        self._together: Connection | None = None
        self.newest = Newest(self)

    @classmethod
    def create(cls, location: str) -> "Store":
        """A new, empty database. Refuses to write over anything that is there."""
        if not is_url(location):
            path = Path(location)
            if is_there(path):
                raise WorkbenchError(f"{location} is already there. Open it, or choose another name.")
            if not path.parent.is_dir():
                raise WorkbenchError(f"The folder {path.parent} does not exist. Create it first.")
        store = cls(location, make_engine(location, read_only=False), read_only=False)
        theirs = is_url(location)
        try:
            with (
                store._errors(),
                store.engine.connect().execution_options(writes=True) as connection,
                connection.begin(),
            ):
                if inspect(connection).has_table("change"):
                    theirs = True
                    raise WorkbenchError(f"{location} already holds a study. Open it, or choose another database.")
                metadata.create_all(connection)
                connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
                connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})
            store._be_on_guard()
        except BaseException:
            store.close() if theirs else store.discard()
            raise
        return store

    @classmethod
    def open(cls, location: str) -> "Store":
        """An existing study. A sentence, not a traceback, where it is missing, no study, or from a newer version."""
        read_only = False if is_url(location) else check_file(Path(location))
        if not is_url(location) and not read_only:
            check_together(Path(location))
        store = cls(location, make_engine(location, read_only=read_only), read_only=read_only)
        try:
            store._check_version()
        except BaseException:
            store.close()
            raise
        store._be_on_guard()
        return store

    def _be_on_guard(self) -> None:
        if not is_url(self.location) and not self.read_only:
            self.guard = Guard(Path(self.location))

    def close(self) -> None:
        self.engine.dispose()
        if self.guard is not None:
            self.guard.close()

    def settle(self, *, waiting: bool = True) -> None:
        """Bring all that was written into the one file, which needs room; a sentence where there is none. Without
        `waiting`, what others are just reading or writing stays in the log beside it, and they are not kept from it."""
        if self.engine.dialect.name == "sqlite":
            with self._errors(), self.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")  # this cannot be done within a transaction
                connection.exec_driver_sql(f"PRAGMA wal_checkpoint({'TRUNCATE' if waiting else 'PASSIVE'})")
                connection.exec_driver_sql("BEGIN")

    def discard(self) -> None:
        """Close a study that was made only now, and take it away again."""
        if is_url(self.location):
            with self._errors(), self.engine.begin() as connection:
                metadata.drop_all(connection)
                connection.execute(text("DROP TABLE alembic_version"))
        self.close()
        if not is_url(self.location):
            for rest in ("", "-wal", "-shm", "-journal"):
                Path(self.location + rest).unlink(missing_ok=True)

    def _check_version(self) -> None:
        with self.read() as connection:
            if not inspect(connection).has_table("alembic_version") or not inspect(connection).has_table("change"):
                raise WorkbenchError(
                    f"{self.location} is a database, but not a study of this program. Choose a .study file made by "
                    f"'workbench new'."
                )
            version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            readable = version == HEAD or is_readable(connection)
        if version == HEAD:
            return
        if version not in KNOWN:
            newer = (
                f"{self.location} was written by a newer version of the workbench (format {version}; this program "
                f"knows up to {HEAD})"
            )
            if not readable:
                raise WorkbenchError(f"{newer}. Update the program: pip install --upgrade interview-workbench.")
            self.read_only = True
            self.note = (
                f"{newer}, so it can be read here, but not changed. To change it, update the program: "
                f"pip install --upgrade interview-workbench."
            )
            return
        if self.read_only and readable:
            return  # what came since makes it quicker, no more
        if self.read_only:
            raise WorkbenchError(
                f"{self.location} is from an older version and has to be brought up to date, but it is read-only. "
                f"Copy it to a folder where you may write, and open the copy."
            )
        backups.keep(self, "before the format changed")
        with self._errors():
            migrate(self.engine)

    # Reading -----------------------------------------------------------------------------------------------------

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view of the study for the length of the block."""
        if self._together is not None:
            yield self._together
            return
        if self.guard is not None:
            self.guard.look(self)
        with self._errors(), self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    def writings(self) -> int | None:
        """A number that is another one after whatever anybody wrote; None where none tells: in an act, on a server."""
        if self.guard is None or self._together is not None:
            return None
        self.guard.look(self)
        return self.guard.writings()

    def writer(self) -> str | None:
        """Who is writing to the study just now, as far as it can be known (see `writers`)."""
        return writers.writer(self.location)

    def dump(self) -> bytes:
        """The whole state as canonical JSON, without log, originals and caches: equal bytes, equal studies."""
        with self.read() as connection:
            tables = {
                name: sorted(map(dict, connection.execute(select(table)).mappings()), key=lambda row: str(row["id"]))
                for name, table in LOGGED.items()
            }
        return json.dumps(tables, ensure_ascii=False, sort_keys=True, indent=0).encode("utf-8", "surrogatepass")

    # Writing -----------------------------------------------------------------------------------------------------

    @contextmanager
    def together(self) -> Iterator[None]:
        """Several acts in one transaction: all of them are kept, each with its own change, or none."""
        if self._together is not None:
            yield
            return
        with self.writing() as connection:
            self._together = connection
            try:
                yield
            finally:
                self._together = None

    @contextmanager
    def act(self, kind: str, what: str, *, coder: str, why: str = "", undoes: int | None = None) -> Iterator[Act]:
        """One act: the rows written in the block and one change that holds their images, or neither.

        A block that writes no row leaves no change. `what` may be made more exact inside by `act.what = …`.
        """
        assert kind in ACTS, kind
        if self._together is not None:
            with self._errors(), self._together.begin_nested():
                yield from self._acting(self._together, kind, what, coder, why, undoes)
        else:
            with self.writing() as connection:
                yield from self._acting(connection, kind, what, coder, why, undoes)

    def _acting(
        self, connection: Connection, kind: str, what: str, coder: str, why: str, undoes: int | None
    ) -> Iterator[Act]:
        writers.note(self.location, coder, kind)
        act = Act(connection, kind, what)
        yield act
        if not act.images and kind != "new study":
            return
        newest = select(change.c.id, change.c.hash).order_by(change.c.id.desc()).limit(1)
        number, before_hash = connection.execute(newest).first() or (0, "")
        entry = {
            "id": number + 1,
            "time": now(),
            "coder": coder,
            "act": act.kind,
            "what": act.what,
            "why": why,
            "undoes": undoes,
            "rows": as_rows(act.images),
        }
        entry |= {"before_hash": before_hash, "hash": digest(before_hash, entry)}
        connection.execute(insert(change), [entry])
        act.change = number + 1

    def refuse_read_only(self) -> None:
        """A sentence where the study may only be read."""
        if self.read_only:
            raise WorkbenchError(
                self.note
                or f"{self.location} is read-only, so nothing was changed. Make the file and its folder writable, or "
                f"work on a copy."
            )

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A writing transaction; whoever else writes waits for its end. Acts write through `act`, which logs them."""
        self.refuse_read_only()
        if self.guard is not None:
            self.guard.look(self)
        with (
            self._errors(),
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
            writers.noted(self.location),
        ):
            if connection.dialect.name == "postgresql":
                connection.execute(text("LOCK TABLE change IN EXCLUSIVE MODE"))
            yield connection
        if self.guard is not None:
            self.guard.look(self)  # whether it was moved while it was written

    def undo(self, number: int, *, coder: str, why: str = "", with_later: bool = False) -> int:
        """Take one change back by a further change; gives the new change's number. Undoing an undo is a redo.

        `StandsInTheWay` where a later change built on it; `with_later` takes those back before it, newest first, each
        by a change of its own, all in one transaction; where they stand in each other's way, all that came since.
        """
        if not with_later:
            return self._undo(number, coder, why)
        with self.together():
            assert self._together is not None
            newest = self.newest.number()
            with self._together.begin_nested() as kept:
                made = self._undo_with_later(number, newest, coder, why)
                if made is not None:
                    return made
                kept.rollback()
            for later in range(newest, number, -1):
                self._undo(later, coder, why, rewinding=True)
            return self._undo(number, coder, why, rewinding=True)

    def _undo_with_later(self, number: int, newest: int, coder: str, why: str) -> int | None:
        """Take back a change and what stands in its way; None where that leads in a circle.

        It does where acts took turns on one row and were undone out of turn: then the one stands in the other's way.
        """
        wanted, taken = [number], set[int]()
        while True:
            try:
                made = self._undo(wanted[-1], coder, why)
                taken.add(wanted.pop())
            except StandsInTheWay as blocked:
                if blocked.later in taken or blocked.later in wanted or blocked.later > newest:
                    return None
                wanted.append(blocked.later)
            if not wanted:
                return made

    def _undo(self, number: int, coder: str, why: str, *, rewinding: bool = False) -> int:
        with self.act("undo", "", coder=coder, why=why, undoes=number) as act:
            found = act.connection.execute(select(change).where(change.c.id == number)).mappings().first()
            if found is None:
                raise WorkbenchError(f"There is no change {number}. 'workbench history' lists them.")
            undone_by = undone_changes(act.connection).get(number)
            if undone_by is not None:
                raise WorkbenchError(f"Change {number} ({found['what']}) is already undone, by change {undone_by}.")
            if found["act"] == "new study":
                raise WorkbenchError("Making the study cannot be undone. Delete the file if you do not want it.")
            again = found["undoes"] is not None and found["act"] == "undo"
            what = found["what"].removeprefix("Undid: ").removeprefix("Redid: ")
            act.kind, act.what = ("redo", f"Redid: {what}") if again else ("undo", f"Undid: {what}")
            images = undoable(dict(found), lambda table, key: read_row(act.connection, table, key) is not None)
            reverse(act, number, found["what"], images, rewinding=rewinding)
        return act.change

    # Beside the log ----------------------------------------------------------------------------------------------

    def keep_originals(self, act: Act, files: Mapping[str, bytes]) -> None:
        """Keep files' bytes by their digest; kept once, and still there after an undo (so redo finds them)."""
        kept = original.c.sha256
        digests = list(files)
        for at in range(0, len(digests), CHUNK):
            some = digests[at : at + CHUNK]
            there = set(act.connection.execute(select(kept).where(kept.in_(some))).scalars())
            if new := [{"sha256": one, "bytes": files[one]} for one in some if one not in there]:
                act.connection.execute(insert(original), new)

    def original(self, sha256: str) -> bytes | None:
        with self.read() as connection:
            return connection.execute(select(original.c.bytes).where(original.c.sha256 == sha256)).scalar()

    def cached(self, keys: list[str]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        with self.read() as connection:
            for i in range(0, len(keys), 500):
                query = select(cache.c.key, cache.c.value).where(cache.c.key.in_(keys[i : i + 500]))
                found |= {row.key: row.value for row in connection.execute(query)}
        return found

    def keep_cached(self, values: dict[str, bytes]) -> None:
        """Keep what can be computed again. A study that cannot be written to is no reason to fail."""
        if self.read_only or not values:
            return
        known = self.cached(list(values))
        rows = [{"key": key, "value": value} for key, value in values.items() if key not in known]
        if not rows:
            return
        if self._together is not None:
            self._together.execute(insert(cache), rows)
            return
        with self.writing() as connection:
            there = {key for (key,) in connection.execute(select(cache.c.key))} if known else set()
            connection.execute(insert(cache), [row for row in rows if row["key"] not in there])

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Database errors as sentences."""
        try:
            yield
        except DBAPIError as error:
            raise failure(self.location, error) from error
        except SQLAlchemyError as error:
            raise WorkbenchError(f"{self.location}: the database could not be used ({error}).") from error
