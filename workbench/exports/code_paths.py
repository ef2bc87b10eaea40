"""Trees of codes as other tools write them in a table: paths in one column, keys of parents, dots, categories."""

from collections.abc import Sequence
from dataclasses import replace

from workbench.exports.segments import parts_of
from workbench.exports.sheets import Sheet, plain_name
from workbench.model import Code

Numbered = tuple[int, Code]
"""A row's number and its code."""
_GROUPS = frozenset({"category", "kategorie", "parent code", "obercode"})
"""Headings of what may stand above a code without having a row of its own."""


def unfolded(codes: Sequence[Numbered], sheet: Sheet, columns: dict[str, str], notes: list[str]) -> list[Numbered]:
    """The codes with parents as the table means them; a parent that has no row of its own gets one before its child.

    Tables that we write say the parent by its name and are left as they are. `notes` gets a sentence on what was added.
    """
    if "guid" in columns:
        return list(codes)
    by_key = _by_key(codes, sheet)
    if by_key is not None:
        return by_key
    if "parent" in columns:
        return _by_parent(codes, add=plain_name(columns["parent"]) in _GROUPS, notes=notes)
    return _by_path(codes, notes)


def _by_key(codes: Sequence[Numbered], sheet: Sheet) -> list[Numbered] | None:
    """Dedoose: each code has an id, and its parent's id."""
    columns = sheet.matched({"id": (), "parent id": ()})
    if len(columns) < 2:
        return None
    names = {row.cells[columns["id"]].strip(): code.name for row, (_n, code) in zip(sheet.rows, codes, strict=True)}
    parents = [names.get(row.cells[columns["parent id"]].strip()) for row in sheet.rows]
    return [(number, replace(code, parent=parent)) for (number, code), parent in zip(codes, parents, strict=True)]


def _by_parent(codes: Sequence[Numbered], *, add: bool, notes: list[str]) -> list[Numbered]:
    """MAXQDA and QualCoder: the parent in a column of its own, perhaps as a path, perhaps without a row."""
    names = {code.name for _number, code in codes}
    made: list[Numbered] = []
    for number, code in codes:
        parent = code.parent
        if parent is not None and parent not in names:
            last = parts_of(parent)[-1]
            parent = last if last in names or len(parts_of(parent)) > 1 or add else parent
            if parent not in names and add:
                names.add(parent)
                made.append((number, Code(parent)))
                notes.append(f"row {number}: {parent!r} has no row of its own; it was added as a code.")
        made.append((number, replace(code, parent=parent)))
    return made


def _by_path(codes: Sequence[Numbered], notes: list[str]) -> list[Numbered]:
    """NVivo and MAXQDA: the whole path in the name; Taguette: dots, which stay in the name."""
    whole = {code.name for _number, code in codes}
    if not any(len(parts_of(name)) > 1 for name in whole):
        return [(number, replace(code, parent=_above(code.name, whole))) for number, code in codes]
    names: dict[tuple[str, ...], str] = {}
    rows: dict[tuple[str, ...], int] = {}
    made: list[Numbered] = []

    def named(path: tuple[str, ...]) -> str:
        """The name for a path: its last part, with its parent's before it where another path has that already."""
        name = path[-1] if path[-1] not in names.values() else " / ".join(path)
        return names.setdefault(path, name)

    for number, code in codes:
        path = tuple(parts_of(code.name)) if code.name else ()
        for depth in range(1, len(path)):
            if path[:depth] not in names:
                above = names.get(path[: depth - 1])
                made.append((number, Code(named(path[:depth]), above)))
                rows[path[:depth]] = len(made) - 1
        if path in rows and path in names:
            # It was only a parent until its own row came.
            made[rows.pop(path)] = (number, replace(code, name=names[path], parent=names.get(path[:-1])))
        elif path and path not in names:
            made.append((number, replace(code, name=named(path), parent=names.get(path[:-1]))))
        else:
            made.append((number, code))
    implied = [names[path] for path in rows]
    if implied:
        notes.append(f"Parents that have no row of their own were added as codes: {', '.join(implied)}.")
    return made


def _above(name: str, known: set[str]) -> str | None:
    """The tag that a dotted one stands below, where there is one.

    >>> _above("people.children", {"people", "people.children"})
    'people'
    """
    parent = name.rpartition(".")[0]
    return parent if parent in known else None
