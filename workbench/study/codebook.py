"""The study's codebook: codes in a tree, each act one version further."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.analysis.codebook_check import Finding
from workbench.analysis.codebook_diff import CodeChange
from workbench.model import CODE_FIELDS, Code, CodebookVersion, Coding, WorkbenchError, counted
from workbench.store.log import read_row
from workbench.study.base import (
    Collection,
    Row,
    bump_codebook,
    clean_name,
    codebook_version,
    free_name,
    named,
    next_position,
    refuse_cycle,
    rows,
)
from workbench.study.codes import versions as kept
from workbench.study.codes.acts import archive_memos, deal, merge_codes
from workbench.study.codes.checking import check_codebook
from workbench.study.codes.definitions import Definition, earlier
from workbench.study.codes.rows import (
    branch,
    check_words,
    clean_aliases,
    code_words,
    in_tree_order,
    insert_code,
    new_row,
    put_before,
)
from workbench.study.codes.touching import Touched, touched
from workbench.study.codes.versions import NOW, redefines
from workbench.study.files import read_bytes
from workbench.study.notes.linking import Link, Names, relink

if TYPE_CHECKING:
    from workbench.exports.tables import Table


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
        known = {code.name: code for code in self}
        if name not in known:
            with self._store.read() as connection:
                name = named(connection, "code", name)["name"]
        return known[name]

    def __contains__(self, name: str) -> bool:
        return any(code.name == name for code in self)

    @property
    def version(self) -> int:
        """Counts up with each act that changes the codebook; each coding carries the one it was made under."""
        with self._store.read() as connection:
            return codebook_version(connection)

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
        check_words(words)
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
        check_words(words)
        with self._store.act("edit code", f"Changed code '{name}'", coder=self._coder) as act:
            row = named(act.connection, "code", name)
            values: Row = dict(words)
            values |= {key: value for key, value in (("colour", colour), ("origin", origin)) if value is not None}
            if aliases is not None:
                values["aliases"] = clean_aliases(aliases)
            if new_name is not None:
                values["name"] = free_name(act.connection, "code", new_name, own=row["id"])
                act.what = f"Renamed code '{name}' to '{values['name']}'"
            names = Names.of(act.connection)
            changed, redefined = act.update("code", row["id"], **values), redefines(row, values)
            if changed:
                version = bump_codebook(act)
                if redefined:
                    act.update("code", row["id"], redefined=version)
            if values.get("name", row["name"]) != row["name"]:
                relink(act, names, {Link("code", row["name"]): values["name"]})

    def move(self, name: str, parent: str | None, *, before: str | None = None) -> None:
        """Put a code, and all that stands below it, under another, before one of its children or last; None is the top.

        The order alone is no new version of the codebook.
        """
        where = f"under '{parent}'" if parent else "to the top"
        with self._store.act("edit code", f"Moved code '{name}' {where}", coder=self._coder) as act:
            row = named(act.connection, "code", name)
            key = named(act.connection, "code", parent)["id"] if parent else None
            refuse_cycle(act.connection, "code", row, key)
            other = named(act.connection, "code", before) if before else None
            if other is not None and (other["parent_id"] != key or other["id"] == row["id"]):
                raise WorkbenchError(f"'{before}' does not stand {where}, so '{name}' cannot be put before it.")
            if row["parent_id"] == key and other is not None:
                act.what = f"Put code '{name}' before '{before}'"
            moved = act.update("code", row["id"], parent_id=key)
            put_before(act, {**row, "parent_id": key}, other["id"] if other else None)
            if moved:
                bump_codebook(act)

    def archive(self, name: str, *, why: str = "") -> None:
        """Put a code away with all below it: codings, memos and themes stay as they are, but it is offered nowhere."""
        with self._store.act("archive code", f"Archived code '{name}'", coder=self._coder, why=why) as act:
            for row in branch(act, named(act.connection, "code", name)):
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
            archive_memos(act, {("code", row["id"])} | {("coding", one["id"]) for one in codings})
            act.delete_many("coding", [one["id"] for one in codings])
            for table in ("theme_code", "refusal", "resolution"):
                act.delete_many(table, [one["id"] for one in rows(act.connection, table, code_id=row["id"])])
            act.delete("code", row["id"])
            bump_codebook(act)
            act.what = f"Removed code '{name}' and its {counted(len(codings), 'coding')}"

    def merge(self, name: str, into: str, *, why: str = "") -> None:
        """Give all codings, memos, children and themes of one code to another, and take the first out."""
        with self._store.act("merge codes", f"Merged code '{name}' into '{into}'", coder=self._coder, why=why) as act:
            merge_codes(act, name, into)

    def deal(self, codings: Sequence[str], into: str, *, new_code: bool = False) -> None:
        """Split a code: put these codings of it (by id) under another; `new_code` makes it beside the first if need be.

        One passage at a time, each an act of its own: nothing waits to be saved, and undo takes back the last one.
        """
        with self._store.act("split code", "", coder=self._coder) as act:
            deal(act, set(codings), into, new_code=new_code)

    def preview(self, do: str, name: str, other: str | None = None) -> Touched:
        """What an act would touch, before it is done: `do` is rename, define, move, merge, split, archive, restore or
        remove; `other` the new name, parent or code to merge into."""
        return touched(self._study, do, name, other)

    def check(self) -> list[Finding]:
        """Where it needs a second look: no limits, codes nearly the same, few voices, used never or on all."""
        return check_codebook(self._study)

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
        what = f"Imported {counted(len(codes), 'code')}" + (f" from {source}" if source else "")
        with self._store.act("import codebook", what, coder=self._coder) as act:
            ids = {row["name"]: row["id"] for row in rows(act.connection, "code")}
            position, fresh = next_position(act.connection, "code"), list[str]()
            redefined: list[str] = []
            for code in codes:
                name = clean_name("code", code.name)
                if name in ids:
                    fields = (*CODE_FIELDS, "colour", "archived")
                    words: Row = {field: getattr(code, field) for field in fields if getattr(code, field)}
                    if code.aliases:
                        words["aliases"] = clean_aliases(code.aliases)
                    row = named(act.connection, "code", name)
                    if act.update("code", ids[name], **words) and redefines(row, words):
                        redefined.append(ids[name])
                else:
                    row = new_row(name, position + len(fresh), code.origin, code.colour, code_words(code))
                    act.insert("code", row)
                    ids[name] = row["id"]
                    fresh.append(name)
            for code in codes:
                if code.parent is not None:
                    act.update(
                        "code", ids[clean_name("code", code.name)], parent_id=ids[clean_name("code", code.parent)]
                    )
            if act.images:
                version = bump_codebook(act)
                for key in redefined:
                    act.update("code", key, redefined=version)
        return fresh

    # Versions ----------------------------------------------------------------------------------------------------

    def versions(self) -> list[CodebookVersion]:
        """The versions that were kept by name, in order of time."""
        return kept.versions(self._study)

    def snapshot(self, name: str, note: str = "") -> CodebookVersion:
        """Keep the codebook as it is under a name."""
        return kept.snapshot(self._study, name, note)

    def diff(self, a: str, b: str = NOW) -> list[CodeChange]:
        """What changed from one version that was kept to another; `now` is the codebook as it is."""
        return kept.diff(self._study, a, b)

    def diff_table(self, a: str, b: str = NOW) -> "Table":
        """The same as a table for a paper; `.write("changes.docx")`."""
        return kept.diff_table(self._study, a, b)

    def older(self, code: str | None = None) -> list[Coding]:
        """Codings made before their code was defined as it is now, for another look."""
        return kept.older(self._study, code)

    def earlier(self, code: str) -> list[Definition]:
        """How a code was defined before, oldest first, as the history says; a version need not have been kept."""
        return earlier(self._study, code)

    def looked_at(self, codings: Iterable[str]) -> int:
        """Say of codings (by id) that they hold under the present definition; gives of how many."""
        return kept.looked_at(self._study, codings)
