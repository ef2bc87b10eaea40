"""Where in a study do passages of a transcript stand, each as the characters from `start` to `end` of its text?

Codings, counter-cases, refusals and resolutions are a passage each. Runs, suggestions and decisions hold lists of them
in their JSON, `[transcript, start, end, …]`: runs and suggestions by the transcript's key, decisions, which may be
replayed on another study, by its name.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from workbench.store.tables import LOGGED

SINGLE = ("coding", "counter_case", "refusal", "resolution")
LISTED = {"run": ("outliers",), "suggestion": ("segments", "border"), "decision": ("evidence", "details")}
BY_NAME = frozenset({"decision"})

Row = dict[str, Any]
Follow = Callable[[int, int], tuple[int, int] | None]


class Holder(NamedTuple):
    """A row that has passages of a transcript, and what they are called by in it."""

    table: str
    row: Row
    called: str


def holders(connection: Connection, transcript: Row) -> Iterator[Holder]:
    """All rows with passages of the transcript, table by table."""
    for name in SINGLE:
        table = LOGGED[name]
        found = select(table).where(table.c.transcript_id == transcript["id"]).order_by(table.c.id)
        for row in connection.execute(found).mappings():
            yield Holder(name, dict(row), transcript["id"])
    for name, columns in LISTED.items():
        called = transcript["name"] if name in BY_NAME else transcript["id"]
        for row in connection.execute(select(LOGGED[name]).order_by(LOGGED[name].c.id)).mappings():
            if any(next(listed(row[column], called), None) for column in columns):
                yield Holder(name, dict(row), called)


def listed(value: Any, called: str) -> Iterator[tuple[int, int]]:
    """The passages of one transcript inside a JSON value, in order.

    >>> list(listed({"drop": [["P1", 3, 9], ["P2", 0, 4, 0.5]]}, "P1"))
    [(3, 9)]
    """
    if isinstance(value, dict):
        for one in value.values():
            yield from listed(one, called)
    elif isinstance(value, list):
        if _is_passage(value, called):
            yield value[1], value[2]
        else:
            for one in value:
                yield from listed(one, called)


def followed(value: Any, called: str, follow: Follow, *, now_called: str | None = None) -> Any:
    """The value with these passages where `follow` says they stand now, without those for which it gives None.

    >>> followed([["P1", 3, 9], ["P1", 0, 2], ["P2", 0, 4]], "P1", lambda start, end: (4, 9) if start else None)
    [['P1', 4, 9], ['P2', 0, 4]]
    """
    if isinstance(value, dict):
        return {name: followed(one, called, follow, now_called=now_called) for name, one in value.items()}
    if not isinstance(value, list):
        return value
    kept = []
    for one in value:
        if _is_passage(one, called):
            place = follow(one[1], one[2])
            if place is not None:
                kept.append([now_called or called, *place, *one[3:]])
        else:
            kept.append(followed(one, called, follow, now_called=now_called))
    return kept


def _is_passage(value: Any, called: str) -> bool:
    return (
        isinstance(value, list)
        and len(value) >= 3
        and value[0] == called
        and all(isinstance(one, int) and not isinstance(one, bool) for one in value[1:3])
    )


def strays(connection: Connection, was: Row, now: Row) -> Iterator[tuple[str, str]]:
    """Rows, as (table, key), with a passage that had other words in the transcript as it was than as it is now."""
    for name, row, called in holders(connection, was):
        spans = (
            [(row["start"], row["end"])]
            if name in SINGLE
            else [span for column in LISTED[name] for span in listed(row[column], called)]
        )
        renamed = name in BY_NAME and was["name"] != now["name"]
        if renamed or any(was["text"][start:end] != now["text"][start:end] for start, end in spans):
            yield name, row["id"]
