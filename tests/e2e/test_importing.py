"""Files are dropped, looked at, corrected before they are kept, taken in together, and taken back together."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

FILES = {
    "P09.txt": "I: Who waters?\n\nP09: We all do, in turns.\n",
    "P11.txt": "Lee: Who paid?\n\nAnn: The city: nobody else.\n\nLee: Why?\n\nAnne: They had to.\n\nLee: And Ann?\n\n"
    "Ann: Me, too.\n\nAnne: And me.\n",
    "P10.docx": "not a zip",
}


def test_files_are_looked_at_corrected_and_taken_in_as_one(garden, serve, desk, page, stored):
    desk.open(serve(garden), "transcripts")
    page.get_by_text("Import transcripts").click()
    dropped = page.evaluate_handle(
        """files => {
          const data = new DataTransfer();
          for (const [name, words] of Object.entries(files)) data.items.add(new File([words], name));
          return data;
        }""",
        FILES,
    )
    page.get_by_test_id("stFileUploaderDropzone").first.dispatch_event("drop", {"dataTransfer": dropped})
    expect(page.get_by_text("P09.txt: 2 turns")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="P10.docx")).to_be_visible()

    # Read by another rule, and by the first one again.
    page.get_by_text("Take every paragraph for a turn of nobody").click()
    expect(page.get_by_text("P11.txt: 7 turns, 23 words. Speakers: nobody is named")).to_be_visible()
    page.get_by_text("Find the speakers", exact=True).click()
    preview = page.get_by_text("P11.txt: 7 turns, 23 words. Speakers: Lee (interviewer)")
    preview.click()

    # Two spellings are one speaker, who is somebody by another name; the first words tell which is which.
    expect(page.get_by_text("“The city: nobody else.”")).to_be_visible()
    expect(page.get_by_text("New in the study: Ann, Anne.")).to_be_visible()
    name = page.get_by_role("textbox", name="Call them").last
    name.fill("Ann")
    name.press("Enter")
    expect(page.get_by_text("New in the study: Ann.")).to_be_visible()
    role = page.get_by_role("combobox", name="Role").first
    desk.choose(role, "unknown")
    expect(role).to_have_value("unknown")
    # A box that is left by pressing the button counts as it is left.
    page.get_by_role("textbox", name="Call them").first.fill("Leo")
    page.get_by_role("button", name="Import 2 transcripts").click()

    desk.says("Imported 2 transcripts")
    assert stored(garden, lambda study: study.transcripts.names()) == ["P01", "P02", "P09", "P11"]
    assert stored(garden, lambda study: [one.label for one in study.transcripts["P11"].speakers]) == ["Leo", "Ann"]
    assert stored(garden, lambda study: list(study.history)[-1].what) == "Imported 2 transcripts: 'P09', 'P11'"

    assert stored(garden, lambda study: study.transcripts["P11"].role_of("Leo")) == "unknown"
    expect(page.get_by_role("heading", name="P09", exact=True)).to_be_visible()
    page.get_by_test_id("undo").click()
    desk.says("Undid: Imported 2 transcripts: 'P09', 'P11'")
    assert stored(garden, lambda study: study.transcripts.names()) == ["P01", "P02"]
