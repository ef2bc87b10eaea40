"""What was erased for good here, or replaced by pseudonyms, must not come back with a copy of before.

A copy that was made earlier still has whoever took back their consent, and what somebody coded in their words since
would bring them back with it; and it has the names.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from workbench.model import counted
from workbench.store import LOGGED
from workbench.store.facts import REFERENCES
from workbench.store.log import images_of
from workbench.store.tables import change
from workbench.store.undo import Place, undone_changes
from workbench.study.merge.match import State


@dataclass(frozen=True, slots=True)
class Gone:
    """Rows that withdrawals erased, and rows that they rewrote."""

    erased: frozenset[Place] = frozenset()
    rewritten: frozenset[Place] = frozenset()


def gone(connection: Connection) -> Gone:
    """What was withdrawn from a study, by its history."""
    query = select(change.c.rows).where(change.c.act == "withdraw participant")
    found = connection.execute(query).scalars().all()
    images = [image for rows in found for image in images_of(rows) if image[0] in LOGGED]
    last = {(table, key): after for table, key, _before, after in images}
    return Gone(
        frozenset(place for place, after in last.items() if after is None),
        frozenset(place for place, after in last.items() if after is not None),
    )


def leave_out(state: State, erased: frozenset[Place]) -> int:
    """Take out of a copy what was erased elsewhere, and what stands on it; gives the number of transcripts and
    participants that it had."""
    doomed = {place for place in erased if place[1] in state[place[0]]}
    count = sum(table in ("transcript", "participant") for table, _key in doomed)
    while doomed:
        for table, key in doomed:
            state[table].pop(key, None)
        doomed = _standing_on(state, doomed)
    return count


def _standing_on(state: State, gone_now: set[Place]) -> set[Place]:
    """Rows that cannot be without those; a reference that may be empty is emptied."""
    found = set[Place]()
    for table in {table for table, _key in gone_now}:
        keys = {key for one, key in gone_now if one == table}
        for other, column in REFERENCES[table]:
            for key, row in list(state[other].items()):
                if row[column] in keys:
                    if LOGGED[other].c[column].nullable:
                        state[other][key] = {**row, column: None}
                    else:
                        found.add((other, key))
        found |= {("memo", key) for key, row in state["memo"].items() if row["on"] == table and row["target"] in keys}
    return found


def replaced(connection: Connection) -> frozenset[Place]:
    """Rows in which names gave way to pseudonyms, by acts that are in force."""
    query = select(change.c.id, change.c.rows).where(change.c.act == "pseudonymise")
    found = connection.execute(query).all()
    undone = undone_changes(connection) if found else {}
    return frozenset(
        (table, key)
        for number, rows in found
        if number not in undone
        for table, key, _before, _after in images_of(rows)
        if table in LOGGED
    )


def without_names(here: frozenset[Place], there: frozenset[Place]) -> Mapping[str, str]:
    """Where both copies changed a row in which one of them put pseudonyms, that one is taken unless one chooses."""
    return _fields({**dict.fromkeys(here - there, "ours"), **dict.fromkeys(there - here, "theirs")})


def choices(here: Gone, there: Gone) -> Mapping[str, str]:
    """Where both copies changed a row that a withdrawal rewrote, it stays as the withdrawal left it."""
    return _fields({**dict.fromkeys(there.rewritten, "theirs"), **dict.fromkeys(here.rewritten, "ours")})


def _fields(sides: Mapping[Place, str]) -> Mapping[str, str]:
    return {
        f"{table}:{key}:{column.name}": side for (table, key), side in sides.items() for column in LOGGED[table].columns
    }


def notes(left_out: int, ours: State, there: Gone) -> tuple[str, ...]:
    """What is to be said of withdrawals in either copy."""
    said = []
    if left_out:
        said.append(
            "Somebody took back their consent here: what the other copy still holds of them, and what was coded in it, "
            "was left out. Withdraw them there, too, or delete that copy."
        )
    still = sum(key in ours[table] for table, key in there.erased if table == "participant")
    if still:
        said.append(
            f"In the other copy {counted(still, 'participant')} took back their consent, and still here is what they "
            f"said. 'workbench history' of that copy says who it was: withdraw them here, too."
        )
    return tuple(said)
