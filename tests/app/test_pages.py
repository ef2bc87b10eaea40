"""Every page, with nothing in the study and with little: no exception, the right words and numbers."""

import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from workbench.model import WorkbenchError

PAGES = {
    "home": "Bring in your first transcripts",
    "history": "Made the study 'Nothing yet'",
    "copies": "When people worked on copies of this study",
    "transcripts": "Transcripts of your interviews belong here",
    "participants": "Participants are added with their transcripts",
    "code": "A transcript to read and code belongs here",
    "codebook": "Codes are the labels that you put on passages",
    "memos": "Memos hold what you think",
    "suggestions": "Import transcripts first",
    "more-like": "Code some passages first",
    "settings": "All of it runs on this machine",
    "search": "Words are looked for in all transcripts here",
    "tables": "Tables count what was coded",
    "passages": "What was coded is found here again",
    "themes": "Themes grow from accepted suggestions",
    "agreement": "Agreement compares two or more coders",
    "rounds": "In a round several people code the same transcripts",
    "reconcile": "Agreement needs two coders",
    "export": "There is no theme yet.",
}


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_page_says_what_belongs_there(empty_app, page):
    empty_app.open(page)
    listed = str(empty_app.rows()) if empty_app.drawn("workbench_listing") else ""
    assert PAGES[page] in empty_app.text() + listed.replace('"', "'")


def test_home_says_where_the_study_stands(app, put):
    put("P01", "The fence was broken", "beginnings")
    put("P02", "I was against it", "beginnings", coder="Ben")
    test = app.open("home")
    numbers = {metric.label: metric.value for metric in test.metric}
    assert numbers == {
        "Transcripts": "2", "Participants": "2", "Codes": "3", "Codings": "2", "Open suggestions": "0", "Themes": "0",
    }  # fmt: skip
    assert app.rows() == [["P01", None, "1 of 2", 1, 0], ["P02", None, "0 of 2", 0, 1]]
    assert "in 1 transcript you have coded nothing yet" in app.text()
    app.choose("home", "P01")
    next(box for box in app.test.radio if box.label == "P01").set_value("first round")
    app.again()
    assert app.said == "'P01': first round"
    assert app.rows()[0][1] == "first round"
    app.test.button(key="next there").click()
    app.again()
    assert app.drawn("coding_view")[0]["transcript"] == "P01"


def test_transcripts_are_listed_and_opened(app, put):
    put("P01", "The fence was broken", "beginnings")
    app.open("transcripts")
    assert app.rows() == [["P01", "P01", 4, 38, "I, P01", None, 1], ["P02", "P02", 4, 32, "I, P02", None, 0]]
    test = app.choose("transcripts", "P02")
    assert [box.value for box in test.selectbox][:3] == ["interviewer", "participant", "P02"]
    test.selectbox[0].set_value("unknown")
    app.again()
    assert app.said == "'I' in 'P02' is unknown"


def test_the_transcript_and_its_codings_reach_the_coding_view(app, put):
    put("P01", "The fence was broken", "beginnings")
    put("P01", "Some take more", "rules", coder="Ben")
    put("P02", "I was against it", "beginnings")
    app.open("code")
    [data] = app.drawn("coding_view")
    assert (data["transcript"], data["coder"], data["since"]) == ("P01", "Ana", None)
    assert [turn["speaker"] for turn in data["parts"]["turns"]] == ["I", "P01", "I", "P01"]
    assert [(one["code"], one["coder"]) for one in data["put"]] == [("beginnings", "Ana")]
    assert data["parts"]["elsewhere"] == {"beginnings": 1}
    app.test.multiselect[0].set_value(["Ben"])
    app.again()
    assert [one["coder"] for one in app.drawn("coding_view")[0]["put"]] == ["Ana", "Ben"]


