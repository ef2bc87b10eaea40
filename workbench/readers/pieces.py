"""Down the lines of a transcript: which words belong together, and to whom?"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from workbench.model import Problem
from workbench.readers.labels import DATED, UNSEEN, Mark
from workbench.readers.speakers import Verdict
from workbench.readers.times import seconds
from workbench.readers.vocabulary import CLOSING

STOPS = ".?!…”\"')]。？！؟"
"""Signs that end a sentence; a short line without one at the top of a file is a heading."""

_DIRECTION_ONLY = re.compile(r"\s*(?:\[[^\[\]]*\]|\([^()]*\))\s*$")
_END_MARK = re.compile(
    r"(?:#\d{1,3}:\d\d:\d\d(?:-\d{1,3})?#|\[\d{1,3}:\d\d(?::\d\d)?(?:[.,-]\d{1,3})?\]|\(\d{1,3}:\d\d:\d\d(?:[.,-]\d{1,3})?\))$"
)
"""A time behind the words: f4's mark, or one in brackets."""
ROUND_END = re.compile(r"\(\d{1,3}:\d\d\)\s*$")
"""Minutes and seconds in round brackets, which are a time only where most turns end so: it may be a pause."""
_EDGE = frozenset(UNSEEN + "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace()))
"""What stands at the ends of words and is none of them."""
EMPHASISED = re.compile(r"\s*([*_]{1,3})(?=\S)([^*_\n]+)(?<=\S)\1\s*$")
"""A paragraph that Markdown sets in bold or italics to its end."""
_HEADING_WORDS = 12
_RULE = "-–—_=*~#•·♪♫ \t"


class Line(NamedTuple):
    """One line of the source text: `text` begins there at code point `start`, `number` is shown in reports.

    `opens` lines begin a paragraph; the others go on with the one before. `bold` code points at the beginning are set
    as a label, `heading` lines are set as headings, `all_bold` ones are bold to the end; `style` is what the document
    calls the paragraph's. `start_time` and `end_time` are those of a caption.
    """

    text: str
    number: int
    start: int
    opens: bool = True
    bold: int = 0
    heading: bool = False
    start_time: float | None = None
    end_time: float | None = None
    all_bold: bool = False
    style: str = ""


class Piece(NamedTuple):
    """Words `source[start:end]` of one paragraph.

    `labelled`: a label stands before them; else the speaker before goes on. `note`: nothing but a remark in brackets.
    """

    speaker: str | None
    start: int
    end: int
    line: int
    labelled: bool = False
    note: bool = False
    start_time: float | None = None
    end_time: float | None = None


def stops(text: str) -> bool:
    """Whether a line ends as a sentence does; brackets behind words, as in "Sara Meyer (SM)", end none.

    >>> stops("It was late."), stops("Sara Meyer (SM)"), stops("(Phone rings)")
    (True, False, True)
    """
    return text[-1] in STOPS and not (text[-1] == ")" and text.find("(") > 0)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The same place in a text without what stands at its ends and is no words."""
    while start < end and text[end - 1] in _EDGE:
        end -= 1
    while start < end and text[start] in _EDGE:
        start += 1
    return start, end


class Walk:
    """Goes down the lines and holds what is open: the speaker, the piece being said, a stamp not yet used."""

    def __init__(self, verdict: Verdict, alone: str | None, *, stamps_bare: bool, round_ends: bool = False) -> None:
        self._verdict = verdict
        self._alone = alone
        self._stamps_bare = stamps_bare
        self._round_ends = round_ends
        self._named = bool(verdict.labels)
        self._speaker: str | None = None
        self._stamp: tuple[float, float | None] | None = None
        self._open: Piece | None = None
        self._waits = False
        self._pieces: list[Piece] = []
        self._dropped: list[tuple[int, str]] = []
        self._wordless: list[int] = []

    def take(self, line: Line, mark: Mark | None, label: str | None) -> None:
        """Go on by one line, with the mark at its beginning and the speaker whom that names."""
        if mark is not None and (label is not None or mark.form == "turn"):
            self._begin(label, line, mark)
            return
        at = 0
        if mark is not None and mark.stamp_first and mark.start_time is not None:
            rest = line.text[mark.fallback :].strip()
            if not rest and self._open is not None and self._waits:
                self._open = self._open._replace(start_time=mark.start_time, end_time=mark.end_time)
                return
            if not rest or self._stamps_bare or not line.text.lstrip()[:1].isdigit():
                at = mark.fallback
                self._close()
                self._stamp = mark.start_time, mark.end_time
                if not rest:
                    return
        self._continue(line, at)

    def _begin(self, label: str | None, line: Line, mark: Mark) -> None:
        self._close()
        self._speaker = label
        times = (mark.start_time, mark.end_time) if mark.start_time is not None else self._stamp or (None, None)
        self._stamp = None
        self._open = self._spoken(line, mark.words, labelled=label is not None, times=times)
        if mark.form == "turn" and (marked := EMPHASISED.match(line.text, mark.words)):
            self._open = self._open._replace(start=line.start + marked.start(2), end=line.start + marked.end(2))
        self._waits = self._open.start >= self._open.end

    def _continue(self, line: Line, at: int) -> None:
        if self._open is not None and (self._waits or not line.opens):
            body = self._spoken(line, at)
            empty = self._waits or self._open.start >= self._open.end
            start = body.start if empty else self._open.start
            end_time = self._open.end_time if body.end_time is None else body.end_time
            if body.start < body.end:
                self._open = self._open._replace(start=start, end=body.end)
                self._waits = False
            self._open = self._open._replace(end_time=end_time)
            return
        self._close()
        if self._alone is not None:
            self._speaker = None
        if self._is_no_speech(line, at):
            self._dropped.append((line.number, line.text.strip()))
            return
        piece = self._spoken(line, at, times=self._stamp or (None, None))
        self._stamp = None
        if self._named and _DIRECTION_ONLY.match(line.text):
            piece = piece._replace(note=True)
        self._open = piece

    def _spoken(
        self, line: Line, at: int, *, labelled: bool = False, times: tuple[float | None, float | None] = (None, None)
    ) -> Piece:
        text = line.text
        start, end = trimmed(text, at, len(text))
        end_time = line.end_time if times[1] is None else times[1]
        if text[end - 1] in "#])" and (mark := self._end_mark(text, max(at, end - 20), end)):
            first, last = trimmed(text, start, mark.start())
            if first < last:
                start, end, end_time = first, last, seconds(mark[0])[0]
        start_time = line.start_time if times[0] is None else times[0]
        at = line.start
        return Piece(self._speaker, at + start, at + end, line.number, labelled, False, start_time, end_time)

    def _end_mark(self, text: str, start: int, end: int) -> re.Match[str] | None:
        found = _END_MARK.search(text, start, end)
        return ROUND_END.search(text, start, end) if found is None and self._round_ends else found

    def _is_no_speech(self, line: Line, at: int) -> bool:
        text = line.text[at:].strip()
        if not text.strip(_RULE):
            return True
        if line.start_time is not None:
            return False
        if line.heading or CLOSING.match(text):
            return True
        if self._named and DATED.match(line.text):  # a chat's own message, as of who joined it
            return True
        if not self._named or self._alone or self._speaker is not None:
            return False
        return len(text.split()) <= _HEADING_WORDS and not stops(text)

    def _close(self) -> None:
        if self._open is None:
            return
        if self._open.start < self._open.end:
            self._pieces.append(self._open)
        elif self._open.labelled:
            self._wordless.append(self._open.line)
        self._open = None
        self._waits = False

    def finish(self) -> tuple[list[Piece], list[Problem]]:
        self._close()
        problems = [*self._verdict.problems, *self._about_unlabelled()]
        if self._dropped:
            shown = "; ".join(text[:60] for _, text in self._dropped[:5])
            more = f" and {len(self._dropped) - 5} more" if len(self._dropped) > 5 else ""
            problems.append(Problem(f"Not speech, so not a turn: {shown}{more}.", self._dropped[0][0]))
        if self._wordless:
            problems.append(Problem(f"Labels without words: {in_lines(self._wordless)}.", self._wordless[0]))
        return _from_end_marks(self._pieces), problems

    def _about_unlabelled(self) -> list[Problem]:
        lines = [piece.line for piece in self._pieces if not (piece.labelled or piece.note)]
        if not lines or not self._named:
            return []
        count = f"{len(lines)} paragraph{'s' if len(lines) > 1 else ''} without a label ({in_lines(lines)})"
        if self._alone is not None:
            says = f"Only {self._alone!r} is named, so {count} have no speaker's name."
            return [Problem(says, lines[0], "Label the others, or give a speaker pattern.")]
        return [Problem(f"{count} taken as the speaker before going on.", lines[0])]


def _from_end_marks(pieces: list[Piece]) -> list[Piece]:
    """Where pieces have only ends (f4), each starts where the one before ended, the first at 0."""
    ends = [piece.end_time for piece in pieces]
    if any(piece.start_time is not None for piece in pieces) or sum(end is not None for end in ends) * 2 < len(pieces):
        return pieces
    return [piece._replace(start_time=start) for piece, start in zip(pieces, [0.0, *ends], strict=False)]


def in_lines(numbers: Sequence[int], most: int = 8) -> str:
    """Line numbers in a row.

    >>> in_lines([3]), in_lines([3, 5, 9], most=2)
    ('line 3', 'lines 3, 5 and 1 more')
    """
    shown = ", ".join(map(str, numbers[:most]))
    more = f" and {len(numbers) - most} more" if len(numbers) > most else ""
    return f"line{'s' if len(numbers) > 1 else ''} {shown}{more}"
