"""Comparing the marks themselves: characters, spans, sections of a continuum."""

import math
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.agreement import (
    character_kappa,
    code_unitizing_alpha,
    coefficients,
    match_count,
    span_f1,
    unitizing_alpha,
)
from workbench.model import WorkbenchError

# Characters ----------------------------------------------------------------------------------------------------------


def test_both_fifty_first_a_hundred_second_fifty_neither_eight_hundred(marks):
    """The case in which a widespread tool shows κ = 0.213."""
    codings = marks(("t", "A", "x", 0, 150), ("t", "B", "x", 100, 200))

    assert character_kappa(codings, {"t": 1000}).to_dict("records") == [
        {
            "code": "x",
            "cohen_kappa": pytest.approx(7 / 22),
            "both": 50,
            "first_only": 100,
            "second_only": 50,
            "neither": 800,
        }
    ]


def test_overlapping_marks_count_once_and_unmarked_transcripts_count(marks):
    codings = marks(
        ("t", "A", "x", 0, 4),
        ("t", "A", "x", 2, 6),
        ("t", "B", "x", 0, 6),
        ("u", "B", "x", 0, 2),
        ("u", "A", "y", 0, 2),
    )
    found = character_kappa(codings, {"t": 10, "u": 4, "v": 6})

    assert found[["code", "both", "first_only", "second_only", "neither"]].to_numpy().tolist() == [
        ["x", 6, 0, 2, 12],
        ["y", 0, 2, 0, 18],
    ]
    assert found.attrs["coders"] == ["A", "B"]


def test_marks_over_the_whole_text_leave_nothing_to_vary(marks):
    found = character_kappa(marks(("t", "A", "x", 0, 9), ("t", "B", "x", 0, 9)), {"t": 9})

    assert math.isnan(found["cohen_kappa"][0])
    assert found.attrs["reasons"]["x"].startswith("Nothing varies")


def test_one_coder_alone_has_no_kappa_unless_the_other_is_named(marks):
    codings = marks(("t", "A", "x", 0, 4))
    alone, named = character_kappa(codings, {"t": 9}), character_kappa(codings, {"t": 9}, coders=["A", "B"])

    assert math.isnan(alone["cohen_kappa"][0])
    assert alone.attrs["reasons"] == {
        "x": "Agreement needs at least two coders: ask a second one to code the same transcripts."
    }
    assert named["cohen_kappa"].tolist() == [0.0]


def test_no_codings_give_no_rows(marks):
    assert character_kappa(marks(), {"t": 9}).empty


def test_what_cannot_be_compared_is_named(marks):
    with pytest.raises(WorkbenchError, match="compares two coders, but there are 3: 'A', 'B', 'C'"):
        character_kappa(marks(*(("t", coder, "x", 0, 2) for coder in "ABC")), {"t": 9})
    with pytest.raises(WorkbenchError, match="codings of 'u', but its number of characters is not given"):
        character_kappa(marks(("u", "A", "x", 0, 2)), {"t": 9})
    with pytest.raises(WorkbenchError, match="from 5 to 12, but the transcript has 9 characters"):
        character_kappa(marks(("t", "A", "x", 5, 12)), {"t": 9})


spans = st.tuples(
    st.sampled_from("tu"), st.sampled_from("AB"), st.sampled_from("xy"), st.integers(0, 9), st.integers(0, 6)
).map(lambda one: (*one[:4], min(one[3] + one[4], 12)))


