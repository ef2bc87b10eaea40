"""Where does a codebook need a second look? Codes, codings and texts in; findings out, each with its passages.

No verdicts: each finding says what is so, and a person decides whether that is as it should be.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.analysis.cooccurrence import cooccurrence
from workbench.model import Code, Coding

if TYPE_CHECKING:
    import numpy as np

KINDS = (
    "never used",
    "near definitions",
    "near passages",
    "overlap",
    "one participant",
    "one coder",
    "large share",
    "no limits",
)
SAME_WORDS = 0.6
"""Two definitions share so many of their words (Jaccard), or"""
SAME_MEANING = 0.7
"""their meanings are so like (cosine), to be named as near."""
SAME_PASSAGES = 0.7
"""Likeness of two codes' passages, 1 where they are as like each other as the passages within each code are."""
OVERLAP = 0.7
"""Share of the smaller code's words that the other code has, too."""
LARGE = 0.4
"""Share of the text that was coded at all."""
FEW = 4
"""Passages below which nothing is said about overlap, and"""
ENOUGH = 8
"""about likeness: fewer do not tell how like each other the passages of one code are."""
FEW_CODES = 5
"""Codes with enough passages below which nothing is said about likeness: it is measured from the mean of all."""
MOST = 60
"""Passages of a code that are compared; of more, so many evenly spread over them."""

Vectors = Callable[[Sequence[str]], "np.ndarray"]
Stretches = Mapping[str, Sequence[tuple[int, int]]]
Apart = Callable[[str, str], bool]
"""Whether of two codes neither stands below the other."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a code, and where it is about two, about the `other`; `value` is the number behind it."""

    kind: str
    code: str
    says: str
    other: str = ""
    value: float | None = None
    codings: tuple[Coding, ...] = ()


def check(codes: Sequence[Code], codings: Sequence[Coding], spoken: Stretches, vectors: Vectors) -> list[Finding]:
    """Findings by kind in the order of `KINDS`, each kind in the codebook's order; archived codes are left out.

    `spoken` has, for each transcript, the stretches of text that are talk, apart from each other and in order.
    `vectors` gives rows of length 1 whose dot product is the likeness of two texts.
    """
    here = [code for code in codes if not code.archived]
    of: dict[str, list[Coding]] = {code.name: [] for code in here}
    for one in codings:
        if one.code in of:
            of[one.code].append(one)
    above = _ancestors(codes)

    def apart(a: str, b: str) -> bool:
        return a not in above[b] and b not in above[a]

    return [
        *_never(here, of),
        *_definitions(here, of, vectors),
        *_passages(apart, of, vectors),
        *_overlaps(apart, of),
        *_voices(of, codings),
        *_coders(of, codings),
        *_large(of, codings, spoken),
        *_no_limits(here, of),
    ]


