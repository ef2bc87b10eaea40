"""Coefficients of a table of units × coders."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.agreement import Coefficient, coefficients, set_alpha
from workbench.model import WorkbenchError

A, AB, B, NONE = frozenset("a"), frozenset("ab"), frozenset("b"), frozenset()


def values(found):
    return {name: one.value for name, one in found.items()}


def test_feinstein_and_cicchetti_1990_the_same_agreement_at_two_prevalences():
    balanced = [[1, 1]] * 40 + [[1, 0]] * 9 + [[0, 1]] * 6 + [[0, 0]] * 45
    skewed = [[1, 1]] * 80 + [[1, 0]] * 10 + [[0, 1]] * 5 + [[0, 0]] * 5

    found = {name: [round(coefficients(table)[name].value, 2) for table in (balanced, skewed)] for name in (
        "percent", "cohen_kappa", "gwet_ac1", "positive_agreement", "negative_agreement"
    )}  # fmt: skip

    assert found == {
        "percent": [0.85, 0.85],
        "cohen_kappa": [0.70, 0.32],
        "gwet_ac1": [0.70, 0.81],
        "positive_agreement": [0.84, 0.91],
        "negative_agreement": [0.86, 0.40],
    }


@pytest.mark.parametrize(
    "cells",
    [
        [["x", "x"], ["x", "y"], ["y", "y"], [None, "x"]],
        [[1, 1], [1, 2], [2, 2], [None, 1]],
        [[1.0, 1.0], [1.0, 2.0], [2.0, 2.0], [math.nan, 1.0]],
        [[A, A], [A, B], [B, B], [None, A]],
        [[("t", 1), ("t", 1)], [("t", 1), 2], [2, 2], [pd.NA, ("t", 1)]],
    ],
    ids=["words", "whole numbers", "floats", "sets", "mixed"],
)
def test_cells_may_hold_any_values(cells):
    table = pd.DataFrame({"A": pd.Series([row[0] for row in cells]), "B": pd.Series([row[1] for row in cells])})

    assert {name: coefficients(table)[name].value for name in ("percent", "cohen_kappa", "krippendorff_alpha")} == {
        "percent": pytest.approx(2 / 3),
        "cohen_kappa": pytest.approx(0.4),
        "krippendorff_alpha": pytest.approx(4 / 9),
    }


def test_values_allowed_but_not_seen_matter_for_ac1_and_brennan_prediger_alone():
    table = [["a", "a"], ["a", "b"], ["b", "b"], ["a", "a"]]
    two, three = values(coefficients(table)), values(coefficients(table, values=["c", "b", "a"]))

    assert {name for name in two if not math.isclose(two[name], three[name])} == {"gwet_ac1", "brennan_prediger"}
    assert three["brennan_prediger"] == pytest.approx((0.75 - 1 / 3) / (1 - 1 / 3))


def test_everyone_absent_is_undefined_with_a_reason_and_never_one():
    found = coefficients([[0, 0], [0, 0]], values=[0, 1])

    assert {name: one for name, one in found.items() if one.defined} == {
        "percent": Coefficient(1.0),
        "gwet_ac1": Coefficient(1.0),
        "brennan_prediger": Coefficient(1.0),
        "negative_agreement": Coefficient(1.0),
    }
    nothing = "Nothing varies: every value that can be compared is the same, so chance agreement is already complete."
    assert {name: one.reason for name, one in found.items() if not one.defined} == {
        "cohen_kappa": nothing,
        "fleiss_kappa": nothing,
        "krippendorff_alpha": nothing,
        "positive_agreement": "No coder found the code present in any unit that two coders saw.",
    }


@pytest.mark.parametrize("coders", [3, 5, 6, 7])
@pytest.mark.parametrize("missing", [False, True])
def test_nothing_varies_however_many_there_are(coders, missing):
    """Thirds that are added up come out a hair beside the whole: Fleiss' κ was 1 where nobody used a code."""
    for units in range(1, 60):
        table = pd.DataFrame(np.zeros((units, coders)))
        if missing:
            table.iloc[::2, 0] = np.nan
        found = coefficients(table, values=[0, 1])
        assert not found["fleiss_kappa"].defined, units
        assert not found["krippendorff_alpha"].defined, units


def test_one_value_allowed_leaves_nothing_to_choose():
    found = coefficients([[0, 0], [0, 0]])

    assert {name: found[name].reason for name in ("gwet_ac1", "brennan_prediger")} == {
        "gwet_ac1": "Only one value was allowed, so there was nothing to choose.",
        "brennan_prediger": "Only one value was allowed, so there was nothing to choose.",
    }
    assert found["negative_agreement"] == Coefficient(1.0)


def test_a_coder_who_never_used_the_code_gives_kappa_zero_and_alpha_below():
    found = values(coefficients([[0, 1], [0, 0], [0, 0], [0, 1], [0, 0]]))

    assert found["cohen_kappa"] == 0
    assert found["krippendorff_alpha"] < 0


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([[0, None], [None, 1]], "No unit was coded by two coders, so there is nothing to compare: give two coders the "
         "same transcript."),
        ([[0], [1]], "Agreement needs at least two coders: ask a second one to code the same transcripts."),
        (pd.DataFrame({"A": [], "B": []}), "No unit was coded by two coders, so there is nothing to compare: give two "
         "coders the same transcript."),
        (pd.DataFrame(), "Agreement needs at least two coders: ask a second one to code the same transcripts."),
    ],
    ids=["no overlap", "one coder", "no units", "nothing"],
)  # fmt: skip
def test_nothing_to_compare_is_said_for_every_coefficient(table, reason):
    found = coefficients(table)

    assert {one.reason for one in found.values()} == {reason}
    assert all(math.isnan(one.value) for one in found.values())


