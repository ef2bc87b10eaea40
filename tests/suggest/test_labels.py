import numpy as np

from workbench.suggest.labels import Member, candidates, keywords, labels
from workbench.suggest.words import Phrase, Words


def member(person, *phrases, text="Some words about it."):
    made = [Phrase(one, tuple(one.split())) for one in phrases]
    lemmas = tuple((lemma, lemma) for one in made for lemma in one.key)
    return Member(Words(lemmas, tuple(made)), person, text)


def far_apart(phrases):
    """Every phrase lies in a direction of its own, so that only words and use decide."""
    return np.eye(50)[[sum(map(ord, one)) % 50 for one in phrases]]


def called(groups, weights, private=frozenset()):
    return labels(groups, weights, private, np.eye(50)[: len(groups)] + 0.01, far_apart)


def test_a_phrase_of_many_people_goes_before_one_of_few():
    group = [member("P1", "hard drive"), member("P1", "hard drive"), member("P1", "paper files")]
    group += [member("P2", "paper files"), member("P3", "paper files")]

    found = candidates(group, {"hard": 1.0, "drive": 1.0, "paper": 1.0, "files": 1.0}, frozenset())

    assert [one.said for one in found] == ["paper files", "hard drive"]


def test_no_two_labels_are_alike():
    weights = [{"hard": 1.0, "drive": 1.0, "cloud": 0.1}] * 2
    groups = [[member("P1", "hard drive", "cloud"), member("P2", "hard drive")], [member("P3", "hard drive", "cloud")]]

    assert called(groups, weights) == ["hard drive", "cloud"]


def test_what_may_not_be_shown_is_in_no_label_and_no_keyword():
    group = [member("P1", "maria garden", "beans"), member("P2", "maria garden", "beans")]
    weights = {"maria": 3.0, "garden": 2.0, "beans": 1.0, "maria garden": 3.0}

    assert called([group], [weights], frozenset({"maria"})) == ["beans"]
    assert keywords(group, weights, frozenset({"maria"})) == ("garden", "beans")


def test_a_proper_noun_that_one_of_several_people_says_is_taken_for_a_name():
    green = Phrase("Green Haven", ("green", "haven"))
    group = [Member(Words((("green", "Green"), ("haven", "Haven")), (green,), ("green", "haven")), "P1", "")] * 2
    group += [member("P2", "beans"), member("P3", "beans")]

    assert [one.said for one in candidates(group, {"green": 9.0, "haven": 9.0, "beans": 1.0}, frozenset())] == ["beans"]


def test_without_any_phrase_the_beginning_of_the_first_segment_stands_for_it():
    groups = [[member("P1", text="Um, well, we never did that there, not in any year.")]] * 2

    assert called(groups, [{}, {}]) == [
        "“we never did that there, not in …”",
        "“we never did that there, not in any …”",
    ]


def test_keywords_do_not_repeat_themselves_and_are_said_more_than_once():
    group = [member("P1", "hard drive", "once"), member("P2", "hard drive"), member("P3", "drive")]
    weights = {"drive": 2.0, "hard": 1.5, "hard drive": 1.0, "once": 9.0}

    assert keywords(group, weights, frozenset()) == ("hard drive",)


def test_a_phrase_of_telling_words_stands_for_the_single_word_in_it():
    group = [member("P1", "email address"), *[member(person, "email") for person in ("P2", "P3", "P4")]]
    group += [member("P5", "address")]
    weights = {"email": 2.0, "address": 1.0}

    assert candidates(group, weights, frozenset())[0].said == "email"
    assert labels([group], [weights], frozenset(), np.eye(50)[:1], lambda phrases: np.eye(50)[[0] * len(phrases)]) == [
        "email address"
    ]


def test_a_phrase_that_only_an_untypical_segment_holds_is_behind():
    group = [
        member("P1", "cut wood"),
        *[member("P2", "wood", "cut")] * 6,
        member("P3", "cut fingers"),
        member("P1", "fingers"),
    ]
    weights = {"cut": 1.0, "wood": 0.5, "fingers": 0.9}

    assert [one.said for one in candidates(group, weights, frozenset()) if one.is_phrase] == ["cut wood", "cut fingers"]


def test_a_phrase_of_words_that_nobody_else_uses_gives_way():
    group = [member("P1", "model governance"), member("P2", "model"), member("P3", "test model"), member("P3", "test")]
    weights = {"model": 1.0, "governance": 3.0, "test": 0.8}

    assert called([group], [weights]) == ["test model"]


def test_what_is_said_in_the_past_stands_for_a_group_where_several_people_say_it():
    sold = Phrase("sold a model", ("sell", "model"), fit=False)
    said = Words((("sell", "sold"), ("model", "model")), (sold,))
    one, two = [Member(said, "P1", "")] * 2, [Member(said, "P1", ""), Member(said, "P2", "")]
    weights = {"sell": 1.0, "model": 1.0}

    assert [candidates(group, weights, frozenset()) != [] for group in (one, two)] == [False, True]
    assert called([two], [weights]) == ["sold a model"]


def test_a_word_that_follows_the_same_one_mostly_stands_with_it():
    group = [member(f"P{n}", "tuning", text="We do fine-tuning of it.") for n in range(3)]

    assert called([group], [{"tuning": 1.0}]) == ["fine-tuning"]
    assert called([group[:2]], [{"tuning": 1.0}]) == ["tuning"]
    assert called([group], [{"tuning": 1.0}], frozenset({"fine"})) == ["tuning"]


def test_a_name_that_a_person_gave_is_no_other_groups_label():
    group = [member("P1", "hard drive", "cloud"), member("P2", "hard drive", "cloud")]
    weights = [{"hard": 1.0, "drive": 1.0, "cloud": 0.5}] * 2
    centres = np.eye(50)[:2] + 0.01

    assert labels([group, group], weights, frozenset(), centres, far_apart, {1: "Hard drive"}) == [
        "cloud",
        "Hard drive",
    ]
    assert labels([group], weights[:1], frozenset(), centres[:1], far_apart, others=["hard drive"]) == ["cloud"]
