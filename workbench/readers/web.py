""".html: paragraphs, tables, and the cite / time / p triples of podcast transcripts."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from workbench.model import Reading
from workbench.readers.document import Block, Paragraph, Table, paragraphs, read_blocks
from workbench.readers.encoding import decode
from workbench.readers.registry import Source, Unreadable, reader
from workbench.readers.rules import Rules

_SKIPPED = frozenset({"script", "style", "head", "noscript", "template", "nav", "header", "footer", "button", "select"})
_INLINE = frozenset(
    """a abbr b bdi bdo big code del dfn em font i ins kbd label mark q rt ruby s samp small span strong sub sup tt u
    var wbr""".split()  # noqa: SIM905
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "title"})
_WIDEST = 60
"""Columns and rows that a cell goes over at most."""
_BOLD = frozenset({"b", "strong"})
_ITALIC = frozenset({"i", "em"})
_BOLD_STYLE = re.compile(r"font-weight\s{0,4}:\s{0,4}(?:bold|[6-9]00)")
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s{0,4}=\s{0,4}[\"']?"
    rb"((?:utf-?8|utf-?16|iso-?8859|latin|windows-?|cp|koi8|gb|big5|euc|shift|mac)[\w-]{0,20})",
    re.IGNORECASE,
)


@reader(".html", ".htm")
def read_web(source: Source, rules: Rules) -> Reading:
    """One paragraph per turn from a web page; scripts, navigation, headers and footers are left out.

    The encoding is the one that the page names, if it is right, else the one found.
    """
    from lxml import etree, html

    text, encoding, problems = decode(source, rules.encoding or _named(source.data))
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as fault:
        raise Unreadable(
            source, f"the page is damaged ({fault}).", "Open it in a browser and save it again."
        ) from fault
    blocks = list(_blocks(root))
    reading = read_blocks(blocks, rules, "html", problems)
    return replace(reading, encoding=encoding)


def _named(data: bytes) -> str | None:
    """The encoding that the page names, if the bytes agree."""
    found = _CHARSET.search(data[:4096])
    name = found[1].decode("ascii") if found else ""
    try:
        data.decode(name)
    except (LookupError, ValueError):
        return None
    return name


def _blocks(element: Any) -> Iterator[Block]:
    """Paragraphs and tables in order; words that stand in no block of their own are paragraphs too."""
    runs: list[tuple[str, bool]] = [(_folded(element.text), False)]
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _SKIPPED:
            runs.append((_folded(child.tail), False))
        elif child.tag == "br":
            runs += [("\n", False), (_folded(child.tail), False)]
        elif child.tag in _INLINE:
            runs += [*_runs(child, False), (_folded(child.tail), False)]
        else:
            if paragraph := _paragraph(runs, element):
                yield paragraph
            if child.tag == "table":
                yield Table(list(_table(child)))
            else:
                yield from _blocks(child)
            runs = [(_folded(child.tail), False)]
    if paragraph := _paragraph(runs, element):
        yield paragraph


def _paragraph(runs: list[tuple[str, bool]], element: Any) -> Paragraph | None:
    """The runs as a paragraph, None where they are blank; lines of it are stripped."""
    while runs and not runs[0][0].strip():
        runs = runs[1:]
    if not runs:
        return None
    first, bold = runs[0]
    made = Paragraph.of([(first.lstrip(), bold), *runs[1:]], heading=element.tag in _HEADINGS)
    return replace(made, all_bold=True) if not made.bold and _is_slanted(element) else made


def _is_slanted(element: Any) -> bool:
    """Whether all words of a paragraph are in italics."""
    outside = [element.text, *(child.tail for child in element)]
    return (
        len(element) > 0
        and not any((words or "").strip() for words in outside)
        and all(child.tag in _ITALIC for child in element)
    )


def _folded(text: str | None) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text or "")


def _runs(element: Any, bold: bool) -> Iterator[tuple[str, bool]]:
    bold = bold or element.tag in _BOLD or bool(_BOLD_STYLE.search(element.get("style") or ""))
    yield _folded(element.text), bold
    for child in element:
        if child.tag == "br":
            yield "\n", bold
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _runs(child, bold)
        yield _folded(child.tail), bold


def _rows(table: Any) -> Iterator[Any]:
    """The table's own rows, not those of tables inside it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"tbody", "thead", "tfoot"}:
            yield from (row for row in child if row.tag == "tr")


def _table(table: Any) -> Iterator[list[list[Paragraph]]]:
    """The rows of a table as cells, with empty ones where a cell goes over several columns or rows."""
    covered: dict[int, int] = {}
    for row in _rows(table):
        cells: list[list[Paragraph]] = []
        below: dict[int, int] = {}
        for cell in row:
            if cell.tag not in {"td", "th"}:
                continue
            while covered.get(len(cells)):
                cells.append([])
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            below |= dict.fromkeys(range(len(cells), len(cells) + wide), high - 1)
            cells += [list(paragraphs(_blocks(cell))), *([] for _ in range(wide - 1))]
        while covered.get(len(cells)):
            cells.append([])
        covered = {at: left - 1 for at, left in covered.items() if left > 1} | {
            at: left for at, left in below.items() if left
        }
        yield cells


def _span(cell: Any, name: str) -> int:
    written = (cell.get(name) or "").strip()
    return max(1, min(int(written), _WIDEST)) if written.isdecimal() and written.isascii() else 1
