"""A transcript's turns and speakers: as rows of the study, and back; and whose words a passage are."""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from workbench.analysis.realign import Edit
from workbench.model import NotFound, Reading, Speaker, Transcript, Turn
from workbench.readers.inner import inner_labels
from workbench.store import LOGGED, Act
from workbench.study.base import Row, named, new_id, new_ids, rows


def text_digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def turn_at(transcript: Transcript, start: int, end: int, among: Collection[str | None] | None = None) -> Turn | None:
    """The turn that holds most of `start` … `end`, of those said under the labels `among`; the first of equals, None
    where no turn touches it."""
    turns = transcript.turns
    first = max(0, bisect_right(turns, start, key=lambda turn: turn.start) - 1)
    best, most = None, 0
    for turn in turns[first:]:
        if turn.start >= end:
            break
        overlap = min(turn.end, end) - max(turn.start, start)
        if overlap > most and (among is None or turn.speaker in among):
            best, most = turn, overlap
    return best


def speaker_at(transcript: Transcript, start: int, end: int) -> tuple[str | None, str | None]:
    """Label of who says most of a passage, and whose passage it is: theirs, or where they are no participant, of the
    participant who says most of the rest. A question with its answer is the passage of who answers, however long the
    question. Unlabelled talk belongs to the transcript's participant.
    """
    turn = turn_at(transcript, start, end)
    label = turn.speaker if turn else None
    whose: dict[str | None, str] = {one.label: one.participant for one in transcript.speakers if one.participant}
    if label is None:
        return None, transcript.default_participant
    if label not in whose and turn is not None and not turn.start <= start < end <= turn.end:
        own = {None: transcript.default_participant} | whose
        rest = turn_at(transcript, start, end, [one for one, person in own.items() if person])
        return label, own[rest.speaker] if rest else None
    return label, whose.get(label)


def relabelling(text: str, gap: int, start: int, end: int, old: str | None, new: str) -> list[Edit]:
    """The edits that write the label of the turn `start` … `end` anew: before it, from `gap` on, and inside it."""
    if not old or old == new:
        return []
    places = [(gap, start), *inner_labels(text, start, end, old)]
    label = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, old.split())) + r"(?!\w)")
    found = [list(label.finditer(text, *place)) for place in places]
    return [Edit(hits[-1].start(), hits[-1].end(), new) for hits in found if hits]


def load(connection: Connection, found: Sequence[Row]) -> list[Transcript]:
    ids = [row["id"] for row in found]
    people = {row["id"]: row["name"] for row in rows(connection, "participant")}
    speakers = _by_transcript(connection, "speaker", ids)
    turns = _by_transcript(connection, "turn", ids)
    return [_transcript(row, speakers.get(row["id"], []), turns.get(row["id"], []), people) for row in found]


def _by_transcript(connection: Connection, table: str, ids: Sequence[str]) -> dict[str, list[Any]]:
    target = LOGGED[table]
    query = select(target).where(target.c.transcript_id.in_(ids)).order_by(target.c.transcript_id, target.c.position)
    grouped: dict[str, list[Any]] = {}
    for row in connection.execute(query):
        grouped.setdefault(row.transcript_id, []).append(row)
    return grouped


def _transcript(row: Row, speakers: Sequence[Any], turns: Sequence[Any], people: dict[str, str]) -> Transcript:
    labels = {one.id: one.label for one in speakers}
    return Transcript(
        row["name"],
        row["text"],
        tuple(Turn(labels.get(t.speaker_id), t.start, t.end, t.start_time, t.end_time) for t in turns),
        tuple(Speaker(one.label, one.role, people.get(one.participant_id)) for one in speakers),
        row["filename"],
        row["format"],
        people.get(row["participant_id"]),
        row["language"],
    )


def insert_turns(act: Act, spoken: Iterable[tuple[str, Reading, Mapping[str | None, str]]]) -> None:
    """The speakers and turns of transcripts, each with its key, how it was read, and the participant of each label."""
    speakers: list[Row] = []
    turns: list[Row] = []
    for transcript_id, reading, linked in spoken:
        ids: dict[str | None, str | None] = {None: None}
        for position, (label, role) in enumerate(reading.roles.items()):
            ids[label] = new_id()
            speakers.append(
                {
                    "id": ids[label],
                    "transcript_id": transcript_id,
                    "participant_id": linked.get(label),
                    "label": label,
                    "role": role,
                    "position": position,
                }
            )
        keys = new_ids(len(reading.turns))
        turns += [
            {
                "id": key,
                "transcript_id": transcript_id,
                "speaker_id": ids[turn.speaker],
                "position": position,
                "start": turn.start,
                "end": turn.end,
                "start_time": turn.start_time,
                "end_time": turn.end_time,
            }
            for position, (key, turn) in enumerate(zip(keys, reading.turns, strict=True))
        ]
    act.insert_many("speaker", speakers)
    act.insert_many("turn", turns)


def speaker_row(connection: Connection, name: str, label: str) -> tuple[Row, Row]:
    transcript = named(connection, "transcript", name)
    speakers = rows(connection, "speaker", transcript_id=transcript["id"])
    for speaker in speakers:
        if speaker["label"] == label:
            return transcript, speaker
    raise NotFound(f"speaker in '{name}'", label, [speaker["label"] for speaker in speakers])


def set_default_participant(act: Act, transcript_id: str, *, former: str | None = None) -> None:
    """Unlabelled talk goes to the one participant who speaks under a label, where there is exactly one.

    It stays with somebody who speaks under no label, unless that was only so for a speaker who was `former`ly them.
    """
    speakers = rows(act.connection, "speaker", transcript_id=transcript_id)
    people = {one["participant_id"] for one in speakers if one["participant_id"]}
    (transcript,) = rows(act.connection, "transcript", id=transcript_id)
    if transcript["participant_id"] not in {None, former, *people} and _has_unlabelled(act.connection, transcript_id):
        return
    act.update("transcript", transcript_id, participant_id=people.pop() if len(people) == 1 else None)


def _has_unlabelled(connection: Connection, transcript_id: str) -> bool:
    turn = LOGGED["turn"]
    query = select(turn.c.id).where(turn.c.transcript_id == transcript_id, turn.c.speaker_id.is_(None)).limit(1)
    return connection.execute(query).first() is not None
