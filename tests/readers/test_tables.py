""".csv, .tsv and .xlsx: rows to turns."""

import datetime
import io
import zipfile

import openpyxl
import pytest

from workbench.model import WorkbenchError
from workbench.readers import Rules, UnknownColumns, read

TURNS = [("Ann", "How was it?", 1.5), ("Ben", "Good; I think. And: more.", 62.0), ("Ann", "Why?", 65.25)]


def told(reading):
    return [(turn.speaker, reading.text[turn.start : turn.end], turn.start_time) for turn in reading.turns]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.csv",
            "start,speaker,text\n1.5,Ann,How was it?\n62,Ben,Good; I think.\n63,Ben,And: more.\n65.25,Ann,Why?\n",
        ),
        (
            "a.csv",
            'Text;Speaker;Time\nHow was it?;Ann;0:01.5\n"Good; I\nthink. And: more.";Ben;1:02\nWhy?;Ann;00:01:05.250\n',
        ),
        (
            "a.tsv",
            "Speaker\tStart_ms\tTranscript\nAnn\t1500\tHow was it?\n"
            "Ben\t62000\tGood; I think. And: more.\nAnn\t65250\tWhy?\n",
        ),
        ("a.csv", "0:01.5,Ann,How was it?\n1:02,Ben,Good; I think. And: more.\n1:05.25,Ann,Why?\n"),
    ],
)
def test_columns_are_told_by_their_names_or_by_what_they_hold(name, text):
    assert told(read(name, text.encode())) == TURNS


def test_what_the_columns_were_taken_for_is_reported():
    reading = read("a.csv", b"participant,answer,age\nP1,I like it.,40\nP2,,50\nP3,It is late.,30\n")

    assert [(speaker, words) for speaker, words, _ in told(reading)] == [("P1", "I like it."), ("P3", "It is late.")]
    assert [str(problem) for problem in reading.problems[:2]] == [
        "The columns were read as 'answer' = words, 'participant' = speaker; left out: 'age'.",
        "line 3: 1 rows without words left out.",
    ]


def test_a_row_without_a_speaker_goes_on_with_the_one_before():
    assert told(read("a.csv", b"speaker,text\nAnn,How\n,was it?\nBen,Good.\n")) == [
        ("Ann", "How was it?", None),
        ("Ben", "Good.", None),
    ]


def test_a_table_without_words_names_its_columns():
    with pytest.raises(
        WorkbenchError, match=r"a\.csv: no column of spoken words was found; its columns are 'age', 'size'"
    ):
        read("a.csv", b"age,size\n1,2\n3,4\n")


def test_the_sheet_that_holds_turns_is_read():
    book = openpyxl.Workbook()
    book.active.title = "About"
    book.active.append(["made", 3])
    sheet = book.create_sheet("Interview")
    for row in (
        ("Time", "Speaker", "Text"),
        (datetime.time(0, 0, 1, 500_000), "Ann", "How was it?"),
        (62, "Ben", "Good; I think."),
    ):
        sheet.append(row)
    sheet.append((datetime.timedelta(seconds=63), "Ben", "And: more."))
    sheet.append((65.25, "Ann", "Why?"))
    out = io.BytesIO()
    book.save(out)

    reading = read("a.xlsx", out.getvalue())

    assert told(reading) == TURNS
    assert "Only the sheet 'Interview' was read; left out: 'About'." in str(reading.problems[0])


SURVEY = b"ID,Age,What is it like?\nR1,40,It is fine.\nR2,33,Not so good: I am tired.\n"


@pytest.mark.parametrize(
    ("columns", "turns"),
    [
        ({"words": "what is it like?"}, [(None, "It is fine."), (None, "Not so good: I am tired.")]),
        ({"words": "3", "speaker": "ID"}, [("R1", "It is fine."), ("R2", "Not so good: I am tired.")]),
    ],
)
def test_columns_that_are_not_known_by_their_names_are_asked_for(columns, turns):
    with pytest.raises(UnknownColumns, match="Say which is which") as refused:
        read("survey.csv", SURVEY)
    reading = read("survey.csv", SURVEY, rules=Rules(columns=columns))

    assert refused.value.columns == ("ID", "Age", "What is it like?")
    assert [(speaker, words) for speaker, words, _ in told(reading)] == turns


def test_a_column_that_is_not_there_is_told():
    with pytest.raises(UnknownColumns, match=r"it has no column 'Q7'; its columns are 'ID', 'Age'"):
        read("survey.csv", SURVEY, rules=Rules(columns={"words": "Q7"}))


def test_questions_of_a_table_come_before_their_answers():
    reading = read("a.csv", b"respondent,question,answer\nR1,How?,Well.\nR1,Why?,Because.\nR1,Why?,And so.\nR2,How?,\n")

    assert told(reading) == [
        ("Question", "How?", None),
        ("R1", "Well.", None),
        ("Question", "Why?", None),
        ("R1", "Because. And so.", None),
    ]
    assert reading.roles == {"Question": "interviewer", "R1": "participant"}


