"""From marks to a table: which coder has which code in which unit?

A unit has a code by a coder if the coder's marks of it, taken together, touch it (at least one character that is not
white space) or, by the other rule, cover at least half of it. A coder who was not asked to code a transcript is missing
there; one who was asked and marked nothing has 0, the code is absent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from workbench.analysis.agreement.cells import MISSING
from workbench.analysis.agreement.frame import frame_of
from workbench.analysis.agreement.sets import SetTable
from workbench.analysis.marks import expand, overlaps, visible_before
from workbench.model import NotAChoice

RULES = ("touching", "half")
_CODES_AT_ONCE = 32


@dataclass(frozen=True, eq=False)
class UnitRatings:
    """What every coder said of every unit, for every code.

    `units` has a row per unit: transcript, start, end, text (and unit, where it was given). `cells` has the shape
    (codes, units, coders): 1 present, 0 absent, -1 missing; `asked` (units × coders) says what is not missing. `size`
    is the number of units that a row stands for: 1, or its characters where the characters are the units. `notes` say
    what was left out.
    """

    units: pd.DataFrame
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    cells: np.ndarray
    asked: np.ndarray
    size: np.ndarray
    notes: tuple[str, ...] = ()

    def table(self, code: str) -> pd.DataFrame:
        """One code: a row per unit, a column per coder, 1.0 present, 0.0 absent, NaN missing."""
        cells = self.cells[self.codes.index(code)]
        return pd.DataFrame(np.where(cells < 0, np.nan, cells), index=self.units.index, columns=list(self.coders))

    def sets(self) -> pd.DataFrame:
        """All codes together: a row per unit, a column per coder, the frozenset of codes, None missing."""
        table = self.set_table()
        names = np.array(self.codes, dtype=object)
        found = np.empty(len(table.members) + 1, dtype=object)
        found[:-1] = [frozenset(names[row > 0]) for row in table.members]
        cells = found[table.ids]
        return pd.DataFrame(
            {coder: cells[:, number] for number, coder in enumerate(self.coders)}, index=self.units.index
        )

    def set_table(self) -> SetTable:
        """All codes together as numbers: an id for each distinct set, and which codes are in it."""
        units, coders = self.cells.shape[1:]
        ids = np.zeros(units * coders, np.int64)
        for start in range(0, len(self.codes), _CODES_AT_ONCE):
            for place, cells in enumerate(self.cells[start : start + _CODES_AT_ONCE]):
                bits = (cells.ravel() > 0).astype(np.int64) << place
                ids = (ids << _CODES_AT_ONCE) | bits if place == 0 else ids | bits
            ids = pd.factorize(ids)[0]
        first = np.full(int(ids.max(initial=-1)) + 1, 0)
        first[ids[::-1]] = np.arange(len(ids))[::-1]
        members = (self.cells.reshape(len(self.codes), units * coders)[:, first].T > 0).astype(np.float32)
        return SetTable(np.where(self.asked.ravel(), ids, MISSING).reshape(units, coders), members)

    def patterns(self) -> np.ndarray:
        """The number of each unit's pattern, what all coders said of it on all codes: 0, 1 … in order of appearance."""
        ids = self.set_table().ids
        key = np.zeros(len(ids), np.int64)
        for column in ids.T:
            key = pd.factorize(key * (int(ids.max(initial=0)) + 2) + column + 1)[0]
        return key

    def take(self, units: np.ndarray) -> "UnitRatings":
        """The same for some of the units, by their row numbers."""
        return replace(
            self,
            units=self.units.iloc[units],
            cells=self.cells[:, units],
            asked=self.asked[units],
            size=self.size[units],
        )

    @property
    def clusters(self) -> tuple[np.ndarray, pd.Index]:
        """The number of each unit's transcript, and the transcripts in order of appearance."""
        return pd.factorize(self.units["transcript"])


