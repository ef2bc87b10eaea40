"""Notes with what they are about: by a reference from it, or by a link from the note, as NVivo ties its annotations."""

from typing import Any

from workbench.exports.refi.guids import key_of
from workbench.exports.refi.marks import kind_from
from workbench.exports.refi.reading.elements import children, get, key, number, target, words
from workbench.exports.refi.reading.package import Package
from workbench.exports.refi.reading.people import Users
from workbench.exports.refi.reading.positions import Raw
from workbench.exports.refi.reading.problems import Problems
from workbench.exports.refi.reading.sources import Found, Place
from workbench.exports.refi.reading.texts import stored_text
from workbench.model import ProjectNote

QUOTED = 80
"""Characters of a passage that a note's title quotes."""


def read_notes(root: Any, package: Package, found: Found, users: Users, problems: Problems) -> list[ProjectNote]:
    """Every note once, on the first thing that it is tied to; on the study where on nothing."""
    places: dict[str, list[Place]] = {}
    for note, place in [*found.refs, *_linked(root, found)]:
        if place not in places.setdefault(note, []):
            places[note].append(place)
    texts = {one.key: one.text for one in found.sources}
    read = []
    for one in (note for group in children(root, "Notes") for note in children(group, "Note")):
        there = places.get(key(one), [])
        # A passage or a code says more than the text or the project that it is in.
        first = min(there, key=lambda place: place.on in ("study", "transcript") and not place.quote, default=None)
        if len(there) > 1:
            problems.repaired("Notes that are tied to several things were kept on the first of them")
        place = _annotated(one, first or Place("study", ""), texts)
        read.append(_note(one, place, package, users, problems))
        if coded := len(list(one.iter("{*}Coding"))):
            problems.lost("codings inside notes", coded)
    return read


def _note(element: Any, place: Place, package: Package, users: Users, problems: Problems) -> ProjectNote:
    kind, described = kind_from(words(element, "Description"))
    title = " ".join(get(element, "name").split())
    stored = stored_text(element, package)
    text = Raw(stored or "").text
    if stored is None:
        problems.mended("The text of some notes is not in the file; their names stand for it.")
    if described:
        text = f"{text.rstrip()}\n\n{described}" if text.strip() else described
    if place.quote:
        flat = " ".join(place.quote.split())
        quote = f"“{flat if len(flat) <= QUOTED else flat[:QUOTED].rstrip() + '…'}”"
        title = f"{title}: {quote}" if title else quote
    coder = users.name(get(element, "creatingUser"), get(element, "modifyingUser"))
    moment = get(element, "creationDateTime") or get(element, "modifiedDateTime")
    return ProjectNote(
        key(element), title, text if text.strip() else title or "(empty)", coder, kind, place.on, place.target, moment
    )


def _annotated(element: Any, place: Place, texts: dict[str, str]) -> Place:
    """QualCoder keeps the place of an annotation as a selection in the note, counted in the text that it is on."""
    selections = children(element, "PlainTextSelection")
    if place.on != "transcript" or place.quote or len(selections) != 1 or children(selections[0], "Coding"):
        return place
    start, end = number(selections[0], "startPosition"), number(selections[0], "endPosition")
    text = texts.get(place.target, "")
    if start is None or end is None or not 0 <= start < end <= len(text):
        return place
    return Place(place.on, place.target, text[start:end])


def _linked(root: Any, found: Found) -> list[tuple[str, Place]]:
    """Notes tied by a link, in whatever direction it was drawn."""
    notes = {key(one) for group in children(root, "Notes") for one in children(group, "Note")}
    tied = []
    for origin, goal, _name in links(root):
        if origin in notes and goal in found.places:
            tied.append((origin, found.places[goal]))
        elif goal in notes and origin in found.places:
            tied.append((goal, found.places[origin]))
    return tied


def links(root: Any) -> list[tuple[str, str, str]]:
    """Origin, target and name of every link."""
    return [
        (key_of(get(one, "originGUID")), key_of(get(one, "targetGUID")), " ".join(get(one, "name").split()))
        for group in children(root, "Links")
        for one in children(group, "Link")
    ]


def refs_of(element: Any, place: Place, refs: list[tuple[str, Place]]) -> None:
    refs += [(target(ref), place) for ref in children(element, "NoteRef", "MemberNote")]
