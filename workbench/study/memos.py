"""The study's memos: notes by someone on anything, never lost with what they are about."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from workbench.exports.sheets import read_sheet
from workbench.model import MEMO_KINDS, BadRows, Memo, MemoKind, WorkbenchError
from workbench.store import LOGGED, Act, now
from workbench.study.base import Collection, Row, named, new_id, rows
from workbench.study.files import read_bytes

MEMO_COLUMNS = ("coder", "text", "kind", "on", "target", "title", "start", "end")
NAMED = ("transcript", "participant", "code", "theme")
TARGETS = ("study", *NAMED, "suggestion", "coding")


@dataclass(frozen=True, slots=True)
class MemoRow:
    """A memo as a file says it; `row` is its number in a spreadsheet."""

    row: int
    coder: str
    text: str
    kind: MemoKind
    on: str
    target: str
    title: str = ""
    start: int | None = None
    end: int | None = None


class Memos(Collection):
    """Iterating gives memos in order of time."""

    def __iter__(self) -> Iterator[Memo]:
        with self._store.read() as connection:
            names = {table: {row["id"]: row["name"] for row in rows(connection, table)} for table in NAMED}
            found = sorted(rows(connection, "memo"), key=lambda row: (row["created"], row["id"]))
        memos = [_memo(row, names) for row in found if not row["archived"]]
        blindfold = self._study.blindfold
        if not blindfold:
            return iter(memos)
        seen = {one.id for one in self._study.codings}
        hidden = frozenset(one.target for one in memos if one.on == "coding" and one.target not in seen)
        return iter([one for one in memos if not blindfold.hides_memo(one, hidden)])

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

    def import_file(self, path: Path | str) -> int:
        """Memos of a csv, xlsx or json file (columns coder, text; kind, on, target, title, start, end), as one act.

        A memo on a coding names its transcript as target and the place; it goes to that coder's coding there.
        """
        name = Path(path).name
        return self.import_memos([self._read(row) for row in read_memos(name, read_bytes(path))], source=name)

    def _read(self, row: "MemoRow") -> Memo:
        target = row.target
        if row.on == "coding":
            here = [c for c in self._study.codings.of(transcript=target) if (c.start, c.end) == (row.start, row.end)]
            mine = [c for c in here if c.coder == row.coder] or here
            if not mine:
                raise WorkbenchError(
                    f"row {row.row}: nothing is coded at {row.start}–{row.end} of '{target}', so the memo has no place."
                )
            target = mine[0].id
        return Memo("", row.text, row.coder, row.kind, row.on, target, row.title)

    def edit(self, memo_id: str, *, text: str, title: str | None = None) -> None:
        with self._store.act("edit memo", "Changed a memo", coder=self._coder) as act:
            act.update("memo", memo_id, text=text, **({"title": title} if title is not None else {}))

    def archive(self, memo_id: str) -> None:
        """Put a memo away; undo brings it back."""
        with self._store.act("edit memo", "Archived a memo", coder=self._coder) as act:
            act.update("memo", memo_id, archived=True)


def read_memos(name: str, data: bytes) -> list[MemoRow]:
    """Rows of a table of memos; `BadRows` names each that cannot be taken."""
    sheet = read_sheet(name, data)
    columns = sheet.matched(dict.fromkeys(MEMO_COLUMNS, ()))
    sheet.require(columns, ("coder", "text"))
    found, problems = [], []
    for row in sheet.rows:
        cells = {field: row.cells[column].strip() for field, column in columns.items()}
        kind, on = cells.get("kind") or "reflexive", cells.get("on") or "study"
        place = [int(cell) if cell.isdigit() else None for cell in (cells.get("start", ""), cells.get("end", ""))]
        if kind not in MEMO_KINDS:
            problems.append(f"row {row.number}: the kind '{kind}' is none of {', '.join(MEMO_KINDS)}.")
        elif on not in TARGETS:
            problems.append(f"row {row.number}: a memo cannot be on '{on}', only on {', '.join(TARGETS)}.")
        elif not cells["coder"] or not cells["text"]:
            problems.append(f"row {row.number}: the coder or the text is empty. Fill it in, or delete the row.")
        else:
            title, target = cells.get("title", ""), cells.get("target", "")
            found.append(MemoRow(row.number, cells["coder"], cells["text"], kind, on, target, title, *place))
    if problems:
        raise BadRows(name, problems)
    return found


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
    if on == "study":
        return ""
    table = LOGGED[on]
    if connection.execute(select(table.c.id).where(table.c.id == target)).first() is None:
        raise WorkbenchError(f"There is no {on} {target!r} to write a memo on. Somebody may have removed it; reload.")
    return target


def _memo(row: Row, names: dict[str, dict[str, str]]) -> Memo:
    target = names[row["on"]].get(row["target"], "") if row["on"] in names else row["target"]
    return Memo(row["id"], row["text"], row["coder"], row["kind"], row["on"], target, row["title"], row["created"])
