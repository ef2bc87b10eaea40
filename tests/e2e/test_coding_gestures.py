"""Every gesture of the coding view, by keys and by mouse: a few walks through it as a researcher would go."""

import io
import re
import wave

import pytest
from playwright.sync_api import expect

from workbench import Study

pytestmark = pytest.mark.e2e


def codings(study):
    return [(one.coder, one.code, one.quote) for one in study.codings]


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_a_day_at_the_keyboard(garden, serve, desk, page, stored):
    desk.open(serve(garden), "code?transcript=P01")
    tree, palette = page.get_by_test_id("code-tree"), page.get_by_test_id("code-palette-input")

    # Several codes at once, one of them new and under a parent that is new as well.
    desk.turn("The fence was broken").focus()
    press(page, "ArrowRight", "Enter")
    palette.wait_for()
    page.keyboard.type("beg")
    press(page, "Shift+Enter")
    desk.type_code("places/fences")
    desk.saved()
    first = "The fence was broken, and nobody planned it."
    assert stored(garden, codings) == [("Ana", "beginnings", first), ("Ana", "fences", first)]
    assert stored(garden, lambda study: study.codebook["fences"].parent) == "places"
    expect(tree.get_by_role("treeitem", name="fences")).to_have_attribute("aria-level", "2")

    # The next sentence: the same code again, by one key; then the words themselves; both taken back, one done again.
    press(page, "ArrowRight", ".", "v")
    desk.saved()
    second = "My neighbour threw seeds."
    assert {code for _, code, quote in stored(garden, codings) if quote == second} == {"beginnings", second}
    press(page, "Control+z", "Control+z", "Control+Shift+z")
    desk.saved()
    expect(desk.codings("beginnings")).to_have_count(2)
    expect(desk.codings(second)).to_have_count(0)

    # A code pinned to a digit; a choice of words that is widened at both ends; the overlap becomes one, and is said so.
    press(page, "b")
    tree.get_by_role("treeitem", name="breaking rules").focus()
    press(page, "3")
    expect(tree.get_by_role("treeitem", name="breaking rules")).to_contain_text("3")
    desk.turn("There is one rule").focus()
    press(page, "w", "w", "Shift+ArrowRight", "Control+ArrowLeft", "3")
    press(page, "Shift+ArrowRight", "3")
    expect(page.get_by_test_id("told")).to_have_text("Coded breaking rules, joined with 1 that it overlaps")
    desk.saved()
    assert ("Ana", "breaking rules", "There is one rule") in stored(garden, codings)

    # Borders of a coding by keys; its code changed; a note on it; and taken off.
    press(page, "Tab")
    expect(desk.codings("breaking rules").locator(".wb-name")).to_be_focused()
    press(page, "Shift+ArrowLeft", "Enter")
    desk.saved()
    assert ("Ana", "breaking rules", "There is one") in stored(garden, codings)
    press(page, "e", "c")
    desk.type_code("rul")
    desk.saved()
    expect(desk.codings("rules").locator(".wb-name")).to_be_focused()
    press(page, "m")
    page.keyboard.type("Who said so?")
    press(page, "Control+Enter")
    desk.saved()
    expect(desk.codings("rules")).to_contain_text("Who said so?")
    assert [memo.text for memo in stored(garden, lambda study: list(study.memos))] == ["Who said so?"]
    press(page, "Delete")
    expect(desk.codings("rules")).to_have_count(0)
    desk.saved()

    # A note on the transcript, a turn that is not coded, a place by number, words found and stepped through.
    press(page, "m")
    page.keyboard.type("A quick talk.")
    press(page, "Control+Enter")
    expect(page.get_by_test_id("transcript-notes")).to_contain_text("A quick talk.")
    press(page, "u")
    expect(desk.turn("There is one rule")).to_be_focused()
    press(page, "t")
    page.keyboard.type("2")
    press(page, "Enter")
    expect(desk.turn("The fence was broken")).to_be_focused()
    press(page, "/")
    page.keyboard.type("THE")
    expect(page.get_by_test_id("find-count")).to_have_text("4 hits")
    press(page, "Enter")
    desk.turn("The fence was broken").focus()
    press(page, "n", "n", "N")
    expect(page.get_by_test_id("find-count")).to_have_text("2 of 4")

    # Words over two turns; only one code's passages; another key for repeating; the keys are shown.
    desk.turn("The fence was broken").focus()
    press(page, "Shift+ArrowDown", "Shift+ArrowDown", "Enter")
    desk.type_code("beg")
    desk.saved()
    assert stored(garden, lambda study: [one.quote[-6:] for one in study.codings if one.code == "beginnings"]) == [
        "rules?"
    ]
    press(page, "f")
    expect(page.locator('[data-testid="turn"]:visible')).to_have_count(2)
    press(page, "f", "?")
    page.get_by_role("button", name="Change keys").click()
    page.locator('[data-command="again"]').click()
    press(page, "w")
    expect(page.get_by_role("dialog", name="My keys")).to_contain_text("w is taken: Next word.")
    press(page, "r")
    page.get_by_role("dialog", name="My keys").get_by_role("button", name="Close").click()
    desk.saved()
    page.reload()
    desk.turn("There is one rule").focus()
    press(page, "Enter")
    desk.type_code("rul")
    press(page, "Escape")
    desk.turn("How did the garden begin").focus()
    press(page, "r")
    expect(desk.codings("rules")).to_have_count(2)
    desk.saved()
    assert page.evaluate("document.querySelectorAll('[role=list] > [role=listitem]').length") == 4


