"""In which pieces is talk compared by its meaning? Turns, and of long ones some sentences at a time."""

import re
from collections.abc import Iterator, Sequence

from workbench.model import Transcript

WORDS = 80
"""A turn of more words is cut, at the ends of sentences, into pieces of about so many."""
FEWEST = 3
"""A piece of fewer words says too little to be compared."""
SENTENCE = re.compile(r".+?(?:[.!?…]+[\"'”’)\]]*(?=\s)|[。！？]+|\n+|$)", re.DOTALL)


def pieces(transcripts: Sequence[Transcript]) -> list[tuple[int, int, int]]:
    """(number of the transcript, start, end) of each piece, in order."""
    return [
        (i, start, end)
        for i, one in enumerate(transcripts)
        for turn in one.turns
        for start, end in _cut(one.text, turn.start, turn.end)
        if len(one.text[start:end].split()) >= FEWEST or end - start > 3 * FEWEST
    ]


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if len(text[start:end].split()) <= WORDS:
        yield start, end
        return
    first, words = start, 0
    for sentence in SENTENCE.finditer(text, start, end):
        own = len(sentence[0].split())
        if words and words + own > WORDS:
            yield _stripped(text, first, sentence.start())
            first, words = sentence.start(), 0
        words += own
    if text[first:end].strip():
        yield _stripped(text, first, end)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
