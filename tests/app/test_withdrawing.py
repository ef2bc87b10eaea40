"""A participant leaves from the page of the participants, after one yes in full words."""


def test_a_participant_is_erased_after_one_yes(app, study, put):
    put("P02", "I was against it", "beginnings")
    study.codebook.add("against")
    test = app.open("participants")
    box = next(box for box in test.selectbox if box.label == "Who takes back their consent?")
    box.set_value("P02")
    test = app.again()
    sure = next(box for box in test.checkbox if box.label.startswith("Erase all that"))
    assert "up to 1 coding" in sure.label
    words = next(box for box in test.multiselect if "what others wrote" in box.label)
    assert "against – code 'against'" in words.options
    words.set_value(["against"])
    sure.check()
    test = app.again()

    next(button for button in test.button if button.label == "Erase for good").click()
    app.again()

    assert app.said == "Withdrew participant 'P02'"
    assert study.transcripts.names() == ["P01"]
    assert [code.name for code in study.codebook][-1] == "[withdrawn]"
    assert study.check() == []
