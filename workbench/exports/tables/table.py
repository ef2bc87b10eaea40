"""What is a table, before it is a file? A title, columns, rows, a caption and notes; all writers take this value."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.model import WorkbenchError

_WORD_ENDS = re.compile(r"[\s/-]")
LOOKED_AT = 200
"""Rows of a long table that decide how wide its columns become."""

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `level` indents its first cell (0 is a main row); `part_of` names the row that it belongs under."""

    cells: tuple[Cell, ...]
    level: int = 0
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a value. A line break in a cell begins a new paragraph there; None is an empty cell.

    `caption` says what the table was made from, `notes` what the reader must know to read it.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, 1):
            if len(row.cells) != len(self.columns):
                raise ValueError(f"Row {number} has {len(row.cells)} cells, the table {len(self.columns)} columns.")

    @classmethod
    def of(
        cls,
        title: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[Cell]],
        *,
        caption: str = "",
        notes: Sequence[str] = (),
    ) -> "Table":
        """A flat table from plain sequences."""
        return cls(title, tuple(columns), tuple(Row(tuple(cells)) for cells in rows), caption, tuple(notes))

    def column(self, name: str) -> tuple[Cell, ...]:
        """All cells under one heading, top to bottom."""
        place = self.columns.index(name)
        return tuple(row.cells[place] for row in self.rows)

    def select(self, names: Sequence[str]) -> "Table":
        """The same rows with only these columns, in this order."""
        unknown = [name for name in names if name not in self.columns]
        if unknown:
            raise WorkbenchError(
                f"This table has no column {', '.join(map(repr, unknown))}. There are: {', '.join(self.columns)}."
            )
        places = [self.columns.index(name) for name in names]
        rows = tuple(Row(tuple(row.cells[i] for i in places), row.level, row.part_of) for row in self.rows)
        return Table(self.title, tuple(names), rows, self.caption, self.notes)

    def write(self, path: Path | str) -> Path:
        """The table as the file's ending says; an existing file is replaced as a whole."""
        from workbench.exports.files import written
        from workbench.exports.tables import write_table

        target = Path(path)
        return written(target, write_table(self, target.suffix))

    @property
    def is_nested(self) -> bool:
        """Whether rows stand below others; those above them are then set in bold."""
        return any(row.level for row in self.rows)

    def is_numeric(self, place: int) -> bool:
        """Whether the column holds numbers and no words, so that it is set to the right."""
        cells = [row.cells[place] for row in self.rows if row.cells[place] is not None]
        return bool(cells) and all(isinstance(cell, int | float) for cell in cells)

    def _repr_html_(self) -> str:
        from workbench.exports.tables.html import fragment

        return fragment(self)


def shown(cell: Cell) -> str:
    """A cell in words for print: whole numbers whole, others with up to three decimals, None empty.

    >>> shown(None), shown(3.0), shown(0.12345), shown("a")
    ('', '3', '0.123', 'a')
    """
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.3f}".rstrip("0").rstrip(".") if cell == cell else ""
    return str(cell)


def is_wide(table: Table) -> bool:
    """Whether the table wants a landscape page."""
    return len(table.columns) > 5


def least_widths(table: Table) -> list[int]:
    """Characters that each column needs at least: its longest word, up to 16, and a gap."""
    widths = []
    for place, name in enumerate(table.columns):
        texts = list(filter(None, (shown(row.cells[place]) for row in table.rows)))
        heading = max(len(piece) for piece in _WORD_ENDS.split(name)) + 2  # it is bold
        word = max([heading, *(len(piece) for text in texts for piece in _WORD_ENDS.split(text))])
        indent = 2 * max((row.level for row in table.rows), default=0) if place == 0 else 0
        widths.append(min(word, 16) + 2 + indent)
    return widths


def shares(table: Table, capacity: int) -> list[float]:
    """How wide each column should be, as shares that add up to 1, so that the table becomes as low as it can.

    `capacity` is how many characters fit on one line over all columns. Each column gets what it needs at least; the
    rest goes, two characters at a time, to the columns that make rows tall.
    """
    widths = least_widths(table)
    lengths = [[_lengths(cell) for cell in row.cells] for row in table.rows[:LOOKED_AT]]
    for _ in range((capacity - sum(widths)) // 2):
        gains = [0.0] * len(widths)
        for row in lengths:
            heights = [_height(cell, width) for cell, width in zip(row, widths, strict=True)]
            second, first = sorted([0.0, *heights])[-2:]
            place = heights.index(first)
            gains[place] += first - max(_height(row[place], widths[place] + 2), second)
        if max(gains) <= 0:
            break
        widths[gains.index(max(gains))] += 2
    return [width / sum(widths) for width in widths]


def _lengths(cell: Cell) -> list[int]:
    return [len(line) for line in shown(cell).split("\n")]


def _height(lengths: Sequence[int], width: int) -> float:
    """Lines of print that paragraphs of so many characters take, and parts of lines, so that every character counts."""
    return sum(max(length / (width - 2), 1.0) for length in lengths)


def lines(row: Row, widths: Sequence[float]) -> list[int]:
    """Lines of print that each cell of a row takes in columns of so many characters, two of them for the gap.

    >>> lines(Row(("one two", 3, "a\\nb")), [6, 6, 6])
    [2, 1, 2]
    """
    return [
        sum(1 + max(length - 1, 0) // max(int(width) - 2, 1) for length in _lengths(cell))
        for cell, width in zip(row.cells, widths, strict=True)
    ]


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without the characters that no XML file may hold (control characters, half surrogates).

    >>> clean("a\\x00b\\ud800c")
    'abc'
    """
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
