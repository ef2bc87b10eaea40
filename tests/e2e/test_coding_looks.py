"""The coding view for everybody: no fault that axe finds, dark and light, narrow, enlarged, from right to left; help as
wanted; and a short soak, with the program killed in the middle, after which the study is what the screen shows."""

import random

import pytest
from playwright.sync_api import expect

from workbench import Study

pytestmark = pytest.mark.e2e

HEBREW = "מראיין: מי מחליט?\n\nP01: אף אחד לא שאל אותי. אז אני משקה.\n"


def faults(page):
    """What axe finds in the coding view, as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context=".wb-view", options={"resultTypes": ["violations"]})
    return [
        (one["id"], node["target"], node.get("failureSummary", ""))
        for one in found.response["violations"]
        for node in one["nodes"]
    ]


def test_nothing_is_in_anybodys_way(garden, serve, desk, page, stored):
    with Study.open(garden, coder="Ana") as study:
        study.codings.add("P01", 35, 79, "rules", memo="Why?")
        study.codings.add("P01", 50, 105, "breaking rules")
        study.memos.add("Short.", on="transcript", target="P01")
        study.coder = "Ben"
        study.codings.add("P01", 35, 60, "rules")
        study.transcripts.import_bytes("RTL.txt", HEBREW.encode())
    address = serve(garden)
    desk.open(address, "code?transcript=P01&beside+Ana=Ben")
    expect(desk.codings()).to_have_count(3)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.reload()
        expect(desk.codings()).to_have_count(3)
        desk.turn("The fence was broken").focus()
        assert faults(page) == []
        page.keyboard.press("Enter")
        page.get_by_test_id("code-palette-input").fill("a/b")
        assert faults(page) == []
        page.keyboard.press("Escape")
        page.keyboard.press("e")
        page.get_by_test_id("passage-codings").wait_for()
        assert faults(page) == []
        page.keyboard.press("Escape")
        page.keyboard.press("b")
        page.keyboard.press("o")
        assert faults(page) == []
        page.keyboard.press("Escape")
        page.keyboard.press("m")
        assert faults(page) == []
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        expect(page.locator(".wb-turn:focus")).to_have_count(1)

    # Narrow, and enlarged to twice its size: nothing is cut off, and the codes are a click away.
    for width, zoom in ((1024, 1), (1400, 2)):
        page.set_viewport_size({"width": width // zoom, "height": 800 // zoom})
        expect(page.get_by_test_id("code-tree")).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.evaluate(
            "[...document.querySelectorAll('.wb-turn, .wb-bar')].every((one) => one.scrollWidth <= one.clientWidth + 1)"
        )
    page.set_viewport_size({"width": 1400, "height": 950})

    # From right to left: words are chosen and coded as they stand.
    desk.open(address, "code?transcript=RTL")
    desk.turn("P01").focus()
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    desk.type_code("rul")
    desk.saved()
    assert page.locator(".wb-words").nth(1).evaluate("(words) => getComputedStyle(words).direction") == "rtl"
    assert stored(garden, lambda study: [one.quote for one in study.codings.of(transcript="RTL")]) == [
        HEBREW.strip().rsplit(". ", 1)[1]
    ]


def test_more_like_a_code_is_taken_and_refused_where_help_is_wanted(garden, serve, desk, page, stored):
    with Study.open(garden, coder="Ana") as study:
        place = study.transcripts["P02"].text.index("Now I water it")
        study.codings.add("P02", place, place + 14, "beginnings")
        study.reading.mark("P01", "read")
    address = serve(garden)
    desk.open(address, "code?transcript=P01")
    page.get_by_test_id("code-tree").get_by_role("treeitem", name="beginnings").focus()
    page.keyboard.press("l")
    expect(page.get_by_test_id("like-says")).to_contain_text("1 of 2", timeout=60_000)
    page.get_by_test_id("turn").first.focus()
    page.keyboard.press("]")
    expect(page.get_by_test_id("like-says")).to_contain_text("2 of 2")
    page.keyboard.press("x")
    page.get_by_test_id("like").get_by_role("button", name="Take").click()
    desk.saved()
    expect(page.get_by_test_id("like-says")).to_contain_text("No more passages")
    assert stored(garden, lambda study: [one.suggested for one in study.codings.of(transcript="P01")]) == [True]
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("like")).to_be_hidden()

    with Study.open(garden, coder="Ana") as study:
        study.settings.change(help="off")
    page.reload()
    page.get_by_test_id("code-tree").get_by_role("treeitem", name="beginnings").focus()
    page.keyboard.press("l")
    expect(page.get_by_test_id("told")).to_contain_text("wants no suggestions")


def test_in_a_blind_round_the_others_codings_are_not_even_sent(garden, serve, desk, page):
    with Study.open(garden, coder="Ben") as study:
        study.codings.add("P01", 35, 55, "breaking rules")
        study.coder = "Ana"
        study.rounds.start("Pilot", ["Ana", "Ben"], transcripts=["P01"])
    frames = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(frame)))
    desk.open(serve(garden), "code?transcript=P01&beside+Ana=Ben")
    desk.turn("The fence was broken").wait_for()
    expect(desk.codings()).to_have_count(0)
    data = b"".join(frame if isinstance(frame, bytes) else frame.encode() for frame in frames)
    assert b"The fence was broken" in data
    assert b'"coder": "Ben"' not in data
    assert b'"coder":"Ben"' not in data


def test_a_short_soak_with_the_program_killed_in_the_middle(garden, serve, desk, page, stored):
    chance = random.Random(7)
    address = serve(garden)
    desk.open(address, "code?transcript=P01")
    turns = page.get_by_test_id("turn")
    turns.first.focus()
    for step in range(40):
        if step == 20:
            serve.kill(address)
        if step == 26:
            serve(garden, address=address)
        if step < 20 and chance.random() < 0.25:
            page.keyboard.press(chance.choice(["Control+z", "Control+z", "Control+Shift+z"]))
            continue
        turns.nth(chance.randrange(4)).focus()
        for key in ["w"] * chance.randint(1, 6) + ["Shift+ArrowRight"] * chance.randint(0, 4):
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        desk.type_code(chance.choice(["rul", "beg", "break"]))
    desk.saved(seconds=60)
    kept = stored(garden, lambda study: sorted(f"{c.code} {c.start} {c.end} {c.coder}" for c in study.codings))
    page.wait_for_function(
        """(kept) => {
          const shown = [...document.querySelectorAll("[data-testid=coding]")].map(({ dataset: d }) =>
            `${d.code} ${d.start} ${d.end} ${d.coder}`);
          return JSON.stringify(shown.sort()) === JSON.stringify(kept);
        }""",
        arg=kept,
    )
    assert stored(garden, lambda study: study.check()) == []
