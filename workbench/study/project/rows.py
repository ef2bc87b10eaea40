"""A project of another tool as rows of a study: keys, clean names that no two share, and nothing a table refuses."""

import hashlib
import uuid
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Float, Integer

from workbench.exports.refi.guids import is_key
from workbench.model import PALETTE, Code, Project
from workbench.store import LOGGED, now
from workbench.study.base import Row, clean_name
from workbench.study.codebook import code_words
from workbench.study.merge.match import State
from workbench.study.project.details import detailed, mapping
from workbench.study.project.talk import Talk

_SPACE = uuid.UUID("c0a4f2de-2b0b-5f59-8a52-7c9a54f8f6b3")
DEEPEST = 60
"""Levels of codes below each other that are kept; what is nested deeper stands on the last of them."""


class ProjectRows:
    """The rows of a project, by table and key, ready to be merged into a study.

    `after` are the highest positions that the study has, by table, so that what is new stands behind what was there;
    `known` are names of participants whom a label in a text may mean; `suggestions` are keys of the study's own,
    which those of another study must not be taken for, and `guid` is the study's. `notes` says what had to be called
    otherwise; `originals` are the files to keep, by digest.
    """

    def __init__(
        self,
        project: Project,
        *,
        file: str,
        after: dict[str, int],
        known: Iterable[str] = (),
        suggestions: Collection[str] = (),
        guid: str = "",
    ) -> None:
        self.project, self.file, self.after, self.known = project, file, after, list(known)
        self.state: State = {table: {} for table in LOGGED}
        self.originals: dict[str, bytes] = {}
        self.notes: list[str] = []
        self.others = () if guid and project.details.get("guid") == guid else suggestions
        self._names: dict[str, dict[str, str]] = {}
        self._codes()
        self._people()
        self._transcripts()
        self._codings()
        self._themes()
        self._memos()
        self._kinds()

    # Rows --------------------------------------------------------------------------------------------------------

    def _put(self, table: str, key: str, **values: Any) -> Row:
        """A row with what is given, with its details, and nothing in all other columns; gives it."""
        row = blank(table) | {"id": self._free(table, row_key(table, key)), **values}
        if "position" in row:
            row["position"] = values.get("position", len(self.state[table]))
        if table in _DETAILED:
            row = detailed(table, row, self.project.details)
        if "position" in row:
            row["position"] += self.after.get(table, 0)
        self.state[table][row["id"]] = row
        return row

    def _free(self, table: str, key: str) -> str:
        while key in self.state[table]:
            key = uuid.uuid5(_SPACE, f"{table} {key} again").hex
        return key

    def _name(self, table: str, given: str) -> str:
        """The name as it can be here: without needless white space, not too long, and no other's of the project."""
        cleaned = " ".join(given.split())[:290].strip() or f"{table} without a name"
        name = clean_name(table, cleaned)
        taken, number = self._names.setdefault(table, {}), 2
        while name in taken:
            name, number = f"{cleaned[:285]} ({number})", number + 1
        taken[name] = given
        if name != given and " ".join(given.split()) != name:
            self.notes.append(f"The {table} '{given[:80]}' is called '{name[:80]}' here.")
        return name

    def _codes(self) -> None:
        keys: dict[str, str] = {}
        depth: dict[str, int] = {}
        for at, code in enumerate(self.project.codes):
            name = self._name("code", code.name)
            parent = code.parent if code.parent in keys else None
            while parent is not None and depth[parent] >= DEEPEST:
                parent = next(one.parent for one in self.project.codes if one.name == parent)
            depth[code.name] = depth[parent] + 1 if parent else 0
            row = self._put(
                "code",
                _code_key(code),
                name=name,
                parent_id=keys[parent] if parent else None,
                **code_words(code),
                colour=code.colour or PALETTE[at % len(PALETTE)],
                origin="import",
            )
            keys[code.name] = row["id"]
        self.codes = keys

    def _people(self) -> None:
        self.people: dict[str, str] = {}
        for person in self.project.people:
            row = self._put(
                "participant",
                person.key or person.name,
                name=self._name("participant", person.name),
                attributes={name: value for name, value in person.attributes.items() if value is not None},
            )
            self.people[person.key] = row["id"]

    def _transcripts(self) -> None:
        talk = Talk(self.project, self.state["participant"], self.people, self.known)
        self.sources: dict[str, str] = {}
        for source in self.project.sources:
            name = self._name("transcript", source.name)
            filename, data = source.original or (f"{name}.txt", source.text.encode("utf-8", "surrogatepass"))
            digest = hashlib.sha256(data).hexdigest()
            row = self._put(
                "transcript",
                source.key,
                name=name,
                text=source.text,
                text_sha256=hashlib.sha256(source.text.encode("utf-8", "surrogatepass")).hexdigest(),
                filename=filename,
                format=filename.rpartition(".")[2].lower() if "." in filename else "txt",
                original_sha256=digest,
                problems=[f"Came in with the project {self.file}."],
            )
            self.originals[digest] = data
            self.sources[source.key] = row["id"]
            talk.add(source, row, self)

    def add_person(self, name: str) -> str:
        """A participant whom only a text names; gives the key."""
        return str(
            self._put("participant", f"called {name}", name=self._name("participant", name), attributes={})["id"]
        )

    def add_rows(self, table: str, rows: Iterable[Row]) -> None:
        self.state[table] |= {row["id"]: row for row in rows}

    def _codings(self) -> None:
        self.codings: dict[str, str] = {}
        seen: dict[tuple[Any, ...], str] = {}
        doubles = 0
        for one in self.project.codings:
            place = (self.sources[one.source], self.codes[one.code], one.start, one.end, one.coder[:300])
            row = self._put(
                "coding",
                one.key,
                transcript_id=place[0],
                code_id=place[1],
                start=one.start,
                end=one.end,
                coder=place[4],
                layer=one.layer,
                origin=one.origin,
                created=moment(one.created),
            )
            known = seen.setdefault((*place, row["layer"]), row["id"])
            if known != row["id"]:
                del self.state["coding"][row["id"]]
                doubles += 1
            elif row["origin"].removeprefix("suggestion ") in self.others:
                row["origin"] = f"{row['origin']} of {self.project.name}"[:300]
            self.codings[one.key] = known
        if doubles:
            self.notes.append(f"{doubles} codings stood there twice, by the same coder; each was taken once.")

    def _themes(self) -> None:
        self.themes: dict[str, str] = {}
        for theme in self.project.themes:
            row = self._put(
                "theme",
                theme.key,
                name=self._name("theme", theme.name),
                definition=theme.definition,
                origin=f"a set in {self.file}",
            )
            self.themes[theme.key] = row["id"]
            for code in theme.codes:
                self._put("theme_code", f"{theme.key} {code}", theme_id=row["id"], code_id=self.codes[code])
        details = mapping(mapping(self.project.details, "rows"), "theme")
        for row in self.state["theme"].values():
            parent = mapping(details, row["id"]).get("parent_id")
            if isinstance(parent, str) and parent in self.state["theme"] and parent != row["id"]:
                row["parent_id"] = parent
        for link in self.project.links:
            ends = {"source_id": self.themes[link.source], "target_id": self.themes[link.target]}
            self._put("theme_link", link.key, label=clean_name("link", link.label[:200]), **ends)
        for one in self.project.counters:
            self._put(
                "counter_case",
                one.key,
                theme_id=self.themes[one.theme],
                transcript_id=self.sources[one.source],
                start=one.start,
                end=one.end,
                coder=one.coder[:300],
                note=one.note,
            )

    def _memos(self) -> None:
        there = {
            "transcript": self.sources,
            "coding": self.codings,
            "participant": self.people,
            "theme": self.themes,
            "code": {_code_key(code): self.codes[code.name] for code in self.project.codes},
        }
        for one in self.project.notes:
            target = there.get(one.on, {}).get(one.target, "")
            self._put(
                "memo",
                one.key or f"{one.title} {one.text}",
                on=one.on if target else "study",
                target=target,
                title=one.title,
                text=one.text,
                kind=one.kind,
                coder=one.coder[:300],
                created=moment(one.created),
                archived=False,
            )

    def _kinds(self) -> None:
        kinds = self.project.details.get("kinds")
        if isinstance(kinds, dict) and all(isinstance(kind, str) for kind in kinds.values()):
            self.kinds = {str(name): kind for name, kind in kinds.items()}
        else:
            self.kinds = {}