def test_hits_are_searched_for_and_coded_as_one_act(app, study, put):
    put("P01", "Some take more, of course", "rules")
    app.open("search")
    next(box for box in app.test.text_input if box.label == "Search for").set_value("garden OR rule*")
    app.again()
    cards = app.drawn("workbench_passages")[0]["cards"]
    assert [[text for text, marked in card["pieces"] if marked] for card in cards] == [
        ["garden"], ["rules"], ["rule"], ["garden"], ["garden"],
    ]  # fmt: skip
    assert cards[1]["before"] == "The fence was broken, and nobody planned it. My neighbour threw seeds."
    app.test.multiselect(key="only-roles").set_value(["participant"])
    app.again()
    app.test.selectbox(key="search code").set_value("beginnings")
    app.again()
    app.test.button(key="code hits").click()
    app.again()
    assert app.said == "Coded 2 passages in 2 transcripts as 'beginnings'"
    assert [one.quote for one in study.codings.of(code="beginnings")] == [
        "There is one rule: take what you need. Some take more, of course.",
        "I was against it. A garden on our street, with all the noise?",
    ]
    app.test.selectbox(key="coded").set_value("uncoded")
    app.again()
    assert "participant: 2; not coded: 0" in app.text()
    next(box for box in app.test.text_input if box.label == "Search for").set_value("(a+")
    app.test.selectbox(key="as").set_value("expression")
    app.again()
    assert "cannot be read at character 4" in app.text()


def test_a_cell_of_a_table_opens_its_passages(app, study, put):
    put("P01", "The fence was broken", "beginnings")
    put("P01", "There is one rule", "rules")
    put("P02", "Now I water it", "rules")
    study.participants.edit("P01", phase=1)
    study.participants.edit("P02", phase=2)
    app.open("tables")
    assert app.rows() == [["beginnings", 1, 1, 1, 1, None], ["rules", 2, 2, 2, 1, 1]]
    app.test.session_state["chosen columns"] = {"table people": 5}
    app.choose("table people", "rules")
    assert app.quotes() == ["Now I water it"]
    app.test.selectbox(key="table").set_value("codes")
    app.again()
    assert [cell["head"] for cell in app.rows()[1][1:]] == ["1 of 1 (100%)", "1 of 1 (100%)"]
    assert "Only 1 participant has phase = 1" in app.text()
    for kind in ("together", "spread", "groups", "portrait", "saturation", "timeline"):
        app.test.selectbox(key="table").set_value(kind)
        app.again()
        assert "made a mistake" not in app.text()
    study.settings.change(family="reflexive")
    app.test.selectbox(key="table").set_value("saturation")
    app.again()
    assert "codes are made by reading and do not run out" in app.text()


def test_passages_answer_a_query_under_filters(app, study, put):
    put("P01", "The fence was broken, and nobody", "beginnings")
    put("P01", "nobody planned it", "rules")
    put("P02", "Now I water it", "beginnings")
    app.open("passages")
    assert app.quotes() == ["The fence was broken, and nobody planned it", "Now I water it"]
    next(box for box in app.test.text_input if box.label == "Codes").set_value("beginnings and not rules")
    app.again()
    assert app.quotes() == ["Now I water it"]
    app.test.multiselect(key="only-participants").set_value(["P01"])
    app.again()
    assert "the filters leave 2 codings" in app.text()
    app.test.multiselect(key="only-participants").set_value([])
    next(box for box in app.test.text_input if box.label == "Codes").set_value("beginnings")
    app.test.selectbox(key="order").set_value("newest")
    app.again()
    assert app.quotes() == ["Now I water it", "The fence was broken, and nobody"]
    app.test.multiselect(key="build all").set_value(["beginnings"])
    app.test.multiselect(key="build near").set_value(["rules"])
    app.test.selectbox(key="build after").set_value("a question")
    app.again()
    next(button for button in app.test.button if button.label == "Ask").click()
    app.again()
    assert app.test.session_state["q"] == "beginnings and near:3 rules and after question"
    next(box for box in app.test.text_input if box.label == "Codes").set_value("beginnings and not rules")
    next(box for box in app.test.text_input if box.label == "Name").set_value("No rules")
    next(button for button in app.test.button if button.label == "Keep").click()
    app.again()
    assert app.said == "Kept the query 'No rules'"
    assert [(one.name, one.query) for one in study.queries] == [("No rules", "beginnings and not rules")]


def test_suggestions_are_decided_one_by_one(app, study, suggested):
    test = app.open("suggestions")
    assert app.rows()[0] == [{"head": "fence", "below": "○ open"}, 2, 1, 80]
    assert app.quotes()[0].startswith("The fence was broken")
    assert "One voice." in app.text()
    next(box for box in test.text_input if box.label == "Name").set_value("Fences")
    test.button(key="accept").click()
    app.again()
    assert app.said == "Accepted suggestion 1-1 as theme 'Fences'"
    assert app.quotes()[0].startswith("I was against it")  # the next one is open
    app.test.button(key="refuse").click()
    app.again()
    assert [one.status for one in study.suggestions] == ["refined", "rejected"]
    assert [row[0]["below"] for row in app.rows()] == ["● refined as Fences", "✕ refused"]


