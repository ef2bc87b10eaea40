"""The main job in a real browser: interviews in, coded, themes suggested and decided, map and tables out."""

import csv
import io

import pytest
from playwright.sync_api import expect

from workbench import Study

from .conftest import SAMPLE

pytestmark = pytest.mark.e2e

INTERVIEWS = ("P02.docx", "P03.txt", "P05.vtt", "P16.srt", "P18.txt")


def downloaded(page, name):
    """The bytes of the file behind a download button."""
    with page.expect_download() as waiting:
        page.get_by_test_id("stDownloadButton").get_by_role("button", name=name, exact=True).click()
    return waiting.value.path().read_bytes()


@pytest.mark.slow
def test_from_files_to_the_map(tmp_path, serve, desk, page, stored):
    file = tmp_path / "needs.study"
    Study.create(file, title="Needs", coder="Ana").close()
    desk.open(serve(file))
    page.get_by_role("link", name="Import transcripts").click()

    # Import: what was read is reported first, then brought in.
    files = [SAMPLE / "transcripts" / name for name in INTERVIEWS]
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(files)
    expect(page.get_by_text("P03.txt: 60 turns")).to_be_visible()
    assert stored(file, lambda study: len(study.transcripts)) == 0
    page.get_by_role("button", name="Import 5 transcripts").click()
    desk.says("Imported 5 transcripts")
    expect(page.get_by_role("grid", name="Transcripts").get_by_test_id("row")).to_have_count(5)

    # Code one passage by keyboard and one by mouse.
    page.get_by_role("button", name="Read and code").click()
    turns = page.get_by_test_id("turn")
    expect(turns).to_have_count(56)
    turns.nth(1).focus()
    page.keyboard.press("Enter")
    desk.type_code("first words")
    desk.saved()
    words = turns.nth(3).locator(".wb-words").inner_text().split(" ")
    desk.select(turns.nth(3), words[0], words[3])
    desk.type_code("first words")
    desk.saved()
    assert stored(file, lambda study: [(c.coder, c.code) for c in study.codings]) == [("Ana", "first words")] * 2
    page.get_by_test_id("undo").click()
    expect(desk.codings()).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(desk.codings()).to_have_count(0)
    for _again in range(2):
        page.get_by_test_id("redo").click()
    expect(desk.codings("first words")).to_have_count(2)
    desk.saved()

    # A second coder sits down.
    you = page.get_by_role("textbox", name="You are")
    you.fill("Ben")
    you.press("Enter")
    page.locator('[data-testid="coding-view"][data-coder="Ben"]').wait_for()
    turns.nth(1).focus()
    page.keyboard.press("Enter")
    desk.type_code("first words")
    expect(page.locator('[data-testid="coding"][data-coder="Ben"][data-state="saved"]')).to_have_count(1)
    assert stored(file, lambda study: study.codings.coders()) == ["Ana", "Ben"]

    # Suggestions: one accepted under another name and without a passage, one refused, one decision taken back.
    desk.turn_to("Suggestions")
    page.get_by_role("button", name="Suggest themes").click()
    rows = page.get_by_test_id("row")
    rows.first.wait_for(timeout=180_000)
    offered = stored(file, lambda study: study.suggestions.newest().suggestions)
    expect(rows).to_have_count(len(offered))
    page.get_by_test_id("passage").first.get_by_test_id("keep").uncheck()
    name = page.get_by_label("Name", exact=True)
    name.fill("What they need")
    name.press("Enter")
    page.get_by_role("button", name="Accept as theme").click()
    desk.says(f"Accepted suggestion {offered[0].id} as theme 'What they need'")
    expect(rows.nth(1)).to_have_attribute("aria-selected", "true")
    page.get_by_role("heading", name=offered[1].label, exact=True).wait_for()
    page.keyboard.press("n")
    desk.says(f"Refused suggestion {offered[1].id} '{offered[1].label}'")
    page.get_by_role("heading", name=offered[2].label, exact=True).wait_for()
    page.keyboard.press("l")
    desk.says(f"Put suggestion {offered[2].id} '{offered[2].label}' aside")
    page.keyboard.press("Control+z")
    desk.says(f"Undid: Put suggestion {offered[2].id} '{offered[2].label}' aside")
    decided = stored(file, lambda study: {one.id: one for one in study.suggestions})
    assert [decided[one.id].status for one in offered[:3]] == ["refined", "rejected", "open"]
    assert decided[offered[0].id].size == offered[0].size - 1

    # The theme, its passages, the map and the table.
    desk.turn_to("Themes and map")
    expect(desk.row("What they need")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_test_id("passage").first).to_be_visible()
    page.locator(".js-plotly-plot").wait_for()
    svg = downloaded(page, "map.svg").decode()
    assert svg.lstrip().startswith("<")
    assert "What they need" in svg
    html = downloaded(page, "map.html").decode()
    assert "What they need" in html
    assert 'src="http' not in html
    table = list(csv.DictReader(io.StringIO(downloaded(page, "themes.csv").decode("utf-8-sig"))))
    assert any("What they need" in row.values() for row in table)

    # Agreement and history.
    desk.turn_to("Agreement")
    desk.row("first words").click()
    expect(page.get_by_text("Where coders differ: 1 passage")).to_be_visible()
    expect(page.get_by_test_id("passage")).to_contain_text("coded by Ana, not by Ben")
    desk.turn_to("History")
    for what in (
        "Imported 5 transcripts",
        "Coded 'P02' as",
        "Accepted suggestion",
        "Refused suggestion",
        "Undid: Put",
    ):
        expect(desk.row(what).first).to_be_visible()


def test_a_passage_leads_into_the_text_and_back_to_the_same_place(garden, serve, desk, page):
    with Study.open(garden, coder="Ana") as study:
        study.codebook.add("other")
        for transcript in study.transcripts:
            for turn in transcript.turns:
                for code in ("rules", "other"):
                    study.codings.add(transcript.name, turn.start, turn.end, code)
    desk.open(serve(garden), "codebook")
    desk.row("other").click()
    card = page.get_by_test_id("passage").filter(has_text="Now I water it")
    card.get_by_role("button", name="In the text").click()
    expect(desk.turn("Now I water it")).to_be_focused()
    page.get_by_role("button", name="Back to Codebook").click()
    expect(desk.row("other")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_test_id("passage").filter(has_text="Now I water it")).to_be_focused()


def test_themes_made_by_hand_and_their_passages(garden, serve, desk, page, stored):
    with Study.open(garden, coder="Ana") as study:
        text = study.transcripts["P01"].text
        for words, code in (("There is one rule", "rules"), ("Some take more", "breaking rules")):
            study.codings.add("P01", text.index(words), text.index(words) + len(words), code)
        study.themes.add("Order", codes=["rules"])
        study.themes.add("Disorder", codes=["breaking rules"])
    desk.open(serve(garden), "themes")
    expect(page.get_by_test_id("passage")).to_contain_text("There is one rule")
    desk.row("Disorder").click()
    expect(page.get_by_test_id("passage")).to_contain_text("Some take more")
    expect(page.get_by_role("heading", name="Disorder")).to_be_visible()
    assert b"Disorder" in downloaded(page, "themes.html")


def test_keys_lead_from_page_to_page(garden, serve, desk, page):
    desk.open(serve(garden))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Go to Codebook")
    page.keyboard.press("Escape")
    for key in ("g", "b"):
        page.keyboard.press(key)
    page.get_by_role("heading", name="Codebook", exact=True).wait_for()
    for key in ("g", "h"):
        page.keyboard.press(key)
    page.get_by_role("heading", name="Garden", exact=True).wait_for()
