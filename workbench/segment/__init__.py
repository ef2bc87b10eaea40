"""Transcripts to the units that are counted and modelled: turns, sentences, answers with their questions."""

from collections.abc import Sequence

from workbench.model import Segment, Transcript, Turn, Unit
from workbench.segment.answer import answers
from workbench.segment.cast import Cast, segment, spoken_turns, words_of
from workbench.segment.sentence import sentences

__all__ = ["segments", "segments_of"]


def segments(transcript: Transcript, unit: Unit, *, language: str = "") -> list[Segment]:
    """The segments of one transcript in order of the text; see `segments_of`.

    >>> text = "I: Where? When?\\n\\nR: At home."
    >>> from workbench.model import Turn
    >>> [one.text for one in segments(Transcript("P1", text, (Turn("I", 3, 15), Turn("R", 20, 28)), ()), "turn")]
    ['Where? When?', 'At home.']
    """
    return segments_of([transcript], unit, language=language)[0]


def segments_of(transcripts: Sequence[Transcript], unit: Unit, *, language: str = "") -> list[list[Segment]]:
    """The segments of each transcript, each in order of its text; `text[start:end]` is a segment's text, trimmed.

    The same transcripts give the same segments. A `turn` is as the reader found it; a transcript without turns has its
    paragraphs for turns. A `sentence` lies within one turn; those of all transcripts are found together, which is much
    faster than one by one. An `answer` is a question with everything up to the next one (`workbench.segment.answer`).
    `language` is a code such as `en` or `de` for all of them and matters for sentences alone; without it each is cut as
    its own language asks, set or found. `turns` of a segment are the first and
    the last turn that it touches, counted from 0.
    """
    if unit == "sentence":
        return sentences(transcripts, language)
    if unit == "answer":
        return [answers(one) for one in transcripts]
    return [_turns(one) for one in transcripts]


def _turns(transcript: Transcript) -> list[Segment]:
    cast = Cast.of(transcript)
    return [
        segment(cast, turn.speaker, turn.start, turn.end, turns=(at, at), said=_said(transcript, turn))
        for at, turn in enumerate(spoken_turns(transcript))
    ]


def _said(transcript: Transcript, turn: Turn) -> tuple[tuple[int, int], ...] | None:
    """The stretches of a turn with labels inside it; None for the whole."""
    found = words_of(transcript, turn)
    return found if len(found) > 1 else None
