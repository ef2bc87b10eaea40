"""Tables as text: csv for spreadsheets and scripts, Markdown for notes, JSON for programs."""

import csv
import io
import json
import re
from typing import Any

from workbench.exports.tables.table import Cell, Table, shown

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
PART_OF = "part of"


def guard(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet could take it for a formula; `unguard` takes it back.

    A text that already begins with apostrophes before such a sign gets one more, so nothing is lost either way.

    >>> guard("=1+1"), guard("it's"), unguard(guard("'=1"))
    ("'=1+1", "it's", "'=1")
    """
    return "'" + text if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """The text as it was before `guard`; every other text unchanged.

    >>> unguard("'-3"), unguard("'tis")
    ('-3', "'tis")
    """
    return text[1:] if _GUARDED.match(text) else text


def to_csv(table: Table) -> bytes:
    """The table as UTF-8 csv without a mark at its start; texts that look like formulas are guarded.

    A last column `part of` is there if any row belongs under another. Caption and notes have no place in a csv.
    """
    nested = any(row.part_of for row in table.rows)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([guard(name) for name in table.columns] + [PART_OF] * nested)
    for row in table.rows:
        writer.writerow([_csv_cell(cell) for cell in row.cells] + [guard(row.part_of)] * nested)
    return out.getvalue().encode("utf-8", "replace")


def _csv_cell(cell: Cell) -> Cell:
    return guard(cell) if isinstance(cell, str) else cell


def to_json(table: Table) -> bytes:
    """The table as one JSON object: title, caption, notes, columns, and a list of objects, one a row."""
    nested = any(row.part_of for row in table.rows)
    rows: list[dict[str, Any]] = []
    for row in table.rows:
        one: dict[str, Any] = {name: _json_cell(cell) for name, cell in zip(table.columns, row.cells, strict=True)}
        rows.append(one | {PART_OF: row.part_of or None} if nested else one)
    document = {
        "title": table.title,
        "caption": table.caption,
        "notes": list(table.notes),
        "columns": list(table.columns),
        "rows": rows,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _json_cell(cell: Cell) -> Cell:
    return None if isinstance(cell, float) and cell != cell else cell


_MARKED = re.compile(r"([\\`*_\[\]|~#])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def to_md(table: Table) -> bytes:
    """The table as a pipe table of GitHub's Markdown, title above, caption and notes below."""
    head = "| " + " | ".join(markdown(name) for name in table.columns) + " |"
    rule = "|" + "|".join(" ---: " if table.is_numeric(i) else " --- " for i in range(len(table.columns))) + "|"
    body = []
    for row in table.rows:
        first, *rest = (markdown(shown(cell)) for cell in row.cells)
        body.append("| " + " | ".join(["&emsp;" * row.level + first, *rest]) + " |")
    below = [markdown(line) for line in (*table.notes, table.caption) if line]
    parts = [f"**{markdown(table.title)}**" if table.title else "", "\n".join([head, rule, *body]), *below]
    return ("\n\n".join(part for part in parts if part) + "\n").encode("utf-8", "replace")


def markdown(text: str) -> str:
    """The text as one line that Markdown shows as it is: signs escaped, line breaks as `<br>`.

    >>> markdown("a|b <script>")
    'a\\\\|b &lt;script&gt;'
    """
    escaped = _MARKED.sub(r"\\\1", re.sub("[&<>]", lambda sign: _ENTITIES[sign.group()], text))
    return re.sub(r"\r\n|\r|\n", "<br>", escaped)


def unmarkdown(text: str) -> str:
    """What `markdown` was given.

    >>> unmarkdown(markdown("a|b <br> [x]"))
    'a|b <br> [x]'
    """
    import html

    return html.unescape(re.sub(r"\\([\\`*_\[\]|~#])", r"\1", text.replace("<br>", "\n")))
