"""Finding in a real browser: from a search to a cell, into the text and back, to a memo and the codebook's versions."""

import pytest
from playwright.sync_api import TimeoutError, expect

from workbench import Study

pytestmark = pytest.mark.e2e


def chosen(page, label, value):
    """Choose in one of Streamlit's select boxes by typing."""
    page.get_by_label(label, exact=True).click()
    page.keyboard.type(value)
    page.keyboard.press("Enter")


def test_from_a_search_to_a_cell_and_into_the_text(garden, serve, desk, page, stored):
    with Study.open(garden, coder="Ana") as study:
        study.codebook.snapshot("before")
    address = serve(garden)
    desk.open(address, "search")
    page.get_by_label("Search for", exact=True).fill("garden OR rule*")
    page.keyboard.press("Enter")
    cards = page.get_by_test_id("passage")
    expect(cards).to_have_count(5)
    expect(cards.nth(1).locator("mark")).to_have_text("rules")

    # One hit is left out by its key, the others are coded as one act.
    cards.nth(0).focus()
    page.keyboard.press("x")
    expect(page.get_by_text("Code 4 passages")).to_be_visible()
    chosen(page, "Code what is ticked as", "places")
    page.get_by_text("Code 4 passages").click()
    desk.says("Coded 4 passages in 2 transcripts as 'places'")
    assert stored(garden, lambda study: [one.code for one in study.codings]) == ["places"] * 4

    # The same passages by a query, under a filter that stands in the address and outlives a reload.
    desk.turn_to("Passages")
    page.get_by_label("Codes", exact=True).fill("places and not rules")
    page.keyboard.press("Enter")
    expect(cards).to_have_count(4)
    page.get_by_role("button", name="all 2 participants").click()
    chosen(page, "Participants", "P02")
    page.keyboard.press("Escape")
    expect(cards).to_have_count(1)
    page.reload()
    expect(cards).to_have_count(1)
    expect(page.get_by_role("button", name="1 of 2 participants")).to_be_visible()
    assert "only-participants=P02" in page.url

    # The table is under the same filter; a cell is reached by the keys and opens what it counts.
    desk.turn_to("Tables")
    row = desk.row("places")
    expect(row.locator("td")).to_have_text(["places", "1", "1", "1", "1"])
    row.locator("td").nth(3).click()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="places, P02")).to_be_visible()
    expect(cards).to_have_count(1)
    expect(cards).to_contain_text("A garden on our street")

    # Into the text, and back to the same cell.
    cards.first.focus()
    page.keyboard.press("Enter")
    expect(desk.turn("A garden on our street")).to_be_visible()
    expect(desk.codings("places").first).to_be_visible()
    page.keyboard.press("Alt+b")
    expect(page.get_by_role("heading", name="places, P02")).to_be_visible()
    expect(cards.first).to_be_focused()
    expect(page.get_by_role("button", name="1 of 2 participants")).to_be_visible()
    assert "only-participants=P02" in page.url

    # A square of the picture opens the same as its cell.
    row.locator("td").nth(3).click()
    expect(page.get_by_role("heading", name="places", exact=True)).to_be_visible()
    page.get_by_text("Picture", exact=True).click()
    square = page.locator(".js-plotly-plot .scatterlayer path.point").last
    square.scroll_into_view_if_needed()
    expect(square).to_be_attached()
    opened = page.get_by_role("heading", name="places, P02")
    for _attempt in range(10):  # the picture has no sign that it listens
        box = square.bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        try:
            opened.wait_for(timeout=3_000)
            break
        except TimeoutError:
            continue
    expect(opened).to_be_visible()

    # What one thought there, and what it changed in the codebook.
    desk.turn_to("Codebook")
    desk.row("places").first.click()
    expect(page.get_by_role("heading", name="places", exact=True)).to_be_visible()
    page.get_by_role("button", name="Write a memo on it").click()
    page.get_by_role("textbox", name="Memo", exact=True).fill("Places are where rules begin, see [[rules]].")
    page.keyboard.press("Control+Enter")
    desk.says("Wrote a memo on code 'places'")
    desk.turn_to("Codebook")
    page.get_by_text("Versions", exact=True).click()
    expect(desk.row("places").filter(has_text="New").first).to_be_visible()

    # Home knows how far one is; said by hand, taken back by the key.
    desk.open(address)
    desk.row("P02").click()
    page.get_by_text("first round", exact=True).click()
    desk.says("'P02': first round")
    expect(desk.row("P02").locator("td").nth(1)).to_have_text("first round")
    page.get_by_test_id("undo").click()
    desk.says("Undid: 'P02': first round")
    expect(desk.row("P02").locator("td").nth(1)).to_have_text("–")
