"""Who asks and who answers: roles by the label's own word, else by who asks the questions."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from workbench.model import Problem, Role
from workbench.readers.rules import Rules, fold
from workbench.readers.vocabulary import HEADER_FIELDS, INTERVIEWER, OTHERS, PARTICIPANT, PEOPLE, SEVERAL, SPEAKER

_NUMBER = re.compile(r"(?:\s*\([^()]*\)|[\s_#.-]*\d{1,4}[a-z]?|\.|\?|/.*)$")
_ASIDE = re.compile(r"\(([^()]+)\)\s*$")
_GENDERED = re.compile(r"(?<=[^\W\d_]{3})(?:[*:_/]-?(?:in(?:nen)?|r|n|e)|\((?:in|r|n|innen)\))$")
"""As in Interviewer*in, Befragte:r."""
_SECOND = re.compile(r"(?:co|assistant|second|2nd)[ -]")
"""Before the role of whoever helps: Co-Moderator."""

_GREEK = {";", "\u037e"}
"""The question mark of Greek, which looks like a semicolon."""
_LEAST_SHARE = 0.3
_LEAST_QUESTIONS = 3
_MARGIN = 2.0
_HINT = "Give the roles if this is wrong."


def stem(label: str) -> str:
    """The word of a label without its number, what stands in brackets, and a second word behind a stroke.

    >>> [stem(one) for one in ("Participant 3", "SPEAKER_00", "P07?", "Interviewer (F)", "Int.", "Befragte*r 2")]
    ['participant', 'speaker', 'p', 'interviewer', 'int', 'befragte']
    """
    folded = _GENDERED.sub("", fold(unicodedata.normalize("NFKC", label)))
    return _GENDERED.sub("", _NUMBER.sub("", folded.removesuffix("?"))) or folded


def role_by_word(label: str) -> Role | None:
    """The role that a label's own word states; `unknown` for words such as Speaker 1, None for names.

    >>> role_by_word("INT"), role_by_word("P07"), role_by_word("Speaker 2"), role_by_word("Maria")
    ('interviewer', 'participant', 'unknown', None)
    >>> role_by_word("Co-Moderator"), role_by_word("Several voices"), role_by_word("All things considered")
    ('interviewer', 'unknown', None)
    """
    word = stem(label)
    word = _SECOND.sub("", word, count=1)
    if word in INTERVIEWER:
        return "interviewer"
    if word in PARTICIPANT:
        return "participant"
    if word in OTHERS:
        return "unknown"
    first, *rest = word.split(" ")
    if first in SEVERAL:
        return "unknown" if PEOPLE.issuperset(rest) else None
    return "unknown" if first in SPEAKER else None


def is_field(label: str) -> bool:
    """Whether a label names a field of a transcript's head, or counts its parts: Date, Recorded by, Topic 2.

    >>> [is_field(label) for label in ("Recorded by", "Topic 2", "Subject", "Subject 2", "Ann")]
    [True, True, True, False, False]
    """
    if fold(label).replace(" ", "-") in HEADER_FIELDS:
        return True
    return role_by_word(label) is None and stem(label) in HEADER_FIELDS


def _role_in(label: str) -> Role | None:
    """The role by the label's word, else by a word beside a name: Interviewer Maria, Maria Lopez (interviewer).

    >>> _role_in("Interviewer Maria"), _role_in("Maria Lopez (Moderator)"), _role_in("Ray")
    ('interviewer', 'interviewer', None)
    """
    aside, words = _ASIDE.search(label), label.split()
    beside = [words[0] if len(words) > 1 else "", *(aside[1].split() if aside else ())]
    found = (role_by_word(word) for word in beside if len(word) > 3)
    return role_by_word(label) or next((role for role in found if role in ("interviewer", "participant")), None)


def initials(label: str) -> str:
    """The first letters of a name of several words, folded; '' for a single word.

    >>> initials("Rae Armantrout"), initials("Rae")
    ('ra', '')
    """
    words = label.replace("-", " ").split()
    return "".join(word[0] for word in words).casefold() if len(words) > 1 else ""


def roles(said: Iterable[tuple[str | None, str]], rules: Rules) -> tuple[dict[str, Role], list[Problem]]:
    """The role of each label in order of first appearance, and which of them were guessed.

    `said` are label and words of each turn. Roles given by `rules` stand. Else a label's word decides; where no
    word names an interviewer, then single letters (A and B, P and R) may be one's, too, and whoever ends clearly
    the largest share of turns with a question (three at least, 30 % at least, and twice the share of anyone else)
    is taken for one, and so is the same name written out or as initials. The others are then participants. With no
    such evidence names stay `unknown`.
    """
    turns: dict[str, list[str]] = {}
    for label, words in said:
        if label is not None:
            turns.setdefault(label, []).append(words)
    given = {label: rules.role(label) for label in turns}
    found: dict[str, Role] = {label: role or _role_in(label) or "unknown" for label, role in given.items()}
    open_ones = [label for label, role in found.items() if role == "unknown" and given[label] is None]
    problems: list[Problem] = []
    letters = [label for label in turns if given[label] is None and len(stem(label)) == 1]
    if "interviewer" not in found.values() and (asker := _asker(turns, [*open_ones, *letters])):
        share = _share_of_questions(turns[asker])
        who = [label for label in (*open_ones, *letters) if label == asker or _same_name(label, asker)]
        found.update(dict.fromkeys(who, "interviewer"))
        says = f"Taken for the interviewer, since {share:.0%} of the turns ask (a guess): {listed(who)}."
        problems.append(Problem(says, hint=_HINT))
    if "interviewer" in found.values():
        nobody = SEVERAL | OTHERS
        rest = [label for label in open_ones if found[label] == "unknown" and stem(label).split(" ")[0] not in nobody]
        found.update(dict.fromkeys(rest, "participant"))
        if rest:
            problems.append(
                Problem(f"Taken for participants, since another asks (a guess): {listed(rest)}.", hint=_HINT)
            )
    elif len(found) > 1:
        problems.append(Problem("Nobody could be told as the interviewer.", hint=_HINT))
    return found, problems


def _asker(turns: Mapping[str, Sequence[str]], candidates: Sequence[str]) -> str | None:
    """Who asks clearly the most, among those who end at least three turns with a question."""
    if len(turns) < 2:
        return None
    asking = [label for label in candidates if sum(map(asks, turns[label])) >= _LEAST_QUESTIONS]
    if not asking:
        return None
    best = max(asking, key=lambda label: _share_of_questions(turns[label]))
    share = _share_of_questions(turns[best])
    others = [
        _share_of_questions(said)
        for label, said in turns.items()
        if label != best and not _same_name(label, best) and len(said) >= _LEAST_QUESTIONS
    ]
    return best if share >= max(_LEAST_SHARE, _MARGIN * max(others, default=0.0)) else None


def _share_of_questions(turns: Sequence[str]) -> float:
    return sum(map(asks, turns)) / len(turns)


def _same_name(label: str, other: str) -> bool:
    return initials(label) == fold(other) or initials(other) == fold(label)


def asks(words: str) -> bool:
    """Whether words end with a question; in Greek its sign looks like a semicolon.

    >>> asks("Why?"), asks("Γιατί;"), asks("Why;")
    (True, True, False)
    """
    end = words.rstrip(" \t\n\"'”’»)]…*_")[-2:]
    return end.endswith(("?", "？", "؟")) or (end[-1:] in _GREEK and "Ͱ" <= end < "\u2000")


def listed(names: Sequence[str], most: int = 8) -> str:
    """Names in a row: 'Ann', 'Ben' and 3 more.

    >>> listed(["Ann", "Ben", "Cleo"], most=2)
    "'Ann', 'Ben' and 1 more"
    """
    shown = ", ".join(repr(name) for name in names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
