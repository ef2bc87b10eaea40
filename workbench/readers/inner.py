"""Labels inside a turn: where one speaker's stamped pieces follow one another in a text that keeps itself.

Transcribers and recognisers begin a new stamped piece every half minute, whoever goes on speaking. Such pieces are one
turn; the stamps and labels between them stay in the text and are no words.
"""

import re
from collections.abc import Iterator

from workbench.readers.labels import mark
from workbench.readers.rules import fold

_LINE = re.compile(r"(?<=\n)[^\n]*\S[^\n]*")


def inner_labels(text: str, start: int, end: int, speaker: str | None) -> Iterator[tuple[int, int]]:
    """From where to where a label of `speaker` with a time stands between their words in `text[start:end]`, in order.

    >>> text = "Ann: Yes.\\n\\n[0:31] Ann: And no."
    >>> [text[a:b] for a, b in inner_labels(text, 5, len(text), "Ann")]
    ['\\n\\n[0:31] Ann: ']
    """
    if speaker is None or "\n" not in text[start:end] or speaker not in text[start:end]:
        return
    stamp: int | None = None
    for line in _LINE.finditer(text, start, end):
        found = mark(line[0])
        if found and found.label is None and not line[0][found.words :].strip():
            stamp = line.start()
            continue
        timed = found is not None and (found.start_time is not None or stamp is not None)
        if found and timed and found.label is not None and fold(found.label) == fold(speaker):
            before = line.start() if stamp is None else stamp
            after = line.start() + found.words
            while before > start and text[before - 1].isspace():
                before -= 1
            while after < end and text[after].isspace():
                after += 1
            if start < before and after < end:
                yield before, after
        stamp = None


def stretches(text: str, start: int, end: int, speaker: str | None) -> list[tuple[int, int]]:
    """The words of a turn without the labels inside it."""
    found = []
    for first, last in inner_labels(text, start, end, speaker):
        found.append((start, first))
        start = last
    return [*found, (start, end)]
