"""What is a suggestion called: a phrase of the participants, and the words that tell it from the others.

A label is never made up of loose words. It is a phrase that stands in the segments as it is shown, chosen by how
telling its words are (c-TF-IDF), how many segments and how many people hold it, and how much nearer its meaning is to
this suggestion than to any other.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.suggest.space import unit
from workbench.suggest.speech import FILLERS
from workbench.suggest.words import Words

if TYPE_CHECKING:
    import numpy as np

KEYWORDS = 8
CONSIDERED = 20
"""Phrases of a suggestion whose meaning is looked at."""
LONGER = 20
"""Phrases of several telling words that are looked at besides, however seldom they are said."""
ONE_WORD = 0.5
"""What a single word counts beside a phrase."""
AS_NEAR = 0.6
"""How near in meaning a phrase must be, beside the single word in it, to stand in its place."""
BEGINNING = 7
"""Words of a segment that stand for a label where no phrase is found."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase as it is said most often, its telling lemmas, and how well it would stand for the suggestion. `telling`:
    each of its lemmas tells the suggestion from the others."""

    said: str
    key: frozenset[str]
    score: float
    telling: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A segment of a suggestion: its words, whose they are, and its text."""

    words: Words
    person: str
    text: str


def labels(
    groups: Sequence[Sequence[Member]],
    weights: Sequence[Mapping[str, float]],
    private: frozenset[str],
    centres: "np.ndarray",
    meaning: "Callable[[list[str]], np.ndarray]",
) -> list[str]:
    """A label for each group, no two alike; larger groups come first and choose first.

    `weights` are the groups' c-TF-IDF weights, `private` the words that may not be shown, `centres` the groups' centres
    in the space of `meaning`, which gives a row of length 1 per phrase. A group without any phrase is called by the
    beginning of its first segment, in quotation marks.
    """
    considered = [candidates(*one, private) for one in zip(groups, weights, strict=True)]
    phrases = sorted({one.said for found in considered for one in found})
    # What all suggestions share is taken out on both sides, else every phrase is near to every one.
    common = centres.mean(axis=0)
    near = dict(zip(phrases, unit(meaning(phrases) - common) @ unit(centres - common).T, strict=True))
    taken: list[frozenset[str]] = []
    chosen: list[str] = []
    for at, found in enumerate(considered):
        ranked = sorted(found, key=lambda one: (-one.score * _nearness(near[one.said], at), one.said))
        free = [one for one in ranked if not any(_alike(one.key, other) for other in taken)]
        free = free or [one for one in ranked if one.said.casefold() not in {c.casefold() for c in chosen}]
        best = _longer(free, near, at) if free else None
        taken.append(best.key if best else frozenset())
        chosen.append(best.said if best else _beginning(groups[at][0].text, chosen))
    return chosen


def _longer(free: Sequence[Candidate], near: "Mapping[str, np.ndarray]", at: int) -> Candidate:
    """The best candidate; for a single word the best phrase of telling words that holds it and means what it does."""
    best = free[0]
    if len(best.key) > 1:
        return best
    least = AS_NEAR * _nearness(near[best.said], at)
    longer = [one for one in free if one.key > best.key and one.telling and _nearness(near[one.said], at) >= least]
    return max(longer, key=lambda one: (one.score * _nearness(near[one.said], at), one.said), default=best)


