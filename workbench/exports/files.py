"""How does a result become a file? All of it or nothing: a reader never sees half, and an old file stays until then."""

import os
import tempfile
from pathlib import Path

from workbench.model import WorkbenchError


def written(path: Path, data: bytes) -> Path:
    """The path, once the bytes stand there. Raises WorkbenchError where the folder is missing or cannot be written."""
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(beside).chmod(0o666 & ~_mask())
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise WorkbenchError(
            f"{path} cannot be written ({error.strerror or error}). Choose a folder that is there and open to you."
        ) from None
    return path


def _mask() -> int:
    """The permissions that new files do not get here; they can only be read by setting them."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
