"""What is a suggestion called: a phrase of the participants, and the words that tell it from the others.

A label is never made up of loose words. It is a phrase that stands in the segments as it is shown, chosen by how
telling its words are (c-TF-IDF) and how many segments and people use each of them, how many hold the phrase itself, and
how much nearer its meaning is to this suggestion than to any other.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.suggest.space import unit
from workbench.suggest.speech import FILLERS, says_nothing
from workbench.suggest.words import Words

if TYPE_CHECKING:
    import numpy as np

KEYWORDS = 8
CONSIDERED = 40
"""Phrases of a suggestion whose meaning is looked at."""
ONE_WORD = 0.5
"""What a single word counts beside a phrase."""
GOOD_ENOUGH = 0.6
"""How good a phrase must be, beside a single word that is better, to be taken in its place."""
SAID = 0.01
"""What a phrase counts of which no word tells anything."""
ASIDE = 0.5
"""What a phrase loses that is said in the least typical segment alone."""
COMPANY = 3
"""How often a word must follow another one, and half of the times that it is said, to be shown with it."""
BEGINNING = 7
"""Words of a segment that stand for a label where no phrase is found …"""
LONGEST = 80
"""… and their characters at most."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase as it is said most often, its telling lemmas, and how well it would stand for the suggestion.
    `grounded`: several segments hold it, or hold each of its lemmas."""

    said: str
    key: frozenset[str]
    score: float
    grounded: bool = True

    @property
    def is_phrase(self) -> bool:
        return " " in self.said


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
    given: Mapping[int, str] = {},
    others: Iterable[str] = (),
) -> list[str]:
    """A label for each group, no two alike; larger groups come first and choose first.

    `weights` are the groups' c-TF-IDF weights, `private` the words that may not be shown, `centres` the groups' centres
    in the space of `meaning`, which gives a row of length 1 per phrase. A group without any phrase is called by the
    beginning of its first segment, in quotation marks. A group at a position in `given` has its label already; no
    other one is called so, nor by one of `others`.
    """
    considered = [candidates(*one, private) for one in zip(groups, weights, strict=True)]
    phrases = sorted({one.said for found in considered for one in found})
    # What all suggestions share is taken out on both sides, else every phrase is near to every one.
    common = centres.mean(axis=0)
    near = dict(zip(phrases, unit(meaning(phrases) - common) @ unit(centres - common).T, strict=True))
    names = {name.casefold() for name in (*given.values(), *others)}
    taken = [frozenset(name.split()) for name in sorted(names)]
    chosen: list[str] = []
    for at, found in enumerate(considered):
        if at in given:
            chosen.append(given[at])
            continue
        worth = {one: one.score * _nearness(near[one.said], at) for one in found}
        ranked = sorted(found, key=lambda one: (-worth[one], one.said))
        free = [one for one in ranked if not any(_alike(one.key, other) for other in taken)]
        used = names | {one.casefold() for one in chosen}
        free = [one for one in free or ranked if one.said.casefold() not in used]
        best = _phrase(free, worth) if free else None
        taken.append(best.key if best else frozenset())
        if best is None:
            chosen.append(_beginning(groups[at][0].text, chosen))
        else:
            chosen.append(_in_company(best, groups[at], private))
    return chosen


def _phrase(ranked: Sequence[Candidate], worth: "Mapping[Candidate, float]") -> Candidate:
    """The best candidate; in place of a single word, or of a phrase that only one segment knows of, the best grounded
    phrase that is good enough beside it."""
    best = ranked[0]
    if best.grounded and best.is_phrase:
        return best
    phrases = (one for one in ranked if one.grounded and one.is_phrase and worth[one] >= GOOD_ENOUGH * worth[best])
    return next(phrases, next((one for one in ranked if one.grounded), best))


def _in_company(best: Candidate, members: Sequence[Member], private: frozenset[str]) -> str:
    """The label; a single word that mostly follows the same other one stands with it: 'fine tuning' for 'tuning'."""
    if best.is_phrase:
        return best.said
    pairs = re.compile(rf"(?:(\w+)([ -]))?\b{re.escape(best.said)}\b", re.IGNORECASE)
    before = Counter(
        (found[1] or "").casefold() + (found[2] or "") for member in members for found in pairs.finditer(member.text)
    )
    often = sorted(before, key=lambda one: (-before[one], one))
    company = next((one for one in often if one), "")
    word = company.rstrip(" -")
    if before[company] < COMPANY or 2 * before[company] < before.total() or word in private or says_nothing(word):
        return best.said
    return f"{company}{best.said}"


def candidates(members: Sequence[Member], weights: Mapping[str, float], private: frozenset[str]) -> list[Candidate]:
    """The phrases of `members` that could be their label, best first, by words and use alone: CONSIDERED at most.
    The most typical of `members` come first.

    What begins with a proper noun and only one of several people says, likely a name, is none; nor is what is only
    said in the past or the third person, unless several people say it.
    """
    uses, lemmas = _Uses(), _Uses()
    for at, member in enumerate(members):
        for lemma, said in member.words.lemmas:
            lemmas.add((lemma,), at, member.person, said)
        for phrase in member.words.phrases:
            if private.isdisjoint(phrase.key):
                uses.add(phrase.key, at, member.person, phrase.said, fit=phrase.fit)
    proper = {lemma for member in members for lemma in member.words.proper}
    several = len({member.person for member in members}) > 2
    tells = {lemma: weights.get(lemma, 0.0) * lemmas.reach((lemma,)) for (lemma,) in lemmas.segments}
    highest = max(tells.values(), default=0.0) or 1.0
    found = []
    for key in uses.segments:
        shown, people = uses.shown(key), len(uses.people[key])
        if (several and people == 1 and key[0] in proper) or (people == 1 and not uses.wordings[key]):
            continue
        told = sum(tells.get(lemma, 0.0) for lemma in key) / len(key) / highest
        typical = 1 - ASIDE * min(uses.segments[key]) / len(members)
        score = (told + SAID) * math.sqrt(uses.reach(key)) * typical * (1 if " " in shown else ONE_WORD)
        found.append(Candidate(shown, frozenset(key), score, all(len(lemmas.segments[lemma,]) > 1 for lemma in key)))
    return sorted(found, key=lambda one: (-one.score, one.said))[:CONSIDERED]


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
    """Where each term is said: in which segments, by whom, in which wordings, and in which that are not fit to be
    shown where there are others."""

    def __init__(self) -> None:
        self.segments: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self.people: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self.wordings: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        self.unfit: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)

    def add(self, term: tuple[str, ...], segment: int, person: str, wording: str, *, fit: bool = True) -> None:
        self.segments[term].add(segment)
        self.people[term].add(person)
        (self.wordings if fit else self.unfit)[term][wording] += 1

    def reach(self, term: tuple[str, ...]) -> float:
        """1 for a term of one segment; more for each further segment, and more for each further person."""
        return (1 + math.log(len(self.segments[term]))) * (1 + 0.5 * math.log(len(self.people[term])))

    def shown(self, term: tuple[str, ...]) -> str:
        """The wording used most often, of those fit to be shown if there are any."""
        counts = self.wordings[term] or self.unfit[term]
        return min(counts, key=lambda one: (-counts[one], one))


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
        found = f"“{' '.join(parts[:length])[:LONGEST].rstrip('.,;:')} …”"
        if found not in taken:
            return found
    return f"“{text[:80]}” ({len(taken) + 1})"
