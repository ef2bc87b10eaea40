"""The codebook as a file, both ways: printed for an appendix, written for programs, and read back without loss."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import PurePath

from workbench.exports.code_paths import unfolded
from workbench.exports.qdc import read_qdc, write_qdc
from workbench.exports.sheets import read_sheet
from workbench.exports.tables import Row, Table, write_table
from workbench.exports.tree import circles, tree
from workbench.model import BadRows, Code, NotFound, WorkbenchError

PRINTED = {
    "name": "Code",
    "parent": "Part of",
    "description": "Brief definition",
    "definition": "Full definition",
    "when_to_use": "When to use",
    "when_not_to_use": "When not to use",
    "example": "Example",
    "near_miss": "Near miss",
    "aliases": "Other names",
}
"""Headings of the printed codebook by field; headings of the other formats are the fields' own names."""

ALIASES: dict[str, Sequence[str]] = {
    "code": (
        "code name",
        "codename",
        "hierarchical name",
        "name",
        "tag",
        "title",
        "label",
        "node",
        "codes",
        "code system",
    ),
    "parent": ("part of", "parent code", "parent name", "belongs to", "category", "group", "obercode", "kategorie"),
    "description": (
        "brief definition",
        "short definition",
        "brief",
        "summary",
        "comment",
        "memo",
        "code memo",
        "kommentar",
    ),
    "definition": ("full definition", "long definition"),
    "when_to_use": ("use when", "use", "inclusion", "inclusion criteria", "include"),
    "when_not_to_use": ("do not use", "do not use when", "exclusion", "exclusion criteria", "exclude"),
    "example": ("examples", "typical example", "example quote", "quote"),
    "near_miss": ("near misses", "close but no", "counter example", "counterexample", "atypical example"),
    "aliases": ("other names", "also called", "synonyms", "alias"),
    "archived": (),
    "colour": ("color", "code colour", "code color"),
    "origin": (),
    "guid": (),
}
"""Headings that are taken for a field, in any case; where a file has several for one, the first in this order."""


def codebook_table(
    codes: Sequence[Code],
    counts: Mapping[str, Mapping[str, int]] | None = None,
    *,
    title: str = "Codebook",
    caption: str = "",
) -> Table:
    """The codebook as printed in an appendix: codes under their parents, indented; unused fields are left out.
    Archived codes are named in a note.

    `counts` adds a column for each of its keys, such as `{"Codings": {"misuse": 12}}`; a code not in it has 0.
    """
    by_name = {code.name: code for code in codes if not code.archived}
    away = [code.name for code in codes if code.archived]
    used = [name for name in PRINTED if name == "name" or any(getattr(code, name) for code in by_name.values())]
    rows = []
    for branch in tree({code.name: code.parent for code in by_name.values()}):
        words = [_printed(by_name[branch.name], name) for name in used]
        numbers = [count.get(branch.name, 0) for count in (counts or {}).values()]
        rows.append(Row((*words, *numbers), branch.depth))
    columns = (*(PRINTED[name] for name in used), *(counts or {}))
    notes = (f"Archived and left out: {', '.join(away)}.",) if away else ()
    return Table(title, columns, tuple(rows), caption, notes)


def _printed(code: Code, field: str) -> str:
    value = getattr(code, field)
    return "; ".join(value) if field == "aliases" else value or ""


