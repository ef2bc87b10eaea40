"""Marks matched one to one."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.agreement import match_count, span_f1


@pytest.mark.parametrize(
    ("rule", "options", "matched"),
    [
        ("exact", {}, 1),
        ("within", {"within": 2}, 2),
        ("overlap", {}, 3),
        ("iou", {"iou": 0.5}, 2),
        ("iou", {"iou": 0.2}, 3),
    ],
)
def test_what_counts_as_the_same_mark(rule, options, matched):
    first = np.array([[0, 10], [20, 30], [40, 50], [60, 70]])
    second = np.array([[0, 10], [21, 32], [46, 56], [80, 90]])

    assert match_count(first, second, rule=rule, **options) == matched


def test_matching_is_the_largest_not_the_first_come():
    """Greedily the long mark takes the first short one, and the second mark is left without."""
    assert match_count(np.array([[0, 20], [0, 5]]), np.array([[0, 4], [12, 18]])) == 2


def test_one_long_mark_against_three_short_ones_is_one_match(marks):
    codings = marks(("t", "A", "x", 0, 90), *(("t", "B", "x", at, at + 20) for at in (0, 30, 60)))

    assert span_f1(codings).to_dict("records") == [
        {"code": "x", "first": "A", "second": "B", "matched": 1, "first_marks": 1, "second_marks": 3, "f1": 0.5}
    ]


def test_every_code_and_pair_has_a_row_and_a_mark_made_twice_counts_once(marks):
    codings = marks(
        ("t", "A", "x", 0, 9),
        ("t", "A", "x", 0, 9),
        ("u", "B", "x", 0, 9),
        ("t", "C", "x", 0, 9),
        ("t", "C", "y", 0, 1),
    )
    found = span_f1(codings, rule="exact", coders=["A", "B", "C"])

    assert found.astype(object).where(found.notna(), None).to_numpy().tolist() == [
        ["x", "A", "B", 0, 1, 1, 0.0],
        ["x", "A", "C", 1, 1, 1, 1.0],
        ["x", "B", "C", 0, 1, 1, 0.0],
        ["y", "A", "B", 0, 0, 0, None],
        ["y", "A", "C", 0, 0, 1, 0.0],
        ["y", "B", "C", 0, 0, 1, 0.0],
    ]


def test_an_unknown_rule_is_refused(marks):
    with pytest.raises(ValueError, match="one of: exact, within, overlap, iou"):
        span_f1(marks(), rule="near")


few = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 8)), max_size=4)


@given(few, few, st.sampled_from(["exact", "within", "overlap", "iou"]))
def test_matching_equals_trying_all_ways(first, second, rule):
    one = np.array([(a, a + size) for a, size in first]).reshape(-1, 2)
    other = np.array([(a, a + size) for a, size in second]).reshape(-1, 2)

    def fits(a, b):
        common = min(a[1], b[1]) - max(a[0], b[0])
        return {
            "exact": tuple(a) == tuple(b),
            "within": abs(a[0] - b[0]) <= 2 and abs(a[1] - b[1]) <= 2,
            "overlap": common > 0,
            "iou": common > 0 and common / ((a[1] - a[0]) + (b[1] - b[0]) - common) >= 0.5,
        }[rule]

    small, large = sorted((one, other), key=len)
    ways = [sum(map(fits, small, chosen)) for chosen in permutations(large, len(small))]
    assert match_count(one, other, rule=rule, within=2, iou=0.5) == max(ways)
