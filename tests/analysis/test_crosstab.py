"""Codes by an attribute of participants."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.crosstab import NOT_GIVEN, crosstab
from workbench.model import NotFound

COLUMNS = ["code", "participant", "transcript", "start", "end"]


@pytest.fixture
def people():
    return pd.DataFrame(
        {"participant": ["P1", "P2", "P3", "P4"], "phase": [2, 1, 2, None], "role": ["lead", "dev", "dev", "dev"]}
    )


def test_participants_passages_and_codings_stand_beside_each_other(people):
    codings = pd.DataFrame(
        [
            ("x", "P1", "t", 0, 9),
            ("x", "P1", "t", 5, 20),
            ("x", "P3", "u", 0, 9),
            ("x", "P4", "v", 0, 9),
            ("y", "P2", "w", 0, 9),
            ("y", None, "w", 0, 9),
        ],
        columns=COLUMNS,
    )
    table = crosstab(codings, people, "phase")

    assert table.to_numpy().tolist() == [
        ["x", 1, 0, 1, 0.0, 0, 0, 0],
        ["x", 2.0, 2, 2, 1.0, 2, 2, 3],
        ["x", NOT_GIVEN, 1, 1, 1.0, 1, 1, 1],
        ["y", 1.0, 1, 1, 1.0, 1, 1, 1],
        ["y", 2.0, 0, 2, 0.0, 0, 0, 0],
        ["y", NOT_GIVEN, 0, 1, 0.0, 0, 0, 0],
    ]
    assert table.attrs["notes"] == [
        "Only 1 participant has phase = 1: read the shares with care.",
        "Only 2 participants have phase = 2: read the shares with care.",
        "Only 1 participant has phase = (not given): read the shares with care.",
    ]


def test_codes_are_chosen_and_ordered_and_may_be_unused(people):
    codings = pd.DataFrame([("x", "P1", "t", 0, 9), ("y", "P1", "t", 0, 9)], columns=COLUMNS)

    table = crosstab(codings, people, "role", codes=["y", "never"])

    assert table[["code", "value", "participants"]].to_numpy().tolist() == [
        ["y", "dev", 0],
        ["y", "lead", 1],
        ["never", "dev", 0],
        ["never", "lead", 0],
    ]


def test_an_unknown_attribute_is_named_with_those_there_are(people):
    with pytest.raises(NotFound, match=r"No attribute is called 'fase'. Did you mean 'phase'\?"):
        crosstab(pd.DataFrame(columns=COLUMNS), people, "fase")


def test_no_codings_or_no_participants_give_no_rows(people):
    nothing = pd.DataFrame(columns=COLUMNS)

    assert crosstab(nothing, people, "phase").empty
    assert crosstab(nothing, people[:0], "phase", codes=["x"]).empty


rows = st.lists(
    st.tuples(
        st.sampled_from("xy"),
        st.sampled_from(["P1", "P2", "P3", "P9", None]),
        st.sampled_from("tu"),
        st.integers(0, 8),
        st.integers(1, 4),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(rows, st.lists(st.sampled_from(["a", "b", None]), min_size=3, max_size=3))
def test_the_table_equals_a_plain_count(rows, values):
    people = pd.DataFrame({"participant": ["P1", "P2", "P3"], "group": pd.Series(values, dtype=object)})
    codings = pd.DataFrame([(*row[:4], row[3] + row[4]) for row in rows], columns=COLUMNS)
    table = crosstab(codings, people, "group", codes=["x", "y"])
    group = {name: value or NOT_GIVEN for name, value in zip(["P1", "P2", "P3"], values, strict=True)}

    expected = []
    for code in "xy":
        for value in sorted(set(group.values()), key=lambda one: (one == NOT_GIVEN, one)):
            of = sum(own == value for own in group.values())
            mine = [row for row in rows if row[0] == code and group.get(row[1]) == value]
            who = {row[1] for row in mine}
            covered = {(row[2], place) for row in mine for place in range(row[3], row[3] + row[4])}
            # the end of a mark joins it to one that begins there, so a passage begins where neither goes before
            begins = sum((name, place - 1) not in covered for name, place in covered)
            texts = len({row[2] for row in mine})
            expected.append([code, value, len(who), of, len(who) / of, texts, begins, len(mine)])
    assert table.to_numpy().tolist() == expected
