"""Which columns of a study hold words that people wrote or said?

Keys, digests, kinds and dates are no words; coders' names are, but they are the team's and stay as they are.
"""

from collections.abc import Callable, Iterator
from typing import Any

Words = Callable[[str], str]

WORDED: dict[str, tuple[str, ...]] = {
    "setting": ("value",),
    "participant": ("name", "attributes"),
    "transcript": ("name", "text", "filename", "problems"),
    "speaker": ("label",),
    "code": ("name", "description", "definition", "when_to_use", "when_not_to_use", "example", "near_miss", "aliases"),
    "codebook_version": ("name", "note", "codes"),
    "memo": ("title", "text"),
    "theme": ("name", "definition"),
    "theme_link": ("label",),
    "counter_case": ("note",),
    "run": ("config", "notes"),
    "suggestion": ("label", "keywords", "codes", "warnings", "reason"),
    "decision": ("details", "evidence", "why"),
    "saved_query": ("name", "query", "filters"),
}


def strings(value: Any) -> Iterator[str]:
    """All strings in a JSON value, names of fields left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def reworded(value: Any, words: Words) -> Any:
    """The value with all its strings as `words` gives them.

    >>> reworded({"phase": 2, "town": "Ulm"}, lambda one: one.replace("Ulm", "[Place 1]"))
    {'phase': 2, 'town': '[Place 1]'}
    """
    if isinstance(value, str):
        return words(value)
    if isinstance(value, dict):
        return {name: reworded(one, words) for name, one in value.items()}
    if isinstance(value, list):
        return [reworded(one, words) for one in value]
    return value
