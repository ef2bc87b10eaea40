"""Who took part? The table of participants that a methods section needs."""

from collections.abc import Iterable, Mapping, Sequence

from workbench.exports.tables import Cell, Table
from workbench.model import Coding, NotFound, Participant, Transcript


def participant_table(
    participants: Sequence[Participant],
    transcripts: Sequence[Transcript],
    codings: Iterable[Coding],
    *,
    attributes: Sequence[str] | None = None,
    caption: str = "",
) -> Table:
    """One row a participant, in the study's order: chosen attributes (None: all), interviews, words, minutes, codes and
    codings.

    Words are those that the participant speaks; minutes are the length of the interviews, where they have times.
    """
    known = list(dict.fromkeys(name for person in participants for name in person.attributes))
    chosen = known if attributes is None else list(attributes)
    for name in chosen:
        if name not in known:
            raise NotFound("attribute", name, known)
    used: dict[str, list[str]] = {}
    for coding in codings:
        used.setdefault(coding.participant or "", []).append(coding.code)
    rows: list[list[Cell]] = []
    for person in participants:
        theirs = [one for one in transcripts if person.name in one.participants]
        times = [one.duration for one in theirs if one.duration is not None]
        mine = used.get(person.name, [])
        rows.append(
            [
                person.name,
                *(_shown(person.attributes.get(name)) for name in chosen),
                len(theirs),
                sum(spoken(one, person.name) for one in theirs),
                round(sum(times) / 60) if times else None,
                len(set(mine)),
                len(mine),
            ]
        )
    heads = [name.replace("_", " ").capitalize() for name in chosen]
    columns = ["Participant", *heads, "Interviews", "Words", "Minutes", "Codes", "Codings"]
    if not any(row[columns.index("Minutes")] is not None for row in rows):
        place = columns.index("Minutes")
        columns, rows = [*columns[:place], *columns[place + 1 :]], [[*row[:place], *row[place + 1 :]] for row in rows]
    notes = ["Words: spoken by the participant."]
    notes += ["Minutes: of the interviews that have times."] if "Minutes" in columns else []
    silent = [str(row[0]) for row in rows if row[columns.index("Interviews")] == 0]
    notes += [f"In no transcript, and not counted as participants elsewhere: {', '.join(silent)}."] if silent else []
    return Table.of("Participants", columns, rows, caption=caption, notes=notes)


def spoken(transcript: Transcript, participant: str) -> int:
    """Words that a participant speaks in a transcript; talk that nobody is named for counts for its participant."""
    whose: Mapping[str | None, str | None] = {one.label: one.participant for one in transcript.speakers}
    return sum(
        len(transcript.text[turn.start : turn.end].split())
        for turn in transcript.turns
        if (whose.get(turn.speaker) if turn.speaker else transcript.default_participant) == participant
    )


def _shown(value: str | int | float | bool | None) -> Cell:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
