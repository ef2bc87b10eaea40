"""Versions of the codebook: named snapshots, what changed between two of them, and codings made before a change."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from workbench.analysis.codebook_diff import CodeChange, compare
from workbench.model import CODE_FIELDS, CodebookVersion, Coding, NotFound, WorkbenchError, counted
from workbench.store import Act, now
from workbench.store.log import images_of
from workbench.store.tables import change
from workbench.store.undo import undone_changes
from workbench.study.base import Row, clean_name, codebook_version, free_name, listing, new_id, rows
from workbench.study.codes.definitions import DEFINING
from workbench.study.codes.rows import in_tree_order

if TYPE_CHECKING:
    from workbench.exports.tables import Table
    from workbench.study.study import Study

NOW = "now"
"""Stands for the codebook as it is, where a version is named."""
KEPT = ("id", "parent_id", "name", *CODE_FIELDS, "aliases", "archived", "colour", "origin", "position")
TOLD = {
    "new": "New",
    "gone": "Gone",
    "merged": "Merged",
    "renamed": "Renamed",
    "moved": "Moved",
    "redefined": "Redefined",
    "archived": "Archived",
    "restored": "Brought back",
}


def versions(study: "Study") -> list[CodebookVersion]:
    """The snapshots in order of time."""
    with study.store.read() as connection:
        found = sorted(rows(connection, "codebook_version"), key=lambda row: (row["created"], row["number"], row["id"]))
    return [
        CodebookVersion(
            row["name"], row["note"], row["coder"], row["created"], row["number"], tuple(in_tree_order(row["codes"]))
        )
        for row in found
    ]


def snapshot(study: "Study", name: str, note: str) -> CodebookVersion:
    with study.store.act("snapshot codebook", f"Kept the codebook as '{name.strip()}'", coder=study.coder) as act:
        if clean_name("version of the codebook", name).casefold() == NOW:
            raise WorkbenchError(f"'{NOW}' means the codebook as it is. Give the version another name.")
        codes = [{column: row[column] for column in KEPT} for row in rows(act.connection, "code")]
        if not codes:
            raise WorkbenchError("The codebook is empty, so there is nothing to keep. Add a code first.")
        row = {
            "id": new_id(),
            "name": free_name(act.connection, "codebook_version", name),
            "note": note.strip(),
            "coder": study.coder,
            "created": now(),
            "number": codebook_version(act.connection),
            "codes": codes,
        }
        act.insert("codebook_version", row)
    return next(one for one in versions(study) if one.name == row["name"])


def diff(study: "Study", a: str, b: str) -> list[CodeChange]:
    before, after = _codes(study, a), _codes(study, b)
    return compare(before, after, _merged(study))


def diff_table(study: "Study", a: str, b: str) -> "Table":
    """The comparison as a table for a paper: change, code, what, before, after."""
    from workbench.exports.codebook import PRINTED
    from workbench.exports.tables import Table

    lines = [(TOLD[one.kind], one.code, PRINTED.get(one.field, ""), *_sides(one)) for one in diff(study, a, b)]
    names = [f"the codebook of {study.about().date}" if one == NOW else f"'{one}'" for one in (a, b)]
    return Table.of(
        f"Changes of the codebook from {names[0]} to {names[1]}",
        ("Change", "Code", "Part", "Before", "After"),
        lines,
        caption=study.about().caption,
        notes=() if lines else ("Nothing changed between the two.",),
    )


def _sides(one: CodeChange) -> tuple[str, str]:
    if one.kind == "moved":
        return one.before or "at the top", one.after or "at the top"
    return one.before, one.after


def _codes(study: "Study", name: str) -> Any:
    if name.strip().casefold() == NOW:
        return list(study.codebook)
    known = versions(study)
    found = next((one for one in known if one.name == " ".join(name.split())), None)
    if found is None:
        if not known:
            raise WorkbenchError(
                f"No version of the codebook is called {name!r}: none was kept yet. Keep one on the page Codebook, or "
                f"with: workbench codebook snapshot STUDY NAME"
            )
        raise NotFound("version of the codebook", name, [*(one.name for one in known), NOW])
    return found.codes


def _merged(study: "Study") -> dict[str, str]:
    """Which code took in which, by key, as the history says: what was undone since does not count."""
    found: dict[str, str] = {}
    with study.store.read() as connection:
        undone = undone_changes(connection)
        query = select(change.c.id, change.c.rows, change.c.what).where(change.c.act == "merge codes")
        for number, images, what in connection.execute(query.order_by(change.c.id)):
            if number not in undone:
                found |= dict(_one_merged(images, what))
    return found


def _one_merged(images: str, what: str) -> Iterable[tuple[str, str]]:
    """(gone, taken in by): a code is gone; another has its name among its own, or took its codings, or is named."""
    rows_of = images_of(images)
    gone = {key: before for table, key, before, after in rows_of if table == "code" and before and after is None}
    codes = {key: after for table, key, _before, after in rows_of if table == "code" and after}
    taken = {after["code_id"] for table, _key, _before, after in rows_of if table == "coding" and after}
    for key, row in gone.items():
        if "name" in row:
            named = [other for other, after in codes.items() if row["name"] in after.get("aliases", ())]
            said = [other for other, after in codes.items() if what.endswith(f" into '{after.get('name')}'")]
            into = next(iter([*named, *sorted(taken), *said]), None)
            if into is not None:
                yield key, into


# Another look --------------------------------------------------------------------------------------------------------


def redefines(row: Row, values: Row) -> bool:
    """Whether the values change what may be coded with a code that said so before: its first words change nothing."""
    return any(row[one] for one in DEFINING) and any(values.get(one, row[one]) != row[one] for one in DEFINING)


def older(study: "Study", code: str | None) -> list[Coding]:
    """Codings made before their code was defined as it is now, in order of code, transcript and place."""
    if code is not None:
        study.codebook[code]
    since, order = _redefined(study), {one.name: place for place, one in enumerate(study.codebook)}
    found = [one for one in study.codings if one.codebook_version < since[one.code] and code in (None, one.code)]
    return sorted(found, key=lambda one: order[one.code])


def _redefined(study: "Study") -> dict[str, int]:
    """For each code the version of the codebook that changed its definition, 0 where none did."""
    with study.store.read() as connection:
        return {row["name"]: row["redefined"] for row in rows(connection, "code")}


def looked_at(study: "Study", codings: Iterable[str]) -> int:
    """Say of codings that they hold under the present definition; gives of how many."""
    known = {one.id: one for one in study.codings}
    wanted = list(dict.fromkeys(codings))
    if unknown := [one for one in wanted if one not in known]:
        raise WorkbenchError(f"No coding is called {listing(unknown)}. 'workbench codebook older --json' lists them.")
    redefined = _redefined(study)
    with study.store.act("look again", "", coder=study.coder) as act:
        count = sum(_seen(act, known[one], redefined) for one in wanted)
        names = listing(dict.fromkeys(known[one].code for one in wanted))
        act.what = f"Looked again at {counted(count, 'coding')} of {names}"
    return count


def _seen(act: Act, coding: Coding, redefined: dict[str, int]) -> bool:
    version = max(codebook_version(act.connection), redefined[coding.code])
    return coding.codebook_version < version and act.update("coding", coding.id, codebook_version=version)
