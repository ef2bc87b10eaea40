"""Turns as segments."""

import pytest

from workbench.model import Segment, Speaker, Transcript, Turn
from workbench.segment import segments, segments_of


def test_a_turn_is_as_it_was_read(transcript):
    one = transcript("I: Where?", "R: At home.")

    assert segments(one, "turn") == [
        Segment("P1", 3, 9, "Where?", "I", "interviewer", "p-I", ((3, 9),), (0, 0)),
        Segment("P1", 14, 22, "At home.", "R", "participant", "p-R", ((14, 22),), (1, 1)),
    ]


def test_words_of_nobody_belong_to_the_default_participant(transcript):
    assert segments(transcript("At home.", default="P7"), "turn")[0].participant == "P7"


def test_a_text_without_turns_has_paragraphs():
    one = Transcript("memo", "First day, \nand night. \n\n\n  Second day.\n", (), ())

    assert [segment.text for segment in segments(one, "turn")] == ["First day, \nand night.", "Second day."]
    assert segments(Transcript("memo", "", (), ()), "turn") == []


def test_each_transcript_has_its_own_list(transcript):
    one, two = transcript("I: Where?"), transcript("R: There.", "R: Here.")

    for unit in ("turn", "sentence", "answer"):
        assert segments_of([one, two], unit) == [segments(one, unit), segments(two, unit)]
    assert segments_of([], "sentence") == []


STAMPED = "[0:05] Ben: So it was.\n\n[0:31] Ben: And so it went.\n"


@pytest.mark.parametrize("unit", ["turn", "answer"])
def test_labels_inside_a_turn_are_not_said(unit):
    (found,) = segments(
        Transcript("P1", STAMPED, (Turn("Ben", 12, len(STAMPED) - 1),), (Speaker("Ben", "participant"),)), unit
    )

    assert [STAMPED[start:end] for start, end in found.said] == ["So it was.", "And so it went."]


def test_labels_inside_a_turn_are_in_no_sentence():
    found = segments(Transcript("P1", STAMPED, (Turn("Ben", 12, len(STAMPED) - 1),), ()), "sentence")

    assert [one.text for one in found] == ["So it was.", "And so it went."]
