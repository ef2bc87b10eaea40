"""The study's history: who did what and when, and taking it back."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, or_, select

from workbench.exports.files import written
from workbench.model import Change, NotFound, WorkbenchError
from workbench.store import ACTS, LOGGED
from workbench.store.log import images_of
from workbench.store.tables import change
from workbench.store.undo import undone_changes
from workbench.study.base import Collection, named

CHUNK = 200
MOST = 5
"""Rows of one change that the trail spells out."""
QUIET = frozenset({"setting", "turn", "speaker"})
"""Tables that say nothing to a reader of the trail."""
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

    def of(
        self,
        *,
        coder: str | None = None,
        act: str | None = None,
        code: str | None = None,
        transcript: str | None = None,
        since: str | None = None,
    ) -> list[Change]:
        """Changes that match everything given, oldest first: by person, kind, from a day or time (ISO 8601) on, and by
        a code or transcript, under the name it has or had, that they touched themselves or by its codings."""
        if act is not None and act not in ACTS:
            raise NotFound("kind of act", act, sorted(ACTS))
        if since is not None:
            since = _moment(since)
        wanted = [
            column == value for column, value in ((change.c.coder, coder), (change.c.act, act)) if value is not None
        ]
        if since is not None:
            wanted.append(change.c.time >= since)
        with self._store.read() as connection:
            for table, name in (("code", code), ("transcript", transcript)):
                if name is not None:
                    keys = _keys(connection, table, name)
                    quoted = [json.dumps(key) for key in keys]
                    wanted.append(or_(*(change.c.rows.contains(one, autoescape=True) for one in quoted)))
            undone = undone_changes(connection)
            found = connection.execute(select(*COLUMNS).where(*wanted).order_by(change.c.id)).mappings().all()
        return [Change(**row, undone_by=undone.get(row["id"])) for row in found]

    def write(self, file: Path, changes: Sequence[Change] | None = None) -> None:
        """The trail, or these changes of it, as csv, docx or html, with what each wrote, before and after."""
        from workbench.exports.tables import Table, write_table

        columns = ("Change", "Time", "Coder", "What", "Why", "Undone by", "Before", "After")
        lines = [
            [one.id, one.time, one.coder, one.what, one.why, one.undone_by, *self._before_after(one.id)]
            for one in (self if changes is None else changes)
        ]
        about = self._study.about()
        table = Table.of(f"Audit trail of {about.title}", columns, lines, caption=about.caption)
        written(file, write_table(table, file.suffix))

    def _before_after(self, number: int) -> tuple[str, str]:
        """The columns that a change wrote, as they were and as it left them; of many rows the first few."""
        sides: tuple[list[str], list[str]] = ([], [])
        images = [image for image in self.rows(number) if image[0] in LOGGED and image[0] not in QUIET]
        for table, _key, before, after in images[:MOST]:
            for lines, row, other in ((sides[0], before, after), (sides[1], after, before)):
                if row is not None:
                    shown = [f"{name}: {_short(value)}" for name, value in row.items() if _tells(name, value, other)]
                    lines.append(f"{table.replace('_', ' ')} – {', '.join(shown)}")
        if len(images) > MOST:
            sides[1].append(f"and {len(images) - MOST} more rows")
        return "; ".join(sides[0]), "; ".join(sides[1])

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


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise WorkbenchError(f"'{text}' is no day or time. Write it like 2026-03-01 or 2026-03-01T14:30.") from None
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


def _tells(name: str, value: Any, other: dict[str, Any] | None) -> bool:
    """Whether a column is worth a word: it changed, or has something in it, and is no key."""
    if name == "id" or name.endswith(("_id", "_sha256")) or name in ("position", "codebook_version", "created"):
        return False
    return value is not False and value not in (None, "", [], {}) if other is None else other.get(name) != value


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 80 else f"{text[:79]}…"
