"""How are copies of a study kept, so that a mistake or a broken disk costs at most a day?

A backup is a study itself. Those that the program makes by itself lie in `NAME.study-backups/` beside the study, one
for each day of work and one before each act that touches everything; the last ten are kept.
"""

import os
import sqlite3
import stat
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from workbench.model import Unavailable, WorkbenchError
from workbench.store.engine import is_there, is_url
from workbench.store.tables import change

if TYPE_CHECKING:
    from workbench.store.database import Store

KEPT = 10
EVERY = timedelta(days=1)
STAMP = "%Y-%m-%dT%H-%M-%S-%f"


def folder_of(location: str) -> Path | None:
    """Where a study's own backups lie; None for a database on a server, which has no folder."""
    return None if is_url(location) else Path(f"{location}-backups")


def kept(location: str) -> list[Path]:
    """The backups made by the program itself, oldest first."""
    folder = folder_of(location)
    return sorted(folder.glob("*.study")) if folder is not None and folder.is_dir() else []


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that the program keeps: its file, when it was made (UTC), before what, and its size in bytes."""

    file: Path
    made: str
    why: str
    size: int


def listed(location: str) -> list[Backup]:
    """The backups made by the program itself, oldest first, with what there is to know of each."""
    found = []
    for file in kept(location):
        _moment, _space, why = file.stem.partition(" ")
        found.append(Backup(file, _made(file).isoformat(timespec="seconds"), why, file.stat().st_size))
    return found


def daily(store: "Store") -> Path | None:
    """Keep a backup if the newest is over a day old and something was done since; gives it, or None.

    Where it cannot be written, the study is opened all the same and `store.note` says so.
    """
    if store.read_only or is_url(store.location):
        return None
    with store.read() as connection:
        first = connection.execute(select(change.c.time).where(change.c.id == 1)).scalar()
        newest = connection.execute(select(change.c.time).order_by(change.c.id.desc()).limit(1)).scalar()
    if first is None or newest is None:
        return None
    moment = datetime.now(UTC)
    known = [made for file in kept(store.location) if (made := _made(file)) <= moment]
    last = max(known, default=datetime.fromisoformat(first))
    # What was made while the clock stood in the future says nothing of what was done since.
    if timedelta(0) <= moment - last < EVERY or (known and last >= datetime.fromisoformat(newest)):
        return None
    try:
        return keep(store, "")
    except WorkbenchError as error:
        store.note = f"No backup could be made: {error}"
        return None


def keep(store: "Store", why: str) -> Path | None:
    """Keep a backup now, in the study's own folder, and let go of the oldest over ten; None on a server.

    What it is kept for is about to change the study: a study that may only be read is refused first.
    """
    store.refuse_read_only()
    folder = folder_of(store.location)
    if folder is None:
        return None
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise WorkbenchError(f"The folder {folder}, for backups, cannot be made ({error.strerror}).") from None
    moment = datetime.now(UTC).strftime(STAMP)
    made = folder / f"{moment}{' ' + why if why else ''}.study"
    try:
        backup(store, made)
    except BaseException:
        if not kept(store.location):
            folder.rmdir()
        raise
    # Others may have names of days to come, where the clock was wrong.
    for old in [file for file in kept(store.location) if file != made][: 1 - KEPT]:
        old.unlink(missing_ok=True)
    return made


def keep_as_open(store: "Store") -> Path | None:
    """Keep a study that is open here while its file was taken away or replaced, once for all who have it open; None
    where its folder is not there any more."""
    if not Path(store.location).parent.is_dir():
        return None
    why = f"as it was open here {store.newest.mark()[:8]}"
    same = [file for file in kept(store.location) if file.stem.endswith(why)]
    try:
        return same[-1] if same else keep(store, why)
    except WorkbenchError as error:
        raise Unavailable(
            f"{store.location} was moved, deleted or replaced while the study was open, and what was done here could "
            f"not be kept: {error} Leave this open, make room, and try again."
        ) from None


def _made(file: Path) -> datetime:
    try:
        return datetime.strptime(file.stem.split(" ")[0], STAMP).replace(tzinfo=UTC)
    except ValueError:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def backup(store: "Store", file: Path) -> None:
    """A consistent copy as one file, by SQLite's online backup, or row by row from a server; others go on working."""
    if is_there(file):
        raise WorkbenchError(f"{file} is already there. Choose another name.")
    temporary = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        if store.engine.dialect.name == "sqlite":
            _online(store, temporary)
        else:
            from workbench.store.copy import copy

            copy(store, str(temporary))
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(file)
    except (OSError, sqlite3.Error) as error:
        closed = ("unable to open", "Permission denied", "No such file")
        known = dict.fromkeys(closed, "its folder is not there, or not open to you") | {"is full": "the disk is full"}
        reason = next((says for sign, says in known.items() if sign in str(error)), str(error))
        raise WorkbenchError(f"{file} could not be written: {reason}. The study itself is unharmed.") from None
    finally:
        for rest in ("", "-wal", "-shm", "-journal"):
            temporary.with_name(temporary.name + rest).unlink(missing_ok=True)


def _online(store: "Store", file: Path) -> None:
    if not is_url(store.location):
        # Who may not read the study may not read it here; its file may be gone while it is open.
        study = Path(store.location)
        file.touch((stat.S_IMODE(study.stat().st_mode) if study.exists() else 0) | 0o600)
    target = sqlite3.connect(file)
    try:
        with store.read() as connection:
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            connection.exec_driver_sql("COMMIT")  # a backup reads by itself and cannot wait for a reader
            source.backup(target)
            connection.exec_driver_sql("BEGIN")
    finally:
        target.close()
