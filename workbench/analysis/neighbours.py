"""Where could a theme have been spoken of, and was not? Passages coded with its neighbours but not with itself.

A negative case is looked for where it would be expected: at passages with codes that usually stand beside those of the
theme (Miles, Huberman & Saldaña 2014, 'Qualitative data analysis', ch. 11, on looking for negative evidence).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

Coded = tuple[str, int, int, str]
"""Transcript, start, end, code."""
TOGETHER = 2
"""Passages that a code must share with the theme's codes to be one of its neighbours."""


@dataclass(frozen=True, slots=True)
class Neighboured:
    """A passage with codes that usually stand beside the theme's own, and none of these; `codes` are those, most often
    beside it first."""

    transcript: str
    start: int
    end: int
    codes: tuple[str, ...]


def neighbours(codings: Sequence[Coded], own: Collection[str], *, least: int = TOGETHER) -> dict[str, int]:
    """Codes that share passages with the codes `own`, and how many of theirs do; those with `least` or more.

    >>> neighbours([("P1", 0, 9, "rules"), ("P1", 5, 20, "fines")], {"rules"}, least=1)
    {'fines': 1}
    """
    inside = _by_transcript(codings, own)
    counts = Counter(code for name, start, end, code in codings if code not in own and _meets(inside[name], start, end))
    return {code: count for code, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])) if count >= least}


def beside(codings: Sequence[Coded], own: Collection[str], *, least: int = TOGETHER) -> list[Neighboured]:
    """Passages coded with a neighbour of the codes `own` but with none of these, those with most neighbours first.

    >>> coded = [("P1", 0, 9, "rules"), ("P1", 5, 20, "fines"), ("P2", 3, 8, "fines"), ("P2", 9, 12, "rules")]
    >>> beside(coded, {"rules"}, least=1)
    [Neighboured(transcript='P2', start=3, end=8, codes=('fines',))]
    """
    near = neighbours(codings, own, least=least)
    inside = _by_transcript(codings, own)
    found: dict[tuple[str, int, int], set[str]] = defaultdict(set)
    for name, start, end, code in codings:
        if code in near and not _meets(inside[name], start, end):
            found[name, start, end].add(code)
    passages = [
        Neighboured(*place, tuple(sorted(codes, key=lambda code: (-near[code], code))))
        for place, codes in found.items()
    ]
    return sorted(
        passages,
        key=lambda one: (-len(one.codes), -sum(near[c] for c in one.codes), one.transcript, one.start, one.end),
    )


def _by_transcript(codings: Sequence[Coded], own: Collection[str]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for name, start, end, code in codings:
        if code in own:
            found[name].append((start, end))
    return found


def _meets(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(first < end and last > start for first, last in spans)
