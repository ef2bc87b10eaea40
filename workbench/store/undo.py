"""How is a change taken back, and what stands in the way where it cannot be?

Undo writes each row's image from before the change over the one from after it, provided that the row still is as the
change left it and that what comes back fits to what was done since. Otherwise the later change is named.
"""

import json
from collections.abc import Iterable, Sequence, Set

from sqlalchemy import Connection, delete, insert, or_, select, update

from workbench.model import StandsInTheWay
from workbench.store.facts import REFERENCES, UNIQUE
from workbench.store.log import Act, Image, Row, written
from workbench.store.passages import strays
from workbench.store.tables import LOGGED, change

Place = tuple[str, str]
"""A row: its table and its key."""

COUNTERS = frozenset({("setting", "codebook version")})
"""Rows whose `value` only counts acts: undo takes its own count off, whoever counted since. Zero is no row at all."""

CHUNK = 500
FEW = 20
"""So many rows are looked for in the log by the database; for more of them it is read."""


def reverse(act: Act, number: int, what: str, images: Sequence[Image], *, rewinding: bool = False) -> None:
    """Take the images of change `number` back as part of `act`; `StandsInTheWay`, and nothing to keep, otherwise.

    With `rewinding` everything since the change was taken back just now, newest first.
    """
    connection = act.connection
    was = read_rows(connection, [(table, key) for table, key, _before, _after in images])
    now = dict(was)
    for table, key, before, after in reversed(images):
        place = table, key
        if place in COUNTERS:
            now[place] = _counted_off(now[place], before, after, key)
        elif now[place] != after:
            raise _in_the_way(connection, number, what, place, since=True)
        else:
            now[place] = before
    for place in () if rewinding else _rewritten(connection, number, now.keys() - COUNTERS):
        raise _in_the_way(connection, number, what, place, since=True)
    for place, row in now.items():
        for holder in _holders(connection, place, row, now):
            raise _in_the_way(connection, number, what, holder)
    write(act, was, now)
    for place, row in now.items():
        other = _dangling(connection, place) if row is None else _unfit(connection, place, row)
        if other is not None:
            raise _in_the_way(connection, number, what, other)
        for stray in _strays(connection, place, was[place], row):
            if stray not in now:
                raise _in_the_way(connection, number, what, stray)


def read_rows(connection: Connection, places: Iterable[Place]) -> dict[Place, Row | None]:
    """The rows as they are, None where there is none; in the order asked for, each once."""
    found: dict[Place, Row | None] = dict.fromkeys(places)
    for name in dict.fromkeys(table for table, _key in found):
        table, keys = LOGGED[name], [key for one, key in found if one == name]
        for i in range(0, len(keys), CHUNK):
            for row in connection.execute(select(table).where(table.c.id.in_(keys[i : i + CHUNK]))).mappings():
                found[name, row["id"]] = dict(row)
    return found


def _counted_off(now: Row | None, before: Row | None, after: Row | None, key: str) -> Row | None:
    value = sum(sign * row["value"] for sign, row in ((1, now), (1, before), (-1, after)) if row is not None)
    return {"id": key, "value": value} if value else None


def write(act: Act, was: dict[Place, Row | None], now: dict[Place, Row | None]) -> None:
    """Make what is now of what was, with images. Rows go before rows are renamed, and these before rows come back, so
    that no name is held twice in between; among renamed ones the last in `was` was changed last, and is first here."""
    gone = [place for place, row in now.items() if row is None and was[place] is not None]
    changed = [place for place, row in now.items() if row is not None and was[place] not in (None, row)]
    back = [place for place, row in now.items() if row is not None and was[place] is None]
    touched = [place for place, row in now.items() if row is not None and was[place] == row]
    for name in dict.fromkeys(table for table, _key in gone):
        table, keys = LOGGED[name], [key for one, key in gone if one == name]
        for i in range(0, len(keys), CHUNK):
            act.connection.execute(delete(table).where(table.c.id.in_(keys[i : i + CHUNK])))
    for name, key in _trading_names(changed, was, now):
        act.connection.execute(update(LOGGED[name]).where(LOGGED[name].c.id == key).values(name=f"{key} in between"))
    for name, key in reversed(changed):
        row = now[name, key]
        assert row is not None
        act.connection.execute(update(LOGGED[name]).where(LOGGED[name].c.id == key).values(**row))
    for name in dict.fromkeys(table for table, _key in back):
        act.connection.execute(
            insert(LOGGED[name]), [row for place in back if place[0] == name and (row := now[place])]
        )
    act.images += [(*place, was[place], now[place]) for place in (*gone, *reversed(changed), *back, *touched)]


