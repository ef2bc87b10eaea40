"""Codes that go together."""

from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.cooccurrence import cooccurrence, cooccurrence_in_units

COLUMNS = ["transcript", "code", "start", "end"]


def codings(*rows):
    return pd.DataFrame(rows, columns=COLUMNS)


def test_passages_that_share_words():
    table = cooccurrence(
        codings(("t", "x", 0, 10), ("t", "x", 5, 20), ("t", "y", 15, 25), ("t", "y", 18, 20), ("u", "y", 0, 5)),
        {"t": 50, "u": 50},
    )

    assert table.to_dict("records") == [
        {
            "first": "x",
            "second": "y",
            "count": 1,
            "first_count": 1,
            "second_count": 2,
            "jaccard": pytest.approx(5 / 30),
            "lift": pytest.approx(5 * 100 / (20 * 15)),
        }
    ]


def test_side_by_side_or_in_another_transcript_is_not_together():
    assert cooccurrence(codings(("t", "x", 0, 10), ("t", "y", 10, 20), ("u", "y", 0, 10)), {"t": 30, "u": 30}).empty
    assert cooccurrence(codings(), {"t": 30}).columns.tolist() == [
        "first", "second", "count", "first_count", "second_count", "jaccard", "lift"
    ]  # fmt: skip


def test_most_frequent_first_and_codes_in_the_order_asked_for():
    rows = codings(
        ("t", "a", 0, 9), ("t", "b", 0, 9), ("u", "b", 0, 9), ("u", "c", 0, 9), ("v", "c", 0, 4), ("v", "b", 3, 9)
    )

    table = cooccurrence(rows, {"t": 9, "u": 9, "v": 9}, codes=["c", "b", "a"])

    assert table[["first", "second", "count"]].to_numpy().tolist() == [["c", "b", 2], ["b", "a", 1]]


def test_in_the_same_turn(turns):
    units = turns(t="Yes, I do.|No.|Well.|Perhaps.")
    rows = codings(("t", "x", 0, 4), ("t", "y", 5, 10), ("t", "x", 11, 12), ("t", "y", 15, 20))

    assert cooccurrence_in_units(rows, units).to_dict("records") == [
        {"first": "x", "second": "y", "count": 1, "first_count": 2, "second_count": 2, "jaccard": 1 / 3, "lift": 1.0}
    ]


rows_of = st.lists(
    st.tuples(st.sampled_from("tu"), st.sampled_from("xyz"), st.integers(0, 15), st.integers(1, 5)), max_size=12
)


def covered(rows, code):
    return {(name, place) for name, own, start, size in rows if own == code for place in range(start, start + size)}


def passages(places):
    """The unbroken stretches of a set of (transcript, place)."""
    found = []
    for name, place in sorted(places):
        if found and (name, place - 1) in found[-1]:
            found[-1].add((name, place))
        else:
            found.append({(name, place)})
    return found


@settings(deadline=None)
@given(rows_of)
def test_overlaps_equal_a_plain_count(rows):
    table = cooccurrence(codings(*((*row[:3], row[2] + row[3]) for row in rows)), {"t": 25, "u": 25})
    found = {(row.first, row.second): tuple(row)[3:] for row in table.itertuples()}

    expected = {}
    for first, second in combinations("xyz", 2):
        one, other = covered(rows, first), covered(rows, second)
        if one & other:
            count = sum(bool(a & b) for a in passages(one) for b in passages(other))
            measures = len(one & other) / len(one | other), len(one & other) * 50 / (len(one) * len(other))
            expected[first, second] = (
                count,
                len(passages(one)),
                len(passages(other)),
                *(pytest.approx(measure) for measure in measures),
            )
    assert found == expected
    assert table["count"].is_monotonic_decreasing


@settings(deadline=None)
@given(rows_of)
def test_units_equal_a_plain_count(rows):
    spans = [(name, start, start + 5) for name in "tu" for start in (0, 5, 10, 15)]
    units = pd.DataFrame([(*span, "words") for span in spans], columns=["transcript", "start", "end", "text"])
    table = cooccurrence_in_units(codings(*((*row[:3], row[2] + row[3]) for row in rows)), units)
    touched = {code: {(name, place // 5) for name, place in covered(rows, code) if place < 20} for code in "xyz"}

    expected = {}
    for first, second in combinations("xyz", 2):
        one, other = touched[first], touched[second]
        if one & other:
            both = len(one & other)
            measures = both / len(one | other), both * 8 / (len(one) * len(other))
            expected[first, second] = (
                both, len(one), len(other), *(pytest.approx(measure) for measure in measures)
            )  # fmt: skip
    assert {(row.first, row.second): tuple(row)[3:] for row in table.itertuples()} == expected
