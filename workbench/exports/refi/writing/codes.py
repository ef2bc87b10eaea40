"""The codebook inside a project: codes nested under their parents, with colours, descriptions and memos."""

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from workbench.exports.qdc import described
from workbench.exports.refi.guids import Guids
from workbench.exports.refi.writing.xml import attribute, child
from workbench.exports.tree import tree
from workbench.model import Project


def add_codes(
    root: etree._Element, project: Project, guids: Guids, notes: Mapping[tuple[str, str], Sequence[str]]
) -> None:
    """Every code; a code's one description holds all its fields, as in a .qdc."""
    if not project.codes:
        return
    by_name = {code.name: code for code in project.codes}
    book = etree.SubElement(root, "CodeBook")
    elements: dict[str | None, etree._Element] = {None: etree.SubElement(book, "Codes")}
    for branch in tree({code.name: code.parent for code in project.codes}):
        code = by_name[branch.name]
        given = {"guid": guids.of("code", code.name), "name": attribute(code.name), "isCodable": "true"}
        if re.fullmatch(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})", code.colour):
            given["color"] = code.colour
        element = elements[code.name] = etree.SubElement(elements[branch.parent], "Code", given)
        child(element, "Description", described(code))
        for note in notes.get(("code", code.guid or code.name), ()):
            etree.SubElement(element, "NoteRef", {"targetGUID": note})
