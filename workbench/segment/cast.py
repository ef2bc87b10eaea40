"""Who is who in a transcript, and a segment of what they say."""

import re
from dataclasses import dataclass

from workbench.model import Role, Segment, Transcript, Turn
from workbench.readers.inner import stretches

_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")


@dataclass(frozen=True, slots=True)
class Cast:
    """Role and participant of each label of one transcript; None stands for words of nobody named."""

    transcript: Transcript
    parts: dict[str | None, tuple[Role, str | None]]

    @classmethod
    def of(cls, transcript: Transcript) -> "Cast":
        parts: dict[str | None, tuple[Role, str | None]] = {None: ("unknown", transcript.default_participant)}
        for speaker in transcript.speakers:
            parts.setdefault(speaker.label, (speaker.role, speaker.participant))
        return cls(transcript, parts)

    def role(self, label: str | None) -> Role:
        return self.parts.get(label, ("unknown", None))[0]

    def participant(self, label: str | None) -> str | None:
        return self.parts.get(label, ("unknown", None))[1]


def words_of(transcript: Transcript, turn: Turn) -> tuple[tuple[int, int], ...]:
    """The stretches of a turn that are words; labels with times inside it are none."""
    return tuple(stretches(transcript.text, turn.start, turn.end, turn.speaker))


def segment(
    cast: Cast,
    speaker: str | None,
    start: int,
    end: int,
    *,
    turns: tuple[int, int],
    said: tuple[tuple[int, int], ...] | None = None,
) -> Segment:
    """The segment `start` to `end`, trimmed of white space, said by `speaker`; `said` is the whole unless given."""
    text = cast.transcript.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    end = start + len(text)
    return Segment(
        cast.transcript.name,
        start,
        end,
        text,
        speaker,
        cast.role(speaker),
        cast.participant(speaker),
        ((start, end),) if said is None else said,
        turns,
    )


def spoken_turns(transcript: Transcript) -> tuple[Turn, ...]:
    """The transcript's turns; where it has none, its paragraphs (parted by blank lines) as turns of nobody."""
    if transcript.turns:
        return transcript.turns
    return tuple(
        Turn(None, found.start(), found.start() + len(found[0].rstrip()))
        for found in _PARAGRAPH.finditer(transcript.text)
    )
