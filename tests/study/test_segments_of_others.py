"""Coded segments and codebooks as other tools list them are read; what has no place is named."""

import io

import pytest

from workbench import Study
from workbench.model import BadRows

FENCE, WATER = "The fence was broken", "Now I water it."


def table(*rows, sign=","):
    return "\n".join(sign.join(f'"{cell}"' for cell in row) for row in rows).encode()


def workbook(*rows):
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


LISTS = {
    "MAXQDA": (
        "x.xlsx",
        workbook(
            ["Color", "Document group", "Document name", "Code", "Begin", "End", "Weight score", "Segment", "Author"],
            ["●", "Talks", "P01", "rules\\breaking rules", "2", "2", "0", FENCE, "Kim"],
            ["●", "Talks", "P02", "rules", "4", "4", "0", WATER, "Lou"],
        ),
        [("P01", "breaking rules", "Kim", FENCE), ("P02", "rules", "Lou", WATER)],
    ),
    "MAXQDA in German": (
        "x.csv",
        table(
            ["Farbe", "Dokumentgruppe", "Dokumentname", "Code", "Anfang", "Ende", "Gewicht", "Segment", "Autor"],
            ["●", "Gespräche", "P01", "rules > breaking rules", "2", "2", "0", FENCE, "Kim"],
            sign=";",
        ),
        [("P01", "breaking rules", "Kim", FENCE)],
    ),
    "NVivo": (
        "x.csv",
        table(
            ["Hierarchical Name", "File Name", "Reference Text", "Coded By Initials"],
            ["Codes\\\\rules\\\\breaking rules", "Files\\\\P01.docx", FENCE, "K"],
        ),
        [("P01", "breaking rules", "K", FENCE)],
    ),
    "ATLAS.ti": (
        "x.xlsx",
        workbook(
            ["ID", "Document", "Quotation Name", "Quotation Content", "Codes", "Reference", "Comment", "Created by"],
            ["1:1", "1: P01.txt", "", FENCE, "beginnings\nrules", "2 - 2", "So it began.", "Kim"],
        ),
        [("P01", "beginnings", "Kim", FENCE), ("P01", "rules", "Kim", FENCE)],
    ),
    "Dedoose": (
        "x.csv",
        table(
            [
                "Media Title",
                "Excerpt Range",
                "Excerpt Creator",
                "Excerpt",
                "Code: beginnings Applied",
                "Code: rules Applied",
            ],
            ["P01.docx", "0-20", "kim", FENCE, "True", "False"],
            ["P02.docx", "9-24", "lou", WATER, "False", "True"],
        ),
        [("P01", "beginnings", "kim", FENCE), ("P02", "rules", "lou", WATER)],
    ),
    "Taguette": (
        "x.csv",
        table(["id", "document", "tag", "content"], ["1", "P01.txt", "rules", FENCE], ["2", "P02.txt", "rules", WATER]),
        [("P01", "rules", "Ana", FENCE), ("P02", "rules", "Ana", WATER)],
    ),
    "QualCoder": (
        "x.csv",
        table(
            ["Id", "Codename", "Coded text", "Coder", "Filename", "pos0", "pos1"],
            ["1", "rules", FENCE, "kim", "P01.txt", "36", "56"],
        ),
        [("P01", "rules", "kim", FENCE)],
    ),
    "AQDA": (
        "x.csv",
        table(
            ["document", "code", "coder", "start_pos", "end_pos", "text", "created_at"],
            ["P01.txt", "rules", "", "36", "56", FENCE, "2026"],
        ),
        [("P01", "rules", "Ana", FENCE)],
    ),
}


@pytest.mark.parametrize("tool", LISTS)
def test_segments_of_a_tool_find_their_place(study, tool):
    name, data, expected = LISTS[tool]
    report = study.codings.import_bytes(name, data)
    assert [(one.transcript, one.code, one.coder, one.quote) for one in study.codings] == expected
    assert (report.added, report.skipped) == (len(expected), ())


def test_what_has_no_place_is_named_and_the_rest_comes_in(study):
    rows = [
        ["document", "tag", "content"],
        ["P01", "rules", "the  FENCE"],
        ["P09", "rules", FENCE],
        ["P01", "", FENCE],
        ["P01", "rules", "There is one rule: take what you …"],
        ["p02.txt", "rules", "“A garden on our street"],
    ]
    report = study.codings.import_bytes("x.csv", table(*rows))
    assert report.added == 1
    assert [one.split(":")[0] for one in report.skipped] == ["row 2", "row 3", "row 4", "row 6"]
    assert [one.quote for one in study.codings] == ["There is one rule: take what you"]


