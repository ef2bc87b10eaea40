"""Which of the labels in a file are speakers, and which are words with a colon behind them?"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from workbench.model import Problem
from workbench.readers.labels import Form, Mark
from workbench.readers.roles import initials, is_field, listed, role_by_word
from workbench.readers.rules import Rules, fold
from workbench.readers.vocabulary import ANSWER, DIRECTION, PARTICLES, QUESTION, SEVERAL, SPOKEN, TALKED_ABOUT

_LEAST_SHARE: Mapping[Form, float] = {
    "bracket": 0.5, "tab": 0.5, "gap": 0.7, "dash": 0.5, "sign": 0.5, "letter": 0.5, "bold": 0.3, "caps": 0.7,
    "bare": 0.3,
}  # fmt: skip
"""Labels without a colon must lead so many of the paragraphs, and name two."""
_MOSTLY = 0.8
_FEW_WORDS = 3
_THRICE = 3

_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*\D[)\]]$")
"""What stands in brackets behind a name, unless it counts."""
_COUNT = re.compile(r"[\s_#.-]*(\d{1,3})$")

Key = tuple[str, Form]
"""A folded label and how it stands: `Ann:` and a bold Ann are judged apart."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`labels` maps each label that is a speaker to the label as first written."""

    labels: dict[Key, str]
    problems: list[Problem]

    def speaker(self, mark: Mark | None) -> str | None:
        """The speaker whom a mark names, or None."""
        return self.labels.get((fold(mark.label), mark.form)) if mark and mark.label else None


@dataclass(slots=True)
class _Label:
    key: Key
    written: str
    lines: list[int] = field(default_factory=list)
    spellings: set[str] = field(default_factory=set)
    timed: bool = False

    @property
    def form(self) -> Form:
        return self.key[1]

    @property
    def could_be(self) -> bool:
        dashed = self.key[0].replace(" ", "-")
        remark = self.form == "bracket" and DIRECTION.match(self.written)
        # JA: again and again is somebody's initials, Ja: is German for yes; so is Question: beside Answer: a label.
        again = len(self.lines) > 2 and (self.written.isupper() or role_by_word(self.written) is not None)
        return not is_field(self.written) and (dashed not in SPOKEN or again) and not remark

    @property
    def like_a_name(self) -> bool:
        return looks_like_a_name(self.written, len(self.lines))


def judge(marks: Sequence[tuple[Mark, int]], paragraphs: int, rules: Rules) -> Verdict:
    """Decides over all labels of a file at once; `marks` come with their line numbers.

    A label is a speaker when it is known (`rules`), is a role word such as Interviewer or P1 (a single letter beside
    one of the other role), or recurs and looks like a name. Labels without a colon must in addition lead a good share
    of the `paragraphs` and be two. A name that stands only once counts where it spells out the initials of a speaker,
    where it is needed for a conversation, where nearly all paragraphs carry labels, and where a time stamp goes with
    it; this is reported, and so is every name-like beginning that was left as words.
    """
    labels = _gathered(marks)
    kinds: tuple[Form, ...] = ("colon", "letter")
    letters = {
        form
        for form in kinds
        if {role_by_word(label.written) for label in labels if label.form == form} >= {"interviewer", "participant"}
    }
    if in_turn := _two_in_turn([label for label in labels if label.form == "letter"], paragraphs):
        letters.add("letter")
    names = Counter(label.form for label in labels if label.could_be and label.like_a_name)
    several = {form for form, count in names.items() if count > 1}
    sure = _with_share(
        [label for label in labels if _evident(label, rules, letters, in_turn)], several, paragraphs, rules
    )
    sure += _small(labels, sure, paragraphs)
    keys = {label.key for label in sure}
    once = _once(
        [label for label in labels if label.key not in keys and label.could_be and label.like_a_name], sure, paragraphs
    )
    taken = sorted([*sure, *once], key=lambda label: label.lines[0])
    first: dict[str, str] = {}
    for label in taken:
        first.setdefault(label.key[0], label.written)
    speakers = {label.key: first[label.key[0]] for label in taken}
    colons = {key[0] for key in speakers if key[1] == "colon"}
    slips = [label for label in labels if label.form == "sign" and label.key[0] in colons]  # P1; where P1: was meant
    speakers |= {label.key: first[label.key[0]] for label in slips}
    speakers |= {label.key: speakers[bare] for label in labels if (bare := _without_aside(label)) in speakers}
    counted = _counting(taken)
    speakers |= counted
    taken = [label for label in labels if label.key in speakers]
    once = [label for label in once if speakers[label.key] == label.written and label.key not in counted]
    left = [label for label in labels if label.key not in speakers and label.form == "colon" and label.could_be]
    return Verdict(speakers, _told(speakers, taken, once, [one for one in left if one.like_a_name] if taken else []))