def by_words(texts: Sequence[str]) -> "np.ndarray":
    """Texts by the words in them, rare ones weighing more: where no meaning can be asked for."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    try:
        return np.asarray(TfidfVectorizer(stop_words="english").fit_transform(texts).toarray())
    except ValueError:  # no word in any of them
        return np.zeros((len(texts), 1))


def _never(codes: Sequence[Code], of: Mapping[str, list[Coding]]) -> Iterable[Finding]:
    """Codes without codings; those that only hold others that are used are headings."""
    used = {name for name, found in of.items() if found}
    parents = {code.name: code.parent for code in codes}
    for name in list(used):
        above = parents.get(name)
        while above is not None:
            used.add(above)
            above = parents.get(above)
    for code in codes:
        if code.name not in used:
            yield Finding("never used", code.name, f"Nothing is coded as '{code.name}'.")


def _no_limits(codes: Sequence[Code], of: Mapping[str, list[Coding]]) -> Iterable[Finding]:
    for code in codes:
        if not code.when_not_to_use.strip():
            says = f"'{code.name}' does not say when not to use it."
            yield Finding("no limits", code.name, says, codings=tuple(of[code.name]))


def _definitions(codes: Sequence[Code], of: Mapping[str, list[Coding]], vectors: Vectors) -> Iterable[Finding]:
    texts = {code.name: " ".join((code.description, code.definition, code.when_to_use)).strip() for code in codes}
    import numpy as np

    named = [name for name, text in texts.items() if text]
    if len(named) < 2:
        return
    meaning = vectors([texts[name] for name in named])
    likeness = meaning @ meaning.T
    shared = _shared_words([texts[name] for name in named])
    for i, j in np.argwhere(np.triu((likeness >= SAME_MEANING) | (shared >= SAME_WORDS), 1)):
        a, b = named[i], named[j]
        how = (
            f"{shared[i, j]:.0%} of their words are the same"
            if shared[i, j] >= SAME_WORDS
            else f"likeness {likeness[i, j]:.2f}"
        )
        says = f"The definitions of '{a}' and '{b}' say nearly the same ({how})."
        value = round(float(max(likeness[i, j], shared[i, j])), 3)
        yield Finding("near definitions", a, says, b, value, (*of[a], *of[b]))


def _shared_words(texts: Sequence[str]) -> "np.ndarray":
    """For each two texts the share of their words, of three letters or more, that are in both (Jaccard)."""
    import numpy as np
    from scipy.sparse import csr_array

    words = [set(re.findall(r"\w{3,}", text.casefold())) for text in texts]
    at = {word: place for place, word in enumerate(dict.fromkeys(word for found in words for word in found))}
    ends = np.cumsum([0, *map(len, words)])
    places = [at[word] for found in words for word in found]
    table = csr_array((np.ones(len(places)), places, ends), shape=(len(texts), max(len(at), 1)))
    both = (table @ table.T).toarray()
    size = np.diff(ends)
    return np.asarray(both / np.maximum(size[:, None] + size - both, 1))


def _passages(apart: Apart, of: Mapping[str, list[Coding]], vectors: Vectors) -> Iterable[Finding]:
    """Codes whose passages mean nearly the same: likeness of their means, corrected for how unlike the passages of one
    code are among themselves (Spearman 1904: cosine over the root of the reliabilities, each from two halves)."""
    import numpy as np

    texts = {name: _spread([*_distinct(found).values()]) for name, found in of.items()}
    texts = {name: found for name, found in texts.items() if len(found) >= ENOUGH}
    if len(texts) < FEW_CODES:
        return
    rows = vectors([text for found in texts.values() for text in found])
    rows = rows - rows.mean(axis=0)
    ends = np.cumsum([len(found) for found in texts.values()])
    blocks = dict(zip(texts, np.split(rows, ends[:-1]), strict=True))
    means = {name: _unit(block.mean(axis=0)) for name, block in blocks.items()}
    halves = {n: float(_unit(b[::2].mean(axis=0)) @ _unit(b[1::2].mean(axis=0))) for n, b in blocks.items()}
    steady = {name: 2 * half / (1 + half) for name, half in halves.items() if half > 0}
    named = list(steady)
    if len(named) < 2:
        return
    sides = np.array([means[name] / steady[name] ** 0.5 for name in named])
    likeness = sides @ sides.T
    for i, j in np.argwhere(np.triu(likeness >= SAME_PASSAGES, 1)):
        a, b, value = named[i], named[j], min(float(likeness[i, j]), 1.0)
        if apart(a, b):
            says = f"What is coded as '{a}' and as '{b}' means nearly the same (likeness {value:.2f})."
            yield Finding("near passages", a, says, b, round(value, 3), (*of[a], *of[b]))


def _overlaps(apart: Apart, of: Mapping[str, list[Coding]]) -> Iterable[Finding]:
    import pandas as pd

    enough = [name for name, found in of.items() if len(_distinct(found)) >= FEW]
    rows = [(one.transcript, one.code, one.start, one.end) for name in enough for one in of[name]]
    lengths: dict[str, int] = {}
    for transcript, _code, _start, end in rows:
        lengths[transcript] = max(lengths.get(transcript, 0), end)
    met = cooccurrence(pd.DataFrame(rows, columns=["transcript", "code", "start", "end"]), lengths, codes=enough)
    pairs_met = zip(met["first"], met["second"], met["jaccard"].astype(float), strict=True)
    likeness = {(str(a), str(b)): float(jaccard) for a, b, jaccard in pairs_met}
    reach = {name: stretches(of[name]) for name in enough}
    size = {name: sum(end - start for found in one.values() for start, end in found) for name, one in reach.items()}
    place = {name: at for at, name in enumerate(enough)}
    for a, b in sorted(likeness, key=lambda pair: (place[pair[0]], place[pair[1]])):
        if apart(a, b):
            # Jaccard is both / (a + b - both), in characters.
            both = round(likeness[a, b] * (size[a] + size[b]) / (1 + likeness[a, b]))
            less = min(a, b, key=lambda name: size[name])
            if both >= OVERLAP * size[less]:
                more, share = b if less == a else a, both / size[less]
                says = f"{share:.0%} of what is coded as '{less}' is coded as '{more}', too."
                yield Finding("overlap", less, says, more, round(share, 3), _meeting(of[less], reach[more]))


def _voices(of: Mapping[str, list[Coding]], codings: Sequence[Coding]) -> Iterable[Finding]:
    if len({one.participant for one in codings if one.participant}) < 2:
        return
    for name, found in of.items():
        people = {one.participant for one in found if one.participant}
        if len(people) == 1:
            says = f"Only {people.pop()} speaks to '{name}'."
            yield Finding("one participant", name, says, value=len(found), codings=tuple(found))


def _coders(of: Mapping[str, list[Coding]], codings: Sequence[Coding]) -> Iterable[Finding]:
    if len({one.coder for one in codings if one.is_own}) < 2:
        return
    for name, found in of.items():
        own = [one for one in found if one.is_own]
        coders = {one.coder for one in own}
        if len(coders) == 1:
            says = f"Only {coders.pop()} coded with '{name}'."
            yield Finding("one coder", name, says, value=len(own), codings=tuple(own))


def _large(of: Mapping[str, list[Coding]], codings: Sequence[Coding], spoken: Stretches) -> Iterable[Finding]:
    """Codes on much of the talk in the transcripts in which anything is coded."""
    begun = {one.transcript for one in codings}
    total = sum(end - start for name in begun for start, end in spoken.get(name, ()))
    for name, found in of.items():
        reach = stretches(found)
        if sum(end - start for places in reach.values() for start, end in places) <= LARGE * total:
            continue  # it cannot be: not all that is covered need be talk
        covered = sum(shared(places, spoken.get(transcript, ())) for transcript, places in reach.items())
        if covered > LARGE * total:
            says = f"'{name}' stands on {covered / total:.0%} of the text."
            yield Finding("large share", name, says, value=round(covered / total, 3), codings=tuple(found))


def stretches(codings: Iterable[Coding]) -> dict[str, list[tuple[int, int]]]:
    """The text that codings cover, by transcript: stretches in order, none touching the next."""
    found: dict[str, list[tuple[int, int]]] = {}
    for one in sorted(codings, key=lambda one: (one.transcript, one.start)):
        places = found.setdefault(one.transcript, [])
        if places and one.start <= places[-1][1]:
            places[-1] = (places[-1][0], max(places[-1][1], one.end))
        else:
            places.append((one.start, one.end))
    return found


def shared(a: Sequence[tuple[int, int]], b: Sequence[tuple[int, int]]) -> int:
    """Characters that two lists of stretches have in common, each in order.

    >>> shared([(0, 5), (8, 12)], [(3, 9)])
    3
    """
    count = i = j = 0
    while i < len(a) and j < len(b):
        count += max(0, min(a[i][1], b[j][1]) - max(a[i][0], b[j][0]))
        if a[i][1] <= b[j][1]:
            i += 1
        else:
            j += 1
    return count


def _meeting(codings: Iterable[Coding], reach: Stretches) -> tuple[Coding, ...]:
    return tuple(one for one in codings if shared([(one.start, one.end)], reach.get(one.transcript, ())))


def _distinct(codings: Iterable[Coding]) -> dict[tuple[str, int, int], str]:
    """Passages, each once, whoever coded them."""
    return {(one.transcript, one.start, one.end): one.quote for one in codings}


def _spread(found: Sequence[str]) -> list[str]:
    return [found[i * len(found) // MOST] for i in range(MOST)] if len(found) > MOST else list(found)


def _unit(row: "np.ndarray") -> "np.ndarray":
    length = float((row @ row) ** 0.5)
    return row / length if length else row


def _ancestors(codes: Sequence[Code]) -> dict[str, set[str]]:
    parents = {code.name: code.parent for code in codes}
    found: dict[str, set[str]] = {}
    for name in parents:
        above, seen = parents[name], set[str]()
        while above is not None and above not in seen:
            seen.add(above)
            above = parents.get(above)
        found[name] = seen
    return found


def counted(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings there are of each kind, in the order of `KINDS`."""
    found = Counter(one.kind for one in findings)
    return {kind: found[kind] for kind in KINDS if found[kind]}