def test_cohens_kappa_is_for_two():
    found = coefficients([[0, 1, 1], [1, 1, 1], [0, 0, 0]])["cohen_kappa"]

    assert math.isnan(found.value)
    assert found.reason == "Cohen's κ is for exactly two coders, here are 3: see κ of each pair, or α of all."


def test_specific_agreement_only_for_cells_of_zero_and_one():
    names = {"positive_agreement", "negative_agreement"}

    assert names <= set(coefficients([[True, False], [True, True]]))
    assert not names & set(coefficients([["yes", "no"], ["yes", "yes"]]))
    assert coefficients([[1, 0], [1, 1]], values=[1, 0])["positive_agreement"] == Coefficient(pytest.approx(2 / 3))


def test_a_value_that_is_not_allowed_is_named():
    with pytest.raises(WorkbenchError, match=r"The value 'c' stands in the ratings but is not among .* \('a', 'b'\)"):
        coefficients([["a", "c"]], values=["a", "b"])
    with pytest.raises(WorkbenchError, match="The code 'b' stands in the ratings but is not among the codes allowed"):
        coefficients([[A, AB]], values=["a"])
    with pytest.raises(WorkbenchError, match="holds a list"):
        coefficients(pd.DataFrame({"A": [["a"]], "B": [["b"]]}))


def test_sets_two_empty_ones_agree_and_an_empty_one_is_no_missing_one():
    table = pd.DataFrame({"A": pd.Series([NONE, A, AB, NONE, None]), "B": pd.Series([NONE, A, A, B, A])})
    found = values(coefficients(table))

    assert found["percent"] == 0.5
    # observed (0 + 0 + 2·½ + 2·1)/8; expected over ∅∅∅ aaa ab b: 56 ordered pairs of values, distances summed by hand
    expected = 2 * (3 * 5 + 3 * 0.5 + 3 * 1 + 1 * 0.5) / 56
    assert found["krippendorff_alpha_jaccard"] == pytest.approx(1 - (3 / 8) / expected)


def test_plain_sets_are_taken_too():
    frozen = pd.DataFrame({"A": pd.Series([A, B, NONE]), "B": pd.Series([A, AB, NONE])})
    plain = frozen.map(set)

    assert coefficients(plain) == coefficients(frozen)
    assert coefficients(frozen, values=["a", "b"]) == coefficients(frozen)


# Against a slow plain count ------------------------------------------------------------------------------------------

tables = st.integers(2, 4).flatmap(
    lambda coders: st.lists(
        st.lists(st.sampled_from([None, "a", "b", "c"]), min_size=coders, max_size=coders), min_size=1, max_size=12
    )
)


def slow_alpha(table, distance):
    """From the definition: mean distance within units against mean distance of all values."""
    units = [[cell for cell in row if cell is not None] for row in table]
    units = [unit for unit in units if len(unit) > 1]
    pool = [value for unit in units for value in unit]
    n = len(pool)
    observed = sum(
        distance(unit[i], unit[j]) / (len(unit) - 1)
        for unit in units
        for i in range(len(unit))
        for j in range(len(unit))
        if i != j
    )
    expected = sum(distance(pool[i], pool[j]) for i in range(n) for j in range(n) if i != j)
    return 1 - (observed / n) / (expected / (n * (n - 1))) if expected else math.nan


@given(tables)
def test_alpha_and_percent_equal_a_plain_count(table):
    found = values(coefficients(table, values="abc"))
    shares = []
    for row in table:
        seen = [cell for cell in row if cell is not None]
        pairs = [(i, j) for i in range(len(seen)) for j in range(len(seen)) if i != j]
        if pairs:
            shares.append(sum(seen[i] == seen[j] for i, j in pairs) / len(pairs))

    assert found["krippendorff_alpha"] == pytest.approx(slow_alpha(table, lambda a, b: float(a != b)), nan_ok=True)
    assert found["percent"] == pytest.approx(np.mean(shares) if shares else math.nan, nan_ok=True)


codesets = st.frozensets(st.sampled_from("abc"))


@given(st.lists(st.tuples(*[st.one_of(st.none(), codesets)] * 3), min_size=1, max_size=8))
def test_alpha_on_sets_equals_a_plain_count(rows):
    def jaccard(a, b):
        return 1 - len(a & b) / len(a | b) if a | b else 0.0

    def masi(a, b):
        kind = 1.0 if a == b else 2 / 3 if a <= b or b <= a else 1 / 3 if a & b else 0.0
        return 1 - kind * (1 - jaccard(a, b))

    table = pd.DataFrame(rows, dtype=object)
    assert set_alpha(table).value == pytest.approx(slow_alpha(rows, jaccard), nan_ok=True)
    assert set_alpha(table, "masi").value == pytest.approx(slow_alpha(rows, masi), nan_ok=True)


@settings(max_examples=25)
@given(tables, st.randoms())
def test_neither_the_order_of_units_nor_of_coders_matters(table, random):
    shuffled = random.sample(table, len(table))
    turned = [row[::-1] for row in table]

    for other in (shuffled, turned):
        assert values(coefficients(other, values="abc")) == pytest.approx(
            values(coefficients(table, values="abc")), nan_ok=True
        )


def test_many_coders_and_values_take_the_other_way_of_counting_to_the_same_end():
    rng = np.random.default_rng(1)
    table = pd.DataFrame(rng.integers(0, 40, (60, 14)))
    renamed = table.map(lambda value: f"code {value}")

    assert values(coefficients(renamed)) == pytest.approx(values(coefficients(table)), nan_ok=True)
    assert coefficients(table)["krippendorff_alpha"].value == pytest.approx(
        slow_alpha(table.to_numpy().tolist(), lambda a, b: float(a != b))
    )
