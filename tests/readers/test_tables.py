""".csv, .tsv and .xlsx: rows to turns."""

import datetime
import io

import openpyxl
import pytest

from workbench.model import WorkbenchError
from workbench.readers import read

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
