"""What speaks for and against a theme? Pure: codings and counter-cases in, themes with their evidence out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from workbench.model import CodeEvidence, Coding, Quote, Theme, Transcript
from workbench.study.texts.talk import speaker_at


class Place(NamedTuple):
    """A passage that somebody marked."""

    transcript: str
    start: int
    end: int
    coder: str


def with_evidence(
    themes: Sequence[tuple[Mapping[str, Any], Sequence[str], Sequence[Place]]],
    *,
    codings: Iterable[Coding],
    transcripts: Mapping[str, Transcript],
    participants: Sequence[str],
    descriptions: Mapping[str, str],
) -> list[Theme]:
    """Themes, each parent before its sub-themes, siblings in the order given.

    A theme's participants, transcripts, codings and quotes are those of its own codes and of its sub-themes', each
    coding once. `themes` holds (row, names of its codes, counter-cases).
    """
    by_code: dict[str, list[Coding]] = {}
    for coding in codings:
        by_code.setdefault(coding.code, []).append(coding)
    children: dict[str | None, list[str]] = {}
    for row, _codes, _against in themes:
        children.setdefault(row["parent_id"], []).append(row["id"])
    given = {row["id"]: (row, codes, against) for row, codes, against in themes}
    ordered: list[Theme] = []

    def codes_below(key: str) -> list[str]:
        return [*given[key][1], *(code for child in children.get(key, []) for code in codes_below(child))]

    def walk(parent: str | None, parent_name: str | None) -> None:
        for key in children.get(parent, []):
            row, codes, against = given[key]
            used = [coding for code in dict.fromkeys(codes_below(key)) for coding in by_code.get(code, [])]
            voices = {coding.participant for coding in used}
            spoken_in = {coding.transcript for coding in used}
            ordered.append(
                Theme(
                    row["name"],
                    row["definition"],
                    parent_name,
                    tuple(_code(code, by_code.get(code, []), participants, descriptions) for code in codes),
                    tuple(name for name in participants if name in voices),
                    tuple(name for name in transcripts if name in spoken_in),
                    len(used),
                    tuple(_typical(used)),
                    tuple(_counter_quote(place, transcripts[place.transcript]) for place in against),
                    row["origin"],
                    (row["x"], row["y"]) if row["x"] is not None and row["y"] is not None else None,
                )
            )
            walk(key, row["name"])

    walk(None, None)
    return ordered


def _code(
    name: str, codings: Sequence[Coding], participants: Sequence[str], descriptions: Mapping[str, str]
) -> CodeEvidence:
    voices = {coding.participant for coding in codings}
    speaking = tuple(person for person in participants if person in voices)
    return CodeEvidence(name, speaking, len(codings), descriptions.get(name, ""))


def _typical(codings: Sequence[Coding]) -> list[Quote]:
    """Every passage once, ordered so that the first ones come from different participants and different codes.

    Within a participant a passage of 15 to 60 words is preferred: long enough to be understood, short enough to print.
    """
    passages: dict[tuple[str, int, int], Coding] = {}
    for coding in codings:
        passages.setdefault((coding.transcript, coding.start, coding.end), coding)
    queues: dict[str, list[Coding]] = {}
    for coding in passages.values():
        queues.setdefault(coding.participant or coding.transcript, []).append(coding)
    for queue in queues.values():
        queue.sort(key=lambda one: (_unhandy(one.quote), one.transcript, one.start))
    ordered: list[Coding] = []
    seen: dict[str, int] = {}
    while queues:
        # The best of each voice in turn; among the voices those first whose code has been quoted least.
        round_of = sorted(
            queues, key=lambda voice: (seen.get(queues[voice][0].code, 0), _unhandy(queues[voice][0].quote))
        )
        for voice in round_of:
            one = queues[voice].pop(0)
            seen[one.code] = seen.get(one.code, 0) + 1
            ordered.append(one)
        queues = {voice: queue for voice, queue in queues.items() if queue}
    return [
        Quote(one.quote, one.transcript, one.start, one.end, one.speaker, one.participant, one.code, one.coder)
        for one in ordered
    ]


def _unhandy(quote: str) -> int:
    """How far a passage is from 15–60 words."""
    words = len(quote.split())
    return max(0, 15 - words) + max(0, words - 60)


def _counter_quote(place: Place, transcript: Transcript) -> Quote:
    speaker, participant = speaker_at(transcript, place.start, place.end)
    words = transcript.text[place.start : place.end]
    return Quote(words, place.transcript, place.start, place.end, speaker, participant, "", place.coder, True)
