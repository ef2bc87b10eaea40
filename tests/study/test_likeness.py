"""More like this: what is found, why, and that refused passages stay away."""

import random

import pytest

from tests.suggest.conftest import THEMES
from workbench import Study
from workbench.model import TAKEN, WorkbenchError


@pytest.fixture
def talk(tmp_path):
    """Four people speak of four things in turns; one half of what they say of their gardens is coded."""
    chance = random.Random(3)
    with Study.create(tmp_path / "talk.study", coder="Ana") as study:
        study.codebook.add("gardening")
        for person in ("P1", "P2", "P3"):
            said = [sentence for theme in THEMES.values() for sentence in chance.sample(theme, 5)]
            text = "".join(f"I: And then?\n\n{person}: {sentence.capitalize()}.\n\n" for sentence in said)
            study.transcripts.import_bytes(f"{person}.txt", text.encode())
            garden = [
                s for s in study.transcripts.segments("turn", transcripts=[person]) if theme_of(s.text) == "garden"
            ]
            for one in garden[:2]:
                study.codings.add(person, one.start, one.end, "gardening")
        yield study


def theme_of(text):
    return next((name for name, said in THEMES.items() if any(one in text.casefold() for one in said)), None)


def words(study, hit):
    return study.transcripts[hit.transcript].text[hit.start : hit.end]


def test_further_passages_of_the_same_thing_come_first_with_their_reasons(talk):
    found = talk.more_like("gardening", most=6)
    assert [theme_of(words(talk, hit)) for hit in found] == ["garden"] * 6
    assert all(hit.why.startswith("Nearest coded passage: “") for hit in found)
    assert any(set(hit.words) & {"tomatoes", "vegetable", "beans", "garden", "carrots"} for hit in found)
    coded = {(one.transcript, one.start) for one in talk.codings}
    assert coded.isdisjoint((hit.transcript, hit.start) for hit in talk.more_like("gardening", most=99))
    assert {hit.transcript for hit in talk.more_like("gardening", transcript="P2")} == {"P2"}


def test_the_same_again_and_after_a_restart(talk):
    found = talk.more_like("gardening")
    with Study.open(talk.store.location) as again:
        assert again.more_like("gardening") == found


def test_what_is_refused_never_shows_again_until_that_is_undone(talk):
    first = talk.more_like("gardening")[0]
    before = talk.store.dump()
    talk.refuse_passage("gardening", first.transcript, first.start, first.end, why="about cooking")
    places = [(hit.transcript, hit.start) for hit in talk.more_like("gardening", most=99)]
    assert (first.transcript, first.start) not in places
    talk.coder = "Ben"
    assert (first.transcript, first.start) not in [
        (h.transcript, h.start) for h in talk.more_like("gardening", most=99)
    ]
    talk.undo()
    assert talk.store.dump() == before
    assert talk.more_like("gardening")[0] == first
    talk.history.redo()
    assert first not in talk.more_like("gardening", most=99)


def test_what_is_taken_is_a_coding_that_agreement_does_not_count(talk):
    first = talk.more_like("gardening")[0]
    made = talk.take_passage("gardening", first.transcript, first.start, first.end)
    assert (made.origin, made.is_own, made.coder) == (TAKEN, False, "Ana")
    assert first not in talk.more_like("gardening", most=99)


def test_refusals_go_with_their_code_and_their_transcript(talk):
    first = talk.more_like("gardening")[0]
    talk.codebook.add("outdoors")
    talk.refuse_passage("gardening", first.transcript, first.start, first.end)
    talk.codebook.merge("gardening", "outdoors")
    assert (first.transcript, first.start) not in [(h.transcript, h.start) for h in talk.more_like("outdoors", most=99)]
    talk.transcripts.remove(first.transcript)
    talk.codebook.remove("outdoors")
    assert talk.check() == []


def test_nothing_coded_nothing_found_and_help_off_is_said(talk):
    talk.codebook.add("unused")
    assert talk.more_like("unused") == []
    with pytest.raises(WorkbenchError, match="No code is called"):
        talk.more_like("gardenin")
    talk.settings.change(help="off")
    with pytest.raises(WorkbenchError, match="Help wanted is 'off'"):
        talk.more_like("gardening")


def test_nothing_is_suggested_of_what_nobody_has_read(talk):
    talk.transcripts.import_bytes("P4.txt", b"I: And then?\n\nP4: We grow tomatoes in our garden.\n\n")
    talk.transcripts.import_bytes("P5.txt", b"I: And then?\n\nP5: Our garden has beans and carrots.\n\n")
    assert talk.reading.unread() == ["P4", "P5"]

    def where(**asked):
        return {hit.transcript for hit in talk.more_like("gardening", most=99, **asked)}

    assert where() == {"P1", "P2", "P3"}
    assert where(unread=True) == {"P1", "P2", "P3", "P4", "P5"}
    with pytest.raises(WorkbenchError, match=r"Nobody has read 'P4' yet.* mark it as read"):
        talk.more_like("gardening", transcript="P4")
    talk.coder = "Ben"
    talk.reading.mark("P4", "read")
    assert where() == {"P1", "P2", "P3", "P4"}
    assert where(transcript="P4") == {"P4"}
    talk.codings.add("P5", 14, 20, "gardening")
    assert talk.reading.unread() == []
    talk.undo()
    talk.undo()
    assert talk.reading.unread() == ["P4", "P5"]
