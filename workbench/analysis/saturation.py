"""When did interviews stop bringing new codes?

The method of Guest, Namey & Chen 2020 (PLoS ONE 15(5): e0232076): a base of interviews, runs of further ones, and the
share of new codes that a run brings. It describes codes in the order of collection; that nothing new was coded does not
say that nothing new could be heard.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from workbench.model import WorkbenchError

CAVEAT = (
    "This describes when codes came in this order of interviews, no more: that nothing new was coded does not say that "
    "nothing new could be heard. Codes that were split or merged later, and who was asked when, move it."
)


@dataclass(frozen=True, slots=True)
class Run:
    """Interviews `first` to `last` (counted from 1) brought `new` codes: `percent` of the base's unique codes."""

    first: int
    last: int
    new: int
    percent: float


@dataclass(frozen=True, slots=True)
class Saturation:
    """New codes per interview in `order`, their running total, the runs after the base, and when few came.

    `new_codes` names the codes first found in each interview, sorted. `reached_at` is the number of interviews before
    the first run with at most `threshold` percent of new codes: 6 with a run of 2 is what the authors write as 6+2;
    None if no run is that low.
    """

    order: tuple[str, ...]
    new_codes: tuple[tuple[str, ...], ...]
    cumulative: tuple[int, ...]
    new_information: tuple[Run, ...]
    reached_at: int | None
    base: int
    run: int
    threshold: float

    def table(self) -> pd.DataFrame:
        """One row an interview, in order: transcript, new_codes (how many), cumulative, and new_information, the
        percent of the run that ends with it (NaN where none does)."""
        ends = {one.last: one.percent for one in self.new_information}
        return pd.DataFrame(
            {
                "transcript": self.order,
                "new_codes": [len(codes) for codes in self.new_codes],
                "cumulative": self.cumulative,
                "new_information": [ends.get(place, float("nan")) for place in range(1, len(self.order) + 1)],
            }
        )

    def _repr_html_(self) -> str:
        """The table, as a notebook shows it."""
        return self.table().round(1).to_html(index=False, na_rep="–")

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON: per interview order, new_codes (how many), new_code_names and cumulative; per run
        new_information (percent) and runs (its first and last interview); reached_at, base, run, threshold."""
        return {
            "order": list(self.order),
            "new_codes": [len(codes) for codes in self.new_codes],
            "cumulative": list(self.cumulative),
            "new_information": [one.percent for one in self.new_information],
            "reached_at": self.reached_at,
            "new_code_names": [list(codes) for codes in self.new_codes],
            "runs": [[one.first, one.last] for one in self.new_information],
            "base": self.base,
            "run": self.run,
            "threshold": self.threshold,
        }


def saturation(
    codings: pd.DataFrame, order: Sequence[str], *, base: int = 4, run: int = 2, threshold: float = 5.0
) -> Saturation:
    """New codes per interview, for the transcripts in `order` (the order of collection).

    `codings` has the columns transcript and code; those of other transcripts are not counted. `base` and `run` are
    numbers of interviews, `threshold` a percentage.
    """
    found = {name: frozenset(rows) for name, rows in codings.groupby("transcript")["code"]}
    sets = [found.get(name, frozenset()) for name in order]
    runs = new_information(sets, base=base, run=run)
    fresh = _fresh(sets)
    cumulative = tuple(int(total) for total in pd.Series([len(codes) for codes in fresh], dtype=int).cumsum())
    low = next((one for one in runs if one.percent <= threshold), None)
    return Saturation(
        order=tuple(order),
        new_codes=tuple(tuple(sorted(codes)) for codes in fresh),
        cumulative=cumulative,
        new_information=tuple(runs),
        reached_at=None if low is None else low.first - 1,
        base=base,
        run=run,
        threshold=threshold,
    )


@dataclass(frozen=True, slots=True)
class Band:
    """The same interviews in random orders. For each number of interviews: `low`, `middle` and `high` are how many
    codes were found by then in 5, 50 and 95 % of the orders. `reached` are the numbers of interviews at which the
    threshold was reached, one for each order that reached it, sorted; `draws` how many orders there were."""

    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]
    reached: tuple[int, ...]
    draws: int
    seed: int

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {name: getattr(self, name) for name in ("draws", "seed", "reached")} | {
            name: list(getattr(self, name)) for name in ("low", "middle", "high")
        }


def random_orders(
    codings: pd.DataFrame,
    transcripts: Sequence[str],
    *,
    draws: int = 200,
    seed: int = 0,
    base: int = 4,
    run: int = 2,
    threshold: float = 5.0,
) -> Band:
    """What `saturation` would find in so many random orders of the transcripts; the same seed gives the same band."""
    if draws < 1:
        raise WorkbenchError("At least one random order is needed; usual are 100 to 1,000.")
    found = {name: frozenset(rows) for name, rows in codings.groupby("transcript")["code"]}
    sets = [found.get(name, frozenset()) for name in transcripts]
    chance = np.random.default_rng(seed)
    courses, reached = [], []
    for _draw in range(draws):
        order = [sets[i] for i in chance.permutation(len(sets))]
        courses.append(np.cumsum([len(codes) for codes in _fresh(order)]))
        low = next((r for r in new_information(order, base=base, run=run) if r.percent <= threshold), None)
        if low is not None:
            reached.append(low.first - 1)
    if not sets:
        return Band((), (), (), (), draws, seed)
    edges = np.percentile(np.array(courses), [5, 50, 95], axis=0)
    low_edge, middle, high = (tuple(map(float, edge)) for edge in edges)
    return Band(low_edge, middle, high, tuple(sorted(reached)), draws, seed)


def new_information(code_sets: Sequence[AbstractSet[str]], *, base: int = 4, run: int = 2) -> list[Run]:
    """Share of new codes in each run of interviews after the base.

    `code_sets` holds one set per interview, in interview order. Runs slide by one interview; the denominator stays the
    base's unique codes (Guest, Namey & Chen 2020). Too few interviews, or no codes in the base, gives an empty list.

    >>> [one.percent for one in new_information([{"a"}, {"b"}, {"c"}, {"d"}, {"a"}, {"e"}])]
    [25.0]
    """
    if base < 1 or run < 1:
        raise WorkbenchError(
            "Base and run are numbers of interviews and must be 1 or more; usual are 4 to 6 and 2 or 3."
        )
    fresh = [len(codes) for codes in _fresh(code_sets)]
    in_base = sum(fresh[:base])
    if not in_base:
        return []
    return [
        Run(start + 1, start + run, sum(fresh[start : start + run]), 100 * sum(fresh[start : start + run]) / in_base)
        for start in range(base, len(fresh) - run + 1)
    ]


def _fresh(code_sets: Sequence[AbstractSet[str]]) -> list[set[str]]:
    """The codes of each interview that none before it had."""
    seen: set[str] = set()
    fresh = []
    for codes in code_sets:
        fresh.append(set(codes) - seen)
        seen |= codes
    return fresh
