"""Rounds, Agreement and Reconcile: from a blind round to the agreed layer."""

import pytest


def press(app, label):
    next(button for button in app.test.button if button.label.replace("\\", "") == label).click()
    return app.again()


@pytest.fixture
def differing(study, put):
    study.rounds.start("First", ["Ana", "Bo"], transcripts=["P01"], unit="turn")
    put("P01", "The fence was broken", "beginnings")
    put("P01", "one rule", "rules")
    put("P01", "The fence was broken", "rules", coder="Bo")
    put("P02", "I was against it", "beginnings")
    return study


def test_a_blind_coder_is_told_so_everywhere(app, differing):
    app.open("rounds")
    assert app.rows() == [[{"head": "First", "below": "blind"}, "open", 1, "Ana, Bo", "0 of 2", "turn"]]
    assert "Coding blind in the round 'First'" in app.text()
    press(app, "Close the round")
    assert "Not everybody is done" in app.said
    press(app, "Done with all")
    assert "You are done with all of yours." in app.text()
    for page in ("agreement", "reconcile"):
        app.open(page)
        assert "You are coding blind in the round 'First'" in app.text()


def test_a_round_is_started_from_the_page(app, study, put):
    put("P01", "one rule", "rules", coder="Bo")
    test = app.open("rounds")
    assert "In a round several people code the same transcripts" in app.text()
    test.multiselect[0].set_value(["Ana", "Bo"])
    test.segmented_control[0].set_value("drawn by chance")
    app.again()
    test.number_input[0].set_value(1)
    press(app, "Start the round")
    one = study.rounds["Round 1"]
    assert (one.coders, len(one.transcripts), one.blind, one.drawn["of"]) == (("Ana", "Bo"), 1, True, 2)
    assert app.said.startswith("Started the blind round 'Round 1'")


def closed(study):
    for coder in ("Ana", "Bo"):
        study.rounds.done("First", coder=coder)
    study.rounds.close("First")


def test_disagreements_are_settled_by_keys_one_by_one(app, differing):
    closed(differing)
    app.test.session_state["round"] = "First"
    test = app.open("reconcile")
    assert [row[0]["below"] for row in app.rows()] == ["beginnings, rules", "rules"]
    press(app, "Put what all agree on there")
    test.text_input(key="reconcile why").set_value("it is about the fence")
    press(app, "Take Ana")
    assert app.said == "Reconciled 'beginnings', 'rules' in 'P01': took what Ana has"
    assert "1 of 2 passages settled" in str(test.get("progress")[0].proto)
    assert [row[0]["below"] for row in app.rows()] == ["rules"]
    press(app, "Neither")
    assert "All of these are settled." in app.text()
    assert [(c.code, c.layer) for c in differing.codings if c.layer == "agreed"] == [("beginnings", "agreed")]
    assert {one.why for one in differing.reconciling.resolutions()} == {"it is about the fence", ""}
    assert [row[0] for row in app.drawn("workbench_listing")[-2]["rows"][0:1] for row in [row["cells"]]] == [
        "between coders"
    ]


def test_agreement_shows_coders_confusion_and_parts(app, differing):
    closed(differing)
    app.test.session_state["round"] = "First"
    test = app.open("agreement")
    assert "2 coders (Ana, Bo) coded 1 transcript" in test.code[0].value
    for view, first in [
        ("Coders", "Ana and Bo"),
        ("Who says what", "beginnings"),
        ("Participants", "P01"),
        ("Codebook versions", "version 3"),
        ("Over time", "First"),
    ]:
        test.segmented_control(key="view").set_value(view)
        app.again()
        assert app.rows()[0][0] == first
    test.segmented_control(key="view").set_value("Who says what")
    app.again()
    app.choose("instead", "beginnings\trules")
    assert app.quotes()[0].startswith("The fence was broken")
    test.segmented_control(key="view").set_value("Coders")
    app.again()
    app.choose("pairs", "Ana\tBo")
    assert len(app.quotes()) == 3


def test_a_reflexive_study_sees_where_it_differs_and_no_numbers(app, differing):
    closed(differing)
    differing.settings.change(family="reflexive")
    test = app.open("agreement")
    assert "This study is reflexive" in app.text()
    assert len(test.metric) == 0
    assert app.rows()[0][1] >= 1
    press(app, "Show the numbers all the same")
    assert len(test.metric) > 0


def test_two_spellings_are_offered_to_be_made_one(app, study, put):
    for coder in ("Ana", "ana", "Bo"):
        put("P01", "one rule", "rules", coder=coder)
    app.open("agreement")
    assert "'Ana' and 'ana' look like one person." in app.text()
    press(app, "All are 'Ana'")
    assert study.codings.coders() == ["Ana", "Bo"]
