"""Paragraphs and tables of a word processor's document to turns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from workbench.model import Problem, Reading
from workbench.readers.columns import below_title, columns
from workbench.readers.compose import Said, compose, said
from workbench.readers.pieces import Line
from workbench.readers.roles import listed
from workbench.readers.rows import said_in_rows
from workbench.readers.rules import Rules
from workbench.readers.script import script

_LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text with `\\n` for line breaks; `bold` code points at its beginning are set as a label.

    `all_bold`: it is bold, or in italics, to its end. `style` is what the document calls the paragraph's style, where
    it has names.
    """

    text: str
    bold: int = 0
    heading: bool = False
    all_bold: bool = False
    style: str = ""

    @classmethod
    def of(cls, runs: Iterable[tuple[str, bool]], *, heading: bool = False, style: str = "") -> "Paragraph":
        """A paragraph from its runs of words and whether each is bold; one that is bold all over has no bold beginning.

        >>> Paragraph.of([("Ann", True), (" How was it?", False)])
        Paragraph(text='Ann How was it?', bold=3, heading=False, all_bold=False, style='')
        """
        runs = list(runs)
        text = "".join(words for words, _ in runs)
        lead = sum(len(words) for words, _ in takewhile(lambda run: run[1] or not run[0].strip(), runs))
        all_bold = lead >= len(text) and bool(text.strip())
        return cls(text, 0 if heading or (all_bold and lead > _LONGEST_LABEL) else lead, heading, all_bold, style)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells of paragraphs."""

    rows: list[list[list[Paragraph]]]


Block = Paragraph | Table


def paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """The paragraphs in order, those in cells of tables too."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from (one for row in block.rows for cell in row for one in cell)


def read_blocks(blocks: Sequence[Block], rules: Rules, format: str, problems: Iterable[Problem] = ()) -> Reading:
    """The reading of a document. Lines in its report count paragraphs from 1.

    Where tables of turns hold more words than the paragraphs do, what stands outside of them is no speech, and the
    other way round; what was left out is reported. Other tables are read cell by cell as paragraphs.
    """
    notes = list(problems)
    rows: list[Said] = []
    outside: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            outside.append(block)
            continue
        cells = [["\n".join(one.text for one in cell) for cell in row] for row in block.rows]
        lead = below_title([[cell.strip() for cell in row] for row in cells])
        above, cells = cells[:lead], cells[lead:]
        where = None if rules.pattern else columns(cells)
        if where is None:
            outside += paragraphs([block])
        else:
            spoken, about = said_in_rows(cells, where, first=lead + 1)
            rows += spoken
            notes += about
            if titles := [text for row in above for cell in row if (text := cell.strip())]:
                notes.append(Problem(f"Above the table, so not read: {listed(titles)}."))
    pieces, left_or_guessed = script(_lines(outside), rules)
    text = "\n".join(paragraph.text for paragraph in outside)
    written = said(pieces, text)
    if _words(rows) > _words(written):
        if left := [one.text.strip() for one in outside if one.text.strip()]:
            shown = "; ".join(text[:60] for text in left[:5])
            more = f" and {len(left) - 5} more" if len(left) > 5 else ""
            notes.append(Problem(f"Outside of the table, so not a turn: {shown}{more}."))
        return compose(rows, rules, format, problems=notes)
    if rows:
        notes.append(Problem(f"A table of {len(rows)} rows left out, since most is said outside of it."))
    return compose(written, rules, format, problems=[*notes, *left_or_guessed])


def _words(spoken: Iterable[Said]) -> int:
    return sum(len(one.words.split()) for one in spoken)


def _lines(paragraphs: Iterable[Paragraph]) -> list[Line]:
    lines: list[Line] = []
    at = 0
    for number, paragraph in enumerate(paragraphs, start=1):
        bold = paragraph.bold
        opens = True
        for text in paragraph.text.split("\n"):
            shown = paragraph.heading, None, None, paragraph.all_bold, paragraph.style
            lines.append(Line(text, number, at, opens, max(0, bold), *shown))
            bold -= len(text) + 1
            at += len(text) + 1
            opens = opens and not text.strip()
    return lines
