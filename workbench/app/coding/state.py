"""What the coding view draws, and how little of it has to be sent.

A transcript of 3,000 turns is half a megabyte. It goes to the browser once; then only what differs from the state that
the browser says it has. It must be the browser who says so: of several messages it draws only the newest.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from workbench.app.parts import colour
from workbench.model import CODE_FIELDS, Transcript
from workbench.study import Study
from workbench.study.notes.places import places

KEPT = 20
"""States remembered while the browser says nothing; one that has none of them is sent everything again."""

Row = dict[str, Any]


class Sent:
    """The states that one browser was sent, by number."""

    def __init__(self) -> None:
        self._number = 0
        self._states: dict[int, tuple[dict[str, Any], dict[str, Row]]] = {}
        self.have: int | None = None

    def said(self, have: Any) -> None:
        """The browser says which state it has; None, or one that is not known any more: none."""
        self.have = have if isinstance(have, int) and have in self._states else None
        self._states = {n: state for n, state in self._states.items() if self.have is not None and n >= self.have}

    def message(self, parts: dict[str, Any], codings: dict[str, Row]) -> dict[str, Any]:
        """What brings the browser to this state: parts that differ, codings to put and codings gone."""
        since = self.have if self.have in self._states else None
        old_parts, old = self._states[since] if since is not None else ({}, {})
        self._number += 1
        self._states[self._number] = (parts, codings)
        for number in list(self._states)[1:-KEPT]:
            del self._states[number]
        return {
            "since": since,
            "at": self._number,
            "parts": {name: part for name, part in parts.items() if old_parts.get(name) != part},
            "put": [row for key, row in codings.items() if old.get(key) != row],
            "gone": [key for key in old if key not in codings],
        }


def turns_of(transcript: Transcript) -> list[Row]:
    """The turns with their words, who speaks, and when."""
    return [
        {
            "speaker": turn.speaker,
            "role": transcript.role_of(turn.speaker),
            "time": clock(turn.start_time),
            "at": turn.start_time,
            "start": turn.start,
            "text": transcript.text[turn.start : turn.end],
        }
        for turn in transcript.turns
    ]


def parts_of(study: Study, transcript: str, people: Sequence[str]) -> dict[str, Any]:
    """What stands around the turns: the codes to choose from, how often those who are shown used each in other
    transcripts, how the coder has arranged their view, and which transcripts there are to turn to."""
    elsewhere: Counter[str] = Counter()
    for (place, code, coder, layer), count in study.codings.tally().items():
        if place != transcript and label(coder, layer) in people:
            elsewhere[code] += count
    mine = study.desk.mine()
    return {
        "codes": [
            {
                "id": code.guid,
                "name": code.name,
                "parent": code.parent,
                "colour": colour(code.colour),
                "aliases": list(code.aliases),
                "archived": code.archived,
                **{field: getattr(code, field) for field in CODE_FIELDS},
            }
            for code in study.codebook
        ],
        "elsewhere": dict(elsewhere),
        "people": list(people),
        "transcripts": study.transcripts.names(),
        "desk": {"keys": dict(mine.keys), "pins": dict(mine.pins)},
    }


def codings_of(study: Study, transcript: str, people: Collection[str]) -> dict[str, Row]:
    """The codings of a transcript by those who are shown."""
    return {one.id: one._asdict() for one in study.codings.marks(transcript) if label(one.coder, one.layer) in people}


def notes_of(study: Study, transcript: str, codings: Collection[str]) -> list[Row]:
    """Notes on the transcript, on codes, and on the codings that are sent; not on those that are not. `at` is where the
    words stand that a note on the transcript quotes, None where it quotes none."""
    at = places(study, transcript)
    return [
        {
            "id": memo.id,
            "on": memo.on,
            "target": memo.target,
            "text": memo.text,
            "coder": memo.coder,
            "at": at[memo.id][0] if memo.id in at else None,
        }
        for memo in study.memos
        if memo.on == "code"
        or (memo.on == "transcript" and memo.target == transcript)
        or (memo.on == "coding" and memo.target in codings)
    ]


def label(coder: str, layer: str) -> str:
    """Whose a coding is, as people are chosen: its coder, or nobody's any more once it is agreed."""
    return "agreed" if layer == "agreed" else coder


def clock(seconds: float | None) -> str:
    """Hours, minutes and seconds as they stand beside a turn; empty where the time is not known.

    >>> clock(3725.4), clock(None)
    ('1:02:05', '')
    """
    if seconds is None:
        return ""
    whole = int(seconds)
    return f"{whole // 3600}:{whole % 3600 // 60:02}:{whole % 60:02}"
