"""Acts on codes that touch more than the code: merging, taking out, dealing passages out to others."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select

from workbench.model import WorkbenchError, counted
from workbench.store import LOGGED, Act
from workbench.store.undo import read_rows
from workbench.study.base import Row, bump_codebook, clean_name, codebook_version, named, rows
from workbench.study.codes.rows import clean_aliases, insert_code
from workbench.study.notes.linking import Link, Names, relink


def merge_codes(act: Act, name: str, into: str) -> None:
    """Give codings, memos, children, themes and names of one code to another, and take the first out."""
    source, target = named(act.connection, "code", name), named(act.connection, "code", into)
    if source["id"] == target["id"]:
        raise WorkbenchError("A code cannot be merged into itself. Name two codes.")
    names = Names.of(act.connection)
    take_over(act, rows(act.connection, "coding", code_id=source["id"]), target["id"])
    for child in rows(act.connection, "code", parent_id=source["id"]):
        act.update("code", child["id"], parent_id=source["parent_id"] if child["id"] == target["id"] else target["id"])
    for memo in rows(act.connection, "memo", on="code", target=source["id"]):
        act.update("memo", memo["id"], target=target["id"])
    themes = {one["theme_id"] for one in rows(act.connection, "theme_code", code_id=target["id"])}
    for link in rows(act.connection, "theme_code", code_id=source["id"]):
        if link["theme_id"] in themes:
            act.delete("theme_code", link["id"])
        else:
            act.update("theme_code", link["id"], code_id=target["id"])
    for table in ("refusal", "resolution"):
        for one in rows(act.connection, table, code_id=source["id"]):
            act.update(table, one["id"], code_id=target["id"])
    aliases = [*target["aliases"], source["name"], *source["aliases"]]
    act.update("code", target["id"], aliases=clean_aliases(one for one in aliases if ";" not in one))
    act.delete("code", source["id"])
    relink(act, names, {Link("code", source["name"]): target["name"]})
    bump_codebook(act)


def take_over(act: Act, codings: Sequence[Row], code_id: str, **values: Any) -> None:
    """Put codings under another code; a coder who has it there already has it once then, with all memos."""
    there = {_place(one): one["id"] for one in rows(act.connection, "coding", code_id=code_id)}
    for coding in codings:
        known = there.get(_place(coding))
        if known is None:
            act.update("coding", coding["id"], code_id=code_id, **values)
            continue
        for memo in rows(act.connection, "memo", on="coding", target=coding["id"]):
            act.update("memo", memo["id"], target=known)
        act.delete("coding", coding["id"])


def deal(act: Act, codings: Collection[str], into: str, *, new_code: bool) -> None:
    """Put codings under another code, which a split makes where it is not there yet: beside the one they had."""
    known = read_rows(act.connection, [("coding", key) for key in codings])
    found = [row for row in known.values() if row is not None]
    if len(found) < len(known) or not found:
        raise WorkbenchError(
            "A coding to be dealt out is not in the study any more. Somebody may have removed it; reload."
        )
    sources = {row["id"]: row for row in rows(act.connection, "code")}
    source = sources[found[0]["code_id"]]
    if any(row["code_id"] != source["id"] for row in found):
        raise WorkbenchError("These codings have different codes. Deal out those of one code at a time.")
    name = clean_name("code", into)
    target = next((row for row in sources.values() if row["name"] == name), None)
    if target is None and new_code:
        above = sources.get(source["parent_id"])
        target = insert_code(act, name, parent=above["name"] if above else None, origin=source["origin"], words={})
        bump_codebook(act)
    if target is None:
        target = named(act.connection, "code", name)
    if target["id"] == source["id"]:
        raise WorkbenchError(f"The passage has the code '{name}' already. Name another one.")
    if target["archived"]:
        raise WorkbenchError(f"The code '{name}' is archived. Bring it back first, or take another.")
    version = codebook_version(act.connection)
    take_over(act, found, target["id"], codebook_version=max(version, target["redefined"]))
    act.what = f"Put {counted(len(found), 'coding')} of '{source['name']}' under '{name}'"


def archive_memos(act: Act, targets: set[tuple[str, str]]) -> None:
    memo = LOGGED["memo"]
    query = select(memo.c.id, memo.c.on, memo.c.target).where(
        memo.c.archived.is_(False), func.length(memo.c.target) > 0
    )
    for key, on, target in act.connection.execute(query).all():
        if (on, target) in targets:
            act.update("memo", key, archived=True)


def _place(coding: Row) -> tuple[Any, ...]:
    return tuple(coding[name] for name in ("transcript_id", "start", "end", "coder", "layer"))
