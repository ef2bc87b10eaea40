"""The study's transcripts: read in, listed, cut into segments, taken out again."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import func, select

from workbench.model import ROLES, NotAChoice, Reading, Role, Segment, Transcript, WorkbenchError, window_of
from workbench.readers import Member, Rules, UnknownColumns, files, read
from workbench.segment.language import language_of
from workbench.store import LOGGED
from workbench.study.base import as_unit, named, rows
from workbench.study.people import participants_of
from workbench.study.texts.correcting import Corrections
from workbench.study.texts.importing import ImportReport, Incoming, Upload, in_portions, incoming, name_of, save, taken
from workbench.study.texts.previewing import NO_CHOICES, Choices, Preview, previewed
from workbench.study.texts.reading_rules import checked_language
from workbench.study.texts.recordings import recording
from workbench.study.texts.segments import windows
from workbench.study.texts.talk import load, set_default_participant, speaker_row

CODING_ACTS = ("add coding", "edit coding", "remove coding", "import codings", "add memo", "edit memo")
"""The acts that are done all day and touch no transcript, so that the texts need not be loaded again after each."""


@dataclass(frozen=True, slots=True)
class Overview:
    """A line of the list of transcripts; `duration` in seconds or None."""

    name: str
    participant: str | None
    turns: int
    words: int
    speakers: tuple[str, ...]
    duration: float | None
    codings: int


class Transcripts(Corrections):
    """`study.transcripts["P01"]` is a Transcript; iterating gives them in order of import."""

    def __iter__(self) -> Iterator[Transcript]:
        return iter(self._all())

    def __len__(self) -> int:
        with self._store.read() as connection:
            return int(connection.execute(select(func.count()).select_from(LOGGED["transcript"])).scalar() or 0)

    def __getitem__(self, name: str) -> Transcript:
        with self._store.read() as connection:
            return load(connection, [named(connection, "transcript", name)])[0]

    def names(self) -> list[str]:
        table = LOGGED["transcript"]
        with self._store.read() as connection:
            return [name for (name,) in connection.execute(select(table.c.name).order_by(table.c.position))]

    def recording(self, name: str) -> Path | None:
        """The sound file of an interview, where one called like it lies beside the study (see `recordings`)."""
        with self._store.read() as connection:
            filename = named(connection, "transcript", name)["filename"]
        return recording(self._store.location, name, Path(filename.replace("\\", "/")).stem)

    def overview(self) -> list[Overview]:
        """One line a transcript, in order of import."""
        counts = Counter(one.transcript for one in self._study.codings)
        return [
            Overview(
                one.name,
                ", ".join(one.participants) or None,
                len(one.turns),
                one.words,
                tuple(speaker.label for speaker in one.speakers),
                one.duration,
                counts[one.name],
            )
            for one in self._all()
        ]

    def problems(self, name: str) -> list[str]:
        """What the reader assumed, joined or dropped when the transcript was imported."""
        with self._store.read() as connection:
            return list(named(connection, "transcript", name)["problems"])

    def original(self, name: str) -> tuple[str, bytes]:
        """The file as it was imported: its name and its bytes."""
        with self._store.read() as connection:
            row = named(connection, "transcript", name)
        return row["filename"], self._store.original(row["original_sha256"]) or b""

    # Acts --------------------------------------------------------------------------------------------------------

    def import_files(
        self,
        paths: Iterable[Path | str],
        *,
        rules: Rules | None = None,
        language: str = "",
        progress: Callable[[str], None] | None = None,
    ) -> list[ImportReport]:
        """Read files into transcripts named after them, in folders and .zip archives each of the files there.

        All files are one act, which one undo takes back; a project among them is an act of its own. Each file comes in
        as a whole or not at all, and none stops the others; what lies beside transcripts in a folder (a README,
        recordings) is left out, which its report says. A `language` that is given is that of all.
        """
        language = checked_language(language)
        projects: list[Member] = []

        def found() -> Iterator[Incoming | ImportReport]:
            for member in files(map(Path, paths)):
                if is_project_name(member.filename):
                    projects.append(member)
                    continue
                if member.beside:
                    yield ImportReport(member.where, beside=member.beside)
                    continue
                if progress:
                    progress(member.where)
                yield incoming(member, rules, language)

        reports = self._saved(found())
        for member in projects:
            reports += self._project(member)
        return reports

    def _saved(self, found: Iterable[Incoming | ImportReport]) -> list[ImportReport]:
        return [report for some in in_portions(found) for report in save(self._store, self._coder, some)]

    def _project(self, member: Member) -> list[ImportReport]:
        """A project in a folder or an archive comes in as if it were named."""
        from workbench.study.project.incoming import project_reports

        try:
            made = project_reports(self._study, member.filename, member.load())
        except WorkbenchError as error:
            return [ImportReport(member.where, error=str(error))]
        return [replace(one, file=member.where) for one in made]

    def import_uploads(self, uploads: Iterable[Upload], *, language: str = "") -> list[ImportReport]:
        """The same for files that were uploaded rather than named, with what was chosen on their previews."""
        return self._saved(incoming(one.member, one.rules, language, one.choices, one.reading) for one in uploads)

    def import_bytes(
        self,
        filename: str,
        data: bytes,
        *,
        title: str = "",
        rules: Rules | None = None,
        language: str = "",
        choices: Choices = NO_CHOICES,
    ) -> ImportReport:
        """The same for one file. The transcript is called `title`, or as the file without its ending."""
        member = Member(filename, filename, title, lambda: data)
        return self._saved([incoming(member, rules, language, choices)])[0]

    def preview(
        self,
        filename: str,
        data: bytes,
        *,
        title: str = "",
        rules: Rules | None = None,
        choices: Choices = NO_CHOICES,
        reading: Reading | None = None,
    ) -> Preview:
        """How a file would be read, with who speaks, their first words and who they would be; nothing is imported.

        The `reading` of an earlier preview by the same rules saves reading it again.
        """
        try:
            reading = reading or read(filename, data, rules=rules)
            known = [person.name for person in self._study.participants]
            name = name_of(title, filename)
            with self._store.read() as connection:
                there = taken(connection, Path(filename).name, name, hashlib.sha256(data).hexdigest())
            return previewed(filename, name, reading, known, choices, taken=there)
        except UnknownColumns as error:
            return Preview(filename, error=str(error), columns=error.columns)
        except WorkbenchError as error:
            return Preview(filename, error=str(error))

    def remove(self, name: str, *, why: str = "") -> None:
        """Take a transcript out, with its codings and memos; undo brings all of it back."""
        with self._store.act("remove transcript", f"Removed transcript '{name}'", coder=self._coder, why=why) as act:
            row = named(act.connection, "transcript", name)
            coding_ids = [one["id"] for one in rows(act.connection, "coding", transcript_id=row["id"])]
            for memo in rows(act.connection, "memo"):
                about_this = memo["on"] == "transcript" and memo["target"] == row["id"]
                if about_this or (memo["on"] == "coding" and memo["target"] in set(coding_ids)):
                    act.update("memo", memo["id"], archived=True)
            act.delete_many("coding", coding_ids)
            for table in ("counter_case", "refusal", "reading", "turn", "speaker", "assignment", "resolution"):
                act.delete_many(table, [one["id"] for one in rows(act.connection, table, transcript_id=row["id"])])
            act.delete("transcript", row["id"])

    def set_role(self, name: str, label: str, role: Role) -> None:
        """Say that a label is an interviewer or a participant."""
        if role not in ROLES:
            raise NotAChoice(f"'{role}' is no role.", ROLES)
        with self._store.act("edit speakers", f"'{label}' in '{name}' is {role}", coder=self._coder) as act:
            transcript, speaker = speaker_row(act.connection, name, label)
            act.update("speaker", speaker["id"], role=role)
            former = speaker["participant_id"]
            if role != "participant":
                act.update("speaker", speaker["id"], participant_id=None)
            elif speaker["participant_id"] is None:
                linked = participants_of(act, name, {label: role})
                act.update("speaker", speaker["id"], participant_id=linked[label])
            set_default_participant(act, transcript["id"], former=former)

    def set_language(self, name: str, language: str) -> None:
        """Say in which language somebody speaks, by its code (en, de, pt …); '' lets it be found from the words again.

        Where sentences end depends on it.
        """
        code = checked_language(language)
        what = f"'{name}' is in the language '{code}'" if code else f"The language of '{name}' is found from its words"
        with self._store.act("edit transcript", what, coder=self._coder) as act:
            act.update("transcript", named(act.connection, "transcript", name)["id"], language=code)

    def language(self, name: str) -> str:
        """The code of a transcript's language, as somebody set it, else as found from its words."""
        one = self[name]
        return one.language or language_of(one.text)

    def set_participant(self, name: str, label: str | None, participant: str) -> None:
        """Say which participant stands behind a label; with None, behind the words that nobody is named for."""
        who = f"'{label}'" if label is not None else "Who is not named"
        what = f"{who} in '{name}' is participant '{participant}'"
        with self._store.act("edit speakers", what, coder=self._coder) as act:
            person = named(act.connection, "participant", participant)
            if label is None:
                transcript = named(act.connection, "transcript", name)
                act.update("transcript", transcript["id"], participant_id=person["id"])
                return
            transcript, speaker = speaker_row(act.connection, name, label)
            act.update("speaker", speaker["id"], participant_id=person["id"], role="participant")
            set_default_participant(act, transcript["id"], former=speaker["participant_id"])

    # Segments ----------------------------------------------------------------------------------------------------

    def segments(
        self,
        unit: str = "turn",
        *,
        transcripts: Sequence[str] | None = None,
        speakers: str = "all",
        window: int | None = None,
    ) -> list[Segment]:
        """Units in order of the transcripts; `speakers='participant'` leaves out what only interviewers say.

        With a `window` of sentences, or as unit "window:3", so many neighbouring sentences of one turn are a unit.
        """
        wanted = [self[name] for name in transcripts] if transcripts is not None else self._all()
        if window is not None and unit != "sentence":
            raise WorkbenchError("A window is made of sentences. Choose sentence as the unit (--unit sentence).")
        size = window_of(as_unit(unit)) or window
        found = self._study.cut(wanted, as_unit("sentence" if size is not None else unit))
        if size is not None:
            found = windows(wanted, found, size)
        return [one for one in found if one.role != "interviewer"] if speakers == "participant" else found

    def _all(self) -> list[Transcript]:
        return self._study.remembered(
            "transcripts",
            lambda connection: load(connection, rows(connection, "transcript")),
            besides=CODING_ACTS,
            for_all=True,
        )


def is_project_name(name: str) -> bool:
    """Whether a file is named as a REFI-QDA project."""
    return name.lower().endswith((".qdpx", ".qde"))