def write_codebook(
    codes: Sequence[Code],
    suffix: str,
    *,
    counts: Mapping[str, Mapping[str, int]] | None = None,
    title: str = "Codebook",
    caption: str = "",
) -> bytes:
    """The codebook as a file: csv, xlsx, json and qdc hold every field; docx, tex, md and html are for print.

    Codes keep their order in csv, xlsx and json. `counts`, `title` and `caption` are used for print alone.
    """
    ending = "." + suffix.lower().removeprefix(".")
    if ending == ".qdc":
        return write_qdc(codes)
    if ending in (".docx", ".tex", ".md", ".html"):
        return write_table(codebook_table(codes, counts, title=title, caption=caption), ending)
    records = [
        {"code": code.name} | {k: "" if v is None else v for k, v in asdict(code).items() if k != "name"}
        for code in codes
    ]
    columns = ["code", *(field.name for field in fields(Code) if field.name != "name")]
    if ending == ".json":
        return (json.dumps({"codes": records}, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
    for one in records:
        one |= {"aliases": "; ".join(one["aliases"]), "archived": "yes" if one["archived"] else ""}
    if ending in (".csv", ".xlsx"):
        return write_table(Table.of("", columns, [[one[name] for name in columns] for one in records]), ending)
    raise WorkbenchError(
        f"A codebook cannot be written as '{ending}'. Choose one of: .csv, .xlsx, .json, .qdc, .docx, .tex, .md, .html."
    )


def read_codebook(name: str, data: bytes) -> tuple[list[Code], list[str]]:
    """The codes of a .csv, .xlsx, .json, .md or .qdc file in its order, and sentences on what was not taken.

    One column must hold the code's name (`code`, `name`, `tag` …, in any case); all others are optional. Raises
    WorkbenchError for a file or heading that is missing, BadRows for names that are empty or double, parents that are
    not there, and circles; a parent may come after its children.
    """
    if PurePath(name).suffix.lower() == ".qdc":
        return read_qdc(name, data)
    sheet = read_sheet(name, data)
    columns = sheet.matched(ALIASES)
    sheet.require(columns, ["code"])
    notes = list(sheet.notes)
    if unknown := [column for column in sheet.columns if column not in columns.values()]:
        notes.append(f"{name}: not taken, because a code has no such field: {', '.join(unknown)}.")
    codes = unfolded([(row.number, _code(row.cells, columns)) for row in sheet.rows], sheet, columns, notes)
    if problems := _problems(codes):
        raise BadRows(name, problems)
    if not codes:
        raise WorkbenchError(f"{name} has headings but no codes under them. Add a row for each code.")
    return [_tidied(code, number, notes) for number, code in codes], notes


def _code(cells: dict[str, str], columns: dict[str, str]) -> Code:
    values = {field: cells[column].strip() for field, column in columns.items()}
    name, parent, origin = values.pop("code"), values.pop("parent", ""), values.pop("origin", "")
    aliases = tuple(dict.fromkeys(one.strip() for one in values.pop("aliases", "").split(";") if one.strip()))
    archived = values.pop("archived", "").casefold() in ("yes", "true", "1", "x")
    return Code(name, parent or None, origin=origin or "data", aliases=aliases, archived=archived, **values)


def _problems(codes: Sequence[tuple[int, Code]]) -> list[str]:
    """A sentence for each row that cannot be taken, in the file's order."""
    first: dict[str, int] = {}
    for number, code in codes:
        first.setdefault(code.name, number)
    names = [name for name in first if name]
    circular = set(circles({code.name: code.parent for _, code in codes}))
    problems = []
    for number, code in codes:
        if not code.name:
            problems.append(f"row {number}: the code has no name. Give it one, or delete the row.")
        elif first[code.name] != number:
            problems.append(
                f"row {number}: {code.name!r} is already in row {first[code.name]}. Rename one, or put both in one row."
            )
        elif code.parent is not None and code.parent not in first:
            problems.append(
                f"row {number}: the parent of {code.name!r} is not in the file. {_near(code.parent, names)}"
            )
        elif code.name in circular:
            problems.append(
                f"row {number}: {code.name!r} is, by way of its parents, part of itself. Give it another parent."
            )
    return problems


def _near(parent: str, names: Sequence[str]) -> str:
    return str(NotFound("code", parent, names))


def _tidied(code: Code, number: int, notes: list[str]) -> Code:
    """The code without a colour or key that no tool could use; a note says so."""
    values = asdict(code)
    if code.colour and not re.fullmatch(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})", code.colour):
        notes.append(f"row {number}: the colour {code.colour!r} of {code.name!r} was left out; write it as #RRGGBB.")
        values["colour"] = ""
    if code.guid and not re.fullmatch(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?", code.guid):
        notes.append(f"row {number}: the guid {code.guid!r} of {code.name!r} was left out; it is not one.")
        values["guid"] = ""
    return Code(**values)
