"""Where are the words that a memo on a transcript quotes? Found again by the words themselves, corrected or not."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from workbench.analysis.quoting import Text
from workbench.model import Transcript

if TYPE_CHECKING:
    from workbench.study.study import Study

Place = tuple[int, int]

_TURN = re.compile(r"\s*\(turn (\d+)\)\s*$")
_WORD = re.compile(r"\w+")
_FEWEST = 4
"""Words of a quote by which its place is known."""
_SHARED = 0.6
"""Share of a quote's words that a turn has to have, to be where it stood before somebody corrected the words."""


def first_quote(markdown: str) -> tuple[str, int | None] | None:
    """The words of a text's first quotation, and the number of the turn that it names at its end; None without one.

    >>> first_quote("Look:\\n> Who asked me?\\n> Nobody. (turn 12)\\n\\nNot so.")
    ('Who asked me? Nobody.', 12)
    """
    lines: list[str] = []
    for line in markdown.splitlines():
        if line.lstrip().startswith(">"):
            lines.append(line.lstrip()[1:])
        elif lines:
            break
    words = " ".join(" ".join(lines).split())
    turn = _TURN.search(words)
    words = _TURN.sub("", words)
    return (words, int(turn[1]) if turn else None) if words else None


def place_of(markdown: str, transcript: Transcript, text: Text) -> Place | None:
    """The passage of a transcript, whose text `text` is, that a memo quotes; of equal ones the nearest to the turn that
    the memo names. Where the words were corrected since, or go on over several turns, as much of their beginning as is
    there, else the turn that has most of them; None where none has."""
    quote = first_quote(markdown)
    if quote is None:
        return None
    words, number = quote
    turns = transcript.turns
    named = turns[number - 1] if number and number <= len(turns) else None
    for beginning in _beginnings(words):
        found = text.find(beginning, near=named.start if named else None)
        if found is not None:
            return found
    wanted = set(_WORD.findall(words.casefold()))
    if not wanted:
        return None

    def shared(turn: Any) -> tuple[float, int]:
        own = set(_WORD.findall(transcript.text[turn.start : turn.end].casefold()))
        return len(wanted & own) / len(wanted), -abs(turn.start - named.start) if named else -turn.start

    best = max(turns, key=shared, default=None)
    return (best.start, best.end) if best is not None and shared(best)[0] >= _SHARED else None


def _beginnings(words: str) -> Iterator[str]:
    """All of the words, then the first half, quarter … of them, while that is enough to know them by."""
    yield words
    parts = words.split()
    while (half := len(parts) // 2) >= _FEWEST:
        parts = parts[:half]
        yield " ".join(parts)


def places(study: "Study", transcript: str) -> dict[str, Place]:
    """Where the words stand that memos on a transcript quote, by the id of the memo."""
    from workbench.study.transcripts import CODING_ACTS  # which itself needs memos

    quoting = [
        memo for memo in study.memos.all() if memo.on == "transcript" and memo.target == transcript and ">" in memo.text
    ]
    if not quoting:
        return {}
    whole = study.transcripts[transcript]
    key = f"text of {transcript} to find quotes in"
    text = study.remembered(key, lambda _: Text(whole.text), besides=CODING_ACTS, for_all=True)

    def load(_connection: Any) -> dict[str, Place]:
        found = ((memo.id, place_of(memo.text, whole, text)) for memo in quoting)
        return {key: place for key, place in found if place is not None}

    return study.remembered(f"places that memos on {transcript} quote", load)
