"""A project of another tool comes in by the page, is coded with ours, and goes out as a project and as an archive."""

import zipfile

import pytest
from playwright.sync_api import expect

from tests.exports.refi.projects import packed, project, selection, source, sources
from workbench import Study
from workbench.exports.refi import read_project

pytestmark = pytest.mark.e2e

HOSTILE = "I: \\input{x} <script>alert(1)</script>\n\nKim: =cmd|' /C calc'!A0 and the bus was late.\n"


def test_a_project_comes_in_and_goes_out(garden, serve, desk, page, stored, tmp_path):
    start = HOSTILE.index("=cmd")
    xml = project(
        sources(
            source("", selection(start, start + 41, 1, name=HOSTILE[start : start + 41]), name="Trial", path="t.txt")
        )
        + '<Graphs><Graph guid="g1"/></Graphs>',
        origin="NVivo for Windows 12.6",
    )
    file = tmp_path / "sent.qdpx"
    file.write_bytes(packed(xml, {"Sources/t.txt": HOSTILE.encode()}))

    desk.open(serve(garden), "transcripts")
    page.get_by_text("Import transcripts").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(file)
    expect(page.get_by_text("1 transcript, 2 codes, 1 coding").first).to_be_visible()
    expect(page.get_by_text("maps and networks (1)").first).to_be_visible()
    page.get_by_role("button", name="Import 1 project").click()
    desk.says("Imported 1 project")
    assert stored(garden, lambda study: [one.quote for one in study.codings]) == [HOSTILE[start : start + 41]]

    desk.turn_to("Export")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="qdpx").click()
    waiting.value.save_as(tmp_path / "ours.qdpx")
    read = read_project("ours.qdpx", (tmp_path / "ours.qdpx").read_bytes())
    assert {one.name for one in read.project.sources} >= {"Trial"}
    assert read.problems == ()

    page.get_by_text("Only coded passages").click()
    page.get_by_role("button", name="Look for what could identify somebody").click()
    box = page.get_by_text("I have looked at them")
    expect(box.or_(page.get_by_text("Nothing was found")).first).to_be_visible(timeout=60_000)
    if box.count():
        box.click()
    archive = page.locator(".st-key-archive\\.zip, [class*='st-key-archive-zip']").get_by_role("button")
    expect(archive).to_be_enabled()
    with page.expect_download() as waiting:
        archive.click()
    waiting.value.save_as(tmp_path / "archive.zip")
    with zipfile.ZipFile(tmp_path / "archive.zip") as made:
        assert "archive/README.md" in made.namelist()
        assert b"'=cmd|" in made.read("archive/codings.csv")
    with Study.open(garden) as study:
        assert study.check() == []
