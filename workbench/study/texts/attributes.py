"""Of which kind is an attribute of participants, and what is a value of that kind?"""

import re
from collections.abc import Sequence
from datetime import date
from math import isfinite
from typing import Literal

from workbench.model import WorkbenchError

Kind = Literal["number", "date", "choice", "text"]
Value = str | int | float | bool | None
KINDS: tuple[Kind, ...] = ("number", "date", "choice", "text")
MOST_CHOICES = 12
"""Different values up to which repeated ones are taken for a choice."""
_NO_NUMBER = re.compile(r"[+-]?0\d|.*_")
_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def kind_of(values: Sequence[Value]) -> Kind:
    """The kind that all values are of, empty ones left out; a choice is a text of few values that recur.

    >>> kind_of([31, 40.5, None]), kind_of(["2024-03-01"]), kind_of(["f", "m", "f"]), kind_of(["a", "b"])
    ('number', 'date', 'choice', 'text')
    """
    there = [value for value in values if value not in (None, "")]
    if there and all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in there):
        return "number"
    if there and all(isinstance(value, str) and _date(value) is not None for value in there):
        return "date"
    different = len(set(map(str, there)))
    return "choice" if different <= MOST_CHOICES and different < len(there) else "text"


def typed(cells: Sequence[str]) -> list[Value]:
    """A column's cells: as numbers if all are, as dates (2024-03-01) if all are, else as they are; None where empty.

    What would not come back as it is written, such as 01069 or 1_2, is no number.

    >>> typed(["3", "", "4"]), typed(["1.3.2024"]), typed(["3", "x"]), typed(["3.5", "nan"]), typed(["01069"])
    ([3, None, 4], ['2024-03-01'], ['3', 'x'], ['3.5', 'nan'], ['01069'])
    """
    there = [cell for cell in cells if cell]
    for kind in () if any(map(_NO_NUMBER.match, there)) else (int, float):
        try:
            return [finite(kind(cell)) if cell else None for cell in cells]
        except ValueError:
            continue
    if there and all(_date(cell) is not None for cell in there):
        return [_date(cell) if cell else None for cell in cells]
    return [cell or None for cell in cells]


def converted(value: Value, kind: Kind) -> Value:
    """The value as one of that kind; a `WorkbenchError` where it is none. Numbers may have a decimal comma."""
    if value in (None, ""):
        return None
    words = str(value).strip()
    if kind == "number":
        for number in (int, float):
            try:
                return finite(number(words.replace(",", ".")) if not isinstance(value, (int, float)) else value)
            except ValueError:
                continue
        raise WorkbenchError(f"'{words}' is no number.")
    if kind == "date":
        found = _date(words)
        if found is None:
            raise WorkbenchError(f"'{words}' is no date. Write it as 2024-03-01.")
        return found
    return words


def finite(value: Value) -> Value:
    """The value; `ValueError` for what is a number by its type alone, NaN and infinity, which no file format knows.

    >>> finite(3), finite("nan")
    (3, 'nan')
    """
    if isinstance(value, float) and not isfinite(value):
        raise ValueError(value)
    return value


def _date(words: str) -> str | None:
    """The date as 2024-03-01; None for anything else. Day and month are never guessed from 3/1/2024."""
    german = _GERMAN.fullmatch(words)
    try:
        if german:
            return date(int(german[3]), int(german[2]), int(german[1])).isoformat()
        return date.fromisoformat(words).isoformat() if re.fullmatch(r"\d{4}-\d\d-\d\d", words) else None
    except ValueError:
        return None
