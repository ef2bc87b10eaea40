"""The codebook as a file: whole codes out and in again, and sentences for what cannot be taken."""

import pytest

from workbench.exports.codebook import codebook_table, read_codebook, write_codebook
from workbench.model import BadRows, Code, WorkbenchError

FULL = [
    Code("harm", None, "Hurting people.", "All talk of harm.", "Cases.", "Own losses.", "“It rang her.”", "#0072B2"),
    Code("misuse | abuse", "harm", "=HYPERLINK(1)", "two\nlines", "- all", "@home", "<b>'s</b> \\ `x`", "", "theory"),
    Code("lost", "misuse | abuse", guid="0f8fad5b-d9cb-469f-a165-70867728950e"),
    Code("'=quoted", "later", near_miss="“Nearly.”\n=1", aliases=("old, name", "@n"), archived=True),
    Code("later"),
]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".json"])
def test_every_field_comes_back(suffix):
    codes, notes = read_codebook("book" + suffix, write_codebook(FULL, suffix))

    assert codes == FULL
    assert notes == []


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".json", ".qdc", ".md", ".docx", ".tex", ".html"])
def test_the_same_codebook_gives_the_same_bytes(suffix):
    assert write_codebook(FULL, suffix) == write_codebook(FULL, suffix)


def test_the_printed_markdown_is_read_back():
    printed = write_codebook(FULL, ".md", counts={"Codings": {"harm": 3}})
    codes, notes = read_codebook("book.md", printed)

    assert {code.name: (code.parent, code.description, code.definition, code.example) for code in codes} == {
        code.name: (code.parent, code.description, code.definition, code.example) for code in FULL if not code.archived
    }
    assert notes == ["book.md: not taken, because a code has no such field: Codings."]


def test_headings_of_other_tools_are_understood():
    data = (
        "Code Name;BRIEF DEFINITION;When to use;Do not use;Color;Weight\r\nharm;Hurting;Always;Never;#abc;3\r\n"
    ).encode("utf-8-sig")

    assert read_codebook("book.csv", data) == (
        [Code("harm", None, "Hurting", "", "Always", "Never", colour="#abc")],
        ["book.csv: not taken, because a code has no such field: Weight."],
    )


def test_windows_text_is_read_and_said():
    codes, notes = read_codebook("book.csv", "code,description\nGefühl,für später\n".encode("cp1252"))

    assert codes == [Code("Gefühl", None, "für später")]
    assert notes == ["book.csv is not in UTF-8; it was read as Windows text (cp1252). Look at its umlauts and accents."]


def test_all_bad_rows_are_named_at_once():
    data = b"code,parent\nharm,\nharm,\n,harm\nmisuse,hram\na,b\nb,a\n\nfine,harm\n"

    with pytest.raises(BadRows) as caught:
        read_codebook("book.csv", data)

    assert caught.value.problems == [
        "row 3: 'harm' is already in row 2. Rename one, or put both in one row.",
        "row 4: the code has no name. Give it one, or delete the row.",
        "row 5: the parent of 'misuse' is not in the file. No code is called 'hram'. Did you mean 'harm'?",
        "row 6: 'a' is, by way of its parents, part of itself. Give it another parent.",
        "row 7: 'b' is, by way of its parents, part of itself. Give it another parent.",
    ]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("book.csv", b"", "book.csv is empty"),
        ("book.csv", b"label 2,words\nx,y\n", "no column 'code'. Its columns are: label 2, words"),
        ("book.csv", b"code,description\n", "headings but no codes"),
        ("book.csv", b'code\n"open\n', "quotation mark that is not closed"),
        ("book.csv", b"code\na,b,c\n", "row 2: it has more cells than there are headings"),
        ("book.csv", b"code,code\na,b\n", "two columns called 'code'"),
        ("book.csv", b"\x00\x01\x02", "not a text file"),
        ("book.xlsx", b"not a zip", "cannot be opened as an Excel file"),
        ("book.json", b"{", "not proper JSON"),
        ("book.json", b"[1]", "must hold a list of objects"),
        ("book.md", b"# Heading\n\nwords\n", "holds no table"),
        ("book.qdc", b"<x", "not a REFI-QDA codebook"),
        ("book.qdc", b"<CodeBook><Codes/></CodeBook>", "holds no code"),
        ("book.pdf", b"%PDF", "cannot be read here"),
    ],
)
def test_a_file_that_is_none_is_answered_by_a_sentence(name, data, says):
    with pytest.raises(WorkbenchError) as caught:
        read_codebook(name, data)

    assert says in str(caught.value)


def test_a_wrong_colour_is_left_out_and_said():
    codes, notes = read_codebook("book.csv", b"code,colour,guid\nharm,crimson,7\n")

    assert codes == [Code("harm")]
    assert notes == [
        "row 2: the colour 'crimson' of 'harm' was left out; write it as #RRGGBB.",
        "row 2: the guid '7' of 'harm' was left out; it is not one.",
    ]


def test_refi_qda_keeps_names_tree_colours_and_words():
    codes, notes = read_codebook("book.qdc", write_codebook(FULL, ".qdc"))

    assert notes == []
    assert [(one.name, one.parent, one.description, one.definition, one.example, one.colour) for one in codes] == [
        (one.name, one.parent, one.description, one.definition, one.example, one.colour)
        for one in [*FULL[:3], FULL[4], FULL[3]]
    ]
    assert (codes[4].near_miss, codes[4].aliases, codes[4].archived) == ("“Nearly.”\n=1", ("old, name", "@n"), True)
    assert codes[2].guid == FULL[2].guid


def test_refi_qda_of_other_tools_is_mended_and_said():
    data = b"""<CodeBook xmlns="urn:QDA-XML:codebook:0:4"><Codes>
      <Code guid="{A}" name="work" isCodable="false" color="#0072B2FF"><Code name="other" color="red"/></Code>
      <Code name="home"><Code name="other"><Description>Rest.</Description></Code></Code>
    </Codes><Sets/></CodeBook>"""

    codes, notes = read_codebook("book.qdc", data)

    assert [(code.name, code.parent, code.description, code.colour) for code in codes] == [
        ("work", None, "", "#0072B2"),
        ("other", "work", "", ""),
        ("home", None, "", ""),
        ("home / other", "home", "Rest.", ""),
    ]
    assert notes == [
        "book.qdc: the colour 'red' of 'other' was left out; it is not #RRGGBB.",
        "book.qdc: a second code called 'other' was taken as 'home / other'.",
    ]


def test_the_printed_codebook_shows_used_fields_and_counts():
    table = codebook_table([Code("b", "a"), Code("a", None, "First.")], {"Codings": {"b": 2}})

    assert table.columns == ("Code", "Part of", "Brief definition", "Codings")
    assert [(row.cells, row.level) for row in table.rows] == [(("a", "", "First.", 0), 0), (("b", "a", "", 2), 1)]


def test_archived_codes_are_named_below_the_printed_codebook_and_not_in_it():
    table = codebook_table([Code("a", archived=True), Code("b", near_miss="Nearly.", aliases=("B", "bee"))])

    assert [(table.columns, row.cells) for row in table.rows] == [
        (("Code", "Near miss", "Other names"), ("b", "Nearly.", "B; bee"))
    ]
    assert table.notes == ("Archived and left out: a.",)
