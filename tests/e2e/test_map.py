"""The thematic map in the app: a click opens the evidence, themes are moved by hand and stay there."""

import pytest

from workbench import Study

pytestmark = pytest.mark.e2e
expect = pytest.importorskip("playwright.sync_api").expect


def test_the_map_is_clicked_and_arranged(garden, serve, desk, page, stored):
    with Study.open(garden, coder="Ana") as study:
        for name, code, words in (("Order", "rules", "There is one rule"), ("Start", "beginnings", "The fence")):
            place = study.transcripts["P01"].text.index(words)
            study.codings.add("P01", place, place + len(words), code)
            study.themes.add(name, codes=[code])
    address = serve(garden)

    # A map that was written out leads to its theme; a click on the map to another.
    desk.open(address, "themes?theme=Start")
    expect(desk.row("Start")).to_have_attribute("aria-selected", "true")
    box = page.locator(".js-plotly-plot .plot-container").bounding_box()
    page.mouse.click(box["x"] + 60, box["y"] + 20)
    expect(desk.row("Order")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_test_id("passage")).to_contain_text("There is one rule")

    # A key after a click beside every control draws no line around the page; what has the focus elsewhere shows it.
    outline = "(one) => getComputedStyle(one).outlineStyle"
    page.get_by_role("heading", name="Themes and map", exact=True).click()
    page.keyboard.press("x")
    main = page.get_by_test_id("stMain")
    expect(main).to_be_focused()
    assert main.evaluate(outline) == "none"
    page.keyboard.press("Tab")
    assert page.locator("*:focus").evaluate(outline) == "solid"

    # On a dark page the map is dark.
    expect(page.locator(".js-plotly-plot")).to_have_css("filter", "none")
    page.emulate_media(color_scheme="dark")
    page.reload()
    expect(page.locator(".js-plotly-plot")).to_have_css("filter", "invert(0.92) hue-rotate(180deg)")

    # By hand: dragged, moved by keys, taken back.
    page.get_by_text("Move themes by hand").click()
    handle = page.get_by_role("button", name="Move Order")
    box = handle.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 90, steps=5)
    page.mouse.up()
    desk.says("Moved theme 'Order' on the map")
    first = stored(garden, lambda study: {one.name: one.position for one in study.themes})
    assert first["Order"][1] > 5
    assert first["Start"] is not None
    handle.focus()
    page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_test_id("undo")).to_be_enabled()
    page.wait_for_function("document.activeElement.dataset.name === 'Order'")
    for _attempt in range(50):
        second = stored(garden, lambda study: study.themes["Order"].position)
        if second[1] > first["Order"][1]:
            break
        page.wait_for_timeout(200)
    assert second[1] == pytest.approx(first["Order"][1] + 5, abs=0.1)
    page.keyboard.press("Control+z")
    desk.says("Undid: Moved theme 'Order' on the map")
    page.get_by_role("button", name="Let the program place them").click()
    desk.says("Arranged the themes on the map")
    assert stored(garden, lambda study: {one.position for one in study.themes}) == {None}
