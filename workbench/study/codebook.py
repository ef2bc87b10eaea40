"""The study's codebook: codes in a tree, each act one version further."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from workbench.model import CODE_FIELDS, PALETTE, Code, WorkbenchError
from workbench.store import LOGGED, Act
from workbench.store.log import read_row
from workbench.study.base import (
    Collection,
    Row,
    bump_codebook,
    clean_name,
    free_name,
    listing,
    named,
    new_id,
    next_position,
    refuse_cycle,
    rows,
    setting,
)
from workbench.study.files import read_bytes


@dataclass(frozen=True, slots=True)
class CodebookReport:
    """Which codes an import added, which were known and brought up to date, and what of the file was not taken."""

    added: tuple[str, ...]
    updated: tuple[str, ...]
    warnings: tuple[str, ...] = ()


class Codebook(Collection):
    """`study.codebook["credit"]` is a Code; iterating gives the tree from the top, children after their parent."""

    def __iter__(self) -> Iterator[Code]:
        return iter(self._study.remembered("codes", lambda connection: in_tree_order(rows(connection, "code"))))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __getitem__(self, name: str) -> Code:
        found = next((code for code in self if code.name == name), None)
        if found is None:
            with self._store.read() as connection:
                named(connection, "code", name)
        return found  # type: ignore[return-value]

    def __contains__(self, name: str) -> bool:
        return any(code.name == name for code in self)

    @property
    def version(self) -> int:
        """Counts up with each act that changes the codebook; each coding carries the one it was made under."""
        with self._store.read() as connection:
            return int(setting(connection, "codebook version") or 0)

    def counts(self) -> dict[str, int]:
        """How many codings each code has, in tree order; codes without any count 0."""
        counted = Counter(coding.code for coding in self._study.codings)
        return {code.name: counted.get(code.name, 0) for code in self}

    def active(self) -> list[Code]:
        """The codes to choose from, in tree order: all but the archived ones."""
        return [code for code in self if not code.archived]

    def below(self, name: str) -> list[str]:
        """The code and all its descendants, in tree order."""
        found = {name}
        for code in self:
            if code.parent in found:
                found.add(code.name)
        return [code.name for code in self if code.name in found]

    # Acts --------------------------------------------------------------------------------------------------------

    def add(
        self,
        name: str,
        *,
        parent: str | None = None,
        origin: str = "data",
        colour: str = "",
        aliases: Sequence[str] = (),
        **words: str,
    ) -> Code:
        """A new code; `words` are any of `CODE_FIELDS`. It takes the next colour where none is given."""
        _check_words(words)
        with self._store.act("add code", f"Added code '{clean_name('code', name)}'", coder=self._coder) as act:
            row = insert_code(
                act, name, parent=parent, origin=origin, colour=colour, words={**words, "aliases": aliases}
            )
            bump_codebook(act)
        return self[row["name"]]

    def edit(
        self,
        name: str,
        *,
        new_name: str | None = None,
        colour: str | None = None,
        origin: str | None = None,
        aliases: Sequence[str] | None = None,
        **words: str,
    ) -> None:
        """Rename a code, or change its words, colour, origin or other names."""
        _check_words(words)
        with self._store.act("edit code", f"Changed code '{name}'", coder=self._coder) as act:
            row = named(act.connection, "code", name)
            values: Row = dict(words)
            values |= {key: value for key, value in (("colour", colour), ("origin", origin)) if value is not None}
            if aliases is not None:
                values["aliases"] = clean_aliases(aliases)
            if new_name is not None:
                values["name"] = free_name(act.connection, "code", new_name, own=row["id"])
                act.what = f"Renamed code '{name}' to '{values['name']}'"
            if act.update("code", row["id"], **values):
                bump_codebook(act)

    def move(self, name: str, parent: str | None) -> None:
        """Put a code, and all that stands below it, under another; None puts it at the top."""
        where = f"under '{parent}'" if parent else "to the top"
        with self._store.act("edit code", f"Moved code '{name}' {where}", coder=self._coder) as act:
            row = named(act.connection, "code", name)
            key = named(act.connection, "code", parent)["id"] if parent else None
            refuse_cycle(act.connection, "code", row, key)
            if act.update("code", row["id"], parent_id=key):
                bump_codebook(act)

    def archive(self, name: str, *, why: str = "") -> None:
        """Put a code away with all below it: codings, memos and themes stay as they are, but it is offered nowhere."""
        with self._store.act("archive code", f"Archived code '{name}'", coder=self._coder, why=why) as act:
            for row in _branch(act, named(act.connection, "code", name)):
                act.update("code", row["id"], archived=True)
            if act.images:
                bump_codebook(act)

    def restore(self, name: str) -> None:
        """Offer an archived code again, and those above it, without which it would have no place."""
        with self._store.act("archive code", f"Brought back code '{name}'", coder=self._coder) as act:
            row: Row | None = named(act.connection, "code", name)
            while row is not None:
                act.update("code", row["id"], archived=False)
                row = read_row(act.connection, "code", row["parent_id"]) if row["parent_id"] else None
            if act.images:
                bump_codebook(act)

    def remove(self, name: str, *, why: str = "") -> None:
        """Take a code out with its codings; its children move up to its parent, memos on it are archived."""
        with self._store.act("remove code", f"Removed code '{name}'", coder=self._coder, why=why) as act:
            row = named(act.connection, "code", name)
            codings = rows(act.connection, "coding", code_id=row["id"])
            for child in rows(act.connection, "code", parent_id=row["id"]):
                act.update("code", child["id"], parent_id=row["parent_id"])
            _archive_memos(act, {("code", row["id"])} | {("coding", one["id"]) for one in codings})
            act.delete_many("coding", [one["id"] for one in codings])
            act.delete_many("theme_code", [one["id"] for one in rows(act.connection, "theme_code", code_id=row["id"])])
            act.delete("code", row["id"])
            bump_codebook(act)
            act.what = f"Removed code '{name}' and its {len(codings)} codings"

    def merge(self, name: str, into: str, *, why: str = "") -> None:
        """Give all codings, memos, children and themes of one code to another, and take the first out."""
        with self._store.act("merge codes", f"Merged code '{name}' into '{into}'", coder=self._coder, why=why) as act:
            source, target = named(act.connection, "code", name), named(act.connection, "code", into)
            if source["id"] == target["id"]:
                raise WorkbenchError("A code cannot be merged into itself. Name two codes.")
            there = {_place(one) for one in rows(act.connection, "coding", code_id=target["id"])}
            for coding in rows(act.connection, "coding", code_id=source["id"]):
                if _place(coding) in there:
                    act.delete("coding", coding["id"])
                else:
                    act.update("coding", coding["id"], code_id=target["id"])
            for child in rows(act.connection, "code", parent_id=source["id"]):
                parent = source["parent_id"] if child["id"] == target["id"] else target["id"]
                act.update("code", child["id"], parent_id=parent)
            for memo in rows(act.connection, "memo", on="code", target=source["id"]):
                act.update("memo", memo["id"], target=target["id"])
            themes = {one["theme_id"] for one in rows(act.connection, "theme_code", code_id=target["id"])}
            for link in rows(act.connection, "theme_code", code_id=source["id"]):
                if link["theme_id"] in themes:
                    act.delete("theme_code", link["id"])
                else:
                    act.update("theme_code", link["id"], code_id=target["id"])
            names = [*target["aliases"], source["name"], *source["aliases"]]
            act.update("code", target["id"], aliases=clean_aliases(one for one in names if ";" not in one))
            act.delete("code", source["id"])
            bump_codebook(act)

    def import_file(self, path: Path | str) -> "CodebookReport":
        """Codes of a csv, xlsx, json, md or qdc file, all as one act."""
        return self.import_bytes(Path(path).name, read_bytes(path))

    def import_bytes(self, name: str, data: bytes) -> "CodebookReport":
        """The same for an uploaded file."""
        from workbench.exports.codebook import read_codebook

        codes, warnings = read_codebook(name, data)
        fresh = self.import_codes(codes, source=name)
        known = [clean_name("code", code.name) for code in codes]
        return CodebookReport(tuple(fresh), tuple(one for one in known if one not in set(fresh)), tuple(warnings))

    def import_codes(self, codes: Sequence[Code], *, source: str = "") -> list[str]:
        """Take codes in, all as one act; codes known by name get the words that come with them. Gives the new names."""
        what = f"Imported {len(codes)} codes" + (f" from {source}" if source else "")
        with self._store.act("import codebook", what, coder=self._coder) as act:
            ids = {row["name"]: row["id"] for row in rows(act.connection, "code")}
            position, fresh = next_position(act.connection, "code"), list[str]()
            for code in codes:
                name = clean_name("code", code.name)
                if name in ids:
                    fields = (*CODE_FIELDS, "colour", "archived")
                    words: Row = {field: getattr(code, field) for field in fields if getattr(code, field)}
                    if code.aliases:
                        words["aliases"] = clean_aliases(code.aliases)
                    act.update("code", ids[name], **words)
                else:
                    row = _new_row(name, position + len(fresh), code.origin, code.colour, code_words(code))
                    act.insert("code", row)
                    ids[name] = row["id"]
                    fresh.append(name)
            for code in codes:
                if code.parent is not None:
                    act.update(
                        "code", ids[clean_name("code", code.name)], parent_id=ids[clean_name("code", code.parent)]
                    )
            if act.images:
                bump_codebook(act)
        return fresh


def code_words(code: Code) -> Row:
    return {field: getattr(code, field) for field in (*CODE_FIELDS, "aliases", "archived")}


def clean_aliases(given: Iterable[str]) -> list[str]:
    """Other names without doubles and white space; files put a semicolon between them, so none may hold one."""
    found = dict.fromkeys(clean_name("alias", one) for one in given if one.strip())
    if wrong := [one for one in found if ";" in one]:
        raise WorkbenchError(f"The other name {listing(wrong)} holds a semicolon. Give two names, or leave it out.")
    return list(found)


def insert_code(
    act: Act, name: str, *, parent: str | None = None, origin: str = "data", colour: str = "", words: Row
) -> Row:
    """A code as part of a larger act; gives its row. The caller counts the codebook's version up."""
    row = _new_row(
        free_name(act.connection, "code", name), next_position(act.connection, "code"), origin, colour, words
    )
    row["parent_id"] = named(act.connection, "code", parent)["id"] if parent else None
    act.insert("code", row)
    return row


