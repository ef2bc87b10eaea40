"""A study as a project for other tools: what the acting coder may see of it, in the values that the writer takes."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from workbench.model import (
    Project,
    ProjectCoding,
    ProjectCounter,
    ProjectLink,
    ProjectNote,
    ProjectPerson,
    ProjectSource,
    ProjectTheme,
    Transcript,
    VariableType,
    counted,
)
from workbench.store.log import images_of
from workbench.store.tables import change
from workbench.study.base import Row, listing, rows, setting
from workbench.study.people import KINDS_SETTING
from workbench.study.project.details import VERSION, details_of
from workbench.study.texts.attributes import Kind

if TYPE_CHECKING:
    from workbench.study.study import Study

REWRITING = (
    "correct transcript",
    "pseudonymise",
    "withdraw participant",
    "purge history",
    "merge copies",
    "import project",
)
"""Acts after which a transcript's file may say what the transcript must not say any more."""
TABLES = ("participant", "transcript", "code", "memo", "theme", "theme_code", "theme_link", "counter_case", "coding")


def project_of(study: "Study", *, originals: bool = True) -> Project:
    """All that leaves the study in a project.

    With `originals` the files that transcripts were read from go along, except where a text was changed since: what was
    taken out of it must not leave by this door.
    """
    with study.store.read() as connection:
        stored = _seen(study, {name: rows(connection, name) for name in TABLES})
        keys = {row["name"]: row["id"] for row in stored["transcript"]}
        left = _rewritten(connection) if originals else set(keys.values())
        newest, first = change.c.id.desc(), change.c.id
        return Project(
            name=str(setting(connection, "title") or ""),
            created=str(setting(connection, "created") or ""),
            modified=str(connection.execute(select(change.c.time).order_by(newest).limit(1)).scalar() or ""),
            coder=str(connection.execute(select(change.c.coder).order_by(first).limit(1)).scalar() or ""),
            codes=tuple(study.codebook),
            people=tuple(_people(study, stored["participant"], keys)),
            types=_types(study),
            sources=tuple(_source(study, row, left) for row in stored["transcript"]),
            codings=tuple(_codings(stored)),
            notes=tuple(map(_note, stored["memo"])),
            themes=tuple(_themes(stored)),
            links=tuple(map(_link, stored["theme_link"])),
            counters=tuple(map(_counter, stored["counter_case"])),
            details=_details(stored, list(study.transcripts))
            | {
                "guid": str(setting(connection, "guid") or ""),
                "kinds": setting(connection, KINDS_SETTING) or {},
            },
        )


def left_behind(study: "Study", *, positions: str = "characters", originals: bool = True) -> list[str]:
    """Sentences on what of the study is not in its project, and on what other tools may read wrongly."""
    said = []
    with study.store.read() as connection:
        runs, archived = rows(connection, "run"), rows(connection, "memo", archived=True)
        rewritten = _rewritten(connection)
        changed = sorted(row["name"] for row in rows(connection, "transcript") if row["id"] in rewritten)
    if originals and changed:
        said.append(f"Without their files, since their texts were changed here: {listing(changed)}.")
    emoji = sorted(one.name for one in study.transcripts if not one.text.isascii() and max(one.text) > "\uffff")
    if emoji and positions == "characters":
        said.append(
            f"{listing(emoji)} hold emoji or other signs beyond U+FFFF. Positions behind them are right by the "
            f"standard; NVivo for Windows counts otherwise (--positions utf-16)."
        )
    if runs:
        said.append("Suggestions that were not taken over and the decisions on them stay here, as does the history.")
    memos = [row for row in archived if not study.blindfold.hides_row("memo", row)]
    if memos:
        said.append(f"{counted(len(memos), 'archived memo')} left here.")
    return said


