"""Texts with their codings, at the characters where the writing tool meant them; and what notes can be attached to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.exports.refi.guids import key_of
from workbench.exports.refi.marks import description_key, provenance_from
from workbench.exports.refi.reading.elements import below, children, get, key, local, number, target, words
from workbench.exports.refi.reading.people import Users
from workbench.exports.refi.reading.positions import Counting
from workbench.exports.refi.reading.problems import Problems
from workbench.exports.refi.reading.texts import MEDIA, Text
from workbench.model import ProjectCoding, ProjectNote, ProjectSource

_REGIONS = {
    "PDFSelection": "regions of PDF pages",
    "PictureSelection": "regions of pictures",
    "AudioSelection": "stretches of recordings",
    "VideoSelection": "stretches of videos",
}


@dataclass(frozen=True, slots=True)
class Place:
    """What a note can be on; `quote` are the words of a passage that nobody coded."""

    on: str
    target: str
    quote: str = ""


@dataclass
class Found:
    """What the sources hold. `places` says for each guid what a note on it would be on; `refs` are (note, place)."""

    sources: list[ProjectSource] = field(default_factory=list)
    codings: list[ProjectCoding] = field(default_factory=list)
    notes: list[ProjectNote] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    refs: list[tuple[str, Place]] = field(default_factory=list)
    passages: dict[str, tuple[str, int, int, str, str]] = field(default_factory=dict)
    """Selections that nobody coded: source, start, end, coder and description, by key."""


class Sources:
    """Reads the selections and codings of texts."""

    def __init__(self, codes: dict[str, str], users: Users, problems: Problems, counting: Counting) -> None:
        self.codes, self.users, self.problems, self.counting = codes, users, problems, counting
        self.found = Found()
        self._keys: Counter[str] = Counter()

    def read(self, text: Text) -> None:
        """One text with all that is on it."""
        source = ProjectSource(
            text.key,
            text.name,
            text.raw.text,
            text.original,
            get(text.owner, "creationDateTime") or get(text.owner, "modifiedDateTime"),
            tuple(self._points(text)),
        )
        self.found.sources.append(source)
        here = Place("transcript", text.key)
        for element in {id(one): one for one in (text.owner, text.element)}.values():
            if key(element):
                self.found.places.setdefault(key(element), here)
            self._refs(element, here)
            self._described(element, here)
        for one in children(text.element, "PlainTextSelection"):
            self._selection(one, text)
        for one in children(text.element, "TranscriptSelection"):
            self._synchronised(one, text, dict(self._synchronisation(text)))
        for element in {id(one): one for one in (text.owner, text.element)}.values():
            if whole := children(element, "Coding"):
                self.problems.repaired("Codings of a whole text were put on all of it", len(whole))
                self._codings(element, whole, text, 0, len(text.raw.text.rstrip()))

    # Passages ----------------------------------------------------------------------------------------------------

    def _selection(self, element: Any, text: Text) -> None:
        start, end = number(element, "startPosition"), number(element, "endPosition")
        if start is None or end is None:
            self.problems.lost("passages without a position", max(1, len(children(element, "Coding"))))
            return
        if start > end:
            start, end = end, start
            self.problems.repaired("Passages whose end stood before their beginning were turned round")
        place = (start, end) if text.missing else text.raw.place(start, end, self.counting)
        self._passage(element, text, *place)

    def _synchronised(self, element: Any, text: Text, at: dict[str, int]) -> None:
        start, end = (at.get(key_of(get(element, name))) for name in ("fromSyncPoint", "toSyncPoint"))
        if start is None and end is None:
            self.problems.lost("passages of transcripts without a position", max(1, len(children(element, "Coding"))))
            return
        self._passage(element, text, start or 0, end if end is not None else len(text.raw.text))

    def _passage(self, element: Any, text: Text, start: int, end: int) -> None:
        words_there = text.raw.text
        codings = children(element, "Coding")
        if start >= len(words_there) or end < 0:
            self.problems.lost("codings outside of their text", max(1, len(codings)))
            self._refs(element, Place("transcript", text.key))
            return
        if start < 0 or end > len(words_there):
            self.problems.repaired("Passages that went beyond their text were cut to it")
        start, end = max(0, start), min(len(words_there), end)
        if start == end:
            start, end = _word_at(words_there, start)
            self.problems.repaired("Empty passages were put on the word where they stand")
        if codings:
            self._codings(element, codings, text, start, end)
        else:
            self._annotation(element, text, start, end)

    def _codings(self, element: Any, codings: Sequence[Any], text: Text, start: int, end: int) -> None:
        layer, origin, comment = provenance_from(words(element, "Description"))
        fallback = ("creatingUser", "modifyingUser") if element is not text.owner else ("creatingUser",)
        first: Place | None = None
        for one in codings:
            coder = self.users.name(get(one, "creatingUser"), *(get(element, name) for name in fallback))
            moment = next(
                (
                    get(holder, name)
                    for holder in (one, element)
                    for name in ("creationDateTime", "modifiedDateTime")
                    if get(holder, name)
                ),
                "",
            )
            refs = [self.codes.get(target(ref), "") for ref in children(one, "CodeRef")]
            if not any(refs):
                self.problems.lost("codings whose code is not in the codebook")
                continue
            for code in filter(None, refs):
                own = self._unique(key(one) or f"{text.key} {start} {end} {coder} {code}")
                self.found.codings.append(ProjectCoding(own, text.key, start, end, coder, code, layer, origin, moment))
                place = Place("coding", own)
                first = first or place
                self.found.places.setdefault(key(one), place)
                self._refs(one, place)
        if first is not None and element not in (text.owner, text.element):
            self.found.places.setdefault(key(element), first)
            self._refs(element, first)
            if comment:
                self._comment(element, first, comment)

    def _annotation(self, element: Any, text: Text, start: int, end: int) -> None:
        quote = text.raw.text[start:end]
        place = Place("transcript", text.key, quote)
        self.found.places.setdefault(key(element), place)
        self._refs(element, place)
        comment = words(element, "Description")
        coder = self.users.name(get(element, "creatingUser"), get(element, "modifyingUser"))
        self.found.passages[key(element) or f"{text.key} {start} {end}"] = (text.key, start, end, coder, comment)

    # Notes and the rest ------------------------------------------------------------------------------------------

    def _refs(self, element: Any, place: Place) -> None:
        self.found.refs += [(target(ref), place) for ref in children(element, "NoteRef")]

    def _described(self, element: Any, place: Place) -> None:
        if comment := words(element, "Description"):
            self._comment(element, place, comment)

    def _comment(self, element: Any, place: Place, comment: str) -> None:
        coder = self.users.name(get(element, "creatingUser"), get(element, "modifyingUser"))
        moment = get(element, "creationDateTime") or get(element, "modifiedDateTime")
        own = description_key(place.on, place.target)
        if own not in {one.key for one in self.found.notes[-3:]}:
            self.found.notes.append(
                ProjectNote(own, "", comment, coder, on=place.on, target=place.target, created=moment)
            )

    def _unique(self, wanted: str) -> str:
        self._keys[wanted] += 1
        return wanted if self._keys[wanted] == 1 else f"{wanted} {self._keys[wanted]}"

    def _synchronisation(self, text: Text) -> list[tuple[str, int]]:
        found = []
        for one in children(text.element, "SyncPoint"):
            position = number(one, "position")
            if position is not None:
                place = position if text.missing else text.raw.place(position, position, self.counting)[0]
                found.append((key(one), min(max(0, place), len(text.raw.text))))
        return found

    def _points(self, text: Text) -> list[tuple[int, float]]:
        at = dict(self._synchronisation(text))
        times = [(at.get(key(one)), number(one, "timeStamp")) for one in children(text.element, "SyncPoint")]
        return sorted((place, time / 1000) for place, time in times if place is not None and time is not None)


def count_regions(root: Any, problems: Problems) -> None:
    """What stands on pages, pictures and recordings, which a study has no place for; words of a PDF are no such."""
    in_text = {key(one) for one in below(root, "PlainTextSelection")}
    for one in below(root, *_REGIONS):
        if key(one) not in in_text or not key(one):
            codings = len(children(one, "Coding"))
            what = _REGIONS[local(one)]
            problems.lost(f"codings on {what}" if codings else what, max(1, codings))
    for source in (one for group in children(root, "Sources") for one in children(group, *MEDIA)):
        if not children(source, "Representation", "Transcript", "TextDescription") and children(source, "Coding"):
            problems.lost(f"codings on whole {MEDIA[local(source)]}", len(children(source, "Coding")))


def _word_at(text: str, at: int) -> tuple[int, int]:
    """The word at an offset, else the nearest after or before it, else one character."""
    for place in (*range(at, min(len(text), at + 200)), *range(at - 1, max(-1, at - 200), -1)):
        if not text[place].isspace():
            start = end = place
            while start > 0 and not text[start - 1].isspace():
                start -= 1
            while end < len(text) and not text[end].isspace():
                end += 1
            return start, end
    return max(0, min(at, len(text) - 1)), max(0, min(at, len(text) - 1)) + 1
