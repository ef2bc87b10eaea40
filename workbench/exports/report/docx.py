"""The report as a Word document: wide tables on lying pages, figures as pictures with alternative text."""

import io
from typing import Any

from workbench.exports.report.blocks import Drawn, Heading, Report, Shown, Words
from workbench.exports.tables.docx import add_small, add_table, new_document, saved, set_page
from workbench.exports.tables.table import clean, is_wide

WIDE_CM, HIGH_CM = 17.0, 22.5
"""The most that a figure takes of an upright page."""
DPI = 220


def to_docx(report: Report) -> bytes:
    """The whole report."""
    from docx.enum.section import WD_SECTION

    document = new_document(report.title)
    _style(document)
    set_page(document.sections[0], wide=False)
    document.add_heading(clean(report.title), 0)
    add_small(document, report.caption)
    lying = False
    blocks = list(report.numbered())
    for (block, title), (after, _) in zip(blocks, [*blocks[1:], (None, "")], strict=True):
        # A heading stands on the page of what follows it.
        of = after if isinstance(block, Heading) else block
        wide = isinstance(of, Shown) and is_wide(of.table)
        if wide != lying:
            set_page(document.add_section(WD_SECTION.NEW_PAGE), wide=wide)
            lying = wide
        if isinstance(block, Heading):
            document.add_heading(clean(block.text), block.level)
        elif isinstance(block, Words):
            document.add_paragraph(clean(block.text))
        elif isinstance(block, Shown):
            add_table(document, block.table, title)
        elif isinstance(block, Drawn):
            _picture(document, block, title)
    return saved(document)


def _style(document: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, size in (("Title", 18), ("Heading 1", 14), ("Heading 2", 11.5)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Arial", Pt(size), RGBColor(0x1A, 0x1A, 0x1A)
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)


def _picture(document: Any, block: Drawn, title: str) -> None:
    from docx.shared import Cm, Pt, RGBColor

    data = block.picture.png(dpi=DPI)
    shape = document.add_picture(io.BytesIO(data), width=Cm(WIDE_CM))
    if shape.height > Cm(HIGH_CM):
        shape.width, shape.height = int(shape.width * Cm(HIGH_CM) / shape.height), Cm(HIGH_CM)
    properties = shape._inline.docPr
    properties.set("descr", clean(block.picture.description)[:4000])
    properties.set("title", clean(title))
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    below = document.add_paragraph(style="Caption")
    run = below.add_run(clean(title))
    run.font.size, run.font.bold, run.font.color.rgb = Pt(10), True, RGBColor(0x1A, 0x1A, 0x1A)
