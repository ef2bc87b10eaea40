"""What was decided on suggestions of earlier runs, as the next run has to keep it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from workbench.study.base import Row, rows

if TYPE_CHECKING:
    from workbench.suggest.sticking import Decided, Passage, Was

DONE = ("accepted", "refined")
OPEN = ("open", "later")
PIECES = "split"
"""What stands in `merged_into` of a suggestion that was split."""


def earlier_decisions(connection: Connection) -> "list[Decided]":
    """Each suggestion that a person decided on or shaped, as it was left last, whatever run it comes from."""
    from workbench.suggest.sticking import Decided

    names = {row["id"]: row["name"] for row in rows(connection, "transcript")}
    numbers = {row["id"]: row["number"] for row in rows(connection, "run")}
    found = {row["id"]: row for row in rows(connection, "suggestion")}
    decisions: dict[str, list[Row]] = {}
    for row in rows(connection, "decision"):
        decisions.setdefault(row["suggestion_id"], []).append(row)

    def spans(stored: Sequence[Sequence[Any]]) -> "tuple[Passage, ...]":
        return tuple((names[one[0]], one[1], one[2]) for one in stored if one[0] in names)

    made = []
    for chain in _chains(found, numbers):
        last = chain[-1]
        done = [one for row in chain for one in decisions.get(row["id"], [])]
        was = _was(chain)
        if was in ("accepted", "rejected"):
            made.append(Decided(last["id"], was, last["label"], spans(last["segments"])))
        elif last["merged_into"] == PIECES:
            pieces = [row for row in found.values() if row["id"][:-1] == last["id"] and row["status"] in OPEN]
            if len(pieces) > 1:
                apart = tuple((row["id"], row["label"], spans(row["segments"])) for row in pieces)
                made.append(Decided(last["id"], "open", last["label"], spans(last["segments"]), apart=apart))
        elif was is not None and (done or was == "later"):
            made.append(_shaped(last, was, done, spans(last["segments"])))
    return made


def _chains(found: dict[str, Row], numbers: dict[str, int]) -> list[list[Row]]:
    """Each suggestion with those that follow it in later runs, the oldest first."""

    def age(row: Row) -> tuple[int, int, str]:
        return numbers[row["run_id"]], row["rank"], row["id"]

    chains: dict[str, list[Row]] = {}
    for row in sorted(found.values(), key=age):
        before = row["follows"]
        chain = chains.pop(before) if before in chains else []
        chains[row["id"]] = [*chain, row]
    return list(chains.values())


def _was(chain: Sequence[Row]) -> "Was | None":
    """How a suggestion stands; None where it went into another one, or where its acceptance was undone."""
    last = chain[-1]
    if last["status"] == "rejected":
        return "rejected"
    if last["status"] in DONE:
        taken = last["merged_into"] is None and all(row["status"] in DONE for row in chain[_first_done(chain) :])
        return "accepted" if taken else None
    return "later" if last["status"] == "later" else "open"


def _first_done(chain: Sequence[Row]) -> int:
    return next(at for at, row in enumerate(chain) if row["status"] in DONE)


def _shaped(row: Row, was: "Was", done: Sequence[Row], passages: "tuple[Passage, ...]") -> "Decided":
    from workbench.suggest.sticking import Decided

    def each(stored: Sequence[Sequence[Any]]) -> "tuple[Passage, ...]":
        return tuple((one[0], one[1], one[2]) for one in stored)

    merges = [one for one in done if one["do"] == "merge"]
    parts = [each(one["evidence"]) for one in merges[:1]]
    parts += [each(part) for one in merges for part in one["details"].get("with", ())]
    dropped = [span for one in done if one["do"] == "drop" for span in each(one["details"].get("drop", ()))]
    added = [span for one in done if one["do"] == "add" for span in each(one["details"]["add"]) if span in passages]
    named = any(one["do"] == "rename" or (one["do"] == "merge" and one["details"].get("name")) for one in done)
    gathered = any(one["do"] == "gather" for one in done)
    return Decided(
        row["id"], was, row["label"], passages, named, tuple(parts), (), tuple(dropped), gathered, tuple(added)
    )