def candidates(members: Sequence[Member], weights: Mapping[str, float], private: frozenset[str]) -> list[Candidate]:
    """The phrases of `members` that could be their label, best first, by words and use alone: CONSIDERED of them, and
    LONGER more of several words.

    What only one of several people says and writes with a capital, likely a name, is none.
    """
    uses = _Uses()
    for at, member in enumerate(members):
        for phrase in member.words.phrases:
            if private.isdisjoint(phrase.key):
                uses.add(phrase.key, at, member.person, phrase.said if phrase.fit else None)
    several = len({member.person for member in members}) > 2
    highest = max(weights.values(), default=1.0)
    found = []
    for key in uses.wordings:
        shown = uses.shown(key)
        if several and len(uses.people[key]) == 1 and shown[0].isupper():
            continue
        told = [weights.get(lemma, 0.0) for lemma in key]
        score = sum(told) / len(key) / highest * uses.reach(key) * (1 if " " in shown else ONE_WORD)
        found.append(Candidate(shown, frozenset(key), score, min(told) > 0))
    ranked = sorted(found, key=lambda one: (-one.score, one.said))
    longer = [one for one in ranked[CONSIDERED:] if len(one.key) > 1 and one.telling]
    return [*ranked[:CONSIDERED], *longer[:LONGER]]


def keywords(members: Sequence[Member], weights: Mapping[str, float], private: frozenset[str]) -> tuple[str, ...]:
    """The most telling words and phrases of `members`, best first, KEYWORDS at most, each as it is said most often.

    Words of one segment alone are left out, and words that only repeat part of another one.
    """
    uses = _Uses()
    for at, member in enumerate(members):
        for lemma, said in member.words.lemmas:
            uses.add((lemma,), at, member.person, said)
        for phrase in member.words.phrases:
            if len(phrase.key) > 1:
                uses.add(phrase.key, at, member.person, phrase.said)
    terms = {tuple(term.split()): weight for term, weight in weights.items()}
    scored = {
        term: weight * uses.reach(term)
        for term, weight in terms.items()
        if len(uses.segments[term]) > 1 and private.isdisjoint(term)
    }
    chosen: list[tuple[str, ...]] = []
    for term in sorted(scored, key=lambda one: (-scored[one], one)):
        if not any(set(term) & set(other) for other in chosen):
            # 'hard drive' is shown for 'drive' where half of those who say the one say the other
            often = [one for one in scored if 2 * len(uses.segments[one]) >= len(uses.segments[term])]
            longer = [one for one in often if set(term) < set(one)]
            chosen.append(max(longer, key=lambda one: (scored[one], one), default=term))
        if len(chosen) == KEYWORDS:
            break
    return tuple(uses.shown(term) for term in chosen)


class _Uses:
    """Where each term is said: in which segments, by whom, in which wordings (None: not one to be shown)."""

    def __init__(self) -> None:
        self.segments: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self.people: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self.wordings: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)

    def add(self, term: tuple[str, ...], segment: int, person: str, wording: str | None) -> None:
        self.segments[term].add(segment)
        self.people[term].add(person)
        if wording is not None:
            self.wordings[term][wording] += 1

    def reach(self, term: tuple[str, ...]) -> float:
        """1 for a term of one segment; more for each further segment, and more for each further person."""
        return (1 + math.log(len(self.segments[term]))) * (1 + 0.5 * math.log(len(self.people[term])))

    def shown(self, term: tuple[str, ...]) -> str:
        """The wording used most often."""
        return min(self.wordings[term], key=lambda one: (-self.wordings[term][one], one))


def _nearness(cosines: "np.ndarray", at: int) -> float:
    """How much nearer to group `at` than to the nearest other one, from a third to three."""
    import numpy as np

    others = np.delete(cosines, at)
    ahead = float(cosines[at] - (others.max() if len(others) else 0.0))
    return (1 + max(0.0, float(cosines[at]))) * max(0.1, 1 + ahead) ** 1.5


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return 2 * len(one & other) > len(one | other)


def _beginning(text: str, taken: Sequence[str]) -> str:
    parts = [word for word in text.split() if word.casefold().strip(".,;:!?…-") not in FILLERS]
    for length in range(BEGINNING, max(BEGINNING, len(parts)) + 1):
        found = f"“{' '.join(parts[:length]).rstrip('.,;:')} …”"
        if found not in taken:
            return found
    return f"“{text[:80]}” ({len(taken) + 1})"
