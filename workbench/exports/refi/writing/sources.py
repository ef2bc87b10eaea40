"""The transcripts as text sources, and on each passage who put which code there, and when."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from lxml import etree

from workbench.exports.refi.guids import Guids
from workbench.exports.refi.marks import provenance
from workbench.exports.refi.writing.notes import descriptions
from workbench.exports.refi.writing.xml import attribute, child, shortened
from workbench.model import Project, ProjectCoding, ProjectCounter, ProjectSource


def add_sources(
    root: etree._Element,
    project: Project,
    guids: Guids,
    notes: Mapping[tuple[str, str], Sequence[str]],
    texts: dict[str, str],
    *,
    utf16: bool,
) -> None:
    """A text source for each transcript; its text goes to `texts` under the name of its file in sources/."""
    if not project.sources:
        return
    writing = _Sources(project, guids, notes)
    sources = etree.SubElement(root, "Sources")
    for source in project.sources:
        file = f"{guids.of('text', source.key)}.txt"
        texts[file] = source.text
        writing.source(sources, source, file, _counted(source.text) if utf16 else _as_it_is)


class _Sources:
    def __init__(self, project: Project, guids: Guids, notes: Mapping[tuple[str, str], Sequence[str]]) -> None:
        self.project, self.guids, self.notes = project, guids, notes
        self.described = {place: note.text for place, note in descriptions(project).items()}
        self.codings: dict[str, list[ProjectCoding]] = {}
        for coding in project.codings:
            self.codings.setdefault(coding.source, []).append(coding)
        self.against: dict[str, list[ProjectCounter]] = {}
        for counter in project.counters:
            self.against.setdefault(counter.source, []).append(counter)

    def source(self, parent: etree._Element, source: ProjectSource, file: str, at: Callable[[int], int]) -> None:
        """Codings of one coder on one passage share a selection, whose user is the coder, since some tools look there
        for who coded. A passage against a theme is a selection without a coding; a link leads from it to the theme."""
        given = {"guid": self.guids.of("source", source.key), "name": attribute(source.name)}
        given["plainTextPath"] = f"internal://{file}"
        if self.project.coder:
            given["creatingUser"] = self.guids.of("user", self.project.coder)
        if source.created:
            given["creationDateTime"] = source.created
        element = etree.SubElement(parent, "TextSource", given)
        child(element, "Description", self.described.get(("transcript", source.key), ""))
        placed = [(self._passage(one), one.key, one) for one in self.codings.get(source.key, ())]
        for passage, group in groupby(sorted(placed, key=lambda item: item[:2]), key=lambda item: item[0]):
            self._selection(element, source, passage[3], [one for _passage, _key, one in group], at)
        for case in sorted(self.against.get(source.key, ()), key=lambda one: (one.start, one.end, one.key)):
            selection = self._placed(element, source, case, self.guids.of("counter", case.key), at)
            child(selection, "Description", case.note)
        for note in self.notes.get(("transcript", source.key), ()):
            etree.SubElement(element, "NoteRef", {"targetGUID": note})

    def _passage(self, one: ProjectCoding) -> tuple[int, int, str, str]:
        """What codings of one selection have in common: place, coder, and what is said of them."""
        said = [provenance(one.layer, one.origin), self.described.get(("coding", one.key), "")]
        return one.start, one.end, one.coder, "\n".join(filter(None, said))

    def _selection(
        self,
        parent: etree._Element,
        source: ProjectSource,
        says: str,
        codings: Sequence[ProjectCoding],
        at: Callable[[int], int],
    ) -> None:
        selection = self._placed(parent, source, codings[0], self.guids.of("selection", codings[0].key), at)
        if moments := [one.created for one in codings if one.created]:
            selection.set("creationDateTime", min(moments))
        child(selection, "Description", says)
        for one in codings:
            given = {"guid": self.guids.of("coding", one.key), "creatingUser": self.guids.of("user", one.coder)}
            if one.created:
                given["creationDateTime"] = one.created
            coding = etree.SubElement(selection, "Coding", given)
            etree.SubElement(coding, "CodeRef", {"targetGUID": self.guids.of("code", one.code)})
            for note in self.notes.get(("coding", one.key), ()):
                etree.SubElement(coding, "NoteRef", {"targetGUID": note})

    def _placed(
        self,
        parent: etree._Element,
        source: ProjectSource,
        one: ProjectCoding | ProjectCounter,
        guid: str,
        at: Callable[[int], int],
    ) -> etree._Element:
        given = {
            "guid": guid,
            "name": shortened(source.text[one.start : one.end]),
            "startPosition": str(at(one.start)),
            "endPosition": str(at(one.end)),
            "creatingUser": self.guids.of("user", one.coder),
        }
        return etree.SubElement(parent, "PlainTextSelection", given)


def _as_it_is(offset: int) -> int:
    return offset


def _counted(text: str) -> Callable[[int], int]:
    """Positions in units of UTF-16, in which a character beyond U+FFFF is two."""
    wide = [place for place, sign in enumerate(text) if sign > "\uffff"]
    return lambda offset: offset + bisect_left(wide, offset)
