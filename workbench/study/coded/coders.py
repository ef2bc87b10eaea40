"""Two names of one coder made one: in codings, memos, rounds, and whatever else carries a coder's name."""

from typing import Any

from workbench.model import NotFound, WorkbenchError, folded
from workbench.store import LOGGED, Act
from workbench.store.facts import UNIQUE
from workbench.study.base import Row, rows

SAME_CODING = ("transcript_id", "code_id", "start", "end", "coder", "layer")
NAMED_IN = {"round": ("started_by",)}
LISTED_IN = {"resolution": ("took", "overruled")}


def rename(act: Act, old: str, new: str) -> int:
    """Give all that `old` did to `new`, as part of an act; gives how many codings. Doubles that come of it become one.

    The history keeps the name under which each act was done.
    """
    known = {row["coder"] for row in rows(act.connection, "coding")}
    known |= {row["coder"] for row in rows(act.connection, "assignment")}
    if old not in known:
        raise NotFound("coder", old, sorted(known))
    if old == new:
        raise WorkbenchError(f"That is the name already. Name two: '{old}' and the one to keep.")
    return give(act, old, new)


def give(act: Act, old: str, new: str) -> int:
    """The same for any name that stands somewhere."""
    moved = 0
    for table, columns in LOGGED.items():
        if "coder" in columns.c:
            seen = {_identity(table, row): row for row in rows(act.connection, table) if row["coder"] != old}
            for row in rows(act.connection, table, coder=old):
                double = seen.get(_identity(table, {**row, "coder": new})) if _identity(table, row) else None
                if double is not None:
                    _join(act, table, row, double)
                else:
                    act.update(table, row["id"], coder=new)
                moved += table == "coding"
        for column in NAMED_IN.get(table, ()):
            for row in rows(act.connection, table, **{column: old}):
                act.update(table, row["id"], **{column: new})
        for column in LISTED_IN.get(table, ()):
            for row in rows(act.connection, table):
                if old in row[column]:
                    names = [new if name == old else name for name in row[column]]
                    act.update(table, row["id"], **{column: list(dict.fromkeys(names))})
    return moved


def alike(names: list[str]) -> list[tuple[str, ...]]:
    """Groups of names that differ by case or white space alone.

    >>> alike(["ana", "Ana", "Bo"])
    [('Ana', 'ana')]
    """
    groups: dict[str, list[str]] = {}
    for name in sorted(names):
        groups.setdefault(folded(name), []).append(name)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def _identity(table: str, row: Row) -> tuple[Any, ...] | None:
    """What no two rows may share once a coder is in it."""
    columns = SAME_CODING if table == "coding" else next((rule for rule in UNIQUE[table] if "coder" in rule), None)
    return None if columns is None else tuple(row[column] for column in columns)


def _join(act: Act, table: str, row: Row, kept: Row) -> None:
    """Let a row go into its double, with the memos on it; who was done under either name is done."""
    if table == "coding":
        for memo in rows(act.connection, "memo", on="coding", target=row["id"]):
            act.update("memo", memo["id"], target=kept["id"])
    if table == "assignment" and row["done"] and not kept["done"]:
        act.update(table, kept["id"], done=row["done"])
    act.delete(table, row["id"])
