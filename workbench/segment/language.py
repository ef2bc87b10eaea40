"""In which language is a transcript? It matters for where sentences end."""

import re
from functools import lru_cache

_SAMPLE = 20_000
_FEWEST = 12
"""Words below which nothing is concluded from them."""
_ENGLISH = frozenset(
    "the and of to that was it is in you i we they what so this have with for my".split()  # noqa: SIM905
)
_SURE = 0.2
_WORD = re.compile(r"[^\W\d_]+")
_SPACY = {"no": "nb", "nn": "nb", "zxx": "en"}
"""Codes that spaCy writes otherwise; nothing but noises is taken for the default."""
DEFAULT = "en"


@lru_cache(maxsize=512)
def language_of(text: str) -> str:
    """The code of the language of most of a text, such as `en` or `de`; `en` where there are too few words to tell.

    English shows in its small words; only for other languages py3langid is loaded, which takes a second (97 languages,
    n-grams of bytes: Lui and Baldwin 2012).

    >>> language_of("How did it begin? The fence was broken, and it was my neighbour that threw the seeds.")
    'en'
    >>> language_of("Wie lange wohnen Sie schon hier? Seit dreißig Jahren, und heute gibt es dort Fahrräder.")
    'de'
    """
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample.casefold())
    if len(words) < _FEWEST and sample.isascii():
        return DEFAULT
    if sum(word in _ENGLISH for word in words) >= _SURE * len(words) > 0:
        return DEFAULT
    import py3langid

    found = str(py3langid.classify(sample)[0])
    return _SPACY.get(found, found)
