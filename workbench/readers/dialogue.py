"""Talk in which nobody is named: does a sign, a style or bold type say that the other one speaks?"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from workbench.model import Problem
from workbench.readers.labels import Mark
from workbench.readers.pieces import Line
from workbench.readers.roles import asks, role_by_word
from workbench.readers.rules import fold
from workbench.readers.speakers import Verdict

_DASH = re.compile(r"\s{0,20}(?:[–—―]{1,2}|-{1,2}(?=[ \t\xa0]|[^\W\d_]|[¿¡«“\"]))[ \t\xa0\u2009\u202f]{0,4}(?=\S)")
_ARROWS = re.compile(r"\s{0,20}>{2,3}[ \t\xa0]{0,4}(?=\S)")
"""As captions on television have it."""
_LEAST = 3
_HALF, _MOSTLY, _SOME = 0.5, 0.8, 0.3
_TWO = ("Speaker 1", "Speaker 2")
_HINT = "If it is wrong, read the file without speakers or with a speaker pattern."

_ANSWERED = re.compile(r"[?？؟][\"'”’»]?[ \t\xa0]+(?=[–—-][ \t\xa0]*(?![a-zß-öø-ÿ])[^\W\d_])")
_REPLIED = re.compile(r"[.!?…？！。؟][\"'”’»]?[ \t\xa0]+(?=[–—-][ \t\xa0]*(?![a-zß-öø-ÿ])[^\W\d_])")
"""Where a second one speaks in a line: behind a question, in captions behind any sentence."""
_HASHES = re.compile(r"\s{0,8}#{1,6}\s+")

Marks = list[Mark | None]


def unnamed(lines: Sequence[Line]) -> tuple[Sequence[Line], Marks, Verdict] | None:
    """The lines of a transcript without names, their marks, and whom they name; None where nothing tells who speaks.

    Paragraphs in styles that are called as roles are ("Interviewer", "Respondent") are said by these. Paragraphs that
    are bold all over, or else headings, and nearly all of them questions, are one speaker's and the others another's. A
    dash before most paragraphs says that the other one speaks, as >> does in captions, also inside a line behind a
    question: where nearly all questions stand at every second one, two speak in turn; else it stays open who it is.
    Whichever it was is reported.
    """
    found = _by_style(lines) or _by_type(lines) or _by_heading(lines)
    if found is None:
        lines = _parted(lines)
        found = _by_sign(lines)
    if found is None:
        return None
    marks, says = found
    labels = {(fold(one.label), one.form): one.label for one in marks if one and one.label}
    first = next(line.number for line, one in zip(lines, marks, strict=True) if one)
    return lines, marks, Verdict(labels, [Problem(f"No names stand in it. {says}", first, _HINT)])


def _by_style(lines: Sequence[Line]) -> tuple[Marks, str] | None:
    styled = Counter(line.style for line in lines if role_by_word(line.style) in ("interviewer", "participant"))
    if len(styled) < 2 or styled.total() < _HALF * len(lines):
        return None
    marks: Marks = [Mark(line.style, "turn", 0) if line.style in styled else None for line in lines]
    return marks, f"Who speaks was told by the styles of paragraphs: {', '.join(styled)}."


def _by_type(lines: Sequence[Line]) -> tuple[Marks, str] | None:
    opening = [at for at, line in enumerate(lines) if line.opens or at == 0]
    paragraphs = [lines[at:end] for at, end in pairwise([*opening, len(lines)])]
    bold = {at: all(line.all_bold for line in part) for at, part in zip(opening, paragraphs, strict=True)}
    asking = {at: asks(part[-1].text) for at, part in zip(opening, paragraphs, strict=True)}
    first = next((at for at in opening if bold[at] and asking[at]), len(lines))
    spoken = [at for at in opening if at >= first and not lines[at].heading]
    apart = [at for at in spoken if bold[at]]
    asked = sum(asking[at] for at in apart)
    others = sum(asking[at] for at in spoken) - asked
    if len(apart) < _LEAST or len(apart) == len(spoken) or asked < _MOSTLY * len(apart) or others > _SOME * asked:
        return None
    marks: Marks = [None] * len(lines)
    for at in spoken:
        marks[at] = Mark(_TWO[not bold[at]], "turn", 0)
    says = "What is bold or in italics asks, so it was taken for one speaker's, and the rest for another's (a guess)."
    return marks, says


def _by_heading(lines: Sequence[Line]) -> tuple[Marks, str] | None:
    first = next((at for at, line in enumerate(lines) if line.heading and asks(line.text)), len(lines))
    headings = [line for line in lines[first:] if line.heading]
    asked = sum(asks(line.text) for line in headings)
    others = sum(asks(line.text) for line in lines[first:]) - asked
    if len(headings) < _LEAST or asked < _MOSTLY * len(headings) or others > _SOME * asked:
        return None
    if not any(line.opens and not line.heading for line in lines[first:]):
        return None
    marks: Marks = [
        Mark(_TWO[not line.heading], "turn", found.end() if (found := _HASHES.match(line.text)) and line.heading else 0)
        if at >= first and line.opens
        else None
        for at, line in enumerate(lines)
    ]
    return marks, "The headings ask, so they were taken for one speaker's, and the rest for another's (a guess)."


def _parted(lines: Sequence[Line]) -> list[Line]:
    """The lines, where one that begins with a dash is cut before the dash of a second speaker."""
    parted: list[Line] = []
    for line in lines:
        cuts = [0]
        if _DASH.match(line.text):
            form = _ANSWERED if line.start_time is None else _REPLIED
            cuts += [found.end() for found in form.finditer(line.text)]
        for at, end in pairwise([*cuts, len(line.text)]):
            cut = line._replace(text=line.text[at:end], start=line.start + at)
            parted.append(cut._replace(opens=True, bold=0) if at else cut)
    return parted


def _by_sign(lines: Sequence[Line]) -> tuple[Marks, str] | None:
    arrows = [_ARROWS.match(line.text) for line in lines]
    has_arrows = sum(map(bool, arrows)) >= _LEAST
    found = arrows if has_arrows else [_DASH.match(line.text) for line in lines]
    signs = sum(map(bool, found))
    is_most = signs >= _HALF * sum(line.opens or bool(one) for line, one in zip(lines, found, strict=True))
    captions = any(line.start_time is not None for line in lines)
    if signs < _LEAST - captions:
        return None
    marks: Marks = [Mark(None, "turn", one.end()) if one else None for one in found]
    if (is_most or has_arrows) and _in_turn(lines, marks):
        number = 0
        for at, one in enumerate(marks):
            if one:
                marks[at] = Mark(_TWO[number % 2], "turn", one.words)
                number += 1
        says = "A dash or >> was taken for a change between two speakers, since every second one asks (a guess)."
        return marks, says
    # A hyphen may as well begin an item of a list.
    if captions or (is_most and not any(one and "-" in one[0] for one in found)):
        return marks, "A dash or >> was taken for a change of speaker; whose turn it is was left open."
    return None


def _in_turn(lines: Sequence[Line], marks: Marks) -> bool:
    """Whether nearly all questions stand at every second of the turns that the marks begin."""
    turns: list[str] = []
    for line, one in zip(lines, marks, strict=True):
        if one:
            turns.append(line.text)
        elif turns:
            turns[-1] = line.text
    asked = [sum(map(asks, turns[first::2])) for first in (0, 1)]
    most = asked.index(max(asked))
    return asked[most] >= _LEAST and asked[most] >= _MOSTLY * sum(asked) and asked[most] * 3 >= len(turns[most::2])
