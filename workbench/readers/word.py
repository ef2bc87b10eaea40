""".docx: paragraphs, bold or styled names, tables of turns; tracked changes taken as accepted.

The parts are walked with lxml: python-docx passes over tracked insertions, content controls and footnotes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from workbench.model import Problem, Reading
from workbench.readers.compose import SYMBOLS
from workbench.readers.document import Block, Paragraph, Table, paragraphs, read_blocks
from workbench.readers.packed import MAIN_PARTS, archive, part, xml
from workbench.readers.registry import Source, Unreadable, reader
from workbench.readers.rules import Rules

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_SKIPPED = frozenset({"del", "moveFrom", "delText", "instrText", "txbxContent", "Fallback", "pPr", "rPr"})
_WHITE = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_HEX = re.compile(r"0{0,3}[0-9A-F]{2,5}")
_WIDEST = 60
"""Columns that a cell goes over at most."""
_COUNTED = {
    "del": "tracked deletions taken as accepted, so their words are out",
    "ins": "tracked insertions taken as accepted, so their words are in",
    "footnoteReference": "footnotes left out",
    "endnoteReference": "endnotes left out",
    "commentReference": "comments left out",
    "txbxContent": "text boxes left out",
}


@dataclass(slots=True)
class _Look:
    """What the styles say, and what was met on the way."""

    headings: frozenset[str]
    labels: frozenset[str]
    names: Mapping[str, str]
    met: dict[str, int] = field(default_factory=dict)


@reader(".docx")
def read_word(source: Source, rules: Rules) -> Reading:
    """One paragraph per turn from a Word document; tables of turns are read row by row.

    Deleted words are left out and inserted ones kept, as if all changes were accepted; comments, notes and text boxes
    are left out. All of that is counted in the report.
    """
    with archive(source) as packed:
        name = next((one for one in packed.namelist() if MAIN_PARTS[".docx"].fullmatch(one)), "")
        main = part(source, packed, name)
        styles = part(source, packed, "word/styles.xml")
    if main is None:
        raise Unreadable(source, "it holds no Word document.", "Open it in Word and save it again as .docx.")
    body = next((child for child in xml(source, main) if _tag(child) == "body"), None)
    if body is None:
        raise Unreadable(source, "its document has no body.", "Open it in Word and save it again as .docx.")
    look = _Look(*_styles(xml(source, styles) if styles else ()))
    blocks = list(_blocks(body, look))
    problems = [Problem(f"{count} {_COUNTED[kind]}.") for kind, count in look.met.items()]
    return read_blocks(blocks, rules, "docx", problems)


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(element: Any, path: str) -> str | None:
    """The `val` of a descendant, e.g. `pPr/pStyle`; '' where it has none, None where there is no such descendant."""
    for step in path.split("/"):
        element = next((child for child in element if _tag(child) == step), None)
        if element is None:
            return None
    return element.get(f"{_W}val") or element.get(f"{_STRICT}val") or ""


def _symbol(element: Any) -> str:
    """The sign that a symbol stands for; '' for those of fonts of pictures that are not known here."""
    code = next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == "char"), "").upper()
    sign = chr(int(code, 16)) if _HEX.fullmatch(code) else ""
    return SYMBOLS.get(ord(sign), sign if sign.isprintable() else "") if sign else ""


def _styles(root: Any) -> tuple[frozenset[str], frozenset[str], dict[str, str]]:
    """Identifiers of the styles of headings, and of those that set a speaker's name (bold, or called so); names."""
    headings, labels, names = set(), set(), {}
    for style in root:
        if _tag(style) != "style":
            continue
        identifier = style.get(f"{_W}styleId") or style.get(f"{_STRICT}styleId") or ""
        names[identifier] = _value(style, "name") or ""
        name = names[identifier].casefold()
        if name.startswith(("heading", "title", "subtitle", "toc")):
            headings.add(identifier)
        elif (
            "speaker" in name
            or "interviewer" in name
            or (_is_on(_value(style, "rPr/b")) and style.get(f"{_W}type") == "character")
        ):
            labels.add(identifier)
    return frozenset(headings), frozenset(labels), names


def _is_on(value: str | None) -> bool:
    return value is not None and value not in {"0", "false", "off", "none"}


def _blocks(parent: Any, look: _Look) -> Iterator[Block]:
    """Paragraphs and tables in order, also those inside content controls."""
    for child in parent:
        tag = _tag(child)
        if tag == "p":
            yield _paragraph(child, look)
        elif tag == "tbl":
            yield Table([list(_cells(row, look)) for row in _within(child, "tr")])
        elif tag in {"sdt", "sdtContent", "ins", "customXml", "smartTag", "moveTo", "AlternateContent", "Choice"}:
            yield from _blocks(child, look)


def _within(parent: Any, wanted: str) -> Iterator[Any]:
    for child in parent:
        tag = _tag(child)
        if tag == wanted:
            yield child
        elif tag in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _within(child, wanted)


def _cells(row: Any, look: _Look) -> Iterator[list[Paragraph]]:
    """The cells of a row, and empty ones where a cell goes over several columns."""
    for cell in _within(row, "tc"):
        yield list(paragraphs(_blocks(cell, look)))
        wide = _value(cell, "tcPr/gridSpan") or ""
        yield from ([] for _ in range(min(int(wide), _WIDEST) - 1 if wide.isdecimal() else 0))


def _paragraph(element: Any, look: _Look) -> Paragraph:
    style = _value(element, "pPr/pStyle") or ""
    runs = _runs(element, look, style in look.labels)
    made = Paragraph.of(runs, heading=style in look.headings, style=look.names.get(style, style))
    return replace(made, all_bold=True) if not made.bold and made.text.strip() and _is_slanted(element) else made


def _is_slanted(paragraph: Any) -> bool:
    """Whether all words of a paragraph are in italics."""
    runs = [run for run in paragraph.iter() if _tag(run) == "r"]
    spoken = [run for run in runs if any(_tag(part) == "t" and (part.text or "").strip() for part in run)]
    return bool(spoken) and all(_is_on(_value(run, "rPr/i")) for run in spoken)


def _runs(element: Any, look: _Look, bold: bool) -> Iterator[tuple[str, bool]]:
    for child in element:
        tag = _tag(child)
        if tag in _COUNTED:
            look.met[tag] = look.met.get(tag, 0) + 1
        if tag in _SKIPPED:
            continue
        if tag == "t":
            yield child.text or "", bold
        elif tag in _WHITE:
            yield _WHITE[tag], bold
        elif tag in {"sym", "symEx"}:
            yield _symbol(child), bold
        elif tag == "r":
            style = _value(child, "rPr/rStyle") or ""
            yield from _runs(child, look, _is_on(_value(child, "rPr/b")) or style in look.labels or bold)
        elif len(child):
            yield from _runs(child, look, bold)
