"""So many sentences of a turn as one unit."""

import pytest

from workbench.model import WorkbenchError


def test_sentences_of_a_turn_are_taken_together(study):
    study.transcripts.import_bytes("P03.txt", b"I: Why? How?\n\nP03: One is here. Two is here. Three is here.\n")

    found = study.transcripts.segments("sentence", transcripts=["P03"], window=2)

    assert [(one.speaker, one.text) for one in found] == [
        ("I", "Why? How?"),
        ("P03", "One is here. Two is here."),
        ("P03", "Three is here."),
    ]
    text = study.transcripts["P03"].text
    assert all(text[one.start : one.end] == one.text and one.said == ((one.start, one.end),) for one in found)
    one_each = study.transcripts.segments("sentence", transcripts=["P03"])
    assert study.transcripts.segments("sentence", transcripts=["P03"], window=1) == one_each


@pytest.mark.parametrize(("unit", "window"), [("turn", 2), ("sentence", 0)])
def test_other_windows_are_refused(study, unit, window):
    with pytest.raises(WorkbenchError, match="window"):
        study.transcripts.segments(unit, window=window)


def test_a_window_is_a_unit_wherever_units_are_chosen(study, put):
    found = study.transcripts.segments("window:2")

    assert found == study.transcripts.segments("sentence", window=2)
    put("P01", "The fence was broken", "rules")
    put("P01", "The fence was broken", "rules", coder="Bo")
    assert study.agreement(unit="window:2", bootstrap=0).unit == "window:2"
    with pytest.raises(WorkbenchError, match=r"Choose one of: .*window:3"):
        study.transcripts.segments("window:0")


def test_a_study_offers_the_windows_that_it_used(study, put):
    for coder in ("Ana", "Bo"):
        put("P01", "nobody planned it", "beginnings", coder=coder)
    sentence = study.agreement_table(study.agreement("window:2", bootstrap=0)).notes[0]
    study.rounds.start("First", ["Ana", "Bo"], unit="window:2", blind=False)

    assert "a window of 2 sentences has a code where a mark of it touches it" in sentence
    assert study.units() == ["answer", "turn", "sentence", "window:2", "window:3", "window:5"]
