"""One decision on a suggestion: the act, what it needs of the study, and its record."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from workbench.model import NotFound, WorkbenchError
from workbench.store import LOGGED, Act, now
from workbench.study.base import Row, bump_codebook, clean_name, new_id, next_position, rows
from workbench.study.codes.rows import insert_code
from workbench.study.themes import insert_theme

if TYPE_CHECKING:
    from workbench.study.study import Study

Span = tuple[str, int, int]
OPEN = ("open", "later")


class Deciding:
    """One decision: the act, the suggestion's row, and the record of it with the evidence as it was."""

    def __init__(self, study: "Study", do: str, suggestion_id: str, why: str) -> None:
        self._study, self._do, self._id, self._why = study, do, suggestion_id, why
        self.act: Act
        self.row: Row
        self.edits = 0

    def __enter__(self) -> "Deciding":
        self._study.settings.require("suggest")
        what = f"Decided on suggestion {self._id}: {self._do}"
        self._context = self._study.store.act("decide", what, coder=self._study.coder, why=self._why)
        self.act = self._context.__enter__()
        try:
            self.row = open_row(self.act.connection, self._id)
            decisions = rows(self.act.connection, "decision", suggestion_id=self._id)
            self.edits = sum(one["do"] in ("rename", "drop", "add", "merge") for one in decisions)
        except BaseException as error:
            self._context.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def __exit__(self, *error: Any) -> bool | None:
        return self._context.__exit__(*error)

    def keep(self, **details: Any) -> None:
        """Keep the decision with the passages that it was made on; what is empty is left out."""
        connection = self.act.connection
        given = {name.rstrip("_"): value for name, value in details.items() if value not in (None, "", [], ())}
        self.act.insert(
            "decision",
            {
                "id": new_id(),
                "run_id": self.row["run_id"],
                "suggestion_id": self._id,
                "position": next_position(connection, "decision"),
                "do": self._do,
                "details": {
                    name: [list(s) for s in value] if name == "drop" else value for name, value in given.items()
                },
                "evidence": named_spans(connection, self.row["segments"]),
                "why": self._why,
                "coder": self._study.coder,
                "created": now(),
            },
        )


def open_row(connection: Connection, suggestion_id: str) -> Row:
    """The row of a suggestion still to be decided, with its segments in transcripts that are still there."""
    table = LOGGED["suggestion"]
    row = connection.execute(select(table).where(table.c.id == suggestion_id)).mappings().first()
    if row is None:
        raise NotFound("suggestion", suggestion_id, [key for (key,) in connection.execute(select(table.c.id))])
    if row["status"] not in OPEN:
        raise WorkbenchError(
            f"Suggestion {suggestion_id} ('{row['label']}') is decided already: {row['status']}. Undo that decision "
            f"first."
        )
    there = set(connection.execute(select(LOGGED["transcript"].c.id)).scalars())
    return {**row, "segments": [one for one in row["segments"] if one[0] in there]}


def followed(connection: Connection, suggestion_id: str) -> list[str]:
    """A suggestion and those of earlier runs that it is as a person left it, the oldest first."""
    table = LOGGED["suggestion"]
    chain = [suggestion_id]
    while (before := connection.execute(select(table.c.follows).where(table.c.id == chain[0])).scalar()) is not None:
        chain.insert(0, before)
    return chain


def theme_named(act: Act, name: str, definition: str, parent: str | None, origin: str) -> str:
    """The key of the theme of that name, made where it is not there yet."""
    known = act.connection.execute(select(LOGGED["theme"].c.id).where(LOGGED["theme"].c.name == name)).scalar()
    if known is not None:
        return str(known)
    return str(insert_theme(act, name, definition=definition, parent=parent, origin=origin)["id"])


def code_named(act: Act, name: str, description: str, parent: str | None, suggestion: Row) -> Row:
    """The row of the code of that name, made from the suggestion where it is not there yet."""
    table, cleaned = LOGGED["code"], clean_name("code", name)
    known = act.connection.execute(select(table).where(table.c.name == cleaned)).mappings().first()
    if known is not None:
        return dict(known)
    made = insert_code(
        act, cleaned, parent=parent, origin=f"suggestion {suggestion['id']}", words={"description": description}
    )
    bump_codebook(act)
    return made


def keyed(connection: Connection, spans: Sequence[Span]) -> set[Span]:
    """Spans with their transcripts' keys in place of names."""
    ids = {row["name"]: row["id"] for row in rows(connection, "transcript")}
    return {(ids.get(name, name), start, end) for name, start, end in spans}


def without(segments: Sequence[Sequence[Any]], dropped: set[Span]) -> list[list[Any]]:
    """Stored segments less those dropped."""
    return [list(one) for one in segments if tuple(one[:3]) not in dropped]


def named_spans(connection: Connection, segments: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Stored segments as spans with their transcripts' names."""
    names = {row["id"]: row["name"] for row in rows(connection, "transcript")}
    return [[names[one[0]], one[1], one[2]] for one in segments]