_DETAILED = ("participant", "transcript", "code", "coding", "memo", "theme")


def row_key(table: str, key: str) -> str:
    """The key of a row for an element: its guid's digits, or digits made of whatever it is called by."""
    return key if is_key(key) else uuid.uuid5(_SPACE, f"{table} {key}").hex


def _code_key(code: Code) -> str:
    plain = code.guid.replace("-", "").strip("{}").lower()
    return plain or code.name


def blank(table: str) -> Row:
    """A row of a table with nothing in it."""
    row: Row = {}
    for column in LOGGED[table].columns:
        if column.nullable:
            row[column.name] = None
        elif isinstance(column.type, Boolean):
            row[column.name] = False
        elif isinstance(column.type, (Integer, Float)):
            row[column.name] = 0
        else:
            row[column.name] = [] if isinstance(column.type, JSON) else ""
    return row


def moment(text: str) -> str:
    """A time as the study writes it: in UTC, to the millisecond; the present where the file has none.

    >>> moment("2018-03-27T17:46:39Z"), moment("2018-03-27T19:46:39+02:00")
    ('2018-03-27T17:46:39.000Z', '2018-03-27T17:46:39.000Z')
    """
    try:
        found = datetime.fromisoformat(text.strip())
        found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return now()
    return found.isoformat(timespec="milliseconds").replace("+00:00", "Z")
