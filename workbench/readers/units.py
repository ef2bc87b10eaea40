"""In which unit are times that are bare numbers?"""

from collections.abc import Sequence
from dataclasses import replace

from workbench.model import Problem
from workbench.readers.compose import Said

_SLOWEST = 0.05
"""Words a second below which times are no seconds."""
_LEAST_SPAN = 1000
NO_PLACES = "The times are days and hours, and no places in a recording, so they were left out."
_FASTEST = 20
"""Words a second above which times are no seconds."""
_DAY = 86_400
_EPOCH = 100_000_000
"""Seconds that no recording lasts: such times count from 1970."""


def in_seconds(spoken: Sequence[Said], *, stamped: bool = False) -> tuple[list[Said], list[Problem]]:
    """The same with times in seconds, to the millisecond, and how they were guessed; `stamped` ones are no others.

    Whole numbers, and twenty or more for a word, must be milliseconds. Numbers below 1 that leave no time to speak are
    parts of a day, as sheets have them. Such as count from 1970 say when something was written; they are left out.
    """
    times = [time for one in spoken for time in (one.start_time, one.end_time) if time is not None]
    words = sum(len(one.words.split()) for one in spoken)
    span = max(times, default=0) - min(times, default=0)
    if stamped or not times:
        return _times(spoken, 1), []
    if min(times) > _EPOCH:
        return [replace(one, start_time=None, end_time=None) for one in spoken], [Problem(NO_PLACES)]
    if 0 < max(times) < 1 and words > span * _FASTEST and len(spoken) > 1:
        says = "The times were taken for parts of a day, since nobody speaks as fast as that (a guess)."
        return _times(spoken, _DAY), [Problem(says)]
    if span < _LEAST_SPAN or words > span * _SLOWEST or any(time % 1 for time in times):
        return _times(spoken, 1), []
    says = "The times were taken for milliseconds, since nobody speaks as slowly as that (a guess)."
    return _times(spoken, 0.001), [Problem(says)]


def _times(spoken: Sequence[Said], unit: float) -> list[Said]:
    def of(time: float | None) -> float | None:
        return None if time is None else round(time * unit, 3)

    return [replace(one, start_time=of(one.start_time), end_time=of(one.end_time)) for one in spoken]
