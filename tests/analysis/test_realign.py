"""Passages follow a corrected text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.realign import Alignment, Edit, align

OLD = "I: How did it begin?\n\nP01: The fense was broken, and nobody planned it. Then seeds came over it.\n"
TEXTS = st.text(st.sampled_from("ab \nfÜ😀."), max_size=60)
WORDS = st.lists(st.sampled_from(["the", "fence", "was", "broken", "\n", "seeds", "it", "🌱"]), max_size=30).map(
    " ".join
)


def quote(old, new, words):
    start = old.index(words)
    one = align(old, new)
    place = one.follow(start, start + len(words))
    return None if place is None else one.new[slice(*place)]


@pytest.mark.parametrize(
    ("change", "words", "now"),
    [
        (("fense", "fence"), "The fense was broken", "The fence was broken"),
        (("fense", "fence"), "fense", "fence"),
        (("I: How", "I: So how"), "nobody planned it", "nobody planned it"),
        (("was broken", "was badly broken"), "The fense was broken", "The fense was badly broken"),
        (("The fense", "Well. The fense"), "The fense was broken", "The fense was broken"),
        ((", and nobody planned it", ""), "The fense was broken, and nobody", "The fense was broken"),
        (("The fense was broken", "We had no money at all"), "The fense was broken", None),
        (("Then seeds came over it.", ""), "seeds came", None),
    ],
)
def test_a_passage_follows_its_words(change, words, now):
    assert quote(OLD, OLD.replace(*change), words) == now


def test_a_paragraph_that_was_moved_takes_its_passages_along():
    first, second = "We never asked anybody about water.", "Tomatoes grew along the street that summer."
    assert quote(f"{first}\n\n{second}", f"{second}\n\n{first}", first) == first
    assert quote(f"{first}\n\n{second}", f"{second}\n\n{first}", second) == second


def test_a_word_replaced_on_purpose_keeps_its_passage():
    exact = Alignment("Anna said so.", (Edit(0, 4, "[P01]"),))
    assert exact.follow(0, 4) == (0, 5)
    assert exact.follow(0, 9) == (0, 10)
    assert exact.follow(5, 9) == (6, 10)
    assert exact.follow(3, 9) == (6, 10), "less than half of the name: the name is none of it"
    assert Alignment("Anna said so.", (Edit(5, 12, ""),)).follow(5, 9) is None


@given(TEXTS | WORDS, TEXTS | WORDS, st.data())
def test_any_two_texts_align(old, new, data):
    one = align(old, new)

    assert one.new == new
    assert all(before.end <= after.start for before, after in zip(one.edits, one.edits[1:], strict=False))
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    place = one.follow(start, end)
    if place is not None:
        assert 0 <= place[0] < place[1] <= len(new)
        assert new[slice(*place)] in (old[start:end], new[slice(*place)].strip())
    if old == new and old[start:end].strip():
        assert place == (start, end)


@given(WORDS, st.data())
def test_words_that_nobody_touched_stay_in_their_passage(old, data):
    cut = data.draw(st.integers(0, len(old)))
    until = data.draw(st.integers(cut, len(old)))
    put = data.draw(TEXTS)
    one = Alignment(old, (Edit(cut, until, put),))
    for start, end in ((0, cut), (until, len(old))):
        if old[start:end].strip():
            assert one.new[slice(*one.follow(start, end))] == old[start:end]