def test_themes_show_table_and_passages(app, study, put):
    put("P01", "There is one rule", "rules")
    put("P02", "Nobody asked me to", "rules")
    put("P01", "Some take more", "breaking rules")
    study.themes.add("Order", codes=["rules"])
    study.themes.add("Disorder", codes=["breaking rules"], parent="Order")
    app.open("themes")
    assert app.rows() == [["Order", 2, 3, 0], ["Disorder", 1, 1, 0]]
    app.choose("themes", "Disorder")
    assert app.quotes() == ["Some take more"]
    assert len(app.test.get("plotly_chart")) == 1


def test_agreement_opens_the_passages_where_coders_differ(app, put):
    for coder in ("Ana", "Ben"):
        put("P01", "The fence was broken", "beginnings", coder=coder)
        put("P02", "I was against it", "beginnings", coder=coder)
    put("P02", "Now I water it", "rules")
    app.open("agreement")
    codes = {row[0]: row[-3:-1] for row in app.rows()}
    assert codes == {"beginnings": [2, 2], "rules": [1, 0]}
    app.choose("agreement", "rules")
    assert app.quotes() == ["Now I water it. Nobody asked me to."]
    assert "coded by Ana, not by Ben" in app.drawn("workbench_passages")[0]["cards"][0]["about"]


def test_history_lists_what_was_done_and_takes_it_back(app, study, put):
    put("P01", "The fence was broken", "beginnings")
    app.open("history")
    newest = study.version
    here = datetime.fromisoformat(study.history.change(newest).time).astimezone()
    assert app.rows()[0][:2] == [newest, f"{here:%Y-%m-%d %H:%M}"]
    test = app.choose("history", str(newest))
    next(button for button in test.button if button.label == f"Undo change {newest}").click()
    app.again()
    assert app.said == "Undid: Coded 'P01' as 'beginnings'"
    assert len(study.codings) == 0


def test_that_the_study_is_whole_is_said_until_something_is_done(app, study, put):
    test = app.open("copies")
    next(button for button in test.button if button.label == "Look").click()
    app.again()
    assert "Every page, reference, passage" in app.text()
    put("P01", "The fence was broken", "beginnings")
    app.again()
    assert "Every page, reference, passage" not in app.text()


def test_what_stands_in_the_way_of_undoing_is_named_and_goes_with_it(app, study, put):
    put("P01", "The fence was broken", "beginnings")
    first = study.version
    study.codings.edit(next(iter(study.codings)).id, code="rules")
    app.open("history")
    test = app.choose("history", str(first))
    next(button for button in test.button if button.label == f"Undo change {first}").click()
    test = app.again()
    assert f"change {first + 1} (Changed 'beginnings' to 'rules' in 'P01') came after it" in app.said
    next(button for button in test.button if button.label.startswith("Undo it with change")).click()
    app.again()
    assert app.said == f"Took back 2 changes, change {first} among them. Redo brings them back."
    assert len(study.codings) == 0


def test_history_is_filtered_and_told_in_words(app, study, put):
    put("P01", "The fence was broken", "beginnings")
    put("P02", "I was against it", "rules", coder="Ben")
    test = app.open("history")
    next(box for box in test.selectbox if box.label == "Code").set_value("rules")
    next(box for box in test.multiselect if box.label == "By").set_value(["Ben"])
    app.again()
    assert [row[3] for row in app.rows()] == ["Coded 'P02' as 'rules'"]
    app.choose("history", str(study.version))
    told = app.drawn("workbench_listing")[1]["rows"]
    assert [row["cells"][:2] for row in told] == [["coding 'P02', 'rules', 35–51, by Ben", "not there"]]
    next(box for box in test.text_input if box.label == "Words").set_value("nothing like this")
    app.again()
    assert "No change is like that." in app.text()


def test_exports_are_offered_for_what_is_there(app, put):
    put("P01", "The fence was broken", "beginnings")
    app.open("export")
    names = {button.proto.label for button in app.test.get("download_button")}
    assert {"csv", "xlsx", "json"} <= names
    assert "There is no theme yet." in app.text()  # no themes, one coder


def test_participants_and_their_attributes_are_edited(app, study):
    test = app.open("participants")
    for label, words in (("New attribute", "phase"), ("Its value", "2")):
        next(box for box in test.text_input if box.label == label).set_value(words)
    next(button for button in test.button if button.label == "Set").click()
    app.again()
    assert app.said == "Changed participant 'P01'"
    assert study.participants["P01"].attributes == {"phase": "2"}


