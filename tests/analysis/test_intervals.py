"""How sure a coefficient is: resampling transcripts, and when there is no interval."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from workbench.analysis.agreement import Estimate, Interval, coefficients, estimates, resampled
from workbench.analysis.agreement.resampling import estimate, transcript_resamples, unit_resamples


@pytest.fixture
def coded():
    """A table of three coders over transcripts of twelve units, and where each unit stands."""

    def make(transcripts: int, seed: int = 3) -> tuple[pd.DataFrame, list[str]]:
        rng = np.random.default_rng(seed)
        truth = rng.random((transcripts * 12, 1)) < 0.3
        heard = np.where(rng.random((transcripts * 12, 3)) < 0.85, truth, ~truth)
        return pd.DataFrame(heard.astype(int), columns=["A", "B", "C"]), [
            f"t{number}" for number in range(transcripts) for _ in range(12)
        ]

    return make


def test_a_resample_is_the_coefficient_of_the_repeated_transcripts(coded):
    table, where = coded(6)
    weights = np.array([[2, 0, 1, 1, 0, 2], [1, 1, 1, 1, 1, 1]])
    repeated = pd.concat([table[12 * place : 12 * place + 12] for place in (0, 0, 2, 3, 5, 5)])

    found = resampled(table, where, weights, values=[0, 1])

    for row, expected in enumerate([coefficients(repeated), coefficients(table)]):
        assert {name: one[row] for name, one in found.items()} == pytest.approx(
            {name: one.value for name, one in expected.items()}, nan_ok=True
        )


def test_few_transcripts_show_the_jackknife_first_and_the_bootstrap_beside(coded):
    table, where = coded(8)
    alpha = estimates(table, where, bootstrap=200, seed=11)["krippendorff_alpha"]
    left_out = resampled(table, where, 1 - np.eye(8))["krippendorff_alpha"]
    error = math.sqrt(7 / 8 * ((left_out - left_out.mean()) ** 2).sum())

    assert alpha.method == "jackknife over 8 transcripts, t with 7 degrees of freedom"
    assert alpha.high - alpha.value == pytest.approx(stats.t.ppf(0.975, 7) * error)
    assert alpha.value - alpha.low == pytest.approx(stats.t.ppf(0.975, 7) * error)
    assert alpha.beside.method == "bootstrap over 8 transcripts, 200 draws, seed 11, percentiles"
    assert alpha.beside.low < alpha.value < alpha.beside.high


def test_many_transcripts_show_the_bootstrap_first(coded):
    alpha = estimates(*coded(20), bootstrap=100)["krippendorff_alpha"]

    assert alpha.method == "bootstrap over 20 transcripts, 100 draws, seed 0, percentiles"
    assert alpha.beside.method == "jackknife over 20 transcripts, t with 19 degrees of freedom"


def test_the_same_seed_gives_the_same_interval_and_another_seed_another(coded):
    table, where = coded(20)
    first, again, other = (estimates(table, where, seed=seed)["krippendorff_alpha"] for seed in (1, 1, 2))

    assert first == again
    assert (first.low, first.high) != (other.low, other.high)


def test_fewer_than_five_transcripts_have_no_interval(coded):
    table, where = coded(4)
    alpha = estimates(table, where)["krippendorff_alpha"]

    assert alpha.value == coefficients(table)["krippendorff_alpha"].value
    assert math.isnan(alpha.low)
    assert math.isnan(alpha.high)
    assert alpha.reason == (
        "No interval: 4 transcripts were coded by two coders, and an interval over transcripts needs 5."
    )


def test_transcripts_of_one_coder_are_counted_but_never_drawn():
    resamples = transcript_resamples(np.array([True, False, *[True] * 5]), bootstrap=50, seed=0)

    assert (resamples.draws[:, 1] == 1).all()
    assert (resamples.draws.sum(1) == 7).all()
    assert (resamples.left_out[:, 1] == 1).all()
    assert resamples.left_out.shape == (6, 7)
    assert len(np.unique(resamples.draws, axis=0)) > 40


def test_without_draws_the_jackknife_stands_alone(coded):
    alpha = estimates(*coded(25), bootstrap=0)["krippendorff_alpha"]

    assert alpha.method.startswith("jackknife over 25 transcripts")
    assert alpha.beside is None


def test_too_many_undefined_draws_give_no_interval_and_say_so():
    resamples = transcript_resamples(np.ones(20, bool), bootstrap=100, seed=0)
    values = np.full(121, 0.5)
    values[1:8] = np.nan

    found = estimate(values, resamples)

    assert math.isnan(found.low)
    assert found.reason == "No interval: undefined in 7 of 100 draws, as the values vary too little."
    assert found.beside == Interval(0.5, 0.5, "jackknife over 20 transcripts, t with 19 degrees of freedom")


def test_a_few_undefined_draws_are_left_out_and_counted():
    resamples = transcript_resamples(np.ones(20, bool), bootstrap=100, seed=0)
    values = np.full(121, 0.5)
    values[1:6] = np.nan

    assert estimate(values, resamples).method == (
        "bootstrap over 20 transcripts, 100 draws, seed 0, percentiles, 5 undefined draws left out"
    )


def test_a_value_that_hangs_on_one_transcript_has_no_jackknife():
    table = pd.DataFrame({"A": [1, 0, 0, 0, 0, 0], "B": [1, 0, 0, 0, 0, 0]})
    kappa = estimates(table, list("tuvwxy"), values=[0, 1])["cohen_kappa"]

    assert kappa.value == 1.0
    assert kappa.reason == (
        "No interval: undefined without one of the transcripts, as the values vary too little elsewhere."
    )
    assert kappa.beside is None


def test_an_undefined_value_has_its_own_reason_and_no_interval():
    table = pd.DataFrame({"A": [0] * 6, "B": [0] * 6})
    kappa = estimates(table, list("tuvwxy"), values=[0, 1])["cohen_kappa"]

    assert math.isnan(kappa.value)
    assert kappa.reason.startswith("Nothing varies")


def test_intervals_are_cut_at_what_is_possible():
    table = pd.DataFrame({"A": [0, 1] * 30, "B": [0, 1] * 30})
    table.loc[[3, 4], "B"] = [0, 1]
    found = estimates(table, np.repeat(range(6), 10))

    assert found["percent"].high == found["krippendorff_alpha"].high == 1.0


def test_units_are_drawn_by_their_distinct_rows():
    resamples = unit_resamples(np.array([5, 0, 15]), bootstrap=4000, seed=0)

    assert resamples.whole.tolist() == [[5, 0, 15]]
    assert (resamples.draws.sum(1) == 20).all()
    assert resamples.draws.mean(0) == pytest.approx([5, 0, 15], abs=0.15)
    assert resamples.draws_method.endswith("if transcripts were alike")


def test_an_estimate_is_plain_json_values():
    found = Estimate(0.5, 0.1, 0.9, method="m", beside=Interval(0.2, 0.8, "other"))

    assert found.as_dict() == {
        "value": 0.5,
        "low": 0.1,
        "high": 0.9,
        "reason": None,
        "method": "m",
        "beside": {"low": 0.2, "high": 0.8, "method": "other"},
    }
    assert Estimate(math.nan, reason="Why.").as_dict() == {
        "value": None,
        "low": None,
        "high": None,
        "reason": "Why.",
        "method": None,
    }
