"""What do filters leave? Frames in, what is left of them out, with how much each filter left."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from workbench.model import NOT_GIVEN, Filters

MANY = 12
"""Different values of an attribute from which on bands are offered."""
BANDS = 8
WIDTHS = (1, 2, 5, 10, 20, 25, 50)


@dataclass(frozen=True, slots=True)
class Left:
    """After one filter, in words, so many were left."""

    filter: str
    left: int


@dataclass(frozen=True)
class Narrowed:
    """The rows that all filters leave; `steps` begin with how many there were before any."""

    rows: pd.DataFrame
    steps: tuple[Left, ...]

    def emptied_by(self) -> str:
        """A sentence on which filter left nothing, and what each before it left; "" where something is left."""
        if len(self.rows) or not self.steps:
            return ""
        path = "; ".join(f"{step.filter}: {step.left:,}" for step in self.steps)
        return f"Nothing is left. {path}."


def narrow(rows: pd.DataFrame, filters: Filters, people: Mapping[str, Mapping[str, Any]], *, noun: str) -> Narrowed:
    """The rows that the filters leave. `rows` has a column for each filter that is to apply, of transcript,
    participant, role, code, coder, layer, counts; filters without a column do nothing. `people` maps participants to
    their attributes; `counts` says which codings count for themes.
    """
    steps = [Left(f"all {noun}", len(rows))]
    wanted: list[tuple[str, str, Iterable[str]]] = []
    if filters.layer == "" and "counts" in rows:
        kept = rows[rows["counts"].astype(bool)]  # of no rows it is a column of anything
        if len(kept) < len(rows):
            steps.append(Left("what counts for themes", len(kept)))
        rows = kept
    if filters.layer in ("independent", "agreed"):
        wanted.append(("layer", f"{filters.layer} layer", [filters.layer]))
    wanted.append(("transcript", "these transcripts", filters.transcripts))
    for name, values in filters.by_attribute().items():
        of_value = [person for person, known in people.items() if has_value(known.get(name), values)]
        wanted.append(("participant", f"{name} {' or '.join(values)}", of_value or ["\0nobody"]))
    wanted += [
        ("participant", "these participants", filters.participants),
        ("role", f"said by {' or '.join(filters.roles)}", filters.roles),
        ("coder", f"coded by {' or '.join(filters.coders)}", filters.coders),
        ("code", f"coded as {' or '.join(filters.codes)}", filters.codes),
    ]
    for column, words, names in wanted:
        names = list(names)
        if names and column in rows:
            rows = rows[rows[column].isin(names)]
            steps.append(Left(words, len(rows)))
    return Narrowed(rows, tuple(steps))


def people_left(people: Mapping[str, Mapping[str, Any]], filters: Filters) -> list[str]:
    """The participants whom the filters leave, by name and attributes, in order."""
    wanted = filters.by_attribute()
    return [
        name
        for name, known in people.items()
        if (not filters.participants or name in filters.participants)
        and all(has_value(known.get(attribute), values) for attribute, values in wanted.items())
    ]


def has_value(value: Any, wanted: Sequence[str]) -> bool:
    """Whether an attribute's value is one of those wanted, or in a band among them.

    >>> has_value(34, ["30–39"]), has_value("2", ["2"]), has_value(None, ["(not given)"]), has_value(29.5, ["20–29"])
    (True, True, True, True)
    """
    return shown_value(value) in wanted or any(_in_band(value, one) for one in wanted)


def shown_value(value: Any) -> str:
    """An attribute's value as filters and tables name it.

    >>> shown_value(2.0), shown_value(None), shown_value("lead")
    ('2', '(not given)', 'lead')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)) or value is pd.NaT:
        return NOT_GIVEN
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def bands(values: Iterable[Any]) -> list[str]:
    """Bands for an attribute with many values: of numbers in even steps, of dates by year; [] where there are none.

    >>> bands([19, 23, 35, 67])
    ['10–19', '20–29', '30–39', '40–49', '50–59', '60–69']
    """
    given = [value for value in values if shown_value(value) != NOT_GIVEN]
    numbers = [number for value in given if (number := _number(value)) is not None]
    if not given or len(numbers) < len(given):
        years = {str(value)[:4] for value in given if _is_date(value)}
        dates = sum(_is_date(value) for value in given)
        return sorted(f"{year}–{year}" for year in years) if given and dates == len(given) else []
    low, high = math.floor(min(numbers)), math.floor(max(numbers))
    scale = 1
    while True:
        for width in WIDTHS:
            step = width * scale
            first = low // step
            if high // step - first < BANDS:
                return [f"{at * step}–{at * step + step - 1}" for at in range(first, high // step + 1)]
        scale *= 100


def band_of(value: Any, offered: Sequence[str]) -> str:
    """The band that holds the value; `NOT_GIVEN` where there is no value."""
    return next((band for band in offered if _in_band(value, band)), shown_value(value))


def _in_band(value: Any, band: str) -> bool:
    low, dash, high = band.partition("–")
    if not dash:
        return False
    try:
        first, last = int(low), int(high)
    except ValueError:
        return False
    number = int(str(value)[:4]) if _is_date(value) else _number(value)
    return number is not None and first <= math.floor(number) <= last


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _is_date(value: Any) -> bool:
    text = str(value)
    return len(text) >= 10 and text[4] == text[7] == "-" and text[:4].isdigit() and text[5:7].isdigit()
