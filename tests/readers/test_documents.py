""".odt, .rtf and .html: paragraphs to turns."""

import io
import time
import zipfile
from contextlib import suppress

import pytest

from workbench.model import WorkbenchError
from workbench.readers import read

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)
ASKED = "Ann: How was it?\n\nBen: Good, I think.\n\nAnn: Why?\n\nBen: It rained."


def odt(body: str) -> bytes:
    out = io.BytesIO()
    bold = '<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>'
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(
            "content.xml",
            f"<office:document-content {NAMESPACES}><office:automatic-styles>{bold}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
    return out.getvalue()


def rtf(body: str) -> bytes:
    return (r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial Cyr;}}\f0 " + body + "}").encode(
        "ascii"
    )


def test_odt_labels_blanks_and_bold_names():
    body = (
        "<text:h>Interview 3</text:h><text:p>Ann:<text:s text:c='2'/>How was<text:line-break/>it?</text:p>"
        "<text:list><text:list-item><text:p>Ben: Good,<text:tab/>I think.<text:note>1</text:note></text:p>"
        "</text:list-item></text:list><text:p>Ann: Why?</text:p><text:p>Ben: It rained.</text:p>"
    )
    bold = "".join(
        f"<text:p><text:span text:style-name='B'>{name}</text:span> {words}</text:p>"
        for name, words in (("Ann", "How was it?"), ("Ben", "Good, I think."), ("Ann", "Why?"), ("Ben", "It rained."))
    )

    reading = read("a.odt", odt(body))

    assert reading.text == ASKED
    assert str(reading.problems[0]) == "1 footnotes or endnotes left out."
    assert read("a.odt", odt(bold)).text == ASKED


