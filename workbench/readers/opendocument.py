""".odt: paragraphs, headings and tables of LibreOffice and others; tracked changes taken as accepted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from workbench.model import Problem, Reading
from workbench.readers.document import Block, Paragraph, Table, paragraphs, read_blocks
from workbench.readers.packed import archive, part, xml
from workbench.readers.registry import Source, Unreadable, reader
from workbench.readers.rules import Rules

_LEFT_OUT = {
    "note": "footnotes or endnotes left out",
    "annotation": "comments left out",
    "tracked-changes": "records of tracked changes; the text is as if all were accepted",
    "frame": "frames (pictures, text boxes) left out",
}
_SKIPPED = frozenset({*_LEFT_OUT, "annotation-end", "sequence-decls", "forms", "table-of-content", "variable-decls"})
_MOST_BLANKS = 1000


@dataclass(slots=True)
class _Look:
    """Styles that are bold or in italics, and what was left out on the way."""

    bold: frozenset[str]
    italic: frozenset[str]
    met: Counter[str] = field(default_factory=Counter)


@reader(".odt")
def read_opendocument(source: Source, rules: Rules) -> Reading:
    """One paragraph per turn from an OpenDocument text; tables of turns are read row by row.

    Page headers and footers are no part of the text; notes, comments and frames are left out and counted.
    """
    with archive(source) as packed:
        content = part(source, packed, "content.xml")
    if content is None:
        raise Unreadable(source, "it holds no text document.", "Open it and save it again as .odt.")
    root = xml(source, content)
    body = next(
        (element for element in root.iter() if _tag(element) == "text" and _tag(element.getparent()) == "body"), None
    )
    if body is None:
        raise Unreadable(source, "it is an OpenDocument file, but no text document.", "Save it as .odt or .csv.")
    look = _Look(frozenset(_styles(root, "font-weight", "bold")), frozenset(_styles(root, "font-style", "italic")))
    blocks = list(_blocks(body, look))
    problems = [Problem(f"{count} {_LEFT_OUT[kind]}.") for kind, count in look.met.items()]
    return read_blocks(blocks, rules, "odt", problems)


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if element is not None and isinstance(element.tag, str) else ""


def _get(element: Any, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _styles(root: Any, name: str, value: str) -> Iterator[str]:
    """The styles that set a property of letters to this value."""
    for style in root.iter():
        if _tag(style) == "style" and any(_get(child, name) == value for child in style):
            yield _get(style, "name")


def _blocks(parent: Any, look: _Look) -> Iterator[Block]:
    for child in parent:
        tag = _tag(child)
        if tag in _LEFT_OUT:
            look.met[tag] += 1
        if tag in _SKIPPED:
            continue
        if tag in {"p", "h"}:
            yield _paragraph(child, look)
        elif tag == "table":
            yield Table([list(_cells(row, look)) for row in _rows(child)])
        else:
            yield from _blocks(child, look)


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if _tag(child) == "table-row":
            yield child
        elif _tag(child) in {"table-header-rows", "table-rows", "table-row-group"}:
            yield from _rows(child)


def _cells(row: Any, look: _Look) -> Iterator[list[Paragraph]]:
    """The cells of a row, those that others cover as empty ones."""
    for cell in row:
        if _tag(cell) in {"table-cell", "covered-table-cell"}:
            yield list(paragraphs(_blocks(cell, look))) if _tag(cell) == "table-cell" else []


def _paragraph(element: Any, look: _Look) -> Paragraph:
    runs = _runs(element, look, _get(element, "style-name") in look.bold)
    made = Paragraph.of(runs, heading=_tag(element) == "h")
    is_slanted = made.text.strip() and not made.bold and _is_slanted(element, look)
    return replace(made, all_bold=True) if is_slanted else made


def _is_slanted(element: Any, look: _Look) -> bool:
    """Whether a paragraph is in italics: by its own style, or by those of all that stands in it."""
    if _get(element, "style-name") in look.italic:
        return True
    outside = [element.text, *(child.tail for child in element)]
    return not any((words or "").strip() for words in outside) and all(
        _get(child, "style-name") in look.italic for child in element if "".join(child.itertext()).strip()
    )


def _runs(element: Any, look: _Look, bold: bool) -> Iterator[tuple[str, bool]]:
    yield element.text or "", bold
    for child in element:
        tag = _tag(child)
        if tag in _LEFT_OUT:
            look.met[tag] += 1
        elif tag == "s":
            count = _get(child, "c")
            yield " " * min(int(count) if count.isdecimal() else 1, _MOST_BLANKS), bold
        elif tag == "tab":
            yield "\t", bold
        elif tag == "line-break":
            yield "\n", bold
        elif tag not in _SKIPPED:
            yield from _runs(child, look, bold or _get(child, "style-name") in look.bold)
        yield child.tail or "", bold
