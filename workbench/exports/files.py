"""How does a result become a file? All of it or nothing: a reader never sees half, and an old file stays until then."""

import errno
import os
import stat
import tempfile
from pathlib import Path

from workbench.model import WorkbenchError


def written(path: Path, data: bytes, *, private: bool = False) -> Path:
    """The path, once the bytes stand there. Raises WorkbenchError where the folder is missing or cannot be written.

    A file that is there keeps who may read it; a new one that is `private` is for its owner alone.
    """
    try:
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o600 if private else 0o666 & ~_mask()
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(beside).chmod(mode)
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise not_written(path, error) from None
    return path


def not_written(path: Path, error: OSError) -> WorkbenchError:
    """Why a file or folder could not be written, and what to do, in a sentence; nothing of it was left."""
    folder = path.parent
    why = {
        errno.ENOSPC: f"the disk that holds {folder} is full. Make room there, or choose another disk.",
        errno.EDQUOT: f"your share of the disk that holds {folder} is used up. Make room, or choose another disk.",
        errno.EFBIG: f"the disk that holds {folder} takes no file that large. Choose another disk.",
        errno.ENOENT: f"there is no folder {folder}. Make it, or choose one that is there.",
        errno.ENOTDIR: f"{folder} is no folder. Choose one that is there.",
        errno.EACCES: f"the folder {folder}, or the file there, is not open to you. Choose another, or close the "
        f"program that has the file open.",
        errno.EPERM: f"the folder {folder}, or the file there, is not open to you. Choose another folder.",
        errno.EROFS: f"the disk that holds {folder} can only be read. Choose another one.",
        errno.EISDIR: "there is a folder of that name. Choose another name.",
        errno.ENAMETOOLONG: "its name is too long. Choose a shorter one.",
    }.get(error.errno or 0, f"{error.strerror or error}. Choose another folder.")
    return WorkbenchError(f"{path} cannot be written: {why}")


def _mask() -> int:
    """The permissions that new files do not get here; they can only be read by setting them."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
