"""Where does a passage stand after its text was corrected? Old text and new in, edits and places out.

Paragraphs are compared first, then words within those that differ, then characters within words that are alike. In each
step what stands once in both is matched first, so that a long interview takes no longer than its length asks for.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_ALIKE = 0.6
"""Replaced stretches with this share of characters in common (difflib's ratio) are compared character by character."""
_SHORT = 400
"""Longer replaced stretches are not compared by characters."""
_MOST = 4_000_000
"""Pairs of tokens up to which difflib compares each with each."""
_LEFT = 0.25
"""Share of its letters from which on a passage counts as still there …"""
_RUN = 20
"""… or so many characters in one piece."""
_LONG_ENOUGH = 12
"""Letters of a quote that is looked for elsewhere when its own place is gone."""

Block = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters `start` up to, not including, `end` of the old text become `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Alignment:
    """How one text became another: edits in order that neither overlap nor touch each other's characters.

    `exact` says that the edits are what was done, as when names are replaced, and so passages keep to them; otherwise
    they were found by comparing, and a passage of which next to nothing is left is gone.
    """

    old: str
    edits: tuple[Edit, ...]
    exact: bool = True

    @cached_property
    def new(self) -> str:
        """The text after the edits."""
        parts, at = [], 0
        for edit in self.edits:
            parts += [self.old[at : edit.start], edit.text]
            at = edit.end
        return "".join((*parts, self.old[at:]))

    @cached_property
    def _starts(self) -> list[int]:
        return [edit.start for edit in self.edits]

    @cached_property
    def _shifts(self) -> list[int]:
        """By how much what stands before edit 0, 1, … and after the last one moved."""
        return list(accumulate((len(e.text) - (e.end - e.start) for e in self.edits), initial=0))

    def follow(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the passage stands in the new text, trimmed of white space if its words changed; None where it is gone.

        What was put in between its words belongs to it, what was put before or after them does not. Of a stretch that
        was replaced and lies only partly in the passage, all belongs to it or nothing, as the larger part does.

        >>> one = align("The fense was brocken, we said.", "So the old fence was broken, we said.")
        >>> first, last = one.follow(4, 21)
        >>> one.new[first:last]
        'fence was broken'
        """
        places, kept, longest = self._pieces(start, end)
        if not self.exact and not self._is_left(start, end, kept, longest):
            return self._elsewhere(start, end)
        if not places:
            return None
        first, last = min(place[0] for place in places), max(place[1] for place in places)
        words = self.new[first:last]
        if words == self.old[start:end]:
            return first, last
        first, last = first + len(words) - len(words.lstrip()), last - len(words) + len(words.rstrip())
        return (first, last) if first < last else None

    def point(self, at: int) -> int:
        """Where a place between two characters is in the new text: after what was put there."""
        number = bisect_right(self._starts, at)
        if number and self.edits[number - 1].end > at:
            number -= 1
        return at + self._shifts[number]

    def _pieces(self, start: int, end: int) -> tuple[list[tuple[int, int]], int, int]:
        """The passage's stretches in the new text; how many of its letters were kept; the longest kept stretch."""
        at = max(0, bisect_right(self._starts, start) - 1)
        places, kept, longest, here = [], 0, 0, start
        for number in range(at, len(self.edits) + 1):
            edit = self.edits[number] if number < len(self.edits) else None
            until = end if edit is None else min(edit.start, end)
            if here < until:
                shift = self._shifts[number]
                places.append((here + shift, until + shift))
                kept += _letters(self.old[here:until])
                longest = max(longest, until - here)
            if edit is None or edit.start >= end:
                break
            if self._belongs(edit, start, end):
                first = edit.start + self._shifts[number]
                places.append((first, first + len(edit.text)))
            here = max(here, edit.end)
        return [place for place in places if place[0] < place[1]], kept, longest

    def _belongs(self, edit: Edit, start: int, end: int) -> bool:
        if edit.start == edit.end:
            return start < edit.start < end
        inside = min(edit.end, end) - max(edit.start, start)
        if inside * 2 <= edit.end - edit.start:
            return False
        at_border = not start < edit.start or not edit.end < end
        return self.exact or not at_border or len(edit.text) <= 2 * (edit.end - edit.start) + 10

    def _is_left(self, start: int, end: int, kept: int, longest: int) -> bool:
        return longest >= _RUN or (kept > 0 and kept >= _LEFT * _letters(self.old[start:end]))

    def _elsewhere(self, start: int, end: int) -> tuple[int, int] | None:
        """The only place in the new text that has the passage's own words: a paragraph may have been moved."""
        words = self.old[start:end].strip()
        if _letters(words) < _LONG_ENOUGH or self.new.count(words) != 1:
            return None
        first = self.new.index(words)
        return first, first + len(words)


def align(old: str, new: str) -> Alignment:
    """The edits that make `new` of `old`, found by comparing; the same texts give the same edits.

    >>> align("We dug the beds.", "We dug all beds.").edits
    (Edit(start=7, end=10, text='all'),)
    """
    edits = list(_compared(old, new))
    return Alignment(old, tuple(edits), exact=False)


def _compared(old: str, new: str) -> Iterator[Edit]:
    for a, b in _differences(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        for c, d in _tidied(old, _shifted(_differences(_tokens(old[slice(*a)]), _tokens(new[slice(*b)])), a[0], b[0])):
            before, after = old[slice(*c)], new[slice(*d)]
            if before and after and len(before) + len(after) <= _SHORT and _ratio(before, after) >= _ALIKE:
                for e, f in _shifted(_differences(before, after), c[0], d[0]):
                    yield Edit(*e, new[slice(*f)])
            else:
                yield Edit(*c, after)


Stretch = tuple[int, int]


def _shifted(pairs: Iterable[tuple[Stretch, Stretch]], a: int, b: int) -> list[tuple[Stretch, Stretch]]:
    return [((c[0] + a, c[1] + a), (d[0] + b, d[1] + b)) for c, d in pairs]


def _tidied(old: str, pairs: Sequence[tuple[Stretch, Stretch]]) -> list[tuple[Stretch, Stretch]]:
    """Differences joined across what is alike by chance: less between them than differs on either side."""
    joined: list[tuple[Stretch, Stretch]] = []
    for c, d in pairs:
        if joined:
            before, after = joined[-1]
            alike = _letters(old[before[1] : c[0]])
            if alike < min(_size(before, after), _size(c, d)):
                joined[-1] = (before[0], c[1]), (after[0], d[1])
                continue
        joined.append((c, d))
    return joined


def _size(one: Stretch, other: Stretch) -> int:
    """How much is certain to differ: nothing where characters were only put in or only taken out of a word."""
    return min(one[1] - one[0], other[1] - other[0])


def _letters(words: str) -> int:
    return len("".join(words.split()))


def _ratio(before: str, after: str) -> float:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _differences(a: Sequence[str], b: Sequence[str]) -> list[tuple[Stretch, Stretch]]:
    """Stretches of characters that differ, in order; `a` and `b` are texts in pieces."""
    in_a = list(accumulate(map(len, a), initial=0))
    in_b = list(accumulate(map(len, b), initial=0))
    found, i, j = [], 0, 0
    for start_a, start_b, size in (*_matches(_folded(a), _folded(b)), (len(a), len(b), 0)):
        if i < start_a or j < start_b:
            found.append(((in_a[i], in_a[start_a]), (in_b[j], in_b[start_b])))
        for x, y in zip(range(start_a, start_a + size), range(start_b, start_b + size), strict=True):
            if a[x] != b[y]:
                found.append(((in_a[x], in_a[x + 1]), (in_b[y], in_b[y + 1])))
        i, j = start_a + size, start_b + size
    return found


def _folded(pieces: Sequence[str]) -> Sequence[str]:
    """Pieces as they are matched: a small letter in the place of a capital is the same word still."""
    return [piece.casefold() for piece in pieces]


def _matches(a: Sequence[str], b: Sequence[str]) -> list[Block]:
    """Runs of equal pieces, in order: what stands once in both first, the gaps between by difflib."""
    blocks: list[Block] = []
    i = j = 0
    for anchor_a, anchor_b in (*_anchors(a, b), (len(a), len(b))):
        if anchor_a < i or anchor_b < j:
            continue  # inside a run that was matched already
        blocks += [(i + x, j + y, size) for x, y, size in _gap(a[i:anchor_a], b[j:anchor_b])]
        size = 0
        while anchor_a + size < len(a) and anchor_b + size < len(b) and a[anchor_a + size] == b[anchor_b + size]:
            size += 1
        blocks.append((anchor_a, anchor_b, size))
        i, j = anchor_a + size, anchor_b + size
    return [block for block in blocks if block[2]]


def _gap(a: Sequence[str], b: Sequence[str]) -> list[Block]:
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    inner_a, inner_b = a[head : len(a) - tail], b[head : len(b) - tail]
    inner: list[Block] = []
    if inner_a and inner_b and len(inner_a) * len(inner_b) <= _MOST:
        matcher = SequenceMatcher(str.isspace, inner_a, inner_b, autojunk=False)
        inner = [(head + x, head + y, size) for x, y, size in matcher.get_matching_blocks()]
    return [(0, 0, head), *inner, (len(a) - tail, len(b) - tail, tail)]


def _anchors(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Pieces that stand once in `a` and once in `b`: the longest series of them that is in the same order in both."""
    if max(map(len, a), default=0) <= 1:
        return []  # single characters: none says where it belongs
    once_a, once_b = Counter(a), Counter(b)
    there = {piece: j for j, piece in enumerate(b) if once_b[piece] == 1 and not piece.isspace()}
    pairs = [(i, there[piece]) for i, piece in enumerate(a) if once_a[piece] == 1 and piece in there]
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for number, (_i, j) in enumerate(pairs):
        place = bisect_left(ends, j)
        ends[place : place + 1] = [j]
        at[place : place + 1] = [number]
        before.append(at[place - 1] if place else -1)
    series, number = [], at[-1] if at else -1
    while number >= 0:
        series.append(pairs[number])
        number = before[number]
    return series[::-1]
