"""Who is writing to a study just now, so that whoever waits can be told?

Within this program it is known: each session of the app notes its acts here. Of another program on this machine Linux
tells which one holds the lock; elsewhere nobody does. A study's file is never opened for this (docs/decisions/0030).
"""

import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCKS = Path("/proc/locks")
WRITE_LOCK = 120
"""The byte of the write-ahead log's index that SQLite locks to write (sqlite.org/walformat.html)."""

_writing: dict[str, str] = {}


def _key(location: str) -> str:
    return location if "://" in location else str(Path(location).resolve())


def note(location: str, coder: str, act: str) -> None:
    """Somebody has begun to write; whoever holds the lock is alone, so there is one for each study."""
    _writing[_key(location)] = f"{coder} ({act})"


@contextmanager
def noted(location: str) -> Iterator[None]:
    """For as long as somebody writes; what is noted meanwhile is forgotten with its end."""
    try:
        yield
    finally:
        _writing.pop(_key(location), None)


def writer(location: str) -> str | None:
    """Who writes: `Ben (import transcript)`, or a program, `'workbench import' (process 4711)`; None where nobody does,
    or nobody can tell."""
    return _writing.get(_key(location)) or (None if "://" in location else _program(Path(location)))


def _program(file: Path) -> str | None:
    """The other program of this machine that holds the lock on a study's file, as far as Linux tells."""
    try:
        index = file.with_name(file.name + "-shm").stat()
        held = LOCKS.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    place = f"{os.major(index.st_dev):02x}:{os.minor(index.st_dev):02x}:{index.st_ino}"
    for line in held:
        # 1: POSIX  ADVISORY  WRITE 4711 00:2f:5678 120 120
        match line.split():
            case [_, _, _, "WRITE", process, where, first, last] if where == place and process != str(os.getpid()):
                if int(first) <= WRITE_LOCK and (last == "EOF" or int(last) >= WRITE_LOCK):
                    return f"{_called(process)} (process {process})"
    return None


def _called(process: str) -> str:
    """A program by its name; ours with its command, `workbench import`."""
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace").split("\0")
        ours = next((at for at, word in enumerate(words) if Path(word).name == "workbench"), None)
        if ours is not None:
            return shlex.quote(" ".join(["workbench", *words[ours + 1 : ours + 2]]))
        return Path(f"/proc/{process}/comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return "another program"
