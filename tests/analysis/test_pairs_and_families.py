"""Pairs of coders, families of codes that exclude each other, and parts of the units."""

import math

import pandas as pd
import pytest

from workbench.analysis.agreement import agreement, agreement_by, coefficients, unit_ratings

SIX = ["percent", "cohen_kappa", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1", "brennan_prediger"]


def values(found):
    return {name: one.value for name, one in found.items()}


def test_pairs_are_compared_where_both_were_asked(round_of_three):
    report = agreement(*round_of_three)
    pairs = report.pairs.set_index(["first", "second"])

    assert pairs[["units", "agreeing", "percent"]].to_dict("index") == {
        ("A", "B"): {"units": 6, "agreeing": 4, "percent": pytest.approx(2 / 3)},
        ("A", "C"): {"units": 4, "agreeing": 2, "percent": 0.5},
        ("B", "C"): {"units": 4, "agreeing": 1, "percent": 0.25},
    }
    two = agreement(*round_of_three, coders=["A", "B"])
    assert pairs["cohen_kappa"]["A", "B"] == pytest.approx(two.overall["cohen_kappa"].value)
    assert report.mean_pairwise_kappa.value == pytest.approx(pairs["cohen_kappa"].mean())


def test_the_matrix_of_one_code_is_square_and_symmetric(round_of_three):
    report = agreement(*round_of_three)
    square = report.matrix("x")
    two = agreement(*round_of_three, codes=["x"], coders=["B", "C"])

    assert square.index.tolist() == square.columns.tolist() == ["A", "B", "C"]
    assert square.loc["B", "C"] == square.loc["C", "B"] == pytest.approx(two.overall["cohen_kappa"].value)
    assert math.isnan(square.loc["A", "A"])


def test_a_pair_without_variation_or_without_common_units_has_a_reason(by_unit):
    report = agreement(*by_unit({"t": {"A": "x x", "B": "x x"}, "u": {"C": "x x"}}))

    assert report.pairs["reason"].str.split(":").str[0].tolist() == [
        "Nothing varies",
        "No unit was coded by two coders, so there is nothing to compare",
        "No unit was coded by two coders, so there is nothing to compare",
    ]
    assert report.mean_pairwise_kappa.reason == "No pair of coders has a κ."


def test_a_family_takes_one_code_per_unit_and_lists_conflicts(by_unit):
    units, codings, assigned = by_unit({"t": {"A": "x y - xy x", "B": "x x y y xq"}})
    report = agreement(units, codings, assigned, families={"tone": ["x", "y", "z"]})
    (tone,) = report.families
    table = pd.DataFrame({"A": ["x", "y", None, None, "x"], "B": ["x", "x", "y", "y", "x"]}, dtype=object)

    assert tone.table.astype(object).where(tone.table.notna(), None).to_dict("list") == table.to_dict("list")
    assert tone.units == 3
    assert tone.conflicts.to_dict("records") == [
        {"transcript": "t", "start": 33, "end": 43, "coder": "A", "codes": ("x", "y")}
    ]
    assert values(tone.coefficients) == pytest.approx(values(coefficients(table, values=["x", "y", "z"])))


def test_parts_of_the_units_have_their_own_agreement(round_of_three):
    units, codings, assigned = round_of_three
    ratings = unit_ratings(units, codings, assigned)
    found = agreement_by(ratings, units["transcript"])
    alone = agreement(units[units["transcript"] == "t"], codings, assigned, codes=["x", "y"])

    assert found["group"].tolist() == ["t", "t", "t", "u", "u", "u"]
    assert found["code"].where(found["code"].notna(), "all").tolist() == ["all", "x", "y", "all", "x", "y"]
    assert found["units"].tolist() == [4, 4, 4, 2, 2, 2]
    assert found.loc[0, SIX].to_dict() == pytest.approx({name: alone.overall[name].value for name in SIX}, nan_ok=True)
    assert found.loc[1, SIX].to_dict() == pytest.approx(
        {name: alone.codes[0].coefficients[name].value for name in SIX}, nan_ok=True
    )
