"""The study's participants, and whose voice a label in a transcript is."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, union

from workbench.exports.sheets import read_sheet
from workbench.model import BadRows, NotFound, Participant, Role, WorkbenchError, counted
from workbench.store import LOGGED, Act
from workbench.study.base import (
    Collection,
    clean_name,
    free_name,
    named,
    new_id,
    next_position,
    put_setting,
    rows,
    setting,
)
from workbench.study.files import read_bytes
from workbench.study.notes.linking import Link, Names, relink
from workbench.study.texts.attributes import KINDS, Kind, Value, converted, finite, kind_of, typed

GENERIC = re.compile(
    r"(?i)^(speaker|participant|respondent|interviewee|person|voice|subject|informant|unknown)?[\s_#-]*([a-z]\d?|\d{1,2})?$"
    r"|^(sprecher(in)?|befragte[r]?|resp|part)\.?[\s_-]*\d*$"
)
"""Labels that name a part in the talk (R, B, P1, Speaker 2) and so say nothing of who it is; P07 names somebody."""

NAME_COLUMNS = ("participant id", "id", "name", "case", "respondent", "interviewee", "pseudonym")
"""Other headings that are taken for the participant's name, the first of them that is there."""


KINDS_SETTING = "attribute kinds"
"""The setting that keeps which kinds were said."""


@dataclass(frozen=True, slots=True)
class PeopleReport:
    """What an import of participants did: who is new, who was there, and whom no transcript names yet."""

    added: tuple[str, ...]
    updated: tuple[str, ...]
    without_transcript: tuple[str, ...]
    attributes: tuple[str, ...]
    not_named: tuple[str, ...] = ()
    """Who speaks in a transcript and stands in no row of the table."""


