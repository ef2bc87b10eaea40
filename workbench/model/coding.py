"""Codings and memos: what people said of the text."""

from dataclasses import dataclass
from typing import Literal

Layer = Literal["independent", "agreed"]
MemoKind = Literal["method", "theory", "reflexive", "process"]
LAYERS: tuple[Layer, ...] = ("independent", "agreed")
MEMO_KINDS: tuple[MemoKind, ...] = ("method", "theory", "reflexive", "process")
MEMO_TARGETS = ("study", "transcript", "participant", "code", "theme", "suggestion", "coding")
"""What a memo can be on; a passage is a coding."""


@dataclass(frozen=True, slots=True)
class Coding:
    """`coder` put `code` on `transcript[start:end]`; `quote` is exactly that text.

    `layer` is `independent` (a coder's own) or `agreed` (after reconciliation); `origin` says what it came from:
    `person`, `import`, or `suggestion ID`, which agreement never counts.
    """

    id: str
    transcript: str
    start: int
    end: int
    coder: str
    code: str
    quote: str
    layer: Layer = "independent"
    origin: str = "person"
    speaker: str | None = None
    participant: str | None = None
    memo: str = ""
    codebook_version: int = 0

    @property
    def suggested(self) -> bool:
        """Whether somebody took it over from a suggestion rather than coded it while reading."""
        return self.origin.startswith("suggestion")

    @property
    def is_own(self) -> bool:
        """Whether it is the coder's own independent coding, which alone counts for agreement."""
        return self.layer == "independent" and not self.suggested

    def holds_in(self, text: str) -> bool:
        return text[self.start : self.end] == self.quote


@dataclass(frozen=True, slots=True)
class Memo:
    """A note in Markdown by someone on anything: `on` is study, transcript, participant, code, theme, suggestion or
    coding, `target` its name (its id for a coding or suggestion)."""

    id: str
    text: str
    coder: str
    kind: MemoKind = "reflexive"
    on: str = "study"
    target: str = ""
    title: str = ""
    created: str = ""
    archived: bool = False
