"""How does any text, also one that a database refuses, get into it and out again unharmed?

PostgreSQL takes no NUL, and no database takes half of a surrogate pair; both come with transcripts, with names of files
and from browsers. They are written as a mark and four hexadecimal digits; the mark itself is written twice.
"""

import json
import re
from typing import Any

from sqlalchemy import Dialect, String, Text, TypeDecorator

MARK = "\U0010ffff"  # a code point that Unicode keeps free for programs
FOREIGN = re.compile(f"[\x00\ud800-\udfff{MARK}]")
WRITTEN = re.compile(f"{MARK}(?:({MARK})|([0-9a-f]{{4}}))")


def storable(text: str) -> str:
    r"""The text as any database takes it; most texts are given back as they are.

    >>> readable(storable("half a \ud83d, NUL \x00")) == "half a \ud83d, NUL \x00"
    True
    """
    if text.isascii() and "\x00" not in text:
        return text
    return FOREIGN.sub(lambda found: MARK + (MARK if found[0] == MARK else f"{ord(found[0]):04x}"), text)


def readable(text: str) -> str:
    """The text that `storable` was given."""
    return WRITTEN.sub(lambda found: found[1] or chr(int(found[2], 16)), text) if MARK in text else text


def to_json(value: Any) -> str:
    """A value of a JSON column; `ValueError` for NaN and infinity, which JSON does not know and PostgreSQL refuses."""
    return json.dumps(value, allow_nan=False)


_DECODER = json.JSONDecoder(parse_constant=str)


def from_json(written: str | bytes) -> Any:
    """A value of a JSON column or of the log; NaN and Infinity, which 0.3.0 still took for numbers, as words."""
    return _DECODER.decode(written if isinstance(written, str) else str(written, "utf-8"))


class Words(TypeDecorator[str]):
    """A column for words that people wrote."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        return None if value is None else storable(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> str | None:
        return None if value is None else readable(value)


class LongWords(Words):
    """The same for words without an end."""

    impl = Text
    cache_ok = True
