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
    "a chat that Zoom keeps, new": (
        "10:00:05 From Ann Lee to Everyone:\n\tHow so?\n10:00:09 From  Ben Okri  to  Ann Lee(Direct Message):\n\tSo.\n"
        "10:00:12 From Ann Lee to Everyone:\n\tAnd: why?\n10:00:15 From Ben Okri to Everyone:\n\tHm.\n",
        [
            ("Ann Lee", "How so?", 36005.0),
            ("Ben Okri", "So.", 36009.0),
            ("Ann Lee", "And: why?", 36012.0),
            ("Ben Okri", "Hm.", 36015.0),
        ],
    ),
    "a chat that Zoom keeps, old": (
        "10:00:05\t From  Ann Lee : How so?\n10:00:09\t From  Ben Okri : From Ann to Ben: so.\n"
        "10:00:12\t From  Ann Lee : Why?\n10:00:15\t From  Ben Okri : Hm.\n",
        [
            ("Ann Lee", "How so?", 36005.0),
            ("Ben Okri", "From Ann to Ben: so.", 36009.0),
            ("Ann Lee", "Why?", 36012.0),
            ("Ben Okri", "Hm.", 36015.0),
        ],
    ),
    "messages with their day above or before them, and one of the messenger": (
        "12/03/2026, 10:13 - Messages and calls are encrypted. Nobody can read them.\n"
        "Ann Lee — 03/12/2026 10:14 AM\nHow so?\nBen Okri, [12.03.2026 10:15]\nSo.\n12/03/2026, 10:16 - Ben Okri left\n"
        "Ann Lee — 03/12/2026 10:17 AM\nWhy?\nBen Okri, [12.03.2026 10:18]\nHm.\n",
        [
            ("Ann Lee", "How so?", None),
            ("Ben Okri", "So.", None),
            ("Ann Lee", "Why?", None),
            ("Ben Okri", "Hm.", None),
        ],
    ),
    "times behind tabs, with frames, between stars, and between hashes": (
        "Speaker 1:\t00:05\tHow so?\n\n**[00:00:09]** **Speaker 2:** So.\n\n"
        "00;00;12;10 - 00;00;14;02 Speaker 1: Why?\n\n**Speaker 2** _00:00:15_\n\nHm.\n\nSpeaker 1: #00:00:18# Eh?",
        [
            ("Speaker 1", "How so?", 5.0),
            ("Speaker 2", "So.", 9.0),
            ("Speaker 1", "Why?", 12.0),
            ("Speaker 2", "Hm.", 15.0),
            ("Speaker 1", "Eh?", 18.0),
        ],
    ),
    "names before a blank where words have none": (
        "佐藤 なぜ来ましたか?\n田中 船で来ました。\n佐藤 それから?\n田中 ここに住みました。\n",
        [
            ("佐藤", "なぜ来ましたか?", None),
            ("田中", "船で来ました。", None),
            ("佐藤", "それから?", None),
            ("田中", "ここに住みました。", None),
        ],
    ),
    "labels of several genders, explained above, and one with a slip": (
        "Interviewer:in: Interviewerin\nBefragte*r = Befragter\n\nInterviewer:in: Wie?\n\nBefragte*r: So: gut.\n\n"
        "Interviewer:in: Und?\n\nBefragte*r; Ja.\n\nInterview 5 – Seite 2\n\nInterviewer:in: Warum?\n",
        [
            ("Interviewer:in", "Wie?", None),
            ("Befragte*r", "So: gut.", None),
            ("Interviewer:in", "Und?", None),
            ("Befragte*r", "Ja.", None),
            ("Interviewer:in", "Warum?", None),
        ],
    ),
    "initials explained above, and a name of seven words": (
        "AM: Ann Meyer\n\nAM: How so?\n\nMaría del Carmen Fernández de la Vega: So.\n\nThere were two things: one.\n\n"
        "AM: Why?\n\nMaría del Carmen Fernández de la Vega: Hm.\n\nThere were two things: two.\n",
        [
            ("AM", "How so?", None),
            ("María del Carmen Fernández de la Vega", "So.", None),
            ("María del Carmen Fernández de la Vega", "There were two things: one.", None),
            ("AM", "Why?", None),
            ("María del Carmen Fernández de la Vega", "Hm.", None),
            ("María del Carmen Fernández de la Vega", "There were two things: two.", None),
        ],
    ),
    "labels inside lines, where line ends were lost": (
        "I: How so?  R: By boat.\nI: Why? R: For work. Note: it was May. I: Oh.\n",
        [
            ("I", "How so?", None),
            ("R", "By boat.", None),
            ("I", "Why?", None),
            ("R", "For work. Note: it was May.", None),
            ("I", "Oh.", None),
        ],
    ),
    "two capitals with a full stop in turn": (
        "E. How so?\n\nP. So.\n\nE. Why?\n\nP. I do.\n\nE. Eh?\n\nP. Hm.\n",
        [
            (("E", "P")[at % 2], words, None)
            for at, words in enumerate(("How so?", "So.", "Why?", "I do.", "Eh?", "Hm."))
        ],
    ),
    "numbers before lines that are set in": (
        "01   INT:   how was it\n02            then? (1.2)\n03   BEN:   good.\n04   INT:   why?\n05   BEN:   so.\n",
        [
            ("INT", "how was it", None),
            ("INT", "then? (1.2)", None),
            ("BEN", "good.", None),
            ("INT", "why?", None),
            ("BEN", "so.", None),
        ],
    ),
    "fields at the top between rules, and a list": (
        "---\ntitle: Talk\ntags:\n  - sea\n---\n* Ann: How so?\n* Ben: So.\n* Ann: Why?\n* Ben: Hm.\n",
        [("Ann", "How so?", None), ("Ben", "So.", None), ("Ann", "Why?", None), ("Ben", "Hm.", None)],
    ),
    "a group with one who helps, one who is counted with others, and several at once": (
        "Moderator: How so?\n\nF1: So.\n\nF2 (51, m): Hm.\n\nF1: All things considered: so.\n\nF2 (51, m): Yes.\n\n"
        "Several voices: No.\n\nCo-Moderator: Why?\n\nF4 (66, f): I do.\n\nAll things considered: it was late.\n",
        [
            ("Moderator", "How so?", None),
            ("F1", "So.", None),
            ("F2 (51, m)", "Hm.", None),
            ("F1", "All things considered: so.", None),
            ("F2 (51, m)", "Yes.", None),
            ("Several voices", "No.", None),
            ("Co-Moderator", "Why?", None),
            ("F4 (66, f)", "I do.", None),
            ("F4 (66, f)", "All things considered: it was late.", None),
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
