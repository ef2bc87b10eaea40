"""What is compared: which units, whose marks, who was asked about what, and what was left out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.analysis.agreement.cells import MISSING
from workbench.analysis.marks import Stretches, places, union
from workbench.model import NotFound, WorkbenchError


@dataclass(frozen=True, eq=False)
class Frame:
    """Units and marks on one line of text.

    `rows` are the stretches of the units in the order of the line, `row_start` and `row_end` their places on it,
    `row_unit` the unit (a row of `units`) that each belongs to. The group of a mark is code × number of coders + coder.
    `asked` says whether each coder was asked about each unit.
    """

    units: pd.DataFrame
    rows: pd.DataFrame
    row_unit: np.ndarray
    row_start: np.ndarray
    row_end: np.ndarray
    marks: Stretches
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    asked: np.ndarray
    unasked: int

    @property
    def row_length(self) -> np.ndarray:
        return self.row_end - self.row_start

    def empty_cells(self, units: np.ndarray | None = None) -> np.ndarray:
        """Codes × units × coders: 0 where the coder was asked, missing elsewhere; `units` repeats or chooses units."""
        asked = self.asked if units is None else self.asked[units]
        return np.repeat(np.where(asked, 0, MISSING).astype(np.int8)[None], len(self.codes), axis=0)

    def notes(self, outside: int) -> tuple[str, ...]:
        """What was left out, in sentences; `outside` is the number of marks that meet no unit."""
        said = []
        if self.unasked:
            said.append(
                f"{_lie(self.unasked, 'coding')} in transcripts that the coder was not asked to code and "
                f"{_are(self.unasked)} left out."
            )
        if outside:
            said.append(
                f"{_lie(outside, 'marked passage')} wholly outside the units compared (in what an interviewer says, "
                f"for instance) and {_are(outside)} left out."
            )
        return tuple(said)


def frame_of(
    units: pd.DataFrame,
    codings: pd.DataFrame,
    assigned: Mapping[str, Iterable[str]],
    codes: Sequence[str] | None,
    coders: Sequence[str] | None,
) -> Frame:
    """The frame for `unit_ratings`, whose arguments these are."""
    who = tuple(dict.fromkeys(assigned if coders is None else coders))
    for name in who:
        if name not in assigned:
            raise NotFound("coder", name, list(assigned))
    transcripts = pd.Index(units["transcript"].unique())
    asked = np.stack([transcripts.isin(list(assigned[name])) for name in who], 1) if who else np.zeros((0, 0), bool)

    coder, transcript = places(codings["coder"], who), places(codings["transcript"], transcripts)
    ours = (coder >= 0) & (transcript >= 0)
    allowed = np.zeros(len(codings), bool)
    allowed[ours] = asked[transcript[ours], coder[ours]]
    if codes is None:
        codes = sorted(codings["code"][allowed].unique())
    code = places(codings["code"], codes)
    use = allowed & (code >= 0)

    begin, end = units["start"].to_numpy(np.int64), units["end"].to_numpy(np.int64)
    start, stop = codings["start"].to_numpy(np.int64), codings["end"].to_numpy(np.int64)
    reach = max(int(end.max(initial=0)), int(stop[use].max(initial=0))) + 1
    where = places(units["transcript"], transcripts)
    order = np.argsort(where * reach + begin, kind="stable")
    row_start, row_end = (where * reach + begin)[order], (where * reach + end)[order]
    _refuse_overlaps(units, order, row_start, row_end)
    shift = transcript[use] * reach
    marks = union((code * len(who) + coder)[use], start[use] + shift, stop[use] + shift)
    whole, row_unit = _whole_units(units)
    return Frame(
        units=whole,
        rows=units.iloc[order],
        row_unit=row_unit[order],
        row_start=row_start,
        row_end=row_end,
        marks=marks,
        coders=who,
        codes=tuple(codes),
        asked=asked[places(whole["transcript"], transcripts)],
        unasked=int((ours & ~allowed).sum()),
    )


def _whole_units(units: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """Units of several stretches as one row each, from first start to last end, their texts joined; each row's unit."""
    columns = [name for name in ("transcript", "start", "end", "text") if name in units]
    if "unit" not in units:
        return units[columns].reset_index(drop=True), np.arange(len(units))
    number = pd.factorize(units["unit"])[0]
    grouped = units.groupby(number)
    whole = grouped.agg(transcript=("transcript", "first"), start=("start", "min"), end=("end", "max"))
    whole["unit"] = grouped["unit"].first()
    if "text" in units:
        whole["text"] = grouped["text"].agg(" … ".join)
    return whole, number


def _refuse_overlaps(units: pd.DataFrame, order: np.ndarray, start: np.ndarray, end: np.ndarray) -> None:
    wrong = np.flatnonzero(start[1:] < end[:-1])
    if len(wrong):
        one, other = units.iloc[order[wrong[0]]], units.iloc[order[wrong[0] + 1]]
        raise WorkbenchError(
            f"Two units of {one['transcript']!r} overlap: {one['start']}–{one['end']} and {other['start']}–"
            f"{other['end']}. Agreement needs units that stand side by side."
        )


def _lie(count: int, noun: str) -> str:
    return f"1 {noun} lies" if count == 1 else f"{count} {noun}s lie"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
