"""What is a table, before it is a file? A title, columns, rows, a caption and notes; all writers take this value."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.model import WorkbenchError

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


def shares(table: Table, capacity: int) -> list[float]:
    """How wide each column should be, as shares that add up to 1.

    `capacity` is how many characters fit on one line over all columns. Each column gets room for its longest word (up
    to 16 characters), the rest goes to the columns with the longest texts.
    """
    least, weight = [], []
    for place, name in enumerate(table.columns):
        texts = list(filter(None, (shown(row.cells[place]) for row in table.rows)))
        word = max(len(piece) for text in [name, *texts] for piece in re.split(r"[\s/-]", text))
        indent = 2 * max((row.level for row in table.rows), default=0) if place == 0 else 0
        least.append(min(word, 16) + 2 + indent)
        weight.append(min(sum(map(len, texts)) / (len(texts) or 1), 600) ** 0.75 + 0.01)
    spare = max(capacity - sum(least), 0)
    widths = [low + spare * share / sum(weight) for low, share in zip(least, weight, strict=True)]
    return [width / sum(widths) for width in widths]


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without the characters that no XML file may hold (control characters, half surrogates).

    >>> clean("a\\x00b\\ud800c")
    'abc'
    """
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
