"""When: time stamps as transcripts write them, in seconds."""

import re

_LOOSE = r"\d{1,2}:[0-5]?\d:[0-5]?\d[.,]\d{1,3}"
_STRICT = r"\d{1,3}:[0-5]\d(?::[0-5]\d(?:[:;]\d\d(?![\d:]))?)?(?:[.,]\d{1,3})?(?:[ \xa0]?[AaPp]\.?[Mm]\b\.?)?"
_FRAMES = r"\d\d;[0-5]\d;[0-5]\d;\d\d"
_TIME = rf"(?:{_LOOSE}|{_STRICT}|{_FRAMES})"
_RANGE = rf"{_TIME}(?:[ \t\xa0]{{0,2}}(?:-{{1,2}}>|→|[-–—,])[ \t\xa0]{{0,2}}{_TIME})?"

UNITS = (
    r"(?:\d{1,2} ?h(?: ?[0-5]?\d(?: ?m(?:in)?(?: ?[0-5]?\d ?s)?)?)?"
    r"|\d{1,3} ?m(?:in)?(?: ?[0-5]?\d ?s)|\d{1,3}['’′][0-5]\d(?:[\"”″]|'')?)"
)
"""A time with the names of its parts: 1h02, 1h02m03s, 12min30s, 12'30."""

_SPAN = r"\d{1,6}[.,]\d{1,3} ?s? ?(?:-{1,2}>|→|[-–—]) ?\d{1,6}[.,]\d{1,3} ?s?"
"""From and to in seconds with a fraction, as of programs that tell speakers apart: 3.00-9.00."""

ENCLOSED = (
    rf"(?:[\[(<{{][ \t]?(?:{_RANGE}|{UNITS})[ \t]?[\])>}}]|\[\d{{1,6}}(?:[.,]\d{{1,3}})? ?s\]|[\[(]{_SPAN}[\])]"
    r"|#\d{1,3}:\d\d:\d\d(?:-\d{1,3})?#)"
)
"""A time, or from one time to another, in brackets; or f4's and MAXQDA's mark between hashes. Seconds alone count in
square ones: round ones hold the length of a pause."""

STAMP = rf"(?:{ENCLOSED}|(?<![\d:]){_RANGE}(?!\d|:\d))"
"""A time stamp, enclosed or bare: h:mm:ss or m:ss, with or without a fraction, frames (hh:mm:ss:ff) or AM and PM."""

_PARTS = re.compile(
    r"(\d{1,3}):(\d\d|\d(?=:))(?::(\d{1,2})(?:[:;]\d\d(?![\d:]))?)?(?:[.,](\d{1,3}))?(?:[ \xa0]?([AaPp])\.?[Mm])?"
)


_IS_SPAN = re.compile(_SPAN)
_NAMED = (
    re.compile(r"(\d{1,2}) ?h ?(\d{1,2})?(?: ?m(?:in)? ?)?(\d{1,2})?"),
    re.compile(r"()(\d{1,3}) ?(?:m(?:in)?|['’′]) ?(\d{1,2})"),
    re.compile(r"()()(\d{1,6}(?:[.,]\d{1,3})?) ?s"),
)
"""Hours, minutes and seconds as `UNITS` has them."""


def seconds(stamp: str) -> tuple[float, float | None]:
    """Start and end of a stamp in seconds to the millisecond; the end is None where only one time stands.

    Hours may be missing, frames are passed over, PM adds twelve hours. A text without a time raises ValueError.

    >>> seconds("[00:01:23.456]"), seconds("(1:02 - 1:05)"), seconds("#00:00:04-2#")
    ((83.456, None), (62.0, 65.0), (4.2, None))
    >>> [seconds(one)[0] for one in ("(1h02)", "[1h02m03s]", "(12min30s)", "[12'30]", "[62.5s]")]
    [3720.0, 3723.0, 750.0, 750.0, 62.5]
    >>> seconds("[3.0s - 9.5s]")
    (3.0, 9.5)
    """
    if stamp.startswith("#"):
        stamp = stamp.replace("-", ".")
    if ";" in stamp:
        stamp = stamp.replace(";", ":")
    times = [_value(found) for found in _PARTS.finditer(stamp)]
    if not times and _IS_SPAN.search(stamp):
        first, second = (float(one.replace(",", ".")) for one in re.findall(r"\d+[.,]\d+", stamp))
        return round(first, 3), round(second, 3)
    for form in _NAMED if not times else ():
        if found := form.search(stamp):
            hours, minutes, rest = (float((part or "0").replace(",", ".")) for part in found.groups())
            return round(hours * 3600 + minutes * 60 + rest, 3), None
    if not times:
        raise ValueError(f"no time in {stamp!r}")
    return times[0], times[1] if len(times) > 1 else None


def _value(found: re.Match[str]) -> float:
    first, second, third, fraction, half = found.groups()
    if half:
        first, third = str(int(first) % 12 + (12 if half in "Pp" else 0)), third or "00"
    whole = int(first) * 3600 + int(second) * 60 + int(third) if third else int(first) * 60 + int(second)
    return round(whole + (float(f"0.{fraction}") if fraction else 0.0), 3)
