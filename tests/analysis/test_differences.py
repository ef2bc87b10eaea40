"""Where coders differ, and what is said instead."""

from workbench.analysis.agreement import confusion, disagreements, unit_ratings
from workbench.analysis.agreement.differences import NOTHING


def test_disagreements_say_who_has_the_code_and_who_lacks_it(round_of_three):
    found = disagreements(*round_of_three)

    assert found.drop(columns="text").to_numpy().tolist() == [
        ["t", 0, 10, "x", ("A", "B"), ("C",), 0],
        ["t", 22, 32, "x", ("B",), ("A", "C"), 2],
        ["t", 33, 43, "x", ("A", "B"), ("C",), 3],
        ["t", 33, 43, "y", ("C",), ("A", "B"), 3],
        ["u", 11, 21, "y", ("B",), ("A",), 5],
    ]
    assert set(found["text"]) == {"ten chars."}


def test_no_disagreement_is_an_empty_table_with_its_columns(by_unit):
    found = disagreements(*by_unit({"t": {"A": "-", "B": "-"}}))

    assert found.empty
    assert found.columns.tolist() == ["transcript", "start", "end", "text", "code", "has", "lacks", "unit"]


def test_confusion_counts_what_is_said_instead(by_unit):
    ratings = unit_ratings(*by_unit({"t": {"A": "x x xy x -", "B": "x y x  - y"}}))

    assert confusion(ratings, "A", "B").to_dict() == {
        "x": {"x": 2, "y": 0, NOTHING: 0},
        "y": {"x": 1, "y": 0, NOTHING: 1},
        NOTHING: {"x": 1, "y": 1, NOTHING: 0},
    }
    both_ways = confusion(ratings)
    assert both_ways.loc["x", "y"] == both_ways.loc["y", "x"] == 1
    assert both_ways.loc["x", "x"] == 4