def _trading_names(changed: list[Place], was: dict[Place, Row | None], now: dict[Place, Row | None]) -> list[Place]:
    """Rows whose name another one is about to take: they go by a third name until they have their own."""
    taken = {(place[0], (now[place] or {}).get("name")) for place in changed}
    names = [(place, (was[place] or {}).get("name"), (now[place] or {}).get("name")) for place in changed]
    return [place for place, old, new in names if old is not None and old != new and (place[0], old) in taken]


# What does not fit --------------------------------------------------------------------------------------------------


def _rewritten(connection: Connection, number: int, places: Set[Place]) -> Iterable[Place]:
    """Rows that a change wrote which is in force and was not then, though they happen to be again as they were.

    A code archived, brought back and archived again is as it was after the first time; but that is not the last word.
    """
    since = select(change.c.id, change.c.rows).where(change.c.id > number).order_by(change.c.id.desc())
    if len(places) <= FEW:
        since = since.where(or_(*(change.c.rows.contains(_sign(place), autoescape=True) for place in places)))
    found = connection.execute(since).all()
    chains = _chains(connection) if found else {}
    roots = {one: root for root, chain in chains.items() for one in chain}
    own = roots.get(number, number)
    made = chains[own][-1] if number == own and own in chains else number
    for later, rows in found:
        root = roots.get(later, later)
        chain = (root, *chains.get(root, ()))
        if root != own and _in_force(chain) and not _in_force(one for one in chain if one <= made):
            yield from (
                (table, key)
                for table, key, before, after in written(rows)
                if (table, key) in places and before != after
            )


def _holders(connection: Connection, place: Place, row: Row | None, now: dict[Place, Row | None]) -> Iterable[Place]:
    """Rows that hold what only one may have (a name) and that `row` would have; those that give it up do not count."""
    name, key = place
    for columns in UNIQUE[name] if row is not None else ():
        table = LOGGED[name]
        same = (table.c[column] == row[column] for column in columns)  # type: ignore[index]
        for (other,) in connection.execute(select(table.c.id).where(table.c.id != key, *same)):
            if (name, other) not in now:
                yield name, other


def _dangling(connection: Connection, place: Place) -> Place | None:
    """A row that refers to one that is gone; memos in force refer to what they are on."""
    name, key = place
    for other, column in REFERENCES.get(name, ()):
        table = LOGGED[other]
        found = connection.execute(select(table.c.id).where(table.c[column] == key).limit(1)).scalar()
        if found is not None:
            return other, found
    memo = LOGGED["memo"].c
    query = select(memo.id).where(memo.target == key, memo.on == name, memo.archived.is_(False)).limit(1)
    found = connection.execute(query).scalar()
    return None if found is None else ("memo", found)


def _unfit(connection: Connection, place: Place, row: Row) -> Place | None:
    """What a row that came back refers to and that is gone, or stands both above and below it, or is its double."""
    name, key = place
    for column in LOGGED[name].columns:
        for reference in column.foreign_keys:
            parent = reference.column.table.name
            if row[column.name] is not None and not _is_there(connection, parent, row[column.name]):
                return parent, row[column.name]
    if (
        name == "memo"
        and not row["archived"]
        and row["on"] in LOGGED
        and not _is_there(connection, row["on"], row["target"])
    ):
        return row["on"], row["target"]
    if "parent_id" in row:
        return _in_a_circle(connection, name, key)
    if name == "coding":
        table = LOGGED[name]
        same = ("transcript_id", "code_id", "start", "end", "coder", "layer")
        query = select(table.c.id).where(table.c.id != key, *(table.c[column] == row[column] for column in same))
        double = connection.execute(query).scalar()
        return None if double is None else (name, double)
    return None


