"""What was decided holds through other groups: invariants over any grouping and any decisions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.model import Segment
from workbench.suggest.sticking import PINNED, Decided, stick

COUNT = 40
SEGMENTS = [Segment(f"P{at % 4}", at * 10, at * 10 + 9, "words") for at in range(COUNT)]
POINTS = np.random.default_rng(5).normal(size=(COUNT, 6))
POINTS /= np.linalg.norm(POINTS, axis=1, keepdims=True)


def passages(positions):
    return tuple((SEGMENTS[at].transcript, SEGMENTS[at].start, SEGMENTS[at].end) for at in sorted(positions))


def stuck(labels, decided):
    return stick(SEGMENTS, POINTS, np.array(labels), decided, np.arange(COUNT))


groupings = st.lists(st.integers(-1, 6), min_size=COUNT, max_size=COUNT).map(
    lambda found: np.unique([-1, *found], return_inverse=True)[1][1:] - 1
)
some = st.sets(st.integers(0, COUNT - 1), min_size=1, max_size=15)


@settings(max_examples=150, deadline=None)
@given(groupings, st.lists(some, max_size=3), st.lists(some, max_size=4))
def test_pinned_stay_out_and_refused_do_not_come_back(labels, accepted, refused):
    decided = [Decided(f"a{i}", "accepted", f"a{i}", passages(one)) for i, one in enumerate(accepted)]
    decided += [Decided(f"r{i}", "rejected", f"r{i}", passages(one)) for i, one in enumerate(refused)]
    kept = stuck(labels, decided)
    assert {at for one in accepted for at in one} == set(np.flatnonzero(kept.labels == PINNED).tolist())
    groups = [set(np.flatnonzero(kept.labels == group).tolist()) for group in range(len(kept.from_group))]
    assert not decided or all(len(group) >= 3 for group in groups)
    for group in groups:
        for one in refused:
            assert 2 * len(group & one) < len(group)
            assert 2 * len(group & one) < len(one)
    untouched = {at for at in range(COUNT) if kept.labels[at] >= 0}
    assert all(labels[at] == kept.from_group[kept.labels[at]] for at in untouched)


@settings(max_examples=100, deadline=None)
@given(groupings, some, some)
def test_merged_parts_are_never_in_two_suggestions(labels, first, second):
    second = second - first or {(max(first) + 1) % COUNT}
    merged = Decided("m", "open", "both", passages(first | second), parts=(passages(first), passages(second)))
    kept = stuck(labels, [merged])
    holders = {
        group
        for group in range(len(kept.from_group))
        for part in (first, second)
        if 2 * len(part & set(np.flatnonzero(kept.labels == group).tolist())) > len(part)
    }
    assert len(holders) <= 1
    assert all(kept.named[group] == "both" for group in holders)


@settings(max_examples=100, deadline=None)
@given(groupings, some, some)
def test_split_pieces_are_never_in_one_suggestion(labels, first, second):
    second = second - first or {(max(first) + 1) % COUNT}
    apart = (("s1a", "one", passages(first)), ("s1b", "two", passages(second)))
    kept = stuck(labels, [Decided("s1", "open", "s", passages(first | second), apart=apart)])
    for group in range(len(kept.from_group)):
        inside = set(np.flatnonzero(kept.labels == group).tolist())
        assert not (2 * len(inside & first) > len(first) and 2 * len(inside & second) > len(second))


def test_a_name_a_drop_an_addition_and_later_are_kept_and_new_passages_stand_beside_the_accepted():
    labels = [at // 10 for at in range(COUNT)]
    named = Decided(
        "1-1",
        "later",
        "My name",
        passages([*range(8), 25, 26]),
        labelled=True,
        dropped=passages([1, 2]),
        added=passages([25, 26]),
    )
    accepted = Decided("1-2", "accepted", "Taken", passages(range(10, 16)))
    kept = stuck(labels, [named, accepted])
    [group] = kept.later
    assert (kept.named[group], kept.follows[group]) == ("My name", "1-1")
    assert set(np.flatnonzero(kept.labels == group).tolist()) == {*range(10), 25, 26} - {1, 2}
    [beside] = kept.beside
    assert kept.beside[beside].label == "Taken"
    assert set(np.flatnonzero(kept.labels == beside).tolist()) == {16, 17, 18, 19}


def test_nothing_decided_changes_nothing():
    labels = [at // 10 for at in range(COUNT)]
    kept = stuck(labels, [])
    assert (kept.labels.tolist(), kept.notes, kept.from_group) == (labels, [], [0, 1, 2, 3])


@pytest.mark.parametrize("unit", ["half", "double"])
def test_another_unit_is_matched_by_what_it_shares(unit):
    longer = 5 if unit == "half" else 20
    spans = tuple((one.transcript, one.start, one.start + longer - 1) for one in SEGMENTS[:10])
    kept = stuck([at // 10 for at in range(COUNT)], [Decided("1-1", "rejected", "no", spans)])
    assert set(np.flatnonzero(kept.labels == -1).tolist()) >= set(range(0, 10))


def test_two_suggestions_that_a_person_named_stay_two_where_one_group_holds_both():
    decided = [
        Decided("1-1", "open", "One", passages(range(10)), labelled=True),
        Decided("1-2", "open", "Other", passages(range(10, 18)), labelled=True),
    ]

    kept = stuck([0] * 20 + [1] * 20, decided)

    groups = {name: np.flatnonzero(kept.labels == group).tolist() for group, name in kept.named.items()}
    assert groups == {"One": [*range(10), 18, 19], "Other": list(range(10, 18))}
    assert kept.notes == []


def test_what_no_group_holds_any_more_is_told():
    decided = [Decided("1-1", "later", "Far and wide", passages(range(0, 40, 4)))]

    kept = stuck([at // 7 for at in range(COUNT)], decided)

    assert (kept.named, len(kept.notes)) == ({}, 1)
    assert kept.notes[0].endswith("no suggestion of this run holds half of it: “Far and wide”.")
