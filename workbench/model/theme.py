"""Suggestions by a topic model, themes by people, and the evidence of both."""

from dataclasses import dataclass, field
from typing import Any, Literal

from workbench.model.wording import counted

Status = Literal["open", "accepted", "refined", "rejected", "later"]
STATUSES: tuple[Status, ...] = ("open", "accepted", "refined", "rejected", "later")


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage shown as evidence; `text` is exactly `transcript[start:end]`."""

    text: str
    transcript: str
    start: int
    end: int
    speaker: str | None = None
    participant: str | None = None
    code: str = ""
    coder: str = ""
    against: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """A segment of a suggestion and how well it fits: cosine to the suggestion's centre, -1 to 1, higher is closer."""

    transcript: str
    start: int
    end: int
    text: str
    fit: float
    participant: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A theme proposed by one run, with its evidence; `id` is `RUN-RANK`.

    `stability` is the share of resamples in which it came back (matched by overlap), 0 to 1; `codes` are existing codes
    that overlap, most first; `theme` is the theme it was used for. `follows` is the id of the
    suggestion of an earlier run that it is as a person left it. `merged_into` is the id of the one that its passages
    went into, or `split` where it was divided.
    """

    id: str
    label: str
    keywords: tuple[str, ...]
    segments: tuple[Fit, ...]
    stability: float | None
    participants: tuple[str, ...]
    effective_participants: float
    status: Status = "open"
    theme: str | None = None
    reason: str = ""
    codes: tuple["Overlap", ...] = ()
    border: tuple[Fit, ...] = ()
    warnings: tuple[str, ...] = ()
    follows: str | None = None
    merged_into: str | None = None

    @property
    def size(self) -> int:
        return len(self.segments)


@dataclass(frozen=True, slots=True)
class Overlap:
    """An existing code on a suggestion's segments: `count` of them carry it, `lift` times what chance would give."""

    code: str
    count: int
    lift: float


@dataclass(frozen=True, slots=True)
class Run:
    """One run of theme suggestions and what it was made with."""

    number: int
    unit: str
    seed: int
    config: dict[str, Any]
    versions: dict[str, str]
    digest: str
    segments: int
    outliers: tuple[Fit, ...]
    suggestions: tuple[Suggestion, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Since:
    """How a suggestion stands to those of the run before.

    `new`: none holds half of its passages; `again`: `before` does; `kept`: it is the one that a person accepted.
    `fresh` of its passages were in no counterpart: all of them for a new one.
    """

    kind: Literal["new", "again", "kept"]
    before: str | None
    fresh: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run beside the one before: each suggestion by id, and those of the one before that are not there any more."""

    before: int
    suggestions: dict[str, Since]
    gone: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class CodeEvidence:
    """A code inside a theme: who speaks to it (participants, in study order) and how often it was used."""

    name: str
    participants: tuple[str, ...]
    codings: int
    description: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with its evidence, which is computed from codings and counter-cases, never typed.

    `participants`, `transcripts` and `codings` count the theme's own codes and those of its sub-themes, each once.
    `quotes` come from different participants first; `counter` are passages marked as speaking against it.
    `position` is where a person put it on the map (x, y in the map's units), else None.
    """

    name: str
    definition: str = ""
    parent: str | None = None
    codes: tuple[CodeEvidence, ...] = ()
    participants: tuple[str, ...] = ()
    transcripts: tuple[str, ...] = ()
    codings: int = 0
    quotes: tuple[Quote, ...] = ()
    counter: tuple[Quote, ...] = ()
    origin: str = ""
    position: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class ThemeLink:
    """A researcher's statement that one theme stands in a relation to another: 'leads to', 'conflicts with' …"""

    source: str
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class About:
    """What every table and figure says about the study it was made from."""

    title: str
    participants: int
    transcripts: int
    coders: tuple[str, ...]
    codings: int
    codebook_version: int
    date: str
    software: str
    layer: str = ""

    @property
    def caption(self) -> str:
        """One line: N, date, codebook version, software."""
        who = f"N = {counted(self.participants, 'participant')}, " if self.participants else ""
        return (
            f"{self.title}. {who}{counted(self.transcripts, 'transcript')}, "
            f"{counted(self.codings, 'coding')}{' (' + self.layer + ' layer)' if self.layer else ''}. "
            f"Codebook version {self.codebook_version}. {self.date}. {self.software}."
        )


@dataclass(frozen=True, slots=True)
class ThemeReport:
    """All that the theme table and the thematic map are drawn from. Themes come in the study's order, parents first."""

    about: About
    themes: tuple[Theme, ...]
    links: tuple[ThemeLink, ...] = ()
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
