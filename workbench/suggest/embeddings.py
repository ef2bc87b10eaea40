"""What does a text mean, as numbers that can be compared?"""

import hashlib
import re
from collections.abc import Callable, MutableMapping, Sequence
from typing import TYPE_CHECKING

from workbench.suggest import models
from workbench.suggest.progress import Progress, Teller

if TYPE_CHECKING:
    import numpy as np

CHUNK = 64
"""Texts embedded between two reports of progress."""

_MARK = r"""
    inaudible | unintelligible | unclear | indistinct | cross\s?talk | overlapping | phone | music | noise | silence |
    pause[sd]? | beat | sigh\w* | laugh\w* | chuckl\w* | giggl\w* | cough\w* | sniff\w* | cr(?:ies|ying) | applause |
    gasp\w* | breath\w* | clears\s+throat | foreign\s+language | sic | redacted | end\s+of | the\s+participants?
"""
_TIME = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
MARKS = re.compile(
    rf"""
    \[[^\[\]]{{0,200}}\]                                    # [unintelligible 00:12], [the city]: always the transcriber
  | \(\(?[^()]{{0,40}}?\b(?:{_MARK})\b[^()]{{0,80}}\)\)?    # (laughs), ((coughs)), (the participant reads)
  | \(\s*(?:{_TIME}|\d+(?:\.\d+)?s?|\.+)\s*\)               # (1:29), (0.5), (..)
  | <[^<>]{{0,40}}>                                         # <laughter>, <v Anna>
  | \*[^*\n]{{1,40}}\*                                      # *laughs*
  | \b\d{{1,2}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,3}})?\b         # 00:01:22
    """,
    re.VERBOSE | re.IGNORECASE,
)


def clean(text: str) -> str:
    """`text` without what a transcriber put in: bracketed notes, time stamps, sounds; white space folded.

    >>> clean("It was [unintelligible 00:12] hard (laughs), 00:01:22 at (the) end")
    'It was hard, at (the) end'
    """
    without = " ".join(MARKS.sub(" ", text).split())
    return re.sub(r" (?=[,.;:?!])", "", without)


def embed(
    texts: Sequence[str],
    *,
    embedder: str = "careful",
    progress: Progress | None = None,
    cache: MutableMapping[str, bytes] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> "np.ndarray":
    """One float32 row of length 1 per text, in the order of `texts`: the dot product of two rows is their cosine.

    Marks of the transcriber are left out first; a text in which nothing is left gets a row of zeros. A row depends on
    its text and the model alone, to the byte. `embedder` is `careful`, `fast` or the path of a folder with a
    sentence-transformers model. `cache` maps `key(model, text)` to a row's bytes and is filled; one that has
    a method `fetch(keys)` is asked once for all. Where `should_stop` says so, Stopped is raised; what was embedded by
    then is in the cache.
    """
    import numpy as np

    tell = Teller(progress, should_stop)
    tell("reading meanings", 0.0)
    model = models.load(embedder)
    cleaned = [clean(text) for text in texts]
    known: MutableMapping[str, bytes] = {} if cache is None else cache
    keys = [key(model.id, text) for text in cleaned]
    if fetch := getattr(known, "fetch", None):
        fetch(keys)
    length = 4 * model.dimensions
    missing = {k: text for k, text in zip(keys, cleaned, strict=True) if text and len(known.get(k, b"")) != length}
    # In order of length, so that texts worked on at the same time take about the same time.
    wanted = sorted(missing, key=lambda k: (len(missing[k]), k))
    for first in range(0, len(wanted), CHUNK):
        tell("reading meanings", first / len(wanted))
        chunk = wanted[first : first + CHUNK]
        rows = model.encode([missing[k] for k in chunk])
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        rows = (rows / np.where(lengths > 0, lengths, 1)).astype("<f4")
        known.update(zip(chunk, (row.tobytes() for row in rows), strict=True))
    empty = bytes(length)
    joined = b"".join(known[k] if text else empty for k, text in zip(keys, cleaned, strict=True))
    return np.frombuffer(joined, "<f4").reshape(len(texts), model.dimensions).astype(np.float32)


def key(model_id: str, text: str) -> str:
    """The cache's key of a cleaned text: sha256 of `model|text`, in hexadecimal."""
    return hashlib.sha256(f"{model_id}|{text}".encode("utf-8", "surrogatepass")).hexdigest()
