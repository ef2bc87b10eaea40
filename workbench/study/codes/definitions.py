"""How was a code defined when a passage was coded with it? From the change log, whether a version was kept or not."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from workbench.model import Coding
from workbench.store.erasing import is_erased
from workbench.store.log import images_of
from workbench.store.tables import change
from workbench.store.undo import undone_changes
from workbench.study.base import named

if TYPE_CHECKING:
    from workbench.study.study import Study

DEFINING = ("description", "definition", "when_to_use", "when_not_to_use")
"""The words of a code that say what may be coded with it; the others only show it."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A code's words as they were until `coder` changed them at `time`, with version `until` of the codebook."""

    words: dict[str, str]
    until: int
    coder: str
    time: str

    def defined(self, coding: Coding) -> bool:
        """Whether the coding may be made under it: it is from before the change."""
        return coding.codebook_version < self.until


def earlier(study: "Study", code: str) -> list[Definition]:
    """How a code was defined before, oldest first, a `Definition` for each change of it that was not undone."""
    found: list[Definition] = []
    with study.store.read() as connection:
        key = named(connection, "code", code)["id"]
        undone = undone_changes(connection)
        query = select(change).where(change.c.rows.contains(f'"{key}"', autoescape=True)).order_by(change.c.id)
        for entry in connection.execute(query).mappings():
            own = [
                (before, after)
                for table, row, before, after in images_of(entry["rows"])
                if (table, row) == ("code", key)
            ]
            if not own or entry["id"] in undone or entry["act"] in ("undo", "redo"):
                continue
            before, after = own[0][0], own[-1][1]
            if not before or not after or is_erased(before) or is_erased(after):
                continue
            if before.get("redefined") != after.get("redefined"):
                words = {field: before[field] for field in DEFINING}
                found.append(Definition(words, after["redefined"], entry["coder"], entry["time"]))
    return found
