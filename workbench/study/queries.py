"""The study's kept queries: questions for passages by name, with the filters under which they are asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.analysis.query import parse
from workbench.model import Filters
from workbench.store import Act
from workbench.study.asking import material
from workbench.study.base import Collection, Row, free_name, named, new_id, next_position, rows

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A question by name; `meets` and `filters` as `Study.passages` takes them."""

    name: str
    query: str
    meets: str | int = "overlap"
    filters: Filters = field(default_factory=Filters)
    coder: str = ""


class Queries(Collection):
    """`study.queries["harm alone"]`; iterating gives them in the order in which they were kept."""

    def __iter__(self) -> Iterator[SavedQuery]:
        with self._store.read() as connection:
            found = rows(connection, "saved_query")
        return iter([_query(row) for row in found])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __getitem__(self, name: str) -> SavedQuery:
        with self._store.read() as connection:
            return _query(named(connection, "saved_query", name, "kept query"))

    def add(self, name: str, query: str, *, meets: str | int = "overlap", filters: Filters | None = None) -> SavedQuery:
        """Keep a question; one that cannot be asked is refused, and so is a name that is there."""
        wanted = filters or Filters()
        material.check(self._study, wanted)
        if query.strip():
            parse(query, material.parents(self._study))
        with self._store.act("save query", "", coder=self._coder) as act:
            row = _row(act, name, query.strip(), meets, wanted, self._coder)
            act.what = f"Kept the query '{row['name']}'"
            act.insert("saved_query", row)
        return _query(row)

    def rename(self, name: str, new_name: str) -> SavedQuery:
        with self._store.act("save query", f"Renamed the query '{name}' to '{new_name}'", coder=self._coder) as act:
            row = named(act.connection, "saved_query", name, "kept query")
            cleaned = free_name(act.connection, "saved_query", new_name, own=row["id"], noun="kept query")
            act.update("saved_query", row["id"], name=cleaned)
        return self[cleaned]

    def remove(self, name: str) -> None:
        with self._store.act("save query", f"Removed the query '{name}'", coder=self._coder) as act:
            act.delete("saved_query", named(act.connection, "saved_query", name, "kept query")["id"])

    def passages(self, name: str, *, order: str = "text") -> "pd.DataFrame":
        """What a kept question finds today."""
        query = self[name]
        return self._study.passages(query.query, filters=query.filters, meets=query.meets, order=order)


def _row(act: Act, name: str, query: str, meets: str | int, filters: Filters, coder: str) -> Row:
    return {
        "id": new_id(),
        "name": free_name(act.connection, "saved_query", name, noun="kept query"),
        "query": query,
        "meets": str(meets),
        "filters": filters.as_dict(),
        "coder": coder,
        "position": next_position(act.connection, "saved_query"),
    }


def _query(row: Row) -> SavedQuery:
    meets = int(row["meets"]) if row["meets"].isdigit() else row["meets"]
    return SavedQuery(row["name"], row["query"], meets, Filters.of(row["filters"]), row["coder"])
