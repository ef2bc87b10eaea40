"""Invented talk of four people on four things, told apart by anybody who reads it."""

import random

import pytest

from workbench.model import Segment

THEMES = {
    "garden": [
        "we planted beans and tomatoes beside the warm wall",
        "the tomatoes in the vegetable garden need water every evening",
        "slugs ate the lettuce in the vegetable garden overnight",
        "I pull the weeds between the carrots and the beans",
        "the compost heap makes good soil for the pumpkins",
        "last spring the frost killed all the seedlings in the beds",
    ],
    "money": [
        "the rent went up and my salary did not",
        "I could not pay the electricity bill that winter",
        "the bank refused the loan because of my old debts",
        "we count every coin before we buy groceries",
        "my pension is too small to pay the monthly rent",
        "saving money for the deposit took us nine years",
    ],
    "noise": [
        "the neighbours play loud music until three at night",
        "trucks under my bedroom window wake the baby",
        "I wear earplugs because the street noise never stops",
        "the drums upstairs shake the ceiling of our flat",
        "we called the police about the loud music twice",
        "the church bells and the traffic noise keep me awake",
    ],
    "school": [
        "my daughter hates the mathematics teacher at her school",
        "homework takes the children the whole afternoon",
        "the school bus drops the pupils far from the classroom",
        "her teacher gave the class a difficult spelling test",
        "the pupils share one textbook in every lesson",
        "parents meet the headmaster before the exams begin",
    ],
}
ENDS = ("and nobody asked us", "so I told my sister about it", "at least in those years", "which made me tired")
WHEN = ("as a child", "last year", "before we moved", "these days")


def talk(people: int = 4, rounds: int = 5, seed: int = 1) -> list[Segment]:
    """Answers of each person, going through the four things one after the other."""
    chance = random.Random(seed)
    made = []
    for person in range(1, people + 1):
        at = 0
        for theme in THEMES:
            for sentence in chance.sample(THEMES[theme], rounds):
                question, words = "And then? ", f"Um, {WHEN[person - 1]} {sentence}, {chance.choice(ENDS)}."
                start, end = at, at + len(question) + len(words)
                said = ((start + len(question), end),)
                made.append(
                    Segment(f"P{person}", start, end, question + words, f"P{person}", "participant", f"P{person}", said)
                )
                at = end + 2
    return made


@pytest.fixture(scope="session")
def answers() -> list[Segment]:
    return talk()


@pytest.fixture(scope="session")
def kept() -> dict[str, bytes]:
    """One cache for all tests, so that each sentence is read once."""
    return {}


@pytest.fixture(scope="session")
def run(answers, kept):
    from workbench.suggest import suggest

    return suggest(answers, unit="answer", cache=kept)


@pytest.fixture(scope="session")
def theme_of():
    return lambda text: next(name for name, sentences in THEMES.items() if any(one in text for one in sentences))
