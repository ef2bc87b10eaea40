"""A table to choose a row from, by a click or the arrow keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from workbench.app.parts import FOLDER, mount

BESIDE = "30vh"
"""The greatest height of a list while what it opened stands below it."""


@dataclass(frozen=True, slots=True)
class Column:
    """`number`: right-aligned and sorted from the highest; `digits` after the point, None for whole numbers."""

    name: str
    number: bool = False
    digits: int | None = None
    help: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row. A cell is text, a number, None for nothing, or a pair: a head and a smaller line below it."""

    key: str
    cells: Sequence[Any]
    depth: int = 0
    quiet: bool = False


def listing(
    columns: Sequence[Column | str],
    rows: Sequence[Line],
    *,
    key: str,
    label: str,
    height: str = "",
    first: bool = False,
    main: bool = False,
    cells: bool = False,
    opens: bool = False,
) -> str | None:
    """The key of the row that is chosen, None where none is; kept for the session under `key`.

    `height` is the greatest, as a style sheet has it. `first`: where nothing is chosen, the first row is. `main`: j and
    k step through it from anywhere on the page, and letters wait until the page shows the row that is chosen. `cells`:
    a cell is chosen rather than a row, see `chosen_column`. `opens`: what is chosen opens below the list, which leaves
    room for it until it is closed (`close`).
    """
    kept = st.session_state.setdefault("chosen", {})
    counts = st.session_state.setdefault("choices", {})
    mounted = f"listing {key}"

    def choose() -> None:
        sent = st.session_state[mounted].chosen
        if isinstance(sent, dict) and isinstance(sent.get("key"), str) and isinstance(sent.get("count"), int):
            kept[key], counts[key] = sent["key"], sent["count"]
            if isinstance(sent.get("column"), int):
                st.session_state.setdefault("chosen columns", {})[key] = sent["column"]

    known = {row.key for row in rows}
    chosen = kept.get(key) if kept.get(key) in known else rows[0].key if first and rows else None
    mount(
        "workbench_listing",
        (FOLDER / "dom.mjs", FOLDER / "held.mjs", FOLDER / "listing.mjs"),
        FOLDER / "listing.css",
        data={
            "columns": [_column(one) for one in columns],
            "rows": [_row(row) for row in rows],
            "chosen": chosen,
            "count": counts.get(key, 0),
            "label": label,
            "height": BESIDE if opens and chosen is not None else height,
            "main": main,
            "cells": cells,
            "column": chosen_column(key),
        },
        key=mounted,
        on_chosen_change=choose,
    )
    return chosen


def chosen_column(key: str) -> int:
    """The place of the cell that is chosen in its row, 0 for the first."""
    columns: dict[str, int] = st.session_state.get("chosen columns", {})
    return columns.get(key, 0)


def choose(key: str, row: str | None) -> None:
    """Choose a row of a listing from outside it."""
    st.session_state.setdefault("chosen", {})[key] = row


def close(key: str) -> None:
    """A button that leaves the list of that `key` alone again."""
    st.button("Close", key=f"close {key}", on_click=choose, args=(key, None), help="Shows the list alone again")


def _column(column: Column | str) -> dict[str, Any]:
    if isinstance(column, str):
        return {"name": column}
    found: dict[str, Any] = {"name": column.name, "number": column.number}
    if column.digits is not None:
        found["digits"] = column.digits
    if column.help:
        found["help"] = column.help
    return found


def _row(row: Line) -> dict[str, Any]:
    cells = [{"head": cell[0], "below": cell[1]} if isinstance(cell, tuple) else cell for cell in row.cells]
    return {"key": row.key, "cells": cells, "depth": row.depth, "quiet": row.quiet}