def ensure_code(act: Act, name: str, parent: str | None) -> None:
    """Make a code, and its parent, where they are not in the codebook; one that is there stays where it is."""
    known = {row["name"] for row in rows(act.connection, "code")}
    if clean_name("code", name) in known:
        return
    if parent is not None and clean_name("code", parent) not in known:
        insert_code(act, parent, words={})
    insert_code(act, name, parent=parent, words={})
    bump_codebook(act)


def _new_row(name: str, position: int, origin: str, colour: str, words: Row) -> Row:
    return {
        "id": new_id(),
        "parent_id": None,
        "name": name,
        **{field: words.get(field, "") for field in CODE_FIELDS},
        "aliases": clean_aliases(words.get("aliases", ())),
        "archived": bool(words.get("archived")),
        "colour": colour or PALETTE[position % len(PALETTE)],
        "origin": origin,
        "position": position,
    }


def in_tree_order(found: Sequence[Row]) -> list[Code]:
    """Codes from the top of the tree, each parent before its children, siblings by position."""
    names = {row["id"]: row["name"] for row in found}
    children: dict[str | None, list[Row]] = {}
    for row in found:
        children.setdefault(row["parent_id"], []).append(row)
    ordered: list[Row] = []

    def walk(parent: str | None) -> None:
        for row in children.get(parent, []):
            ordered.append(row)
            walk(row["id"])

    walk(None)
    return [
        Code(
            row["name"],
            names.get(row["parent_id"]),
            **{field: row[field] for field in CODE_FIELDS},
            colour=row["colour"],
            origin=row["origin"],
            guid=row["id"],
            aliases=tuple(row["aliases"]),
            archived=row["archived"],
        )
        for row in ordered
    ]


def _check_words(words: dict[str, Any]) -> None:
    unknown = [name for name in words if name not in CODE_FIELDS]
    if unknown:
        raise WorkbenchError(f"A code has no {listing(unknown)}. It has: {', '.join(CODE_FIELDS)}.")


def _branch(act: Act, row: Row) -> list[Row]:
    """The row of a code and those of all below it."""
    found = [row]
    for one in found:
        found += rows(act.connection, "code", parent_id=one["id"])
    return found


def _place(coding: Row) -> tuple[Any, ...]:
    return tuple(coding[name] for name in ("transcript_id", "start", "end", "coder", "layer"))


def _archive_memos(act: Act, targets: set[tuple[str, str]]) -> None:
    memo = LOGGED["memo"]
    query = select(memo.c.id, memo.c.on, memo.c.target).where(
        memo.c.archived.is_(False), func.length(memo.c.target) > 0
    )
    for key, on, target in act.connection.execute(query).all():
        if (on, target) in targets:
            act.update("memo", key, archived=True)
