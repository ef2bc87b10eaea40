"""The study's history: who did what and when, and taking it back."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from workbench.model import Change, WorkbenchError
from workbench.store.log import images_of
from workbench.store.tables import change
from workbench.store.undo import undone_changes
from workbench.study.base import Collection

CHUNK = 200
COLUMNS = (change.c.id, change.c.time, change.c.coder, change.c.act, change.c.what, change.c.why, change.c.undoes)


class History(Collection):
    """Iterating gives all changes, oldest first."""

    def __iter__(self) -> Iterator[Change]:
        with self._store.read() as connection:
            undone = undone_changes(connection)
            found = connection.execute(select(*COLUMNS).order_by(change.c.id)).mappings().all()
        return iter([Change(**row, undone_by=undone.get(row["id"])) for row in found])

    def __len__(self) -> int:
        return self._store.newest_change()

    def change(self, number: int) -> Change:
        """The change of that number."""
        with self._store.read() as connection:
            found = connection.execute(select(*COLUMNS).where(change.c.id == number)).mappings().first()
            if found is None:
                raise WorkbenchError(f"There is no change {number}. 'workbench history' lists them.")
            return Change(**found, undone_by=undone_changes(connection).get(number))

    def rows(self, number: int) -> list[tuple[str, str, dict[str, Any] | None, dict[str, Any] | None]]:
        """What one change did to the study: (table, key, row before, row after)."""
        with self._store.read() as connection:
            found = connection.execute(select(change.c.rows).where(change.c.id == number)).scalar()
        if found is None:
            raise WorkbenchError(f"There is no change {number}. 'workbench history' lists them.")
        return images_of(found)

    def undo(
        self, number: int | None = None, *, coder: str | None = None, why: str = "", with_later: bool = False
    ) -> Change:
        """Take back a change: the one named, or the last that can be (with `coder`, the last of that person).

        Where later changes built on it, `StandsInTheWay` names the newest; `with_later` takes them all back with it.
        """
        if number is None:
            number = self._last(coder, redo=False)
        return self.change(self._store.undo(number, coder=self._coder, why=why, with_later=with_later))

    def redo(self, *, coder: str | None = None) -> Change:
        """Do again what was last undone, if nothing else was done since."""
        return self.change(self._store.undo(self._last(coder, redo=True), coder=self._coder))

    def _last(self, coder: str | None, *, redo: bool) -> int:
        """The change that a plain undo or redo means. Redo reaches back over undos only, until somebody acts anew."""
        with self._store.read() as connection:
            undone = undone_changes(connection)
            columns = select(change.c.id, change.c.act, change.c.coder).order_by(change.c.id.desc())
            below = self._store.newest_change() + 1
            while found := connection.execute(columns.where(change.c.id < below).limit(CHUNK)).all():
                for number, act, who in found:
                    if number in undone or act in ("redo", "new study") or (coder and who != coder):
                        continue
                    if (act == "undo") == redo:
                        return int(number)
                    if redo:
                        raise WorkbenchError("There is nothing to redo.")
                below = found[-1].id
        raise WorkbenchError(f"There is nothing to {'redo' if redo else 'undo'}.")
