"""A project of another tool comes into a study: all that it holds, as one act, or nothing.

What the study has already is found by guid, by text, by name and by place, as when copies are merged; so the same
project a second time brings nothing, and a newer one what is new in it. On import the study's own words stand where
both differ; a merge asks, as it does for copies.
"""

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy import Connection

from workbench.exports.refi import ProjectReading, read_project
from workbench.model import Transcript, WorkbenchError, counted
from workbench.store import backups
from workbench.study.base import listing, setting
from workbench.study.merge.match import State, in_terms, terms_of
from workbench.study.merge.merging import (
    MergeReport,
    check_choices,
    known_choices,
    of_one_name,
    report_of,
    state_of,
    write_merged,
)
from workbench.study.merge.three_way import Conflict, Merged, merge
from workbench.study.merge.withdrawn import Gone, choices, gone, leave_out, notes
from workbench.study.people import KINDS_SETTING
from workbench.study.project.rows import ProjectRows
from workbench.study.texts.importing import ImportReport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.study.study import Study

SUFFIXES = (".qdpx", ".qde")
NOUNS = {
    "transcript": "transcript",
    "code": "code",
    "coding": "coding",
    "memo": "memo",
    "participant": "participant",
    "theme": "theme",
    "counter_case": "counter-case",
}