def unit_ratings(
    units: pd.DataFrame,
    codings: pd.DataFrame,
    assigned: Mapping[str, Iterable[str]],
    *,
    codes: Sequence[str] | None = None,
    coders: Sequence[str] | None = None,
    rule: str = "touching",
    seen: np.ndarray | None = None,
) -> UnitRatings:
    """For each code, what each coder said of each unit.

    `units` has the columns transcript, start, end, text (text[start:end] of the transcript); a unit of several
    stretches has several rows with the same value in a column unit. Rows do not overlap. `codings` has the columns
    transcript, coder, code, start, end; overlapping marks of one coder and code count once. `assigned` maps each coder
    to the transcripts that they were asked to code. `codes` and `coders` choose and order (default: the codes used,
    sorted; all who were asked, in their order). `rule` is `touching` or `half` (of the unit's visible characters).
    `seen` is `visible_before(units["text"])`, from who keeps it; units that are not in the order of the text are looked
    at anew.

    Codings by others, of other codes or on other transcripts are not looked at.
    """
    if rule not in RULES:
        raise NotAChoice(f"{rule!r} is no rule for when a unit has a code.", RULES)
    frame = frame_of(units, codings, assigned, codes, coders)
    rows, marks = frame.rows, frame.marks
    if (rows["text"].str.len().to_numpy() != frame.row_length).any():
        raise ValueError("The text of a unit is not as long as its end minus its start.")
    if seen is None or not rows.index.equals(units.index):
        seen = visible_before(rows["text"])
    text_start = np.cumsum(frame.row_length) - frame.row_length
    mark, row = overlaps(marks.start, marks.end, frame.row_start, frame.row_end)
    shift = text_start[row] - frame.row_start[row]
    low = np.maximum(marks.start[mark], frame.row_start[row]) + shift
    high = np.minimum(marks.end[mark], frame.row_end[row]) + shift
    visible = seen[high] - seen[low]

    cells = frame.empty_cells()
    flat = cells.reshape(-1)
    code, coder = np.divmod(marks.group[mark], len(frame.coders))
    place = (code * len(frame.units) + frame.row_unit[row]) * len(frame.coders) + coder
    if rule == "touching":
        flat[place[visible > 0]] = 1
    else:
        whole = np.bincount(frame.row_unit, seen[text_start + frame.row_length] - seen[text_start], len(frame.units))
        cell, inverse = np.unique(place, return_inverse=True)
        covered = np.bincount(inverse, visible, len(cell))
        unit = cell // len(frame.coders) % len(frame.units)
        flat[cell[(covered > 0) & (2 * covered >= whole[unit])]] = 1
    outside = len(marks.start) - len(np.unique(mark[visible > 0]))
    one_each = np.ones(len(frame.units), np.int64)
    return UnitRatings(frame.units, frame.coders, frame.codes, cells, frame.asked, one_each, frame.notes(outside))


def character_ratings(
    units: pd.DataFrame,
    codings: pd.DataFrame,
    assigned: Mapping[str, Iterable[str]],
    *,
    codes: Sequence[str] | None = None,
    coders: Sequence[str] | None = None,
) -> UnitRatings:
    """The same with each character of `units` as a unit of its own, covered or not; white space counts.

    The rows are the stretches between one end of a mark and the next, `size` their number of characters: within such a
    stretch every character has the same marks. Arguments as for `unit_ratings`; the column text is not needed.
    """
    frame = frame_of(units, codings, assigned, codes, coders)
    marks = frame.marks
    points = np.unique(np.concatenate([frame.row_start, frame.row_end, marks.start, marks.end]))
    start, end = points[:-1], points[1:]
    row = np.searchsorted(frame.row_start, start, "right") - 1
    inside = (row >= 0) & (start < np.append(frame.row_end, 0)[row])
    start, end, row = start[inside], end[inside], row[inside]
    shift = frame.row_start[row] - frame.rows["start"].to_numpy()[row]
    pieces = pd.DataFrame(
        {"transcript": frame.rows["transcript"].to_numpy()[row], "start": start - shift, "end": end - shift}
    )
    if "text" in frame.rows:
        texts, begin = frame.rows["text"].to_list(), start - frame.row_start[row]
        pieces["text"] = [texts[one][low:high] for one, low, high in zip(row, begin, begin + end - start, strict=True)]
    first = np.searchsorted(start, marks.start, "left")
    count = np.searchsorted(start, marks.end, "left") - first
    code, coder = np.divmod(np.repeat(marks.group, count), len(frame.coders))
    unit = frame.row_unit[row]
    cells = frame.empty_cells(unit)
    cells[code, expand(first, count), coder] = 1
    notes = frame.notes(int((count == 0).sum()))
    return UnitRatings(pieces, frame.coders, frame.codes, cells, frame.asked[unit], end - start, notes)