def test_a_day_with_the_mouse(garden, serve, desk, page, stored):
    desk.open(serve(garden), "code?transcript=P02")
    tree, menu = page.get_by_test_id("code-tree"), page.get_by_test_id("passage-codings")
    turn = desk.turn("I was against it")
    desk.select(turn, "A garden", "our street")
    desk.type_code("rules")
    desk.saved()

    # Several codes at once, one of them new, without the keyboard but for its name; the stripe leads to its coding.
    other = desk.turn("Now I water it")
    desk.select(other, "Now", "water it")
    page.get_by_role("option", name="beginnings").click(modifiers=["Control"])
    page.get_by_test_id("code-palette-input").fill("change of heart")
    page.get_by_role("option", name="New code “change of heart”").click()
    desk.saved()
    assert [code for _, code, quote in stored(garden, codings) if quote == "Now I water it"] == [
        "beginnings",
        "change of heart",
    ]
    stripe = other.locator(".wb-stripes i").first
    code = stripe.get_attribute("data-code")
    stripe.hover()
    assert stripe.evaluate("(one) => getComputedStyle(one, '::after').content") == f'"{code}"'
    stripe.click()
    expect(desk.codings(code).locator(".wb-name")).to_be_focused()
    for name in ("beginnings", "change of heart"):
        desk.codings(name).hover()
        desk.codings(name).locator(".wb-remove").click()
    expect(desk.codings()).to_have_count(1)
    desk.saved()

    # A note on words without a coding; it stands beside the turn, and opens again by a click.
    desk.select(other, "Now", "water it")
    page.get_by_test_id("code-palette").get_by_role("button", name="Note").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("So soon?")
    page.get_by_role("button", name="Keep").click()
    expect(other.get_by_test_id("quoting-note")).to_contain_text("So soon?")
    other.get_by_test_id("quoting-note").click()
    expect(page.get_by_test_id("note-text")).to_have_value(re.compile("^> Now I water it .*So soon[?]$", re.DOTALL))
    page.keyboard.press("Escape")
    desk.saved()

    # A border drawn with the mouse.
    desk.codings("rules").locator(".wb-name").click()
    handle = turn.locator(".wb-handle-end")
    box = handle.bounding_box()
    words = turn.locator(".wb-words").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(words["x"] + 60, box["y"] + 10, steps=4)
    page.mouse.move(words["x"] + words["width"] - 2, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    desk.saved()
    [(_, _, quote)] = stored(garden, codings)
    assert quote.startswith("A garden on our street,")
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.keyboard.down("Alt")
    page.mouse.down()
    page.mouse.move(x - 22, y, steps=4)
    page.mouse.up()
    page.keyboard.up("Alt")
    desk.saved()
    [(_, _, cut)] = stored(garden, codings)
    assert quote.startswith(cut)
    assert quote[len(cut) - 1 : len(cut) + 1].isalpha(), "with Alt the border stands within a word"

    # The passage clicked: another code, a note, removed; Undo by its button.
    turn.locator("mark").first.click()
    menu.get_by_role("button", name="Change code").click()
    page.get_by_role("option", name="beginnings").click()
    desk.saved()
    assert [code for _, code, _ in stored(garden, codings)] == ["beginnings"]
    turn.locator("mark").first.click()
    menu.get_by_role("button", name="Note").click()
    page.get_by_test_id("note-text").fill("Loud.")
    page.get_by_role("button", name="Keep").click()
    expect(desk.codings("beginnings")).to_contain_text("Loud.")
    turn.locator("mark").first.click()
    menu.get_by_role("button", name="Remove").click()
    expect(desk.codings()).to_have_count(0)
    page.get_by_test_id("undo").click()
    expect(desk.codings("beginnings")).to_have_count(1)
    expect(desk.codings("beginnings")).to_contain_text("Loud.")

    # Codes: drawn onto another, renamed, coloured, joined; the text filtered by code and by speaker.
    item = lambda name: tree.get_by_role("treeitem", name=name)  # noqa: E731

    def more(name):
        item(name).hover()
        item(name).locator(".wb-more").click()

    item("beginnings").drag_to(item("breaking rules"))
    expect(item("beginnings")).to_have_attribute("aria-level", "3")
    more("beginnings")
    page.get_by_role("button", name="Rename").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("origins")
    page.keyboard.press("Enter")
    expect(item("origins")).to_be_visible()
    expect(desk.codings("origins")).to_have_count(1)
    more("origins")
    page.get_by_role("button", name="Colour").click()
    page.get_by_role("button", name="Crimson").click()
    desk.saved()
    assert stored(garden, lambda study: study.codebook["origins"].colour) == "#A6192E"
    more("origins")
    page.get_by_role("button", name="Pin to the next free digit").click()
    expect(item("origins").locator("kbd")).to_have_text("1")
    more("origins")
    page.get_by_role("group", name="origins").get_by_role("button", name="Note").click()
    page.get_by_test_id("note-text").fill("Where it comes from.")
    page.get_by_role("button", name="Keep").click()
    expect(tree).to_contain_text("Where it comes from.")
    more("breaking rules")
    page.get_by_role("button", name="Join into another code").click()
    page.get_by_role("option", name="origins").click()
    expect(item("breaking rules")).to_have_count(0)
    item("origins").click()
    expect(page.locator('[data-testid="turn"]:visible')).to_have_count(1)
    item("origins").click()
    page.get_by_test_id("speaker").select_option("P02")
    expect(page.locator('[data-testid="turn"]:visible')).to_have_count(2)
    desk.saved()


def test_two_windows_see_each_other_and_where_they_differ(garden, serve, desk, page, stored, browser):
    address = serve(garden)
    desk.open(address, "code?transcript=P01&beside+Ana=Ben")
    with browser.new_context() as other:
        ben = type(desk)(other.new_page())
        ben.open(address, "code?transcript=P01&coder=Ben")
        ben.turn("There is one rule").focus()
        press(ben.page, "Enter")
        ben.type_code("rul")
        ben.saved()
        desk.page.reload()
        expect(desk.codings("rules")).to_have_attribute("data-coder", "Ben")
        desk.turn("There is one rule").wait_for()

        for code, count in (("beg", 2), ("break", 3)):
            press(ben.page, "Enter")
            ben.type_code(code)
            expect(desk.codings()).to_have_count(count, timeout=2500)
        desk.page.get_by_test_id("turn").first.focus()
        press(page, "d")
        expect(page.locator(".wb-name:focus")).to_contain_text("≠")
        press(page, "Delete")
        expect(page.get_by_test_id("told")).to_have_text("Only Ben can remove this")
        desk.turn("There is one rule").focus()
        press(page, "Enter")
        desk.type_code("beg")
        expect(page.locator('[data-code="beginnings"] .wb-name', has_text="≠")).to_have_count(0)


def test_a_study_that_cannot_be_written_keeps_nothing_from_anybody(garden, serve, desk, page, stored, monkeypatch):
    import sqlite3

    monkeypatch.setenv("WORKBENCH_BUSY_SECONDS", "1")
    desk.open(serve(garden), "code?transcript=P01")
    desk.turn("There is one rule").focus()
    blocker = sqlite3.connect(garden)
    blocker.execute("BEGIN IMMEDIATE")
    for code in ("rul", "beg"):
        press(page, "Enter")
        desk.type_code(code)
    expect(page.locator('[data-testid="coding"][data-state="unsaved"]')).to_have_count(2)
    state = page.get_by_test_id("save-state")
    expect(state).to_have_attribute("data-state", "saving")

    # What is done to codes by keys is drawn at once, too, and marked.
    tree = page.get_by_test_id("code-tree")
    item = lambda name: tree.get_by_role("treeitem", name=name)  # noqa: E731
    press(page, "Escape", "b")
    item("breaking rules").focus()
    press(page, "<")
    expect(item("breaking rules")).to_have_attribute("aria-level", "1")
    press(page, "r")
    page.keyboard.type("bending rules")
    press(page, "Enter")
    expect(item("bending rules")).to_be_focused()
    press(page, "k", "2")
    expect(item("bending rules")).to_have_attribute("style", re.compile("#D55E00"))
    press(page, "4", "m")
    page.keyboard.type("Both kinds.")
    press(page, "Control+Enter", "j")
    page.keyboard.type("rules")
    press(page, "Enter")
    expect(item("bending rules")).to_have_count(0)
    expect(tree).to_contain_text("Both kinds.")
    item("beginnings").focus()
    press(page, "v")
    page.keyboard.type("rules")
    press(page, "Enter")
    expect(item("beginnings")).to_have_attribute("aria-level", "2")
    expect(item("beginnings")).to_have_attribute("data-state", "unsaved")
    press(page, "<", ">", "Escape")
    desk.turn("There is one rule").focus()
    press(page, "Control+z")
    expect(item("beginnings")).to_have_attribute("aria-level", "1")
    press(page, "Control+Shift+z")
    expect(item("beginnings")).to_have_attribute("aria-level", "2")

    # The lock lasts longer than is waited for: it is said, and that nothing is lost; a window that is closed now warns.
    expect(state).to_contain_text("has been writing to it for 1 seconds")
    expect(state).to_contain_text("acts are kept here; trying again")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    expect(desk.codings()).to_have_count(2)
    assert asked == ["beforeunload"]

    # Then the disk is full: what SQLite says of one is said by a trigger.
    blocker.execute(
        "CREATE TRIGGER full BEFORE INSERT ON change BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
    )
    blocker.commit()
    expect(state).to_contain_text("is full. Nothing was changed; make room")
    assert stored(garden, codings) == []
    blocker.execute("DROP TRIGGER full")
    blocker.close()
    desk.saved()
    assert {code for _, code, _ in stored(garden, codings)} == {"rules", "beginnings"}
    expect(tree.locator('[data-state="unsaved"]')).to_have_count(0)
    shown = tree.get_by_role("treeitem").evaluate_all("(all) => all.map((one) => one.dataset.code)")
    assert stored(garden, lambda study: [(one.name, one.parent) for one in study.codebook if one.name in shown]) == [
        ("rules", None),
        ("beginnings", "rules"),
    ]


def test_the_recording_is_played_from_a_turn(tmp_path, serve, desk, page):
    with Study.create(tmp_path / "told.study", coder="Ana") as study:
        study.transcripts.import_bytes(
            "P01.vtt",
            b"WEBVTT\n\n00:00:02.000 --> 00:00:04.000\n<v Ana>One.\n\n00:00:06.000 --> 00:00:08.000\n<v P01>Two.\n",
        )
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setparams((1, 1, 8000, 0, "NONE", ""))
        file.writeframes(bytes([128]) * 8000 * 20)
    (tmp_path / "audio").mkdir()
    (tmp_path / "audio" / "p01.wav").write_bytes(sound.getvalue())
    address = serve(tmp_path / "told.study")
    part = page.request.get(f"{address}/workbench/recording?transcript=P01", headers={"Range": "bytes=100-199"})
    assert (part.status, len(part.body())) == (206, 100)
    assert page.request.get(f"{address}/workbench/recording?transcript=../P01").status == 404

    desk.open(address, "code")
    desk.turn("Two.").focus()
    press(page, "p")
    page.wait_for_function("document.querySelector('audio').currentTime > 6.2")
    page.get_by_role("button", name="5 seconds back").click()
    page.get_by_role("combobox", name="Speed").select_option("1.25")
    page.get_by_role("button", name="Play from here").click()
    press(page, "-", "+", ",")
    assert page.evaluate("[document.querySelector('audio').paused, document.querySelector('audio').playbackRate]") == [
        True,
        1.25,
    ]
    assert page.evaluate("document.querySelector('audio').currentTime") < 6
    page.get_by_test_id("jump").fill("0:03")
    page.keyboard.press("Enter")
    expect(desk.turn("One.")).to_be_focused()
