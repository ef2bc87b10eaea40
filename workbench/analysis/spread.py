"""How many participants carry a code, and does one voice lead?"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

COLUMNS = ["code", "participants", "of", "share", "codings", "effective", "loudest", "loudest_share", "warnings"]


def effective_number(voices: Iterable[Hashable]) -> float:
    """The effective number of participants, from 1 to their number; 0.0 for no passages.

    `voices` names the participant of each passage. It is the inverse Simpson index 1 / Σ p², Hill's (1973) diversity of
    order 2, known as the effective number of parties (Laakso & Taagepera 1979): how many participants with equal shares
    would be as concentrated as these.

    >>> effective_number(["P1", "P2", "P3"]), effective_number(["P1", "P1", "P1", "P2"])
    (3.0, 1.6)
    """
    counts = Counter(voices).values()
    total = sum(counts)
    return total**2 / sum(count**2 for count in counts) if total else 0.0


@dataclass(frozen=True, slots=True)
class Spread:
    """Who speaks to a code.

    `participants` are those who do, most codings first (then by name), `of` how many there are in the study; `codings`
    counts theirs; `effective` as `effective_number`; `loudest_share` is the share of the first participant, 0 to 1.
    """

    code: str
    participants: tuple[str, ...]
    of: int
    codings: int
    effective: float
    loudest_share: float

    @property
    def loudest(self) -> str | None:
        return self.participants[0] if self.participants else None

    @property
    def warnings(self) -> list[str]:
        """What a reader should know, in sentences; nothing to warn of gives an empty list."""
        if not self.participants:
            return [f"No participant speaks to {self.code!r}."]
        if self.of > 1 and len(self.participants) == 1:
            return [f"Only {self.loudest} speaks to {self.code!r}."]
        if self.of > 1 and self.loudest_share > 0.5:
            return [f"{self.loudest} gives {100 * self.loudest_share:.0f} % of the codings of {self.code!r}."]
        return []


def spread_of(code: str, voices: Iterable[str], of: int) -> Spread:
    """The spread of one code; `voices` names the participant of each coding, `of` is the number in the study.

    >>> spread_of("credit", ["P1", "P1"], 19).warnings
    ["Only P1 speaks to 'credit'."]
    """
    counts = Counter(voices)
    total = sum(counts.values())
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    share = counts[ranked[0]] / total if ranked else 0.0
    return Spread(code, tuple(ranked), of, total, effective_number(counts.elements()), share)


def spread(codings: pd.DataFrame, participants: Sequence[str], *, codes: Sequence[str] | None = None) -> pd.DataFrame:
    """The spread of each code, one row each: columns code, participants (how many), of, share (participants / of, 0 to
    1), codings, effective, loudest (None without codings), loudest_share, warnings (a sentence, or empty).

    `codings` has the columns code and participant; codings of nobody in `participants` are not counted. `codes` chooses
    and orders (default: those found, sorted).
    """
    known = codings[codings["participant"].isin(participants)]
    own = {code: rows["participant"].tolist() for code, rows in known.groupby("code")}
    rows = []
    for code in sorted(codings["code"].unique()) if codes is None else codes:
        one = spread_of(code, own.get(code, []), len(participants))
        rows.append(
            {
                "code": code,
                "participants": len(one.participants),
                "of": one.of,
                "share": len(one.participants) / one.of if one.of else 0.0,
                "codings": one.codings,
                "effective": one.effective,
                "loudest": one.loudest,
                "loudest_share": one.loudest_share,
                "warnings": " ".join(one.warnings),
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)
