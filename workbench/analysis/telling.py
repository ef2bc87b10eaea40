"""By which words can it be told that a note quotes somebody?"""

import re
from collections.abc import Callable, Iterable
from itertools import groupby

WORD = re.compile(r"\w+")
SENTENCE = re.compile(r"[^.!?…\n]+")
LABEL = re.compile(r"^[^:\n]{1,60}:\s", re.MULTILINE)
SHORT, LONG = 4, 6
"""Words in a row by which a quote is told in memos, definitions and examples; a whole sentence may have fewer."""


def tellings(texts: Iterable[str], left: Iterable[str]) -> set[tuple[str, ...]]:
    """Runs of words, in small letters, by which the texts can be told when they are quoted: every six in a row, and
    whole sentences of four or five; less those that stand in the texts that are `left`, too."""
    found: set[tuple[str, ...]] = set()
    for text in texts:
        found |= _runs(_folded(text), LONG)
        for sentence in SENTENCE.findall(LABEL.sub("", text)):
            words = tuple(_folded(sentence))
            if SHORT <= len(words) < LONG:
                found.add(words)
    for text in left:
        folded = _folded(text)
        for length in range(SHORT, LONG + 1):
            found -= _runs(folded, length)
    return found


def _folded(text: str) -> list[str]:
    return [hit[0].casefold() for hit in WORD.finditer(text)]


def _runs(words: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def without(told_by: set[tuple[str, ...]], mark: str) -> Callable[[str], str]:
    """A function that gives words with the mark in the place of each stretch made of such runs; other words stay.

    >>> take_out = without(tellings(["I planted all of the seeds at night."], []), "[…]")
    >>> take_out("She says: planted ALL of the seeds at night. So what?")
    'She says: […]. So what?'
    """

    def words(text: str) -> str:
        hits = list(WORD.finditer(text))
        folded = [hit[0].casefold() for hit in hits]
        told = [False] * len(hits)
        for length in range(SHORT, LONG + 1):
            for at in range(len(hits) - length + 1):
                if tuple(folded[at : at + length]) in told_by:
                    told[at : at + length] = [True] * length
        for is_told, run in groupby(reversed(list(zip(hits, told, strict=True))), key=lambda one: one[1]):
            if is_told:
                found = [hit for hit, _told in run]
                text = text[: found[-1].start()] + mark + text[found[0].end() :]
        return text

    return words
