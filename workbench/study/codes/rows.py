"""Codes as rows: made, tidied, and put in the order of their tree."""

from collections.abc import Iterable, Sequence
from typing import Any

from workbench.model import CODE_FIELDS, PALETTE, Code, WorkbenchError
from workbench.store import Act
from workbench.study.base import Row, bump_codebook, clean_name, free_name, listing, named, new_id, next_position, rows


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
    row = new_row(free_name(act.connection, "code", name), next_position(act.connection, "code"), origin, colour, words)
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


def new_row(name: str, position: int, origin: str, colour: str, words: Row) -> Row:
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
        "redefined": 0,
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


def check_words(words: dict[str, Any]) -> None:
    unknown = [name for name in words if name not in CODE_FIELDS]
    if unknown:
        raise WorkbenchError(f"A code has no {listing(unknown)}. It has: {', '.join(CODE_FIELDS)}.")


def branch(act: Act, row: Row) -> list[Row]:
    """The row of a code and those of all below it."""
    found = [row]
    for one in found:
        found += rows(act.connection, "code", parent_id=one["id"])
    return found


def put_before(act: Act, row: Row, before: str | None) -> None:
    """Let a code stand before another one of the same parent, or last; only those whose place changes are written."""
    found = [one for one in rows(act.connection, "code", parent_id=row["parent_id"]) if one["id"] != row["id"]]
    keys = [one["id"] for one in found]
    at = len(keys) if before is None else keys.index(before)
    places = sorted([*(one["position"] for one in found), row["position"]])
    if len(set(places)) < len(places):  # copies that were merged may have given one place twice
        first = next_position(act.connection, "code")
        places = list(range(first, first + len(places)))
    for key, place in zip([*keys[:at], row["id"], *keys[at:]], places, strict=True):
        act.update("code", key, position=place)
