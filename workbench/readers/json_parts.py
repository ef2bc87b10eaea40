"""Looking into JSON that may be anything: parts by key, words, names, times."""

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from workbench.readers.times import seconds


def at(data: Any, *keys: str) -> Any:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def objects(items: Any) -> Iterator[Mapping[str, Any]]:
    return (item for item in (items if isinstance(items, list) else ()) if isinstance(item, dict))


def names_by(items: Any, key: str, name: str) -> dict[str, str]:
    return {as_text(item.get(key)): as_text(item.get(name)).strip() for item in objects(items) if item.get(name)}


def as_label(name: Any, names: Mapping[str, str]) -> str | None:
    """A speaker's name; a bare number becomes 'Speaker 1'."""
    if name is None or isinstance(name, bool) or not as_text(name).strip():
        return None
    written = names.get(as_text(name)) or " ".join(as_text(name).split())
    return f"Speaker {written}" if written.isdecimal() else written


def as_text(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) else ""


def first_time(items: Sequence[Mapping[str, Any]], key: str) -> float | None:
    return next((time for item in items if (time := as_time(item.get(key))) is not None), None)


def as_time(value: Any) -> float | None:
    """Seconds from a number or a text such as '1.5', '1.5s' or '0:01.5'; None where it is no time."""
    try:
        if isinstance(value, str) and ":" in value:
            return seconds(value)[0]
        time = float(value.removesuffix("s") if isinstance(value, str) else value)
    except (TypeError, ValueError, OverflowError):
        return None
    return round(time, 3) if isfinite(time) and time >= 0 else None
