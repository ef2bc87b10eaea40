"""Coded segments of other tools find their place in the study: transcripts by name, passages by their words.

What has no place is not lost silently: a sentence names its row and says why.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workbench.analysis.quoting import Text
from workbench.exports.codings import CodingRow
from workbench.exports.segments import Segment, parts_of
from workbench.study.base import Row, listing

_NUMBERED = re.compile(r"^D?\s*\d+\s*:\s*")
_ENDING = re.compile(r"\.(?:txt|docx?|rtf|pdf|odt|md|vtt|srt|html?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Placed:
    """Codings that found their place, and a sentence for each row that did not or may not have."""

    rows: tuple[CodingRow, ...]
    unplaced: tuple[str, ...]


def placed(segments: Iterable[Segment], transcripts: Mapping[str, Row], codes: Iterable[str], *, coder: str) -> Placed:
    """Each code of each segment as a coding at the characters where its words stand.

    A passage that stands several times goes to the place nearest to what the file says, else to the next one that this
    code has not got yet. Without a coder in the file the codings are `coder`'s.
    """
    names = _names(transcripts)
    known = set(codes)
    folded = {name.casefold(): name for name in known}
    texts: dict[str, Text] = {}
    taken: set[tuple[str, str, str, int]] = set()
    found: list[CodingRow] = []
    unplaced: list[str] = []
    for one in segments:
        name = next((names[key] for key in _called(one.transcript) if key in names), None)
        if name is None:
            unplaced.append(
                f"row {one.row}: no transcript is called '{one.transcript}'. There are: "
                f"{listing(transcripts, 8) or 'none'}."
            )
            continue
        if not one.codes or not one.quote:
            what = "code" if not one.codes else "words"
            unplaced.append(f"row {one.row}: it has no {what}, so nothing could be coded.")
            continue
        text = texts.setdefault(name, Text(transcripts[name]["text"]))
        who = one.coder or coder
        for path in one.codes:
            code = _code(path, known, folded)
            place = _place(text, one, {start for *what, start in taken if what == [name, code, who]})
            if place is None:
                unplaced.append(f"row {one.row}: its words stand nowhere in '{name}': “{one.quote[:60]}”.")
                break
            taken.add((name, code, who, place[0]))
            found.append(CodingRow(one.row, name, *place, who, code, one.memo))
    return Placed(tuple(found), tuple(unplaced))


def _place(text: Text, one: Segment, taken: set[int]) -> tuple[int, int] | None:
    if one.hint is not None and text.holds(*one.hint, one.quote):
        return one.hint
    places = text.all(one.quote)
    if one.hint is not None and places and one.hint[1] <= len(text.text):
        hint = one.hint[0]
        return min(places, key=lambda place: abs(place[0] - hint))
    return next((place for place in places if place[0] not in taken), places[0] if places else None)


def _names(transcripts: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in transcripts:
        found.setdefault(name.casefold(), name)
    return found


def _called(given: str) -> list[str]:
    """What a transcript may be called here that a tool calls so: without folders, number and ending.

    >>> _called("Interviews\\\\P01 garden.docx")[-1], _called("D 3: P01.txt")[-1]
    ('p01 garden', 'p01')
    """
    last = re.split(r"[\\/]", given.strip())[-1].strip()
    plain = _NUMBERED.sub("", last)
    return [one.casefold() for one in (given.strip(), last, _ENDING.sub("", last), plain, _ENDING.sub("", plain))]


def _code(path: str, known: set[str], folded: Mapping[str, str]) -> str:
    """The code that is meant: by its whole name, else by the last part of its path."""
    last = parts_of(path)[-1]
    for name in (path, last):
        if name in known:
            return name
        if name.casefold() in folded:
            return folded[name.casefold()]
    return last