def _strays(connection: Connection, place: Place, was: Row | None, row: Row | None) -> Iterable[Place]:
    """Passages marked in a text that becomes another one: what was marked since would come to stand on other words."""
    if place[0] != "transcript" or was is None or row is None or was["text"] == row["text"]:
        return ()
    return strays(connection, was, row)


def _is_there(connection: Connection, table: str, key: str) -> bool:
    target = LOGGED[table]
    return connection.execute(select(target.c.id).where(target.c.id == key)).first() is not None


def _in_a_circle(connection: Connection, table: str, key: str) -> Place | None:
    """The row above `key` if `key` stands below itself, else None."""
    target = LOGGED[table]
    seen: list[str] = [key]
    while True:
        above = connection.execute(select(target.c.parent_id).where(target.c.id == seen[-1])).scalar()
        if above is None:
            return None
        if above in seen:
            return table, seen[1] if len(seen) > 1 else key
        seen.append(above)


# Which change it was -------------------------------------------------------------------------------------------------


def _in_the_way(connection: Connection, number: int, what: str, place: Place, *, since: bool = False) -> StandsInTheWay:
    """Name the change to be undone first: the newest in force that touched the row.

    With `since` the row is one that the change itself left otherwise. Then it is the newest that came into force since
    the change; where none did, one was taken back since, and the undo that did it is named.
    """
    later = _blamed(connection, number, place, since=since)
    text = connection.execute(select(change.c.what).where(change.c.id == later)).scalar() or ""
    return StandsInTheWay(number, what, later, text)


def _blamed(connection: Connection, number: int, place: Place, *, since: bool) -> int:
    chains = _chains(connection)
    own = next((root for root, chain in chains.items() if number in chain), number)
    touched = [one for one in _touching(connection, place) if one != own]

    def in_force(at: int) -> dict[int, int]:
        """Changes in force after change `at`, each with the change that put it in force: itself, or a redo."""
        found = {}
        for root in touched:
            chain = [one for one in (root, *chains.get(root, ())) if one <= at]
            if _in_force(chain):
                found[root] = chain[-1]
        return found

    newest = max((root, *chains.get(root, ()))[-1] for root in (own, *touched))
    made = chains[own][-1] if number == own and own in chains else number
    now, then = in_force(newest), in_force(made) if since else {}
    added = [root for root in now if root not in then]
    if added:
        return max(added, key=lambda root: now[root])
    removed = [root for root in touched if root not in now and (not since or root in then)]
    return max((chains[root][-1] for root in removed if root in chains), default=newest)


def _in_force(chain: Iterable[int]) -> bool:
    """Whether an act holds after it and these undos and redos of it, in turn."""
    return len(list(chain)) % 2 == 1


def _chains(connection: Connection) -> dict[int, list[int]]:
    """For each change that was ever undone: its undo, the redo of that, the undo of that … in order."""
    query = select(change.c.id, change.c.undoes).where(change.c.undoes.is_not(None)).order_by(change.c.id)
    roots: dict[int, int] = {}
    chains: dict[int, list[int]] = {}
    for number, undoes in connection.execute(query):
        roots[number] = roots.get(undoes, undoes)
        chains.setdefault(roots[number], []).append(number)
    return chains


def _touching(connection: Connection, place: Place) -> list[int]:
    """Acts, other than undo and redo, that wrote the row; oldest first. Reads the whole log, for messages only."""
    query = select(change.c.id).where(change.c.undoes.is_(None), change.c.rows.contains(_sign(place), autoescape=True))
    return list(connection.execute(query.order_by(change.c.id)).scalars())


def _sign(place: Place) -> str:
    """What stands in the log where an image of the row begins."""
    return json.dumps(list(place), ensure_ascii=False, separators=(",", ":"))[:-1] + ","


def undone_changes(connection: Connection) -> dict[int, int]:
    """Which changes are taken back at present, and by which: an undo that was itself undone does not count."""
    query = select(change.c.id, change.c.undoes).where(change.c.undoes.is_not(None)).order_by(change.c.id.desc())
    undone: dict[int, int] = {}
    for number, undoes in connection.execute(query):
        if number not in undone:
            undone[undoes] = number
    return undone
