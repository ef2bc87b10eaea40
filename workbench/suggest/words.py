"""In which words do people speak of it: the telling lemmas and phrases of each segment, without fillers."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from workbench.suggest.embeddings import clean
from workbench.suggest.progress import Progress, Teller
from workbench.suggest.speech import WORD, telling

LONGEST = 100_000
"""Characters of a segment that are read for its words."""
CHUNK = 64
"""Texts read between two reports of progress."""
COMMON = 0.2
"""Without a word list, a word in more than this share of the texts says nothing."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand together in the text, `said` as they are; `key` are its telling lemmas, which other wordings of
    the same share. `fit` to be shown: not with a verb in the past or third person ('sends letters')."""

    said: str
    key: tuple[str, ...]
    fit: bool = True


@dataclass(frozen=True, slots=True)
class Words:
    """The telling words of one segment: lemmas in order, each with the word as said, and phrases; which lemmas stand
    for proper nouns, and which words, in lower case, are names of persons."""

    lemmas: tuple[tuple[str, str], ...] = ()
    phrases: tuple[Phrase, ...] = ()
    proper: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def words(
    texts: Sequence[str],
    *,
    english: bool = True,
    among: Sequence[str] = (),
    cache: MutableMapping[str, bytes] | None = None,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> list[Words]:
    """The telling words of each text, in order; marks of the transcriber are left out first. `cache` is filled.

    In a text that is not `english`, words stand for their lemmas and pairs of neighbours for phrases, and words that
    are in more than a fifth of the texts (of those it is `among`, where there are such) are taken to say nothing.
    """
    cleaned = [clean(text)[:LONGEST] for text in texts]
    if not english:
        return _without_grammar(cleaned, [clean(text)[:LONGEST] for text in among] or cleaned)
    from workbench.suggest import grammar

    tell = Teller(progress, should_stop)
    known: MutableMapping[str, bytes] = {} if cache is None else cache
    made_by = f"words 3|{grammar.MODEL}"
    keys = [hashlib.sha256(f"{made_by}|{text}".encode("utf-8", "surrogatepass")).hexdigest() for text in cleaned]
    if fetch := getattr(known, "fetch", None):
        fetch(keys)
    missing = {key: text for key, text in zip(keys, cleaned, strict=True) if text and key not in known}
    wanted = sorted(missing)
    for first in range(0, len(wanted), CHUNK):
        tell("reading words", first / len(wanted))
        chunk = wanted[first : first + CHUNK]
        for key, found in zip(chunk, grammar.read([missing[key] for key in chunk]), strict=True):
            known[key] = _pack(found)
    return [_unpack(known[key]) if text else Words() for key, text in zip(keys, cleaned, strict=True)]


def _without_grammar(texts: Sequence[str], among: Sequence[str]) -> list[Words]:
    spoken = [[found[0] for found in WORD.finditer(text)] for text in texts]
    counts = Counter(word for text in among for word in {found[0].casefold() for found in WORD.finditer(text)})
    says = {word for word, count in counts.items() if count <= COMMON * len(among) and len(word) > 3 and telling(word)}
    return [
        Words(
            tuple((word.casefold(), word) for word in one if word.casefold() in says),
            tuple(
                Phrase(f"{word} {other}", (word.casefold(), other.casefold()))
                for word, other in pairwise(one)
                if word.casefold() in says and other.casefold() in says and f"{word} {other}" in text
            ),
        )
        for one, text in zip(spoken, texts, strict=True)
    ]


def _pack(one: Words) -> bytes:
    phrases = [[phrase.said, phrase.key, phrase.fit] for phrase in one.phrases]
    fields = [one.lemmas, phrases, one.proper, one.names]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _unpack(data: bytes) -> Words:
    lemmas, phrases, proper, names = json.loads(data.decode("utf-8", "surrogatepass"))
    return Words(
        tuple((lemma, said) for lemma, said in lemmas),
        tuple(Phrase(said, tuple(key), fit) for said, key, fit in phrases),
        tuple(proper),
        tuple(names),
    )
