""".txt and .md: the file's own text, with turns pointing into it."""

import re
from collections.abc import Sequence
from itertools import pairwise

from workbench.model import Problem, Reading, Turn
from workbench.readers.encoding import decode
from workbench.readers.grid import in_cells
from workbench.readers.inner import inner_labels
from workbench.readers.labels import mark
from workbench.readers.numbering import leading_numbers
from workbench.readers.pieces import EMPHASISED, Line, Piece
from workbench.readers.registry import Source, reader
from workbench.readers.roles import roles
from workbench.readers.rules import Rules
from workbench.readers.script import script

_LINE_ENDS = "\v\f\x85\u2028\u2029"
"""Other signs that end a line or a page; each is one code point, as the newline is."""
_BOLD = re.compile(r"\s{0,8}(?:[>-]\s+)?(\*\*|__)[^*_\n]{1,60}\1(?=[ \t])")
_FIELD = re.compile(r"\s*(?:[\w -]{1,40}:|- )")
_MOST_FIELDS = 60
_NARROW = 100
_FULL = 0.7


@reader(".txt", ".md")
def read_plain(source: Source, rules: Rules) -> Reading:
    """The text as it is, and a turn for each paragraph: labels and stamps stand between turns.

    Since the text is kept, two labelled paragraphs of one speaker are two turns, and so is a paragraph that goes on
    without a label. Neighbouring pieces of one speaker that each have a label with a time, as recognisers and
    transcribers cut them, are one turn. A paragraph that is nothing but a remark in brackets is nobody's.
    """
    text, encoding, problems = decode(source, rules.encoding)
    parted = text
    for sign in _LINE_ENDS:  # much faster than str.translate, since nearly no text has any
        parted = parted.replace(sign, "\n")
    lines, about_head = _below_front_matter(_lines(parted))
    has_cells = "\t" in text or "|" in text
    pieces, about = (in_cells(lines, rules) if has_cells else None) or script(lines, rules)
    turns = tuple(
        Turn(None if piece.note else piece.speaker, piece.start, piece.end, piece.start_time, piece.end_time)
        for piece in _joined(text, pieces)
    )
    if len(turns) < len(pieces):
        about.append(
            Problem(f"{len(pieces)} pieces joined to {len(turns)} turns: neighbours of one speaker, with times.")
        )
    given, guesses = roles(((turn.speaker, text[turn.start : turn.end]) for turn in turns), rules)
    format = source.suffix.removeprefix(".") if source.suffix in {".txt", ".md"} else "txt"
    return Reading(text, turns, given, format, (*problems, *about_head, *about, *guesses), encoding)


def _joined(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    last: Piece | None = None
    for piece in pieces:
        if (
            last is not None
            and piece.labelled
            and last.labelled
            and piece.speaker == last.speaker
            and piece.start_time is not None
            and last.start_time is not None
            and (last.end, piece.start) in inner_labels(text, last.start, piece.end, piece.speaker)
        ):
            joined[-1] = joined[-1]._replace(end=piece.end, end_time=piece.end_time)
        else:
            joined.append(piece)
        last = piece
    return joined


def _lines(text: str) -> list[Line]:
    """Lines that are not blank, with their offsets, and which of them open a paragraph.

    Blank lines part paragraphs. Where there are (nearly) none, every line is a paragraph, unless the lines are full: a
    text broken at a fixed width; or unless it is set in under the others. Numbers of lines are no part of them.
    """
    written = text.split("\n")
    numbers = leading_numbers(written)
    blank = [not line or not line[skip:].strip() for line, skip in zip(written, numbers, strict=True)]
    blocks = _parted_by_blanks(blank) or _broken_at_a_width(written, blank)
    hangs = not blocks and not any(numbers) and _hangs(written, blank)
    lines: list[Line] = []
    at = 0
    after_blank = True
    for number, (line, skip, empty) in enumerate(zip(written, numbers, blank, strict=True), start=1):
        if not empty:
            opens = after_blank or not (blocks or (hangs and line[0] in " \t"))
            bold = found.end() if "**" in line[:10] and (found := _BOLD.match(line, skip)) else skip
            heading = line[0] == "#" and _is_heading(line)
            made = Line(line[skip:], number, at + skip, opens, bold - skip, heading)
            if line[skip] in "*_" and EMPHASISED.match(made.text):
                made = made._replace(all_bold=True)
            lines.append(made)
        after_blank = empty
        at += len(line) + 1
    return lines


def _below_front_matter(lines: list[Line]) -> tuple[list[Line], list[Problem]]:
    """The lines without the block of fields between two rules that Markdown programs keep at the top."""
    if not lines or lines[0].text.rstrip() != "---":
        return lines, []
    last = next((at for at, line in enumerate(lines[1:_MOST_FIELDS], start=1) if line.text.rstrip() == "---"), None)
    if last is None or not all(_FIELD.match(line.text) for line in lines[1:last]):
        return lines, []
    shown = "; ".join(line.text.strip()[:60] for line in lines[1:last][:5])
    below = lines[last + 1 :]
    if below:
        below[0] = below[0]._replace(opens=True)
    return below, [Problem(f"Not speech, so not a turn: {shown}.", 1)]


def _is_heading(line: str) -> bool:
    return line.lstrip("#").startswith(" ") and len(line) - len(line.lstrip("#")) <= 6


def _parted_by_blanks(blank: Sequence[bool]) -> bool:
    """Whether at least every fourth line stands behind a blank one."""
    parted = sum(before and not here for before, here in pairwise(blank))
    return parted > 0 and (parted + 1) * 4 >= blank.count(False)


def _hangs(written: Sequence[str], blank: Sequence[bool]) -> bool:
    """Whether some lines, two or more, are set in under the ones that begin at the edge."""
    indented = [line[0] in " \t" for line, empty in zip(written, blank, strict=True) if not empty]
    return 1 < sum(indented) <= len(indented) * _FULL and not indented[0]


def _broken_at_a_width(written: Sequence[str], blank: Sequence[bool]) -> bool:
    """Whether no line is long, and lines are mostly full that have one right behind them without a label."""
    longest = max(map(len, written))
    if not 40 <= longest <= _NARROW:
        return False
    followed = [
        line
        for line, after, here, empty in zip(written, written[1:], blank, blank[1:], strict=False)
        if not here and not empty and not _is_labelled(after)
    ]
    full = sum(len(line) >= _FULL * longest for line in followed)
    return len(followed) > 3 and full * 3 >= len(followed) * 2


def _is_labelled(line: str) -> bool:
    found = mark(line)
    return found is not None and found.form in ("colon", "bracket", "tab", "stamp")
