"""Rounds: transcripts chosen or drawn, coders, who is done; a blind one is kept."""

import pytest

from workbench import Study, WorkbenchError
from workbench.model import NotFound


@pytest.fixture
def blind(study):
    """A blind round of Ana and Bo on P01, begun by Lea."""
    study.coder = "Lea"
    study.rounds.start("Pilot", ["Ana", "Bo"], transcripts=["P01"], unit="turn")
    study.coder = "Ana"
    return study


def as_(study, name):
    study.coder = name
    return study


def test_a_round_says_who_is_asked_and_who_is_done(blind):
    blind.rounds.done("Pilot", transcripts=["P01"])
    one = blind.rounds["Pilot"]

    assert (one.unit, one.blind, one.is_open, one.coders, one.transcripts) == (
        "turn",
        True,
        True,
        ("Ana", "Bo"),
        ("P01",),
    )
    assert (one.asked("Ana", done=True), one.waiting_for) == (("P01",), {"Bo": ("P01",)})
    assert [c.what for c in blind.history][-2:] == [
        "Started the blind round 'Pilot': 1 transcript, coders 'Ana', 'Bo'",
        "Ana is done with 'P01' of the round 'Pilot'",
    ]
    blind.rounds.done("Pilot", done=False)
    assert blind.rounds["Pilot"].waiting_for == {"Ana": ("P01",), "Bo": ("P01",)}


def test_each_coder_can_have_their_own_part(study):
    one = study.rounds.start("Split", {"Ana": ["P01", "P02"], "Bo": ["P02"]}, blind=False)
    assert (one.transcripts, one.asked("Bo")) == (("P01", "P02"), ("P02",))


def test_transcripts_are_drawn_by_chance_each_value_its_share(study):
    for n in (3, 4, 5, 6):
        study.transcripts.import_bytes(f"P0{n}.txt", f"I: And {n}?\n\nP0{n}: Well.\n".encode())
    for n in range(1, 7):
        study.participants.edit(f"P0{n}", phase=1 if n < 5 else 2)
    one = study.rounds.start("Drawn", ["Ana", "Bo"], number=3, seed=7, by="phase")

    assert len([name for name in one.transcripts if name < "P05"]) == 2
    assert one.drawn == {"number": 3, "seed": 7, "of": 6, "by": "phase"}
    study.undo()
    assert study.rounds.start("Again", ["Ana", "Bo"], number=3, seed=7, by="phase").transcripts == one.transcripts


@pytest.mark.parametrize(
    ("coders", "options", "says"),
    [
        (["Ana"], {}, "two coders or more"),
        (["Ana", " ana "], {}, "named twice"),
        (["Ana", "Bo"], {"transcripts": ["P9"]}, "No transcript is called 'P9'"),
        (["Ana", "Bo"], {"transcripts": []}, "needs a transcript"),
        (["Ana", "Bo"], {"number": 3}, "3 transcripts cannot be drawn from 2"),
        (["Ana", "Bo"], {"number": 1, "transcripts": ["P01"]}, "not both"),
        (["Ana", "Bo"], {"number": 1, "by": "phase"}, "No attribute is called 'phase'"),
        (["Ana", "Bo"], {"unit": "page"}, "'page' is no unit"),
    ],
)
def test_what_cannot_be_a_round_is_said(study, coders, options, says):
    before = study.version
    with pytest.raises(WorkbenchError, match=says):
        study.rounds.start("Pilot", coders, **options)
    assert (len(study.rounds), study.version) == (0, before)


