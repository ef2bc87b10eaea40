"""What was said, by whom and when, to a reading with one paragraph per turn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from workbench.model import Problem, Reading, Turn
from workbench.readers.pieces import Piece
from workbench.readers.roles import roles
from workbench.readers.rules import Rules

_LIGATURES = {
    ord(sign): letters for sign, letters in zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)
}
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
SYMBOLS = {
    0xF04A: "☺", 0xF04C: "☹", 0xF0A7: "▪", 0xF0B7: "•", 0xF0DF: "←", 0xF0E0: "→", 0xF0F0: "⇨", 0xF0FC: "✓",
}  # fmt: skip
"""Those of the fonts Wingdings and Symbol that Word puts in by itself, for a smile or an arrow."""
_TIDY = {**_LIGATURES, **_INVISIBLE, **SYMBOLS}


@dataclass(frozen=True, slots=True)
class Said:
    """One cue, row or paragraph as it was written, before neighbours of one speaker are joined."""

    speaker: str | None
    words: str
    line: int | None = None
    start_time: float | None = None
    end_time: float | None = None


def tidy(words: str) -> str:
    """Words with runs of white space as one blank, ligatures and symbols of fonts as signs, and soft hyphens
    and zero widths gone.

    >>> tidy("  ef\\ufb01\\u00adcient\\u00a0 work\\n")
    'efficient work'
    """
    return " ".join(words.translate(_TIDY).split())


def said(pieces: Iterable[Piece], source: str) -> list[Said]:
    """The pieces of a script with their words."""
    return [
        Said(piece.speaker, source[piece.start : piece.end], piece.line, piece.start_time, piece.end_time)
        for piece in pieces
    ]


def compose(
    spoken: Iterable[Said], rules: Rules, format: str, *, problems: Sequence[Problem] = (), encoding: str | None = None
) -> Reading:
    """The reading: one paragraph per turn, `Label: words` (without a speaker just the words), parted by blank lines.

    Neighbouring pieces of one speaker become one turn from the first one's start to the last one's end; pieces of
    nobody stay apart. Pieces without words are left out.
    """
    tidied = [replace(one, words=words) for one in spoken if (words := tidy(one.words))]
    if rules.no_speakers:
        tidied = [replace(one, speaker=None) for one in tidied]
    joined = _joined(tidied)
    paragraphs: list[str] = []
    turns: list[Turn] = []
    at = 0
    for one in joined:
        label = f"{one.speaker}: " if one.speaker is not None else ""
        start = at + len(label)
        end = start + len(one.words)
        turns.append(Turn(one.speaker, start, end, one.start_time, one.end_time))
        paragraphs.append(label + one.words)
        at = end + 2
    notes = list(problems)
    if len(joined) < len(tidied):
        notes.append(Problem(f"{len(tidied)} pieces joined to {len(joined)} turns: neighbours of one speaker."))
    found, guesses = roles(((one.speaker, one.words) for one in joined), rules)
    return Reading("\n\n".join(paragraphs), tuple(turns), found, format, (*notes, *guesses), encoding)


def _joined(spoken: Iterable[Said]) -> list[Said]:
    runs: list[list[Said]] = []
    for one in spoken:
        if runs and one.speaker is not None and runs[-1][-1].speaker == one.speaker:
            runs[-1].append(one)
        else:
            runs.append([one])
    return [replace(run[0], words=" ".join(one.words for one in run), end_time=_last_end(run)) for run in runs]


def _last_end(run: Sequence[Said]) -> float | None:
    return max((one.end_time for one in run if one.end_time is not None), default=None)
