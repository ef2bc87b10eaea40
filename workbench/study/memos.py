"""The study's memos: notes by someone on anything, never lost with what they are about."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from workbench.model import MEMO_KINDS, MEMO_TARGETS, Coding, Memo, MemoKind, NotFound, WorkbenchError, counted
from workbench.store import LOGGED, Act, now
from workbench.store.erasing import is_erased
from workbench.store.log import images_of
from workbench.store.tables import change
from workbench.study.base import Collection, Row, named, new_id, rows
from workbench.study.files import read_bytes
from workbench.study.notes.files import MemoRow, read_memos
from workbench.study.notes.linking import Link, Names
from workbench.study.notes.places import places

NAMED = ("transcript", "participant", "code", "theme")


@dataclass(frozen=True, slots=True)
class MemoVersion:
    """A memo as somebody left it; `change` is the number of what they did."""

    change: int
    time: str
    coder: str
    title: str
    text: str
    kind: str
    archived: bool


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a memo could be written on after an act, and the question to it; nobody has to."""

    on: str
    target: str
    asks: str


class Memos(Collection):
    """Iterating gives memos in order of time, without those put away."""

    def __iter__(self) -> Iterator[Memo]:
        return (memo for memo in self.all() if not memo.archived)

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __getitem__(self, memo_id: str) -> Memo:
        found = next((memo for memo in self.all() if memo.id == memo_id), None)
        if found is None:
            raise WorkbenchError(f"There is no memo {memo_id!r}. 'workbench memos list STUDY --json' has their ids.")
        return found

    def all(self) -> list[Memo]:
        """All memos, those put away among them, in order of time; without what a blind round hides."""
        memos = self._study.remembered("memos", _load)
        blindfold = self._study.blindfold
        if not blindfold:
            return list(memos)
        seen = {one.id for one in self._study.codings}
        hidden = frozenset(one.target for one in memos if one.on == "coding" and one.target not in seen)
        return [one for one in memos if not blindfold.hides_memo(one, hidden)]

    def find(
        self,
        words: str = "",
        *,
        kind: str | None = None,
        on: str | None = None,
        target: str | None = None,
        coder: str | None = None,
        archived: bool = False,
    ) -> list[Memo]:
        """Memos that match everything given: all the words, in title, text or what it is about, in any case."""
        for noun, given, known in (("kind of memo", kind, MEMO_KINDS), ("thing to write a memo on", on, MEMO_TARGETS)):
            if given is not None and given not in known:
                raise NotFound(noun, given, known)
        same = {"kind": kind, "on": on, "target": target, "coder": coder}
        found = [
            memo
            for memo in self.all()
            if memo.archived == archived and all(value in (None, getattr(memo, name)) for name, value in same.items())
        ]
        wanted = words.casefold().split()
        if not wanted:
            return found
        return [
            memo
            for memo, about in zip(found, self.abouts(found), strict=True)
            if _has(f"{memo.title} {memo.text} {about}".casefold(), wanted)
        ]

    def about(self, memo: Memo) -> str:
        """What a memo is on, in words."""
        return self.abouts([memo])[0]

    def abouts(self, memos: Iterable[Memo]) -> list[str]:
        """What each of these memos is on, in words."""
        wanted = list(memos)
        places = {one.target for one in wanted if one.on == "coding"}
        quotes = {one.id: _quoted(one) for one in self._study.codings if one.id in places} if places else {}
        labels = self._labels() if any(one.on == "suggestion" for one in wanted) else {}
        return [_about(one, quotes, labels) for one in wanted]

    def place(self, memo: Memo) -> tuple[str, int, int] | None:
        """The passage that a memo leads to: (transcript, start, end) of its coding, or of the words that a memo on a
        transcript quotes (`> words`), which are found again by their letters; None where it is on no passage."""
        if memo.on == "coding":
            coding = next((one for one in self._study.codings if one.id == memo.target), None)
            return None if coding is None else (coding.transcript, coding.start, coding.end)
        if memo.on != "transcript" or not memo.target:
            return None
        place = places(self._study, memo.target).get(memo.id)
        return None if place is None else (memo.target, *place)

    def links(self, memo: Memo) -> list[Link]:
        """What a memo links to with `[[name]]`, in order."""
        return list(self.names().links(memo.text))

    def backlinks(self, kind: str, name: str) -> list[Memo]:
        """Memos that link to a code, theme, transcript or participant."""
        names = self.names()
        return [memo for memo in self if "[[" in memo.text and Link(kind, name) in names.links(memo.text)]

    def names(self) -> Names:
        """All names that a link can lead to."""
        return self._study.remembered("names", Names.of)

    def history(self, memo_id: str) -> list[MemoVersion]:
        """A memo as it was written and changed, oldest first; what was undone stands among it as what it then was."""
        self[memo_id]  # an error where there is none, or none to be seen
        query = select(change).where(change.c.rows.contains(f'"{memo_id}"', autoescape=True)).order_by(change.c.id)
        found = []
        with self._store.read() as connection:
            for entry in connection.execute(query).mappings():
                for table, key, _before, after in images_of(entry["rows"]):
                    if (table, key) == ("memo", memo_id) and after is not None and not is_erased(after):
                        who = (entry["id"], entry["time"], entry["coder"])
                        found.append(MemoVersion(*who, after["title"], after["text"], after["kind"], after["archived"]))
        return found

    def prompt(self, change_id: int) -> Prompt | None:
        """What one might want to write down after an act: a merge, a new theme, a refused suggestion; else None."""
        act = self._study.history.change(change_id).act
        if act not in ("merge codes", "add theme", "decide"):
            return None
        for table, _key, before, after in self._study.history.rows(change_id):
            if after is None or is_erased(after):
                continue
            if act == "merge codes" and table == "code" and before and before["aliases"] != after["aliases"]:
                return Prompt("code", after["name"], "Why are they one?")
            if act == "add theme" and table == "theme":
                return Prompt("theme", after["name"], "Where does it come from?")
            if act == "decide" and table == "suggestion" and before and after["status"] == "rejected":
                return Prompt("suggestion", after["id"], "Why not?")
        return None

    # Acts --------------------------------------------------------------------------------------------------------

    def add(
        self, text: str, *, on: str = "study", target: str = "", kind: MemoKind = "reflexive", title: str = ""
    ) -> Memo:
        """A memo on the study, or on a transcript, participant, code or theme by name, a suggestion or coding by id."""
        with self._store.act("add memo", f"Wrote a memo on {target or on}", coder=self._coder) as act:
            key = _target_key(act.connection, on, target)
            row = insert_memo(act, text, coder=self._coder, on=on, target=key, kind=kind, title=title)
            act.what = f"Wrote a memo on {_called(on, target)}"
        return self[row["id"]]

    def edit(
        self, memo_id: str, *, text: str | None = None, title: str | None = None, kind: MemoKind | None = None
    ) -> None:
        """Change what is given."""
        values: Row = {
            name: value for name, value in (("text", text), ("title", title), ("kind", kind)) if value is not None
        }
        if "text" in values and not values["text"].strip():
            raise WorkbenchError("The memo is empty. Write something, or put it away.")
        if kind is not None:
            _check_kind(kind)
        with self._store.act("edit memo", f"Changed {self._named(memo_id)}", coder=self._coder) as act:
            act.update("memo", memo_id, **values)

    def archive(self, memo_id: str) -> None:
        """Put a memo away; `restore` or undo brings it back."""
        with self._store.act("edit memo", f"Put away {self._named(memo_id)}", coder=self._coder) as act:
            act.update("memo", memo_id, archived=True)

    def restore(self, memo_id: str) -> None:
        """Bring back a memo that was put away; one whose code, theme or passage is gone becomes one on the study."""
        with self._store.act("edit memo", f"Brought back {self._named(memo_id)}", coder=self._coder) as act:
            row = next((one for one in rows(act.connection, "memo") if one["id"] == memo_id), None)
            there = row is None or row["on"] == "study" or _is_there(act.connection, row["on"], row["target"])
            act.update("memo", memo_id, archived=False, **({} if there else {"on": "study", "target": ""}))

    def import_memos(self, memos: list[Memo], *, source: str = "") -> int:
        """Memos by any coders, as one act."""
        what = f"Imported {counted(len(memos), 'memo')}" + (f" from {source}" if source else "")
        with self._store.act("import memos", what, coder=self._coder) as act:
            for memo in memos:
                key = _target_key(act.connection, memo.on, memo.target)
                insert_memo(
                    act,
                    memo.text,
                    coder=memo.coder,
                    on=memo.on,
                    target=key,
                    kind=memo.kind,
                    title=memo.title,
                    created=memo.created,
                )
        return len(memos)

    def import_file(self, path: Path | str) -> int:
        """Memos of a csv, xlsx or json file (columns coder, text; kind, on, target, title, start, end, created),
        as one act.

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
        return Memo("", row.text, row.coder, row.kind, row.on, target, row.title, row.created)

    def _named(self, memo_id: str) -> str:
        memo = self[memo_id]
        return f"the memo '{memo.title}'" if memo.title else f"a memo on {_called(memo.on, memo.target)}"

    def _labels(self) -> dict[str, str]:
        def load(connection: Connection) -> dict[str, str]:
            return {row["id"]: row["label"] for row in rows(connection, "suggestion")}

        return self._study.remembered("labels of suggestions", load)


def _load(connection: Connection) -> list[Memo]:
    names = {table: {row["id"]: row["name"] for row in rows(connection, table)} for table in NAMED}
    found = sorted(rows(connection, "memo"), key=lambda row: (row["created"], row["id"]))
    return [_memo(row, names) for row in found]


def _about(memo: Memo, quotes: Mapping[str, str], labels: Mapping[str, str]) -> str:
    if memo.on == "study":
        return "the study"
    if memo.on == "coding":
        return quotes.get(memo.target, "a passage that is not there")
    if memo.on == "suggestion":
        return f"suggestion {labels[memo.target]}" if memo.target in labels else "a suggestion that is gone"
    return f"{memo.on} {memo.target}" if memo.target else f"a {memo.on} that is gone"


def _quoted(coding: Coding) -> str:
    quote = " ".join(coding.quote.split())
    return f"{coding.transcript}: “{quote if len(quote) <= 60 else quote[:59] + '…'}” ({coding.code})"


def _has(text: str, wanted: Iterable[str]) -> bool:
    return all(word in text for word in wanted)


def _called(on: str, target: str) -> str:
    if on in NAMED:
        return f"{on} '{target}'"
    return {"study": "the study", "coding": "a passage"}.get(on, f"{on} {target}")


def _check_kind(kind: str) -> None:
    if kind not in MEMO_KINDS:
        raise WorkbenchError(f"'{kind}' is no kind of memo. Kinds are: {', '.join(MEMO_KINDS)}.")


def _is_there(connection: Connection, on: str, key: str) -> bool:
    table = LOGGED[on]
    return connection.execute(select(table.c.id).where(table.c.id == key)).first() is not None


def insert_memo(
    act: Act,
    text: str,
    *,
    coder: str,
    on: str,
    target: str,
    kind: MemoKind = "reflexive",
    title: str = "",
    created: str = "",
) -> Row:
    """A memo as part of a larger act; `target` is the key of what it is about; made now if nobody says when."""
    _check_kind(kind)
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
        "created": created or now(),
        "archived": False,
    }
    act.insert("memo", row)
    return row


def _target_key(connection: Connection, on: str, target: str) -> str:
    if on not in MEMO_TARGETS:
        raise WorkbenchError(f"A memo cannot be on '{on}'. It can be on: {', '.join(MEMO_TARGETS)}.")
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
    return Memo(
        row["id"],
        row["text"],
        row["coder"],
        row["kind"],
        row["on"],
        target,
        row["title"],
        row["created"],
        row["archived"],
    )
