"""What all collections of a study share: the store, who acts, and finding rows by name."""

import getpass
import os
import re
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection, Select, Table, func, select

from workbench.model import UNITS, NameTaken, NotAChoice, NotFound, Unit, WorkbenchError, window_of
from workbench.store import LOGGED, Act, Store

if TYPE_CHECKING:
    from workbench.study.study import Study

Row = dict[str, Any]


class Collection:
    """A noun of the study. Reads ask the store; every act is one method, one transaction, one change."""

    def __init__(self, study: "Study") -> None:
        self._study = study

    @property
    def _store(self) -> Store:
        return self._study.store

    @property
    def _coder(self) -> str:
        return self._study.coder


def acting_coder() -> str:
    """WORKBENCH_CODER, or the login name."""
    try:
        return readable(os.environ.get("WORKBENCH_CODER", "").strip() or getpass.getuser())
    except (OSError, KeyError):
        return "coder"


def new_id() -> str:
    return uuid.uuid4().hex


def new_ids(count: int) -> list[str]:
    drawn = os.urandom(16 * count).hex()
    return [drawn[at : at + 32] for at in range(0, 32 * count, 32)]


def as_unit(unit: str, *, besides: Sequence[str] = ()) -> Unit:
    """The unit of that name (window:3, three sentences of a turn, among them), or one that is taken here `besides`."""
    known = (*UNITS, *besides)
    if unit not in known and window_of(unit) is None:
        raise NotAChoice(f"'{unit}' is no unit.", [*known, "window:3 (three sentences)"])
    return cast(Unit, unit)


def readable(text: str) -> str:
    r"""The text with a letter for each byte that the system could not read, and a mark for each half of a character.

    A file called in another encoding, or a login name, has such bytes; nothing that is written as UTF-8 can hold them.

    >>> readable("Gespr\udce4ch 1"), readable("half \ud83d")
    ('Gespräch 1', 'half �')
    """
    known = re.sub("[\udc80-\udcff]", lambda byte: bytes([ord(byte[0]) - 0xDC00]).decode("cp1252", "replace"), text)
    return re.sub("[\ud800-\udfff]", "\ufffd", known)


def clean_name(noun: str, name: str) -> str:
    """The name with white space folded, in Unicode's composed form; any other character may stand in it."""
    cleaned = " ".join(unicodedata.normalize("NFC", readable(name)).split())
    if not cleaned:
        raise WorkbenchError(f"A {noun} needs a name. Give it at least one letter.")
    if len(cleaned) > 300:
        raise WorkbenchError(f"The name of this {noun} has {len(cleaned)} characters. Keep it under 300.")
    return cleaned


def rows(connection: Connection, table: str, **where: Any) -> list[Row]:
    """Rows of a table, by `position` where it has one."""
    target = LOGGED[table]
    query = select(target).where(*(target.c[name] == value for name, value in where.items()))
    order = target.c.position if "position" in target.c else target.c.id
    return [dict(row) for row in connection.execute(query.order_by(order, target.c.id)).mappings()]


def named(connection: Connection, table: str, name: str, noun: str | None = None) -> Row:
    """The row of that name; `NotFound` with the nearest names otherwise."""
    target = LOGGED[table]
    wanted = " ".join(unicodedata.normalize("NFC", name).split())
    found = connection.execute(select(target).where(target.c.name == wanted)).mappings().first()
    if found is None and readable(wanted) != wanted:
        return named(connection, table, readable(wanted), noun)
    if found is None:
        known = [row for (row,) in connection.execute(select(target.c.name).order_by(target.c.position))]
        raise NotFound(noun or table, name, known)
    return dict(found)


def free_name(connection: Connection, table: str, name: str, *, own: str | None = None, noun: str | None = None) -> str:
    """The cleaned name, if no other row has it; `noun` is what a row is called, where not as its table."""
    target = LOGGED[table]
    cleaned = clean_name(noun or table, name)
    found = connection.execute(select(target.c.id).where(target.c.name == cleaned)).scalar()
    if found is not None and found != own:
        raise NameTaken(noun or table, cleaned)
    return cleaned


def next_position(connection: Connection, table: str) -> int:
    return int(connection.execute(_last_position(table)).scalar() or 0) + 1


@lru_cache
def _last_position(table: str) -> Select[Any]:
    target: Table = LOGGED[table]
    return select(func.coalesce(func.max(target.c.position), -1))


def refuse_cycle(connection: Connection, table: str, row: Row, parent: str | None) -> None:
    """An error where `row` would stand below itself if `parent` (a key, or None) came above it."""
    parents = {one["id"]: one["parent_id"] for one in rows(connection, table)}
    while parent is not None:
        if parent == row["id"]:
            raise WorkbenchError(f"'{row['name']}' cannot stand below itself. Choose a parent outside its own branch.")
        parent = parents[parent]


def bump_codebook(act: Act) -> int:
    """Count the codebook's version up, as part of the act that changes it."""
    version = codebook_version(act.connection) + 1
    put_setting(act, "codebook version", version)
    return version


def codebook_version(connection: Connection) -> int:
    """The version of the codebook as it stands."""
    return int(setting(connection, "codebook version") or 0)


def setting(connection: Connection, name: str) -> Any:
    table = LOGGED["setting"]
    return connection.execute(select(table.c.value).where(table.c.id == name)).scalar()


def put_setting(act: Act, name: str, value: Any) -> None:
    table = LOGGED["setting"]
    if act.connection.execute(select(table.c.id).where(table.c.id == name)).first() is None:
        act.insert("setting", {"id": name, "value": value})
    else:
        act.update("setting", name, value=value)


def listing(names: Iterable[str], most: int = 3) -> str:
    """Names for a sentence: 'a', 'b' and 4 more."""
    known = list(names)
    shown = ", ".join(f"'{name}'" for name in known[:most])
    return shown if len(known) <= most else f"{shown} and {len(known) - most} more"
