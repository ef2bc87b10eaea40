"""Tables as a Word document: a real table that a journal can set, heading row on every page, caption above."""

import io
from datetime import datetime
from typing import Any

from workbench.exports.tables.table import Row, Table, clean, is_wide, least_widths, lines, shares, shown
from workbench.exports.zips import timeless

_MADE = datetime(1980, 1, 1)
CAPACITY = {False: 105, True: 160}
"""Characters of 8.5 pt that fit on one line of an A4 page, upright and landscape."""

SIZE, SMALLEST = 8.5, 6.5
"""Points of the print in a table, and of one with so many columns that its words would break."""

ORDER = ("tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook")
"""A table's properties in the order in which Word wants them."""

WHOLE = 28
"""A row of up to so many lines is kept on one page."""


def to_docx(table: Table) -> bytes:
    """The table as .docx: A4, landscape from six columns on; notes and caption below the table."""
    document = new_document(table.title)
    set_page(document.sections[0], wide=is_wide(table))
    add_table(document, table, table.title)
    return saved(document)


def new_document(title: str) -> Any:
    """An empty Word document that says nothing of when or by whom it was made."""
    from docx import Document
    from docx.shared import Pt

    document = Document()
    document.core_properties.title = clean(title)[:255]
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = _MADE
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(9.5)
    return document


def add_table(document: Any, table: Table, title: str) -> None:
    """The table with its title above, notes and caption below, on the last section's page."""
    if title:
        heading = document.add_paragraph(style="Caption")
        heading.paragraph_format.keep_with_next = True
        _plain(heading.add_run(clean(title)), size=10, bold=True)
    _add_grid(document, table)
    for line in filter(None, (*table.notes, table.caption)):
        add_small(document, line)


def add_small(document: Any, text: str) -> None:
    """A note or caption in small print."""
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(4)
    _plain(paragraph.add_run(clean(text)), size=8)


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def set_page(section: Any, *, wide: bool) -> None:
    """A4, upright or lying, with margins of 2 cm."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    long, short = Cm(29.7), Cm(21.0)
    section.page_width, section.page_height = (long, short) if wide else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)


def _add_grid(document: Any, table: Table) -> None:
    from docx.shared import Emu

    section = document.sections[-1]
    room = section.page_width - section.left_margin - section.right_margin
    capacity = CAPACITY[is_wide(table)]
    size = max(SIZE * min(capacity / sum(least_widths(table)), 1.0), SMALLEST)
    parts = shares(table, capacity)
    widths = [Emu(int(share * room)) for share in parts]
    numeric = [table.is_numeric(place) for place in range(len(table.columns))]
    grid = document.add_table(rows=1, cols=len(table.columns))
    grid.autofit = False
    _rule(grid)
    for column, cell, width in zip(grid.columns, grid.rows[0].cells, widths, strict=True):
        column.width = cell.width = width  # rows that are added take it over
    for cell, name in zip(grid.rows[0].cells, table.columns, strict=True):
        _write(cell, name, size, bold=True)
    _property(grid.rows[0], "w:cantSplit", "w:tblHeader")  # the heading row stands on every page
    for row in table.rows:
        added = _add_row(grid, row, numeric, size, strong=table.is_nested and not row.level)
        if max(lines(row, [share * capacity for share in parts])) <= WHOLE:
            _property(added, "w:cantSplit")


def _add_row(grid: Any, row: Row, numeric: list[bool], size: float, *, strong: bool) -> Any:
    from docx.shared import Pt

    added = grid.add_row()
    for place, (cell, content) in enumerate(zip(added.cells, row.cells, strict=True)):
        _write(cell, shown(content), size, bold=strong and place == 0, right=numeric[place])
        if place == 0 and row.level:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.left_indent = Pt(10 * row.level)
    return added


def _write(cell: Any, text: str, size: float, *, bold: bool = False, right: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    lines = [line for line in clean(text).split("\n") if line.strip()] or [""]
    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _plain(paragraph.add_run(line), size=size, bold=bold)


def _plain(run: Any, *, size: float, bold: bool = False) -> None:
    from docx.shared import Pt, RGBColor

    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, RGBColor(0x1A, 0x1A, 0x1A)


def _property(row: Any, *names: str) -> None:
    from docx.oxml.parser import OxmlElement

    properties = row._tr.get_or_add_trPr()
    for name in names:
        properties.append(OxmlElement(name))


def _rule(grid: Any) -> None:
    """Thin lines above, below and between rows, none upright, and little beside the words: as journals set tables."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    borders = OxmlElement("w:tblBorders")
    for side, size in (("top", "8"), ("bottom", "8"), ("insideH", "2")):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", "6A6A6A")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    grid._tbl.tblPr.append(borders)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "60")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    grid._tbl.tblPr.append(margins)
    grid._tbl.tblPr[:] = sorted(grid._tbl.tblPr, key=lambda one: ORDER.index(one.tag.split("}")[1]))
