"""Files are looked at before they are imported."""

import io
import zipfile

import pytest

from tests.exports.refi.projects import packed, project, selection, source, sources

TALK = b"Ida: How did it begin?\n\nSpeaker 2: With a fence.\n\nIda: And then?\n\nSpeaker 2: Rain came.\n"


def dropped(app, *files):
    test = app.open("transcripts")
    test.file_uploader[0].set_value([(name, data, "text/plain") for name, data in files])
    return app.again()


def test_a_file_is_shown_corrected_and_imported(app, study):
    test = dropped(app, ("P03.txt", TALK), ("bad.txt", b" "))
    assert "the file is empty" in app.text()
    assert "With a fence." in app.text()
    test.text_input(next(box.key for box in test.text_input if box.value == "Speaker 2")).set_value("Ben")
    test = app.again()

    next(button for button in test.button if button.label == "Import 1 transcript").click()
    app.again()

    assert [speaker.label for speaker in study.transcripts["P03"].speakers] == ["Ida", "Ben"]
    assert app.said == "Imported 1 transcript"


def test_files_are_read_again_by_another_rule(app):
    test = dropped(app, ("P03.txt", TALK))
    test.radio[0].set_value("Take every paragraph for a turn of nobody")
    app.again()
    assert "nobody is named" in str([one.label for one in app.test.expander])


def test_a_project_is_shown_and_comes_in_with_all_that_it_holds(app, study):
    xml = project(sources(source("I: And?\n\nKim: The bus was late.\n", selection(14, 32, 1), name="Trial")))
    dropped(app, ("x.qdpx", packed(xml)), ("bad.qdpx", b"PK\x03\x04"))
    assert "1 transcript" in str([one.label for one in app.test.expander])
    assert "is damaged" in app.text()
    before = len(study.codings)

    next(button for button in app.test.button if button.label == "Import 1 project").click()
    app.again()

    assert study.transcripts["Trial"].text.startswith("I: And?")
    assert len(study.codings) == before + 1
    assert app.said == "Imported 1 project"


def test_files_of_an_archive_are_shown_by_their_paths_and_imported(app, study):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("round 2/P03.txt", TALK)
        archive.writestr("../P04.txt", TALK)
        archive.writestr("README.md", TALK)
    test = dropped(app, ("more.zip", kept.getvalue()))
    assert "its path leads out of the archive" in app.text()
    assert "Left out as no transcripts: more.zip/README.md (about the files). Give one by itself" in app.text()

    next(button for button in test.button if button.label == "Import 1 transcript").click()
    app.again()

    assert study.transcripts.names()[2:] == ["P03"]


@pytest.mark.slow
def test_columns_that_nobody_can_tell_are_asked_for(app, study):
    test = dropped(app, ("survey.csv", b"ID,Age,Liked?,Why?\nR1,40,It is fine.,Because.\nR2,33,No.,So: no.\n"))
    assert "which column holds what?" in app.text()

    next(box for box in test.multiselect if box.label == "The words").set_value(["3", "4"])
    test = app.again()
    next(box for box in test.selectbox if box.label.startswith("Who says")).set_value("1")
    test = app.again()
    next(button for button in test.button if button.label == "Import 1 transcript").click()
    app.again()

    one = study.transcripts["survey"]
    assert [(turn.speaker, one.text[turn.start : turn.end]) for turn in one.turns][:3] == [
        ("Question", "Liked?"),
        ("R1", "It is fine."),
        ("Question", "Why?"),
    ]


def test_what_the_study_has_already_is_said_before_and_initials_can_be_one_with_a_name(app, study):
    study.transcripts.import_bytes("P03.txt", TALK)
    talk = b"Rae Moss: Come in. Ready?\n\nDan Bell: Yes.\n\n" + b"RM: And then? Why?\n\nDB: So. It was that.\n\n" * 4
    test = dropped(app, ("P04.txt", TALK), ("P03.txt", TALK + b"\n"), ("oral.txt", talk))
    assert "P04.txt: the same file is already in the study, as 'P03'." in app.text()
    assert "another transcript is called 'P03' already" in app.text()
    next(box for box in test.checkbox if "RM is Rae Moss, DB is Dan Bell" in box.label).check()
    test = app.again()

    next(button for button in test.button if button.label == "Import 1 transcript").click()
    app.again()

    assert [speaker.label for speaker in study.transcripts["oral"].speakers] == ["Rae Moss", "Dan Bell"]
    assert study.transcripts["oral"].participants == ["Dan Bell"]


def test_the_words_of_nobody_get_a_participant_on_the_preview(app, study):
    test = dropped(app, ("P03.txt", b"I logged in.\n\nMODERATOR: And?\n\nThere it is.\n\nIt works.\n\nI am done.\n"))
    who = next(box for box in test.selectbox if box.label == "Participant")
    assert who.value == "P03"
    who.set_value("P02")
    test = app.again()

    next(button for button in test.button if button.label == "Import 1 transcript").click()
    app.again()

    assert study.transcripts["P03"].default_participant == "P02"
