"""Tables as a web page that stands alone: no script, nothing fetched, light or dark as the reader's system is."""

from html import escape

from workbench.exports.tables.table import Row, Table, clean, shares, shown

CAPACITY = 160
"""Characters that fit on one line over all columns of a wide window."""

STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #ffffff; --soft: #55595f; --rule: #b4b8bd; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9e9e6; --paper: #17191c; --soft: #a9adb3; --rule: #4b5057; } }
body { margin: 2rem auto; padding: 0 1rem; max-width: 76rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.45 system-ui, -apple-system, "Segoe UI", sans-serif; }
table.workbench { border-collapse: collapse; width: 100%; font-size: 0.92rem; color: inherit; }
table.workbench caption { text-align: left; font-weight: 600; font-size: 1.1rem; padding-bottom: 0.6rem; }
table.workbench th { text-align: left; border-bottom: 1.5px solid currentColor; border-top: 2px solid currentColor; }
table.workbench th, table.workbench td { padding: 0.4rem 0.7rem 0.4rem 0; vertical-align: top; }
table.workbench td { border-bottom: 1px solid var(--rule, #b4b8bd); overflow-wrap: break-word; }
table.workbench td.n, table.workbench th.n { text-align: right; font-variant-numeric: tabular-nums; }
table.workbench td p { margin: 0 0 0.35rem; font-size: inherit; line-height: inherit; }
table.workbench td p:last-child { margin-bottom: 0; }
p.about { color: var(--soft, #55595f); font-size: 0.85rem; }
@media print { body { margin: 0; max-width: none; } thead { display: table-header-group; } }
"""


def to_html(table: Table) -> bytes:
    """The table as a whole page."""
    return page(table.title or "Table", fragment(table, style=False))


def page(title: str, body: str) -> bytes:
    """A self-contained page around a body that is already HTML."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{words(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    ).encode("utf-8", "replace")


def fragment(table: Table, *, style: bool = True) -> str:
    """The table alone, for a notebook or a larger page."""
    numeric = [table.is_numeric(place) for place in range(len(table.columns))]
    head = "".join(
        f'<th scope="col"{_kind(n)}>{words(name)}</th>' for name, n in zip(table.columns, numeric, strict=True)
    )
    widths = "".join(f'<col style="width: {100 * share:.1f}%">' for share in shares(table, CAPACITY))
    body = "\n".join(_row(row, numeric, strong=table.is_nested and not row.level) for row in table.rows)
    title = f"<caption>{words(table.title)}</caption>\n" if table.title else ""
    below = "\n".join(f'<p class="about">{words(line)}</p>' for line in (*table.notes, table.caption) if line)
    sheet = f"<style>{STYLE[STYLE.index('table.workbench') :]}</style>\n" if style else ""
    return (
        f'{sheet}<table class="workbench">\n{title}<colgroup>{widths}</colgroup>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody>\n</table>\n{below}"
    )


def words(text: str) -> str:
    """Any text as HTML that shows it and does nothing."""
    return escape(clean(text), quote=True)


def _row(row: Row, numeric: list[bool], *, strong: bool) -> str:
    cells = []
    for place, (cell, is_number) in enumerate(zip(row.cells, numeric, strict=True)):
        indent = f' style="padding-left: {1.4 * row.level:.1f}rem"' if row.level and place == 0 else ""
        lines = [line for line in shown(cell).split("\n") if line.strip()]
        inner = "".join(f"<p>{words(line)}</p>" for line in lines) if len(lines) > 1 else words("".join(lines))
        inner = f"<strong>{inner}</strong>" if strong and place == 0 else inner
        cells.append(f"<td{_kind(is_number)}{indent}>{inner}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _kind(is_number: bool) -> str:
    return ' class="n"' if is_number else ""
