"""Participants behind a code."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.spread import effective_number, spread, spread_of


def codings(*rows):
    return pd.DataFrame(rows, columns=["code", "participant"])


def test_a_code_carried_by_one_person_is_flagged():
    assert spread_of("credit", ["P1", "P1"], 19).warnings == ["Only P1 speaks to 'credit'."]


@pytest.mark.parametrize(
    ("voices", "of", "said"),
    [
        (["P1", "P1", "P2"], 3, ["P1 gives 67 % of the codings of 'credit'."]),
        (["P1", "P2"], 3, []),
        (["P1"], 1, []),
        ([], 3, ["No participant speaks to 'credit'."]),
    ],
    ids=["one leads", "two alike", "a study of one", "nobody"],
)
def test_warnings_say_what_was_seen(voices, of, said):
    assert spread_of("credit", voices, of).warnings == said


def test_each_code_has_a_row():
    table = spread(
        codings(("b", "P2"), ("a", "P1"), ("a", "P2"), ("a", "P1"), ("a", "P1"), ("c", None), ("c", "guest")),
        ["P1", "P2", "P3", "P4"],
    )

    assert table.astype(object).where(table.notna(), None).to_numpy().tolist() == [
        ["a", 2, 4, 0.5, 4, 1.6, "P1", 0.75, "P1 gives 75 % of the codings of 'a'."],
        ["b", 1, 4, 0.25, 1, 1.0, "P2", 1.0, "Only P2 speaks to 'b'."],
        ["c", 0, 4, 0.0, 0, 0.0, None, 0.0, "No participant speaks to 'c'."],
    ]


def test_codes_are_chosen_and_ordered():
    assert spread(codings(("a", "P1"), ("b", "P1")), ["P1"], codes=["b", "never"])["code"].tolist() == ["b", "never"]
    assert spread(codings(), ["P1"]).empty


@given(st.lists(st.sampled_from("abcdef"), min_size=1))
def test_the_effective_number_lies_between_one_and_all_and_is_all_when_equal(voices):
    number = effective_number(voices)
    distinct = set(voices)

    assert 1 <= number <= len(distinct) + 1e-9
    assert effective_number(list(distinct) * 3) == pytest.approx(len(distinct))
    assert number == pytest.approx(1 / sum((voices.count(one) / len(voices)) ** 2 for one in distinct))


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from(["P1", "P2", "P3", None])), max_size=20))
def test_the_table_equals_a_plain_count(rows):
    table = spread(codings(*rows), ["P1", "P2", "P3"]).set_index("code")

    for code in {code for code, _ in rows}:
        voices = [who for other, who in rows if other == code and who]
        assert table.loc[code, "participants"] == len(set(voices))
        assert table.loc[code, "codings"] == len(voices)
        assert table.loc[code, "loudest_share"] == (max(map(voices.count, voices)) / len(voices) if voices else 0)
