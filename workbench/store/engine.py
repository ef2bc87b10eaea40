"""How does the program talk to the database, and what does it say when that fails?

One database holds one study: a SQLite file, or a PostgreSQL database by URL. SQLite runs in WAL mode with
`synchronous=FULL`; writing transactions begin IMMEDIATE, so writers queue and readers never wait.
"""

import os
import random
import shutil
import sqlite3
import stat
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from workbench.model import Unavailable, WorkbenchError
from workbench.store.words import from_json, to_json
from workbench.store.writers import writer


def _seconds(given: str) -> float:
    """How long a writer waits for others, from the environment; half a minute where that says nothing usable.

    >>> _seconds("2.5"), _seconds(""), _seconds("long"), _seconds("nan")
    (2.5, 30, 30, 30)
    """
    try:
        seconds = float(given)
    except ValueError:
        return 30
    return seconds if 0 < seconds <= 3600 else 30


BUSY_SECONDS = _seconds(os.environ.get("WORKBENCH_BUSY_SECONDS", ""))
OPTIONS: dict[str, Any] = {
    "json_serializer": to_json,
    "json_deserializer": from_json,
    # Else an error, which people are asked to report as they see it, quotes what was to be written.
    "hide_parameters": True,
}


def is_url(location: str) -> bool:
    return "://" in location


PASSING = ("lock timeout", "No space left", "locked", "disk is full", "disk I/O", "unable to open")
"""Signs of what may be over when the same is tried again."""


def failure(location: str, error: DBAPIError) -> WorkbenchError:
    """The database's error as one for a researcher: `Unavailable` where it may pass, as with a lock or a full disk."""
    unreachable = isinstance(error, OperationalError) and is_url(location)
    passing = unreachable or any(sign in str(error.orig) for sign in PASSING)
    return (Unavailable if passing else WorkbenchError)(says(location, error))


def says(location: str, error: DBAPIError) -> str:
    reason = str(error.orig)
    if "disk I/O" in reason and _is_full(location):
        reason = "disk is full"  # where there is not even room for the index of the log, SQLite does not say why
    who = writer(location) if "lock" in reason else None
    location = without_password(location)
    known = {
        "lock timeout": f"{location} is busy: {who or 'somebody'} has been writing to it for {BUSY_SECONDS:g} seconds. "
        "Nothing was changed; try again.",
        "No space left": f"The disk that holds {location} is full. Nothing was changed; make room and try again.",
        "read-only transaction": f"{location} may only be read, so nothing was changed. Ask who runs the server.",
        "locked": f"{location} is busy: {who or 'another program'} has been writing to it for {BUSY_SECONDS:g} "
        f"seconds. Nothing was changed; try again{'' if who else ', and close programs that sync or scan the file'}.",
        "readonly": f"{location} is read-only, so nothing was changed. Make the file and its folder writable, or work "
        "on a copy.",
        "disk is full": f"The disk that holds {location} is full. Nothing was changed; make room and try again.",
        "disk I/O": f"The disk that holds {location} cannot be read or written just now ({reason}). Nothing was "
        "changed.",
        "malformed": f"{location} is damaged ({reason}). Nothing was changed. Take the newest backup, or see "
        f"what can be saved: workbench repair {location}",
        "not a database": f"{location} is not a study file. Choose a .study file made by 'workbench new'.",
        "unable to open": f"{location} cannot be opened. See that the folder exists and that you may write in it.",
    }
    for sign, says in known.items():
        if sign in reason:
            return says
    if isinstance(error, OperationalError) and is_url(location):
        return f"The database at {location} cannot be reached: {reason.strip()}"
    return f"{location}: the database refused this ({reason.strip()}). Nothing was changed."


def _is_full(location: str) -> bool:
    """Whether the disk has no room for the index that SQLite keeps beside an open study, 32 KiB."""
    try:
        return not is_url(location) and shutil.disk_usage(Path(location).absolute().parent).free < 2**15
    except OSError:
        return False


def without_password(location: str) -> str:
    """A database address as it may be shown; a path as it is."""
    if not is_url(location):
        return location
    return make_url(location).render_as_string(hide_password=True)


def is_there(path: Path) -> bool:
    """Whether there is a file or folder of that name; a sentence where nobody may look."""
    try:
        return path.exists()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise WorkbenchError(f"{path} cannot be reached ({reason}). See that its folder is open to you.") from None


