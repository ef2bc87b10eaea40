"""A picture as a file: the four formats that figures and the map share."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path

from workbench.exports.files import written
from workbench.model import WorkbenchError


class Picture(ABC):
    """What can be written as svg, pdf, png or html; `NOUN` is what a message calls it."""

    NOUN = "figure"

    @abstractmethod
    def svg(self) -> str: ...

    @abstractmethod
    def pdf(self) -> bytes: ...

    @abstractmethod
    def png(self) -> bytes: ...

    @abstractmethod
    def html(self) -> bytes: ...

    def write(self, path: Path | str) -> Path:
        """The drawing as the file's ending says; an existing file is replaced as a whole."""
        target = Path(path)
        return written(target, self.to_bytes(target.suffix))

    def to_bytes(self, suffix: str) -> bytes:
        """The drawing in the format of this file ending, one of `WRITERS`."""
        ending = "." + suffix.lower().removeprefix(".")
        if ending not in WRITERS:
            raise WorkbenchError(f"A {self.NOUN} cannot be written as '{ending}'. Choose one of: {', '.join(WRITERS)}.")
        return WRITERS[ending](self)

    def _repr_html_(self) -> str:
        return self.svg()


WRITERS: dict[str, Callable[[Picture], bytes]] = {
    ".svg": lambda one: one.svg().encode("utf-8"),
    ".pdf": lambda one: one.pdf(),
    ".png": lambda one: one.png(),
    ".html": lambda one: one.html(),
}
"""The formats of a drawing by file ending."""