class Participants(Collection):
    """`study.participants["P07"]`; iterating gives them in order."""

    def __iter__(self) -> Iterator[Participant]:
        with self._store.read() as connection:
            found = rows(connection, "participant")
        return iter([Participant(row["name"], dict(row["attributes"])) for row in found])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __getitem__(self, name: str) -> Participant:
        with self._store.read() as connection:
            row = named(connection, "participant", name)
        return Participant(row["name"], dict(row["attributes"]))

    def attributes(self) -> list[str]:
        """Names of all attributes, in the order in which they first appear."""
        return list(dict.fromkeys(name for person in self for name in person.attributes))

    def kinds(self) -> dict[str, Kind]:
        """Of which kind each attribute is: as somebody said, else as its values are."""
        with self._store.read() as connection:
            said = setting(connection, KINDS_SETTING) or {}
        people = list(self)
        return {
            name: said.get(name) or kind_of([person.attributes.get(name) for person in people])
            for name in self.attributes()
        }

    def set_kind(self, attribute: str, kind: str) -> None:
        """Say of which kind an attribute is; all its values become such, or the first that cannot is named."""
        wanted = next((one for one in KINDS if one == kind), None)
        if wanted is None:
            raise WorkbenchError(f"'{kind}' is no kind of attribute. Kinds are: {', '.join(KINDS)}.")
        if attribute not in self.attributes():
            raise NotFound("attribute", attribute, self.attributes())
        with self._store.act("edit participant", f"'{attribute}' is a {wanted}", coder=self._coder) as act:
            for row in rows(act.connection, "participant"):
                if attribute in row["attributes"]:
                    values = {**row["attributes"], attribute: _as(wanted, row["attributes"][attribute], row["name"])}
                    act.update("participant", row["id"], attributes=values)
            said = setting(act.connection, KINDS_SETTING) or {}
            put_setting(act, KINDS_SETTING, {**said, attribute: wanted})

    def transcripts(self) -> dict[str, list[str]]:
        """In which transcripts each participant speaks, in their order; an empty list where in none."""
        found: dict[str, list[str]] = {person.name: [] for person in self}
        for one in self._study.transcripts:
            for name in one.participants:
                found[name].append(one.name)
        return found

    def speaking(self) -> list[str]:
        """Who speaks in a transcript, by a label of their own or where nobody is named: the N of tables and figures."""
        with self._store.read() as connection:
            known = _speaking(connection)
            return [row["name"] for row in rows(connection, "participant") if row["id"] in known]

    def without_attributes(self) -> list[str]:
        """Who speaks, and of whom nothing else is known yet."""
        speaking = self.transcripts()
        return [person.name for person in self if speaking[person.name] and not person.attributes]

    def _rows(self) -> list[dict[str, Any]]:
        with self._store.read() as connection:
            return rows(connection, "participant")

    def import_file(self, path: Path | str) -> PeopleReport:
        """Participants and their attributes from a csv file, one row each; known names are brought up to date."""
        return self.import_bytes(Path(path).name, read_bytes(path))

    def import_bytes(self, name: str, data: bytes) -> PeopleReport:
        people = read_participants(name, data)
        added: list[str] = []
        updated: list[str] = []
        what = f"Imported {counted(len(people), 'participant')} from {name}"
        with self._store.act("import participants", what, coder=self._coder) as act:
            known = {row["name"]: row for row in rows(act.connection, "participant")}
            position = next_position(act.connection, "participant")
            for person in people:
                if person.name in known:
                    row = known[person.name]
                    act.update("participant", row["id"], attributes={**row["attributes"], **person.attributes})
                    updated.append(person.name)
                else:
                    act.insert("participant", _row(person.name, person.attributes, position + len(added)))
                    added.append(person.name)
            speaking = _speaking(act.connection)
            silent = [row["name"] for row in rows(act.connection, "participant") if row["id"] not in speaking]
        names = dict.fromkeys(name for person in people for name in person.attributes)
        listed = {person.name for person in people}
        unknown = [row["name"] for row in self._rows() if row["id"] in speaking and row["name"] not in listed]
        return PeopleReport(tuple(added), tuple(updated), tuple(silent), tuple(names), tuple(unknown))

    def edit(self, name: str, *, new_name: str | None = None, **attributes: Any) -> None:
        """Rename a participant, or set attributes (None removes one)."""
        with self._store.act("edit participant", f"Changed participant '{name}'", coder=self._coder) as act:
            row = named(act.connection, "participant", name)
            said = setting(act.connection, KINDS_SETTING) or {}
            given = {key: _as(said.get(key), value, name) for key, value in attributes.items()}
            merged = {**row["attributes"], **given}
            called = free_name(act.connection, "participant", new_name, own=row["id"]) if new_name else row["name"]
            names = Names.of(act.connection)
            act.update(
                "participant",
                row["id"],
                name=called,
                attributes={key: value for key, value in merged.items() if value is not None},
            )
            if called != row["name"]:
                relink(act, names, {Link("participant", row["name"]): called})


def _speaking(connection: Connection) -> set[str]:
    """The keys of those who speak somewhere."""
    speaker, transcript = LOGGED["speaker"].c.participant_id, LOGGED["transcript"].c.participant_id
    return {key for (key,) in connection.execute(union(select(speaker), select(transcript))) if key is not None}


def whose_unlabelled(linked: Mapping[str | None, str]) -> str | None:
    """Whose the words are that nobody is named for: of who was said to be, else of the only one that labels lead to.

    >>> whose_unlabelled({"R": "P07"}), whose_unlabelled({"A": "Ann", "B": "Ben"}), whose_unlabelled({None: "P08"})
    ('P07', None, 'P08')
    """
    people = set(linked.values())
    return linked.get(None) or (people.pop() if len(people) == 1 else None)


