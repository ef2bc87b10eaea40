"""What is the newest change of a study? Pages ask dozens of times; it is looked up only when somebody wrote since."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import func, select

from workbench.store.tables import change

if TYPE_CHECKING:
    from workbench.store.database import Store

T = TypeVar("T")


class Newest:
    """The newest change of one open study, by its number or its hash."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._known: dict[str | tuple[str, ...], tuple[int | None, Any]] = {}
        self._marks: dict[tuple[str, ...], tuple[int, str, str]] = {}

    def number(self) -> int:
        """Number of the newest change, 0 in an empty log."""
        return self._unless_written("number", self._number)

    def mark(self, besides: Collection[str] = ()) -> str:
        """Hash of the newest change that is none of these kinds, "" where there is none.

        Unlike a number, which a transaction that failed leaves to the next one, a hash never comes again.
        """
        kinds = tuple(besides)
        return self._unless_written(kinds, lambda: self._mark(kinds))

    def _unless_written(self, name: str | tuple[str, ...], ask: Callable[[], T]) -> T:
        writings = self._store.writings()
        kept = self._known.get(name)
        if writings is None or kept is None or kept[0] != writings:
            kept = self._known[name] = writings, ask()
        found: T = kept[1]
        return found

    def _number(self) -> int:
        with self._store.read() as connection:
            return int(connection.execute(select(func.max(change.c.id))).scalar() or 0)

    def _mark(self, besides: tuple[str, ...]) -> str:
        newest = select(change.c.id, change.c.hash).order_by(change.c.id.desc()).limit(1)
        with self._store.read() as connection:
            last = connection.execute(newest).first()
            if last is None or not besides:
                return "" if last is None else str(last.hash)
            seen, its_hash, mark = self._marks.get(besides, (0, "", ""))
            if connection.execute(select(change.c.hash).where(change.c.id == seen)).scalar() != its_hash:
                seen, mark = 0, ""
            since = newest.where(change.c.id > seen, change.c.act.not_in(besides))
            found = connection.execute(since).first()
        mark = mark if found is None else str(found.hash)
        self._marks[besides] = (last.id, last.hash, mark)
        return mark
