"""The report on a round: each code, and all of them together."""

import json
import math

import numpy as np
import pandas as pd
import pytest

from workbench.analysis.agreement import agreement, coefficients, unit_ratings
from workbench.analysis.agreement.cautions import cautions

SIX = ["percent", "cohen_kappa", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1", "brennan_prediger"]


def values(found):
    return {name: one.value for name, one in found.items()}


# One code -------------------------------------------------------------------------------------------------------------


def test_each_code_has_the_coefficients_of_its_table(round_of_two):
    units, codings, assigned = round_of_two
    report = agreement(units, codings, assigned, unit="turn")
    ratings = unit_ratings(units, codings, assigned)

    for code, found in zip(["x", "y"], report.codes, strict=True):
        expected = coefficients(ratings.table(code), values=[0, 1])
        assert (found.code, values(found.coefficients)) == (code, pytest.approx(values(expected), nan_ok=True))


def test_what_each_number_rests_on_stands_beside_it(round_of_two):
    x, y = agreement(*round_of_two, unit="turn").codes

    assert (x.cases, x.coders, x.prevalence) == (6, {"A": 4, "B": 6}, 0.5)
    assert x.prevalence_by_coder == {"A": 0.4, "B": 0.6}
    assert x.bias.value == pytest.approx(-0.2)
    assert y.warnings == ("'y' rests on 3 turns only: read them before the number.",)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"cases": 0, "prevalence": 0.0, "idle": {}},
         ["Nobody used 'x' here: percent, AC1 and Brennan–Prediger are 1 by construction and say nothing."]),
        ({"cases": 12, "prevalence": 0.3, "idle": {"A": 12, "C": 12}},
         ["A and C never used 'x', which others did in 12 turns."]),
        ({"cases": 12, "prevalence": 0.3, "idle": {"A": 12, "C": 1}},
         ["A never used 'x', which others did in 12 turns.", "C never used 'x', which others did in 1 turn."]),
        ({"cases": 1, "prevalence": 0.01, "idle": {}},
         ["'x' rests on 1 turn only: read it before the number.",
          "'x' is rare (1.0 % of all judgements), so κ and α hang on few turns."]),
        ({"cases": 90, "prevalence": 0.97, "idle": {}},
         ["'x' is nearly everywhere (97.0 % of all judgements), so κ and α hang on the few turns without it."]),
        ({"cases": 20, "prevalence": 0.3, "idle": {}}, []),
    ],
    ids=["never used", "idle", "idle apart", "rare", "everywhere", "nothing to say"],
)  # fmt: skip
def test_warnings_are_sentences(facts, said):
    assert list(cautions("x", coefficients={}, unit="turn", **facts)) == said


def test_much_agreement_with_little_alpha_is_explained(by_unit):
    words = {"A": "x " * 80 + "x " * 10 + "- " * 10, "B": "x " * 80 + "- " * 10 + "x " * 5 + "- " * 5}
    (x,) = agreement(*by_unit({"t": words}), unit="turn").codes

    assert x.warnings == (
        "Coders agree in 85.0 % of turns, yet α is 0.32: at this prevalence chance alone would give most of that "
        "agreement. Read positive and negative agreement beside it.",
    )


def test_a_code_asked_for_but_never_used_is_there_with_its_reason(round_of_two):
    found = agreement(*round_of_two, codes=["never"], unit="turn").codes[0]

    assert found.coefficients["krippendorff_alpha"].reason.startswith("Nothing varies")
    assert found.coefficients["percent"].value == 1.0
    assert len(found.warnings) == 1


# All codes together ---------------------------------------------------------------------------------------------------


def test_one_code_alone_is_the_codebook(round_of_two):
    report = agreement(*round_of_two, codes=["x"])

    assert {name: report.overall[name] for name in SIX} == {name: report.codes[0].coefficients[name] for name in SIX}


def test_percent_is_of_equal_sets_and_kappa_is_pooled_over_codes(round_of_two):
    report = agreement(*round_of_two)
    tables = [report.ratings.table(code) for code in "xy"]
    po = [coefficients(table, values=[0, 1])["percent"].value for table in tables]
    pe = [1 - (1 - p) / (1 - coefficients(t, values=[0, 1])["cohen_kappa"].value) for p, t in zip(po, tables)]  # noqa: B905

    assert report.overall["percent"].value == 0.6
    assert report.overall["cohen_kappa"].value == pytest.approx((np.mean(po) - np.mean(pe)) / (1 - np.mean(pe)))


def test_sets_are_compared_by_jaccard_and_masi_and_given_that_both_coded(round_of_two):
    report = agreement(*round_of_two)
    sets = report.ratings.sets()
    both = sets.map(lambda cell: cell or None)

    assert {name: one.value for name, one in report.overall.items() if "alpha_" in name} == {
        "krippendorff_alpha_jaccard": pytest.approx(coefficients(sets)["krippendorff_alpha_jaccard"].value),
        "krippendorff_alpha_masi": pytest.approx(coefficients(sets)["krippendorff_alpha_masi"].value),
        "krippendorff_alpha_jaccard_given_both": pytest.approx(coefficients(both)["krippendorff_alpha_jaccard"].value),
    }


