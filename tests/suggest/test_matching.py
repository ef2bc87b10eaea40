from hypothesis import given
from hypothesis import strategies as st

from workbench.model import Fit, Suggestion
from workbench.suggest.matching import Match, Stretches, match


def suggestion(id, *passages):
    fits = tuple(Fit(transcript, start, end, "", 0.5) for transcript, start, end in passages)
    return Suggestion(id, id, (), fits, None, (), 0.0)


GARDEN = suggestion("1-1", ("P1", 0, 100), ("P1", 200, 300), ("P2", 0, 80))
MONEY = suggestion("1-2", ("P1", 100, 200), ("P2", 80, 180))

spans = st.tuples(st.sampled_from(["P1", "P2"]), st.integers(0, 90), st.integers(1, 30)).map(
    lambda one: (one[0], one[1], one[1] + one[2])
)


def test_a_decision_belongs_to_the_suggestion_that_holds_most_of_its_passages():
    found = match([[("P1", 0, 100), ("P2", 0, 80), ("P1", 150, 160)]], [GARDEN, MONEY])

    assert found == [Match("1-1", "1-1", 2 / 3)]


def test_what_holds_less_than_half_is_named_as_nearest_only():
    found = match([[("P1", 0, 100), ("P9", 0, 50), ("P9", 70, 90)]], [GARDEN, MONEY])

    assert found == [Match(None, "1-1", 1 / 3)]


def test_evidence_that_nothing_holds_has_no_nearest():
    assert match([[("P9", 0, 50)], []], [GARDEN]) == [Match(None, None, 0.0), Match(None, None, 0.0)]
    assert match([[("P1", 0, 50)]], []) == [Match(None, None, 0.0)]


def test_two_decisions_never_get_the_same_suggestion():
    part, more = [("P1", 0, 100)], [("P1", 0, 100), ("P1", 200, 300)]

    assert match([part, more], [GARDEN]) == [Match(None, "1-1", 1.0), Match("1-1", "1-1", 1.0)]


def test_they_are_shared_out_so_that_all_find_their_place():
    both = suggestion("2-1", ("P1", 0, 100), ("P1", 100, 200))
    half = suggestion("2-2", ("P1", 100, 200))

    found = match([[("P1", 100, 200)], [("P1", 0, 100), ("P1", 100, 200)]], [both, half])

    assert [one.suggestion for one in found] == ["2-2", "2-1"]


def test_a_run_over_sentences_finds_a_decision_on_answers():
    answer_with_question = [("P1", 0, 100)]
    sentences = suggestion("3-1", ("P1", 40, 60), ("P1", 60, 100))

    assert match([answer_with_question], [sentences]) == [Match("3-1", "3-1", 1.0)]


def test_of_two_that_hold_it_all_the_narrower_one_is_taken():
    wide = suggestion("1-1", ("P1", 0, 100), ("P1", 100, 900))
    narrow = suggestion("1-2", ("P1", 0, 100))

    assert match([[("P1", 0, 100)]], [wide, narrow])[0].suggestion == "1-2"


def test_passages_of_transcripts_that_the_other_side_cannot_know_are_left_out():
    evidence = [("P1", 0, 100), ("P7", 0, 10), ("P8", 0, 10)]

    assert match([evidence], [GARDEN])[0].suggestion is None
    assert match([evidence], [GARDEN], transcripts={"P1", "P2"}) == [Match("1-1", "1-1", 1.0)]


@given(st.lists(st.lists(spans, min_size=1, max_size=6, unique=True), min_size=1, max_size=5))
def test_each_suggestion_is_found_by_its_own_passages(groups):
    """As long as no passage is in two suggestions."""
    seen = set()
    for group in groups:
        group[:] = [one for one in group if one not in seen and not any(_touch(one, other) for other in seen)]
        seen |= set(group)
    made = [suggestion(f"1-{n}", *group) for n, group in enumerate(groups) if group]

    found = match([[(f.transcript, f.start, f.end) for f in one.segments] for one in made], made[::-1])

    assert found == [Match(one.id, one.id, 1.0) for one in made]


@given(st.lists(st.lists(spans, max_size=5), max_size=5), st.lists(st.lists(spans, max_size=5), max_size=5))
def test_every_decision_gets_an_answer_and_no_suggestion_two(evidences, groups):
    made = [suggestion(f"1-{n}", *group) for n, group in enumerate(groups)]

    found = match(evidences, made)
    taken = [one.suggestion for one in found if one.suggestion]

    assert len(found) == len(evidences)
    assert len(taken) == len(set(taken))
    assert all(0 <= one.overlap <= 1 and (one.overlap >= 0.5 or one.suggestion is None) for one in found)


@given(st.lists(spans, max_size=8), spans)
def test_characters_are_counted_once_however_passages_overlap(passages, asked):
    held = {(t, at) for t, start, end in passages for at in range(start, end)}

    assert Stretches(passages).within(asked) == sum((asked[0], at) in held for at in range(asked[1], asked[2]))


def _touch(one, other):
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]
