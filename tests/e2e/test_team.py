"""A blind round of three coders, in the browser, to a reconciled study and its exports."""

import csv

import pytest

from workbench import Study

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

FENCE, RULE, WATER = "The fence was broken", "one rule", "Now I water it"


def code(file, coder, marks):
    """What a coder does elsewhere meanwhile, through the same door."""
    with Study.open(file, coder=coder) as study:
        for name, words, label in marks:
            start = study.transcripts[name].text.index(words)
            study.codings.add(name, start, start + len(words), label)


def test_a_blind_round_of_three_to_a_reconciled_study(desk, serve, garden, stored, tmp_path):
    address, page = serve(garden, coder="Lea"), desk.page

    # Lea, who does not code in it, starts a blind round.
    desk.open(address, "rounds?coder=Lea")
    box = page.get_by_test_id("stMultiSelect").filter(has_text="Who codes").locator("input")
    for name in ("Ana", "Bo", "Cy"):
        box.fill(name)
        box.press("Enter")
    box.press("Escape")
    page.get_by_role("button", name="Start the round").click()
    desk.says("Started the blind round 'Round 1': 2 transcripts, coders 'Ana', 'Bo', 'Cy'")

    # Each codes. Bo sees nothing of what Ana did, in the text or the count.
    code(garden, "Ana", [("P01", FENCE, "beginnings"), ("P01", RULE, "rules"), ("P02", WATER, "beginnings")])
    desk.open(address, "code?coder=Bo")
    page.get_by_test_id("turn").first.wait_for()
    assert desk.codings().count() == 0
    desk.open(address, "history?coder=Bo")
    assert desk.row("Coded 'P01'").count() == 0
    desk.open(address, "agreement?coder=Bo")
    page.get_by_text("You are coding blind in the round 'Round 1'").first.wait_for()
    code(garden, "Bo", [("P01", FENCE, "beginnings"), ("P01", RULE, "breaking rules"), ("P02", WATER, "beginnings")])
    code(garden, "Cy", [("P01", FENCE, "beginnings"), ("P01", RULE, "rules")])
    desk.open(address, "code?coder=Cy")
    page.get_by_test_id("turn").first.wait_for()
    assert desk.codings().count() == 2

    # All say done by a key; then the round is closed.
    for name in ("Ana", "Bo", "Cy"):
        desk.open(address, f"rounds?coder={name}")
        page.get_by_text("Your transcripts to do").wait_for()
        page.get_by_role("heading", name="Round 1").click()
        page.keyboard.press("d")
        desk.says(f"{name} is done with all transcripts of the round 'Round 1'")
    page.get_by_role("button", name="Close the round").click()
    desk.says("Closed the round 'Round 1'")

    # Numbers lead to their passages.
    page.get_by_role("button", name="See how far they agree").click()
    page.get_by_role("heading", name="Agreement", exact=True).wait_for()
    desk.row("breaking rules").first.click()
    page.get_by_text("Where coders differ: 1 passage").wait_for()

    # What all agree on goes to the agreed layer, the rest is decided by keys, one of them taken back and decided anew.
    desk.open(address, "reconcile?coder=Ana")
    page.get_by_text("0 of 2 passages settled").wait_for()
    page.get_by_role("button", name="Put what all agree on there").click()
    page.get_by_role("button", name="Put what all agree on there").wait_for(state="detached")
    page.get_by_label("Why").fill("as the definition says")
    page.get_by_label("Why").press("Tab")
    page.get_by_role("heading", name="rules").first.click()
    page.keyboard.press("a")
    desk.says("Reconciled 'breaking rules', 'rules' in 'P01': took what Ana has")
    page.get_by_text("1 of 2 passages settled").wait_for()
    page.get_by_test_id("undo").click()
    page.get_by_text("0 of 2 passages settled").wait_for()
    desk.row("one rule").click()
    page.get_by_role("heading", name="rules").first.click()
    page.keyboard.press("b")
    page.get_by_text("1 of 2 passages settled").wait_for()
    page.get_by_role("heading", name="beginnings").first.click()
    page.keyboard.press("u")
    page.get_by_text("All of these are settled.").wait_for()

    agreed = stored(garden, lambda s: [(c.code, c.quote) for c in s.codings if c.layer == "agreed"])
    assert agreed == [("beginnings", FENCE), ("breaking rules", RULE), ("beginnings", WATER)]
    assert stored(garden, lambda s: len([c for c in s.codings if c.layer == "independent"])) == 8

    # It goes out, for a paper and to be checked.
    page.get_by_text("What came of it").click()
    desk.row("breaking rules").first.wait_for()
    page.wait_for_timeout(500)  # the lists that open push the buttons down
    with page.expect_download() as download:
        page.get_by_role("button", name="List of disagreements .csv").click()
    download.value.save_as(tmp_path / "list.csv")
    with (tmp_path / "list.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert {row["code"]: row["decision"] for row in rows} == {
        "rules": "Bo",
        "breaking rules": "Bo",
        "beginnings": "both",
    }
    desk.open(address, "agreement?coder=Ana&round=Round 1")
    page.get_by_text("For the paper").click()
    page.get_by_text("3 coders (Ana, Bo, Cy) coded 2 transcripts independently").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Table .docx").click()
    assert download.value.suggested_filename == "agreement.docx"
    table = stored(garden, lambda s: s.agreement_table(round="Round 1"))
    assert [row.cells[0] for row in table.rows] == ["All codes", "beginnings", "rules", "breaking rules"]
