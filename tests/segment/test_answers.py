"""Questions with their answers."""

import pytest

from workbench.model import Transcript, Turn
from workbench.segment import segments


def told(transcript: Transcript) -> list[tuple[str | None, str, list[str]]]:
    """Speaker, text of the whole, and what was said, of each answer."""
    return [
        (one.speaker, one.text, [transcript.text[start:end] for start, end in one.said])
        for one in segments(transcript, "answer")
    ]


def test_a_question_and_all_up_to_the_next(transcript):
    one = transcript("I: Where?", "R: At home.", "I: And when?", "R: In May.", "R: Or June.")

    assert told(one) == [
        ("R", "Where?\n\nR: At home.", ["At home."]),
        ("R", "And when?\n\nR: In May.\n\nR: Or June.", ["In May.", "Or June."]),
    ]
    assert [answer.turns for answer in segments(one, "answer")] == [(0, 1), (2, 4)]


@pytest.mark.parametrize(
    "aside", ["Mm.", "Mm-hm.", "Right, okay.", "Really?", "[laughs]", "I see. Yeah.", "In the old house.", "Ja, genau."]
)
def test_an_aside_does_not_end_an_answer(transcript, aside):
    one = transcript("I: Where?", "R: At home.", f"I: {aside}", "R: In the kitchen.")

    assert [said for _, _, said in told(one)] == [["At home.", "In the kitchen."]]


@pytest.mark.parametrize(
    "question",
    [
        "Why?",
        "And then?",
        "Tell me more.",
        "Okay. How so",
        "Erzählen Sie mal.",
        "Right, so we come to the years you spent at sea.",
    ],
)
def test_a_question_or_a_prompt_does(transcript, question):
    one = transcript("I: Where?", "R: At home.", f"I: {question}", "R: In the kitchen.")

    assert [said for _, _, said in told(one)] == [["At home."], ["In the kitchen."]]


def test_without_question_marks_only_nods_are_asides(transcript):
    one = transcript(
        "I: where did you live", "R: at home", "I: mhm okay", "R: by the sea", "I: the old house", "R: yes"
    )

    assert [said for _, _, said in told(one)] == [["at home", "by the sea"], ["yes"]]


def test_a_run_of_interviewer_turns_is_one_question(transcript):
    one = transcript("I: Okay.", "I: So, where?", "I: I mean now.", "R: At home.", "I: Thank you.")

    assert [text for _, text, _ in told(one)] == ["Okay.\n\nI: So, where?\n\nI: I mean now.\n\nR: At home."]


def test_several_may_answer_and_the_one_who_says_most_is_its_speaker(transcript):
    one = transcript("I: Where?", "R: At home.", "S: I was at the harbour that day.", "(Phone rings)", "R: Yes.")

    assert told(one)[0][0::2] == ("S", ["At home.", "I was at the harbour that day.", "Yes."])
    assert segments(one, "answer")[0].participant == "p-S"


def test_what_is_said_before_the_first_question_counts_and_a_question_without_answer_does_not(transcript):
    one = transcript("R: I was late.", "I: Where?", "R: [pause]", "I: When?", "R: In May.")

    assert told(one) == [
        ("R", "I was late.", ["I was late."]),
        ("R", "When?\n\nR: In May.", ["In May."]),
    ]


def test_where_nobody_asks_an_answer_is_a_run_of_one_speaker(transcript):
    one = transcript("A: One.", "A: Two.", "B: Three.", "A: Four.", interviewer="nobody")

    assert [(speaker, said) for speaker, _, said in told(one)] == [
        ("A", ["One.", "Two."]),
        ("B", ["Three."]),
        ("A", ["Four."]),
    ]


def test_words_of_nobody_are_put_together_until_they_are_forty_and_end_a_sentence(transcript):
    cue = "so we went on and on and there was no one there at"
    one = transcript(cue, cue, cue, cue, "all.", cue, default="P7")

    assert [answer.turns for answer in segments(one, "answer")] == [(0, 4), (5, 5)]
    assert segments(one, "answer")[0].participant == "P7"


def test_a_moderator_among_words_of_nobody_opens_a_new_stretch(transcript):
    one = transcript("I log in.", "I see it.", "I: Please start with task one now.", "Okay.", "It is fine.")

    assert told(one) == [
        (None, "I log in.\n\nI see it.", ["I log in.", "I see it."]),
        (None, "Please start with task one now.\n\nOkay.\n\nIt is fine.", ["Okay.", "It is fine."]),
    ]


def test_nothing_said_is_no_answer():
    assert segments(Transcript("P1", "", (), ()), "answer") == []
    assert segments(Transcript("P1", "...", (Turn(None, 0, 3),), ()), "answer") == []