def _seen(study: "Study", stored: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Without archived memos, and without codings and memos that the acting coder may not see."""
    hides = study.blindfold.hides_row
    codings = [row for row in stored["coding"] if not hides("coding", row)]
    hidden = {row["id"] for row in stored["coding"]} - {row["id"] for row in codings}
    memos = [row for row in stored["memo"] if not row["archived"] and not hides("memo", row, hidden)]
    return stored | {"memo": sorted(memos, key=lambda row: (row["created"], row["id"])), "coding": codings}


def _codings(stored: dict[str, list[Row]]) -> Iterator[ProjectCoding]:
    names = {row["id"]: row["name"] for row in stored["code"]}
    for row in stored["coding"]:
        place = (row["transcript_id"], row["start"], row["end"])
        said = (row["layer"], row["origin"], row["created"])
        yield ProjectCoding(row["id"], *place, row["coder"], names[row["code_id"]], *said)


def _source(study: "Study", row: Row, left: set[str]) -> ProjectSource:
    data = study.store.original(row["original_sha256"]) if row["id"] not in left else None
    return ProjectSource(row["id"], row["name"], row["text"], None if data is None else (row["filename"], data))


def _rewritten(connection: Connection) -> set[str]:
    """Keys of transcripts whose text is, or may be, another than was read from their file."""
    query = select(change.c.rows).where(change.c.act.in_(REWRITING))
    return {
        key
        for found in connection.execute(query).scalars()
        for table, key, before, after in images_of(found)
        if table == "transcript" and not (before is None and after is not None)
    }


def _people(study: "Study", stored: list[Row], keys: dict[str, str]) -> Iterator[ProjectPerson]:
    speaking = study.participants.transcripts()
    for row in stored:
        where = tuple(keys[name] for name in speaking.get(row["name"], ()))
        yield ProjectPerson(row["id"], row["name"], dict(row["attributes"]), where)


def _types(study: "Study") -> dict[str, VariableType]:
    values: dict[str, list[Any]] = {}
    for person in study.participants:
        for name, value in person.attributes.items():
            values.setdefault(name, []).append(value)
    kinds = study.participants.kinds()
    return {name: variable_type(kinds[name], found) for name, found in values.items()}


def variable_type(kind: Kind, values: list[Any]) -> VariableType:
    """The standard's type for an attribute: that of its values, where they are all alike; else text.

    >>> variable_type("number", [31, 40]), variable_type("choice", [True, False]), variable_type("text", [1, "x"])
    ('Integer', 'Boolean', 'Text')
    """
    there = [value for value in values if value is not None]
    if there and all(isinstance(value, bool) for value in there):
        return "Boolean"
    if there and all(isinstance(value, int) and not isinstance(value, bool) for value in there):
        return "Integer"
    if there and all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in there):
        return "Float"
    return "Date" if there and kind == "date" and all(isinstance(value, str) for value in there) else "Text"


def _note(row: Row) -> ProjectNote:
    return ProjectNote(
        row["id"], row["title"], row["text"], row["coder"], row["kind"], row["on"], row["target"], row["created"]
    )


def _themes(stored: dict[str, list[Row]]) -> Iterator[ProjectTheme]:
    names = {row["id"]: row["name"] for row in stored["code"]}
    order = {row["id"]: at for at, row in enumerate(stored["code"])}
    codes: dict[str, list[str]] = {}
    for link in sorted(stored["theme_code"], key=lambda row: order[row["code_id"]]):
        codes.setdefault(link["theme_id"], []).append(names[link["code_id"]])
    for row in stored["theme"]:
        place = (row["x"], row["y"]) if row["x"] is not None and row["y"] is not None else None
        yield ProjectTheme(row["id"], row["name"], row["definition"], tuple(codes.get(row["id"], ())), place)


def _link(row: Row) -> ProjectLink:
    return ProjectLink(row["id"], row["source_id"], row["target_id"], row["label"])


def _counter(row: Row) -> ProjectCounter:
    place = (row["transcript_id"], row["start"], row["end"])
    return ProjectCounter(row["id"], row["theme_id"], *place, row["coder"], row["note"])


def _details(stored: dict[str, list[Row]], transcripts: Iterable[Transcript]) -> dict[str, Any]:
    people = {row["name"]: row["id"] for row in stored["participant"]}
    by_name = {row["name"]: row for row in stored["transcript"]}
    talk = {}
    for one in transcripts:
        row = by_name[one.name]
        labels: dict[str | None, int] = {speaker.label: at for at, speaker in enumerate(one.speakers)}
        talk[row["id"]] = {
            "digest": row["text_sha256"],
            "participant": row["participant_id"],
            "speakers": [[each.label, each.role, people.get(each.participant or "")] for each in one.speakers],
            "turns": [
                [labels.get(turn.speaker), turn.start, turn.end, turn.start_time, turn.end_time] for turn in one.turns
            ],
        }
    named = ("participant", "transcript", "code", "coding", "memo", "theme")
    rows_of = {table: details_of(table, stored[table]) for table in named}
    for row in stored["theme"]:
        rows_of["theme"][row["id"]]["parent_id"] = row["parent_id"]
    return {"version": VERSION, "rows": rows_of, "talk": talk}
