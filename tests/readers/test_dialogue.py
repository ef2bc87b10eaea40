"""Talk in which nobody is named: who speaks by dashes, arrows, styles and bold type, and where that stays open."""

import io

import pytest

from workbench.readers import read

TALK = ["How did you come?", "By boat: a week.", "And then?", "We stayed.", "Why?", "For work."]
IN_TURN = [(f"Speaker {1 + at % 2}", words) for at, words in enumerate(TALK)]


@pytest.mark.parametrize("sign", ["– ", "—", "- ", "-", "-- ", "― ", "– \u00a0", ">> "])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_dashes_are_two_speakers_in_turn_where_every_second_one_asks(sign, gap, said):
    text = gap.join(sign + words for words in TALK)
    reading = read("P1.txt", text.encode())

    assert said(reading) == IN_TURN
    assert reading.text == text
    assert reading.roles == {"Speaker 1": "interviewer", "Speaker 2": "unknown"} | {"Speaker 2": "participant"}
    assert "line 1: No names stand in it. A dash or >> was taken for a change between two speakers" in str(
        reading.problems[0]
    )


def test_a_paragraph_without_a_dash_goes_on_and_a_title_is_no_speech(said):
    reading = read("P1.txt", "Museum\n\n– How?\n\n– So.\n\nAnd so.\n\n– Why?\n\n– No.\n\n– Eh?".encode())

    assert said(reading)[:3] == [("Speaker 1", "How?"), ("Speaker 2", "So."), ("Speaker 2", "And so.")]


def test_dashes_without_questions_are_a_change_and_hyphens_a_list(said):
    items = ["Buy seeds.", "Water them.", "Wait.", "Eat."]

    assert said(read("P1.txt", "\n".join("– " + one for one in items).encode())) == [(None, one) for one in items]
    assert said(read("P1.txt", "\n".join("- " + one for one in items).encode()))[0] == (None, "- Buy seeds.")


def test_dashes_in_a_caption_are_two_speakers(said):
    cues = [f"- {TALK[at]}\n- {TALK[at + 1]}" for at in (0, 2, 4)]
    text = "\n\n".join(f"{at}\n00:00:0{at},000 --> 00:00:0{at},900\n{cue}" for at, cue in enumerate(cues, start=1))
    reading = read("a.srt", text.encode())

    assert said(reading) == IN_TURN
    assert [turn.start_time for turn in reading.turns] == [1.0, 1.0, 2.0, 2.0, 3.0, 3.0]


@pytest.mark.parametrize("form", ["**{}**", "__{}__", "*{}*", "## {}", "### **{}**"])
def test_questions_that_markdown_sets_apart_are_one_speakers(form, said):
    text = "# On boats\n\n" + "\n\n".join(words if at % 2 else form.format(words) for at, words in enumerate(TALK))
    reading = read("P1.md", text.encode())

    assert said(reading) == IN_TURN
    assert reading.text == text


def test_a_dash_behind_a_question_is_the_other_speaker_in_the_same_line(said):
    text = "– How did you come? – By boat: a week.\n– And then?  – We stayed. – Hm.\n– Why? – For work.\n"
    reading = read("P1.txt", text.encode())
    shown = "00:00:01,000 --> 00:00:02,000\n- By boat: a week. - Hm.\n\n00:00:03,000 --> 00:00:04,000\n- Why? - I do.\n"
    cues = read("a.srt", shown.encode())

    assert said(reading) == [*IN_TURN[:3], ("Speaker 2", "We stayed. – Hm."), *IN_TURN[4:]]
    assert reading.text == text
    assert said(cues) == [(None, words) for words in ("By boat: a week.", "Hm.", "Why?", "I do.")]


def test_bold_questions_are_one_speakers_and_styles_may_be_named_as_roles(said):
    import docx

    bold, styled = docx.Document(), docx.Document()
    bold.add_paragraph().add_run("On boats").bold = True
    for name in ("Interviewer", "Respondent"):
        styled.styles.add_style(name, 1)
    for at, words in enumerate(TALK):
        bold.add_paragraph().add_run(words).bold = at % 2 == 0
        styled.add_paragraph(words, style=("Interviewer", "Respondent")[at % 2])
    bold.add_paragraph("And because of her.")

    found = []
    for document in (bold, styled):
        out = io.BytesIO()
        document.save(out)
        found.append(read("a.docx", out.getvalue()))
    assert said(found[0]) == [*IN_TURN[:-1], ("Speaker 2", "For work. And because of her.")]
    assert said(found[1]) == [(("Interviewer", "Respondent")[at % 2], words) for at, words in enumerate(TALK)]