def _gathered(marks: Iterable[tuple[Mark, int]]) -> list[_Label]:
    """The labels in order of first appearance."""
    labels: dict[Key, _Label] = {}
    for mark, line in marks:
        if mark.label:
            key = fold(mark.label), mark.form
            label = labels.get(key)
            if label is None:
                label = labels[key] = _Label(key, mark.label)
            label.lines.append(line)
            label.spellings.add(mark.label)
            label.timed = label.timed or mark.start_time is not None
    return list(labels.values())


def _two_in_turn(letters: Sequence[_Label], paragraphs: int) -> bool:
    """Whether two capitals with a full stop, each three times or more, lead nearly all paragraphs in turn."""
    lines = sorted((line, label.written) for label in letters for line in label.lines)
    if len(letters) != 2 or min(len(label.lines) for label in letters) < _THRICE or len(lines) < _MOSTLY * paragraphs:
        return False
    turns = sum(before != here for (_, before), (_, here) in pairwise(lines))
    return all(label.written.isupper() for label in letters) and turns >= _MOSTLY * (len(lines) - 1)


def _evident(label: _Label, rules: Rules, letters: Collection[Form], in_turn: bool) -> bool:
    if label.form == "pattern" or label.key[0] in rules.known:
        return True
    if not label.could_be:
        return False
    role = role_by_word(label.written)
    if label.form == "letter":
        return (role is not None or in_turn) and "letter" in letters
    if (
        role
        and ("colon" in letters or len(label.written) > 1)
        and label.form in {"colon", "stamped", "bracket", "sign"}
    ):
        return True
    return len(label.lines) > 1 and (role is not None or label.like_a_name)


def looks_like_a_name(label: str, count: int = 2) -> bool:
    """Whether every word begins as names do: a capital, a digit, or a letter that has no case.

    One small word does with a number in it (`id1`), or where it stands three times (`anna`).

    >>> [looks_like_a_name(one) for one in ("Mrs. Jones", "id1", "访谈者", "Polar plot", "it said")]
    [True, True, True, False, False]
    >>> [looks_like_a_name(one) for one in ("Sang-woo Ryu", "Anna de Graaf", "al-Hassan", "de facto")]
    [True, True, True, False]
    """
    words = [word for word in _ASIDE.sub("", label).split() if word not in PARTICLES]
    if words and not any(word[0].islower() and word == word.lower() for word in words):
        return True
    return len(words) == 1 and (any(sign.isdigit() for sign in label) or count > 2)


def _with_share(labels: Collection[_Label], several: Collection[Form], paragraphs: int, rules: Rules) -> list[_Label]:
    """Without the forms that lead too few paragraphs, or name only one, to be the file's way of naming speakers."""
    led: Counter[Form] = Counter()
    for label in labels:
        led[label.form] += len(label.lines)
    short = {form for form, share in _LEAST_SHARE.items() if led[form] < share * paragraphs or form not in several}
    return [label for label in labels if label.form not in short or label.key[0] in rules.known]


def _small(labels: Collection[_Label], sure: Collection[_Label], paragraphs: int) -> list[_Label]:
    """Labels in small letters ("me:") that recur, where they and the sure ones lead nearly all paragraphs."""
    keys = {label.key for label in sure}
    small = [
        one
        for one in labels
        if one.key not in keys
        and one.form == "colon"
        and one.could_be
        and len(one.lines) > 1
        and len(one.written.split()) <= _FEW_WORDS
    ]
    led = sum(len(label.lines) for label in (*sure, *small))
    return small if sure and led >= _MOSTLY * paragraphs else []


