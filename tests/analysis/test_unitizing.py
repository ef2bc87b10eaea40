"""Sections of a continuum: Krippendorff's uα family."""

import math

import pandas as pd
import pytest

from workbench.analysis.agreement import code_unitizing_alpha, coefficients, unitizing_alpha
from workbench.model import WorkbenchError


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
