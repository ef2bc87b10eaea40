"""What can be made to fit together of rows that were saved, when others were lost?

Nothing that people made is left out for want of what it stands on, where that can be helped: a coding whose code is
lost gets a code to be named anew, a code whose parent is lost stands at the top, a memo stays, archived.
"""

from collections import Counter
from typing import Any

from workbench.model import counted
from workbench.store.facts import REFERENCES, SINCE, UNIQUE
from workbench.store.log import Row
from workbench.store.tables import LOGGED
from workbench.store.undo import Place

LOST_CODE: Row = {
    "parent_id": None,
    "description": "",
    "definition": "What this code was called and how it was defined could not be read. Its codings are as they were.",
    "when_to_use": "",
    "when_not_to_use": "",
    "example": "",
    "colour": "#888888",
    "origin": "data",
    **SINCE["code"],
}


def fitted(rows: dict[Place, Row]) -> list[str]:
    """Let the rows hold together, in place; gives sentences on what could not be as it was."""
    codes, left_out, loose = 0, Counter[str](), Counter[str]()
    for name, other, column in _references():
        for place, row in list(rows.items()):
            key = row.get(column) if place[0] == other else None
            if key is None or (name, key) in rows:
                continue
            if LOGGED[other].c[column].nullable:
                rows[place] = {**row, column: None}
                loose[other] += 1
            elif name == "code":
                codes += 1
                rows[name, key] = {"id": key, "name": f"Lost code {codes}", "position": 100_000 + codes, **LOST_CODE}
            else:
                del rows[place]
                left_out[other] += 1
    memos = _archived(rows)
    renamed = _named_apart(rows, left_out)
    return [
        *(
            [f"{counted(codes, 'code')} could not be read; codings with one are under 'Lost code 1' and so on."]
            if codes
            else ()
        ),
        *(f"{count} {name}s refer to what cannot be read, and are left out." for name, count in left_out.items()),
        *(f"{count} {name}s stand without what they belonged to." for name, count in loose.items()),
        *([f"{memos} memos were on what cannot be read; they are archived."] if memos else ()),
        *([f"{renamed} names were there twice, and have a number."] if renamed else ()),
    ]


def _references() -> list[tuple[str, str, str]]:
    """(table, table that refers to it, column), parents first: what goes takes with it all that stands on it."""
    return [(name, other, column) for name in LOGGED for other, column in REFERENCES[name]]


def _archived(rows: dict[Place, Row]) -> int:
    memos = [
        (place, row)
        for place, row in rows.items()
        if place[0] == "memo" and not row["archived"] and row["on"] in LOGGED and (row["on"], row["target"]) not in rows
    ]
    for place, row in memos:
        rows[place] = {**row, "archived": True}
    return len(memos)


def _named_apart(rows: dict[Place, Row], left_out: Counter[str]) -> int:
    """Give a number to a name that is there already; of other rows of which there can be one only, the first stays."""
    renamed = 0
    taken: set[Any] = set()
    for place, row in list(rows.items()):
        for columns in UNIQUE[place[0]]:
            if columns == ("name",):
                name, number = row["name"], 1
                while (place[0], columns, name) in taken:
                    number += 1
                    name = f"{row['name']} ({number})"
                taken.add((place[0], columns, name))
                rows[place] = row = {**row, "name": name}
                renamed += number > 1
                continue
            only = (place[0], columns, *(row[column] for column in columns))
            if only in taken:
                rows.pop(place, None)
                left_out[place[0]] += 1
            taken.add(only)
    return renamed
