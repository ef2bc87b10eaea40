"""Layouts that people's files have, each with a trap, and what a careful reader makes of them."""

import io

import pytest

from workbench.readers import read

TEXTS = {
    "times with the names of their parts, and a colon inside speech": (
        "ENQUÊTRICE (1h02) : Comment ?\r\rMme DUPONT-LE GALL (1h03) : En bateau. Ma mère disait : jamais.\r\r"
        "ENQUÊTRICE (1h04m30s) : Et après ?\r\rMme DUPONT-LE GALL [62.5s] : Après, on est restés.\r",
        [
            ("ENQUÊTRICE", "Comment ?", 3720.0),
            ("Mme DUPONT-LE GALL", "En bateau. Ma mère disait : jamais.", 3780.0),
            ("ENQUÊTRICE", "Et après ?", 3870.0),
            ("Mme DUPONT-LE GALL", "Après, on est restés.", 62.5),
        ],
    ),
    "a head, a foot of a page, a heading between topics": (
        "Interview 12: Market hall\nDate: 3 May\nInterviewer: Ann Lee\nParticipant: P4\n\nI: How so?\n\nR: By boat.\n\n"
        "Page 3 of 7\n\nTopic 2: The future\n\nI: Background: what was it?\n\nR: Hard.\n\nEnd of interview\n",
        [
            ("I", "How so?", None),
            ("R", "By boat.", None),
            ("I", "Background: what was it?", None),
            ("R", "Hard.", None),
        ],
    ),
    "lines broken and set in": (
        "I:  How did you come, and what did you think about it when you saw the\n    harbour?\n"
        "R:  By boat: a week and a day.\n    Never again.\nI:  And then?\nR:  We stayed.\n",
        [
            ("I", "How did you come, and what did you think about it when you saw the harbour?", None),
            ("R", "By boat: a week and a day. Never again.", None),
            ("I", "And then?", None),
            ("R", "We stayed.", None),
        ],
    ),
    "lines broken at a width": (
        "I: How did you come here, and what did you think about\nthe harbour?\n"
        "R: By boat, which took a week and a day, and I thought\nthat never again will I do this, whatever happens to "
        "us\nhere in this place.\nI: And then?\nR: Because there was work, and because my mother liked\nMay.\n",
        [
            ("I", "How did you come here, and what did you think about the harbour?", None),
            (
                "R",
                "By boat, which took a week and a day, and I thought that never again will I do this, whatever happens "
                "to us here in this place.",
                None,
            ),
            ("I", "And then?", None),
            ("R", "Because there was work, and because my mother liked May.", None),
        ],
    ),
    "names in capitals without a colon": (
        "INTERVIEWER How was it?\n\nMR SMITH Good. I like one thing: work.\n\nINTERVIEWER Why?\n\nMR SMITH I do.\n",
        [
            ("INTERVIEWER", "How was it?", None),
            ("MR SMITH", "Good. I like one thing: work.", None),
            ("INTERVIEWER", "Why?", None),
            ("MR SMITH", "I do.", None),
        ],
    ),
    "letters with a full stop before a colon inside speech": (
        "I. How so?\n\nR. Because of one thing: work.\n\nI. And then?\n\nR. We stayed.\n",
        [
            ("I", "How so?", None),
            ("R", "Because of one thing: work.", None),
            ("I", "And then?", None),
            ("R", "We stayed.", None),
        ],
    ),
    "dashes before names with particles": (
        "– Ngũgĩ wa Thiong'o: How?\n\n– Anna de Graaf: So.\n\n– Ngũgĩ wa Thiong'o: Why?\n\n– Anna de Graaf: Hm.\n",
        [
            ("Ngũgĩ wa Thiong'o", "How?", None),
            ("Anna de Graaf", "So.", None),
            ("Ngũgĩ wa Thiong'o", "Why?", None),
            ("Anna de Graaf", "Hm.", None),
        ],
    ),
}


@pytest.mark.parametrize("what", TEXTS)
def test_a_text_is_read_as_its_layout_says(what):
    text, turns = TEXTS[what]

    assert told(read("a.txt", text.encode())) == turns


TABLES = {
    "a title above headings with asides": (
        [
            ("Interview 5 – export",),
            ("ID", "Sprecher/in", "Text der Äußerung", "Beginn (hh:mm:ss)"),
            (1, "I", "Wie lange wohnen Sie hier?", "00:00:03"),
            (2, "Frau Groß", "Seit Mai.", "00:00:09"),
        ],
        [("I", "Wie lange wohnen Sie hier?", 3.0), ("Frau Groß", "Seit Mai.", 9.0)],
    ),
    "a survey with a column a question": (
        [
            ("Respondent ID", "Age", "What do you like here?", "What would you change?"),
            ("R1", 34, "The trees, and the quiet.", "More benches, I think."),
            ("R2", 28, None, "Nothing at all, really."),
        ],
        [
            ("Question", "What do you like here?", None),
            ("R1", "The trees, and the quiet.", None),
            ("Question", "What would you change?", None),
            ("R1", "More benches, I think.", None),
            ("Question", "What would you change?", None),
            ("R2", "Nothing at all, really.", None),
        ],
    ),
}


@pytest.mark.parametrize("what", TABLES)
def test_a_table_is_read_as_its_headings_say(what):
    from openpyxl import Workbook

    rows, turns = TABLES[what]
    book = Workbook()
    book.active.append(("Exported from a tool",))
    for row in rows:
        (book["Turns"] if "Turns" in book.sheetnames else book.create_sheet("Turns")).append(row)
    out = io.BytesIO()
    book.save(out)
    reading = read("a.xlsx", out.getvalue())

    assert told(reading) == turns
    assert "Only the sheet 'Turns' was read; left out: 'Sheet'." in [problem.says for problem in reading.problems]


def told(reading):
    words = [" ".join(reading.text[turn.start : turn.end].split()) for turn in reading.turns]
    return [(turn.speaker, said, turn.start_time) for turn, said in zip(reading.turns, words, strict=True)]
