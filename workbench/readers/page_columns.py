"""Columns on the pages of a PDF: a table of turns has no cells there, only words that begin at the same places."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from workbench.readers.columns import named
from workbench.readers.pieces import stops
from workbench.readers.roles import role_by_word

_NEAR = 3.0
"""Words that begin within so many points of one another begin in one column."""
_SAME_LINE = 1.0
_LEAST = 3
_SHARE = 0.05
_HEADINGS = 3
_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_MARKS = ".,;:!?…()[]\"“”„»«'’"
_AND = frozenset({"und", "oder", "bzw.", "bzw", "and", "or", "et", "ou", "y", "o", "e", "en", "of", "i", "och"})
"""What stands behind the first half of a pair: Haupt- und Nebenfach."""
_MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words as the page sets them in one go, and where they begin, in points from its lower left corner."""

    text: str
    x: float
    y: float
    bold: bool = False


def rows_on(pages: Sequence[Sequence[Fragment]], left_out: Counter[str]) -> list[list[str]]:
    """The rows of a table that goes over pages, as its cells; none where words begin in fewer than two columns.

    The program that made the page wrote row after row and cell after cell, so a row begins where the words go back to a
    column before. Headings that a page repeats are no row; what follows below them may end the row that the page before
    began. `left_out` counts lines that are none of it, as headers of pages.
    """
    left_out = left_out.copy()
    written = [[one for one in page if one.text.strip()] for page in pages]
    starts = _starts([one for page in written for one in page], written[0] if written else [])
    known = compounds(one.text for page in written for one in page)
    if len(starts) < 2:
        return []
    rows: list[list[str]] = []
    tops: list[int] = []
    column = len(starts)
    for page in pages:
        height: float | None = None
        before_page = len(rows)
        for one in page:
            text = " ".join(one.text.split())
            if not text or left_out[text] > 0:
                left_out[text] -= 1
                continue
            here = max(0, bisect_right(starts, one.x + _NEAR) - 1)
            goes_on = height is not None and abs(height - one.y) < _SAME_LINE and abs(starts[here] - one.x) > _NEAR
            if not goes_on:
                if here < column or not rows:
                    rows.append([""] * len(starts))
                column = here
            before = rows[-1][column]
            rows[-1][column] = _joined(before, text, known)
            height = one.y
        if before_page and len(rows) > before_page:
            tops.append(before_page)
    if tops:
        _across_pages(rows, tops)
    return rows


def _across_pages(rows: list[list[str]], tops: Sequence[int]) -> None:
    """Takes out the headings that pages repeat, and puts the rest of a row that the page before began to that row.

    `tops` are the first rows of pages. Headings are known by their names, or since all of three pages or more have
    them.
    """
    headings = rows[0]
    repeated = [at for at in tops if all(map(str.startswith, rows[at], headings))]
    if sum(map(bool, headings)) < 2 or not (_are_headings(headings) or len(repeated) == len(tops) > 1):
        repeated = []
    for at in reversed(tops):
        rest = rows[at]
        if at in repeated:
            del rows[at]
            below = [cell[len(heading) :].strip() for cell, heading in zip(rest, headings, strict=True)]
            if any(below):
                rows[at - 1] = [*map(_joined, rows[at - 1], below)]
                continue
            rest = rows[at] if at < len(rows) else below
        if _goes_on(rows[at - 1], rest):
            del rows[at]
            rows[at - 1] = [*map(_joined, rows[at - 1], rest)]


def _are_headings(cells: Sequence[str]) -> bool:
    roles = {role_by_word(cell) for cell in cells if cell}
    return len(named(cells)) > 1 or roles >= {"interviewer", "participant"}


def _goes_on(before: Sequence[str], rest: Sequence[str]) -> bool:
    """Whether a row ends what the one before began: its first cell a sentence, and no cell another name."""
    both = [(cell, more) for cell, more in zip(before, rest, strict=True) if more]
    if not both or not both[0][0] or stops(both[0][0]):
        return False
    return both[0][1][0].islower() and all(not cell or stops(cell) or more[0].islower() for cell, more in both)


def is_nearly_all(rows: Sequence[Sequence[str]], *columns: int | None) -> bool:
    """Whether these columns of a table hold nearly all of its letters."""
    sizes = [sum(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return sum(sizes[at] for at in columns if at is not None) >= _MOSTLY * sum(sizes)


def _starts(fragments: Sequence[Fragment], first: Sequence[Fragment]) -> list[float]:
    """Where columns begin: places that enough words begin at, from left to right; fewer where a heading stands there.

    Headings are looked for on the `first` page: the first line of three or more words that begin at such places.
    """
    places: list[list[float]] = []
    for x in sorted(one.x for one in fragments):
        if places and x - places[-1][0] <= _NEAR:
            places[-1].append(x)
        else:
            places.append([x])
    least = max(_LEAST, _SHARE * len(fragments))
    several = [place[0] for place in places if len(place) >= _LEAST]
    for _, line in groupby(first, key=lambda one: round(one.y / _SAME_LINE)):
        headed = {max(0, bisect_right(several, one.x + _NEAR) - 1) for one in line}
        if len(headed) >= _HEADINGS:
            break
    else:
        headed = set()
    headings = {several[at] for at in headed}
    return [place[0] for place in places if len(place) >= least or place[0] in headings]


def compounds(lines: Iterable[str]) -> frozenset[str]:
    """The words with a hyphen inside lines, in small letters.

    >>> sorted(compounds(["It was Pre-trained,", "or well-known -"]))
    ['pre-trained', 'well-known']
    """
    return frozenset(word.casefold() for line in lines for word in _COMPOUND.findall(line))


def broken_word(line: str, follows: str, known: Collection[str] = ()) -> str | None:
    """The last word of a line where the next line ends it, with its hyphen if it has one; None where it is whole.

    It has one before a figure, or where it is among the `known` words with one.

    >>> broken_word("We never sp-", "oke of it"), broken_word("It was pre-", "trained.", {"pre-trained"})
    ('sp', 'pre-')
    >>> broken_word("a -", "b"), broken_word("Anna-", "Lena"), broken_word("Haupt-", "und Nebenfach")
    (None, None, None)
    """
    last, first = line.rpartition(" ")[2], follows.partition(" ")[0]
    if not (last.endswith("-") and last[-2:-1].isalpha()):
        return None
    if first[:1].isdigit():
        return last
    if not first[:1].islower() or first.strip(_MARKS) in _AND:
        return None
    return last if (last + first).strip(_MARKS).casefold() in known else last[:-1]


def _joined(before: str, text: str, known: Collection[str] = ()) -> str:
    """A cell with its next line; either may be empty."""
    broken = broken_word(before, text, known)
    if broken is None:
        return f"{before} {text}".strip()
    return before[: len(before) - len(before.rpartition(" ")[2])] + broken + text


def bold_beginnings(pages: Sequence[Sequence[Fragment]]) -> dict[str, int]:
    """How many code points are bold where a line begins, by the line; of lines bold to their end, all."""
    found: dict[str, int] = {}
    for page in pages:
        line: list[Fragment] = []
        for one, after in pairwise([*page, None]):
            line = [*line, one] if one is not None else line
            if after is None or abs(after.y - line[0].y) >= _SAME_LINE:
                lead, text = "", ""
                for part in line:
                    text += part.text
                    lead = text if part.bold and lead == text[: len(text) - len(part.text)] else lead
                lead, text = " ".join(lead.split()), " ".join(text.split())
                if lead:
                    found[text] = len(lead)
                line = []
    return found
