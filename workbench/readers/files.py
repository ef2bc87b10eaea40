"""The edge where files are opened; everything behind it takes bytes."""

import stat
from pathlib import Path, PurePath

from workbench.model import Reading, WorkbenchError
from workbench.readers.choose import read
from workbench.readers.rules import Rules

_MOST_TEXT = 50_000_000
_MOST_DOCUMENT = 150_000_000
_DOCUMENTS = frozenset({".docx", ".odt", ".pdf", ".rtf", ".xlsx"})


def read_file(path: Path, *, rules: Rules | None = None) -> tuple[Reading, bytes]:
    """The transcript in a file, and the file's bytes; what `load` or `read` refuses raises WorkbenchError."""
    data = load(path)
    return read(path.name, data, rules=rules), data


def load(path: Path) -> bytes:
    """The bytes of a file.

    A path that is missing, no file, not readable, or too large (over 50 MB; 150 MB for documents, which may hold
    pictures) raises WorkbenchError naming it, before anything is read.
    """
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise WorkbenchError(f"{path} is a folder. Name the files in it.")
        if not stat.S_ISREG(about.st_mode):
            raise WorkbenchError(f"{path} is not a file. Name a transcript.")
        refuse_large(str(path), about.st_size)
        with path.open("rb") as stream:
            return stream.read(most_bytes(path.name) + 1)
    except FileNotFoundError as fault:
        raise WorkbenchError(f"{path} does not exist. Check the name and the folder.") from fault
    except PermissionError as fault:
        raise WorkbenchError(f"{path} may not be read by you. Change its permissions or copy it.") from fault
    except (OSError, ValueError) as fault:
        raise WorkbenchError(f"{path} cannot be opened: {fault}. Check the name and the disk.") from fault


def most_bytes(name: str) -> int:
    """How large a file of that name may be."""
    return _MOST_DOCUMENT if PurePath(name).suffix.lower() in _DOCUMENTS else _MOST_TEXT


def refuse_large(name: str, size: int) -> None:
    """A sentence where a file is larger than any transcript."""
    if size > (most := most_bytes(name)):
        raise WorkbenchError(
            f"{name} has {size / 1e6:,.0f} MB; transcripts up to {most // 1_000_000} MB are read. "
            "If it is a recording, transcribe it first; if it is text, split it."
        )
