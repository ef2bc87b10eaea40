"""One cell of a table: does it hold a time, a number, a name or a sentence?"""

import re
from collections.abc import Iterable, Sequence
from math import isfinite

from workbench.readers.labels import mark
from workbench.readers.times import STAMP, seconds

_CELL_TIME = re.compile(rf"\s*{STAMP}\s*$")
WORDY = 3
"""Words that are more than a name."""
_LONG = 8
"""Signs of a script without blanks that are more than a word."""
_ASIDE = re.compile(
    r"[(\[][^()\[\]]{0,40}[)\]]|(?<=\w)[/*:_]-?in(?:nen)?\b| - (?:hh:mm:ss[.:]\w{1,4}|ss[.]ms\w*|msec|ms|s)$"
)
_SECONDS = re.compile(r"\d{1,6}[.,]\d{1,9}$")
_DATE = re.compile(
    r"(?:19[1-9]\d|2\d{3})[./-]\d{1,2}[./-]\d{1,2}[ T]|\d{1,2}[./-]\d{1,2}[./-](?:19[1-9]\d|2\d{3}),?[ T]"
)
_IN_MS = re.compile(r"\bms\b|_ms$|- msec$")


def cell_at(row: Sequence[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""


def heading(cell: str) -> str:
    return " ".join(cell.split()).casefold().rstrip(":")


def part_of(heading: str) -> str:
    """A heading without what stands in brackets or behind a stroke: Sprecher/in, Start (hh:mm:ss)."""
    return " ".join(_ASIDE.sub("", heading).split())


def label_in(cell: str) -> str:
    found = mark(cell.strip())
    label = found.label if found and found.label and not cell.strip()[found.words :].strip() else cell
    return " ".join(label.split()).rstrip(":：").strip()


def time_in(cell: str, name: str) -> tuple[float, float | None]:
    """A stamp, or a plain number: seconds, milliseconds where the column's name says so. Raises ValueError."""
    if ":" in cell or cell.count(";") > 1:  # frames are parted by semicolons, too: 00;00;03;12
        return seconds(cell.replace(";", ":"))
    value = float(cell.replace(",", "."))
    if not isfinite(value) or value < 0:
        raise ValueError(cell)
    return value / 1000 if _IN_MS.search(name) else value, None


def is_time(cell: str) -> bool:
    return _CELL_TIME.match(cell) is not None


def is_seconds(cell: str) -> bool:
    """Whether a cell holds seconds with a fraction."""
    return _SECONDS.match(cell) is not None


def is_moment(cell: str) -> bool:
    """Whether a cell holds a time, or seconds with a fraction."""
    return is_time(cell) or is_seconds(cell)


def is_dated(cell: str) -> bool:
    """Whether a cell says on which day something was, and at what hour."""
    return _DATE.match(cell) is not None


def is_count(cell: str) -> bool:
    """Whether a cell holds a time or a number."""
    return is_time(cell) or cell.replace(".", "").replace(",", "").isdecimal()


def is_wordy(cell: str) -> bool:
    """Whether a cell holds a sentence rather than a name or a number.

    >>> is_wordy("The trees here."), is_wordy("Ann Lee"), is_wordy("静かなところが好きです")
    (True, False, True)
    """
    return len(cell.split()) >= WORDY or (len(cell) >= _LONG and not cell.isascii() and " " not in cell)


def share(found: Iterable[bool]) -> float:
    listed = list(found)
    return sum(listed) / len(listed) if listed else 0.0
