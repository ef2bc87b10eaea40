""".pdf with text."""

from collections.abc import Iterable

import pytest

from workbench.model import WorkbenchError
from workbench.readers import read


def pdf(*pages: list[str]) -> bytes:
    """A PDF of lines of text, one under the other."""
    return _made("/F1 12 Tf 50 750 Td " + "".join(f"({line}) Tj 0 -14 Td " for line in lines) for lines in pages)


def placed(*pages: list[tuple[str, int, str]]) -> bytes:
    """A PDF of words that each begin at their own place of a new or (where they follow "+") the same line.

    Each is font (F1, or F2 that is bold), place from the left, words.
    """
    streams = []
    for words in pages:
        height, shown = 764, ""
        for font, left, text in words:
            height -= 0 if text.startswith("+") else 14
            shown += f"/{font} 12 Tf 1 0 0 1 {left} {height} Tm ({text.removeprefix('+')}) Tj "
        streams.append(shown)
    return _made(streams)


def _made(streams: Iterable[str]) -> bytes:
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", font, font.replace("Helvetica", "Helvetica-Bold")]
    kids = []
    for shown in streams:
        stream = f"BT {shown}ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        content = len(objects)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
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


def test_letters_that_a_font_does_not_name_are_no_words():
    with pytest.raises(WorkbenchError, match="its fonts do not say which letters they show"):
        read("a.pdf", pdf(["aaa aaaaa: aa aaa aaaa aa a. " * 10]))
    assert read("a.pdf", pdf(["I: How was it?", "P4: Good" + "." * 300])).speakers == ["I", "P4"]


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


def cell(left: int, *lines: str) -> list[tuple[str, int, str]]:
    return [("F1", left, line) for line in lines]


def test_words_in_columns_are_rows_of_turns(said):
    head = [*cell(50, "Harbour Voices"), *cell(50, "When"), *cell(120, "+Words"), *cell(400, "+Who")]
    first = [
        *head, *cell(50, "0:03"), *cell(120, "+How was it, when you came to the har-", "bour?"), *cell(400, "Ann Lee"),
        *cell(50, "0:09"), *cell(120, "+Good. I needed one thing: a bed", "and a door."), *cell(400, "Ben Ray"),
        *cell(50, "0:15"), *cell(120, "+Why?"), *cell(400, "+Ann Lee"), *cell(50, "0:21"), *cell(120, "+It rained"),
        *cell(400, "+Ben Ray"),
    ]  # fmt: skip
    second = [
        *head, *cell(120, "all day."),
        *cell(50, "0:30"), *cell(120, "+And then?"), *cell(400, "+Ann Lee"),
    ]  # fmt: skip
    reading = read("a.pdf", placed(first, second))

    assert said(reading) == [
        ("Ann Lee", "How was it, when you came to the harbour?"),
        ("Ben Ray", "Good. I needed one thing: a bed and a door."),
        ("Ann Lee", "Why?"),
        ("Ben Ray", "It rained all day."),
        ("Ann Lee", "And then?"),
    ]
    assert [turn.start_time for turn in reading.turns] == [3.0, 9.0, 15.0, 21.0, 30.0]
    assert "Read as a table, whose columns are where words begin on the pages." in [
        one.says for one in reading.problems
    ]


def test_names_in_a_margin_or_in_bold_are_speakers(said):
    talk = [
        ("I", "How did you come to the harbour?"),
        ("P3", "By boat."),
        ("I", "Why?"),
        ("P3", "For work: a"),
        ("", "lot."),
    ]
    margin = [
        one for who, words in talk for one in (*(cell(50, who) if who else []), *cell(90, "+" * bool(who) + words))
    ]
    bold = [
        one for who, words in talk for one in (("F2", 50, who and f"{who} Lee "), ("F1", 100, "+" * bool(who) + words))
    ]

    for name, data in (("", placed(margin)), (" Lee", placed(bold[:-2] + bold[-1:]))):
        assert said(read("a.pdf", data)) == [
            (f"I{name}", "How did you come to the harbour?"),
            (f"P3{name}", "By boat."),
            (f"I{name}", "Why?"),
            (f"P3{name}", "For work: a lot."),
        ]


def test_a_name_at_the_top_of_pages_is_no_header(said):
    talk = ["Ann", "How was year {}?", "Ben", "It rained in May, and in June as well.", "Ann", "Hm?", "Ben", "In {}."]
    pages = [[line.format(year) for line in talk] for year in ("one", "two", "three")]

    assert len(read("a.pdf", pdf(*pages)).turns) == 12


def test_a_short_header_of_two_pages_is_left_out(said):
    reading = read(
        "a.pdf", pdf(["Confidential", "I: How so?", "R: By boat. It took"], ["Confidential", "a week.", "I: Eh?"])
    )

    assert said(reading) == [("I", "How so?"), ("R", "By boat. It took a week."), ("I", "Eh?")]


HEAD = [*cell(50, "When"), *cell(120, "+Who"), *cell(200, "+Words"), *cell(400, "+Codes")]


