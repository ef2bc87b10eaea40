"""Which passages answer a question? Codings as stretches of one long line, looked up in order.

A passage is a stretch of text with a code, marks that overlap or touch joined whoever made them. A question is asked of
each passage of the codes that it looks for: a code is true of a passage that is its own or meets one of its own. What
is true of is an answer; answers of several codes that share words become one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from workbench.analysis.marks import overlaps, union
from workbench.analysis.query import After, Both, Either, Not, OfCode, Query, Said, codes_looked_for
from workbench.model import Segment, Transcript, WorkbenchError

MEETS = ("overlap", "turn", "answer", "transcript")
"""How two passages meet: they share words, or stand in the same turn, answer or transcript; or a number of turns."""
COLUMNS = ["transcript", "start", "end", "codes"]
ASKS = ("?", "？", "؟", "\u037e", "՞")

Find = Callable[[str], tuple[np.ndarray, np.ndarray]]
"""Where words stand, as two arrays of places on the line, sorted; made by the index of words."""


class Ground:
    """The line on which all transcripts lie one behind the other, and where turns and answers begin on it."""

    def __init__(
        self,
        transcripts: Sequence[Transcript],
        answers: Callable[[], Sequence[Segment]] = lambda: (),
        find: Find | None = None,
    ) -> None:
        self.transcripts = tuple(transcripts)
        self.names = [one.name for one in transcripts]
        lengths = np.array([len(one.text) + 2 for one in transcripts], dtype=np.int64)
        self.base = np.concatenate([[0], np.cumsum(lengths)])
        self._place = {name: i for i, name in enumerate(self.names)}
        self._answers, self._find = answers, find

    def on_line(self, transcripts: pd.Series, offsets: pd.Series) -> np.ndarray:
        places: np.ndarray = self.base[transcripts.map(self._place).to_numpy(np.int64)] + offsets.to_numpy(np.int64)
        return places

    def knows(self, transcripts: pd.Series) -> np.ndarray:
        known: np.ndarray = transcripts.isin(self._place).to_numpy()
        return known

    def off_line(self, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Number of the transcript, and offsets in it."""
        where = np.searchsorted(self.base, start, "right") - 1
        return where, start - self.base[where], end - self.base[where]

    @cached_property
    def turns(self) -> pd.DataFrame:
        """All turns in order: transcript, number (from 1), start, end (on the line), speaker, participant, role."""
        rows = [
            (i, number, turn.start + self.base[i], turn.end + self.base[i], *_who(one, turn.speaker))
            for i, one in enumerate(self.transcripts)
            for number, turn in enumerate(one.turns, 1)
        ]
        names = ["place", "number", "start", "end", "speaker", "participant", "role"]
        # Objects, so that nobody is None; a column of words would make it a number that is none.
        return pd.DataFrame(rows, columns=names, dtype=object).astype(dict.fromkeys(names[:4], "int64"))

    def turn_of(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """For each stretch the row of `turns` that holds all of it, -1 where none does."""
        starts, ends = (self.turns[name].to_numpy(np.int64) for name in ("start", "end"))
        at = np.searchsorted(starts, start, "right") - 1
        holds = (at >= 0) & (np.append(ends, 0)[at] >= end)
        return np.where(holds, at, -1)

    def turns_of(self, start: np.ndarray, end: np.ndarray, among: np.ndarray | None = None) -> np.ndarray:
        """For each stretch the row of `turns`, of the rows `among`, that holds most of it, the first of equals; -1
        where none touches it."""
        starts, ends = (self.turns[name].to_numpy(np.int64) for name in ("start", "end"))
        rows = np.arange(len(starts)) if among is None else among
        stretch, turn = overlaps(start, end, starts[rows], ends[rows])
        turn = rows[turn]
        shared = np.minimum(ends[turn], end[stretch]) - np.maximum(starts[turn], start[stretch])
        most = np.zeros(len(start), np.int64)
        np.maximum.at(most, stretch, shared)
        best = np.flatnonzero(shared == most[stretch])[::-1]
        found = np.full(len(start), -1)
        found[stretch[best]] = turn[best]
        return found

    def people_of(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Whose words each stretch is: of who says most of it, or where they are no participant, of the participant who
        says most of the rest; in no turn, the transcript's own participant."""
        turn, place = self.turns_of(start, end), self.off_line(start, end)[0]
        speaking = self.turns["participant"].tolist()
        people = np.flatnonzero([person is not None for person in speaking])
        asked = np.flatnonzero((turn >= 0) & ~np.isin(turn, people))
        answering = self.turns_of(start[asked], end[asked], people)
        turn[asked] = np.where(answering >= 0, answering, turn[asked])
        found = np.empty(len(turn), dtype=object)
        found[:] = [
            speaking[at] if at >= 0 else self.transcripts[i].default_participant
            for at, i in zip(turn.tolist(), place.tolist(), strict=True)
        ]
        return found

    @cached_property
    def turn_starts(self) -> np.ndarray:
        """Where turns begin on the line; each transcript's beginning is one, so that no turn reaches back over it."""
        turns = [self.base[i] + turn.start for i, one in enumerate(self.transcripts) for turn in one.turns]
        return np.unique(np.concatenate([self.base[:-1], np.array(turns, dtype=np.int64)]))

    @cached_property
    def answer_starts(self) -> np.ndarray:
        starts = [self.base[self._place[one.transcript]] + one.start for one in self._answers()]
        return np.unique(np.concatenate([self.base[:-1], np.array(starts, dtype=np.int64)]))

    @cached_property
    def turn_transcript(self) -> np.ndarray:
        transcript: np.ndarray = np.searchsorted(self.base, self.turn_starts, "right") - 1
        return transcript

    @cached_property
    def turn_asks(self) -> tuple[np.ndarray, np.ndarray]:
        """For each place in `turn_starts` whether an interviewer speaks there, and whether something is asked."""
        speaks, asks = np.zeros(len(self.turn_starts), bool), np.zeros(len(self.turn_starts), bool)
        for i, one in enumerate(self.transcripts):
            roles = {speaker.label: speaker.role for speaker in one.speakers}
            for turn in one.turns:
                if turn.speaker is not None and roles.get(turn.speaker) == "interviewer":
                    at = np.searchsorted(self.turn_starts, self.base[i] + turn.start)
                    speaks[at] = True
                    asks[at] = any(mark in one.text[turn.start : turn.end] for mark in ASKS)
        return speaks, asks

    def said(self, words: str) -> tuple[np.ndarray, np.ndarray]:
        if self._find is None:
            raise WorkbenchError("Words cannot be looked for here.")
        return self._find(words)


def _who(transcript: Transcript, label: str | None) -> tuple[str | None, str | None, str]:
    """Label, participant and role of who speaks in a turn; unlabelled talk is the transcript's participant's."""
    if label is None:
        person = transcript.default_participant
        return None, person, "participant" if person else "unknown"
    return label, transcript.participant_of(label), transcript.role_of(label)


@dataclass(frozen=True)
class Passages:
    """Passages on the line, sorted, with the codes that they have as numbers in `codes`."""

    start: np.ndarray
    end: np.ndarray


class Coded:
    """The passages of each code, from codings that filters left."""

    def __init__(self, codings: pd.DataFrame, ground: Ground, codes: Sequence[str]) -> None:
        known = codings[ground.knows(codings["transcript"]) & codings["code"].isin(codes).to_numpy()]
        self.ground, self.codes = ground, list(codes)
        number = pd.Index(self.codes).get_indexer(pd.Index(known["code"]))
        start, end = (ground.on_line(known["transcript"], known[name]) for name in ("start", "end"))
        self.all = union(number, start, end)
        borders = np.searchsorted(self.all.group, np.arange(len(self.codes) + 1))
        self._of = {code: slice(borders[i], borders[i + 1]) for i, code in enumerate(self.codes)}

    def of(self, codes: Sequence[str]) -> Passages:
        """Passages of any of the codes; those of several codes are joined where they overlap or touch."""
        slices = [self._of[code] for code in codes if code in self._of]
        if len(slices) == 1:
            return Passages(self.all.start[slices[0]], self.all.end[slices[0]])
        start = np.concatenate([self.all.start[one] for one in slices] or [np.zeros(0, np.int64)])
        end = np.concatenate([self.all.end[one] for one in slices] or [np.zeros(0, np.int64)])
        joined = union(np.zeros(len(start), np.int64), start, end)
        return Passages(joined.start, joined.end)

    def meets(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Which of these stretches share a character with any passage."""
        own = self.of(self.codes)
        return _meet(start, end, own.start, own.end)

    def names_at(self, start: np.ndarray, end: np.ndarray) -> list[tuple[str, ...]]:
        """The codes that each of these stretches has, in the codebook's order."""
        found: list[list[str]] = [[] for _ in start]
        for code in self.codes:
            own = self.of([code])
            for at in np.flatnonzero(_meet(start, end, own.start, own.end)).tolist():
                found[at].append(code)
        return [tuple(names) for names in found]


def passages(coded: Coded, query: Query, *, meets: str | int = "overlap") -> pd.DataFrame:
    """The passages that answer the question, in order of transcript and place: columns transcript, start, end, codes.

    `meets` says how codes meet where the question does not: one of `MEETS`, or within so many turns (0: the same).
    `codes` holds all codes (of those in `coded`) that share a character with the passage.
    """
    ground = coded.ground
    asked = [coded.of([code]) for code in codes_looked_for(query) or coded.codes]
    if not asked:
        return pd.DataFrame(columns=COLUMNS)
    start, end = (np.concatenate([getattr(one, name) for one in asked]) for name in ("start", "end"))
    true = _true(query, coded, start, end, meets)
    start, end = start[true], end[true]
    if len(asked) > 1:
        # Twice as far apart, and a step back at the end: those that only touch stay two.
        joined = union(np.zeros(len(start), np.int64), 2 * start + 1, 2 * end)
        start, end = (joined.start - 1) // 2, joined.end // 2
    where, first, last = ground.off_line(start, end)
    names = np.array([*ground.names, ""], dtype=object)
    return pd.DataFrame(
        {"transcript": names[where], "start": first, "end": last, "codes": coded.names_at(start, end)}, columns=COLUMNS
    )


def _true(query: Query, coded: Coded, start: np.ndarray, end: np.ndarray, meets: str | int) -> np.ndarray:
    ground = coded.ground
    match query:
        case OfCode(codes, near):
            own = coded.of(codes)
            return _meets(ground, start, end, own.start, own.end, meets if near is None else near)
        case Said(words):
            return _meet(start, end, *ground.said(words))
        case After(words):
            return _after(ground, start, words)
        case Not(part):
            return ~_true(part, coded, start, end, meets)
        case Both(parts):
            return np.logical_and.reduce([_true(part, coded, start, end, meets) for part in parts])
        case Either(parts):
            return np.logical_or.reduce([_true(part, coded, start, end, meets) for part in parts])


def _meets(
    ground: Ground, start: np.ndarray, end: np.ndarray, own_start: np.ndarray, own_end: np.ndarray, how: str | int
) -> np.ndarray:
    """Which of the stretches meet one of the others; both lists in order of place, the others without overlaps."""
    turns = how if isinstance(how, int) else 0
    first, last = on_axis(ground, how, start, end)
    return _meet(first - turns, last + turns, *on_axis(ground, how, own_start, own_end))


def on_axis(ground: Ground, how: str | int, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where stretches begin and end, counted in what they meet by: characters, turns, answers or transcripts.

    For a number of turns, transcripts are so far apart that no turn is near to one of another.
    """
    if how == "overlap":
        return start, end
    if how == "transcript":
        borders = ground.base[:-1]
    elif how == "answer":
        borders = ground.answer_starts
    elif how == "turn" or isinstance(how, int):
        borders = ground.turn_starts
    else:
        raise WorkbenchError(f"Passages cannot meet by '{how}'. They can by: {', '.join(MEETS)}, or a number of turns.")
    first, last = (np.searchsorted(borders, places, "right") - 1 for places in (start, end - 1))
    if isinstance(how, int):
        apart = ground.turn_transcript * (how + 1)
        first, last = first + apart[first], last + apart[last]
    return first, last + 1


def meetings(coded: Coded, pairs: Sequence[tuple[str, str]], *, meets: str | int = "overlap") -> pd.DataFrame:
    """For each pair of codes, how many participants, transcripts and passages the question `first and second` finds."""
    ground = coded.ground
    number, starts, ends = [], [], []
    places = {code: coded.of([code]) for pair in pairs for code in pair}
    axes = {code: on_axis(ground, meets, one.start, one.end) for code, one in places.items()}
    turns = meets if isinstance(meets, int) else 0
    for i, pair in enumerate(pairs):
        for code, other in (pair, pair[::-1]):
            first, last = axes[code]
            met = _meet(first - turns, last + turns, *axes[other])
            starts.append(places[code].start[met])
            ends.append(places[code].end[met])
            number.append(np.full(int(met.sum()), i))
    nothing = np.zeros(0, np.int64)
    group, start, end = (np.concatenate([nothing, *many]) for many in (number, starts, ends))
    found = union(group, 2 * start + 1, 2 * end)
    start, end = (found.start - 1) // 2, found.end // 2
    frame = pd.DataFrame({"pair": found.group, "transcript": ground.off_line(start, end)[0]})
    frame["participant"] = pd.Series(ground.people_of(start, end), dtype=object)
    counted = frame.groupby("pair").agg({"participant": "nunique", "transcript": ["nunique", "size"]})
    counted.columns = ["participants", "transcripts", "passages"]
    return counted.reindex(range(len(pairs)), fill_value=0)


def _meet(start: np.ndarray, end: np.ndarray, own_start: np.ndarray, own_end: np.ndarray) -> np.ndarray:
    """Which stretches share a place with one of the others, whose starts and ends both rise."""
    at = np.searchsorted(own_end, start, "right")
    met: np.ndarray = at < len(own_start)
    met[met] = own_start[at[met]] < end[met]
    return met


def _after(ground: Ground, start: np.ndarray, words: str | None) -> np.ndarray:
    speaks, asks = ground.turn_asks
    turn = np.searchsorted(ground.turn_starts, start, "right") - 1
    if words is None:
        before = np.maximum(turn - 1, 0)
        same = ground.turn_transcript[before] == ground.turn_transcript[turn]
        answered: np.ndarray = (turn > 0) & same & speaks[before] & asks[before] & ~speaks[turn]
        return answered
    hits = np.searchsorted(ground.turn_starts, ground.said(words)[0], "right") - 1
    has = np.zeros(len(ground.turn_starts), bool)
    has[hits] = True
    # The interviewer's last turn before each turn, -1 where there is none.
    numbers = np.where(speaks, np.arange(len(speaks)), -1)
    last = np.concatenate([[-1], np.maximum.accumulate(numbers)[:-1]])[turn]
    found: np.ndarray = (last >= 0) & (ground.turn_transcript[np.maximum(last, 0)] == ground.turn_transcript[turn])
    return found & has[np.maximum(last, 0)]


def touched(ground: Ground, codings: pd.DataFrame, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Which of the stretches share a character with any of the codings."""
    known = codings[ground.knows(codings["transcript"])]
    first, last = (ground.on_line(known["transcript"], known[name]) for name in ("start", "end"))
    own = union(np.zeros(len(first), np.int64), first, last)
    return _meet(start, end, own.start, own.end)
