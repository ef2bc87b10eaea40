"""Does a study still lie where it was opened, and do its files belong together?

While a study is open, the acts of the last while stand in the write-ahead log beside it (`NAME.study-wal`). Whoever
moves, restores or tidies up files, and programs that sync a folder, replace or take away one of them; SQLite does not
see it (sqlite.org/howtocorrupt.html) and writes on to a file that nobody finds again, or puts pages of one file into
the other. Files are only asked for their number here, never opened (docs/decisions/0030).
"""

import sqlite3
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from workbench.model import Unavailable, WorkbenchError
from workbench.store import backups

if TYPE_CHECKING:
    from workbench.store.database import Store

LARGE = 64_000_000
"""In bytes: to look through a file of that size takes a fifth of a second."""


class Standing(NamedTuple):
    """A study's file and its write-ahead log by their numbers in the file system, None where there is none, and the
    log's size in bytes, which only grows unless all that it holds is in the file."""

    file: int | None
    log: int | None
    size: int


def standing(path: Path) -> Standing:
    """What lies there now."""
    (file, _size), (log, size) = _looked_at(path), _looked_at(_log(path))
    return Standing(file, log, size)


def _log(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _index(path: Path) -> Path:
    return path.with_name(path.name + "-shm")


def _looked_at(path: Path) -> tuple[int | None, int]:
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None, 0
    except OSError as error:
        raise Unavailable(f"{path} cannot be reached just now ({error.strerror}). Nothing was changed.") from None
    return found.st_ino, found.st_size


class Guard:
    """Looks, whenever an open study is read or written, whether its files are those that were opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lost = ""
        """What became of the study, where its files were taken away: then it can only be closed, and opened again."""
        # While this is open nobody who leaves the study takes the log away, whatever becomes of other connections.
        try:
            self._open = sqlite3.connect(path, check_same_thread=False)
            self._open.execute("SELECT 1 FROM change LIMIT 1").fetchone()
        except sqlite3.Error as error:
            raise Unavailable(f"{path} cannot be opened just now ({error}). Nothing was changed; try again.") from None
        self._was: Standing | None = standing(path)

    def look(self, store: "Store") -> None:
        """A sentence where the study's files are not those any more that were opened.

        What was acknowledged is in none of those that lie there now, so the study as it is open here is kept first.
        Then its log is brought into the file, wherever that is, and it is let go of.
        """
        if self.lost:
            raise WorkbenchError(self.lost)
        was, now = self._was, standing(self.path)
        if was is None:
            return  # it is just being kept
        cut = now.size < was.size and not self._brought_in()
        if now[:2] == was[:2] and not cut:
            self._was = now
            return
        self._was = None
        try:
            kept = None if cut else backups.keep_as_open(store)
        except BaseException:
            self._was = was
            raise
        if now.log == was.log:
            self._brought_in()  # the file has another place now, perhaps; SQLite would leave it as it is
        self.lost = self._says(was, now, kept)
        store.close()
        if kept is not None and now.log == was.log:
            # It is the log of a file that lies here no more, and must not be read into the one that does.
            for rest in (_log(self.path), _index(self.path)):
                rest.unlink(missing_ok=True)
        raise WorkbenchError(self.lost)

    def writings(self) -> int | None:
        """A number that is another one after whatever anybody wrote into the file, asked in microseconds.

        See sqlite.org/pragma.html#pragma_data_version. None where it cannot be asked just now.
        """
        try:
            return int(self._open.execute("PRAGMA data_version").fetchone()[0])
        except sqlite3.Error:
            return None

    def close(self) -> None:
        self._open.close()

    def _brought_in(self) -> bool:
        """Bring what stands in the log into the file. It fails where the log was cut by anything but this."""
        try:
            self._open.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except sqlite3.Error:
            return False
        return True

    def _says(self, was: Standing, now: Standing, kept: Path | None) -> str:
        if was[:2] == now[:2]:
            return (
                f"{_log(self.path)} was cut from outside while the study was open, as programs do that sync a folder. "
                f"What was done last is lost with it. See whether the study is whole (workbench check {self.path}); a "
                f"backup may hold more."
            )
        if kept is None:
            return (
                f"The folder of {self.path} was moved or deleted while the study was open. Open the study where it is "
                f"now."
            )
        return (
            f"{self.path if was.file != now.file else _log(self.path)} was moved, deleted or replaced while the study "
            f"was open, as programs do that sync a folder. Nothing was lost: the study as it was open is kept in "
            f"{kept}. Open it again (reload the page), and merge that file where something is missing: page Copies and "
            f"backups, or workbench merge."
        )


def check_together(path: Path) -> None:
    """A sentence, before anything is touched, where the log beside a study is gone, or is that of another file."""
    log, index = _log(path), _index(path)
    if index.exists() and not log.exists():
        raise Unavailable(
            f"{log.name}, which belongs to {path} while it is open, was taken away. Close all windows and programs "
            f"that have the study open: that brings what was done into it. If none has, delete {index.name}. Then open "
            f"it again."
        )
    if not log.exists() or log.stat().st_size == 0 or path.stat().st_size > LARGE:
        return
    # A connection that may only read leaves both files as they are, also when it is closed.
    connection = sqlite3.connect(f"file:{quote(path.resolve().as_posix())}?mode=ro", uri=True)
    try:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError:  # locked, no room: said where the study is used
        return
    except sqlite3.DatabaseError as error:
        found = str(error)
    finally:
        connection.close()
    if found != "ok":
        raise WorkbenchError(
            f"{path} and {log.name} beside it do not fit together: one of them was replaced, as programs do that sync "
            f"a folder, or is damaged. Neither was changed. Copy both to a safe place; without {log.name} the study "
            f"opens as it was when that file began. If it does not, take the newest backup, or see what can be saved: "
            f"workbench repair {path}"
        )


def conflicting(path: Path) -> str:
    """A sentence where a program that syncs the folder has put a second version of the study beside it, as Dropbox,
    Nextcloud, Syncthing and Seafile do where two people changed it; else nothing."""
    try:
        there = sorted(one.name for one in path.parent.glob(f"{escape(path.stem)}*{escape(path.suffix)}"))
    except OSError:
        return ""
    found = [name for name in there if "conflict" in name.removeprefix(path.stem).casefold()]
    if not found:
        return ""
    return (
        f"Beside {path} lies '{found[0]}'{f' and {len(found) - 1} more' if len(found) > 1 else ''}: a program that "
        f"syncs the folder kept another version. What is only there comes in with a merge (page Copies and backups, or "
        f"workbench merge {path} '{path.with_name(found[0])}'); then move it away."
    )