def _once(names: Collection[_Label], sure: Collection[_Label], paragraphs: int) -> list[_Label]:
    """Names that stand once and are speakers by what stands around them.

    Among labels of the same form as the sure ones: initials written out; with a time stamp; F4 beside an F1 and an F2;
    where the sure ones lead nearly all paragraphs, names of several words or in capitals, and words such as Everyone.
    Where fewer than two are sure, all of them if together they lead two thirds of the paragraphs, as in a dialogue of a
    few lines; else those of several words if the sure one has several, too.
    """
    forms = {label.form for label in sure} or {"colon"}
    led = sum(len(label.lines) for label in sure)
    if len(sure) < 2:
        every = [label for label in names if label.form in forms]
        together = led + sum(len(label.lines) for label in every)
        if len(sure) + len(every) > 1 and together * 3 >= paragraphs * 2:
            # Where nobody of three or more says anything again, it is a list.
            return every if sure or len(every) < 3 or any(label.timed for label in every) else []
        # Of Ray Okafor: beside a Maria Lopez: that recurs, who else could it be?
        if (
            sure
            and all(" " in label.written for label in sure)
            and (full := [one for one in every if " " in one.written])
        ):
            return full
    short = {label.key[0] for label in sure}
    counted = {_COUNT.sub("", _bare(label)) for label in sure if _COUNT.search(_bare(label))}
    lavish = led >= _MOSTLY * paragraphs
    return [
        label
        for label in names
        if label.form in forms
        and (
            label.timed
            or initials(label.written) in short
            or (_COUNT.search(_bare(label)) and _COUNT.sub("", _bare(label)) in counted)
            or (lavish and _is_full(label))
        )
    ]


def _is_full(label: _Label) -> bool:
    """Whether a label is a name of several words, in capitals, or for several people; My Aunt is talked about."""
    words = _bare(label).split()
    return (len(words) > 1 and words[0] not in TALKED_ABOUT) or label.written.isupper() or label.key[0] in SEVERAL


def _without_aside(label: _Label) -> Key:
    """The key of the same name without what stands in brackets behind it: P2 (laughing)."""
    return _bare(label), label.form


def _bare(label: _Label) -> str:
    return _ASIDE.sub("", label.key[0])


def _counting(taken: Sequence[_Label]) -> dict[Key, str]:
    """Whose are labels whose numbers count the questions, not people: Q1, A1, Q2, A2.

    So where three or more questions stand once each and in order; answers that have their numbers go with them.
    """
    runs: dict[str, list[tuple[int, _Label]]] = {}
    for label in taken:
        if (found := _COUNT.search(label.written)) and len(label.lines) == 1:
            runs.setdefault(label.written[: found.start()], []).append((int(found[1]), label))
    asked = [word for word in runs if fold(word) in QUESTION and len(runs[word]) > 2 and _rise(runs[word])]
    numbers = {number for word in asked for number, _ in runs[word]}
    answered = [
        word for word, run in runs.items() if fold(word) in ANSWER and _rise(run) and {one for one, _ in run} <= numbers
    ]
    return {label.key: word for word in (*asked, *answered) for _, label in runs[word]}


def _rise(run: Sequence[tuple[int, _Label]]) -> bool:
    return all(before < here for (before, _), (here, _) in pairwise(run))


def _told(
    speakers: Mapping[Key, str], taken: Sequence[_Label], once: Sequence[_Label], left: Sequence[_Label]
) -> list[Problem]:
    problems = []
    spelled: dict[str, list[_Label]] = {}
    for label in taken:
        spelled.setdefault(speakers[label.key], []).append(label)
    for labels in spelled.values():
        if len(spellings := {one for label in labels for one in label.spellings}) > 1:
            says = f"Taken for one speaker: {listed(sorted(spellings))}."
            problems.append(Problem(says, labels[0].lines[0]))
    if once:
        says = f"Taken for speakers although they stand once: {listed([label.written for label in once])}."
        problems.append(Problem(says, once[0].lines[0], "Give a speaker pattern if they are not."))
    if left:
        says = f"Left as words although a colon follows: {listed([label.written for label in left])}."
        problems.append(Problem(says, left[0].lines[0], "Name them as speakers if they are."))
    return problems
