"""What does Markdown say, without a way for it to do anything? Text in; words, lists and links out, no HTML ever.

Raw HTML stays text, pictures become links, and links that a browser would run are not made (markdown-it's own check).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

TAGS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "s",
        "a",
        "br",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ]
)
EMPTY = frozenset({"br", "hr"})
WIKI = re.compile(r"\[\[([^\[\]\n]{1,330})\]\]")


@dataclass(frozen=True, slots=True)
class Node:
    """An element of one of `TAGS`; or `link`, with the words inside `[[…]]` as its target; or `a`, with an address."""

    tag: str
    inside: tuple["str | Node", ...] = ()
    target: str = ""


@cache
def _reader() -> Any:
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"]).disable("image")
    made.inline.ruler.before("link", "wiki", _wiki)
    return made


def _wiki(state: Any, silent: bool) -> bool:
    """The reader's rule for `[[name]]`, before any mark inside the name means something."""
    found = WIKI.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("wiki", "", 0).content = found[1].strip()
    state.pos = found.end()
    return True


def parsed(text: str) -> tuple["str | Node", ...]:
    """The text as blocks; `[[name]]` becomes a node `link`.

    >>> parsed("See [[rules]] <b>")
    (Node(tag='p', inside=('See ', Node(tag='link', inside=('rules',), target='rules'), ' <b>'), target=''),)
    """
    return _tree(_flat(_reader().parse(text)))


def to_html(text: str, link: Callable[[str], str | None] = lambda _name: None) -> str:
    """The text as HTML that can do nothing; `link` gives the address of what `[[…]]` leads to, None for none."""
    return "".join(_html(one, link) for one in parsed(text))


def add_to(document: Any, text: str) -> None:
    """The text as paragraphs at the end of a Word document; lists keep their marks, tables are lines."""
    for one in parsed(text):
        _add_block(document, one, "", 0)


def _flat(tokens: Sequence[Any]) -> Iterator[Any]:
    for token in tokens:
        if token.type == "inline":
            yield from _flat(token.children or ())
        else:
            yield token


def _tree(tokens: Iterator[Any]) -> tuple["str | Node", ...]:
    found: list[str | Node] = []
    for token in tokens:
        if token.nesting == -1:
            break
        if token.nesting == 1:
            inside = _tree(tokens)
            tag = token.tag if token.tag in TAGS else "p"
            address = str(token.attrs.get("href", "")) if tag == "a" else ""
            found += inside if token.hidden else [Node(tag, inside, address)]
        elif token.type in ("text", "code_inline", "fence", "code_block", "html_inline", "html_block"):
            tag = {"text": "", "code_inline": "code"}.get(token.type, "pre")
            found += [Node(tag, (token.content,))] if tag else [token.content] if token.content else []
        elif token.type == "wiki":
            found.append(Node("link", (token.content,), token.content))
        elif token.type in ("softbreak", "hardbreak", "hr"):
            found.append(Node("hr" if token.type == "hr" else "br"))
    return tuple(found)


def _html(one: "str | Node", link: Callable[[str], str | None]) -> str:
    if isinstance(one, str):
        return escape(one)
    if one.tag in EMPTY:
        return f"<{one.tag}>"
    inside = "".join(_html(part, link) for part in one.inside)
    if one.tag == "link":
        address = link(one.target)
        return f'<a href="{escape(address)}">{inside}</a>' if address else f"<em>{inside}</em>"
    if one.tag == "a":
        return f'<a href="{escape(one.target)}" rel="noreferrer noopener">{inside}</a>'
    return f"<{one.tag}>{inside}</{one.tag}>"


def _add_block(document: Any, one: "str | Node", mark: str, depth: int) -> None:
    from docx.shared import Pt

    if isinstance(one, str) or one.tag not in ("ul", "ol", "li", "blockquote", "table", "thead", "tbody"):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Pt(14 * depth)
        if mark:
            paragraph.add_run(mark)
        _add_words(paragraph, one, bold=isinstance(one, Node) and one.tag[0] == "h" and one.tag != "hr", italic=False)
    elif one.tag in ("ul", "ol"):
        for number, item in enumerate(one.inside, 1):
            _add_block(document, item, f"{number}. " if one.tag == "ol" else "• ", depth + 1)
    elif one.tag == "li":
        words = [
            part for part in one.inside if isinstance(part, str) or part.tag not in ("ul", "ol", "p", "blockquote")
        ]
        blocks = [part for part in one.inside if part not in words]
        if words:
            _add_block(document, Node("p", tuple(words)), mark, depth)
        for place, part in enumerate(blocks):
            _add_block(document, part, "" if words or place else mark, depth)
    else:
        for part in one.inside:
            _add_block(document, part, mark, depth + (one.tag == "blockquote"))


def _add_words(paragraph: Any, one: "str | Node", *, bold: bool, italic: bool) -> None:
    from workbench.exports.tables.table import clean

    if isinstance(one, str):
        run = paragraph.add_run(clean(one))
        run.bold, run.italic = bold or None, italic or None
        return
    if one.tag == "br":
        paragraph.add_run("\n")
    for place, part in enumerate(one.inside):
        if one.tag == "tr" and place:
            paragraph.add_run(" | ")
        _add_words(
            paragraph, part, bold=bold or one.tag in ("strong", "th"), italic=italic or one.tag in ("em", "link")
        )
    if one.tag == "a" and one.target and one.inside != (one.target,):
        paragraph.add_run(clean(f" ({one.target})"))
