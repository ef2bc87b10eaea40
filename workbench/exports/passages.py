"""Passages on paper: a table of them, and a copy to read, alone or aloud."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from workbench.exports.tables import Table
from workbench.exports.tables.frames import records, table_of

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("transcript", "turn", "participant", "speaker", "start", "end", "codes", "text")
STYLE = """
  body { font: 18px/1.6 Georgia, 'Times New Roman', serif; max-width: 34em; margin: 2em auto; padding: 0 1em; }
  h1 { font-size: 1.5em; line-height: 1.25; } h2 { font-size: 1.15em; margin-top: 2em; break-after: avoid; }
  article { break-inside: avoid; margin: 1.4em 0; } blockquote { margin: 0; white-space: pre-line; }
  p { margin: .3em 0; color: #555; font-size: .8em; }
  @media print { body { font-size: 13pt; margin: 0; max-width: none; } }
"""


def passages_table(found: "pd.DataFrame", *, title: str, caption: str = "") -> Table:
    """Passages with place, person, codes and words, a row each; columns as `COLUMNS`, codes parted by semicolons."""
    return table_of(found, title, columns=COLUMNS, caption=caption)


def reading_copy(groups: Iterable[tuple[str, "pd.DataFrame"]], *, title: str, says: Sequence[str] = ()) -> bytes:
    """Passages as a page to print or to read aloud from: large type, one under the other, who and where below each.

    `groups` are (heading, passages); an empty heading is left out. `says` stands under the title. The page holds no
    script and asks for nothing.
    """
    parts = [f"<h1>{escape(title)}</h1>", *(f"<p>{escape(line)}</p>" for line in says)]
    for heading, found in groups:
        if heading:
            parts.append(f"<h2>{escape(heading)}</h2>")
        for row in records(found):
            who = row["participant"] or row["speaker"] or ""
            where = ", ".join(part for part in (who, row["transcript"] if row["transcript"] != who else "") if part)
            turn = f", turn {int(row['turn'])}" if row["turn"] else ""
            codes = f" · {', '.join(row['codes'])}" if row["codes"] else ""
            parts.append(
                f'<article><blockquote dir="auto">{escape(row["text"])}</blockquote>'
                f"<p>{escape(where + turn + codes)}</p></article>"
            )
    page = (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{escape(title)}</title><style>{STYLE}</style></head>'
        f"<body>{''.join(parts)}</body></html>"
    )
    return page.encode("utf-8", "backslashreplace")
