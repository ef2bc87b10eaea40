"""Which reader reads which file: one table, filled by the readers themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from workbench.model import Reading, WorkbenchError
from workbench.readers.rules import Rules


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it came: its name (shown in messages) and its bytes."""

    name: str
    data: bytes

    @property
    def suffix(self) -> str:
        """The name's ending in small letters, dot included; '' where it has none."""
        return PurePath(self.name).suffix.lower()


class Unreadable(WorkbenchError):
    """A file that cannot be read: names it, says why and what to do."""

    def __init__(self, source: Source, why: str, hint: str) -> None:
        super().__init__(f"{source.name}: {why} {hint}".strip())


Reader = Callable[[Source, Rules], Reading]
READERS: dict[str, Reader] = {}


def reader(*suffixes: str) -> Callable[[Reader], Reader]:
    """Register a function as the reader of these file endings."""

    def add(function: Reader) -> Reader:
        READERS.update(dict.fromkeys(suffixes, function))
        return function

    return add