def test_whole_numbers_that_cannot_be_seconds_are_milliseconds():
    reading = read("whisper.tsv", b"start\tend\ttext\n0\t4000\tHow did it begin?\n4000\t9500\tWith a fence.\n")

    assert [(turn.start_time, turn.end_time) for turn in reading.turns] == [(0.0, 4.0), (4.0, 9.5)]
    assert "taken for milliseconds" in str(reading.problems[0])


@pytest.mark.parametrize(
    "text",
    [
        "Time,Words\n0:01.5,Ann: How was it?\n1:02,Ben: Good; I think. And: more.\n1:05.25,Ann: Why?\n",
        "No,When,Whom,Heard\n1,0:01.5,Ann,How was it?\n2,1:02,Ben,Good; I think. And: more.\n3,1:05.25,Ann,Why?\n",
    ],
)
def test_labels_in_cells_and_headings_above_times_are_told(text):
    assert told(read("a.csv", text.encode())) == TURNS


def test_several_answers_of_a_row_are_asked_for_by_their_headings():
    survey = b"ID,Age,Liked?,Why?\nR1,40,Yes.,Because.\nR2,33,,No idea: none.\n"
    reading = read("survey.csv", survey, rules=Rules(columns={"words": ("Liked?", "Why?"), "speaker": "ID"}))

    assert [(speaker, words) for speaker, words, _ in told(reading)] == [
        ("Question", "Liked?"),
        ("R1", "Yes."),
        ("Question", "Why?"),
        ("R1", "Because."),
        ("Question", "Why?"),
        ("R2", "No idea: none."),
    ]


def test_a_workbook_with_damaged_styles_is_refused_without_a_word_in_print(capsys):
    book = openpyxl.Workbook()
    book.active.append(("speaker", "text"))
    whole, damaged = io.BytesIO(), io.BytesIO()
    book.save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'"Normal" xfId="0"', b'"Normal" xfId="9"'))

    with pytest.raises(WorkbenchError, match="the workbook is damaged"):
        read("a.xlsx", damaged.getvalue())
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    "text",
    [
        "Falante;Fala;Quando\nAna;Como foi?;0:03\nBia;Bem.;0:09\n",
        "发言人,内容,时间\nAna,Como foi?,0:03\nBia,Bem.,0:09\n",
        "Speaker Name,Start Time,Text\nAna,00;00;03;12,Como foi?\nBia,00;00;09;00,Bem.\n",
        "Ana\t00:00:03.0\t3.0\t0:05\tComo foi?\nBia\t00:00:09.0\t9.0\t0:10\tBem.\nAna\t0:12\t12\t0:14\tE?\n",
    ],
    ids=["portuguese", "chinese", "frames", "tiers"],
)
def test_headings_of_many_languages_and_times_with_frames_are_told(text, said):
    reading = read("a.tsv" if "\t" in text else "a.csv", text.encode())

    assert said(reading)[:2] == [("Ana", "Como foi?"), ("Bia", "Bem.")]
    assert [turn.start_time for turn in reading.turns[:2]] == [3.0, 9.0]


def test_stamps_with_colons_are_never_milliseconds(said):
    reading = read("a.csv", b"speaker,text,start\nAna,One.,0:00:03\nBia,Two.,1:10:09\n")

    assert [turn.start_time for turn in reading.turns] == [3.0, 4209.0]


def test_headings_may_be_fewer_than_columns(said):
    reading = read("a.csv", b"When\n0:03,Ann,How did it go?\n0:09,Ben,It went well.\n0:12,Ann,And then what?\n")

    assert said(reading) == [("Ann", "How did it go?"), ("Ben", "It went well."), ("Ann", "And then what?")]


@pytest.mark.parametrize(
    ("head", "rows", "said"),
    [
        (
            "Time,Interviewer,Respondent",
            ["0:05,How was it there?,", "0:09,,It was good: and long.", "0:12,Why was it so?,No."],
            [("Interviewer", 5.0), ("Respondent", 9.0), ("Interviewer", 12.0), ("Respondent", 12.0)],
        ),
        (
            "Begin,Ann,Ben",
            ["0:05,How was it there?,", "0:09,,It was good and long.", "0:12,Why was it so?,", "0:14,,Work it was."],
            [("Ann", 5.0), ("Ben", 9.0), ("Ann", 12.0), ("Ben", 14.0)],
        ),
    ],
)
def test_a_column_may_hold_the_words_of_one_speaker(head, rows, said):
    reading = read("a.csv", "\n".join([head, *rows]).encode())

    assert [(speaker, time) for speaker, _, time in told(reading)] == said
    assert " ".join(words for _, words, _ in told(reading)) == " ".join(
        cell for row in rows for cell in row.split(",")[1:] if cell
    )


