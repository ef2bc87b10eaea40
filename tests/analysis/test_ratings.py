"""From marks on text to a table of units × coders."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.agreement import character_ratings, fixed_units, unit_ratings
from workbench.model import NotFound, WorkbenchError


def rows(table):
    return table.astype(object).where(table.notna(), None).to_numpy().tolist()


def test_not_asked_is_missing_and_asked_but_unmarked_is_absent(turns, marks):
    units = turns(one="Yes.|No.", two="Well.")
    codings = marks(("one", "A", "x", 0, 4), ("two", "A", "x", 0, 5))
    ratings = unit_ratings(units, codings, {"A": ["one", "two"], "B": {"one"}})

    assert rows(ratings.table("x")) == [[1, 0], [0, 0], [1, None]]
    assert rows(ratings.sets()) == [
        [frozenset("x"), frozenset()],
        [frozenset(), frozenset()],
        [frozenset("x"), None],
    ]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 1, [1, 0]),
        (3, 6, [1, 0]),
        (4, 6, [0, 0]),
        (4, 7, [0, 1]),
        (5, 6, [0, 0]),
        (0, 12, [1, 1]),
        (2, 2, [0, 0]),
    ],
    ids=["one character", "into the gap", "only the gap", "from the gap", "white space in a unit", "both", "empty"],
)
def test_touching_means_a_character_that_is_not_white_space(marks, start, end, expected):
    units = pd.DataFrame([("t", 0, 4, "Yes."), ("t", 5, 12, " Never.")], columns=["transcript", "start", "end", "text"])
    ratings = unit_ratings(units, marks(("t", "A", "x", start, end)), {"A": ["t"]})

    assert ratings.table("x")["A"].tolist() == expected


def test_half_the_unit_counts_visible_characters_and_joins_a_coders_marks(turns, marks):
    units = turns(t="a b c d|abcd")
    codings = marks(("t", "A", "x", 0, 2), ("t", "A", "x", 1, 4), ("t", "A", "x", 8, 9), ("t", "B", "x", 0, 2))
    ratings = unit_ratings(units, codings, {"A": ["t"], "B": ["t"]}, rule="half")

    assert ratings.table("x").to_numpy().tolist() == [[1, 0], [0, 0]]


def test_a_unit_of_several_stretches_leaves_the_question_between_them_out(marks):
    units = pd.DataFrame(
        [("u1", "t", 0, 4, "Yes,"), ("u1", "t", 20, 26, "often."), ("u2", "t", 30, 33, "No.")],
        columns=["unit", "transcript", "start", "end", "text"],
    )
    codings = marks(("t", "A", "x", 22, 24), ("t", "A", "y", 5, 19), ("t", "B", "x", 0, 40))
    ratings = unit_ratings(units, codings, {"A": ["t"], "B": ["t"]}, codes=["x", "y"])

    assert ratings.units.to_dict("records") == [
        {"transcript": "t", "start": 0, "end": 26, "unit": "u1", "text": "Yes, … often."},
        {"transcript": "t", "start": 30, "end": 33, "unit": "u2", "text": "No."},
    ]
    assert ratings.table("x").to_numpy().tolist() == [[1, 1], [0, 1]]
    assert ratings.table("y").to_numpy().tolist() == [[0, 0], [0, 0]]
    assert ratings.notes == (
        "1 marked passage lies wholly outside the units compared (in what an interviewer says, for instance) and is "
        "left out.",
    )


def test_what_is_left_out_is_said(turns, marks):
    codings = marks(("one", "A", "x", 0, 3), ("one", "B", "x", 0, 3), ("one", "B", "x", 1, 3), ("else", "A", "x", 0, 3))
    ratings = unit_ratings(turns(one="Yes."), codings, {"A": ["one"], "B": []})

    assert ratings.notes == ("2 codings lie in transcripts that the coder was not asked to code and are left out.",)
    assert rows(ratings.table("x")) == [[1, None]]


def test_codes_and_coders_are_chosen_and_ordered(turns, marks):
    codings = marks(("t", "A", "x", 0, 3), ("t", "B", "y", 0, 3), ("t", "C", "z", 0, 3))
    assigned = {coder: ["t"] for coder in "ABC"}

    everything = unit_ratings(turns(t="Yes."), codings, assigned)
    chosen = unit_ratings(turns(t="Yes."), codings, assigned, codes=["y", "never"], coders=["C", "B"])

    assert (everything.codes, everything.coders) == (("x", "y", "z"), ("A", "B", "C"))
    assert (chosen.codes, chosen.coders) == (("y", "never"), ("C", "B"))
    assert chosen.cells[:, 0].tolist() == [[0, 1], [0, 0]]


def test_units_come_back_in_the_order_given(turns, marks):
    units = turns(b="Yes.|No.", a="Well.").iloc[::-1]
    ratings = unit_ratings(units, marks(("b", "A", "x", 5, 8)), {"A": ["a", "b"]})

    assert ratings.units["text"].tolist() == ["Well.", "No.", "Yes."]
    assert ratings.table("x")["A"].tolist() == [0, 1, 0]


def test_misuse_is_named(turns, marks):
    units, nothing = turns(t="Yes.|No."), marks()
    with pytest.raises(NotFound, match=r"No coder is called 'a'. There are: 'A'."):
        unit_ratings(units, nothing, {"A": ["t"]}, coders=["a"])
    with pytest.raises(WorkbenchError, match=r"Two units of 't' overlap: 0–4 and 3–8"):
        unit_ratings(units.assign(start=[0, 3]), nothing, {"A": ["t"]})
    with pytest.raises(ValueError, match="text of a unit is not as long"):
        unit_ratings(units.assign(end=[4, 9]), nothing, {"A": ["t"]})
    with pytest.raises(ValueError, match="one of: touching, half"):
        unit_ratings(units, nothing, {"A": ["t"]}, rule="any")


def test_nothing_marked_and_nothing_to_mark(turns, marks):
    empty = unit_ratings(turns(t="Yes."), marks(), {"A": ["t"]})
    none = unit_ratings(turns(), marks(("t", "A", "x", 0, 3)), {"A": ["t"]})

    assert (empty.codes, empty.cells.shape) == ((), (0, 1, 1))
    assert rows(empty.sets()) == [[frozenset()]]
    assert (none.codes, none.cells.shape) == ((), (0, 0, 1))


def test_characters_as_units_are_counted_in_stretches(turns, marks):
    units = turns(t="0123456789|0123456789")
    codings = marks(("t", "A", "x", 2, 6), ("t", "B", "x", 4, 15), ("t", "A", "x", 5, 8))
    ratings = character_ratings(units, codings, {"A": ["t"], "B": ["t"]})

    found = ratings.units.assign(size=ratings.size, A=ratings.table("x")["A"], B=ratings.table("x")["B"])
    assert found.to_numpy().tolist() == [
        ["t", 0, 2, "01", 2, 0, 0],
        ["t", 2, 4, "23", 2, 1, 0],
        ["t", 4, 8, "4567", 4, 1, 1],
        ["t", 8, 10, "89", 2, 0, 1],
        ["t", 11, 15, "0123", 4, 0, 1],
        ["t", 15, 21, "456789", 6, 0, 0],
    ]


def test_stretches_fixed_beforehand_are_units(marks):
    codings = marks(("t", "A", "x", 5, 9), ("t", "B", "y", 5, 9), ("s", "A", "x", 0, 2), ("t", "A", "x", 0, 4))

    assert fixed_units(codings).to_numpy().tolist() == [["s", 0, 2], ["t", 0, 4], ["t", 5, 9]]


# Against a slow plain count ------------------------------------------------------------------------------------------

TEXTS = {"t": "ab  cd e fgh   i jk", "u": "  x  yz", "v": "one two three"}
CUTS = {"t": [0, 3, 8, 9, 15, 19], "u": [0, 2, 7], "v": [0, 13]}
codings = st.lists(
    st.tuples(
        st.sampled_from("tuvw"), st.sampled_from("ABC"), st.sampled_from("xyz"), st.integers(0, 19), st.integers(0, 8)
    ),
    max_size=25,
)
assignments = st.fixed_dictionaries({coder: st.sets(st.sampled_from("tuv")) for coder in "ABC"})


def units_of_texts():
    spans = [(name, a, b) for name, cuts in CUTS.items() for a, b in pairwise(cuts)]
    return pd.DataFrame(
        [(name, a, b, TEXTS[name][a:b]) for name, a, b in spans], columns=["transcript", "start", "end", "text"]
    )


def frame_of(rows):
    found = [(name, coder, code, start, start + length) for name, coder, code, start, length in rows]
    return pd.DataFrame(found, columns=["transcript", "coder", "code", "start", "end"])


def covered_by(rows):
    """(transcript, coder, code) -> the places that the marks cover, one by one."""
    found = {}
    for name, coder, code, start, length in rows:
        found.setdefault((name, coder, code), set()).update(range(start, start + length))
    return found


@settings(deadline=None)
@given(codings, assignments, st.sampled_from(["touching", "half"]))
def test_units_equal_a_plain_count(rows, assigned, rule):
    units, covered = units_of_texts(), covered_by(rows)
    ratings = unit_ratings(units, frame_of(rows), assigned, codes=[*"xyz"], coders=[*"ABC"], rule=rule)

    def cell(code, name, start, end, text, coder):
        if name not in assigned[coder]:
            return -1
        visible = [place for place in range(start, end) if not text[place - start].isspace()]
        share = len(covered.get((name, coder, code), set()) & set(visible))
        return int(share > 0 if rule == "touching" else share > 0 and 2 * share >= len(visible))

    assert ratings.cells.tolist() == [
        [[cell(code, *unit, coder) for coder in "ABC"] for unit in units.itertuples(index=False)] for code in "xyz"
    ]


@settings(deadline=None)
@given(codings, assignments)
def test_characters_equal_a_plain_count(rows, assigned):
    covered = covered_by(rows)
    ratings = character_ratings(units_of_texts(), frame_of(rows), assigned, codes=[*"xy"], coders=[*"ABC"])
    stretches = list(zip(ratings.units["transcript"], ratings.units["start"], ratings.units["end"], strict=True))

    for k, code in enumerate("xy"):
        for c, coder in enumerate("ABC"):
            found = [
                (name, place, cell)
                for (name, start, end), cell in zip(stretches, ratings.cells[k, :, c].tolist(), strict=True)
                for place in range(start, end)
            ]
            assert found == [
                (name, place, int(place in covered.get((name, coder, code), ())) if name in assigned[coder] else -1)
                for name, text in TEXTS.items()
                for place in range(len(text))
            ]