def linked_names(
    known: Iterable[str], transcript: str, roles: Mapping[str, Role], *, unlabelled: bool = False
) -> dict[str | None, str]:
    """The participant's name for each label that is not an interviewer's.

    A label that names somebody (P07, Ray Okafor) is that participant. A label that names only a part (R, Speaker 2) is
    the participant called like the transcript. A transcript without labels belongs to that participant, under None, and
    so do the `unlabelled` turns where only those who ask have a label.

    >>> linked_names([], "P07", {"I": "interviewer", "R": "participant"})
    {'R': 'P07'}
    """
    there = set(known)
    answering = [label for label, role in roles.items() if role == "participant"]
    if not answering:
        answering = [label for label, role in roles.items() if role != "interviewer"]
    own = next((name for name in sorted(there, key=len, reverse=True) if _names(transcript, name)), transcript)
    wanted: dict[str | None, str] = {}
    if not answering and (unlabelled or not roles):
        wanted[None] = own
    for label in answering:
        if label in there:
            wanted[label] = label
        elif (own in there and not there & set(answering)) or (len(answering) == 1 and GENERIC.match(label)):
            wanted[label] = own
        else:
            wanted[label] = f"{transcript} {label}" if GENERIC.match(label) else label
    return wanted


def participants_of(act: Act, transcript: str, roles: Mapping[str, Role]) -> dict[str | None, str]:
    """The participant's key for each label that is not an interviewer's; people not known yet are added."""
    known = participant_keys(act.connection)
    wanted = linked_names(known, transcript, roles)
    if set(wanted.values()) - known.keys():
        act.insert_many("participant", new_people(wanted.values(), known, next_position(act.connection, "participant")))
    return {label: known[name] for label, name in wanted.items()}


def participant_keys(connection: Connection) -> dict[str, str]:
    """The key of each participant by name, in order."""
    table = LOGGED["participant"]
    query = select(table.c.name, table.c.id).order_by(table.c.position, table.c.id)
    return {row.name: row.id for row in connection.execute(query)}


def new_people(wanted: Iterable[str], known: dict[str, str], position: int) -> list[dict[str, Any]]:
    """The rows of those who are not `known` yet, the first of them at `position`; from then on they are known."""
    new = [name for name in dict.fromkeys(wanted) if name not in known]
    added = [_row(clean_name("participant", name), {}, position + i) for i, name in enumerate(new)]
    known.update((name, row["id"]) for name, row in zip(new, added, strict=True))
    return added


def _names(transcript: str, participant: str) -> bool:
    """Whether a transcript's name holds a participant's as a word of its own: 'P07_second interview' does 'P07'."""
    return re.search(rf"(?<![^\W_]){re.escape(participant)}(?![^\W_])", transcript, re.IGNORECASE) is not None


def _as(kind: Kind | None, value: Any, name: str) -> Value:
    try:
        return finite(value) if kind is None else converted(value, kind)
    except ValueError:
        raise WorkbenchError(f"Participant '{name}': '{value}' is no number.") from None
    except WorkbenchError as error:
        raise WorkbenchError(f"Participant '{name}': {error}") from None


def _row(name: str, attributes: Mapping[str, Any], position: int) -> dict[str, Any]:
    return {"id": new_id(), "name": name, "attributes": dict(attributes), "position": position}


def read_participants(name: str, data: bytes) -> list[Participant]:
    """Rows of a csv, xlsx or json file: one column names the participant, all others become attributes.

    Whole columns of numbers become numbers, those of dates dates as 2024-03-01; empty cells are no attribute.
    `WorkbenchError` or `BadRows` otherwise.
    """
    sheet = read_sheet(name, data)
    columns = sheet.matched({"participant": NAME_COLUMNS})
    sheet.require(columns, ["participant"])
    key = columns["participant"]
    cells = {column: [row.cells[column].strip() for row in sheet.rows] for column in sheet.columns}
    columns_typed = {column: typed(cells[column]) for column in sheet.columns if column != key}
    people: list[Participant] = []
    problems, seen = [], dict[str, int]()
    for i, row in enumerate(sheet.rows):
        person = cells[key][i]
        if not person:
            problems.append(f"row {row.number}: the column '{key}' is empty. Give the participant's name.")
            continue
        if person in seen:
            problems.append(f"row {row.number}: '{person}' stands in row {seen[person]} already. Keep one of them.")
        seen[person] = row.number
        values = {name: found[i] for name, found in columns_typed.items() if found[i] is not None}
        people.append(Participant(clean_name("participant", person), values))
    if problems:
        raise BadRows(name, problems)
    return people
