"""The Export page as somebody uses it who writes a paper: every file downloaded, options chosen, previews looked at."""

import io
import zipfile
from pathlib import Path

import docx
import pytest

from workbench import Study
from workbench.study import EXPORTS

pytestmark = pytest.mark.e2e
expect = pytest.importorskip("playwright.sync_api").expect

BEGINS = {
    "docx": b"PK",
    "xlsx": b"PK",
    "qdpx": b"PK",
    "zip": b"PK",
    "pdf": b"%PDF",
    "png": b"\x89PNG",
    "svg": b"<svg",
    "html": b"<!doctype html>",
    "parquet": b"PAR1",
    "qdc": b"<?xml",
}


def downloaded(page, button):
    with page.expect_download() as waiting:
        button.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


@pytest.fixture
def written(garden):
    """The small study with themes, an attribute and two coders: there is material for every export."""
    with Study.open(garden, coder="Ana") as study:
        for name, phase in (("P01", 1), ("P02", 2)):
            study.participants.edit(name, phase=phase, role="gardener")
        quotes = {"P01": ("The fence was broken", "fence was"), "P02": ("I was against it", "against it")}
        for study.coder in ("Ana", "Bo"):
            for name, (long, short) in quotes.items():
                text = study.transcripts[name].text
                for words, code in ((long, "beginnings"), (short, "rules")):
                    start = text.index(words)
                    study.codings.add(name, start, start + len(words), code, memo="so")
        study.themes.add("Order", codes=["rules"])
        study.themes.add("Beginnings", codes=["beginnings"])
        study.themes.link("Order", "Beginnings", "leads to")
        study.codebook.snapshot("pilot")
        study.codebook.edit("rules", description="What is forbidden")
    return garden


def test_every_export_is_downloaded(written, serve, desk, page):
    desk.open(serve(written), "export")
    count = 0
    for export in EXPORTS.values():
        card = page.locator(f".st-key-export-{export.name}")
        for suffix in export.suffixes:
            count += 1
            if count % 8 == 0:
                page.wait_for_timeout(1100)  # Chromium drops the eleventh download in one second
            name, data = downloaded(page, card.get_by_role("button", name=suffix[1:], exact=True))
            assert name == export.name + suffix
            assert data.startswith(BEGINS.get(suffix[1:], b"")), (name, data[:40])
            assert len(data) > 40, (name, data)


def test_options_are_chosen_beside_a_preview_and_go_into_the_file(written, serve, desk, page):
    desk.open(serve(written), "export")
    card = page.locator(".st-key-export-themes")
    card.get_by_text("Options and preview").click()
    preview = page.locator(".st-key-preview-themes")
    expect(preview).to_contain_text("“The fence was broken” (P01, gardener)")
    quotes = card.get_by_role("spinbutton", name="Typical quotes")
    quotes.fill("0")
    quotes.press("Enter")
    expect(preview).not_to_contain_text("The fence was broken")
    for column in ("Definition", "Which participants", "Transcripts"):
        card.get_by_role("button", name=f"Remove {column}").click()
        expect(preview.get_by_role("columnheader", name=column, exact=True)).to_have_count(0)
    _name, data = downloaded(page, card.get_by_role("button", name="docx", exact=True))
    heads = [cell.text for cell in docx.Document(io.BytesIO(data)).tables[0].rows[0].cells]
    assert heads == ["Theme", "Codes", "Participants", "Codings", "Typical quotes", "Speaking against"]

    # They are still chosen when one comes back, and everything at once has a name of its own.
    desk.turn_to("Codebook")
    desk.turn_to("Export")
    _name, data = downloaded(page, card.get_by_role("button", name="csv", exact=True))
    assert b"Definition" not in data
    name, data = downloaded(page, page.get_by_role("button", name="Everything (.zip)"))
    assert name == "garden.zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {"report.docx", "map.svg", "themes.docx", "codings.csv", "project.qdpx"} <= set(archive.namelist())
