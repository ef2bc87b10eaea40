"""Who speaks where in the texts of a project, and which participants they are.

Our own projects bring their turns along. Texts of other tools are read as a .txt would be; a case that refers to a text
is who answers in it, and a transcript's points in time are when its turns begin.
"""

import uuid
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from workbench.model import ROLES, Project, ProjectSource, Role, Turn, WorkbenchError
from workbench.readers import Rules
from workbench.readers.registry import READERS, Source
from workbench.study.base import Row
from workbench.study.people import linked_names
from workbench.study.project.details import mapping

if TYPE_CHECKING:
    from workbench.study.project.rows import ProjectRows

_SPACE = uuid.UUID("f1f7d0b2-3b89-5a0e-9c8c-0c2f1f0a4f0d")
Voice = tuple[str, Role, str | None]
"""A label, its role, and the key of the participant."""


class Talk:
    """Makes the speakers and turns of transcripts as their rows are made."""

    def __init__(
        self, project: Project, people: Mapping[str, Row], keys: Mapping[str, str], known: Iterable[str]
    ) -> None:
        self.project, self.known = project, list(known)
        self.by_name = {row["name"]: key for key, row in people.items()}
        self.keys = keys
        self.cases: dict[str, list[str]] = {}
        self.passages: dict[str, list[tuple[int, int, str]]] = {}
        for person in project.people:
            for source in person.sources:
                self.cases.setdefault(source, []).append(people[keys[person.key]]["name"])
            for source, start, end in person.passages:
                self.passages.setdefault(source, []).append((start, end, people[keys[person.key]]["name"]))

    def add(self, source: ProjectSource, transcript: Row, rows: "ProjectRows") -> None:
        """The speakers and turns of one transcript, and its participant; attributes of the text go to who speaks."""
        brought = self._brought(source, transcript)
        if brought is None:
            brought = self._read(source, transcript, rows)
        voices, turns, transcript["participant_id"] = brought
        ids = [uuid.uuid5(_SPACE, f"{transcript['id']} {at}").hex for at in range(len(voices))]
        rows.add_rows(
            "speaker",
            (
                {
                    "id": ids[at],
                    "transcript_id": transcript["id"],
                    "participant_id": person,
                    "label": label,
                    "role": role,
                    "position": at,
                }
                for at, (label, role, person) in enumerate(voices)
            ),
        )
        labels = {label: ids[at] for at, (label, _role, _person) in enumerate(voices)}
        rows.add_rows(
            "turn",
            (
                {
                    "id": uuid.uuid5(_SPACE, f"{transcript['id']} turn {at}").hex,
                    "transcript_id": transcript["id"],
                    "speaker_id": labels.get(turn.speaker) if turn.speaker is not None else None,
                    "position": at,
                    "start": turn.start,
                    "end": turn.end,
                    "start_time": turn.start_time,
                    "end_time": turn.end_time,
                }
                for at, turn in enumerate(turns)
            ),
        )
        speaking = {person for _label, _role, person in voices if person} | {transcript["participant_id"]}
        for person in filter(None, speaking):
            row = rows.state["participant"][person]
            row["attributes"] = {**source.attributes, **row["attributes"]}

    # As we wrote it ----------------------------------------------------------------------------------------------

    def _brought(self, source: ProjectSource, transcript: Row) -> tuple[list[Voice], list[Turn], str | None] | None:
        """Speakers and turns as the project's details have them; None where they are not of this text."""
        found = mapping(mapping(self.project.details, "talk"), source.key)
        speakers, turns = found.get("speakers"), found.get("turns")
        if found.get("digest") != transcript["text_sha256"]:
            return None
        if not isinstance(speakers, list) or not isinstance(turns, list):
            return None
        try:
            voices = [self._voice(*one) for one in speakers]
            labels = [label for label, _role, _person in voices]
            made, at = [], 0
            for who, start, end, begins, ends in turns:
                if not at <= start <= end <= len(source.text):
                    return None
                made.append(Turn(None if who is None else labels[who], start, end, _seconds(begins), _seconds(ends)))
                at = end
        except (TypeError, ValueError, IndexError):
            return None
        if len(set(labels)) < len(labels):
            return None
        return voices, made, self.keys.get(str(found.get("participant")))

    def _voice(self, label: Any, role: Any, person: Any) -> Voice:
        kind = next((one for one in ROLES if one == role), None)
        if kind is None or not isinstance(label, str):
            raise ValueError(label)
        return label[:300], kind, self.keys.get(str(person))

    # As another tool wrote it ------------------------------------------------------------------------------------

    def _read(
        self, source: ProjectSource, transcript: Row, rows: "ProjectRows"
    ) -> tuple[list[Voice], list[Turn], str | None]:
        try:
            reading = READERS[".txt"](Source(f"{source.name}.txt", source.text.encode("utf-8", "replace")), Rules())
            turns, roles = list(reading.turns), dict(reading.roles)
            if reading.text != source.text:
                turns, roles = [], {}
        except WorkbenchError:
            turns, roles = [], {}
        if not turns and source.text.strip():
            turns, roles = [Turn(None, 0, len(source.text))], {}
        linked = self._linked(source, transcript["name"], roles) | self._assigned(source, turns)
        people = {label: self._person(name, rows) for label, name in linked.items()}
        one = set(people.values())
        voices = [(label, role, people.get(label)) for label, role in roles.items()]
        return voices, _timed(turns, source.points), one.pop() if len(one) == 1 else None

    def _linked(self, source: ProjectSource, name: str, roles: Mapping[str, Role]) -> dict[str | None, str]:
        cases = self.cases.get(source.key, [])
        linked = linked_names([*self.by_name, *self.known], name, roles)
        if len(cases) == 1:
            return {label: person if person in self.by_name else cases[0] for label, person in linked.items()} | (
                {} if roles else {None: cases[0]}
            )
        return linked

    def _assigned(self, source: ProjectSource, turns: Sequence[Turn]) -> dict[str | None, str]:
        """Labels whose turns were assigned to a case, each with the case that has most of them."""
        shares: dict[str | None, Counter[str]] = {}
        for start, end, name in self.passages.get(source.key, ()):
            for turn in turns:
                if (common := min(end, turn.end) - max(start, turn.start)) > 0 and turn.speaker is not None:
                    shares.setdefault(turn.speaker, Counter())[name] += common
        return {label: max(counted, key=lambda name: counted[name]) for label, counted in shares.items()}

    def _person(self, name: str, rows: "ProjectRows") -> str:
        if name not in self.by_name:
            self.by_name[name] = rows.add_person(name)
        return self.by_name[name]


def _timed(turns: list[Turn], points: tuple[tuple[int, float], ...]) -> list[Turn]:
    """Turns with the time of the last point that stands before their words and behind the turn before."""
    if not points:
        return turns
    places = [place for place, _seconds in points]
    timed, before = [], 0
    for turn in turns:
        at = bisect_right(places, turn.start) - 1
        known = at >= 0 and places[at] >= before
        timed.append(Turn(turn.speaker, turn.start, turn.end, points[at][1] if known else turn.start_time, None))
        before = turn.end
    return timed


def _seconds(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e9:
        raise ValueError(value)
    return float(value)