def test_a_study_that_is_not_there_is_said_in_a_sentence(app, monkeypatch):
    monkeypatch.setenv("WORKBENCH_STUDY", "/nowhere/none.study")
    app.again()
    assert "There is no study at /nowhere/none.study" in app.text()


def test_a_study_that_was_replaced_under_the_page_is_said_and_opened_again(empty_app):
    file = Path(os.environ["WORKBENCH_STUDY"])
    test = empty_app.open("codebook")
    shutil.copy(file, file.with_name("newer"))
    file.with_name("newer").replace(file)
    assert not empty_app.again().error
    assert "was moved, deleted or replaced" in empty_app.said
    assert test.title[0].value == "Codebook"


def test_what_is_to_be_known_of_how_the_study_was_opened_is_said_at_home(empty_app):
    file = Path(os.environ["WORKBENCH_STUDY"])
    shutil.copy(file, file.with_name("empty (conflicted copy).study"))
    empty_app.open("home")
    assert "a program that syncs the folder kept another version" in empty_app.text()


def test_settings_are_acts_and_help_that_is_off_hides_suggestions(app, study, suggested):
    test = app.open("settings")
    test.radio[0].set_value("reflexive")
    app.again()
    assert app.said == "Settings: family of analysis 'reflexive'"
    assert (study.settings.family, study.settings.help) == ("reflexive", "find")
    app.open("home")
    assert "Open suggestions" not in {metric.label for metric in app.test.metric}
    app.open("suggestions")
    assert "Help wanted is 'find' in this study" in app.text()
    assert app.drawn("workbench_listing") == []


@pytest.mark.slow
def test_passages_like_those_of_a_code_are_taken_or_refused(app, study, put):
    put("P01", "There is one rule: take what you need.", "rules")
    study.reading.mark("P02", "read")
    test = app.open("more-like")
    shown = app.quotes()[0]
    assert "Nearest coded passage: “There is one rule" in app.text()
    test.button(key="refuse").click()
    app.again()
    assert app.said.startswith("Refused a passage of")
    assert app.quotes()[0] != shown
    app.test.button(key="take").click()
    app.again()
    assert sorted(one.origin for one in study.codings) == ["person", "suggestion: more like this"]


def test_a_model_that_is_missing_is_said_and_suggestions_can_be_decided(app, study, suggested, monkeypatch):
    def missing(*_given, **_how):
        raise WorkbenchError("The model's file is missing. Install it again.")

    monkeypatch.setattr("workbench.suggest.picture.picture", missing)
    test = app.open("suggestions")
    next(one for one in test.toggle if one.label == "Picture").set_value(True)
    app.again()
    assert "The model's file is missing. Install it again." in app.text()
    assert len(app.rows()) == 2
    test.button(key="refuse").click()
    app.again()
    assert app.said == "Refused suggestion 1-1 'fence'"


def test_much_that_is_not_read_yet_is_read_beside_the_page(app, study, put, monkeypatch):
    monkeypatch.setattr("workbench.app.views.more_like.AT_ONCE", -1)
    put("P01", "There is one rule: take what you need.", "rules")
    study.reading.mark("P02", "read")
    app.open("more-like")
    for _time in range(200):
        if app.drawn("workbench_passages"):
            break
        app.again()
    assert "Nearest coded passage: “There is one rule" in app.text()


def test_a_theme_shows_its_sides_and_takes_marks_against_it(app, study, put):
    put("P01", "There is one rule", "rules")
    put("P01", "nobody planned it", "beginnings")
    study.themes.add("Order", codes=["rules"])
    app.open("themes")
    assert "Only P01 speaks to it: one voice carries this theme." in app.text()
    [card] = app.drawn("workbench_passages")[0]["cards"]
    assert (card["mark"], card["against"]) == ("Speaks against", False)
    study.themes.counter("Order", "P02", 38, 54)
    app.again()
    assert [card["mark"] for card in app.drawn("workbench_passages")[0]["cards"]] == ["Not against", "Speaks against"]
    app.test.segmented_control(key="view of theme").set_value("who")
    app.again()
    assert "**Against** (1): P02" in app.text()
    app.test.segmented_control(key="view of theme").set_value("biography")
    app.again()
    assert "Added theme 'Order'" in app.text()
