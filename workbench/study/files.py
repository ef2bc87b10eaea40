"""Reading and writing files at the edge of the study: whole, or not at all."""

import os
import tempfile
from pathlib import Path

from workbench.model import WorkbenchError


def read_bytes(path: Path | str) -> bytes:
    """A file's bytes; a sentence where it cannot be read."""
    path = Path(path)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise WorkbenchError(f"There is no file {path}. Look at the name and the folder.") from None
    except OSError as error:
        raise WorkbenchError(f"{path} cannot be read ({error.strerror or 'not a file'}).") from None


def write_bytes(path: Path | str, data: bytes) -> None:
    """Put a file in place as one step: either all of it is there, or what was there before."""
    path = Path(path)
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}-", dir=path.parent)
    except OSError as error:
        raise WorkbenchError(f"{path} cannot be written ({error.strerror}). Does its folder exist?") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise WorkbenchError(f"{path} cannot be written ({error.strerror}).") from None
