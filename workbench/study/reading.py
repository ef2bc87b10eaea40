"""How far has everybody read? A transcript is read, or in a first or second round of coding, for each coder by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.analysis.retrieval import touched
from workbench.model import NotFound, WorkbenchError, folded
from workbench.store import now
from workbench.study.asking import material
from workbench.study.base import Collection, named, new_id, rows

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

LEAST = 12
"""Characters of a turn from which on it says something that could be coded; mhm and yes, right do not."""
STATES = ("read", "first round", "second round")
"""How far somebody is with a transcript, in order; nothing said is not read yet."""


@dataclass(frozen=True, slots=True)
class Read:
    """`coder` is so far with `transcript`, since then (UTC, ISO 8601)."""

    transcript: str
    coder: str
    state: str
    since: str


@dataclass(frozen=True, slots=True)
class Progress:
    """One transcript for one coder: how far they said they are, and how much of what participants say they coded.

    `turns` are the participants' turns that say something, `coded` those of them that have a coding of this coder.
    """

    transcript: str
    state: str
    turns: int
    coded: int
    codings: int


class Reading(Collection):
    """Iterating gives what everybody said, in order of the transcripts, then of the coders."""

    def __iter__(self) -> Iterator[Read]:
        with self._store.read() as connection:
            found = rows(connection, "reading")
            names = {row["id"]: row["name"] for row in rows(connection, "transcript")}
        order = {name: i for i, name in enumerate(names.values())}
        read = [Read(names[row["transcript_id"]], row["coder"], row["state"], row["since"]) for row in found]
        return iter(sorted(read, key=lambda one: (order[one.transcript], one.coder)))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def mark(self, transcript: str, state: str | None) -> None:
        """Say how far the acting coder is with a transcript; None: not read yet."""
        if state is not None and state not in STATES:
            raise WorkbenchError(f"'{state}' says nothing of reading. Say one of: {', '.join(STATES)}.")
        what = f"'{transcript}' is not read yet" if state is None else f"'{transcript}': {state}"
        with self._store.act("mark reading", what, coder=self._coder) as act:
            place = named(act.connection, "transcript", transcript)
            known = rows(act.connection, "reading", transcript_id=place["id"])
            mine = next((row for row in known if folded(row["coder"]) == folded(self._coder)), None)
            if state is None:
                if mine is not None:
                    act.delete("reading", mine["id"])
            elif mine is None:
                row = {"id": new_id(), "transcript_id": place["id"], "coder": self._coder, "state": state}
                act.insert("reading", {**row, "since": now()})
            elif mine["state"] != state:
                act.update("reading", mine["id"], state=state, since=now())

    def states(self, coder: str | None = None) -> dict[str, str]:
        """How far a coder (else the acting one) is with each transcript of which they said it."""
        wanted = folded(coder or self._coder)
        return {one.transcript: one.state for one in self if folded(one.coder) == wanted}

    def unread(self) -> list[str]:
        """The transcripts that nobody has said to have read, nor coded anything in, in order.

        No passage of theirs is suggested for a code: what the program finds is not to stand before a person's own
        reading. In a blind round others' codings do not count, as nowhere else.
        """
        begun = {one.transcript for one in self} | {transcript for transcript, *_ in self._study.codings.tally()}
        return [name for name in self._study.transcripts.names() if name not in begun]

    def progress(self, coder: str | None = None) -> list[Progress]:
        """Each transcript for a coder (else the acting one), in order."""
        who = coder or self._coder
        turns, coded = self._turns(who)
        codings = self._codings(who).groupby("transcript").size()
        states = self.states(who)
        found = []
        for i, name in enumerate(self._study.transcripts.names()):
            here = turns["place"].to_numpy() == i
            number = int(codings.get(name, 0))
            found.append(Progress(name, states.get(name, ""), int(here.sum()), int(coded[here].sum()), number))
        return found

    def next_uncoded(self, transcript: str | None = None, *, after: int = -1) -> tuple[str, int, int] | None:
        """The next turn of a participant that the acting coder has coded nothing in: (transcript, start, end).

        In a transcript only there, from the first turn that begins after `after`. Without one, in the transcripts that
        they have begun, then in the others, in order; those said to be through the second round are left out. None
        where nothing is left.
        """
        ground, names = material.ground(self._study), self._study.transcripts.names()
        if transcript is not None and transcript not in names:
            raise NotFound("transcript", transcript, names)
        turns, coded = self._turns(self._coder)
        begun, states = set(self._codings(self._coder)["transcript"]), self.states()
        left = [
            (names[place] not in begun, names[place], int(start - ground.base[place]), int(end - ground.base[place]))
            for place, start, end in turns.loc[~coded, ["place", "start", "end"]].itertuples(index=False, name=None)
        ]
        if transcript is not None:
            left = [one for one in left if one[1] == transcript and one[2] > after]
        else:
            left = sorted((one for one in left if states.get(one[1]) != STATES[-1]), key=lambda one: one[0])
        return left[0][1:] if left else None

    def _turns(self, coder: str) -> "tuple[pd.DataFrame, np.ndarray]":
        """The turns that say something and are not an interviewer's, and which of them the coder coded something in."""
        ground = material.ground(self._study)
        turns = ground.turns[ground.turns["role"].to_numpy(object) != "interviewer"]
        turns = turns[(turns["end"] - turns["start"]) >= LEAST]
        return turns, touched(ground, self._codings(coder), turns["start"].to_numpy(), turns["end"].to_numpy())

    def _codings(self, coder: str) -> "pd.DataFrame":
        frame = material.codings(self._study)
        return frame[(frame["coder"].map(folded) == folded(coder)).astype(bool)]
