"""A project of any tool, read leniently: schema faults stop nothing; what was lost or mended is said."""

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from workbench.exports.qdc import codes_in
from workbench.exports.refi.guids import key_of
from workbench.exports.refi.marks import description_key
from workbench.exports.refi.reading.elements import children, get, key, parsed, target, words
from workbench.exports.refi.reading.notes import read_notes, refs_of
from workbench.exports.refi.reading.package import Package, is_project, opened
from workbench.exports.refi.reading.people import Users, Variables, read_cases, read_users, read_variables, values_of
from workbench.exports.refi.reading.positions import Counting, counting_of
from workbench.exports.refi.reading.problems import Problems
from workbench.exports.refi.reading.sets import count_graphs, read_groups, read_links, read_themes
from workbench.exports.refi.reading.sources import Found, Place, Sources, count_regions
from workbench.exports.refi.reading.texts import Text, texts_of
from workbench.exports.refi.writing import DETAILS, ORIGINALS, SOFTWARE
from workbench.model import Code, Project, ProjectNote, ProjectPerson, ProjectSource

__all__ = ["ProjectReading", "is_project", "read_project"]


@dataclass(frozen=True, slots=True)
class ProjectReading:
    """A project and the import report: what was not taken, and which faults were mended, a sentence each."""

    project: Project
    problems: tuple[str, ...]


def read_project(name: str, data: bytes | BinaryIO, *, beside: Path | None = None) -> ProjectReading:
    """The project in a .qdpx, or in a bare .qde whose texts may lie in the folder `beside` it.

    Raises WorkbenchError, with a sentence that names the file, for what is no project, is damaged, swells when it is
    unpacked, defines entities, or has entries that lead out of its folder; nothing else whatever the bytes are.
    """
    problems = Problems()
    package = opened(name, io.BytesIO(data) if isinstance(data, bytes) else data, problems, beside)
    root = parsed(name, package.xml, problems)
    origin = get(root, "origin")
    own = origin.startswith(SOFTWARE)
    details = _details(package) if own else {}
    users = read_users(root, problems)
    codes, by_key = _codes(root, name, problems)
    texts = list(texts_of(root, package, problems))
    counting = _counting(origin, details, texts, problems)
    reading = Sources(by_key, users, problems, counting)
    for text in texts:
        reading.read(text)
    found = reading.found
    for code_key in by_key:
        found.places.setdefault(code_key, Place("code", code_key))
    _code_refs(root, by_key, found)
    variables = read_variables(root)
    aliases = {key(one): text.key for text in texts for one in (text.element, text.owner)}
    people = list(_people(root, variables, aliases, found, users, problems))
    themes = read_themes(root, by_key, found)
    groups = read_groups(root, aliases, problems)
    refs_of(root, Place("study", ""), found.refs)
    if comment := words(root, "Description"):
        found.notes.append(ProjectNote(description_key("study", comment), "", comment, users.default))
    notes = read_notes(root, package, found, users, problems)
    links, counters = read_links(root, themes, found, {one.key for one in notes}, problems)
    notes += _annotations(found, problems)
    count_regions(root, problems)
    if not own:
        count_graphs(root, problems)
    project = Project(
        name=" ".join(get(root, "name").split()),
        origin=origin,
        created=get(root, "creationDateTime"),
        modified=get(root, "modifiedDateTime"),
        coder=users.default,
        codes=tuple(codes),
        people=tuple(people),
        types=variables.types,
        sources=tuple(_sources(found, texts, groups, variables, details, package, problems)),
        codings=tuple(found.codings),
        notes=(*found.notes, *notes),
        themes=tuple(themes),
        links=tuple(links),
        counters=tuple(counters),
        details=details,
    )
    return ProjectReading(project, tuple(problems.sentences()))


def _details(package: Package) -> dict[str, Any]:
    data = package.part(DETAILS)
    try:
        found = json.loads(data) if data is not None else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _codes(root: Any, name: str, problems: Problems) -> tuple[list[Code], dict[str, str]]:
    """The codes, and the name of each by its key."""
    book = next((one for group in children(root, "CodeBook") for one in children(group, "Codes")), None)
    codes, notes = codes_in(book, name) if book is not None else ([], [])
    for note in notes:
        problems.mended(note.removeprefix(f"{name}: ").capitalize())
    by_key: dict[str, str] = {}
    for code in codes:
        by_key.setdefault(key_of(code.guid), code.name)
    return codes, by_key


