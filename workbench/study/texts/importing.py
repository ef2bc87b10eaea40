"""How do files become transcripts: each read by itself, then all that could be read written as one act?"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, select

from workbench.model import Reading, Role, WorkbenchError
from workbench.readers import Member, Rules, read
from workbench.store import LOGGED, Act, Store
from workbench.store.undo import CHUNK
from workbench.study.base import Row, clean_name, listing, new_id, next_position
from workbench.study.people import linked_names, new_people, participant_keys, whose_unlabelled
from workbench.study.texts.previewing import NO_CHOICES, Choices
from workbench.study.texts.reading_rules import checked_language
from workbench.study.texts.talk import insert_turns, text_digest

AT_ONCE = 200_000_000
"""Bytes of files that are held until they are written, and are one change then. Interviews never come near it."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of one file. `error` is None when it was imported; `warnings` hold what was assumed or dropped.

    A file that lies beside transcripts in a folder and is none by its name is left out; `beside` says what it is.

    A project gives a report for each of its transcripts, the first of which says in `project` what else came in.
    """

    file: str
    transcript: str | None = None
    turns: int = 0
    speakers: tuple[str, ...] = ()
    words: int = 0
    warnings: tuple[str, ...] = ()
    error: str | None = None
    roles: dict[str, Role] = field(default_factory=dict)
    project: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came without a path, what was chosen on its preview, and the reading that the preview showed."""

    member: Member
    rules: Rules | None = None
    choices: Choices = NO_CHOICES
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was read. `where` it stands is shown in its report; its transcript is to be called `name`."""

    where: str
    filename: str
    name: str
    data: bytes
    reading: Reading
    language: str
    choices: Choices


def incoming(
    member: Member,
    rules: Rules | None,
    language: str,
    choices: Choices = NO_CHOICES,
    reading: Reading | None = None,
) -> Incoming | ImportReport:
    """The file as it is read, or was where a `reading` is given; or the report of why it could not be."""
    try:
        code = checked_language(language)
        data = member.load()
        reading = reading or read(member.where, data, rules=rules)
        name = name_of(member.title, member.filename)
        return Incoming(member.where, member.filename, name, data, choices.reading(reading), code, choices)
    except WorkbenchError as error:
        return ImportReport(member.where, error=str(error))


def name_of(title: str, filename: str) -> str:
    """What a transcript is called that is read from this file."""
    return clean_name("transcript", title or Path(filename.replace("\\", "/")).stem)


def in_portions(found: Iterable[Incoming | ImportReport]) -> Iterator[list[Incoming | ImportReport]]:
    """What is written together: all, unless that were far too much to be held."""
    some: list[Incoming | ImportReport] = []
    held = 0
    for one in found:
        some.append(one)
        held += len(one.data) if isinstance(one, Incoming) else 0
        if held >= AT_ONCE:
            yield some
            some, held = [], 0
    if some:
        yield some


def save(store: Store, coder: str, found: Sequence[Incoming | ImportReport]) -> list[ImportReport]:
    """Write files that were read into the study, all by one act, and give a report for each, in order.

    One that the study has already, or whose name is taken, is refused and stops no other; reports of files that could
    not be read are passed on.
    """
    if not any(isinstance(one, Incoming) for one in found):
        return [one for one in found if isinstance(one, ImportReport)]
    with store.act("import transcript", "", coder=coder) as act:
        saving = _Saving(act, [one for one in found if isinstance(one, Incoming)])
        reports = [one if isinstance(one, ImportReport) else saving.report(one) for one in found]
        saving.write(store)
    return reports


def taken(connection: Connection, filename: str, name: str, digest: str) -> str:
    """Why a file would not be imported, the study having it or its name already; '' where it has neither."""
    table = LOGGED["transcript"]
    same = connection.execute(select(table.c.name).where(table.c.original_sha256 == digest)).scalar()
    return _taken(filename, name, same, connection.execute(select(table.c.id).where(table.c.name == name)).first())


def _taken(filename: str, name: str, same: str | None, called: object) -> str:
    if same is not None:
        return f"{filename}: the same file is already in the study, as '{same}'. Skipped."
    if called:
        return (
            f"{filename}: another transcript is called '{name}' already. Rename the file, or remove that one; a "
            f"corrected file takes its place under 'Correct this transcript' (or by 'workbench correct')."
        )
    return ""


class _Saving:
    """One import as it is made: what the study has by now, and the rows that come in."""

    def __init__(self, act: Act, found: Sequence[Incoming]) -> None:
        self.act = act
        self.people = participant_keys(act.connection)
        self.digests = {id(one): hashlib.sha256(one.data).hexdigest() for one in found}
        self.known = self._known("original_sha256", list(self.digests.values()))
        self.called = set(self._known("name", [one.name for one in found]))
        self.first = {name: next_position(act.connection, name) for name in ("participant", "transcript")}
        self.originals: dict[str, bytes] = {}
        self.transcripts: list[Row] = []
        self.participants: list[Row] = []
        self.spoken: list[tuple[str, Reading, dict[str | None, str]]] = []

    def _known(self, column: str, values: Sequence[str]) -> dict[str, str]:
        """The names of the transcripts that have one of these values there, by the value."""
        table = LOGGED["transcript"]
        found: dict[str, str] = {}
        for at in range(0, len(values), CHUNK):
            query = select(table.c[column], table.c.name).where(table.c[column].in_(values[at : at + CHUNK]))
            found |= {row[0]: row[1] for row in self.act.connection.execute(query)}
        return found

    def report(self, one: Incoming) -> ImportReport:
        try:
            self._take(one)
        except WorkbenchError as error:
            return ImportReport(one.where, error=str(error))
        reading = one.reading
        return ImportReport(
            one.where,
            one.name,
            len(reading.turns),
            tuple(reading.speakers),
            reading.words,
            tuple(str(problem) for problem in reading.problems),
            None,
            dict(reading.roles),
        )

    def _take(self, one: Incoming) -> None:
        reading, digest = one.reading, self.digests[id(one)]
        if there := _taken(one.filename, one.name, self.known.get(digest), one.name in self.called):
            raise WorkbenchError(there)
        wanted = one.choices.linked(
            linked_names(self.people, one.name, reading.roles, unlabelled=reading.unlabelled > 0)
        )
        self.participants += new_people(
            wanted.values(), self.people, self.first["participant"] + len(self.participants)
        )
        linked = {label: self.people[name] for label, name in wanted.items()}
        key = new_id()
        self.known[digest] = one.name
        self.called.add(one.name)
        self.originals[digest] = one.data
        self.spoken.append((key, reading, linked))
        self.transcripts.append(
            {
                "id": key,
                "name": one.name,
                "text": reading.text,
                "text_sha256": text_digest(reading.text),
                "filename": one.filename,
                "format": reading.format,
                "original_sha256": digest,
                "problems": [str(problem) for problem in reading.problems],
                "language": one.language,
                "position": self.first["transcript"] + len(self.transcripts),
                "participant_id": whose_unlabelled(linked),
            }
        )

    def write(self, store: Store) -> None:
        names = [row["name"] for row in self.transcripts]
        several = f"{len(names)} transcripts: {listing(names)}"
        self.act.what = f"Imported {several if len(names) > 1 else f'transcript {listing(names)}'}"
        store.keep_originals(self.act, self.originals)
        self.act.insert_many("participant", self.participants)
        self.act.insert_many("transcript", self.transcripts)
        insert_turns(self.act, self.spoken)
