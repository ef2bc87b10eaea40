"""A DataFrame as a table for print and spreadsheets."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workbench.exports.tables.table import Cell, Table

if TYPE_CHECKING:
    import pandas as pd


def table_of(
    frame: "pd.DataFrame",
    title: str,
    *,
    columns: Sequence[str] | None = None,
    caption: str = "",
    notes: Sequence[str] = (),
) -> Table:
    """The frame's columns, or those named, in this order; what stands in `frame.attrs["notes"]` comes after `notes`."""
    wanted = list(columns) if columns is not None else [str(name) for name in frame.columns]
    rows = [[cell_of(record[name]) for name in wanted] for record in records(frame[wanted])]
    return Table.of(title, wanted, rows, caption=caption, notes=(*notes, *frame.attrs.get("notes", ())))


def records(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """Rows as plain values, None for what is missing: as JSON takes them."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [
        {str(name): list(value) if isinstance(value, tuple) else _plain(value) for name, value in row.items()}
        for row in plain.to_dict("records")
    ]


def cell_of(value: Any) -> Cell:
    """A value as a cell: names in a list are parted by semicolons."""
    if isinstance(value, (tuple, list)):
        return "; ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if value is None or isinstance(value, (int, float)) else str(value)


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value
