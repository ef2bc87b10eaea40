"""What did each coder say of each unit? A table of any values, turned into small whole numbers."""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from workbench.model import WorkbenchError

MISSING = -1
"""Stands in a table of ids for "this coder was not asked about this unit"."""


@dataclass(frozen=True, slots=True)
class Cells:
    """A table as numbers: `ids` (units × coders) holds places in `values`, the values allowed, or `MISSING`."""

    ids: np.ndarray
    values: tuple[Hashable, ...]

    @property
    def holds_sets(self) -> bool:
        return any(isinstance(value, frozenset) for value in self.values)

    @property
    def binary(self) -> bool:
        """Whether the values allowed are 0 and 1 (or one of them): the code is absent or present."""
        return bool(self.values) and all(value in (0, 1) for value in self.values)


def encode(ratings: Any, values: Iterable[Hashable] | None = None) -> Cells:
    """The table as `Cells`.

    `ratings` is a DataFrame, or what makes one, with a row per unit and a column per coder; None, NaN and NA are
    missing. `values` are the values allowed, by default those seen; for cells that are sets it may also be the codes
    allowed inside them. A value that is not allowed is an error.

    >>> encode([["a", "b"], ["a", None]]).ids.tolist()
    [[0, 1], [0, -1]]
    """
    frame = ratings if isinstance(ratings, pd.DataFrame) else pd.DataFrame(ratings)
    flat = _flat(frame)
    try:
        ids, seen = pd.factorize(flat)
    except TypeError:
        raise WorkbenchError(
            "A cell of the ratings holds a list. Give one value per cell, or a frozenset of codes."
        ) from None
    found = [value.item() if isinstance(value, np.generic) else value for value in seen]
    allowed = _allowed(found, values)
    place = {value: number for number, value in enumerate(allowed)}
    strange = [value for value in found if value not in place]
    if strange:
        raise WorkbenchError(
            f"The value {strange[0]!r} stands in the ratings but is not among the values allowed "
            f"({_listed(allowed)}). Correct the cell, or allow the value."
        )
    # the last place answers for the id -1
    lookup = np.array([*(place[value] for value in found), MISSING], dtype=np.int64)
    return Cells(lookup[ids].reshape(frame.shape), tuple(allowed))


def _flat(frame: pd.DataFrame) -> np.ndarray:
    plain = frame.to_numpy()
    if plain.dtype.kind in "biuf":
        return plain.ravel()
    flat = frame.to_numpy(dtype=object).ravel()
    if any(type(cell) is set for cell in flat):
        flat = np.fromiter((frozenset(cell) if type(cell) is set else cell for cell in flat), object, len(flat))
    return flat


def _allowed(found: Sequence[Hashable], values: Iterable[Hashable] | None) -> list[Hashable]:
    if values is None:
        return in_order(found)
    given = list(dict.fromkeys(values))
    codes_given = any(isinstance(one, frozenset) for one in found) and not any(
        isinstance(one, frozenset) for one in given
    )
    if not codes_given:
        return given
    strange = in_order(set().union(*(one for one in found if isinstance(one, frozenset))) - set(given))
    if strange:
        raise WorkbenchError(
            f"The code {strange[0]!r} stands in the ratings but is not among the codes allowed "
            f"({_listed(given)}). Correct the cell, or allow the code."
        )
    return in_order(found)


def in_order(values: Collection[Any]) -> list[Any]:
    """The values sorted; in the order given where they cannot be compared (sets by size, then by their codes)."""
    try:
        if any(isinstance(value, frozenset) for value in values):
            return sorted(values, key=lambda one: (len(one), sorted(one)))
        return sorted(values)
    except TypeError:
        return list(values)


def _listed(values: Sequence[Any]) -> str:
    return ", ".join(repr(value) for value in values[:8]) + (" …" if len(values) > 8 else "")
