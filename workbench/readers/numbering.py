"""Numbers that a print-out puts before its lines."""

import re
from collections.abc import Sequence
from itertools import pairwise

_NUMBER = re.compile(r"[ \t]{0,8}[\[(]?(\d{1,5})[\])]?[.)]?(?:[ \t\xa0]{1,40}(?=\S)|(?<=[.)])(?=[^\W\d_])|[ \t\xa0]*$)")
_LEAST = 4
_MOSTLY = 0.8


def leading_numbers(lines: Sequence[str]) -> list[int]:
    """How many code points of each line are its number; zeros where the lines are not numbered.

    They are where numbers begin at least half of the lines, four or more, and count up.

    >>> leading_numbers(["1 I: Where?", "2 R: There,", "and here.", "3 I: Why?", "4 R: So."])
    [2, 2, 0, 2, 2]
    >>> leading_numbers(["7 years I lived there", "And 3 more here."])
    [0, 0]
    """
    found = [_NUMBER.match(line) if line else None for line in lines]
    numbers = [int(one[1]) for one in found if one]
    if len(numbers) < _LEAST or len(numbers) * 2 < _written(lines) or not rises(numbers):
        return [0] * len(lines)
    return [one.end() if one else 0 for one in found]


def _written(lines: Sequence[str]) -> int:
    return sum(map(bool, map(str.strip, lines)))


def rises(numbers: Sequence[int]) -> bool:
    """Whether at least four in five of the numbers are greater than the one before."""
    return sum(before < here for before, here in pairwise(numbers)) >= _MOSTLY * (len(numbers) - 1)
