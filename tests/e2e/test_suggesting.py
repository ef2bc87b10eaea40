"""Suggestions in a real browser: asked for, stopped, looked at by person, drawn round, decided, undone, compared; and
groups of codes that become themes."""

import pytest
from playwright.sync_api import expect

from tests.suggest.conftest import talk
from workbench import Study

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def test_asked_drawn_round_and_decided(tmp_path, serve, desk, page, stored):
    file = tmp_path / "talk.study"
    with Study.create(file, title="Talk", coder="Ana") as study:
        for code in ("digging", "planting", "paying", "waking"):
            study.codebook.add(code)
        for person in range(4):
            said = [one.text.replace("And then? ", "") for one in talk(1, 5, person)]
            text = "".join(f"I: And then?\n\nP{person}: {words}\n\n" for words in said)
            study.transcripts.import_bytes(f"P{person}.txt", text.encode())
            for at, words in enumerate(said):  # two codes that are always together, and two that never are
                start = text.index(words)
                for code in ("digging", "planting") if at < 5 else ("paying",) if at < 10 else ("waking",):
                    study.codings.add(f"P{person}", start, start + len(words), code)
    address = serve(file)
    desk.open(address, "suggestions")

    # Asked for and stopped: nothing is left of it.
    before = stored(file, lambda study: study.store.dump())
    page.get_by_role("button", name="Suggest themes").click()
    page.get_by_role("button", name="Stop").click()
    desk.says("Stopped as asked; nothing was changed.")
    assert stored(file, lambda study: study.store.dump()) == before

    # Asked for with a number of one's own.
    page.get_by_text("The program chooses how many").click()
    page.get_by_role("button", name="Suggest themes").click()
    rows = page.get_by_role("grid", name="Suggestions").get_by_test_id("row")
    rows.first.wait_for(timeout=180_000)
    before = stored(file, lambda study: study.suggestions.newest().suggestions)
    expect(rows).to_have_count(len(before))
    assert len(before) == 8

    # One person's passages alone.
    page.get_by_text("by participant", exact=True).click()
    who = before[0].segments[0].participant
    count = sum(fit.participant == who for fit in before[0].segments)
    page.get_by_text(f"{who} ({count})", exact=True).click()
    expect(page.get_by_test_id("passage")).to_have_count(count)

    # Drawn round in the picture: they become a suggestion.
    page.get_by_text("Picture", exact=True).click()
    plot = page.locator(".nsewdrag").first
    box = plot.bounding_box()
    mouse = page.mouse
    mouse.move(box["x"] + 5, box["y"] + 5)
    mouse.down()
    for x, y in ((0.7, 0.02), (0.7, 0.7), (0.02, 0.7), (0.01, 0.02)):
        mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=6)
    mouse.up()
    name = page.get_by_role("textbox", name="chosen; a name makes a suggestion")
    name.fill("Drawn round")
    page.get_by_role("button", name="Make a suggestion").click()
    expect(page.get_by_test_id("said")).to_contain_text("'Drawn round' of")
    expect(rows.filter(has=page.get_by_text("Drawn round", exact=True))).to_have_count(1)
    made = stored(file, lambda study: list(study.suggestions)[-1])
    assert (made.label, made.size > 5) == ("Drawn round", True)

    # Taken back, and another one accepted by key.
    page.get_by_test_id("undo").click()
    expect(page.get_by_test_id("said")).to_contain_text("Undid")
    expect(rows).to_have_count(len(before))
    page.get_by_text("Picture", exact=True).click()
    expect(plot).to_have_count(0)
    page.get_by_role("heading", name=before[0].label, exact=True).click()
    page.keyboard.press("a")
    expect(page.get_by_test_id("said")).to_contain_text("Accepted suggestion 1-1 as theme")
    assert stored(file, lambda study: [one.origin for one in study.themes]) == ["suggestion 1-1"]

    # Every further decision by its key, each taken back.
    page.get_by_role("heading", name=before[1].label, exact=True).wait_for()
    for key, says in (
        ("o", f"Accepted suggestion 1-2 as code '{before[1].label}'"),
        ("n", f"Refused suggestion 1-3 '{before[2].label}'"),
        ("l", f"Put suggestion 1-4 '{before[3].label}' aside"),
        ("s", f"Split suggestion 1-5 '{before[4].label}' into 2"),
    ):
        page.keyboard.press(key)
        desk.says(says)
        page.get_by_test_id("undo").click()
        desk.says(f"Undid: {says}")
    # A letter right behind an arrow is for the row that the arrow chose.
    page.keyboard.press("k")
    page.keyboard.press("n")
    refused = f"Refused suggestion 1-4 '{before[3].label}'"
    desk.says(refused)
    page.get_by_test_id("undo").click()
    desk.says(f"Undid: {refused}")
    page.get_by_text("Definition, place, reason; merge or split").click()
    for box, option, key, says in (
        (
            "Merge with",
            before[5].label,
            "m",
            f"Merged suggestion '{before[5].label}' into suggestion 1-5 '{before[4].label}'",
        ),
        ("Under theme", before[0].label, "e", f"Accepted suggestion 1-5 as evidence for the theme '{before[0].label}'"),
    ):
        desk.choose(page.get_by_role("combobox", name=box), option)
        page.keyboard.press("Tab")
        page.get_by_role("heading", name=before[4].label, exact=True).click()
        expect(page.get_by_role("button", name="As evidence")).to_be_enabled(enabled=key == "e")
        page.keyboard.press(key)
        desk.says(says)
        page.get_by_test_id("undo").click()
        desk.says(f"Undid: {says}")
    page.get_by_text("elsewhere", exact=True).click()
    page.get_by_role("button", name="Add to this").first.wait_for()
    page.get_by_test_id("passage").first.focus()
    page.keyboard.press("c")
    desk.says(f"Added 1 passage to suggestion 1-6 '{before[5].label}'")  # the next one, after the decision
    page.get_by_text("open", exact=True).first.click()
    expect(rows).to_have_count(len(before) - 1)

    # Asked again, it says what is new; what was accepted is there.
    page.get_by_text("Ask again", exact=True).click()
    page.get_by_role("button", name="Suggest themes").press("Enter")  # a mouse would meet it while it still moves
    page.get_by_role("columnheader", name="New").wait_for(timeout=60_000)
    page.get_by_text("decided", exact=True).first.click()
    expect(rows).to_have_count(1)

    # A group of codes becomes a theme on the map.
    desk.turn_to("Themes and map")
    page.get_by_text("Let groups of codes be proposed").click()
    page.get_by_role("button", name="Look for groups").click()
    page.get_by_role("textbox", name="Name of the theme").fill("Gardening")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Make a theme").click()
    desk.says("Added theme 'Gardening'")
    assert stored(file, lambda study: [code.name for code in study.themes["Gardening"].codes]) == [
        "digging",
        "planting",
    ]
    expect(page.get_by_test_id("row").filter(has_text="Gardening")).to_have_count(1)
    expect(page.locator(".js-plotly-plot").get_by_text("Gardening").first).to_be_visible()