def test_odt_rows_of_a_table_are_turns():
    rows = (
        ("0:05", "Ann", "How was it?"),
        ("0:07", "Ben", "Good, I think."),
        ("0:09", "Ann", "Why?"),
        ("0:11", "Ben", "It rained."),
    )
    cells = (
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    reading = read("a.odt", odt(f"<table:table>{''.join(cells)}</table:table>"))

    assert reading.text == ASKED
    assert [turn.start_time for turn in reading.turns] == [5.0, 7.0, 9.0, 11.0]


def test_cells_that_others_cover_are_empty_ones():
    rows = (
        "<table:table-cell>{0}</table:table-cell>"
        "<table:table-cell table:number-rows-spanned='2'>{1}</table:table-cell>",
        "<table:table-cell>{0}</table:table-cell><table:covered-table-cell/>",
    )
    body = "".join(
        "<table:table-row>"
        + (rows[words == "I think."]).format("<text:p>0:05</text:p>", f"<text:p>{name}</text:p>")
        + f"<table:table-cell><text:p>{words}</text:p></table:table-cell></table:table-row>"
        for name, words in (
            ("Ann", "How was it?"),
            ("Ben", "Good,"),
            ("", "I think."),
            ("Ann", "Why?"),
            ("Ben", "It rained."),
        )
    )
    page = (
        "<table><tr><td colspan=3>Interview 3</td></tr><tr><td>1<td>Ann<td>How was it?</tr>"
        "<tr><td rowspan=2>2<td rowspan=2>Ben<td>Good,</tr><tr><td>I think.</tr><tr><td>3<td>Ann<td>Why?</tr>"
        "<tr><td>4<td>Ben<td>It rained.</tr></table>"
    )

    assert read("a.odt", odt(f"<table:table>{body}</table:table>")).text == ASKED
    assert read("a.html", f"<html><body>{page}</body></html>".encode()).text == ASKED


def test_rtf_numbers_of_a_list_are_no_words_and_an_emoji_in_halves_is_one():
    body = r"{\listtext 1.\tab}Ann: How?\par {\listtext 2.\tab}Ben: So \uc0 \u55357\uc1 \u56842\'3f.\par "
    body += r"Ann: Why?\par Ben: No."

    assert read("a.rtf", rtf(body)).text == "Ann: How?\n\nBen: So \U0001f60a.\n\nAnn: Why?\n\nBen: No."


def test_rtf_words_in_all_their_spellings():
    body = (
        r"{\header Page 1\par}{\s1\b Interview 3\par}\pard Ann: How was\line it?\par "
        r"Ben: Good,{\*\comment no} {\b I} think.\par "
        r"Ann: Why?{\footnote so}\par Ben: It rained.\par {\pict 0102}"
    )
    signs = (
        r"Ann: \'93caf\'e9\'94\par Ben: \u8220?na\u239\'efve\u8221?\~\u-10179?\u-8694?\par "
        r"Ann: {\f1\'cf\'f0}\par Ben: \{no\}\emdash ok"
    )

    reading = read("a.rtf", rtf(body))

    assert reading.text == ASKED
    assert [str(problem) for problem in reading.problems[:2]] == ["1 notes left out.", "1 pictures left out."]
    assert read("a.rtf", rtf(signs)).text == "Ann: “café”\n\nBen: “naïve” 😊\n\nAnn: Пр\n\nBen: {no}—ok".replace(
        "😊", "\U0001f60a"
    )


def test_rtf_rows_of_a_table_are_turns():
    rows = (("Ann", "How was it?"), ("Ben", "Good, I think."), ("Ann", "Why?"), ("Ben", "It rained."))
    body = "".join(rf"\trowd\intbl {name}\cell {words}\cell\row " for name, words in rows)

    assert read("a.rtf", rtf(body + r"\pard End.\par")).text == ASKED
    assert read("a.rtf", rtf(body.replace("I think", r"\par I think") + r"\pard End.\par")).text == ASKED


@pytest.mark.parametrize(
    "body",
    [
        "<p>Ann: How was it?</p><p>Ben: Good,&nbsp;I <i>think</i>.</p><div>Ann: Why?</div>Ben: It rained.",
        "<p><b>Ann</b> How was it?</p><p><b>Ben</b> Good, I think.</p>"
        "<p><b>Ann</b> Why?</p><p><strong>Ben</strong> It rained.</p>",
        "Ann: How was it?<br>Ben: Good, I think.<br/>Ann: Why?<br>Ben: It rained.",
        "<table><tr><td>Ann</td><td>How was it?</td></tr><tr><td>Ben</td><td>Good, I think.</td></tr>"
        "<tr><td>Ann</td><td>Why?</td></tr><tr><td>Ben</td><td>It rained.</td></tr></table>",
        "<cite>Ann:</cite><time>0:00</time><p>How was it?</p><cite>Ben:</cite><time>0:03</time><p>Good, I think.</p>"
        "<cite>Ann:</cite><time>0:05</time><p>Why?</p><cite>Ben:</cite><time>0:06</time><p>It rained.</p>",
        "<h1>Interview 3</h1><nav>Home</nav><script>var x='Ann: no'</script><!-- Ann: no --><p>Ann: How was it?</p>"
        "<p>Ben: Good,\n I think.</p><p>Ann: Why?</p><p>Ben: It rained.</p>",
    ],
)
def test_html_in_several_shapes(body):
    reading = read("a.html", f"<!DOCTYPE html><html><body>{body}</body></html>".encode())

    assert reading.text == ASKED
    assert reading.format == "html"
    if "<time>" in body:
        assert [turn.start_time for turn in reading.turns] == [0.0, 3.0, 5.0, 6.0]


def test_html_is_read_in_the_encoding_that_it_names():
    page = "<html><head><meta charset='iso-8859-7'></head><body><p>Ann: Καλά;</p><p>Ben: Ναι.</p></body></html>"

    assert read("a.html", page.encode("iso-8859-7")).text == "Ann: Καλά;\n\nBen: Ναι."


def test_groups_without_end_are_refused():
    with pytest.raises(WorkbenchError, match=r"a\.rtf: the file is damaged: its groups never end"):
        read("a.rtf", rtf("{" * 5000))


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td>" * 3000 + "x",
        "<div>" * 50_000 + "x",
        "<b>" * 50_000 + "x",
        "<tr><td>x" * 10_000,
        "a<br>" * 20_000,
    ],
)
def test_hostile_pages_are_read_or_refused_soon(body):
    began = time.process_time()
    with suppress(WorkbenchError):
        read("a.html", f"<html><body><p>Ann: yes</p>{body}".encode())
    assert time.process_time() - began < 5


def test_rtf_paragraphs_of_textedit_end_in_a_backslash():
    body = "Ann: How?\\\n\\\nBen: So.\\\r\n\\\r\nAnn: Eh?"

    assert read("a.rtf", rtf(body)).text == "Ann: How?\n\nBen: So.\n\nAnn: Eh?"