def _code_refs(root: Any, by_key: dict[str, str], found: Found) -> None:
    for book in children(root, "CodeBook"):
        for element in book.iter("{*}Code"):
            if key(element) in by_key:
                refs_of(element, Place("code", key(element)), found.refs)


def _counting(origin: str, details: Mapping[str, Any], texts: list[Text], problems: Problems) -> Counting:
    if details:
        return Counting(utf16=details.get("positions") == "utf-16")
    tried = [(text.raw, text.selected) for text in texts if not text.missing and text.selected]
    counting, unusual = counting_of(origin, tried)
    if unusual:
        problems.mended(f"Its positions count {counting}; they were put where they belong.")
    elif any(raw.events(counting) for raw, _selected in tried):
        problems.mended(f"Its positions were read as {counting}.")
    return counting


def _people(
    root: Any, variables: Variables, aliases: dict[str, str], found: Found, users: Users, problems: Problems
) -> list[ProjectPerson]:
    people = []
    for element, person in read_cases(root, variables, problems):
        sources = tuple(dict.fromkeys(aliases[one] for one in person.sources if one in aliases))
        passages = tuple(_passages(element, found))
        sources = sources or tuple(dict.fromkeys(source for source, _start, _end in passages))
        people.append(replace(person, sources=sources, passages=passages))
        found.places.setdefault(person.key, Place("participant", person.key))
        if comment := words(element, "Description"):
            own = description_key("participant", person.key)
            found.notes.append(ProjectNote(own, "", comment, users.default, on="participant", target=person.key))
    return people


def _passages(case: Any, found: Found) -> Iterator[tuple[str, int, int]]:
    """Passages that are assigned to a case, as NVivo does with the turns of a group."""
    codings = {one.key: (one.source, one.start, one.end) for one in found.codings}
    for ref in children(case, "SelectionRef"):
        if target(ref) in found.passages:
            source, start, end, _coder, comment = found.passages[target(ref)]
            if not comment:
                del found.passages[target(ref)]
            yield source, start, end
        elif (on := found.places.get(target(ref))) is not None and on.target in codings:
            yield codings[on.target]


def _annotations(found: Found, problems: Problems) -> list[ProjectNote]:
    """Passages that somebody described without coding them, as notes on the text that quote them."""
    noted = {place.quote for _note, place in found.refs}
    notes = []
    texts = {one.key: one.text for one in found.sources}
    for passage, (source, start, end, coder, comment) in found.passages.items():
        quote = " ".join(texts[source][start:end].split())
        if comment:
            title = f"“{quote if len(quote) <= 80 else quote[:80].rstrip() + '…'}”"
            notes.append(ProjectNote(passage, title, comment, coder, on="transcript", target=source))
        elif texts[source][start:end] not in noted:
            problems.lost("passages that nobody coded or described")
    if notes:
        problems.repaired("Passages with a comment, but no code, became memos on their text", len(notes))
    return notes


def _sources(
    found: Found,
    texts: list[Text],
    groups: dict[str, dict[str, Any]],
    variables: Variables,
    details: Mapping[str, Any],
    package: Package,
    problems: Problems,
) -> list[ProjectSource]:
    """Sources with the attributes that stand on them, and with their own files where we wrote the project."""
    originals = details.get("originals")
    names = originals if isinstance(originals, dict) else {}
    made = []
    for source, text in zip(found.sources, texts, strict=True):
        said = {**values_of(text.owner, variables, problems), **groups.get(source.key, {})}
        original = source.original
        name = names.get(source.key)
        if name == "":
            original = (f"{source.name}.txt", source.text.encode("utf-8", "surrogatepass"))
        elif isinstance(name, str):
            data = package.part(f"{ORIGINALS}/{name}")
            original = (name, data) if data is not None else None
        made.append(replace(source, original=original, attributes=said))
    return made