def test_exactly_one_code_a_unit_is_the_textbook_table(by_unit):
    units, codings, assigned = by_unit({"t": {"A": "x x y z z y x", "B": "x y y z x y x", "C": "x x y z z z x"}})
    report = agreement(units, codings, assigned)
    table = pd.DataFrame(
        {coder: list(words) for coder, words in {"A": "xxyzzyx", "B": "xyyzxyx", "C": "xxyzzzx"}.items()}
    )

    assert values(report.overall) == pytest.approx(
        values(coefficients(table)) | {
            name: coefficients(table)["krippendorff_alpha"].value
            for name in report.overall
            if name.startswith("krippendorff_alpha")
        },
        nan_ok=True,
    )  # fmt: skip


def test_pooling_over_codes_that_exclude_each_other_is_that_table_too(by_unit):
    """A single unit without a code turns the categories into pooled codes: α then moves by that unit alone."""
    units, codings, assigned = by_unit({"t": {"A": "x x y z z y x -", "B": "x y y z x y x -"}})
    table = pd.DataFrame({"A": list("xxyzzyx-"), "B": list("xyyzxyx-")})
    pooled = agreement(units, codings, assigned, codes=["x", "y", "z"]).overall
    # ∅ differs from every code by one code, two codes differ by two
    distance = {frozenset("x-"): 1, frozenset("y-"): 1, frozenset("z-"): 1}
    cells = table.to_numpy().tolist()
    pool = [value for row in cells for value in row]
    apart = [[0 if a == b else distance.get(frozenset((a, b)), 2) for a in pool] for b in pool]
    observed = sum(2 * (0 if a == b else distance.get(frozenset((a, b)), 2)) for a, b in cells) / 16

    assert pooled["krippendorff_alpha"].value == pytest.approx(1 - observed / (np.sum(apart) / (16 * 15)))


def test_nobody_coding_anything_gives_reasons_and_no_numbers_that_look_like_agreement(by_unit):
    report = agreement(*by_unit({"t": {"A": "- -", "B": "- -"}}))

    assert {name: one.reason for name, one in report.overall.items() if math.isnan(one.value)} == {
        **dict.fromkeys(
            ["cohen_kappa", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1", "brennan_prediger"],
            "No code was used by anyone in these units.",
        ),
        **dict.fromkeys(
            ["krippendorff_alpha_jaccard", "krippendorff_alpha_masi"],
            "Nothing varies: every value that can be compared is the same, so chance agreement is already complete.",
        ),
        "krippendorff_alpha_jaccard_given_both": "No unit has a code by two coders.",
    }


@pytest.mark.parametrize("said", [{"t": {"A": "x -"}}, {"t": {"A": "x -"}, "u": {"B": "x -"}}], ids=["one", "apart"])
def test_one_coder_or_no_transcript_in_common_is_said_everywhere(by_unit, said):
    report = agreement(*by_unit(said))

    assert report.units == 0
    assert all(math.isnan(one.value) and one.reason for one in report.overall.values())
    assert all(math.isnan(one.value) and one.reason for one in report.codes[0].coefficients.values())


# As tables and JSON ---------------------------------------------------------------------------------------------------


def test_the_table_has_a_row_per_code(round_of_two):
    table = agreement(*round_of_two, unit="turn").table()

    assert table["code"].tolist() == ["x", "y"]
    assert table[["cases", "used by A", "used by B"]].to_numpy().tolist() == [[6, 4, 6], [3, 3, 1]]
    assert set(SIX) < set(table.columns)


def test_a_notebook_shows_the_table_with_names_made_harmless(by_unit):
    report = agreement(*by_unit({"t": {"<b>A": "x - -", "B": "x x -"}}))

    assert "&lt;b&gt;A" in report._repr_html_()
    assert "<b>A" not in report._repr_html_()


def test_the_json_has_the_promised_keys_and_null_with_a_reason(round_of_two):
    found = json.loads(
        json.dumps(agreement(*round_of_two, codes=["x", "never"], unit="turn").as_dict(), allow_nan=False)
    )

    assert (found["unit"], found["coders"], found["units"]) == ("turn", ["A", "B"], 10)
    assert set(SIX) <= set(found["overall"])
    assert {"value", "low", "high", "reason"} <= set(found["overall"]["percent"])
    x, never = found["codes"]
    assert (x["code"], x["coders"]) == ("x", {"A": 4, "B": 6})
    assert never["cohen_kappa"] is None
    assert never["reasons"]["cohen_kappa"].startswith("Nothing varies")


def test_names_that_look_like_one_coder_are_pointed_out(by_unit):
    report = agreement(*by_unit({"t": {"Ann": "x -", "ann ": "x x"}}), notes=["What interviewers say is left out."])

    assert report.notes == (
        "What interviewers say is left out.",
        "'Ann' and 'ann ' look like one coder: make them one (workbench rename-coder).",
    )


def test_nobody_is_said_to_have_missed_what_they_were_not_asked_about():
    units = pd.DataFrame(
        [(name, 10 * at, 10 * at + 9, "word word") for name in ("P1", "P2") for at in range(3 if name == "P2" else 2)],
        columns=["transcript", "start", "end", "text"],
    )
    codings = pd.DataFrame(
        [("P1", "A", "x", 0, 4), ("P1", "B", "x", 0, 4), ("P2", "A", "y", 0, 4)],
        columns=["transcript", "coder", "code", "start", "end"],
    )
    report = agreement(units, codings, {"A": ["P1", "P2"], "B": ["P1"]}, unit="turn", bootstrap=0)

    assert not any("never used" in warning for code in report.codes for warning in code.warnings)
    assert report.notes[-1].startswith("3 turns were given to one coder only, 2 to two or more.")
