""".pdf with text."""

import pytest

from workbench.model import WorkbenchError
from workbench.readers import read


def pdf(*pages: list[str]) -> bytes:
    """A PDF of lines of text, one under the other."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
        stream = f"BT /F1 12 Tf 50 750 Td {shown}ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        content = len(objects)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}"
    out += f"trailer << /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{out.rindex('xref')}\n%%EOF"
    return out.encode("latin-1")


def test_lines_of_pages_are_joined_and_what_only_pages_add_is_left_out():
    head = "Harbour Voices, tape 3"
    data = pdf(
        [head, "Interview", "Ann: How was it, when you came to the har-", "bour for the first time, as a boy?", "1/3"],
        [head, "Ben: Good. It rained all", "day.", "Ann: Why?", "2/3"],
        [head, "Ben: It was May.", "3/3"],
    )
    reading = read("a.pdf", data)

    assert reading.text == (
        "Ann: How was it, when you came to the harbour for the first time, as a boy?\n\n"
        "Ben: Good. It rained all day.\n\nAnn: Why?\n\nBen: It was May."
    )
    assert "6 page marks, headers and footers left out: 'Harbour Voices, tape 3', '1/3', '2/3', '3/3'." in str(
        reading.problems[0]
    )


def test_numbers_of_paragraphs_are_left_out():
    alone = pdf(["Ann: How?", "Ben: So. At 7", "7", "Ann: Why?", "Ben: In May.", "1", "2", "3", "4", "5"])
    leading = pdf(["1 Ann: How?", "2 Ben: So.", "3 Ann: Why?", "4 Ben: I was 40", "5 years old."])

    assert read("a.pdf", leading).text == "Ann: How?\n\nBen: So.\n\nAnn: Why?\n\nBen: I was 40 years old."
    assert read("a.pdf", alone).text == "Ann: How?\n\nBen: So. At 7\n\nAnn: Why?\n\nBen: In May."


def test_a_line_that_two_pages_show_is_read_once():
    line = "and that is why I came back to it"

    assert read("a.pdf", pdf(["Ann: Why?", "Ben: I left,", line], [line, "in May.", "Ann: So?", "Ben: Yes."])).text == (
        "Ann: Why?\n\nBen: I left, and that is why I came back to it in May.\n\nAnn: So?\n\nBen: Yes."
    )


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (pdf([]), "its pages hold pictures and no text"),
        (b"%PDF-1.7\nrubbish", "the PDF is damaged"),
        (b"Ann: no", "its name says a PDF, its content is none"),
    ],
)
def test_a_pdf_without_text_is_refused(data, says):
    with pytest.raises(WorkbenchError, match=f"^a\\.pdf: {says}"):
        read("a.pdf", data)


def test_a_header_with_a_dash_is_no_speaker():
    pages = [
        ["Night work - Interview P07", f"I: What about {part}?", "P07: It was long."] for part in ("one", "two", "six")
    ]

    reading = read("a.pdf", pdf(*pages))

    assert reading.text.count("Night work") == 0
    assert len(reading.turns) == 6


def test_a_header_on_both_of_two_pages_is_left_out():
    pages = [[f"Oral History, page {page}", f"Q: What about {page}?", "A: It was long."] for page in (1, 2)]

    assert read("a.pdf", pdf(*pages)).text == (
        "Q: What about 1?\n\nA: It was long.\n\nQ: What about 2?\n\nA: It was long."
    )
