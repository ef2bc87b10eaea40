"""Where does a word stand? An index of every word that is spoken, exact to the character, in any script.

Words are compared in small letters and composed form. A word typed without marks finds those with them, too (`Bruder`
finds `Brüder`), one typed with marks only its like. Scripts that do not part words by spaces are indexed by the
character, so that any part of their text is found as a phrase.
"""

import json
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import regex

from workbench.model import WorkbenchError

if TYPE_CHECKING:
    from workbench.analysis.retrieval import Ground

UNPARTED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}"
TOKEN = regex.compile(
    rf"[{UNPARTED}]\p{{M}}*|(?:[^\W_{UNPARTED}]|\p{{M}})+(?:['’](?:[^\W_{UNPARTED}]|\p{{M}})+)*", regex.V1
)
TERM = regex.compile(r'\s*(?P<out>-(?=\S))?(?:["“„](?P<phrase>[^"“”]*)["”]|(?P<word>\S+))')
MARKS = ((0x0300, 0x0370), (0x0591, 0x05C8), (0x064B, 0x0660), (0x0670, 0x0671))
"""Accents, and the points of Hebrew and Arabic; signs that are letters in other scripts stay."""

Lemmas = Callable[[Sequence[str]], Sequence[frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of one text: which of `vocabulary` stands where."""

    vocabulary: tuple[str, ...]
    ids: np.ndarray
    start: np.ndarray
    end: np.ndarray

    @classmethod
    def of(cls, text: str) -> "Tokens":
        """
        >>> found = Tokens.of("Don’t! Größe 你好")
        >>> [found.vocabulary[i] for i in found.ids], found.start.tolist()
        (["don't", 'grösse', '你', '好'], [0, 7, 13, 14])
        """
        raw: dict[str, int] = {}
        places: dict[str, int] = {}
        ids, start, end = [], [], []
        for hit in TOKEN.finditer(text):
            word = hit[0]
            number = raw.get(word)
            if number is None:
                number = raw[word] = places.setdefault(folded(word), len(places))
            ids.append(number)
            start.append(hit.start())
            end.append(hit.end())
        return cls(tuple(places), *(np.array(values, dtype=np.int32) for values in (ids, start, end)))

    def packed(self) -> bytes:
        head = json.dumps(self.vocabulary, ensure_ascii=True).encode()
        return head + b"\n" + self.ids.tobytes() + self.start.tobytes() + self.end.tobytes()

    @classmethod
    def unpacked(cls, data: bytes) -> "Tokens":
        head, _, rest = data.partition(b"\n")
        ids, start, end = np.frombuffer(rest, dtype=np.int32).reshape(3, -1)
        return cls(tuple(json.loads(head)), ids, start, end)


def folded(word: str) -> str:
    """The word as it is compared.

    >>> folded("Straße"), folded("DON’T")
    ('strasse', "don't")
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold()).replace("’", "'")


def bare(word: str) -> str:
    """The folded word without its marks.

    >>> bare("größe"), bare("naïve")
    ('große', 'naive')
    """
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFKD", word)
    return unicodedata.normalize("NFKC", "".join(c for c in parts if not any(a <= ord(c) < b for a, b in MARKS)))


@dataclass(frozen=True, slots=True)
class Hits:
    """Places on the line from `start` to `end`, in order, and the number of the turn that each is in."""

    start: np.ndarray
    end: np.ndarray
    turn: np.ndarray


class WordIndex:
    """All words that stand in turns, one behind the other, over all transcripts of a `Ground`."""

    def __init__(self, ground: "Ground", tokens: Sequence[Tokens]) -> None:
        self.ground = ground
        places: dict[str, int] = {}
        ids, start, end = [], [], []
        for base, one in zip(ground.base, tokens, strict=False):
            own = np.array([places.setdefault(word, len(places)) for word in one.vocabulary], dtype=np.int64)
            ids.append(own[one.ids] if len(own) else np.zeros(0, np.int64))
            start.append(one.start + base)
            end.append(one.end + base)
        self.vocabulary = list(places)
        self._ids = places
        nothing = np.zeros(0, np.int64)
        all_ids, all_start, all_end = (np.concatenate([nothing, *many]) for many in (ids, start, end))
        turn = ground.turn_of(all_start, all_end)
        spoken = turn >= 0
        self.ids, self.start, self.end, self.turn = (x[spoken] for x in (all_ids, all_start, all_end, turn))

    @cached_property
    def _bare(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, word in enumerate(self.vocabulary):
            found.setdefault(bare(word), []).append(number)
        return found

    def find(self, query: str, *, lemmas: Lemmas | None = None) -> Hits:
        """Every place of the words looked for, in turns that have them all.

        `open weights` are two words of one turn, `"open weights"` stand one behind the other, `licen*` begins so,
        `-cloud` is not in the turn, `rule OR law` is either. With `lemmas` a word stands for all its forms.
        """
        alternatives = [self._together(terms, lemmas) for terms in _terms(query)]
        hits = [one for one in alternatives if len(one.start)]
        if len(hits) == 1:
            return hits[0]
        start, end, turn = (
            np.concatenate([np.zeros(0, np.int64), *(getattr(one, name) for one in hits)])
            for name in ("start", "end", "turn")
        )
        order = np.unique(np.stack([start, end, turn]), axis=1)
        return Hits(*order)

    def _together(self, terms: Sequence["Term"], lemmas: Lemmas | None) -> Hits:
        found = [(term.out, *self._place(term.words, lemmas)) for term in terms]
        fits: np.ndarray | None = None
        for out, first, _last in found:
            has = np.zeros(len(self.ground.turns), bool)
            has[self.turn[first]] = True
            has = ~has if out else has
            fits = has if fits is None else fits & has
        assert fits is not None
        pairs = [(first, last) for out, first, last in found if not out]
        first, last = (np.concatenate(many) for many in zip(*pairs, strict=True))
        kept = fits[self.turn[first]]
        first, last = first[kept], last[kept]
        if len(pairs) > 1:
            first, last = np.unique(np.stack([first, last]), axis=1)
        return Hits(self.start[first], self.end[last], self.turn[first])

    def _place(self, words: Sequence[str], lemmas: Lemmas | None) -> tuple[np.ndarray, np.ndarray]:
        """Where these words stand one behind the other, as the numbers of the first and last."""
        length = len(words)
        fits = np.ones(max(len(self.ids) - length + 1, 0), bool)
        for at, word in enumerate(words):
            wanted = np.zeros(len(self.vocabulary) + 1, bool)
            wanted[self._numbers(word, lemmas)] = True
            fits &= wanted[self.ids[at : at + len(fits)]]
        first = np.flatnonzero(fits)
        first = first[self.turn[first] == self.turn[first + length - 1]]
        return first, first + length - 1

    def _numbers(self, word: str, lemmas: Lemmas | None) -> list[int]:
        if "*" in word or "?" in word:
            fits = regex.compile(translate(word)).match
            marked = bare(word) != word
            return [i for i, known in enumerate(self.vocabulary) if fits(known) or (not marked and fits(bare(known)))]
        if lemmas is not None:
            wanted = lemmas([word])[0] | {word}
            return [i for i, known in enumerate(self._lemmas(lemmas)) if known & wanted]
        if bare(word) != word:
            return [self._ids[word]] if word in self._ids else []
        return self._bare.get(word, [])

    def _lemmas(self, lemmas: Lemmas) -> Sequence[frozenset[str]]:
        if not hasattr(self, "_forms"):
            self._forms = [known | {word} for known, word in zip(lemmas(self.vocabulary), self.vocabulary, strict=True)]
        return self._forms


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand one behind the other; `out`: turns with them are left out."""

    words: tuple[str, ...]
    out: bool = False


def _terms(query: str) -> list[list[Term]]:
    """The alternatives, each a list of terms; a sentence where there is nothing to look for."""
    alternatives: list[list[Term]] = [[]]
    for hit in TERM.finditer(query.strip()):
        if hit["word"] == "OR" and not hit["out"]:
            alternatives.append([])
            continue
        words = tuple(_words(hit["phrase"] if hit["phrase"] is not None else hit["word"]))
        if words:
            alternatives[-1].append(Term(words, bool(hit["out"])))
    alternatives = [terms for terms in alternatives if terms]
    if not alternatives:
        raise WorkbenchError("There is nothing to look for. Type a word, or several.")
    if any(all(term.out for term in terms) for terms in alternatives):
        raise WorkbenchError("Only words that must not be there were given. Add one that must: rules -cloud")
    return alternatives


def _words(text: str) -> Iterable[str]:
    """The words of a term as they are compared; `*` and `?` stay."""
    for part in text.split():
        if "*" in part or "?" in part.rstrip("?"):
            pattern = folded(
                "".join(c for c in part if c.isalnum() or c in "*?'’" or unicodedata.category(c)[0] == "M")
            )
            if pattern.strip("*?"):
                yield pattern
                continue
        yield from (folded(hit[0]) for hit in TOKEN.finditer(part))
