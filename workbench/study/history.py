"""The study's history: who did what and when, and taking it back."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, or_, select

from workbench.exports.files import written
from workbench.model import Change, NotFound, StandsInTheWay, WorkbenchError
from workbench.store import ACTS
from workbench.store.log import Image, images_of
from workbench.store.tables import change
from workbench.store.undo import undone_changes
from workbench.study.asking.trail import Names, Told, names_for, told
from workbench.study.base import Collection, named
from workbench.study.coded.blindfold import Hidden, hidden_there, unnamed

if TYPE_CHECKING:
    from workbench.exports.tables import Table
    from workbench.study.study import Study

CHUNK = 200
MOST = 5
"""Things touched by one change that a written trail spells out."""
WRITTEN = ("Change", "Time", "Coder", "What", "Why", "Undone by", "Before", "After")
COLUMNS = (change.c.id, change.c.time, change.c.coder, change.c.act, change.c.what, change.c.why, change.c.undoes)


class History(Collection):
    """Iterating gives all changes, oldest first; for a coder of an open blind round those that tell of the others'
    codings are not there."""

    def __init__(self, study: "Study") -> None:
        super().__init__(study)
        self._hidden = Hidden(study)

    def __iter__(self) -> Iterator[Change]:
        with self._store.read() as connection:
            undone = undone_changes(connection)
            hidden = self._not_seen(connection)
            found = connection.execute(select(*COLUMNS).order_by(change.c.id)).mappings().all()
        return iter([Change(**row, undone_by=undone.get(row["id"])) for row in found if row["id"] not in hidden])

    def __len__(self) -> int:
        with self._store.read() as connection:
            return self._store.newest.number() - len(self._not_seen(connection))

    def _seen(self, images: list[Image]) -> list[Image]:
        blindfold = self._study.blindfold
        return [one for one in images if not (blindfold and blindfold.hides_image(one, self._hidden.codings))]

    def _names(self, connection: Connection, images: Iterable[Image]) -> Names:
        names = names_for(connection, images)
        hidden = self._hidden.codings if self._study.blindfold else ()
        return {place: name for place, name in names.items() if place[0] != "coding" or place[1] not in hidden}

    def _not_seen(self, connection: Connection) -> set[int]:
        """Changes that the acting coder may not see while a blind round is open."""
        blindfold = self._study.blindfold
        return self._hidden.changes(connection, blindfold) if blindfold else set()

    def of(
        self,
        *,
        coder: str | None = None,
        act: str | None = None,
        code: str | None = None,
        transcript: str | None = None,
        theme: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> list[Change]:
        """Changes that match everything given, oldest first: by person, kind, from one day or time (ISO 8601) until
        another (a day is meant with all its hours), and by a code, transcript or theme, under the name it has or had,
        that they touched themselves or by what belongs to it."""
        if act is not None and act not in ACTS:
            raise NotFound("kind of act", act, sorted(ACTS))
        wanted = [
            column == value for column, value in ((change.c.coder, coder), (change.c.act, act)) if value is not None
        ]
        if since is not None:
            wanted.append(change.c.time >= _moment(since))
        if until is not None:
            wanted.append(change.c.time <= _moment(until, end=True))
        with self._store.read() as connection:
            for table, name in (("code", code), ("transcript", transcript), ("theme", theme)):
                if name is not None:
                    keys = _keys(connection, table, name)
                    quoted = [json.dumps(key) for key in keys]
                    wanted.append(or_(*(change.c.rows.contains(one, autoescape=True) for one in quoted)))
            undone = undone_changes(connection)
            hidden = self._not_seen(connection)
            found = connection.execute(select(*COLUMNS).where(*wanted).order_by(change.c.id)).mappings().all()
        return [Change(**row, undone_by=undone.get(row["id"])) for row in found if row["id"] not in hidden]

    def table(self, changes: Sequence[Change] | None = None) -> "Table":
        """The trail, or these changes of it, for a supplement, with what each wrote, before and after."""
        from workbench.exports.tables import Table

        listed = list(self) if changes is None else list(changes)
        with self._store.read() as connection:
            written_by = _images(connection, [one.id for one in listed])
            images = {number: self._seen(found) for number, found in written_by.items()}
            names = self._names(connection, (image for found in images.values() for image in found))
        rows = [
            [one.id, one.time, one.coder, one.what, one.why, one.undone_by, *_sides(told(images[one.id], names))]
            for one in listed
        ]
        about = self._study.about()
        return Table.of(f"Audit trail of {about.title}", WRITTEN, rows, caption=about.caption)

    def write(self, file: Path, changes: Sequence[Change] | None = None) -> None:
        """The same as csv, docx or html."""
        written(file, self.as_bytes(file.suffix, changes))

    def as_bytes(self, suffix: str, changes: Sequence[Change] | None = None) -> bytes:
        """The same as the bytes of a file of that ending."""
        from workbench.exports.tables import write_table

        return write_table(self.table(changes), suffix)

    def told(self, number: int) -> list[Told]:
        """What one change did, in words: each thing that it touched, as it was before and as it is after."""
        images = self.rows(number)
        with self._store.read() as connection:
            return told(images, self._names(connection, images))

    def change(self, number: int) -> Change:
        """The change of that number."""
        with self._store.read() as connection:
            found = connection.execute(select(*COLUMNS).where(change.c.id == number)).mappings().first()
            if found is None:
                raise WorkbenchError(f"There is no change {number}. 'workbench history' lists them.")
            if number in self._not_seen(connection):
                self._study.blindfold.refuse("This change")
            return Change(**found, undone_by=undone_changes(connection).get(number))

    def rows(self, number: int) -> list[tuple[str, str, dict[str, Any] | None, dict[str, Any] | None]]:
        """What one change did to the study: (table, key, row before, row after)."""
        with self._store.read() as connection:
            found = connection.execute(select(change.c.rows).where(change.c.id == number)).scalar()
            if found is None:
                raise WorkbenchError(f"There is no change {number}. 'workbench history' lists them.")
            if number in self._not_seen(connection):
                self._study.blindfold.refuse("This change")
        return self._seen(images_of(found))

    def undo(
        self, number: int | None = None, *, coder: str | None = None, why: str = "", with_later: bool = False
    ) -> Change:
        """Take back a change: the one named, or the last that can be (with `coder`, the last of that person).

        Where later changes built on it, `StandsInTheWay` names the newest; `with_later` takes them all back with it.
        """
        if number is None:
            number = self._last(coder, redo=False)
        return self._undone(number, why=why, with_later=with_later)

    def redo(self, *, coder: str | None = None) -> Change:
        """Do again what was last undone, if nothing else was done since."""
        return self._undone(self._last(coder, redo=True))

    def _undone(self, number: int, *, why: str = "", with_later: bool = False, taken: tuple[int, ...] = ()) -> Change:
        if not self._study.blindfold:
            return self.change(self._store.undo(number, coder=self._coder, why=why, with_later=with_later))
        tables = {table for table, _key, _before, _after in self.rows(number)}
        if tables & {"round", "assignment"} and hidden_there(self._study):
            self._study.blindfold.refuse("Undoing this")
        try:
            return self.change(self._store.undo(number, coder=self._coder, why=why))
        except StandsInTheWay as error:
            later = error.later
            with self._store.read() as connection:
                if error.later in self._not_seen(connection):
                    raise unnamed(error) from None
            if not with_later or later in taken:
                raise
        # One by one, each asked anew whether it may be seen; all of them, or none.
        with self._store.together():
            taken = (*taken, later)
            self._undone(later, why=why, with_later=True, taken=taken)
            return self._undone(number, why=why, with_later=True, taken=taken)

    def _last(self, coder: str | None, *, redo: bool) -> int:
        """The change that a plain undo or redo means. Redo reaches back over undos only, until somebody acts anew."""
        with self._store.read() as connection:
            undone, hidden = undone_changes(connection), self._not_seen(connection)
            columns = select(change.c.id, change.c.act, change.c.coder).order_by(change.c.id.desc())
            below = self._store.newest.number() + 1
            while found := connection.execute(columns.where(change.c.id < below).limit(CHUNK)).all():
                for number, act, who in found:
                    if number in undone or number in hidden or act in ("redo", "new study") or (coder and who != coder):
                        continue
                    if (act == "undo") == redo:
                        return int(number)
                    if redo:
                        raise WorkbenchError("There is nothing to redo.")
                below = found[-1].id
        raise WorkbenchError(f"There is nothing to {'redo' if redo else 'undo'}.")


def _moment(text: str, *, end: bool = False) -> str:
    """A day or time as the log writes times; with `end` the last instant of a day."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise WorkbenchError(f"'{text}' is no day or time. Write it like 2026-03-01 or 2026-03-01T14:30.") from None
    if end and len(text) == len("2026-03-01"):
        moment += timedelta(days=1) - timedelta(milliseconds=1)
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _keys(connection: Connection, table: str, name: str) -> list[str]:
    """Keys of all rows that have, or once had, the name."""
    quoted = json.dumps(name, ensure_ascii=False)
    query = select(change.c.rows).where(change.c.rows.contains(f'"name":{quoted}', autoescape=True))
    keys = dict.fromkeys(
        key
        for rows in connection.execute(query).scalars()
        for one, key, before, after in images_of(rows)
        if one == table and name in ((before or {}).get("name"), (after or {}).get("name"))
    )
    if not keys:
        named(connection, table, name)
    return list(keys)


def _images(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Image]]:
    """What these changes wrote."""
    found = {}
    for i in range(0, len(numbers), CHUNK):
        query = select(change.c.id, change.c.rows).where(change.c.id.in_(numbers[i : i + CHUNK]))
        found.update({number: images_of(rows) for number, rows in connection.execute(query)})
    return found


def _sides(found: Sequence[Told]) -> list[str]:
    """Both sides of a change for a written trail; of many things the first few."""
    more = [f"and {len(found) - MOST} more"] if len(found) > MOST else []
    before = [f"{one.what}: {one.before}" for one in found[:MOST]]
    after = [f"{one.what}: {one.after}" for one in found[:MOST]]
    return [" | ".join([*side, *more]) for side in (before, after)]
