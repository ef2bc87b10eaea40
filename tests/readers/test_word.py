""".docx: bold names, tables, Teams, tracked changes."""

import io
import re
import zipfile

import docx
import pytest

from workbench.readers import read


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_xml(data: bytes, change) -> bytes:
    """The document with its main part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = old.read(info)
            new.writestr(
                info.filename, change(part.decode()).encode() if info.filename == "word/document.xml" else part
            )
    return out.getvalue()


def paragraphs(*texts: str) -> bytes:
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    return saved(document)


def test_paragraphs_with_labels_are_turns():
    reading = read(
        "P1.docx", paragraphs("Ann: How was it?", "Ben: Good.\u00a0 Ef\ufb01cient.", "It rained.", "Ann: So?")
    )

    assert reading.text == "Ann: How was it?\n\nBen: Good. Efficient. It rained.\n\nAnn: So?"
    assert [reading.text[turn.start : turn.end] for turn in reading.turns] == [
        "How was it?",
        "Good. Efficient. It rained.",
        "So?",
    ]


def test_bold_names_are_labels_without_a_colon():
    document = docx.Document()
    document.add_heading("Interview 3")
    for name, words in (("Ann", "How was it?"), ("Ben", "Good."), ("Ann", "And then?"), ("Ben", "It rained.")):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name} ").bold = True
        paragraph.add_run(words)

    reading = read("P1.docx", saved(document))

    assert reading.text == "Ann: How was it?\n\nBen: Good.\n\nAnn: And then?\n\nBen: It rained."
    assert str(reading.problems[0]) == "line 1: Not speech, so not a turn: Interview 3."


def test_a_bold_word_in_some_paragraphs_is_no_name():
    document = docx.Document()
    for number, text in enumerate(
        ["I went home.", "Never again.", "We ate.", "She left.", "Never mind.", "It is late."]
    ):
        paragraph = document.add_paragraph()
        paragraph.add_run(text.split(" ")[0]).bold = number in {1, 4} or None
        paragraph.add_run(" " + text.split(" ", 1)[1])

    reading = read("P1.docx", saved(document))

    assert reading.speakers == []
    assert len(reading.turns) == 6


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (
            ("Time", "Speaker", "Transcript"),
            [("0:05", "Ann", "How?"), ("0:07", "Ben", "So."), ("0:09", "Ben", "And so.")],
        ),
        (
            None,
            [
                ("0:05", "Ann:", "How?"),
                ("0:07", "Ben:", "So, I think."),
                ("0:09", "Ann:", "Why?"),
                ("0:11", "Ben:", "Hm."),
            ],
        ),
        (None, [("I", "How?"), ("B", "So."), ("I", "Why?"), ("B", "Because of it.")]),
    ],
)
def test_rows_of_a_table_are_turns(header, rows, said):
    document = docx.Document()
    document.add_paragraph("Interview 3")
    table = document.add_table(0, len(rows[0]))
    for row in [header, *rows] if header else rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text

    reading = read("P1.docx", saved(document))

    expected = [(row[-2].rstrip(":"), row[-1]) for row in rows]
    joined = [*expected[:1], ("Ben", "So. And so.")] if header else expected
    assert said(reading) == joined
    assert reading.turns[0].start_time == (5.0 if len(rows[0]) == 3 else None)
    assert any("Outside of the table, so not a turn: Interview 3" in str(problem) for problem in reading.problems)


def test_a_table_of_facts_is_no_table_of_turns():
    document = docx.Document()
    table = document.add_table(0, 2)
    for fact in (("Date", "3 May"), ("Place", "her kitchen"), ("Length", "40 minutes")):
        for cell, text in zip(table.add_row().cells, fact, strict=True):
            cell.text = text
    for text in ("Ann: How was it?", "Ben: Good.", "Ann: And?", "Ben: It rained."):
        document.add_paragraph(text)

    assert read("P1.docx", saved(document)).text == "Ann: How was it?\n\nBen: Good.\n\nAnn: And?\n\nBen: It rained."


def test_name_and_time_before_a_line_break_are_teams_labels():
    document = docx.Document()
    document.add_paragraph("Ann Lee started transcription")
    for name, time, words in (("Ann Lee", "0:03", "How was it?"), ("Ben", "0:09", "Good."), ("Ben", "1:00:14", "Wet.")):
        paragraph = document.add_paragraph()
        paragraph.add_run(name).bold = True
        paragraph.add_run(f"   {time}").add_break()
        paragraph.add_run(words)

    reading = read("t.docx", saved(document))

    assert reading.text == "Ann Lee: How was it?\n\nBen: Good. Wet."
    assert [turn.start_time for turn in reading.turns] == [3.0, 9.0]


def test_tracked_changes_are_taken_as_accepted_and_counted():
    insert = '<w:ins w:id="1"><w:r><w:t>very </w:t></w:r></w:ins>'
    insert += '<w:del w:id="2"><w:r><w:delText>not </w:delText></w:r></w:del>'
    data = with_xml(
        paragraphs("Ann: It was XX good.", "Ben: Yes."),
        lambda xml: xml.replace("XX good.</w:t></w:r>", f"</w:t></w:r>{insert}<w:r><w:t>good.</w:t></w:r>", 1),
    )
    reading = read("P1.docx", data)

    assert reading.text == "Ann: It was very good.\n\nBen: Yes."
    assert [str(problem) for problem in reading.problems[:2]] == [
        "1 tracked insertions taken as accepted, so their words are in.",
        "1 tracked deletions taken as accepted, so their words are out.",
    ]


def test_words_inside_content_controls_are_read():
    wrap = r"<w:sdt><w:sdtContent>\1</w:sdtContent></w:sdt>"
    data = with_xml(
        paragraphs("Ann: How was it?", "Ben: Good."), lambda xml: re.sub(r"(<w:p>.*?</w:p>)", wrap, xml, count=1)
    )

    assert read("P1.docx", data).text == "Ann: How was it?\n\nBen: Good."


def test_cells_that_go_over_several_columns_or_rows_and_a_title_above_are_read(said):
    document = docx.Document()
    rows = [("Interview 3", "", ""), ("No.", "Speaker", "Transcript"), ("1", "Ann", "How was it?"), ("2", "Ben", "So.")]
    table = document.add_table(0, 3)
    for row in [*rows, ("3", "", "Good, I think."), ("4", "Ann", "Why?"), ("5", "Ben", "Hm.")]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.cell(0, 0).merge(table.cell(0, 2))
    table.cell(3, 1).merge(table.cell(4, 1))
    reading = read("P1.docx", saved(document))

    assert said(reading) == [("Ann", "How was it?"), ("Ben", "So. Good, I think."), ("Ann", "Why?"), ("Ben", "Hm.")]
    assert any("Above the table, so not read: 'Interview 3'" in str(problem) for problem in reading.problems)


def test_a_form_with_questions_and_answers_side_by_side(said):
    document = docx.Document()
    table = document.add_table(0, 2)
    rows = [
        ("How was it?", "It was good, I think."),
        ("Why?", "Because of the rain."),
        ("And now?", "No more of that."),
    ]
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text

    assert said(read("P1.docx", saved(document))) == [
        one for asked, answer in rows for one in (("Question", asked), (None, answer))
    ]


def test_questions_in_italics_are_one_speakers(said):
    document = docx.Document()
    for at, words in enumerate(("How was it?", "Good.", "Why?", "It rained.", "And now?", "Now it is dry.")):
        document.add_paragraph().add_run(words).italic = at % 2 == 0

    assert [speaker for speaker, _ in said(read("P1.docx", saved(document)))] == ["Speaker 1", "Speaker 2"] * 3


def test_symbols_of_fonts_and_emoji_are_kept(said):
    symbols = (
        '<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r><w:r><mc:AlternateContent '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="w16se">'
        '<e:symEx xmlns:e="http://schemas.microsoft.com/office/word/2015/wordml/symex" e:char="1F60A"/></mc:Choice>'
        "<mc:Fallback><w:t>?</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )
    data = with_xml(
        paragraphs("Ann: How?", "Ben: So", "Ann: Why?", "Ben: Hm."),
        lambda xml: xml.replace("So</w:t></w:r>", "So</w:t></w:r>" + symbols),
    )

    assert said(read("P1.docx", data))[1] == ("Ben", "So☺\U0001f60a")
