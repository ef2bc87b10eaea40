"""New codes per interview: Guest, Namey & Chen 2020."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from workbench.analysis.saturation import Run, new_information, saturation
from workbench.model import WorkbenchError


def interviews(*new):
    """Code sets in which the interviews bring so many new codes, and each repeats the first code."""
    total, sets = 0, []
    for count in new:
        sets.append({"c0", *(f"c{number}" for number in range(total, total + count))})
        total += count
    return sets


def test_runs_slide_by_one_over_the_bases_codes():
    """A base of 37 codes and a first run with 7 new ones, as in the authors' own example: 19 %."""
    runs = new_information(interviews(16, 10, 6, 5, 4, 3, 1, 0, 0))

    assert [(run.first, run.last, run.new, round(run.percent)) for run in runs] == [
        (5, 6, 7, 19),
        (6, 7, 4, 11),
        (7, 8, 1, 3),
        (8, 9, 0, 0),
    ]


@pytest.mark.parametrize(
    "sets", [[], [{"a"}] * 5, [set()] * 8, [set()] * 4 + [{"a"}] * 4], ids=["none", "too few", "no codes", "empty base"]
)
def test_nothing_to_compare_gives_no_runs(sets):
    assert new_information(sets) == []


@pytest.mark.parametrize(("base", "run"), [(0, 2), (4, 0)])
def test_base_and_run_are_numbers_of_interviews(base, run):
    with pytest.raises(WorkbenchError, match="must be 1 or more"):
        new_information([], base=base, run=run)


def test_saturation_of_a_study():
    rows = [("one", "a"), ("one", "b"), ("two", "b"), ("four", "a"), ("four", "c"), ("three", "a"), ("else", "z")]
    found = saturation(
        pd.DataFrame(rows, columns=["transcript", "code"]), ["one", "two", "three", "four"], base=1, run=1, threshold=40
    )

    assert found.as_dict() == {
        "order": ["one", "two", "three", "four"],
        "new_codes": [2, 0, 0, 1],
        "cumulative": [2, 2, 2, 3],
        "new_information": [0.0, 0.0, 50.0],
        "reached_at": 1,
        "new_code_names": [["a", "b"], [], [], ["c"]],
        "runs": [[2, 2], [3, 3], [4, 4]],
        "base": 1,
        "run": 1,
        "threshold": 40,
    }


def test_reached_at_counts_the_interviews_before_the_run():
    """Six interviews and a run of two, written 6+2."""
    sets = interviews(16, 10, 6, 5, 4, 3, 1, 0)
    rows = [(f"t{number}", code) for number, codes in enumerate(sets) for code in codes]
    codings = pd.DataFrame(rows, columns=["transcript", "code"])
    order = [f"t{number}" for number in range(8)]

    assert saturation(codings, order).reached_at == 6
    assert saturation(codings, order, threshold=0).reached_at is None


def test_a_study_without_codings_has_no_runs():
    found = saturation(pd.DataFrame({"transcript": [], "code": []}), ["one", "two"])

    assert (found.cumulative, found.new_information, found.reached_at) == ((0, 0), (), None)


@given(st.lists(st.sets(st.sampled_from("abcdefgh")), max_size=10), st.integers(1, 4), st.integers(1, 3))
def test_runs_equal_a_plain_count(sets, base, run):
    expected = []
    in_base = set().union(*sets[:base])
    for start in range(base, len(sets)):
        if start + run <= len(sets) and in_base:
            new = set().union(*sets[start : start + run]) - set().union(*sets[:start])
            expected.append(Run(start + 1, start + run, len(new), 100 * len(new) / len(in_base)))

    assert new_information(sets, base=base, run=run) == expected


def test_as_a_table_each_interview_has_the_run_that_ends_with_it():
    codings = pd.DataFrame({"transcript": ["P1", "P1", "P2", "P3"], "code": ["a", "b", "a", "c"]})
    assert_frame_equal(
        saturation(codings, ["P1", "P2", "P3"], base=1, run=2).table(),
        pd.DataFrame(
            {
                "transcript": ["P1", "P2", "P3"],
                "new_codes": [2, 0, 1],
                "cumulative": [2, 2, 3],
                "new_information": [float("nan"), float("nan"), 50.0],
            }
        ),
    )