def row(time: str, who: str, *words: str, note: str = "") -> list[tuple[str, int, str]]:
    placed_note = cell(400, "+" + note) if note else []
    return [*cell(50, time), *cell(120, "+" + who), *cell(200, "+" + words[0]), *placed_note, *cell(200, *words[1:])]


def test_a_row_that_two_pages_share_is_one_and_repeated_headings_are_none(said):
    pages = [
        [*HEAD, *row("0:03", "Ann", "How was it?"), *row("0:05", "Ben", "It rained", "for", note="rain")],
        [*HEAD, *cell(200, "Days, and it was cold."), *row("0:15", "Ann", "Why?"), *row("0:17", "Ben", "No idea.")],
        [*HEAD, *row("0:19", "Ann", "So?", note="ask"), *row("0:25", "Ben", "So we stayed.", note="place")],
    ]
    reading = read("a.pdf", placed(*pages))

    assert said(reading) == [
        ("Ann", "How was it?"),
        ("Ben", "It rained for Days, and it was cold."),
        ("Ann", "Why?"),
        ("Ben", "No idea."),
        ("Ann", "So?"),
        ("Ben", "So we stayed."),
    ]
    assert [turn.start_time for turn in reading.turns] == [3.0, 5.0, 15.0, 17.0, 19.0, 25.0]


def test_columns_of_a_page_may_each_be_a_speakers(said):
    def both(asked: str, answer: str) -> list[tuple[str, int, str]]:
        return [*cell(50, asked), *cell(300, "+" + answer)]

    head = both("Interviewer", "Respondent")
    pages = [
        [*head, *both("How was it there?", "It was good: and"), *both("And why did", "It")],
        [*head, *both("it rain?", "rains in May."), *both("And then?", "We did stay.")],
    ]

    assert said(read("a.pdf", placed(*pages))) == [
        ("Interviewer", "How was it there?"),
        ("Respondent", "It was good: and"),
        ("Interviewer", "And why did it rain?"),
        ("Respondent", "It rains in May."),
        ("Interviewer", "And then?"),
        ("Respondent", "We did stay."),
    ]


def test_facts_above_a_table_are_no_turns(said):
    facts = [("Date", "3 May 2026"), ("Place", "Harbour"), ("Interviewer", "Ann")]
    talk = [("INT", "How was it?"), ("P4", "It rained for days and days."), ("INT", "Why?"), ("P4", "It was May.")]
    page = [one for who, words in [*facts, *talk, *talk] for one in (*cell(50, who), *cell(160, "+" + words))]
    reading = read("a.pdf", placed(page))

    assert said(reading) == talk * 2


def test_bold_paragraphs_that_ask_are_one_speakers(said):
    talk = ["How did you come?", "By boat: a week.", "And then?", "We stayed.", "Why?", "For work."]
    page = [("F1" if at % 2 else "F2", 50, words) for at, words in enumerate(talk)]

    assert said(read("a.pdf", placed(page))) == [(f"Speaker {1 + at % 2}", words) for at, words in enumerate(talk)]
    broken = [
        ("F2", 50, "How did you"),
        ("F2", 50, "come?"),
        *page[1:2],
        ("F2", 50, "And"),
        ("F2", 50, "then?"),
        *page[3:],
    ]
    assert said(read("a.pdf", placed(broken))) == [(f"Speaker {1 + at % 2}", words) for at, words in enumerate(talk)]


def test_a_header_with_a_colon_on_every_page_is_no_speaker(said):
    pages = [["Confidential: Interview 4", f"I: What about {part}?", "P4: It was long."] for part in ("a", "b", "c")]

    assert {speaker for speaker, _ in said(read("a.pdf", pdf(*pages)))} == {"I", "P4"}


def test_hyphens_at_the_ends_of_lines_stay_where_words_have_them(said):
    page = [
        "I: Was the model pre-",
        "trained in the mid-",
        "80s, or was it re-",
        "tired?",
        "P4: It was pre-trained.",
        "I: Vor-",
        "und Name?",
    ]

    assert said(read("a.pdf", pdf(page))) == [
        ("I", "Was the model pre-trained in the mid-80s, or was it retired?"),
        ("P4", "It was pre-trained."),
        ("I", "Vor- und Name?"),
    ]


def test_a_bold_name_is_one_also_where_a_word_is_broken_or_it_stands_in_capitals(said):
    page = [
        *[("F2", 50, "Ann Lee "), ("F1", 110, "+How did you come to the har-"), ("F1", 50, "bour?")],
        *[("F2", 50, "BO "), ("F1", 110, "+By boat, and it took us a week and a day in all.")],
        *[("F2", 50, "AL "), ("F1", 110, "+Why?"), ("F2", 50, "BO "), ("F1", 110, "+For work, and because of her.")],
    ]

    assert said(read("a.pdf", placed(page))) == [
        ("Ann Lee", "How did you come to the harbour?"),
        ("BO", "By boat, and it took us a week and a day in all."),
        ("AL", "Why?"),
        ("BO", "For work, and because of her."),
    ]
