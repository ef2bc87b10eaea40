"""Users are the coders; cases are the participants, with their attributes as typed variables."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from workbench.exports.refi.guids import Guids
from workbench.exports.refi.writing.xml import attribute, child, content
from workbench.model import Project


def add_users(root: etree._Element, project: Project, guids: Guids) -> None:
    if project.coders:
        users = etree.SubElement(root, "Users")
        for name in project.coders:
            etree.SubElement(users, "User", {"guid": guids.of("user", name), "name": attribute(name)})


def add_variables(root: etree._Element, project: Project, guids: Guids) -> None:
    if project.types:
        variables = etree.SubElement(root, "Variables")
        for name, kind in project.types.items():
            given = {"guid": guids.of("variable", name), "name": attribute(name), "typeOfVariable": kind}
            etree.SubElement(variables, "Variable", given)


def add_cases(root: etree._Element, project: Project, guids: Guids, described: Mapping[tuple[str, str], str]) -> None:
    """Every participant, with the values that there are and the texts in which they speak."""
    if not project.people:
        return
    cases = etree.SubElement(root, "Cases")
    for person in project.people:
        case = etree.SubElement(cases, "Case", {"guid": guids.of("case", person.key), "name": attribute(person.name)})
        child(case, "Description", described.get(("participant", person.key), ""))
        for name, value in person.attributes.items():
            if value is not None and name in project.types:
                holder = etree.SubElement(case, "VariableValue")
                etree.SubElement(holder, "VariableRef", {"targetGUID": guids.of("variable", name)})
                etree.SubElement(holder, f"{project.types[name]}Value").text = _written(value)
        for source in person.sources:
            etree.SubElement(case, "SourceRef", {"targetGUID": guids.of("source", source)})


def _written(value: Any) -> str:
    """A value as XML Schema writes one of its kind; a number never with an exponent, which xsd:decimal has not."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:f}" if "e" in repr(value) or value == int(value) else repr(value)
    return content(str(value))
