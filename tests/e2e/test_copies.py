"""Two people on two copies, and two people on one study: what one does comes to the other."""

import shutil

import pytest
from playwright.sync_api import expect

from workbench import Study

pytestmark = pytest.mark.e2e


def test_a_copy_is_brought_in_and_what_others_do_is_seen(garden, serve, desk, page, stored, tmp_path):
    other = tmp_path / "ben.study"
    shutil.copy(garden, other)
    for file, coder, words in ((garden, "Ana", "Our rules"), (other, "Ben", "Their rules")):
        with Study.open(file, coder=coder) as study:
            study.codings.add("P01", 35, 55, "beginnings")
            study.codebook.edit("rules", definition=words)

    desk.open(serve(garden), "copies")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(other)
    expect(page.get_by_text("New coders: Ben. Would be")).to_be_visible()
    expect(page.get_by_text("Their rules")).to_be_visible()
    page.get_by_text("as it is there").click()
    page.get_by_role("button", name="Bring in ben.study").click()
    desk.says("Merged ben.study: 1 coding and 0 codes added, coders 'Ben'")
    assert stored(garden, lambda study: [study.codebook["rules"].definition, study.codings.coders()]) == [
        "Their rules",
        ["Ana", "Ben"],
    ]
    expect(desk.row("before merging")).to_have_count(1)  # the backup that was kept
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_text("Every page, reference, passage")).to_be_visible()
    page.get_by_test_id("undo").click()
    desk.says("Undid: Merged ben.study: 1 coding and 0 codes added, coders 'Ben'")

    desk.turn_to("History")
    with Study.open(garden, coder="Cem") as study:
        study.memos.add("From somewhere else.")
    expect(desk.row("Cem")).to_have_count(1)  # without a reload
