"""Matrices, participants and saturation as tables: small studies, whole expected tables."""

import pandas as pd
import pytest

from workbench.analysis.cooccurrence import cooccurrence, passages
from workbench.analysis.crosstab import crosstab
from workbench.analysis.saturation import saturation
from workbench.exports.matrices import code_by_attribute, code_by_participant, cooccurrence_matrix
from workbench.exports.people import participant_table
from workbench.exports.saturation import found, saturation_table
from workbench.model import Coding, NotFound, Participant, Speaker, Transcript, Turn

PARENTS = {"rules": None, "breaking": "rules", "fences": None}


def coding(code, participant, start=0, end=5, transcript="T"):
    return Coding("", transcript, start, end, "Ana", code, "words", participant=participant)


CODINGS = [
    coding("rules", "P1"),
    coding("rules", "P1", 3, 9),
    coding("breaking", "P2", 4, 8),
    coding("rules", None, 20, 30),
]


def frame(codings):
    columns = ["transcript", "code", "start", "end", "participant"]
    return pd.DataFrame([[getattr(one, name) for name in columns] for one in codings], columns=columns)


@pytest.mark.parametrize(("counts", "first"), [(False, ("rules", 1, 0, 1, 1, 3)), (True, ("rules", 2, 0, 1, 1, 3))])
def test_codes_by_participant_have_the_same_sums_in_both_forms(counts, first):
    table = code_by_participant(CODINGS, PARENTS, ["P1", "P2"], counts=counts)

    assert table.columns == ("Code", "P1", "P2", "others", "Participants", "Codings")
    assert [row.cells for row in table.rows] == [first, ("breaking", 0, 1, 0, 1, 1), ("fences", 0, 0, 0, 0, 0)]
    assert table.rows[1].part_of == "rules"


def test_codes_by_attribute_say_how_many_have_each_value():
    people = pd.DataFrame([["P1", 1], ["P2", 2]], columns=["participant", "phase"])
    table = code_by_attribute(crosstab(frame(CODINGS), people, "phase"), "phase", PARENTS)

    assert table.columns == ("Code", "1 (n = 1)", "2 (n = 1)")
    assert [row.cells for row in table.rows] == [("rules", 1, 0), ("breaking", 0, 1)]
    assert "Only 1 participant has phase = 1" in table.notes[1]


def test_co_occurrence_is_symmetrical_with_passages_on_the_diagonal():
    codings = frame(CODINGS)
    names = ["rules", "breaking"]
    found_pairs = cooccurrence(codings, {"T": 40}, codes=names)
    table = cooccurrence_matrix(found_pairs, passages(codings, names), numbered=True)

    assert table.columns == ("Code", "1", "2")
    assert [row.cells for row in table.rows] == [("1 rules", 2, 1), ("2 breaking", 1, 1)]


def test_participants_with_what_they_said():
    text = "I: Why?\nP1: The fence was broken."
    turns = (Turn("I", 3, 7), Turn("P1", 12, 33, 60.0, 150.0))
    one = Transcript("T", text, turns, (Speaker("I", "interviewer"), Speaker("P1", "participant", "P1")))
    people = [Participant("P1", {"role": "founder", "paid": True}), Participant("P2", {"role": "student"})]
    table = participant_table(people, [one], CODINGS)

    assert table.columns == ("Participant", "Role", "Paid", "Interviews", "Words", "Minutes", "Codes", "Codings")
    assert [row.cells for row in table.rows] == [
        ("P1", "founder", "yes", 1, 4, 2, 1, 2),
        ("P2", "student", None, 0, 0, None, 1, 1),
    ]
    assert table.notes[-1] == "In no transcript, and not counted as participants elsewhere: P2."
    assert participant_table(people, [one], [], attributes=["role"]).columns[:3] == (
        "Participant",
        "Role",
        "Interviews",
    )
    with pytest.raises(NotFound, match="No attribute is called 'phase'"):
        participant_table(people, [one], [], attributes=["phase"])


def test_saturation_shows_base_run_and_threshold():
    codes = {"A": "ab", "B": "c", "C": "", "D": "d", "E": "", "F": ""}
    rows = [[name, code] for name, letters in codes.items() for code in letters]
    course = saturation(pd.DataFrame(rows, columns=["transcript", "code"]), list(codes), base=2, run=2, threshold=10)
    table = saturation_table(course)

    assert [row.cells for row in table.rows][2:] == [
        (3, "C", 0, 3, "", "", None),
        (4, "D", 1, 4, "d", "3–4", 33.3),
        (5, "E", 0, 4, "", "4–5", 33.3),
        (6, "F", 0, 4, "", "5–6", 0.0),
    ]
    assert "base of 2 interviews, runs of 2, threshold 10 %" in table.notes[0]
    assert table.notes[1].startswith("The threshold was reached after 4 interviews (4+2)")
    few = saturation(pd.DataFrame(rows, columns=["transcript", "code"]), ["A"], base=2, run=2)
    assert found(few) == "There are too few coded interviews to say: 4 are needed, 1 are there."
