"""Participants: kinds of attributes, several interviews, who is missing and who is unknown."""

import pytest

from workbench import Study
from workbench.model import NotFound, WorkbenchError

TABLE = b"participant,age,born,phase,note\nP01,31,1.3.1990,early,a\nP02,40,12.12.1981,late,b\nP09,,2001-02-03,late,c\n"


@pytest.fixture
def people(study):
    study.report = study.participants.import_bytes("people.csv", TABLE)
    return study


def test_attributes_have_kinds(people):
    assert people.participants.kinds() == {"age": "number", "born": "date", "phase": "choice", "note": "text"}
    assert people.participants["P02"].attributes == {"age": 40, "born": "1981-12-12", "phase": "late", "note": "b"}


def test_who_is_missing_and_who_is_unknown_is_told(study):
    report = study.participants.import_bytes("people.csv", b"participant,age\nP01,31\nP09,20\n")

    assert (report.without_transcript, report.not_named) == (("P09",), ("P02",))
    assert study.participants.without_attributes() == ["P02"]


def test_a_participant_has_several_interviews(people):
    people.transcripts.import_bytes("P01_second.txt", b"I: Again?\n\nR: Yes, again.\n\nI: And?\n\nR: Fine.\n")

    assert people.participants.transcripts() == {"P01": ["P01", "P01_second"], "P02": ["P02"], "P09": []}


def test_a_kind_that_was_said_holds_for_what_is_written_later(people):
    before = people.store.dump()
    people.participants.set_kind("phase", "text")
    people.participants.set_kind("age", "text")
    assert people.participants["P01"].attributes["age"] == "31"
    people.participants.set_kind("age", "number")
    people.participants.edit("P09", age="22,5")
    assert people.participants["P09"].attributes["age"] == 22.5
    with pytest.raises(WorkbenchError, match="Participant 'P09': 'old' is no number"):
        people.participants.edit("P09", age="old")
    for _ in range(4):
        people.undo()
    assert people.store.dump() == before


@pytest.mark.parametrize(
    ("attribute", "kind", "error", "says"),
    [
        ("phase", "number", WorkbenchError, "Participant 'P01': 'early' is no number"),
        ("note", "date", WorkbenchError, "is no date. Write it as 2024-03-01"),
        ("phase", "colour", WorkbenchError, "is no kind of attribute"),
        ("height", "number", NotFound, "'height'"),
    ],
)
def test_a_kind_that_does_not_fit_changes_nothing(people, attribute, kind, error, says):
    before = people.store.dump()
    with pytest.raises(error, match=says):
        people.participants.set_kind(attribute, kind)
    assert people.store.dump() == before


def test_talk_without_a_label_stays_with_its_participant_whatever_is_corrected(study):
    study.transcripts.import_bytes("P09.txt", b"Just words here.\n\nAnd more of them.\n\nAnd the last.\n")
    for correct in (
        lambda one: one.join_turns("P09", 0),
        lambda one: one.split_turn("P09", 0, 5),
        lambda one: one.edit_turn("P09", 0, "Only words here."),
        lambda one: one.change_speaker("P09", 0, "INT"),
        lambda one: one.replace_bytes("P09", "P09.txt", b"Just words.\n\nAnd more.\n"),
    ):
        correct(study.transcripts)
        assert study.transcripts["P09"].default_participant == "P09"
    assert study.transcripts["P09"].speakers == ()


def test_where_only_those_who_ask_have_a_label_the_others_words_are_the_participants(study):
    talk = b"I have logged in.\n\nMODERATOR: And now?\n\nI look for it.\n\nThere.\n\nIt works.\n"
    study.transcripts.import_bytes("P09.txt", talk)
    assert (study.transcripts["P09"].default_participant, study.transcripts["P09"].participants) == ("P09", ["P09"])

    before = study.store.dump()
    study.participants.edit("P02", role="host")
    study.transcripts.set_participant("P09", None, "P02")
    study.transcripts.join_turns("P09", 1)

    assert study.transcripts["P09"].default_participant == "P02"
    study.undo(), study.undo(), study.undo()
    assert study.store.dump() == before


def test_unlabelled_talk_follows_the_speaker_only_where_it_was_theirs(study):
    talk = b"Before it begins.\n\nI: Ready?\n\nR: Yes.\n\nI: And then?\n\nR: No.\n"
    study.transcripts.import_bytes("P09.txt", talk)
    assert study.transcripts["P09"].default_participant == "P09"
    study.transcripts.set_participant("P09", "R", "P02")
    assert study.transcripts["P09"].default_participant == "P02"
    study.transcripts.set_participant("P09", None, "P01")
    study.transcripts.set_participant("P09", "R", "P09")
    assert study.transcripts["P09"].default_participant == "P01"


def test_what_only_looks_like_a_number_stays_as_it_is_written(study):
    table = b"participant,age,weight,town,group\nP01,nan,inf,01069,1_2\nP02,31,70.5,10115,3\n"
    study.participants.import_bytes("people.csv", table)
    assert study.participants["P01"].attributes == {"age": "nan", "weight": "inf", "town": "01069", "group": "1_2"}
    assert study.check() == []
    for value in (float("nan"), float("inf")):
        with pytest.raises(WorkbenchError, match=f"Participant 'P01': '{value}' is no number"):
            study.participants.edit("P01", age=value)
        study.themes.add(f"Theme {value}")
        with pytest.raises(WorkbenchError, match="these are no numbers"):
            study.themes.place(f"Theme {value}", 1.0, value)


def test_who_speaks_is_counted_whether_labels_name_them_or_nobody_is_named(tmp_path):
    with Study.create(tmp_path / "mixed.study", title="Mixed", coder="Ana") as study:
        group = "I: And you?\n\nAnn: I like it.\n\nBen: I do not.\n\nI: Why?\n\nAnn: It is quiet.\n\nBen: Too quiet.\n"
        study.transcripts.import_bytes("group.txt", group.encode())
        study.transcripts.import_bytes("P07.txt", b"I have lived here for long.\n\nThen the noise came.\n")
        study.participants.import_bytes("people.csv", b"participant,age\nAnn,40\nNobody,50\n")

        assert study.participants.speaking() == ["Ann", "Ben", "P07"]
        assert study.about().participants == 3


def test_a_question_with_its_answer_is_the_passage_of_who_answers(study):
    text = study.transcripts["P01"].text
    asked = text.index("I:")
    answered = text.index("P01:", asked)
    end = text.index("\n", answered)
    whole = study.codings.add("P01", asked + 3, answered + 8, "rules")
    asked_alone = study.codings.add("P01", asked + 3, answered - 2, "breaking rules")
    answer = study.codings.add("P01", answered + 5, end, "beginnings")

    assert (whole.speaker, whole.participant) == ("I", "P01")
    assert (asked_alone.speaker, asked_alone.participant) == ("I", None)
    assert (answer.speaker, answer.participant) == ("P01", "P01")
    assert study.passages("rules")["participant"].tolist() == ["P01"]
