"""What an import could not represent, and which faults of the writing tool it mended: a sentence each, or a count."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Problems:
    """Collects while a project is read; `sentences` gives the report."""

    _said: dict[str, None] = field(default_factory=dict)
    _lost: Counter[str] = field(default_factory=Counter)
    _mended: Counter[str] = field(default_factory=Counter)

    def mended(self, sentence: str) -> None:
        """A fault of the file that did no harm."""
        self._said[sentence] = None

    def lost(self, what: str, count: int = 1) -> None:
        """Things that a study has no place for, by what they are (`codings on pictures`)."""
        self._lost[what] += count

    def repaired(self, what: str, count: int = 1) -> None:
        """Things that were taken otherwise than they stood, by how."""
        self._mended[what] += count

    def sentences(self) -> list[str]:
        lost = [f"Not taken, because a study has no place for it: {what} ({n})." for what, n in self._lost.items()]
        mended = [f"{what} ({n})." for what, n in self._mended.items()]
        return [*lost, *self._said, *mended]
