"""The study's memos: notes by someone on anything, never lost with what they are about."""

from collections.abc import Iterator

from sqlalchemy import Connection

from workbench.model import MEMO_KINDS, Memo, MemoKind, WorkbenchError
from workbench.store import Act, now
from workbench.study.base import Collection, Row, named, new_id, rows

NAMED = ("transcript", "participant", "code", "theme")
TARGETS = ("study", *NAMED, "suggestion", "coding")


class Memos(Collection):
    """Iterating gives memos in order of time."""

    def __iter__(self) -> Iterator[Memo]:
        with self._store.read() as connection:
            names = {table: {row["id"]: row["name"] for row in rows(connection, table)} for table in NAMED}
            found = sorted(rows(connection, "memo"), key=lambda row: (row["created"], row["id"]))
        return iter([_memo(row, names) for row in found if not row["archived"]])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def add(
        self, text: str, *, on: str = "study", target: str = "", kind: MemoKind = "reflexive", title: str = ""
    ) -> Memo:
        """A memo on the study, or on a transcript, participant, code or theme by name, a suggestion or coding by id."""
        with self._store.act("add memo", f"Wrote a memo on {target or on}", coder=self._coder) as act:
            key = _target_key(act.connection, on, target)
            row = insert_memo(act, text, coder=self._coder, on=on, target=key, kind=kind, title=title)
        return next(memo for memo in self if memo.id == row["id"])

    def import_memos(self, memos: list[Memo], *, source: str = "") -> int:
        """Memos by any coders, as one act."""
        what = f"Imported {len(memos)} memos" + (f" from {source}" if source else "")
        with self._store.act("import memos", what, coder=self._coder) as act:
            for memo in memos:
                key = _target_key(act.connection, memo.on, memo.target)
                insert_memo(act, memo.text, coder=memo.coder, on=memo.on, target=key, kind=memo.kind, title=memo.title)
        return len(memos)

    def edit(self, memo_id: str, *, text: str, title: str | None = None) -> None:
        with self._store.act("edit memo", "Changed a memo", coder=self._coder) as act:
            act.update("memo", memo_id, text=text, **({"title": title} if title is not None else {}))

    def archive(self, memo_id: str) -> None:
        """Put a memo away; undo brings it back."""
        with self._store.act("edit memo", "Archived a memo", coder=self._coder) as act:
            act.update("memo", memo_id, archived=True)


def insert_memo(
    act: Act, text: str, *, coder: str, on: str, target: str, kind: MemoKind = "reflexive", title: str = ""
) -> Row:
    """A memo as part of a larger act; `target` is the key of what it is about."""
    if kind not in MEMO_KINDS:
        raise WorkbenchError(f"'{kind}' is no kind of memo. Kinds are: {', '.join(MEMO_KINDS)}.")
    if not text.strip():
        raise WorkbenchError("The memo is empty. Write something, or leave it.")
    row = {
        "id": new_id(),
        "on": on,
        "target": target,
        "title": title,
        "text": text,
        "kind": kind,
        "coder": coder,
        "created": now(),
        "archived": False,
    }
    act.insert("memo", row)
    return row


def _target_key(connection: Connection, on: str, target: str) -> str:
    if on not in TARGETS:
        raise WorkbenchError(f"A memo cannot be on '{on}'. It can be on: {', '.join(TARGETS)}.")
    if on in NAMED:
        return str(named(connection, on, target)["id"])
    return target if on != "study" else ""


def _memo(row: Row, names: dict[str, dict[str, str]]) -> Memo:
    target = names[row["on"]].get(row["target"], "") if row["on"] in names else row["target"]
    return Memo(row["id"], row["text"], row["coder"], row["kind"], row["on"], target, row["title"], row["created"])
