"""Reading files that a person named."""

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
