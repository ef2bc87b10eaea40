"""Lines of a transcript to the pieces that its speakers say."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from workbench.model import Problem
from workbench.readers.dialogue import unnamed
from workbench.readers.labels import Mark, mark
from workbench.readers.pieces import ROUND_END, Line, Piece, Walk, stops
from workbench.readers.roles import initials, is_field, role_by_word, stem
from workbench.readers.rules import Rules, fold
from workbench.readers.speakers import Verdict, judge
from workbench.readers.times import seconds

_HEAD_WORDS = 6
_SHORT = 3
"""Letters of a role that may as well be a word that somebody says."""
_INSIDE = re.compile(
    r"(?<=[.?!…。？！\"”)\]])[ \t\xa0]{1,8}(?=([^\W\d_][\w.]{0,14}(?: \d{1,3})?)[:：][ \t\xa0]{0,4}\S)"
)
"""Before a label behind a sentence."""
_ROLES = {"interviewer", "participant"}
_FEWEST = 3
_HINT = "If it is wrong, read the file with a speaker pattern."
_WITHOUT_COLON = frozenset({"dash", "letter", "caps", "tab", "gap", "sign"})


def script(lines: Sequence[Line], rules: Rules) -> tuple[list[Piece], list[Problem]]:
    """The pieces of a transcript in order, with what was dropped or guessed.

    Paragraphs without a label go on with the speaker before. They are nobody's where only one label stands in the whole
    file, more than once or for an interviewer, and leads fewer paragraphs than not: then only the moderator is named.
    Headings before the first label and
    closing lines ("Transcribed by …") are no pieces. Time stamps before words become the piece's start; an f4 mark
    behind them its end, and then the next piece's start.
    """
    lines = [line for line in lines if line.text.strip()]
    found = _before_colons([None if rules.no_speakers else _find(line, rules) for line in lines], lines)
    found = _without_head(found, lines)
    opening = sum(map(_leads, lines, found))
    marks = [(mark, line.number) for mark, line in zip(found, lines, strict=True) if mark]
    verdict = judge(marks, opening, rules)
    is_free = not rules.no_speakers and rules.pattern is None
    if is_free and len(set(verdict.labels.values())) < 2 and (cut := _cut_at_labels(lines, verdict)):
        pieces, problems = script(cut, rules)
        return pieces, [
            Problem("Labels that stand inside lines were taken as such.", lines[0].number, _HINT),
            *problems,
        ]
    if not (verdict.labels or rules.no_speakers or rules.pattern) and (told := unnamed(lines)):
        lines, found, verdict = told
    bare = _bare_stamps_count(marks, opening)
    ends = sum(line.text.rstrip().endswith(")") and ROUND_END.search(line.text) is not None for line in lines)
    labels = list(map(verdict.speaker, found))
    walk = Walk(verdict, _alone(labels, opening), stamps_bare=bare, round_ends=ends * 2 >= opening)
    for line, one, label in zip(lines, found, labels, strict=True):
        walk.take(line, one, label)
    return walk.finish()


def _cut_at_labels(lines: Sequence[Line], verdict: Verdict) -> list[Line] | None:
    """The lines, cut before labels inside them: "How so? R: By boat." None where such labels are few or of one role.

    So is talk that lost its line ends when it was copied.
    """
    inside = [[found for found in _INSIDE.finditer(line.text) if _is_role(found[1])] for line in lines]
    places = [[found.end() for found in some] for some in inside]
    labels = [found[1] for some in inside for found in some]
    roles = {role_by_word(label) for label in (*labels, *verdict.labels.values())}
    if sum(map(len, places)) < _FEWEST or not roles >= _ROLES:
        return None
    parted: list[Line] = []
    for line, cuts in zip(lines, places, strict=True):
        for at, end in pairwise([0, *cuts, len(line.text)]):
            part = line._replace(text=line.text[at:end], start=line.start + at)
            parted.append(part._replace(opens=True, bold=0) if at else part)
    return parted


def _is_role(label: str) -> bool:
    """Whether a label is a role; a single small letter rather counts."""
    return role_by_word(label) in _ROLES and (len(label) > 1 or label.isupper())


def _before_colons(found: list[Mark | None], lines: Sequence[Line]) -> list[Mark | None]:
    """The marks, where "Ben – One thing: it rained" is Ben's if other lines begin with "Ben –", and the like."""
    known = {(fold(one.label), one.form) for one in found if one and one.label and one.form in _WITHOUT_COLON}
    if not known:
        return found
    kept: list[Mark | None] = []
    for one, line in zip(found, lines, strict=True):
        other = mark(line.text.replace(":", "!"), line.bold) if one and one.form == "colon" else None
        is_known = other is not None and (fold(other.label or ""), other.form) in known
        kept.append(other if is_known else one)
    return kept


