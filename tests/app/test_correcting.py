"""A transcript is corrected, and names are replaced, on the page of the transcripts."""

from time import sleep


def pressed(app, label):
    next(button for button in app.test.button if button.label == label).click()
    return app.again()


def test_a_turn_is_corrected_and_what_became_of_codings_is_told(app, study, put):
    put("P01", "nobody planned it", "beginnings")
    app.open("transcripts")
    app.choose("transcripts", "P01")
    test = app.choose("turns P01", "1")
    box = next(area for area in test.text_area if area.label == "Its words")
    box.set_value("The fence was broken. My neighbour threw seeds.")
    app.again()

    pressed(app, "Save the words")

    assert app.said == "Corrected turn 2 of 'P01'"
    assert "coding 'beginnings' by Ana: “nobody planned it”" in app.text()
    assert list(study.codings) == []


def test_speakers_are_renamed_and_made_one(app, study):
    app.open("transcripts")
    test = app.choose("transcripts", "P01")
    next(box for box in test.text_input if box.label == "Call them in all turns").set_value("P01")
    app.again()

    pressed(app, "Make one speaker of both: P01")

    assert [speaker.label for speaker in study.transcripts["P01"].speakers] == ["P01"]


def test_chosen_names_are_replaced(app, study, tmp_path, monkeypatch):
    from workbench.analysis.identifying import Candidate

    found = [
        Candidate("place", "street", 2, ("P02",), "[Place 1]"),
        Candidate("name", "fence", 1, ("P01",), "[Name 1]"),
    ]
    monkeypatch.setattr("workbench.study.pseudonyms.Pseudonyms.find", lambda self, key=None, **_: found)
    app.open("transcripts")
    pressed(app, "Look for names")
    for _attempt in range(100):  # it is looked for in a thread of its own
        if any(button.label == "Choose all 2" for button in app.again().button):
            break
        sleep(0.05)
    pressed(app, "Choose all 2")
    assert any(button.label == "Replace 2 strings" for button in app.test.button)
    pressed(app, "None")
    pressed(app, "Places (1)")

    pressed(app, "Replace 1 string")

    assert "A garden on our [Place 1]" in study.transcripts["P02"].text
    assert (tmp_path / "key.csv").exists()
    assert "Replaced 1 time in 1 transcript" in app.text()