def test_a_passage_that_stands_several_times_is_put_on_one_after_the_other(study):
    study.transcripts.import_bytes("echo.txt", b"P: Yes. No. Yes. No. Yes.\n")
    rows = [["document", "tag", "content"], *[["echo", "rules", "Yes."]] * 3]
    study.codings.import_bytes("x.csv", table(*rows))
    assert [one.start for one in study.codings] == [3, 12, 21]


def test_codes_that_are_not_there_are_named_or_added(study):
    rows = [["document", "tag", "content"], ["P01", "garden.fences", FENCE]]
    with pytest.raises(BadRows, match=r"garden\.fences"):
        study.codings.import_bytes("x.csv", table(*rows))
    study.codings.import_bytes("x.csv", table(*rows), new_codes=True)
    assert [one.code for one in study.codings] == ["garden.fences"]


def test_a_list_of_which_nothing_fits_is_refused(study):
    with pytest.raises(BadRows, match="no transcript is called"):
        study.codings.import_bytes("x.csv", table(["document", "tag", "content"], ["P77", "rules", "Words."]))
    assert len(study.codings) == 0


BOOKS = {
    "MAXQDA to import": (
        "x.xlsx",
        workbook(["Code", "Memo"], ["Garden", "Green"], ["Garden > Fence", "Round it"], ["Street\\Noise", "Loud"]),
        [("Garden", None, "Green"), ("Fence", "Garden", "Round it"), ("Street", None, ""), ("Noise", "Street", "Loud")],
    ),
    "MAXQDA": (
        "x.csv",
        table(
            ["Color", "Parent code", "Code", "Cod. seg.", "Memo"],
            ["", "", "Garden", "3", "Green"],
            ["", "Garden", "Fence", "2", "Round it"],
            ["", "Garden\\Fence", "Gate", "1", ""],
        ),
        [("Garden", None, "Green"), ("Fence", "Garden", "Round it"), ("Gate", "Fence", "")],
    ),
    "NVivo": (
        "x.xlsx",
        workbook(
            ["Name", "Description", "Files", "References"],
            ["Codes\\\\Garden", "Green", 3, 9],
            ["Codes\\\\Garden\\\\Fence", "Round it", 2, 4],
        ),
        [("Garden", None, "Green"), ("Fence", "Garden", "Round it")],
    ),
    "ATLAS.ti": (
        "x.csv",
        table(["Code", "Comment", "Code Group 1", "Grounded"], ["Garden", "Green", "Places", "3"]),
        [("Garden", None, "Green")],
    ),
    "Dedoose": (
        "x.csv",
        table(
            ["Id", "Parent Id", "Depth", "Title", "Description", "Weighted"],
            ["a1", "", "0", "Garden", "Green", "False"],
            ["b2", "a1", "1", "Fence", "Round it", "False"],
        ),
        [("Garden", None, "Green"), ("Fence", "Garden", "Round it")],
    ),
    "Taguette": (
        "x.csv",
        table(
            ["tag", "description", "number of highlights", "number of documents"],
            ["garden", "Green", "3", "2"],
            ["garden.fence", "Round it", "1", "1"],
        ),
        [("garden", None, "Green"), ("garden.fence", "garden", "Round it")],
    ),
    "QualCoder": (
        "x.csv",
        table(["Category", "Code", "Memo"], ["Garden", "Fence", "Round it"], ["Garden", "Gate", ""]),
        [("Garden", None, ""), ("Fence", "Garden", "Round it"), ("Gate", "Garden", "")],
    ),
    "a name that is no path": (
        "x.csv",
        table(["code", "description"], ["\\input{x}", "a"], ["a > b?", "c"]),
        [("\\input{x}", None, "a"), ("a", None, ""), ("b?", "a", "c")],
    ),
}


@pytest.mark.parametrize("tool", BOOKS)
def test_codebooks_of_a_tool_keep_their_tree(tmp_path, tool):
    name, data, expected = BOOKS[tool]
    with Study.create(tmp_path / "a.study", coder="Ana") as study:
        study.codebook.import_bytes(name, data)
        assert [(one.name, one.parent, one.description) for one in study.codebook] == expected
