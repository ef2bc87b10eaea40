"""Where coders differ in a passage, and what was decided about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["take", "both", "neither", "span", "later"]
VERDICTS: tuple[Verdict, ...] = ("take", "both", "neither", "span", "later")


@dataclass(frozen=True, slots=True)
class Mark:
    """`coder` has `code` on `[start, end)`; `memo` is what they noted on it."""

    coder: str
    code: str
    start: int
    end: int
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What was decided on one code in one passage: `verdict`, whose marks were `took` and who was `overruled`.

    `take` takes what the coders in `took` have (which may be nothing), `both` what anybody has, `neither` nothing,
    `span` a new place; `later` decides nothing yet. `id` is that of the row.
    """

    id: str
    transcript: str
    start: int
    end: int
    code: str
    verdict: Verdict
    took: tuple[str, ...]
    overruled: tuple[str, ...]
    why: str
    coder: str
    created: str
    round: str | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A passage in which coders differ about `codes`.

    `coders` were all asked to code the transcript; `marks` are theirs of these codes, `beside` all other marks that
    touch the passage. `resolutions` holds the last decision on each code that has one.
    """

    transcript: str
    start: int
    end: int
    codes: tuple[str, ...]
    coders: tuple[str, ...]
    marks: tuple[Mark, ...]
    beside: tuple[Mark, ...] = ()
    participant: str | None = None
    resolutions: Mapping[str, Resolution] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What the passage is called as long as the marks stay as they are."""
        return f"{self.transcript} {self.start} {self.end} {' | '.join(self.codes)}"

    @property
    def status(self) -> Literal["open", "later", "settled"]:
        """Settled where every code has a decision; later where talking was put off."""
        found = [self.resolutions[code].verdict if code in self.resolutions else "" for code in self.codes]
        if all(one not in ("", "later") for one in found):
            return "settled"
        return "later" if "later" in found else "open"

    def has(self, code: str) -> tuple[str, ...]:
        """Who has the code in the passage, in the order of the coders."""
        return tuple(coder for coder in self.coders if any(m.coder == coder and m.code == code for m in self.marks))

    def lacks(self, code: str) -> tuple[str, ...]:
        """Who was asked and has it not."""
        return tuple(coder for coder in self.coders if coder not in self.has(code))

    def by(self, coder: str) -> tuple[Mark, ...]:
        """A coder's marks of these codes."""
        return tuple(mark for mark in self.marks if mark.coder == coder)
