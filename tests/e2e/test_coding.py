"""Coding in the browser: by keyboard and by mouse, taken back, done again, and never lost."""

import re

import pytest
from playwright.sync_api import expect

from workbench import Study

pytestmark = pytest.mark.e2e


def codings(study):
    return [(one.coder, one.code, one.quote) for one in study.codings]


def test_a_turn_is_coded_by_keyboard_alone(garden, serve, desk, page, stored):
    desk.open(serve(garden), "code?transcript=P01")
    desk.turn("How did the garden begin?").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    desk.type_code("beg")
    expect(desk.codings("beginnings")).to_have_attribute("data-state", "saved")
    desk.saved()
    desk.says("Coded 'P01' as 'beginnings'")
    assert stored(garden, codings) == [
        ("Ana", "beginnings", "The fence was broken, and nobody planned it. My neighbour threw seeds.")
    ]
    coded = desk.codings("beginnings")
    assert (coded.get_attribute("data-start"), coded.get_attribute("data-end")) == ("35", "105")
    assert coded.get_attribute("data-coder") == "Ana"
    expect(desk.turn("The fence was broken")).to_be_focused()


def test_sentences_and_words_are_chosen_by_keys(garden, serve, desk, page, stored):
    desk.open(serve(garden), "code?transcript=P01")
    desk.turn("The fence was broken").focus()
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    desk.type_code("rul")
    desk.saved()
    for key in ("Escape", "w", "w", "Shift+ArrowRight", "Enter"):
        page.keyboard.press(key)
    desk.type_code("beg")
    desk.saved()

    assert stored(garden, codings) == [
        ("Ana", "beginnings", "fence was"),
        ("Ana", "rules", "My neighbour threw seeds."),
    ]


