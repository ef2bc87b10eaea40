"""By which words can it be told that a note quotes somebody, and that a name was made of what somebody said?"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
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


FEW = 5
"""Words up to which a name or something in quotation marks is looked at for what only one person said."""
LETTERS = 3
"""Of a single word, from which on it can tell of somebody."""
QUOTED = re.compile(r"[“„«\"]([^“”„«»\"\n]{2,120})[”“»\"]|(?<!\w)[‘']([^‘’'\n]{2,120})[’'](?!\w)")


@dataclass(frozen=True)
class Own:
    """What somebody said and nobody else: single words, and runs of two to five, in small letters."""

    runs: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, texts: Iterable[str], left: Iterable[str]) -> "Own":
        """Those of the texts that are in none of the texts that are `left`."""
        found: set[tuple[str, ...]] = set()
        lengths = range(1, FEW + 1)
        for text in texts:
            folded = _folded(LABEL.sub("", text))
            found |= {run for length in lengths for run in _runs(folded, length)}
        for text in left:
            folded = _folded(text)
            for length in lengths:
                found -= _runs(folded, length)
        return cls(frozenset(found))

    def single(self, word: str) -> bool:
        return len(word) >= LETTERS and (word.casefold(),) in self.runs

    def in_name(self, name: str) -> list[str]:
        """What of a name only they said: all of it, or single words.

        >>> own = Own.of(["We met in Hexham every single evening."], ["In the town, every day, a single word."])
        >>> own.in_name("every single evening"), own.in_name("Ties to Hexham"), own.in_name("In the town")
        (['every single evening'], ['Hexham'], [])
        """
        words = WORD.findall(name)
        if 1 < len(words) <= FEW and tuple(word.casefold() for word in words) in self.runs:
            return [name]
        return [word for word in dict.fromkeys(words) if self.single(word)]

    def in_quotes(self, note: str) -> list[str]:
        """The same for what stands in quotation marks in a note.

        >>> Own.of(["We met in Hexham."], []).in_quotes("He names “Hexham”, I think in anger.")
        ['Hexham']
        """
        return [own for hit in QUOTED.finditer(note) for own in self.in_name(hit[1] or hit[2])]
