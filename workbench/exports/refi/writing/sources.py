"""The transcripts as text sources, and on each passage who put which code there, and when."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import TypeVar
from xml.etree import ElementTree as ET

from workbench.exports.refi.guids import Guids
from workbench.exports.refi.marks import provenance
from workbench.exports.refi.writing.xml import attribute, child, shortened
from workbench.model import Project, ProjectCoding, ProjectCounter, ProjectSource

Passage = TypeVar("Passage", ProjectCoding, ProjectCounter)
Notes = Mapping[tuple[str, str], Sequence[str]]


def add_sources(
    root: ET.Element, project: Project, guids: Guids, notes: Notes, texts: dict[str, str], *, utf16: bool
) -> None:
    """A text source for each transcript; its text goes to `texts` under the name of its file in sources/.

    Codings of one coder on one passage share a selection, whose user is the coder, since some tools look there for
    who coded. A passage against a theme is a selection without a coding; a link leads from it to the theme.
    """
    if not project.sources:
        return
    sources = ET.SubElement(root, "Sources")
    codings = _by_source(project.codings)
    against = _by_source(project.counters)
    for source in project.sources:
        guid = guids.of("source", source.key)
        file = f"{guids.of('text', source.key)}.txt"
        texts[file] = source.text
        given = {"guid": guid, "name": attribute(source.name), "plainTextPath": f"internal://{file}"}
        if source.created:
            given["creationDateTime"] = source.created
        if project.coder:
            given["creatingUser"] = guids.of("user", project.coder)
        element = ET.SubElement(sources, "TextSource", given)
        at = _counted(source.text) if utf16 else _as_it_is
        for _place, group in groupby(codings.get(source.key, ()), key=_passage):
            _selection(element, source, list(group), guids, notes, at)
        for one in against.get(source.key, ()):
            _against(element, source, one, guids, at)
        for note in notes.get(("transcript", source.key), ()):
            ET.SubElement(element, "NoteRef", {"targetGUID": note})


def _by_source(found: Sequence[Passage]) -> dict[str, list[Passage]]:
    grouped: dict[str, list[Passage]] = {}
    for one in found:
        grouped.setdefault(one.source, []).append(one)
    return {key: sorted(group, key=lambda one: (_passage(one), one.key)) for key, group in grouped.items()}


def _passage(one: ProjectCoding | ProjectCounter) -> tuple[int, int, str, str]:
    """What codings of one selection have in common."""
    says = provenance(one.layer, one.origin) if isinstance(one, ProjectCoding) else ""
    return one.start, one.end, one.coder, says


def _selection(
    parent: ET.Element,
    source: ProjectSource,
    codings: Sequence[ProjectCoding],
    guids: Guids,
    notes: Notes,
    at: Callable[[int], int],
) -> None:
    first = codings[0]
    selection = _placed(parent, source, first, guids.of("selection", first.key), guids, at)
    if first.created:
        selection.set("creationDateTime", min(one.created for one in codings if one.created))
    child(selection, "Description", provenance(first.layer, first.origin))
    for one in codings:
        given = {"guid": guids.of("coding", one.key), "creatingUser": guids.of("user", one.coder)}
        if one.created:
            given["creationDateTime"] = one.created
        coding = ET.SubElement(selection, "Coding", given)
        ET.SubElement(coding, "CodeRef", {"targetGUID": guids.of("code", one.code)})
        for note in notes.get(("coding", one.key), ()):
            ET.SubElement(coding, "NoteRef", {"targetGUID": note})


def _against(
    parent: ET.Element, source: ProjectSource, one: ProjectCounter, guids: Guids, at: Callable[[int], int]
) -> None:
    selection = _placed(parent, source, one, guids.of("counter", one.key), guids, at)
    child(selection, "Description", one.note)


def _placed(
    parent: ET.Element,
    source: ProjectSource,
    one: ProjectCoding | ProjectCounter,
    guid: str,
    guids: Guids,
    at: Callable[[int], int],
) -> ET.Element:
    given = {
        "guid": guid,
        "name": shortened(source.text[one.start : one.end]),
        "startPosition": str(at(one.start)),
        "endPosition": str(at(one.end)),
        "creatingUser": guids.of("user", one.coder),
    }
    return ET.SubElement(parent, "PlainTextSelection", given)


def _as_it_is(offset: int) -> int:
    return offset


def _counted(text: str) -> Callable[[int], int]:
    """Positions in units of UTF-16, in which a character beyond U+FFFF is two."""
    wide = [place for place, sign in enumerate(text) if sign > "\uffff"]
    return lambda offset: offset + bisect_left(wide, offset)
