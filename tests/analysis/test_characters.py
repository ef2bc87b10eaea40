"""Two coders' marks, character by character."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.agreement import character_kappa, coefficients
from workbench.model import WorkbenchError


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
