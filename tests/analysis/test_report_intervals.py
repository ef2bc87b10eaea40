"""Intervals of a report, over transcripts or units, and characters as units."""

import math

import numpy as np
import pytest

from workbench.analysis.agreement import agreement
from workbench.model import WorkbenchError


def values(found):
    return {name: one.value for name, one in found.items()}


@pytest.fixture
def six_transcripts(by_unit):
    rng = np.random.default_rng(4)
    said = {}
    for number in range(6):
        truth = rng.choice(["x", "y", "xy", "-"], 15, p=[0.3, 0.2, 0.1, 0.4])
        said[f"t{number}"] = {
            coder: " ".join(np.where(rng.random(15) < 0.8, truth, rng.choice(["x", "-"], 15))) for coder in "AB"
        }
    return by_unit(said)


def test_intervals_over_transcripts_or_over_units(six_transcripts):
    by_transcript = agreement(*six_transcripts, seed=5)
    by_units = agreement(*six_transcripts, seed=5, intervals="units")
    none = agreement(*six_transcripts, intervals="none")

    for report, method in ((by_transcript, "jackknife over 6 transcripts"), (by_units, "bootstrap over 90 units")):
        for found in (report.overall, report.codes[0].coefficients):
            assert found["krippendorff_alpha"].method.startswith(method)
            assert found["krippendorff_alpha"].low < found["krippendorff_alpha"].value
    assert values(by_units.overall) == pytest.approx(values(by_transcript.overall))
    assert by_units.overall["percent"].method.endswith("if transcripts were alike")
    assert none.overall["percent"].reason == "No interval was asked for."


def test_the_interval_of_the_codebook_leaves_out_one_transcript_at_a_time(six_transcripts):
    units, codings, assigned = six_transcripts
    alpha = agreement(units, codings, assigned).overall["krippendorff_alpha"]
    left_out = np.array(
        [
            agreement(units[units["transcript"] != name], codings, assigned).overall["krippendorff_alpha"].value
            for name in units["transcript"].unique()
        ]
    )
    error = math.sqrt(5 / 6 * ((left_out - left_out.mean()) ** 2).sum())

    assert alpha.high - alpha.value == pytest.approx(2.5705818356363 * error)


def test_characters_are_not_drawn_one_by_one(six_transcripts):
    assert agreement(*six_transcripts, unit="character").units == 6 * 15 * 10
    with pytest.raises(WorkbenchError, match="choose intervals over transcripts"):
        agreement(*six_transcripts, unit="character", intervals="units")
    with pytest.raises(ValueError, match="over 'days'"):
        agreement(*six_transcripts, intervals="days")


def test_by_character_cases_are_passages(turns, marks):
    codings = marks(("t", "A", "x", 0, 4), ("t", "B", "x", 2, 8), ("t", "B", "y", 3, 5), ("t", "A", "x", 15, 18))
    report = agreement(turns(t="0123456789|0123456789"), codings, {"A": ["t"], "B": ["t"]}, unit="character")

    assert [(one.code, one.cases, one.coders) for one in report.codes] == [
        ("x", 2, {"A": 7, "B": 6}),
        ("y", 1, {"A": 0, "B": 2}),
    ]
    assert report.codes[0].warnings[0] == "'x' rests on 2 passages only: read them before the number."
