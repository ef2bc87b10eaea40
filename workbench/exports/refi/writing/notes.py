"""Memos as notes; what refers to them, and what is linked with what."""

from collections.abc import Mapping

from lxml import etree

from workbench.exports.refi.guids import Guids
from workbench.exports.refi.marks import AGAINST, description_key, kind_says
from workbench.exports.refi.writing.xml import attribute, child, content
from workbench.model import Project, ProjectNote

_BY_LINK = {"participant": "case"}
"""What a note cannot be referred to from, so that a link from the note leads there."""


def notes_by_target(project: Project, guids: Guids) -> Mapping[tuple[str, str], list[str]]:
    """Guids of the notes by what they are about; also gives every code the guid that it has in the study.

    A memo on what is not in the project (a suggestion) is one of the whole.
    """
    for code in project.codes:
        guids.take("code", code.name, code.guid)
    there = {
        "transcript": {one.key for one in project.sources},
        "coding": {one.key for one in project.codings},
        "code": {code.guid or code.name for code in project.codes},
        "theme": {one.key for one in project.themes},
    }
    described = {one.key for one in descriptions(project).values()}
    found: dict[tuple[str, str], list[str]] = {}
    for note in project.notes:
        if note.on not in _BY_LINK and note.key not in described:
            place = (note.on, note.target) if note.target in there.get(note.on, ()) else ("study", "")
            found.setdefault(place, []).append(guids.of("note", note.key))
    return found


def descriptions(project: Project) -> dict[tuple[str, str], ProjectNote]:
    """Memos that came in as a bare description, by what they are on: they go out as one, the first of each."""
    found: dict[tuple[str, str], ProjectNote] = {}
    for one in project.notes:
        if not one.title and one.key == description_key(one.on, one.target or one.text):
            found.setdefault((one.on, one.target), one)
    return found


def add_notes(root: etree._Element, project: Project, guids: Guids) -> None:
    """A note for each memo: its title as name, its kind as description, its text."""
    described = {one.key for one in descriptions(project).values()}
    found = [one for one in project.notes if one.key not in described]
    if not found:
        return
    notes = etree.SubElement(root, "Notes")
    for one in found:
        given = {"guid": guids.of("note", one.key)}
        if one.title:
            given["name"] = attribute(one.title)
        given["creatingUser"] = guids.of("user", one.coder)
        if one.created:
            given["creationDateTime"] = one.created
        note = etree.SubElement(notes, "Note", given)
        child(note, "Description", kind_says(one.kind))
        etree.SubElement(note, "PlainTextContent").text = content(one.text)


def add_links(root: etree._Element, project: Project, guids: Guids) -> None:
    """From notes to cases, from passages to the themes that they speak against, and between themes."""
    people = {one.key for one in project.people}
    described = {one.key for one in descriptions(project).values()}
    links = [
        ("note link", note.key, "", guids.of("note", note.key), guids.of(_BY_LINK[note.on], note.target))
        for note in project.notes
        if note.on in _BY_LINK and note.target in people and note.key not in described
    ]
    for one in project.counters:
        links.append(("counter link", one.key, AGAINST, guids.of("counter", one.key), guids.of("set", one.theme)))
    for link in project.links:
        links.append(("link", link.key, link.label, guids.of("set", link.source), guids.of("set", link.target)))
    if not links:
        return
    parent = etree.SubElement(root, "Links")
    for kind, key, name, origin, target in links:
        given = {"guid": guids.of(kind, key), "name": attribute(name), "direction": "OneWay"}
        etree.SubElement(parent, "Link", {**given, "originGUID": origin, "targetGUID": target})
