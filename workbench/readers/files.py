"""The edge where files are opened; everything behind it takes bytes."""

import stat
from pathlib import Path

from workbench.model import Reading, WorkbenchError
from workbench.readers.choose import read
from workbench.readers.rules import Rules

_MOST_TEXT = 50_000_000
_MOST_DOCUMENT = 150_000_000
_DOCUMENTS = frozenset({".docx", ".odt", ".pdf", ".rtf", ".xlsx"})


def read_file(path: Path, *, rules: Rules | None = None) -> tuple[Reading, bytes]:
    """The transcript in a file, and the file's bytes.

    A path that is missing, no file, not readable, or too large (over 50 MB; 150 MB for documents, which may hold
    pictures) raises WorkbenchError naming it, before anything is read; so does whatever `read` refuses.
    """
    most = _MOST_DOCUMENT if path.suffix.lower() in _DOCUMENTS else _MOST_TEXT
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise WorkbenchError(f"{path} is a folder. Name the files in it.")
        if not stat.S_ISREG(about.st_mode):
            raise WorkbenchError(f"{path} is not a file. Name a transcript.")
        if about.st_size > most:
            raise WorkbenchError(
                f"{path} has {about.st_size / 1e6:,.0f} MB; transcripts up to {most // 1_000_000} MB are read. "
                "If it is a recording, transcribe it first; if it is text, split it."
            )
        with path.open("rb") as stream:
            data = stream.read(most + 1)
    except FileNotFoundError as fault:
        raise WorkbenchError(f"{path} does not exist. Check the name and the folder.") from fault
    except PermissionError as fault:
        raise WorkbenchError(f"{path} may not be read by you. Change its permissions or copy it.") from fault
    except (OSError, ValueError) as fault:
        raise WorkbenchError(f"{path} cannot be opened: {fault}. Check the name and the disk.") from fault
    return read(path.name, data, rules=rules), data
