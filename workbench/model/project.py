"""A study as other tools know one: what a REFI-QDA project holds, in values.

Everything is called by a key: 32 hexadecimal digits where it came from or goes to a guid. Coders are names. Offsets are
Unicode code points, end exclusive; times are `2026-03-01T09:00:00.000Z`, empty where unknown.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from workbench.model.codebook import Code
from workbench.model.coding import Layer, MemoKind

VariableType = Literal["Text", "Boolean", "Integer", "Float", "Date", "DateTime"]


@dataclass(frozen=True, slots=True)
class ProjectPerson:
    """A case: a participant with attributes, keys of the texts in which they speak, and passages that are theirs."""

    key: str
    name: str
    attributes: dict[str, Any] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    passages: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectSource:
    """A text. `original` is the file it came from, with its name; `points` are times in it, as (offset, seconds);
    `attributes` are said of whoever speaks in it."""

    key: str
    name: str
    text: str
    original: tuple[str, bytes] | None = None
    created: str = ""
    points: tuple[tuple[int, float], ...] = ()
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProjectCoding:
    """Somebody's code on `[start, end)` of a text; `code` is the code's name."""

    key: str
    source: str
    start: int
    end: int
    coder: str
    code: str
    layer: Layer = "independent"
    origin: str = "import"
    created: str = ""


@dataclass(frozen=True, slots=True)
class ProjectNote:
    """A memo; `on` and `target` say what it is about, the target by its key (a code's by the code's guid)."""

    key: str
    title: str
    text: str
    coder: str
    kind: MemoKind = "reflexive"
    on: str = "study"
    target: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class ProjectTheme:
    """A set of codes, by their names; `place` is where it stands on the map."""

    key: str
    name: str
    definition: str = ""
    codes: tuple[str, ...] = ()
    place: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class ProjectLink:
    """How one theme stands to another, both by their keys."""

    key: str
    source: str
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class ProjectCounter:
    """A passage that somebody marked as speaking against a theme."""

    key: str
    theme: str
    source: str
    start: int
    end: int
    coder: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """All of it. `types` says of which type an attribute is; `details` are what the format has no place for, as JSON.

    `codes` stand parents first, each with its guid; a passage with nobody's code on it is a note on its text.
    """

    name: str
    origin: str = ""
    created: str = ""
    modified: str = ""
    coder: str = ""
    codes: tuple[Code, ...] = ()
    people: tuple[ProjectPerson, ...] = ()
    types: dict[str, VariableType] = field(default_factory=dict)
    sources: tuple[ProjectSource, ...] = ()
    codings: tuple[ProjectCoding, ...] = ()
    notes: tuple[ProjectNote, ...] = ()
    themes: tuple[ProjectTheme, ...] = ()
    links: tuple[ProjectLink, ...] = ()
    counters: tuple[ProjectCounter, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def coders(self) -> list[str]:
        """Everybody who coded, wrote or marked something, each once, by name."""
        named = {one.coder for group in (self.codings, self.notes, self.counters) for one in group}
        return sorted((named | {self.coder}) - {""})