def _without_head(found: list[Mark | None], lines: Sequence[Line]) -> list[Mark | None]:
    """The marks without those of the head: lines at the top such as "Date: 3 May", "Participant: P3" among them, and
    those that say whom a label stands for: "I: Interviewer", "AM: Ann Meyer".
    """
    labels = Counter(fold(one.label) for one in found if one and one.label)
    head = 0
    is_head = False
    for at, (one, line) in enumerate(zip(found, lines, strict=True), start=1):
        short = len(line.text.split()) <= _HEAD_WORDS and not stops(line.text.rstrip())
        if short and (one is None or one.form == "bare"):
            continue
        if short and one is not None and one.form in ("colon", "sign") and _explains(one, line.text):
            is_head = True
            head = at
            continue
        if one is None or one.label is None or one.form != "colon" or labels[fold(one.label)] > 1:
            break
        if not is_field(one.label) and not (short and role_by_word(one.label)):
            break
        is_head = is_head or is_field(one.label)
        head = at
    return [None if at < head else one for at, one in enumerate(found)] if is_head else found


def _explains(mark: Mark, line: str) -> bool:
    """Whether a line does nothing but say whom its label stands for."""
    words = line[mark.words :].strip(" \t=–-.")
    role = role_by_word(words)
    if role in ("interviewer", "participant") and len(stem(words)) > _SHORT and fold(words) != fold(mark.label or ""):
        return role_by_word(mark.label or "") in (role, None)
    return initials(words) == fold(mark.label or "") != ""


def _alone(labels: Sequence[str | None], paragraphs: int) -> str | None:
    """The only speaker who is named at the beginnings of lines, where that is not the way of the file."""
    named = [label for label in labels if label is not None]
    if len(set(named)) != 1 or len(named) * 2 >= paragraphs:
        return None
    return named[0] if len(named) > 1 or role_by_word(named[0]) == "interviewer" else None


def _leads(line: Line, mark: Mark | None) -> bool:
    """Whether a line begins a paragraph of words: not one that holds a stamp alone."""
    if mark is None or mark.label is not None:
        return line.opens or mark is not None
    return mark.words < len(line.text.rstrip())


def _find(line: Line, rules: Rules) -> Mark | None:
    if rules.pattern is None:
        return mark(line.text, line.bold)
    found = rules.pattern.match(line.text)
    if not found:
        return None
    groups = found.groupdict()
    label = groups["speaker"] if "speaker" in groups else found[1] if found.re.groups else found[0]
    try:
        start, end = seconds(groups.get("time") or "")
    except ValueError:
        start, end = None, None
    return Mark((label or "").strip(" \t:：") or None, "pattern", found.end(), start, end)


def _bare_stamps_count(marks: Iterable[tuple[Mark, int]], paragraphs: int) -> bool:
    """Whether a bare time before words ("10:30 we left") is a stamp: so where half of the paragraphs begin with one."""
    return sum(mark.stamp_first for mark, _ in marks) * 2 >= paragraphs