@dataclass(frozen=True, slots=True)
class ProjectReport:
    """What became of a project. `added` counts what is new, by noun; `transcripts` and `coders` name it.

    `warnings` say what could not be represented and which faults of the file were mended.
    """

    file: str
    name: str
    origin: str
    transcripts: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    added: dict[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def __str__(self) -> str:
        counts = [f"{n} {noun if n == 1 else f'{noun}s'}" for noun, n in self.added.items()]
        by = f" by {self.origin}" if self.origin else ""
        coders = f"; new coders: {', '.join(self.coders)}" if self.coders else ""
        return f"{self.file}{by}: {', '.join(counts) or 'nothing that is not here already'}{coders}"


def is_project_file(file: Path | str) -> bool:
    """Whether a file is named as a project."""
    return str(file).lower().endswith(SUFFIXES)


def import_project(study: "Study", file: Path | str, data: bytes | None = None) -> ProjectReport:
    """Take a .qdpx or .qde in, from a path or as bytes that were uploaded under that name; one act.

    A bare project.qde may have its texts beside it, or in a folder `sources` there.
    """
    reading = _read(file, data)
    name = Path(file).name
    with study.store.act("import project", f"Imported the project {name}", coder=study.coder) as act:
        merged, rows = _merged(act.connection, reading, name, {})
        chosen = {one.key: "ours" for one in merged.conflicts if "ours" in one.choices}
        if chosen:
            merged, rows = _merged(act.connection, reading, name, chosen)
        report = _report(merged, rows, reading, name)
        act.what = f"Imported the project {name}: {str(report).partition(': ')[2]}"
        write_merged(study.store, act, merged, rows.originals.get)
    return report


def preview_project(study: "Study", file: Path | str, data: bytes | None = None) -> ProjectReport:
    """What an import would bring; nothing is written."""
    reading, name = _read(file, data), Path(file).name
    with study.store.read() as here:
        merged, rows = _merged(here, reading, name, {})
    return _report(merged, rows, reading, name)


def project_reports(study: "Study", file: Path | str, data: bytes | None = None) -> list[ImportReport]:
    """The same as reports on files: one for each new transcript, the first with what is to be said of all; a refusal as
    `error`."""
    name = Path(file).name
    try:
        done = study.import_project(file, data)
    except WorkbenchError as error:
        said = str(error)
        return [ImportReport(name, error=said if name in said else f"{name}: {said}")]
    reports = [_of_transcript(name, study.transcripts[one]) for one in done.transcripts]
    first = reports[0] if reports else ImportReport(name)
    return [replace(first, warnings=done.warnings, project=str(done)), *reports[1:]]


def _of_transcript(file: str, one: Transcript) -> ImportReport:
    roles = {speaker.label: speaker.role for speaker in one.speakers}
    return ImportReport(file, one.name, len(one.turns), tuple(roles), one.words, roles=roles)


def merge_project(study: "Study", file: Path, *, preview: bool, chosen: Mapping[str, str]) -> MergeReport:
    """Merge a project as a copy of the study is merged: where both differ, the choices decide."""
    check_choices(chosen)
    reading = _read(file, None)
    if preview:
        with study.store.read() as here:
            merged, _rows = _merged(here, reading, file.name, chosen)
        known_choices(chosen, merged.conflicts)
        return report_of(merged)
    backups.keep(study.store, "before merging")
    with study.store.act("merge copies", "", coder=study.coder) as act:
        merged, rows = _merged(act.connection, reading, file.name, chosen)
        known_choices(chosen, merged.conflicts)
        report = report_of(merged)
        codings, codes = report.added.get("coding", 0), report.added.get("code", 0)
        who = f", coders {listing(report.coders)}" if report.coders else ""
        act.what = f"Merged {file.name}: {counted(codings, 'coding')} and {counted(codes, 'code')} added{who}"
        write_merged(study.store, act, merged, rows.originals.get)
    return report


def _read(file: Path | str, data: bytes | None) -> ProjectReading:
    path = Path(file)
    if data is not None:
        return read_project(path.name, data)
    with _open(path) as stream:
        return read_project(path.name, stream, beside=path.parent if path.suffix.lower() == ".qde" else None)


@contextmanager
def _open(path: Path) -> "Iterator[BinaryIO]":
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        raise WorkbenchError(f"There is no file {path}. Look at the name and the folder.") from None
    except OSError as error:
        raise WorkbenchError(f"{path} cannot be read ({error.strerror or 'not a file'}).") from None
    with stream:
        yield stream


def _merged(
    here: Connection, reading: ProjectReading, file: str, chosen: Mapping[str, str]
) -> tuple[Merged, ProjectRows]:
    ours = state_of(here)
    after = {
        table: 1 + max((row["position"] for row in rows.values()), default=-1)
        for table, rows in ours.items()
        if any("position" in row for row in rows.values())
    }
    people = [row["name"] for row in ours["participant"].values()]
    rows = ProjectRows(
        reading.project,
        file=file,
        after=after,
        known=people,
        suggestions=ours["suggestion"].keys(),
        guid=str(setting(here, "guid") or ""),
    )
    theirs, withdrawn = rows.state, gone(here)
    left_out = leave_out(theirs, withdrawn.erased)
    _same_talk(ours, theirs)
    _kinds(ours, theirs, rows)
    based: State = {table: {} for table in ours}
    apart = {key.split(":")[1] for key, side in chosen.items() if side == "apart"}
    terms = terms_of(ours, theirs, based, apart)
    matched = {ours_key: key for (table, key), ours_key in terms.keys.items() if table == "transcript"}
    ruled = {**choices(withdrawn, Gone()), **chosen}
    merged = merge(based, ours, in_terms(theirs, terms), ruled, matched)
    merged.notes = notes(left_out, ours, Gone())
    merged.conflicts += of_one_name(terms, ours, theirs)
    return merged, rows


def _same_talk(ours: State, theirs: State) -> None:
    """A text that is here already, by its guid and with the same words, keeps the turns and speakers that it has."""
    for key in ours["transcript"].keys() & theirs["transcript"].keys():
        if ours["transcript"][key]["text"] == theirs["transcript"][key]["text"]:
            for table in ("turn", "speaker"):
                kept = {one: row for one, row in theirs[table].items() if row["transcript_id"] != key}
                own = {one: row for one, row in ours[table].items() if row["transcript_id"] == key}
                theirs[table] = kept | own


def _kinds(ours: State, theirs: State, rows: ProjectRows) -> None:
    """What was said of the kinds of attributes; what is said here stands."""
    said = ours["setting"].get(KINDS_SETTING, {}).get("value") or {}
    if rows.kinds.keys() - said.keys():
        theirs["setting"][KINDS_SETTING] = {"id": KINDS_SETTING, "value": {**rows.kinds, **said}}
        if KINDS_SETTING in ours["setting"]:
            ours["setting"][KINDS_SETTING] = {"id": KINDS_SETTING, "value": said}


def _report(merged: Merged, rows: ProjectRows, reading: ProjectReading, file: str) -> ProjectReport:
    found = report_of(merged)
    changes = merged.changes().items()
    new = [after for (table, _key), (before, after) in changes if table == "transcript" and before is None and after]
    names = [row["name"] for row in sorted(new, key=lambda row: row["position"])]
    stands = [str(one).replace("takes ours", "stays as it is here") for one in merged.conflicts if _tells(one)]
    links = sum(one.takes == "ours" and one.field == "participant_id" for one in merged.conflicts)
    if links:
        stands.append(f"Who speaks in texts that were here already stays as it was ({links} times it differs).")
    stands += [
        f"Another {one.kind} is called '{one.name}' here already; this one is '{one.takes}'."
        for one in merged.conflicts
        if one.field == "name" and not one.choices
    ]
    return ProjectReport(
        file,
        reading.project.name,
        reading.project.origin,
        tuple(names),
        found.coders,
        {noun: found.added[table] for table, noun in NOUNS.items() if found.added.get(table)},
        (*reading.problems, *rows.notes, *merged.notes, *stands),
    )


def _tells(conflict: Conflict) -> bool:
    """Whether a difference, in which the study's own value stays, says something to a reader."""
    return conflict.takes == "ours" and conflict.field not in ("", "problems", "participant_id", "format")
