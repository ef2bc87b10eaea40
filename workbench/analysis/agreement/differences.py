"""Where do coders differ, and what does one say where another says something else?"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from workbench.analysis.agreement.ratings import UnitRatings, unit_ratings

NOTHING = "(no other code)"


def disagreements(
    units: pd.DataFrame,
    codings: pd.DataFrame,
    assigned: Mapping[str, Iterable[str]],
    *,
    codes: Sequence[str] | None = None,
    coders: Sequence[str] | None = None,
    rule: str = "touching",
) -> pd.DataFrame:
    """The units in which some coder has a code and another, who was asked too, has not; arguments as `unit_ratings`.

    Columns transcript, start, end, text, code, has, lacks (coders as tuples), unit (the row among the units compared);
    codes in their order, then units in theirs. Where all agree, no rows.
    """
    return differing(unit_ratings(units, codings, assigned, codes=codes, coders=coders, rule=rule))


def differing(ratings: UnitRatings, codes: Sequence[str] | None = None) -> pd.DataFrame:
    """The same from ratings, for the codes named (default: all); of characters, a row is a stretch."""
    names = np.empty(len(ratings.coders), dtype=object)
    names[:] = ratings.coders
    kept = [name for name in ("transcript", "start", "end", "text") if name in ratings.units]
    chosen = [ratings.codes.index(code) for code in (ratings.codes if codes is None else codes)]
    cells = ratings.cells[chosen]
    code, unit = np.nonzero((cells == 1).any(2) & (cells == 0).any(2))
    rows = ratings.units.iloc[unit][kept].reset_index(drop=True)
    rows["code"] = [ratings.codes[chosen[place]] for place in code]
    rows["has"], rows["lacks"] = _tuples(names, cells[code, unit] == 1), _tuples(names, cells[code, unit] == 0)
    rows["unit"] = unit
    return rows


def _tuples(names: np.ndarray, chosen: np.ndarray) -> pd.Series:
    known: dict[bytes, tuple[str, ...]] = {}
    found = []
    for row in chosen:
        key = row.tobytes()
        if key not in known:
            known[key] = tuple(names[row])
        found.append(known[key])
    return pd.Series(found, dtype=object)


def confusion(ratings: UnitRatings, first: str | None = None, second: str | None = None) -> pd.DataFrame:
    """In how many units one coder says the row's code where another says the column's code instead.

    Off the diagonal: the first has the row's code and the second not, the second has the column's code and the first
    not. On it: both have the code. The last row and column, named `NOTHING`, count where the other has nothing of their
    own to put against it. With `first` and `second` for these two coders; without, over all ordered pairs of coders, so
    that the table is symmetric and each unit counts twice for each pair. Units are characters where those are compared.
    """
    coders = list(ratings.coders)
    if first is not None and second is not None:
        chosen = [(coders.index(first), coders.index(second))]
    else:
        chosen = list(combinations(range(len(coders)), 2))
    count = len(ratings.codes)
    total = np.zeros((count + 1, count + 1))
    for one, other in chosen:
        use = ratings.asked[:, one] & ratings.asked[:, other]
        left, right = ratings.cells[:, use, one] == 1, ratings.cells[:, use, other] == 1
        size = ratings.size[use].astype(np.float32)
        only_left, only_right = _with_nothing(left & ~right), _with_nothing(right & ~left)
        table = (only_left * size) @ only_right.T
        table[np.arange(count), np.arange(count)] = (left & right) @ size
        table[count, count] = 0
        total += table
    if first is None or second is None:
        total = total + total.T
    names = [*ratings.codes, NOTHING]
    return pd.DataFrame(np.rint(total).astype(np.int64), index=names, columns=names)


def _with_nothing(own: np.ndarray) -> np.ndarray:
    """A last row for the units in which the coder has nothing of their own."""
    return np.vstack([own, ~own.any(0)]).astype(np.float32)


def instead(ratings: UnitRatings, code: str, other: str) -> pd.DataFrame:
    """The units behind a cell of `confusion`: some coder has `code` and not `other`, another `other` and not `code`.

    With one code twice, the units in which two coders have it. With `NOTHING` as `other`, those in which another, who
    lacks `code`, has nothing of their own to put against it. Columns transcript, start, end, has and says (coders as
    tuples).
    """
    names = np.empty(len(ratings.coders), dtype=object)
    names[:] = ratings.coders
    own = ratings.cells[ratings.codes.index(code)]
    present = ratings.cells == 1
    if code == other:
        one = two = own == 1
        units = np.flatnonzero(one.sum(1) >= 2)
    else:
        if other == NOTHING:
            lacks = (own == 0) & ratings.asked
            # of each pair: nothing that the other has not as well
            two = np.zeros_like(lacks)
            for first in range(len(names)):
                for second in range(len(names)):
                    alone = ~(present[:, :, second] & ~present[:, :, first]).any(0)
                    two[:, second] |= lacks[:, second] & (own[:, first] == 1) & alone
            one = own == 1
        else:
            against = ratings.cells[ratings.codes.index(other)]
            one, two = (own == 1) & (against == 0), (against == 1) & (own == 0)
        units = np.flatnonzero(one.any(1) & two.any(1))
    found = ratings.units.iloc[units][["transcript", "start", "end"]].reset_index(drop=True)
    found["has"], found["says"] = _tuples(names, one[units]), _tuples(names, two[units])
    return found
