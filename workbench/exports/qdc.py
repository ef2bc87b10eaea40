"""The codebook for other tools: REFI-QDA codebook exchange 1.0 (.qdc), as NVivo, ATLAS.ti and MAXQDA read and write it.

A REFI-QDA code has one description. The brief definition comes first in it; the other fields follow as paragraphs with
their names before them, in words that a person reads and `read_qdc` takes apart again.
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from xml.etree import ElementTree as ET

from workbench.exports.tables.table import clean
from workbench.exports.tree import tree
from workbench.model import Code, WorkbenchError, counted

NAMESPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = "interview-workbench"
LABELS = {
    "definition": "Full definition",
    "when_to_use": "When to use",
    "when_not_to_use": "When not to use",
    "example": "Example",
    "near_miss": "Near miss",
    "aliases": "Other names",
    "archived": "Archived",
}
_LABELLED = re.compile(rf"^({'|'.join(LABELS.values())}): ", re.MULTILINE)
_SPACE = uuid.UUID("7d3f2c1e-58a4-5b0e-9a53-1c6f0e2b9d47")


def write_qdc(codes: Sequence[Code]) -> bytes:
    """A schema-valid codebook: codes nested under their parents, in their order, with colours and descriptions.

    A code without a guid gets one made of its name, so that the same codebook gives the same bytes.
    """
    if not codes:
        raise WorkbenchError("There is no code in the codebook, and a .qdc file must hold one. Add a code first.")
    by_name = {code.name: code for code in codes}
    root = ET.Element("CodeBook", {"xmlns": NAMESPACE, "origin": ORIGIN})
    elements: dict[str | None, ET.Element] = {None: ET.SubElement(root, "Codes")}
    for branch in tree({code.name: code.parent for code in codes}):
        code = by_name[branch.name]
        attributes = {"guid": code.guid or str(uuid.uuid5(_SPACE, code.name)), "name": clean(code.name)}
        attributes["isCodable"] = "false" if code.archived else "true"
        if code.colour:
            attributes["color"] = code.colour
        element = ET.SubElement(elements[branch.parent], "Code", attributes)
        if text := described(code):
            ET.SubElement(element, "Description").text = clean(text)
        elements[branch.name] = element
    ET.indent(root, " ")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="utf-8") + b"\n"


def read_qdc(name: str, data: bytes) -> tuple[list[Code], list[str]]:
    """The codes in the file's order, parents first, and sentences on what was changed or not taken.

    Elements count by their local names under any namespace, because tools write several. A name that stands twice in
    the tree, which the workbench does not allow, gets its parent's name before it.
    """
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(data)
    except (ET.ParseError, ValueError) as error:
        raise WorkbenchError(f"{name} is not a REFI-QDA codebook: {error}. Export it again as .qdc.") from None
    book = next((element for element in root.iter() if _local(element) == "Codes"), None)
    if book is None or _local(root) not in ("CodeBook", "Project"):
        raise WorkbenchError(f"{name} is not a REFI-QDA codebook: it has no <Codes>. Export it again as .qdc.")
    codes, notes = codes_in(book, name)
    if not codes:
        raise WorkbenchError(f"{name} holds no code. Export it again with its codes.")
    if sets := [element for element in root.iter() if _local(element) == "Set"]:
        notes.append(f"{name}: {counted(len(sets), 'set')} of codes not taken; use parents instead.")
    return codes, notes


def codes_in(book: Any, file: str) -> tuple[list[Code], list[str]]:
    """The codes below an element <Codes>, of a codebook or a project, and sentences on what was changed."""
    codes: dict[str, Code] = {}
    notes: list[str] = []
    waiting: list[tuple[Any, str | None]] = [(element, None) for element in reversed(_children(book, "Code"))]
    while waiting:
        element, parent = waiting.pop()
        code = _code(element, parent, codes, notes, file)
        codes[code.name] = code
        waiting += [(child, code.name) for child in reversed(_children(element, "Code"))]
    return list(codes.values()), notes


def described(code: Code) -> str:
    """All that a code says of itself as one text, which `read_qdc` takes apart again."""
    words = asdict(code) | {"aliases": "; ".join(code.aliases), "archived": "yes" if code.archived else ""}
    parts = [f"{label}: {words[field]}" for field, label in LABELS.items() if words[field]]
    return "\n".join([code.description, *parts] if code.description else parts)


def _code(element: Any, parent: str | None, known: dict[str, Code], notes: list[str], file: str) -> Code:
    given = (element.get("name") or "").strip() or "code without a name"
    name = given if given not in known else f"{parent} / {given}" if parent else given
    number = 2
    while name in known:
        name, number = f"{given} ({number})", number + 1
    if name != given:
        notes.append(f"{file}: a second code called {given!r} was taken as {name!r}.")
    colour = _colour(element.get("color") or "")
    if element.get("color") and not colour:
        notes.append(f"{file}: the colour {element.get('color')!r} of {name!r} was left out; it is not #RRGGBB.")
    text = "\n".join(child.text or "" for child in _children(element, "Description")).strip()
    brief, *labelled = _LABELLED.split(text)
    fields = {label: words.strip() for label, words in zip(labelled[::2], labelled[1::2], strict=True)}
    words: dict[str, Any] = {field: fields.get(label, "") for field, label in LABELS.items()}
    words["aliases"] = tuple(one.strip() for one in words["aliases"].split(";") if one.strip())
    words["archived"] = words["archived"] == "yes"
    guid = (element.get("guid") or "").strip("{} ").lower()
    return Code(name, parent, description=brief.strip(), colour=colour, guid=guid, **words)


def _colour(text: str) -> str:
    """`#RGB` or `#RRGGBB` as it is, the same with an alpha value without it, anything else empty."""
    match = re.fullmatch(r"(#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3}))(?:[0-9A-Fa-f]{2})?", text.strip())
    return match[1] if match and len(text.strip()) != 6 else ""


def _children(element: Any, name: str) -> list[Any]:
    return [child for child in element if _local(child) == name]


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