def test_the_others_codings_are_not_there_until_the_round_is_closed(blind, put):
    put("P01", "The fence was broken", "beginnings")
    put("P01", "one rule", "rules", coder="Bo", memo="hm")
    put("P02", "I was against it", "beginnings", coder="Bo")

    seen = [("beginnings", "Ana", "P01"), ("beginnings", "Bo", "P02")]
    assert [(c.code, c.coder, c.transcript) for c in blind.codings] == seen
    assert (len(blind.codings), blind.codings.coders(), len(blind.memos)) == (2, ["Ana", "Bo"], 0)
    assert blind.codings.of(transcript="P01", coder="Bo") == []
    assert [c.coder for c in as_(blind, " ana ").codings] == ["Ana", "Bo"]
    assert [c.coder for c in as_(blind, "Bo").codings] == ["Bo", "Bo"]
    assert len(as_(blind, "Lea").codings) == 3
    blind.rounds.close("Pilot")
    assert len(as_(blind, "Ana").codings) == 3


def test_a_blind_round_is_closed_when_all_are_done_or_by_somebody_else(blind):
    with pytest.raises(WorkbenchError, match="Not everybody is done"):
        blind.rounds.close("Pilot")
    blind.rounds.done("Pilot", coder="Ana")
    blind.rounds.done("Pilot", coder="Bo")
    assert blind.rounds.close("Pilot").closed
    with pytest.raises(WorkbenchError, match="is closed"):
        blind.rounds.done("Pilot")


def test_what_would_show_all_is_refused_to_a_blind_coder(blind, put, tmp_path):
    blind.backup(tmp_path / "nothing to hide.study")
    hidden = put("P01", "one rule", "rules", coder="Bo")
    acts = [
        lambda: blind.backup(tmp_path / "b.study"),
        lambda: blind.copy_to(str(tmp_path / "c.study")),
        lambda: blind.merge(tmp_path / "nothing to hide.study", preview=True),
        lambda: blind.agreement(),
        lambda: blind.codings.remove(hidden.id),
        lambda: blind.history.rows(blind.version),
        lambda: blind.undo(blind.version),
        lambda: blind.undo(blind.version - 1),
    ]
    for act in acts:
        with pytest.raises(WorkbenchError, match="coding blind in the round 'Pilot'"):
            act()
    as_(blind, "Lea").backup(tmp_path / "b.study")


def test_undo_passes_over_the_others_and_does_not_name_what_is_in_the_way(blind, put):
    put("P01", "The fence was broken", "beginnings")
    code = blind.codebook.add("noise")
    put("P01", "one rule", code.name, coder="Bo")

    number = next(c.id for c in blind.history if c.act == "add code" and "noise" in c.what)
    for with_later in (False, True):
        with pytest.raises(WorkbenchError, match="another coder did in a blind round builds on it") as error:
            blind.undo(number, with_later=with_later)
        assert "P01" not in str(error.value)
    blind.history.undo(number - 1)
    assert [c.what for c in blind.history][-1] == "Undid: Coded 'P01' as 'beginnings'"
    assert len(as_(blind, "Lea").codings) == 1


def test_a_round_that_nobody_coded_in_can_be_taken_back_by_its_coder(blind):
    blind.undo()
    assert len(blind.rounds) == 0


def test_transcripts_in_a_round_can_be_removed_and_withdrawn(blind):
    blind.transcripts.remove("P01")
    assert blind.rounds["Pilot"].transcripts == ()
    blind.undo()
    assert blind.rounds["Pilot"].transcripts == ("P01",)
    as_(blind, "Lea").withdraw("P01")
    assert blind.rounds["Pilot"].transcripts == ()
    assert blind.check() == []


def test_copies_that_said_done_apart_are_merged(blind, tmp_path):
    other = tmp_path / "other.study"
    as_(blind, "Lea").backup(other)
    with Study.open(other, coder="Bo") as theirs:
        theirs.rounds.done("Pilot")
    as_(blind, "Ana").rounds.done("Pilot")
    as_(blind, "Lea").merge(other)
    assert blind.rounds["Pilot"].waiting_for == {}


def test_no_such_round(study):
    with pytest.raises(NotFound, match="No round is called 'Pilot'"):
        study.rounds["Pilot"]
