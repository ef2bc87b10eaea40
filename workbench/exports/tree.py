"""In which order do nested names read? Each followed by those under it, with its depth; nothing is ever lost."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Branch:
    """A name, how many stand above it, and the one right above."""

    name: str
    depth: int
    parent: str | None


def tree(parents: Mapping[str, str | None]) -> list[Branch]:
    """Every name once, each right after its parent and that one's earlier children; else in the order given.

    A parent that is not among the names counts as none, and so does one that leads round in a circle.

    >>> [(one.name, one.depth) for one in tree({"b": "a", "a": None, "c": "gone"})]
    [('a', 0), ('b', 1), ('c', 0)]
    """
    lasting = {name: parent if _ends(name, parents) else None for name, parent in parents.items()}
    below: dict[str | None, list[str]] = {}
    for name, parent in lasting.items():
        below.setdefault(parent if parent in parents else None, []).append(name)
    found: list[Branch] = []
    waiting = [Branch(name, 0, None) for name in reversed(below.get(None, []))]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += [Branch(name, one.depth + 1, one.name) for name in reversed(below.get(one.name, []))]
    return found


def circles(parents: Mapping[str, str | None]) -> list[str]:
    """The names that stand, by way of their parents, above themselves.

    >>> circles({"a": "b", "b": "a", "c": "a"})
    ['a', 'b']
    """
    return [name for name in parents if not _ends(name, parents)]


def _ends(name: str, parents: Mapping[str, str | None]) -> bool:
    """Whether going up from the name never comes back to it."""
    above, seen = parents[name], set[str]()
    while above is not None and above not in seen:
        if above == name:
            return False
        seen.add(above)
        above = parents.get(above)
    return True
