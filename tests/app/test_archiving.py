"""The archive on the page Export: nothing can be downloaded before it was looked through."""


def test_an_archive_is_looked_through_before_it_can_be_downloaded(app, study, monkeypatch):
    monkeypatch.setattr("workbench.analysis.identifying._entities", lambda texts: [])
    study.transcripts.import_bytes("P03.txt", b"I: Who?\n\nMaeve Culhane: Me, maeve@garden.example.\n")
    test = app.open("export")
    assert "looked for before" in app.text()

    test.button(key="archive look").click()
    test = app.again()
    assert "4 strings could identify somebody" in app.text()
    box = next(one for one in test.checkbox if "I have looked" in one.label)
    assert not box.value

    box.check()
    app.again()
    study.codebook.add("something new")
    assert "looked for before" in (app.again() and app.text())