def test_words_are_coded_by_mouse_and_taken_back_by_button_and_key(garden, serve, desk, page, stored):
    desk.open(serve(garden), "code?transcript=P02")
    desk.select(desk.turn("I was against it"), "A garden", "our street")
    desk.type_code("rules")
    desk.saved()
    assert stored(garden, codings) == [("Ana", "rules", "A garden on our street")]

    page.get_by_test_id("undo").click()
    desk.says("Undid: Coded 'P02' as 'rules'")
    expect(desk.codings()).to_have_count(0)
    page.get_by_test_id("redo").click()
    desk.says("Redid: Coded 'P02' as 'rules'")
    expect(desk.codings("rules")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(desk.codings()).to_have_count(0)
    page.keyboard.press("Control+Shift+z")
    expect(desk.codings("rules")).to_have_count(1)
    assert stored(garden, codings) == [("Ana", "rules", "A garden on our street")]


def test_a_new_code_is_made_in_place_and_a_coding_removed(garden, serve, desk, page, stored):
    desk.open(serve(garden), "code?transcript=P02")
    desk.turn("Now I water it").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("change of heart")
    page.keyboard.press("Control+Enter")
    desk.saved()
    expect(page.get_by_test_id("code-tree").get_by_role("treeitem", name="change of heart")).to_be_visible()
    assert stored(garden, codings) == [("Ana", "change of heart", "Now I water it. Nobody asked me to.")]

    desk.turn("Now I water it").locator("mark").first.click()
    expect(page.get_by_test_id("passage-codings").get_by_role("button", name="change of heart")).to_be_focused()
    page.keyboard.press("Delete")
    expect(desk.codings()).to_have_count(0)
    desk.says("Removed 'change of heart' from 'P02'")
    assert stored(garden, codings) == []


def test_what_is_typed_into_a_field_is_taken_back_there(garden, serve, desk, page, stored):
    desk.open(serve(garden), "history")
    words = page.get_by_role("textbox", name="Words")
    words.press_sequentially("imported")
    expect(page.get_by_test_id("row")).to_have_count(2)
    words.press("Control+z")
    expect(page.get_by_test_id("row")).not_to_have_count(2)
    assert stored(garden, lambda study: [one.act for one in study.history if one.act == "undo"]) == []


def test_the_tree_filters_the_text_to_one_code(study, put, garden, serve, desk, page):
    with type(study).open(garden, coder="Ana") as again:
        start = again.transcripts["P01"].text.index("There is one rule")
        again.codings.add("P01", start, start + 17, "breaking rules")
    desk.open(serve(garden), "code?transcript=P01")
    tree = page.get_by_test_id("code-tree")
    tree.get_by_role("treeitem", name="breaking rules").click()
    expect(page.locator('[data-testid="turn"]:visible')).to_have_count(1)
    expect(desk.turn("There is one rule")).to_be_visible()
    tree.get_by_role("treeitem", name="beginnings").click()
    expect(page.locator('[data-testid="turn"]:visible')).to_have_count(0)
    tree.get_by_role("treeitem", name="beginnings").click()
    expect(page.locator('[data-testid="turn"]:visible')).to_have_count(4)


def test_ten_acts_as_fast_as_keys_go_are_all_kept(garden, serve, desk, page, stored):
    desk.open(serve(garden), "code?transcript=P01")
    desk.turn("There is one rule").focus()
    for number in range(10):
        page.keyboard.press("Enter")
        page.keyboard.type(f"quick {number}")
        page.keyboard.press("Control+Enter")
    desk.saved()
    assert sorted(code for _coder, code, _quote in stored(garden, codings)) == [f"quick {n}" for n in range(10)]


def test_what_is_done_while_the_server_is_gone_is_kept(garden, serve, desk, page, stored):
    address = serve(garden)
    desk.open(address, "code?transcript=P01")
    desk.turn("There is one rule").focus()
    serve.kill(address)
    for code in ("rules", "beginnings"):
        page.keyboard.press("Enter")
        desk.type_code(code)
    expect(page.locator('[data-testid="coding"][data-state="unsaved"]')).to_have_count(2)
    assert stored(garden, codings) == []
    page.wait_for_timeout(4500)  # by now a box about the connection would stand in the way
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Enter")
    desk.type_code("breaking")
    expect(page.locator('[data-testid="coding"][data-state="unsaved"]')).to_have_count(3)

    serve(garden, address=address)
    desk.saved(seconds=90)
    assert {code for _coder, code, _quote in stored(garden, codings)} == {"rules", "beginnings", "breaking rules"}


def test_what_waits_outlives_a_reload_and_belongs_to_who_did_it(garden, serve, desk, page, stored):
    address = serve(garden)
    desk.open(address, "code?transcript=P01")
    desk.turn("There is one rule").focus()
    serve.kill(address)
    page.keyboard.press("Enter")
    desk.type_code("rules")
    expect(page.locator('[data-testid="coding"][data-state="unsaved"]')).to_have_count(1)

    serve(garden, coder="Ben", address=address)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk.open(address, "code?transcript=P01")
    assert asked == ["beforeunload"]
    desk.saved()
    assert [(coder, code) for coder, code, _quote in stored(garden, codings)] == [("Ana", "rules")]


def test_a_double_click_takes_a_word_and_a_third_the_turn(garden, serve, desk, page, stored):
    desk.open(serve(garden), "code?transcript=P02")
    words = desk.turn("Now I water it").locator(".wb-words")
    words.dblclick(position={"x": 15, "y": 12})
    desk.type_code("rules")
    desk.saved()
    words.click(position={"x": 15, "y": 12}, click_count=3)
    desk.type_code("beg")
    desk.saved()
    assert stored(garden, codings) == [
        ("Ana", "rules", "Now"),
        ("Ana", "beginnings", "Now I water it. Nobody asked me to."),
    ]


def test_the_place_in_a_long_text_is_found_again(tmp_path, serve, desk, page):
    file = tmp_path / "long.study"
    with Study.create(file, coder="Ana") as study:
        turns = (f"{'I' if number % 2 else 'P01'}: This is what is said in turn {number}." for number in range(300))
        study.transcripts.import_bytes("P01.txt", "\n\n".join(turns).encode())
        study.transcripts.import_bytes("P02.txt", b"I: And you?\n\nP02: Not me.")
    address = serve(file)
    desk.open(address, "code")
    page.get_by_test_id("turn").nth(200).scroll_into_view_if_needed()
    place = "Object.keys(localStorage).find((key) => key.startsWith('workbench-place'))"
    page.wait_for_function(f"() => Number(localStorage[{place}]) > 100")
    seen = page.evaluate(f"Number(localStorage[{place}])")
    page.reload()
    expect(page.get_by_test_id("turn").nth(seen)).to_be_in_viewport()
    desk.turn_to("Codebook")
    desk.turn_to("Code")
    expect(page.get_by_test_id("turn").nth(seen)).to_be_in_viewport()

    # Coding moves nothing: neither the place in the text nor the focus, however fast it goes.
    turn = page.get_by_test_id("turn").nth(seen + 4)
    turn.focus()
    page.wait_for_timeout(500)
    top = "document.querySelector('[data-testid=stMain]').scrollTop"
    before = page.evaluate(top)
    for number in range(6):
        page.keyboard.press("Enter")
        page.keyboard.type(f"code {number}")
        page.keyboard.press("Control+Enter")
    desk.saved()
    expect(turn).to_be_focused()
    assert page.evaluate(top) == before

    # Another transcript, chosen above the text, is gone on in by keys; the place in this one is not lost by going up.
    # (While the page is drawn anew, the view of the one before may still stand below the new one.)
    told, chooser = page.get_by_test_id("told").first, page.get_by_role("combobox", name="Transcript")
    desk.choose(chooser, "P02")
    expect(page.locator(".wb-turn:focus")).to_contain_text("And you?")
    page.keyboard.press(">")
    expect(told).to_have_text("This is the last transcript")
    page.keyboard.press("<")
    expect(told).to_have_text("P01, transcript 1 of 2")
    expect(turn).to_be_focused()
    expect(turn).to_be_in_viewport()
    expect(chooser).to_have_value("P01")
    page.keyboard.press(">")
    expect(told).to_have_text("P02, transcript 2 of 2")
    expect(page).to_have_url(re.compile("transcript=P02"))
    expect(page.locator(".wb-turn:focus")).to_contain_text("And you?")


def test_in_a_narrow_window_the_codes_are_a_click_away(garden, serve, desk, page):
    page.set_viewport_size({"width": 1024, "height": 700})
    desk.open(serve(garden), "code")
    tree = page.get_by_test_id("code-tree")
    expect(tree).to_be_hidden()
    page.get_by_role("button", name="Codes", exact=True).click()
    expect(tree).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
