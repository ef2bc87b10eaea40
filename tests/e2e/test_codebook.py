"""The codebook and memos in a real browser: from a memo to what changed between two versions."""

import pytest
from playwright.sync_api import expect

from workbench import Study

pytestmark = pytest.mark.e2e


def test_a_code_is_dragged_merged_and_written_of_and_the_versions_say_so(garden, serve, desk, page, stored):
    with Study.open(garden, coder="Ana") as study:
        text = study.transcripts["P01"].text
        for words, code in (("There is one rule", "rules"), ("Some take more", "breaking rules")):
            study.codings.add("P01", text.index(words), text.index(words) + len(words), code)
        study.codebook.snapshot("first")
        study.memos.add("<img src=x onerror='window.hit = 1'> Compare [[rules]]", title="Bounds")
    address = serve(garden)
    desk.open(address, "codebook")

    # By the pointer, then by keys: what it touches is said at the foot of the tree.
    desk.row("breaking rules").drag_to(desk.row("beginnings"))
    desk.says("Moved code 'breaking rules' under 'beginnings'")
    desk.row("rules").last.click()
    desk.row("rules").last.focus()
    page.keyboard.press("Alt+ArrowUp")
    desk.says("Put code 'rules' before 'beginnings'")
    assert [code.name for code in stored(garden, lambda study: list(study.codebook))] == [
        "rules", "beginnings", "breaking rules",
    ]  # fmt: skip

    # A merge, shown before it is done, and the quiet question after it.
    desk.row("breaking rules").click()
    expect(page.get_by_role("heading", name="breaking rules")).to_be_visible()
    desk.row("breaking rules").focus()
    page.keyboard.press("m")
    page.get_by_text("Merge", exact=True).first.click()
    desk.choose(page.get_by_role("combobox", name="Merge it into"), "rules")
    expect(page.get_by_text("1 coding of 1 participant gets 'rules'")).to_be_visible()
    expect(page.get_by_test_id("passage")).to_contain_text("Some take more")
    page.get_by_role("button", name="Merge", exact=False).last.click()
    desk.says("Merged code 'breaking rules' into 'rules'")
    page.get_by_test_id("prompt").click()
    field = page.get_by_role("textbox", name="Memo", exact=True)
    expect(field).to_be_focused()
    page.keyboard.type("Nobody could keep them apart, see [[breaking rules]].")
    page.keyboard.press("Control+Enter")
    desk.says("Wrote a memo on code 'rules'")

    # Renamed, and the links in memos follow; from there back to the code.
    with Study.open(garden, coder="Ana") as study:
        study.codebook.edit("rules", new_name="norms", definition="What may be done")
    desk.turn_to("Memos")
    desk.row("Bounds").click()
    expect(page.get_by_test_id("memo-text")).to_contain_text("<img src=x onerror='window.hit = 1'> Compare norms")
    page.get_by_role("button", name="norms", exact=True).click()
    expect(page.get_by_role("heading", name="norms", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Mentioned in: Bounds")).to_be_visible()

    page.get_by_text("Versions", exact=True).click()
    for words in ("Merged", "Renamed", "Redefined"):
        expect(desk.row(words).first).to_be_visible()
    assert page.evaluate("window.hit") is None
