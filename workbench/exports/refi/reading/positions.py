"""At which characters do a tool's positions stand? By the standard they count code points; tools count otherwise.

NVivo for Windows counts UTF-16 units and CRLF as two, ATLAS.ti CRLF as one; others may count the mark at the beginning
or mean the last character itself by the end. Each way of counting is tried on the selections of the whole project, and
the one is taken under which most of them quote what they say they quote, and begin and end at words.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal

Newline = Literal["as stored", "one", "two"]
TRIED = 400
"""Selections of one text on which a way of counting is tried."""


@dataclass(frozen=True, slots=True)
class Counting:
    """A way of counting positions."""

    newline: Newline = "as stored"
    utf16: bool = False
    inclusive: bool = False
    mark: bool = False

    def __str__(self) -> str:
        unit = "UTF-16 units" if self.utf16 else "code points"
        lines = {"as stored": "line ends as they are stored", "one": "a line end as 1", "two": "a line end as 2"}
        end = ", the end included" if self.inclusive else ""
        return f"{unit}, {lines[self.newline]}{end}{', with the byte order mark' if self.mark else ''}"


NEWLINES: tuple[Newline, ...] = ("as stored", "one", "two")
ALL = [
    Counting(newline, utf16, inclusive, mark)
    for inclusive, mark, utf16 in product((False, True), repeat=3)
    for newline in NEWLINES
]


@dataclass(frozen=True)
class Raw:
    """A text as it was stored. `text` is what becomes of it: no mark, and every line end a line feed."""

    stored: str

    @cached_property
    def text(self) -> str:
        return self.stored.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def has_mark(self) -> bool:
        return self.stored.startswith("\ufeff")

    @cached_property
    def _wide(self) -> list[int]:
        return [at for at, sign in enumerate(self.text) if sign > "\uffff"]

    @cached_property
    def _lines(self) -> list[int]:
        return [at for at, sign in enumerate(self.text) if sign == "\n"]

    @cached_property
    def _crlf(self) -> list[int]:
        """Line ends that were stored as two characters."""
        if "\r\n" not in self.stored:
            return []
        found, removed, at = [], 0, self.stored.find("\r\n")
        shift = len("\ufeff") if self.has_mark else 0
        while at >= 0:
            found.append(at - removed - shift)
            removed, at = removed + 1, self.stored.find("\r\n", at + 2)
        return found

    def events(self, counting: Counting) -> list[int]:
        """Offsets of the characters of `text` that count as two."""
        lines = {"as stored": self._crlf, "one": [], "two": self._lines}[counting.newline]
        return sorted({*lines, *self._wide}) if counting.utf16 else lines

    def place(self, start: int, end: int, counting: Counting) -> tuple[int, int]:
        """The passage in `text`; positions outside of it come out as -1 or beyond its length."""
        events, shift = self.events(counting), 1 if counting.mark and self.has_mark else 0
        end += counting.inclusive
        if not events:
            return start - shift, end - shift
        return self._offset(start - shift, events), self._offset(end - shift, events)

    def _offset(self, position: int, events: list[int]) -> int:
        if position < 0:
            return position
        if position > len(self.text) + len(events):
            return position - len(events)
        found = range(len(self.text) + 1)
        return bisect_left(found, position, key=lambda at: at + bisect_left(events, at))


Selected = tuple[int, int, str]
"""Start, end and name of a selection as it stands in the file."""


def counting_of(origin: str, texts: Iterable[tuple[Raw, Sequence[Selected]]]) -> tuple[Counting, bool]:
    """How this project's positions count, and whether that is otherwise than the standard or the tool would have it."""
    usual = usual_counting(origin)
    scores = dict.fromkeys([usual, *ALL], 0.0)
    tried = names = 0
    for raw, selected in texts:
        step = max(1, len(selected) // TRIED)
        some = selected[::step]
        tried += len(some)
        names += sum(1 for _start, _end, name in some if _head(name))
        kept: dict[tuple[tuple[int, int], ...], float] = {}
        for counting in scores:
            places = tuple(raw.place(start, end, counting) for start, end, _name in some)
            if places not in kept:
                kept[places] = _score(raw.text, places, some)
            scores[counting] += kept[places]
    best = max(scores, key=lambda counting: scores[counting])
    # A few passages that begin inside a word by chance must not turn over what is known of a tool.
    margin = 1.0 if names else max(1.0, 0.1 * tried)
    if best.inclusive and scores[best] < scores[usual] + max(margin, 0.3 * tried):
        best = max((one for one in scores if not one.inclusive), key=lambda counting: scores[counting])
    if scores[best] <= scores[usual] + margin:
        best = usual
    return best, best != usual


def usual_counting(origin: str) -> Counting:
    """What is known of the tool that wrote the project."""
    tool = origin.lower()
    if "nvivo" in tool:
        return Counting(utf16=True)
    if "atlas" in tool:
        return Counting(newline="one")
    return Counting()


def _score(text: str, places: Sequence[tuple[int, int]], selected: Sequence[Selected]) -> float:
    """Higher where passages quote their names, begin and end at words, and lie in the text."""
    score = 0.0
    for (start, end), (_start, _end, name) in zip(places, selected, strict=True):
        if not 0 <= start <= end <= len(text):
            score -= 5
            continue
        if start == end:
            continue
        before, after = text[start - 1 : start] if start else " ", text[end : end + 1] or " "
        score += (not before.isalnum() and not text[start].isspace()) + (
            not after.isalnum() and not text[end - 1].isspace()
        )
        if head := _head(name):
            quoted = " ".join(text[start : end + 40].split())
            whole = " ".join(text[start:end].split()) == " ".join(name.split())
            score += 4 if whole else 2 if quoted.startswith(head) else 0
    return score


def _head(name: str) -> str:
    """The beginning of what a selection's name quotes; nothing where it is too short to say anything."""
    flat = " ".join(name.rstrip("….").split())
    return flat[:40] if len(flat) >= 6 else ""