@pytest.mark.parametrize(
    ("rows", "times"),
    [
        ("Start\tWho\tText\n0.000058\tAnn\tHow was it?\n0.000718\tBen\tGood; I think. And: more.", [5.011, 62.035]),
        ("tmin\ttier\ttext\ttmax\n1.5\tAnn\tHow was it?\t1.75\n62.25\tBen\tGood; I think.\t63.5", [1.5, 62.25]),
        ("Tier\tBegin Time - msec\tAnnotation\nAnn\t1500\tHow was it?\nBen\t62250\tGood.", [1.5, 62.25]),
        ("1.5\t1.75\tAnn: How was it?\n62.25\t63.5\tBen: Good; I think.\n65,25\t66,5\tAnn: Why?", [1.5, 62.25, 65.25]),
        ("ts\tuser\ttext\n1700000005.1\tAnn\tHow was it?\n1700000009.2\tBen\tGood; I think.", [None, None]),
    ],
    ids=["parts of a day", "Praat", "ELAN", "Audacity", "since 1970"],
)
def test_times_that_are_numbers_are_seconds(rows, times):
    rows = rows.replace("ts\t", "start\t")
    for name in ("a.tsv", "a.csv"):
        reading = read(name, rows.encode())
        assert [turn.start_time for turn in reading.turns] == times
        assert [turn.speaker for turn in reading.turns] == ["Ann", "Ben", "Ann"][: len(times)]


ANSWERED = [
    ("Question", "What do you like?", None),
    ("R1", "The trees in my street.", None),
    ("Question", "And why so?", None),
    ("R1", "Because of the light.", None),
]


@pytest.mark.parametrize(
    "head",
    [
        "Date,ResponseId,Q1,Q2\nDate,Response ID,What do you like?,And why so?\n"
        + ",".join(f'"{{""ImportId"":""{one}""}}"' for one in ("d", "r", "QID1", "QID2"))
        + "\n",
        "Date,ResponseId,Q1,Q2\nDate,Response ID,What do you like?,And why so?\n",
        "Date,Respondent ID,What do you like?,And why so?\n,,Open-Ended Response,Open-Ended Response\n",
        "Name,id. Response ID,What do you like?,And why so?\n",
    ],
    ids=["Qualtrics", "Qualtrics cleaned", "SurveyMonkey", "LimeSurvey"],
)
def test_the_headings_of_a_survey_may_take_several_rows(head):
    answers = ",R1,The trees in my street.,Because of the light.\n"
    reading = read("a.csv", (head + answers).encode())

    assert told(reading) == ANSWERED


def test_columns_of_a_survey_may_be_named_by_their_codes():
    text = "ResponseId,Q1,Q2\nResponse ID,What do you like?,And why so?\n"
    text += "R1,The trees in my street.,Because of the light.\n"
    rules = Rules(columns={"words": ("Q2",), "speaker": "ResponseId"})

    assert told(read("a.csv", text.encode(), rules=rules)) == ANSWERED[2:]


def test_those_who_answer_are_counted_where_no_column_names_them():
    head = "Timestamp,What do you like?,And why so?\n"
    reading = read("a.csv", (head + "2026/03/12,The trees in my street.,Because of the light.\n" * 2).encode())

    assert reading.speakers == ["Question", "Respondent 1", "Respondent 2"]
    assert "Those who answer are counted, since no column names them." in str(reading.problems[0])


@pytest.mark.parametrize(
    "heading",
    ["Konuşmacı,Zaman,Metin", "Ομιλητής,Χρόνος,Κείμενο", "المتحدث,الوقت,النص", "דובר,זמן,טקסט", "Osoba,Czas,Tekst"],
)
def test_headings_of_further_languages_are_known(heading):
    text = f"{heading}\nAnn,0:01.5,How was it?\nBen,1:02,Good; I think. And: more.\nAnn,1:05.25,Why?\n"

    assert told(read("a.csv", text.encode())) == TURNS


def test_one_column_of_sentences_beside_the_speakers_holds_the_words_and_two_are_asked_about():
    rows = "Speaker,Original,Deutsch\nAnn,How was it there?,Wie war es denn da?\n"
    rows += "Ben,Good I think it was.,Gut war es wohl.\nAnn,And why was it?,Und warum war es so?\n"
    rows += "Ben,Because of the rain.,Wegen des Regens.\n"

    with pytest.raises(UnknownColumns, match="Say which is which"):
        read("a.csv", rows.encode())
    one = read("a.csv", "\n".join(line.rpartition(",")[0] for line in rows.splitlines()).encode())
    assert told(one)[:2] == [("Ann", "How was it there?", None), ("Ben", "Good I think it was.", None)]
    with pytest.raises(UnknownColumns, match="Say which is which"):
        read("a.csv", b"name,age,background\nAnn,40,She came by boat.\nBen,30,He was born here.\n")


def test_days_and_hours_are_no_places_in_a_recording():
    reading = read("a.csv", b"time,speaker,text\n2026-03-12 10:14:05,Ann,How so?\n12.03.2026 10:15,Ben,So.\n")

    assert told(reading) == [("Ann", "How so?", None), ("Ben", "So.", None)]
    assert any("days and hours" in problem.says for problem in reading.problems)
