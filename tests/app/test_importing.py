"""Files are looked at before they are imported."""

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
