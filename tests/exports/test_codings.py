"""Codings as a file: out with everything, in with the row's number for every complaint."""

import io

import pyarrow.parquet as pq
import pytest

from workbench.exports.codings import COLUMNS, CodingRow, read_codings, write_codings
from workbench.exports.sheets import read_sheet
from workbench.model import BadRows, WorkbenchError

CODINGS = [
    {
        "transcript": "P01",
        "start": 4,
        "end": 19,
        "coder": "Ada",
        "code": "harm / misuse",
        "memo": "see “P02”",
        "quote": "=2+3; “no”,\nnever",
        "speaker": "Creator",
        "participant": "P01",
        "layer": "agreed",
        "theme": ["Harm", "Law"],
        "role": "founder",
        "phase": 2,
    },
    {"transcript": "P02 🙂", "start": 0, "end": 3, "coder": "Ben", "code": "-1", "quote": "yes", "phase": 1},
]
ROWS = [
    CodingRow(2, "P01", 4, 19, "Ada", "harm / misuse", "see “P02”", "agreed", "=2+3; “no”,\nnever"),
    CodingRow(3, "P02 🙂", 0, 3, "Ben", "-1", "", "independent", "yes"),
]


def read(name, data):
    return read_codings(read_sheet(name, data))


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".json"])
def test_codings_come_back_as_they_were(suffix):
    assert read("c" + suffix, write_codings(CODINGS, suffix)) == ROWS


def test_a_formula_is_harmless_in_a_spreadsheet():
    lines = write_codings(CODINGS, ".csv").decode()

    assert '"\'=2+3; “no”,\nnever"' in lines
    assert ",'-1," in lines


def test_parquet_holds_numbers_as_numbers():
    table = pq.read_table(io.BytesIO(write_codings(CODINGS, ".parquet")))

    assert table.column_names == [*COLUMNS, "role", "phase"]
    assert table.select(["start", "end", "code", "theme", "role", "phase"]).to_pylist() == [
        {"start": 4, "end": 19, "code": "harm / misuse", "theme": "Harm, Law", "role": "founder", "phase": 2},
        {"start": 0, "end": 3, "code": "-1", "theme": None, "role": None, "phase": 1},
    ]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".json", ".parquet"])
def test_the_same_codings_give_the_same_bytes(suffix):
    assert write_codings(CODINGS, suffix) == write_codings(CODINGS, suffix)


def test_no_codings_still_say_their_columns():
    assert write_codings([], ".csv").decode() == ",".join(COLUMNS) + "\n"


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_other_signs_between_cells_are_noticed(sign):
    cells = [["Document", "Begin", "End", "User", "Tag"], ["P01", "1.0", "3", "Ada", "'tis harm"]]
    data = "\n".join(sign.join(row) for row in cells).encode("utf-16")

    assert read("c.csv", data) == [CodingRow(2, "P01", 1, 3, "Ada", "'tis harm")]


def test_the_line_that_excel_puts_first_is_passed_over():
    data = b"sep=;\r\ntranscript;start;end;coder;code\r\nP01;1;3;Ada;harm\r\n"

    assert [row.row for row in read("c.csv", data)] == [3]


def test_all_bad_rows_are_named_with_what_to_do():
    data = (
        b"transcript,start,end,coder,code,layer\n"
        b"P01,1,3,Ada,,\n"
        b"P01,one,3,Ada,harm,\n"
        b"\n"
        b"P01,5,5,Ada,harm,\n"
        b",0,3,Ada,harm,\n"
        b"P01,0,-3,Ada,harm,\n"
        b"P01,0,3,Ada,harm,final\n"
    )

    with pytest.raises(BadRows) as caught:
        read("c.csv", data)

    offsets = "which is no whole number. Offsets count characters from the transcript's beginning, from 0 on."
    assert caught.value.problems == [
        "row 2: the code is empty. Fill it in, or delete the row.",
        f"row 3: start is 'one', {offsets}",
        "row 5: start 5 is not before end 5. A passage needs at least one character.",
        "row 6: the transcript is empty. Fill it in, or delete the row.",
        f"row 7: end is '-3', {offsets}",
        "row 8: the layer 'final' is unknown. Write independent or agreed, or leave it empty.",
    ]


def test_missing_columns_are_named_with_those_there_are():
    with pytest.raises(WorkbenchError, match="no column 'start' and none 'end'"):
        read("c.csv", b"transcript,coder,code\nP01,Ada,harm\n")


def test_an_ending_that_cannot_be_written_is_refused():
    with pytest.raises(WorkbenchError, match=r"cannot be written as '\.docx'"):
        write_codings(CODINGS, ".docx")
