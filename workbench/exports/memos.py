"""Memos as a file, in order of time: to be read (md, docx, html) or counted (csv, xlsx, json)."""

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from html import escape

from workbench.exports.markdown import add_to, to_html
from workbench.exports.tables import Table, write_table
from workbench.exports.tables.html import STYLE
from workbench.exports.tables.table import clean
from workbench.exports.zips import timeless
from workbench.model import WorkbenchError


@dataclass(frozen=True, slots=True)
class MemoLine:
    """A memo with what it is about in words; `start`, `end` and `quote` where it is on a passage."""

    created: str
    coder: str
    kind: str
    on: str
    target: str
    title: str
    text: str
    start: int | None = None
    end: int | None = None
    quote: str = ""
    id: str = ""

    @property
    def heading(self) -> str:
        return self.title or f"On {self.on}{f' {self.target}' if self.target else ''}"

    @property
    def about(self) -> str:
        where = f"{self.on} {self.target}".strip()
        return f"{self.created[:16].replace('T', ' ')} · {self.coder} · {self.kind} · on {where}"


def write_memos(memos: Sequence[MemoLine], suffix: str, *, title: str = "Memos") -> bytes:
    """The memos as a file. csv, xlsx and json come back in through `import`; a csv guards what would be a formula."""
    ending = "." + suffix.lower().removeprefix(".")
    columns = [field.name for field in fields(MemoLine)]
    records = [asdict(one) for one in memos]
    if ending == ".md":
        parts = [f"# {title}", *(f"## {one.heading}\n\n*{one.about}*\n\n{_quoted(one)}{one.text}" for one in memos)]
        return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")
    if ending == ".html":
        return _html(memos, title).encode("utf-8", "replace")
    if ending == ".docx":
        return _docx(memos, title)
    if ending == ".json":
        return (json.dumps({"memos": records}, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
    if ending in (".csv", ".xlsx"):
        return write_table(Table.of("", columns, [[one[name] for name in columns] for one in records]), ending)
    raise WorkbenchError(
        f"Memos cannot be written as '{ending}'. Choose one of: .md, .docx, .html, .csv, .xlsx, .json."
    )


def _quoted(one: MemoLine) -> str:
    return "".join(f"> {line}\n" for line in one.quote.splitlines()) + "\n" if one.quote else ""


def _html(memos: Sequence[MemoLine], title: str) -> str:
    parts = [
        f"<article><h2>{escape(one.heading)}</h2><p class='about'>{escape(one.about)}</p>"
        f"{f'<blockquote>{escape(one.quote)}</blockquote>' if one.quote else ''}{to_html(one.text)}</article>"
        for one in memos
    ]
    style = f"{STYLE} article {{ max-width: 46rem; margin-bottom: 2.2rem; }}"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{style}</style></head><body><h1>{escape(title)}</h1>\n{chr(10).join(parts)}\n</body></html>\n"
    )


def _docx(memos: Sequence[MemoLine], title: str) -> bytes:
    from datetime import datetime

    from docx import Document
    from docx.shared import Pt

    document = Document()
    document.core_properties.title = clean(title)[:255]
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = datetime(1980, 1, 1)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(10)
    document.add_heading(clean(title), 1)
    for one in memos:
        document.add_heading(clean(one.heading), 2)
        document.add_paragraph().add_run(clean(one.about)).italic = True
        if one.quote:
            document.add_paragraph(clean(one.quote)).paragraph_format.left_indent = Pt(14)
        add_to(document, one.text)
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())
