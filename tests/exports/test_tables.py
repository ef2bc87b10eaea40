"""One table, seven files: whole, the same every time, and harmless whatever people wrote into it."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from datetime import datetime

import docx
import openpyxl
import pytest

from workbench.exports.tables import WRITERS, Row, Table, guard, to_csv, to_json, to_md, unguard, write_table
from workbench.exports.tables.xlsx import LONGEST
from workbench.exports.theme_table import theme_table
from workbench.model import WorkbenchError

from .reports import open_models

TABLE = Table(
    "Themes",
    ("Theme", "Participants", "Alpha", "Quotes"),
    (
        Row(("Harm", 16, 0.81234, "“One.” (P01)\n“Two.” (P02)")),
        Row(("Who answers", 9, None, "“Three | four.” (P03)"), 1, "Harm"),
    ),
    "N = 19 participants.",
    ("Counts include sub-themes.",),
)

KEYS = [*TABLE.columns, "part of"]

HOSTILE = [
    r"\input{/etc/passwd} \\ $x^2$ 50 % & ~ ^ _ # {a} [b] *c* -- --- `` '' << >> ,, ?` !`",
    "<script>alert(1)</script> =cmd|' /C calc'!A0 ](javascript:alert(1)) <br>",
    '=HYPERLINK("http://example.org")',
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "αβγ ≤ שלום 🙂 世界 Привет Łódź ½ “q” … \u202e",
    "Donaudampfschifffahrtsgesellschaft" * 4 + " https://a.b/c_d/e?f=g&h=i#j" + "-" * 90,
    "\x00\x07 \ufeff\ufffe \ud800",
    "",
    "[…] begins with a bracket",
    "* begins with a star",
    "word " * 2500,
]


def hostile() -> Table:
    rows = [Row((text, place, text, f"{text}\n{text}", 0.5), place % 3) for place, text in enumerate(HOSTILE)]
    return Table(HOSTILE[0], ("[First]", "n", HOSTILE[1], "Long_name_of_a_column", "κ & α"), tuple(rows), HOSTILE[0])


def test_csv_has_numbers_line_breaks_and_what_a_row_is_part_of():
    assert to_csv(TABLE).decode() == (
        "Theme,Participants,Alpha,Quotes,part of\n"
        'Harm,16,0.81234,"“One.” (P01)\n“Two.” (P02)",\n'
        "Who answers,9,,“Three | four.” (P03),Harm\n"
    )


def test_json_holds_the_whole_table():
    assert json.loads(to_json(TABLE)) == {
        "title": "Themes",
        "caption": "N = 19 participants.",
        "notes": ["Counts include sub-themes."],
        "columns": ["Theme", "Participants", "Alpha", "Quotes"],
        "rows": [
            {
                "Theme": "Harm",
                "Participants": 16,
                "Alpha": 0.81234,
                "Quotes": "“One.” (P01)\n“Two.” (P02)",
                "part of": None,
            },
            {
                "Theme": "Who answers",
                "Participants": 9,
                "Alpha": None,
                "Quotes": "“Three | four.” (P03)",
                "part of": "Harm",
            },
        ],
    }


def test_markdown_escapes_pipes_and_keeps_lines():
    assert to_md(TABLE).decode() == (
        "**Themes**\n\n"
        "| Theme | Participants | Alpha | Quotes |\n"
        "| --- | ---: | ---: | --- |\n"
        "| Harm | 16 | 0.812 | “One.” (P01)<br>“Two.” (P02) |\n"
        "| &emsp;Who answers | 9 |  | “Three \\| four.” (P03) |\n\n"
        "Counts include sub-themes.\n\n"
        "N = 19 participants.\n"
    )


@pytest.mark.parametrize("text", [*HOSTILE, "'=1", "''=1", "'tis", "＝1"])
def test_a_guarded_text_is_no_formula_and_comes_back(text):
    assert not re.match(r"[=+\-@\t\r＝]", guard(text))
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_same_table_gives_the_same_bytes(suffix):
    assert write_table(hostile(), suffix) == write_table(hostile(), suffix)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_no_time_of_writing_is_kept(suffix):
    with zipfile.ZipFile(io.BytesIO(write_table(TABLE, suffix))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert str(datetime.now().year) not in archive.read("docProps/core.xml").decode()


def test_a_spreadsheet_holds_words_and_numbers_but_no_formula():
    book = openpyxl.load_workbook(io.BytesIO(write_table(hostile(), "xlsx")))
    cells = [cell for row in book["Table"].iter_rows(min_row=2) for cell in row]

    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}
    assert [cell.value for cell in book["Table"]["A"][3:7]] == HOSTILE[2:6]
    assert all(cell.hyperlink is None for cell in cells)


def test_a_spreadsheet_keeps_its_headings_in_view_and_its_caption_beside():
    book = openpyxl.load_workbook(io.BytesIO(write_table(TABLE, "xlsx")))

    assert book["Table"].freeze_panes == "A2"
    assert [cell.value for cell in book["Table"][1]] == ["Theme", "Participants", "Alpha", "Quotes", "part of"]
    assert [row[0].value for row in book["About"].iter_rows()] == [
        "Themes",
        "N = 19 participants.",
        "Counts include sub-themes.",
    ]


def test_a_text_too_long_for_a_cell_is_cut_and_says_so():
    table = Table.of("", ["a"], [["x" * (LONGEST + 1)]])
    value = openpyxl.load_workbook(io.BytesIO(write_table(table, "xlsx")))["Table"]["A2"].value

    assert len(value) == LONGEST
    assert value.endswith("x […]")


def test_word_gets_a_real_table_whose_heading_repeats():
    document = docx.Document(io.BytesIO(write_table(TABLE, "docx")))
    (grid,) = document.tables

    assert [[cell.text for cell in row.cells] for row in grid.rows] == [
        ["Theme", "Participants", "Alpha", "Quotes"],
        ["Harm", "16", "0.812", "“One.” (P01)\n“Two.” (P02)"],
        ["Who answers", "9", "", "“Three | four.” (P03)"],
    ]
    assert grid.rows[0]._tr.trPr.xpath("w:tblHeader")
    assert [one.text for one in document.paragraphs if one.text] == [
        "Themes",
        "Counts include sub-themes.",
        "N = 19 participants.",
    ]
    assert grid.cell(2, 0).paragraphs[0].paragraph_format.left_indent.pt == 10


def test_a_table_of_many_columns_lies_on_its_side():
    wide = docx.Document(io.BytesIO(write_table(theme_table(open_models()), "docx"))).sections[0]
    small = docx.Document(io.BytesIO(write_table(TABLE, "docx"))).sections[0]

    assert (wide.page_width > wide.page_height, small.page_width > small.page_height) == (True, False)


def test_word_shows_what_was_written():
    document = docx.Document(io.BytesIO(write_table(hostile(), "docx")))

    assert document.tables[0].cell(2, 0).text == HOSTILE[1]


def test_html_shows_what_was_written_and_does_nothing():
    page = write_table(hostile(), "html").decode()

    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "http-equiv" not in page
    assert "src=" not in page


def test_a_notebook_shows_the_table():
    assert '<table class="workbench">' in TABLE._repr_html_()


TEX = r"""\documentclass{article}
\usepackage[a4paper,margin=2.5cm]{geometry}
\usepackage{iftex,array,booktabs,longtable,pdflscape}
\ifpdftex\usepackage[T1]{fontenc}\fi
\begin{document}\input{hostile}\input{themes}\input{small}\end{document}
"""


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["pdflatex", "xelatex"])
def test_latex_compiles_without_a_warning(engine, tmp_path):
    if shutil.which(engine) is None:
        pytest.skip(f"{engine} is not installed")
    (tmp_path / "paper.tex").write_text(TEX)
    for name, table in (("hostile", hostile()), ("themes", theme_table(open_models())), ("small", TABLE)):
        (tmp_path / f"{name}.tex").write_bytes(write_table(table, "tex"))
    for _ in range(2):
        run = [engine, "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
        done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, errors="replace", check=False)
    log = (tmp_path / "paper.log").read_text(errors="replace")

    assert done.returncode == 0, log[-2000:]
    assert [line for line in log.splitlines() if re.search("Warning|Overfull|Underfull|Missing char", line)] == []


def test_latex_reads_no_file_that_a_transcript_names():
    written = write_table(hostile(), "tex").decode()

    assert r"\input" not in written.replace(r"\input{THIS FILE}", "")
    assert r"\textbackslash{}input\{" in written


def test_columns_are_chosen_by_name():
    assert TABLE.select(["Quotes", "Theme"]).rows[1] == Row(("“Three | four.” (P03)", "Who answers"), 1, "Harm")
    assert TABLE.column("Participants") == (16, 9)


def test_an_empty_table_can_be_written_everywhere():
    empty = Table.of("Nothing yet", ["Code", "Count"], [])

    assert all(write_table(empty, suffix) for suffix in WRITERS)


def test_an_unknown_ending_is_answered_by_those_there_are():
    with pytest.raises(WorkbenchError, match=r"cannot be written as '\.odt'.*\.csv, \.xlsx"):
        write_table(TABLE, "odt")


def test_a_row_of_the_wrong_length_is_a_mistake_at_once():
    with pytest.raises(ValueError, match="Row 1 has 1 cells"):
        Table.of("", ["a", "b"], [["only one"]])
