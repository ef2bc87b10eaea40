"""Whatever a transcript or a name holds is shown as it stands, on every page, and nothing of it is run."""

import pytest
from playwright.sync_api import expect

from workbench import Study

pytestmark = pytest.mark.e2e

WORDS = {
    "script": "<script>window.hit = 1</script><img src=x onerror='window.hit = 2'>",
    "markdown": "**bold** [link](http://example.org) :red[colour] :material/bolt: $x^2$ # head ~~gone~~ `code`",
    "formula": '=HYPERLINK("http://example.org";"click") | a | b |',
    "arabic": "لم يسألني أحد، <b>فسقيتها</b> بنفسي.",
    "emoji": "A farmer 👩‍🌾 and a flag 🇩🇪 with e\u0301 accents 𝒳 &amp; &lt;",
}
CODE = "<b>x</b> & *y* :red[z]"
THEME = "**T** <i>t</i> $a$ :smile: [l](u)"
PERSON = "P_1 <u>u</u> *p*"
NAME = "a_b <i>c *d*"


@pytest.fixture
def hostile(tmp_path):
    """A study in which every name and every word means mischief; its file."""
    file = tmp_path / "hostile.study"
    with Study.create(file, title="<h1>Big</h1> *title* $e$", coder="Ana") as study:
        said = "\n\n".join(f"P1: {words}" for words in WORDS.values())
        study.transcripts.import_bytes(f"{NAME}.txt", f"I: So?\n\n{said}\n".encode())
        [person] = study.participants
        study.participants.edit(person.name, new_name=PERSON)
        [transcript] = study.transcripts
        study.codebook.add(CODE, description="<script>window.hit = 3</script> **definition**")
        for coder in ("Ana", "<b>Ben</b>"):
            study.coder = coder
            for turn in transcript.turns[1:]:
                if coder == "Ana" or turn.start % 2:
                    study.codings.add(transcript.name, turn.start, turn.end, CODE)
        study.themes.add(THEME, definition="<b>d</b> **e** $f$", codes=[CODE])
    return file


def test_the_coding_view_shows_words_as_they_stand(hostile, serve, desk, page, stored):
    desk.open(serve(hostile), "code")
    for words in WORDS.values():
        expect(desk.turn(words).locator(".wb-words")).to_have_text(words)
    expect(desk.codings().first.locator(".wb-name")).to_have_text(CODE)
    expect(page.get_by_test_id("code-tree").get_by_role("treeitem")).to_contain_text(CODE)
    assert page.evaluate("window.hit") is None


def test_a_passage_is_coded_to_the_grapheme(hostile, serve, desk, page, stored):
    desk.open(serve(hostile), "code")
    desk.select(desk.turn("A farmer"), "👩‍🌾", "🇩🇪")
    desk.type_code("of the field")
    desk.saved()
    desk.select(desk.turn("لم يسألني"), "<b>", "</b>")
    desk.type_code("of the water")
    desk.saved()
    quotes = {one.code: one.quote for one in stored(hostile, lambda study: list(study.codings))}
    assert quotes["of the field"] == "👩‍🌾 and a flag 🇩🇪"
    assert quotes["of the water"] == "<b>فسقيتها</b>"


def test_every_page_shows_names_and_words_as_they_stand(hostile, serve, desk, page):
    address = serve(hostile)
    desk.open(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("<h1>Big</h1> *title* $e$")

    desk.open(address, "transcripts")
    desk.row(NAME).click()
    expect(page.get_by_role("heading", name=NAME, exact=True)).to_be_visible()
    expect(page.get_by_text("P1 · 5 turns", exact=True)).to_be_visible()

    desk.open(address, "codebook")
    expect(page.get_by_role("heading", level=3)).to_have_text(CODE)
    for words in WORDS.values():
        expect(page.get_by_test_id("passage").filter(has_text=words).first).to_be_visible()
    expect(page.get_by_test_id("passage-about").first).to_contain_text(PERSON)

    desk.open(address, "themes")
    expect(page.get_by_role("heading", level=3)).to_have_text(THEME)
    expect(page.get_by_role("paragraph").filter(has_text="<b>d</b> **e** $f$")).to_be_visible()
    expect(page.get_by_test_id("passage").first).to_contain_text(CODE)
    page.locator(".js-plotly-plot").wait_for()

    desk.open(address, "agreement")
    desk.row(CODE).click()
    expect(page.get_by_role("heading", level=3)).to_have_text(CODE)
    expect(page.get_by_test_id("passage-about").first).to_contain_text("not by <b>Ben</b>")

    desk.open(address, "history")
    desk.row(f"as '{CODE}'").first.click()
    expect(page.get_by_role("heading", level=4)).to_contain_text(f"as '{CODE}'")

    desk.open(address, "participants")
    page.get_by_test_id("stDataFrame").wait_for()
    desk.open(address, "export")
    page.get_by_role("heading", name="Export").wait_for()
    assert page.evaluate("window.hit") is None


def test_the_foot_says_names_as_they_stand(hostile, serve, desk, page):
    desk.open(serve(hostile), "code")
    desk.turn("So?").focus()
    page.keyboard.press("Enter")
    desk.type_code("<b>x")
    desk.says(f"Coded '{NAME}' as '{CODE}'")
    expect(page.get_by_test_id("undo")).to_have_attribute("title", f"Undo: Coded '{NAME}' as '{CODE}' (Ctrl+Z)")
