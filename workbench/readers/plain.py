""".txt and .md: the file's own text, with turns pointing into it."""

from collections.abc import Sequence
from itertools import pairwise

from workbench.model import Reading, Turn
from workbench.readers.encoding import decode
from workbench.readers.numbering import leading_numbers
from workbench.readers.pieces import Line
from workbench.readers.registry import Source, reader
from workbench.readers.roles import roles
from workbench.readers.rules import Rules
from workbench.readers.script import script

_NARROW = 100
_FULL = 0.7


@reader(".txt", ".md")
def read_plain(source: Source, rules: Rules) -> Reading:
    """The text as it is, and a turn for each paragraph: labels and stamps stand between turns.

    Since the text is kept, two labelled paragraphs of one speaker are two turns, and so is a paragraph that goes on
    without a label. A paragraph that is nothing but a remark in brackets is nobody's.
    """
    text, encoding, problems = decode(source, rules.encoding)
    pieces, about = script(_lines(text), rules)
    turns = tuple(
        Turn(None if piece.note else piece.speaker, piece.start, piece.end, piece.start_time, piece.end_time)
        for piece in pieces
    )
    given, guesses = roles(((turn.speaker, text[turn.start : turn.end]) for turn in turns), rules)
    format = source.suffix.removeprefix(".") if source.suffix in {".txt", ".md"} else "txt"
    return Reading(text, turns, given, format, (*problems, *about, *guesses), encoding)


def _lines(text: str) -> list[Line]:
    """Lines with their offsets, and which of them open a paragraph.

    Blank lines part paragraphs. Where there are (nearly) none, every line is a paragraph, unless the lines are full: a
    text broken at a fixed width. Numbers of lines are no part of them.
    """
    written = text.split("\n")
    blank = [not line.strip() for line in written]
    blocks = _parted_by_blanks(blank) or _broken_at_a_width(written, blank)
    lines: list[Line] = []
    at = 0
    after_blank = True
    for number, (line, skip) in enumerate(zip(written, leading_numbers(written), strict=True), start=1):
        opens = after_blank or not blocks
        lines.append(Line(line[skip:], number, at + skip, opens, heading=_is_heading(line)))
        after_blank = blank[number - 1]
        at += len(line) + 1
    return lines


def _is_heading(line: str) -> bool:
    return line.startswith("#") and line.lstrip("#").startswith(" ") and len(line) - len(line.lstrip("#")) <= 6


def _parted_by_blanks(blank: Sequence[bool]) -> bool:
    """Whether at least every fourth line stands behind a blank one."""
    parted = sum(before and not here for before, here in pairwise(blank))
    return parted * 4 >= blank.count(False)


def _broken_at_a_width(written: Sequence[str], blank: Sequence[bool]) -> bool:
    """Whether no line is long, and lines with another one right behind them are mostly full."""
    longest = max(map(len, written))
    followed = [line for line, here, after in zip(written, blank, blank[1:], strict=False) if not here and not after]
    full = sum(len(line) >= _FULL * longest for line in followed)
    return 40 <= longest <= _NARROW and len(followed) > 3 and full * 3 >= len(followed) * 2
