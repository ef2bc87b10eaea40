"""One number for every element of a project, the same for the same study; no two elements share one."""

import re
import uuid
from functools import lru_cache

_SPACE = uuid.UUID("0b7d0a52-3f0e-5d1c-8f0a-5a8e0f7c2d61")
_OWN = frozenset({"source", "coding", "note", "case", "set", "link", "counter", "code itself"})
"""Kinds of elements that a row of the study stands behind; only they are called by its key."""
_HEX = re.compile(r"[0-9a-f]{32}")


class Guids:
    """Guids of one file. A row's key of 32 hexadecimal digits is its guid, unless something else in the file has it."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set()

    def of(self, kind: str, key: str) -> str:
        """The guid of the element of that kind and key; asked again, the same."""
        found = self._known.get((kind, key))
        if found is None:
            digits = key if kind in _OWN and _HEX.fullmatch(key) else ""
            if kind == "selection" and _HEX.fullmatch(key):
                digits = key[::-1]  # there are thousands, and a hash of each takes its time
            while not digits or digits in self._taken:
                digits = uuid.uuid5(_SPACE, f"{kind} {key} {digits}").hex
            self._taken.add(digits)
            parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
            found = self._known[kind, key] = "-".join(parts)
        return found

    def take(self, kind: str, key: str, wanted: str) -> None:
        """Let an element that is called otherwise have a guid of its own, where nothing else has it."""
        if (kind, key) not in self._known:
            self._known[kind, key] = self.of(f"{kind} itself", wanted or key)


@lru_cache(maxsize=100_000)
def key_of(guid: str) -> str:
    """A guid as a key: without braces and hyphens, in small letters; what is none stays as it is, so that it is found.

    >>> key_of("{0B7D0A52-3F0E-5D1C-8F0A-5A8E0F7C2D61}")
    '0b7d0a523f0e5d1c8f0a5a8e0f7c2d61'
    """
    plain = guid.strip().strip("{}").lower()
    return plain.replace("-", "") if _HEX.fullmatch(plain.replace("-", "")) else plain


def is_key(key: str) -> bool:
    return _HEX.fullmatch(key) is not None