def check_file(path: Path) -> bool:
    """Whether the file may only be read; a sentence where it is no SQLite file at all."""
    if not is_there(path):
        raise WorkbenchError(f"There is no study at {path}. Look at the name, or make one with: workbench new {path}")
    if path.is_dir():
        raise WorkbenchError(f"{path} is a folder, not a study. Name the .study file in it.")
    kind = "is empty" if path.stat().st_size == 0 else "" if _is_database(path) else "is some other kind of file"
    if kind:
        raise WorkbenchError(f"{path} is not a study: it {kind}. Choose a .study file made by 'workbench new'.")
    # Root may write to anything; a file that nobody was given the right to write is still meant to be kept as it is.
    marked = stat.S_IMODE(path.stat().st_mode) & 0o222 == 0
    return marked or not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK)


def _is_database(path: Path) -> bool:
    """Asked of SQLite, which alone may open the file.

    Where a process closes a file that it opened otherwise, POSIX takes all locks of that process on it away, those of
    its open studies among them. Another program that leaves the study then believes to be the last one in it, and
    removes the write-ahead log: all that is written after that is lost.
    """
    if not os.access(path, os.R_OK):
        raise WorkbenchError(f"{path} cannot be read. See that you have the right to.")
    # Immutable: only looked at, without a lock to wait for and without files beside it.
    connection = sqlite3.connect(f"file:{quote(path.resolve().as_posix())}?immutable=1", uri=True)
    try:
        connection.execute("PRAGMA schema_version")
    except sqlite3.DatabaseError as error:
        return "not a database" not in str(error)  # other faults are said where the file is used
    finally:
        connection.close()
    return True


def make_engine(location: str, *, read_only: bool) -> Engine:
    if is_url(location):
        try:
            engine = create_engine(location, pool_pre_ping=True, **OPTIONS)
            if engine.dialect.name not in ("sqlite", "postgresql"):
                raise WorkbenchError(f"'{location}' is neither SQLite nor PostgreSQL; a study is kept in one of these.")
        except (SQLAlchemyError, ImportError) as error:
            raise WorkbenchError(f"'{location}' is not a database address that can be used ({error}).") from None
    else:
        path = Path(location).resolve()
        url = URL.create("sqlite", database=str(path))
        if read_only:
            # Without a write-ahead log beside it the file is whole, and can be read where no lock may be made.
            alone = not path.with_name(path.name + "-wal").exists()
            options = {"mode": "ro", "uri": "true"} | ({"immutable": "1"} if alone else {})
            url = URL.create("sqlite", database=f"file:{quote(path.as_posix())}", query=options)
        engine = create_engine(url, **OPTIONS)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, read_only=read_only)
    else:
        _prepare_postgresql(engine)
    return engine


def _prepare_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        connection.execute(f"SET lock_timeout = '{BUSY_SECONDS * 1000:.0f}ms'")
        connection.commit()


def _prepare_sqlite(engine: Engine, *, read_only: bool) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are ours, not the driver's
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        # In KiB: what an import of fifty interviews changes is held until it is committed, not written page by page.
        connection.execute("PRAGMA cache_size = -16000")
        # In pages of 4 KiB: so much may stand in the write-ahead log before a commit has to bring it into the file.
        connection.execute("PRAGMA wal_autocheckpoint = 4000")
        if not read_only:
            _enter_wal(connection)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            _begin_writing(connection)
        else:
            connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: Connection) -> None:
    """Begin when nobody else writes, asking every few milliseconds.

    SQLite itself waits ever longer between two tries, up to a tenth of a second, so that among several people who code
    without a pause those who came last are served first and somebody waits for seconds.
    """
    raw, started = connection.connection.driver_connection, time.monotonic()
    assert raw is not None
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                return
            except OperationalError as error:
                waited = time.monotonic() - started
                if "locked" not in str(error.orig) or waited > BUSY_SECONDS:
                    raise
            # Whoever has waited long asks oftener; who waits longer than a second waits for an import or a merge.
            time.sleep(random.uniform(0, 0.006 if waited < 0.1 else 0.002 if waited < 1 else 0.05))
    finally:
        raw.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")


def _enter_wal(connection: Any) -> None:
    """Switching to WAL needs the file for itself for an instant, and SQLite does not wait for it as for other locks."""
    for _attempt in range(50):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except Exception as error:
            if "locked" not in str(error):
                raise
            time.sleep(0.05)
    connection.execute("PRAGMA journal_mode = WAL")
