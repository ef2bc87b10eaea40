"""What a person says about how a file is to be read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from workbench.model import Role, WorkbenchError

COLUMN_KINDS = ("words", "speaker", "start", "end", "question")
"""What the columns of a table of turns, or of a survey's answers, can be."""


@dataclass(frozen=True)
class Rules:
    """How to read a file where its own evidence is not enough; the defaults leave everything to the reader.

    `speaker_pattern` is a regular expression matched where a line begins: its group `speaker` (else its first group,
    else the whole match) is the label, its group `time` the start time, and what follows the match is spoken.
    `no_speakers` reads every paragraph, row or cue as a turn of nobody. `speakers` are labels that count even when they
    stand only once; `roles` gives labels their role, which then is not guessed; `encoding` is a Python codec name.
    `columns` says what the columns of a table are (COLUMN_KINDS), each by its heading or its number from 1;
    several columns of `words` are several questions, each asked by its heading.

    >>> Rules(speaker_pattern=r"<(?P<speaker>\\w+)>").pattern.match("<Ann> Yes.")["speaker"]
    'Ann'
    """

    speaker_pattern: str | None = None
    no_speakers: bool = False
    speakers: tuple[str, ...] = ()
    roles: Mapping[str, Role] = field(default_factory=dict)
    encoding: str | None = None
    columns: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _ = self.pattern

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """The speaker pattern, compiled; a faulty one raises WorkbenchError."""
        if not self.speaker_pattern:
            return None
        try:
            return re.compile(self.speaker_pattern)
        except (re.error, OverflowError, RecursionError) as fault:
            raise WorkbenchError(
                f"The speaker pattern {self.speaker_pattern!r} is not a regular expression: {fault}. "
                r"An example that works: (?P<speaker>[A-Z]+\d*):"
            ) from fault

    @cached_property
    def known(self) -> frozenset[str]:
        """Labels that need no further evidence, as `fold` writes them."""
        return frozenset(fold(label) for label in (*self.speakers, *self.roles))

    def role(self, label: str) -> Role | None:
        """The role given to a label, whatever its case; None where none was given."""
        return next((role for one, role in self.roles.items() if fold(one) == fold(label)), None)


@lru_cache(maxsize=1000)  # a file says the same few labels a thousand times
def fold(label: str) -> str:
    """A label as it is compared: case and white space do not tell speakers apart.

    >>> fold("Speaker\\u00a0 1") == fold("SPEAKER 1")
    True
    """
    return " ".join(label.split()).casefold()
