"""Rounds of coding: who is asked to code what, and whether they may see each other's work meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Assignment:
    """One coder is asked to code one transcript; `done` is the time at which they said so, "" before."""

    coder: str
    transcript: str
    done: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """Some transcripts that several people are asked to code, each by themselves.

    In a `blind` round its coders see nothing of each other's codings of its transcripts until it is `closed` (a time,
    "" while it is open). `drawn` says how the transcripts were chosen: empty where somebody named them, else `number`,
    `seed` and, for a stratified draw, `by` (an attribute of participants). `unit` is what agreement is computed on.
    """

    name: str
    unit: str
    blind: bool
    assignments: tuple[Assignment, ...]
    started: str
    started_by: str = ""
    closed: str = ""
    codebook_version: int = 0
    drawn: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        return not self.closed

    @property
    def coders(self) -> tuple[str, ...]:
        """All who are asked, by name."""
        return tuple(sorted({one.coder for one in self.assignments}))

    @property
    def transcripts(self) -> tuple[str, ...]:
        """All transcripts of the round, in the study's order."""
        return tuple(dict.fromkeys(one.transcript for one in self.assignments))

    def asked(self, coder: str, *, done: bool | None = None) -> tuple[str, ...]:
        """The transcripts that a coder is asked to code; with `done` only those they said are done, or are not."""
        return tuple(
            one.transcript
            for one in self.assignments
            if one.coder == coder and (done is None or bool(one.done) is done)
        )

    @property
    def waiting_for(self) -> dict[str, tuple[str, ...]]:
        """Coders who have not said done everywhere, each with the transcripts that are left."""
        left = {coder: self.asked(coder, done=False) for coder in self.coders}
        return {coder: transcripts for coder, transcripts in left.items() if transcripts}


def same_person(one: str, other: str) -> bool:
    """Whether two names of coders differ by case or white space alone.

    >>> same_person("Ana  B.", "ana b."), same_person("Ana", "Anna")
    (True, False)
    """
    return folded(one) == folded(other)


def folded(name: str) -> str:
    """A coder's name as it is compared: without case, white space folded."""
    return " ".join(name.split()).casefold()
