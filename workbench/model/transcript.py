"""Transcripts: text, who speaks where, and the units that are counted.

Offsets are Unicode code points into the transcript's canonical text, end exclusive; times are seconds.
"""

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Role = Literal["participant", "interviewer", "unknown"]
Unit = Literal["turn", "sentence", "answer"]
ROLES: tuple[Role, ...] = ("participant", "interviewer", "unknown")
UNITS: tuple[Unit, ...] = ("turn", "sentence", "answer")
_WINDOW = re.compile(r"window:([1-9]\d{0,2})")


def window_of(unit: str) -> int | None:
    """How many neighbouring sentences of a turn are one unit where that is "window:3"; None for other units.

    >>> window_of("window:3"), window_of("sentence")
    (3, None)
    """
    found = _WINDOW.fullmatch(unit)
    return int(found[1]) if found else None


def unit_noun(unit: str, count: int = 2) -> str:
    """What a unit is called in a sentence, one of them or several.

    >>> unit_noun("answer"), unit_noun("turn", 1), unit_noun("window:3"), unit_noun("window:3", 1)
    ('answers', 'turn', 'windows of 3 sentences', 'window of 3 sentences')
    """
    size = window_of(unit)
    noun, rest = (unit, "") if size is None else ("window", f" of {size} sentence{'s' * (size > 1)}")
    return f"{noun}{'s' * (count != 1)}{rest}"


_SPACE_OR_NOT = bytes(ord(" ") if chr(code).isspace() else ord("x") for code in range(128)).ljust(256, b"x")


def words_in(text: str) -> int:
    """How many words a text has, as white space parts them.

    >>> words_in(" Yes,\\tit was. "), words_in("\u00a0Oui \u00a0 !")
    (3, 2)
    """
    if not text.isascii():
        return len(text.split())
    # The same without making a string of each word, in half the time.
    return (b" " + text.encode().translate(_SPACE_OR_NOT)).count(b" x")


@dataclass(frozen=True, slots=True)
class Problem:
    """What a reader could not read, dropped, joined or guessed; `line` counts from 1 where the file has lines."""

    says: str
    line: int | None = None
    hint: str = ""

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{self.says}{' ' + self.hint if self.hint else ''}"


class Turn(NamedTuple):
    """Spoken words `text[start:end]` of one speaker, without label and time stamp. `speaker` None: nobody named."""

    speaker: str | None
    start: int
    end: int
    start_time: float | None = None
    end_time: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of one file: canonical text, turns in order, guessed roles and the import report.

    `roles` maps each speaker label, in order of first appearance, to a role; a guess is named in `problems`.
    """

    text: str
    turns: tuple[Turn, ...]
    roles: dict[str, Role]
    format: str
    problems: tuple[Problem, ...] = ()
    encoding: str | None = None

    @property
    def speakers(self) -> list[str]:
        return list(self.roles)

    @property
    def unlabelled(self) -> int:
        """How many turns nobody is named for."""
        return sum(turn.speaker is None for turn in self.turns)

    @property
    def words(self) -> int:
        """Words as white space parts them, labels and stamps included."""
        return words_in(self.text)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A label in one transcript, and the person behind it where that is known."""

    label: str
    role: Role
    participant: str | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """A person (or a pair interviewed as one) in the study, with any attributes: role, phase, group …"""

    name: str
    attributes: dict[str, str | int | float | bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Transcript:
    """One interview as the study holds it. Talk that nobody is named for belongs to `default_participant`.

    `language` is a code such as `de`, as somebody set it; '' leaves it to be found from the text.
    """

    name: str
    text: str
    turns: tuple[Turn, ...]
    speakers: tuple[Speaker, ...]
    filename: str = ""
    format: str = ""
    default_participant: str | None = None
    language: str = ""

    @property
    def words(self) -> int:
        return words_in(self.text)

    @property
    def duration(self) -> float | None:
        """Seconds up to the last time known, or None where the transcript has no times."""
        times = [t for turn in self.turns for t in (turn.start_time, turn.end_time) if t is not None]
        return max(times) if times else None

    @property
    def participants(self) -> list[str]:
        """Names of the participants who speak, in order of their labels, each once."""
        named = list(dict.fromkeys(s.participant for s in self.speakers if s.participant))
        return named or ([self.default_participant] if self.default_participant else [])

    def role_of(self, label: str | None) -> Role:
        return next((s.role for s in self.speakers if s.label == label), "unknown")

    def participant_of(self, label: str | None) -> str | None:
        return next((s.participant for s in self.speakers if s.label == label), None)


@dataclass(frozen=True, slots=True)
class Segment:
    """The unit counted and modelled: a turn, a sentence, or an answer with its question.

    For an answer `start` … `end` spans from the question to the last word before the next question; `said` are the
    stretches of it that the answering speakers say (the question left out). For turns and sentences `said` is the
    whole. `speaker` is who says most of `said`.
    """

    transcript: str
    start: int
    end: int
    text: str
    speaker: str | None = None
    role: Role = "unknown"
    participant: str | None = None
    said: tuple[tuple[int, int], ...] = ()
    turns: tuple[int, int] = (0, 0)
