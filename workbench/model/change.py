"""The change log's entries."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One act by one person. `act` is a kind from a closed list, `what` says it in plain words.

    `undoes` is the change that this one took back; `undone_by` the change that took this one back.
    """

    id: int
    time: str
    coder: str
    act: str
    what: str
    why: str = ""
    undoes: int | None = None
    undone_by: int | None = None
