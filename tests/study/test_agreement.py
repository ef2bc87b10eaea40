"""Agreement of a study's coders: who was asked, what of a closed round counts, parts of the material, cut stretches."""

import pytest

from workbench import WorkbenchError

ONE, TWO, THREE = "The fence was broken", "one rule", "I was against it"


@pytest.fixture
def coded(study, put):
    """An open round of Ana, Bo and Cy on both transcripts; Cy has not said done with P02."""
    study.rounds.start("First", ["Ana", "Bo", "Cy"], unit="turn", blind=False)
    for coder, words, code in [
        ("Ana", ONE, "beginnings"),
        ("Bo", ONE, "beginnings"),
        ("Cy", TWO, "rules"),
        ("Ana", TWO, "rules"),
    ]:
        put("P01", words, code, coder=coder)
    put("P02", THREE, "beginnings")
    for coder in ("Ana", "Bo"):
        study.rounds.done("First", coder=coder)
    study.rounds.done("First", coder="Cy", transcripts=["P01"])
    return study


def test_who_was_asked_comes_from_the_round_never_from_the_marks(coded):
    report = coded.agreement(round="First")

    assert (report.unit, report.coders, report.units) == ("turn", ("Ana", "Bo", "Cy"), 4)
    assert report.ratings.table("beginnings").fillna(-1).to_numpy().tolist() == [
        [1, 1, 0],
        [0, 0, 0],
        [1, 0, -1],
        [0, 0, -1],
    ]
    assert report.notes[:2] == (
        "Not said done in the round 'First', so not counted as coded: Cy ('P02').",
        "What interviewers say is left out.",
    )
    assert coded.agreement().as_dict()["overall"] == report.as_dict()["overall"]


def test_what_was_coded_after_a_round_was_closed_does_not_count_in_it(coded, put):
    before = coded.agreement(round="First").as_dict()
    coded.rounds.close("First")
    put("P01", TWO, "rules", coder="Bo")
    ana = next(one for one in coded.codings if one.coder == "Ana" and one.transcript == "P02")
    coded.codings.edit(ana.id, code="rules")
    coded.codings.remove(next(one for one in coded.codings if one.coder == "Cy").id)

    after = coded.agreement(round="First")
    assert after.as_dict()["codes"] == before["codes"]
    assert "3 codings were made, changed or taken out after the round 'First' was closed" in after.notes[1]
    while coded.version > 12:
        coded.undo()
        if coded.history.change(coded.version).what.startswith("Undid: Closed"):
            break
    assert coded.agreement(round="First").as_dict()["codes"] == before["codes"]


@pytest.mark.parametrize("second", ["1000000000", "4000000000"])
def test_the_clocks_of_a_team_do_not_say_what_was_coded_after_a_round(coded, put, monkeypatch, second):
    """One machine's clock is decades behind, another's ahead: what came first stands in the history."""
    before = coded.agreement(round="First").as_dict()["codes"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4000000000" if second == "1000000000" else "1000000000")
    coded.rounds.close("First")
    assert coded.agreement(round="First").as_dict()["codes"] == before
    monkeypatch.setenv("SOURCE_DATE_EPOCH", second)
    put("P01", TWO, "rules", coder="Bo")
    assert coded.agreement(round="First").as_dict()["codes"] == before


def test_agreement_by_participant_transcript_version_and_round(coded, put):
    coded.codebook.edit("rules", definition="What one may do")
    put("P02", "Nobody asked me to", "rules", coder="Bo")
    together = {
        by: frame[frame["code"].isna()].set_index("group")["units"].to_dict()
        for by in ("participant", "transcript", "version", "round")
        for frame in [coded.agreement_by(by)]
    }
    assert together == {
        "participant": {"P01": 2, "P02": 2},
        "transcript": {"P01": 2, "P02": 2},
        "version": {"version 3": 2, "versions 3–4": 2},
        "round": {"First": 4},
    }
    with pytest.raises(WorkbenchError, match="cannot be told by 'month'"):
        coded.agreement_by("month")


def test_stretches_that_were_cut_beforehand_are_the_units(study):
    text = study.transcripts["P01"].text
    parts = [(text.index(part), text.index(part) + len(part)) for part in ("The fence was", "broken, and", TWO)]
    rows = [
        f"P01,{start},{end},{who},{code}"
        for who, codes in (("Ana", "xyx"), ("Bo", "xyy"))
        for (start, end), code in zip(parts, codes, strict=True)
    ]
    study.codebook.add("tone")
    for name in "xyz":
        study.codebook.add(name, parent="tone")
    study.codings.import_bytes("c.csv", "\n".join(["transcript,start,end,coder,code", *rows]).encode())

    report = study.agreement("sentence")
    assert report.units == 3
    assert any("marked the same 3 stretches" in note for note in report.notes)
    assert [(one.family, one.codes, one.units) for one in report.families] == [("tone", ("x", "y", "z"), 3)]
    study.codings.import_bytes(
        "d.csv", f"transcript,start,end,coder,code\nP01,{parts[0][0]},{parts[1][1]},Bo,z".encode()
    )
    assert study.agreement("sentence").units == 4
    assert study.agreement("sentence").families == ()


def test_characters_of_a_whole_study_can_be_compared(coded):
    report = coded.agreement("character")
    spoken = sum(turn.end - turn.start for name in ("P01", "P02") for turn in coded.transcripts[name].turns[1::2])
    assert report.units == spoken
    assert [one.code for one in report.codes] == ["beginnings", "rules"]


@pytest.mark.parametrize(
    ("coders", "says"),
    [(["Ana"], "only Ana has coded"), (["Ana", "Di"], "No coder is called 'Di'")],
)
def test_what_cannot_be_compared_is_said(coded, coders, says):
    with pytest.raises(WorkbenchError, match=says):
        coded.agreement(coders=coders)


def test_nobody_done_is_no_number(study):
    study.rounds.start("Empty", ["Ana", "Bo"])
    study.coder = "Lea"
    with pytest.raises(WorkbenchError, match="nobody is done with anything in the round"):
        study.agreement(round="Empty")


def test_coders_of_different_transcripts_are_told_what_to_do(study, put):
    put("P01", ONE, "beginnings")
    put("P02", THREE, "beginnings", coder="Bo")
    report = study.agreement()
    assert "No transcript was coded by two of 'Ana', 'Bo'" in " ".join(report.notes)
    assert {one.reason != "" for one in report.overall.values()} == {True}