@settings(deadline=None)
@given(st.lists(spans, max_size=12))
def test_character_kappa_equals_cohen_over_every_character(rows):
    lengths = {"t": 12, "u": 12}
    codings = pd.DataFrame(rows, columns=["transcript", "coder", "code", "start", "end"])
    found = character_kappa(codings, lengths, coders=["A", "B"]).set_index("code")

    for code in sorted({row[2] for row in rows}):
        covered = {coder: np.zeros((2, 12), int) for coder in "AB"}
        for name, coder, other, start, end in rows:
            if other == code:
                covered[coder]["tu".index(name), start:end] = 1
        a, b = covered["A"].ravel(), covered["B"].ravel()
        kappa = coefficients(pd.DataFrame({"A": a, "B": b}), values=[0, 1])["cohen_kappa"].value
        assert found.loc[code].tolist() == [
            pytest.approx(kappa, nan_ok=True),
            int((a & b).sum()),
            int((a & ~b & 1).sum()),
            int((b & ~a & 1).sum()),
            int(((1 - a) & (1 - b)).sum()),
        ]


# Spans ---------------------------------------------------------------------------------------------------------------


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
    with pytest.raises(ValueError, match="one of exact, within, overlap, iou"):
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


# Unitizing -----------------------------------------------------------------------------------------------------------


def test_the_same_units_agree_fully():
    units = [(0, 4, "x"), (6, 9, "y")]
    found = unitizing_alpha({"A": units, "B": units}, 12)

    assert [found.u.value, found.bar.value, found.cu.value, found.character.value] == pytest.approx([1, 1, 1, 1])
    assert {value: one.value for value, one in found.ku.items()} == pytest.approx({"x": 1, "y": 1})
    assert found.coverage == {"x": 1.0, "y": 1.0}


def test_units_that_never_meet_leave_the_values_undefined():
    found = unitizing_alpha({"A": [(0, 4, "x")], "B": [(6, 9, "x")]}, 12)

    assert found.u.value < 0
    assert (
        found.cu.reason
        == found.ku["x"].reason
        == ("No two coders' marks share a character, so there is nothing to compare.")
    )
    assert found.coverage == {"x": 0.0}


def test_nothing_marked_or_one_coder_is_undefined():
    empty = unitizing_alpha({"A": [], "B": []}, 12)
    alone = unitizing_alpha({"A": [(0, 4, "x")]}, 12)

    assert math.isnan(empty.u.value)
    assert empty.u.reason.startswith("Nothing varies")
    assert alone.u.reason == alone.ku["x"].reason
    assert alone.u.reason.startswith("Agreement needs at least two coders")


def test_character_alpha_is_nominal_alpha_over_characters():
    spans = {"A": [(0, 4, "x"), (6, 9, "y")], "B": [(2, 7, "x")], "C": [(2, 4, "x"), (4, 8, "y")]}
    table = pd.DataFrame({coder: ["-"] * 12 for coder in spans})
    for coder, units in spans.items():
        for start, end, value in units:
            table.loc[start : end - 1, coder] = value

    assert unitizing_alpha(spans, 12).character.value == pytest.approx(coefficients(table)["krippendorff_alpha"].value)


def test_units_of_one_coder_must_not_overlap_or_leave_the_text():
    with pytest.raises(WorkbenchError, match="A's units 0–4 and 3–9 overlap"):
        unitizing_alpha({"A": [(0, 4, "x"), (3, 9, "y")], "B": []}, 12)
    with pytest.raises(WorkbenchError, match="B has a unit outside the text's 12 characters"):
        unitizing_alpha({"A": [], "B": [(9, 13, "x")]}, 12)


def test_each_code_by_itself_over_several_transcripts(marks):
    codings = marks(
        ("t", "A", "x", 0, 3),
        ("t", "A", "x", 2, 5),
        ("t", "B", "x", 0, 5),
        ("u", "B", "x", 0, 4),
        ("u", "A", "y", 1, 4),
    )
    found = code_unitizing_alpha(codings, {"t": 5, "u": 9})
    by_hand = unitizing_alpha({"A": [(0, 5, "x")], "B": [(0, 5, "x"), (5, 9, "x")]}, 14)

    assert found["code"].tolist() == ["x", "y"]
    assert found["u_alpha"][0] == pytest.approx(by_hand.u.value)
    assert found["character_alpha"][0] == pytest.approx(by_hand.character.value)
    assert found["reason"].tolist() == ["", ""]
