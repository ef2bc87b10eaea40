"""Settling where coders differ: passages, decisions into the agreed layer, replay, who was overruled, two spellings."""

import csv
import io

import pytest

from workbench import WorkbenchError

FENCE, BROKEN, RULE = "The fence was broken, and nobody planned it", "broken, and nobody", "one rule"


@pytest.fixture
def differing(study, put):
    """Ana and Bo agree on 'beginnings' at the fence; Ana has 'rules' there, Bo 'breaking rules'; Ana alone 'rules'."""
    study.rounds.start("First", ["Ana", "Bo"], transcripts=["P01"], unit="turn", blind=False)
    for coder, words, code, memo in [
        ("Ana", FENCE, "beginnings", ""),
        ("Bo", "The fence was broken", "beginnings", ""),
        ("Ana", FENCE, "rules", "a rule?"),
        ("Bo", BROKEN, "breaking rules", ""),
        ("Ana", RULE, "rules", ""),
    ]:
        put("P01", words, code, coder=coder, memo=memo)
    put("P02", "I was against it", "rules")
    for coder in ("Ana", "Bo"):
        study.rounds.done("First", coder=coder)
    study.rounds.close("First")
    return study


def agreed(study):
    return [(one.code, one.quote) for one in study.codings if one.layer == "agreed"]


def own(study):
    return [one for one in study.codings if one.layer == "independent"]


def test_marks_that_overlap_are_one_passage_with_all_coders_side_by_side(differing):
    first, second = differing.reconciling.passages("First")

    text = differing.transcripts["P01"].text
    assert (text[first.start : first.end], first.codes) == (FENCE, ("rules", "breaking rules"))
    assert [(one.coder, one.code, one.memo) for one in first.marks] == [
        ("Ana", "rules", "a rule?"),
        ("Bo", "breaking rules", ""),
    ]
    assert {(one.coder, one.code) for one in first.beside} == {("Ana", "beginnings"), ("Bo", "beginnings")}
    assert (first.has("rules"), first.lacks("rules"), first.status) == (("Ana",), ("Bo",), "open")
    assert (text[second.start : second.end], second.codes, second.participant) == (RULE, ("rules",), "P01")
    assert [one.key for one in differing.reconciling.passages("First", code="breaking rules")] == [first.key]


def test_what_all_agree_on_goes_to_the_agreed_layer_first(differing):
    before = own(differing)
    assert differing.reconciling.begin("First") == 1
    assert agreed(differing) == [("beginnings", FENCE)]
    assert own(differing) == before
    assert differing.reconciling.begin("First") == 0
    assert [(one.transcript, one.code) for one in differing.themes.evidence()] == [
        ("P01", "beginnings"),
        ("P02", "rules"),
    ]


@pytest.mark.parametrize(
    ("verdict", "options", "result", "overruled"),
    [
        ("take", {"took": ["Ana"]}, [("rules", FENCE)], {"Bo": 2}),
        ("take", {"took": ["Bo"]}, [("breaking rules", BROKEN)], {"Ana": 2}),
        ("both", {}, [("rules", FENCE), ("breaking rules", BROKEN)], {"Ana": 1, "Bo": 1}),
        ("neither", {}, [], {"Ana": 1, "Bo": 1}),
        ("later", {}, [], {}),
    ],
)
def test_a_decision_is_one_act_and_leaves_everybodys_own_as_it_is(differing, verdict, options, result, overruled):
    before, dumped, version = own(differing), differing.store.dump(), differing.version
    passage = differing.reconciling.passages("First")[0]

    settled = differing.reconciling.decide(passage, verdict, **options, why="talked", round="First")

    assert sorted(agreed(differing)) == sorted(result)
    assert own(differing) == before
    assert differing.version == version + 1
    assert settled.status == ("later" if verdict == "later" else "settled")
    table = differing.reconciling.overruled("First").groupby("coder")["overruled"].sum()
    assert {name: count for name, count in table.items() if count} == overruled
    assert {one.why for one in differing.reconciling.resolutions("First")} == {"talked"}
    differing.undo()
    assert differing.store.dump() == dumped


def test_a_new_place_for_one_of_the_codes_and_another_decision_later(differing):
    passage = differing.reconciling.passages("First")[0]
    at = passage.start + FENCE.index("nobody")
    differing.reconciling.decide(passage, "span", span=(at, at + 6), codes=["breaking rules"])
    assert agreed(differing) == [("breaking rules", "nobody")]
    assert differing.reconciling.progress("First") == {"settled": 1, "later": 0, "open": 1, "all": 2}

    differing.reconciling.decide(differing.reconciling.passages("First")[0], "take", took=["Ana"])
    assert agreed(differing) == [("rules", FENCE)]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"verdict": "take"}, "Say whose marks are taken: Ana, Bo"),
        ({"verdict": "take", "took": ["Cy"]}, "No coder of this passage is called 'Cy'"),
        ({"verdict": "span"}, "where the new passage begins"),
        ({"verdict": "maybe"}, "'maybe' is no decision"),
        ({"verdict": "both", "codes": ["beginnings"]}, "No code of this passage is called 'beginnings'"),
    ],
)
def test_what_is_no_decision_is_said(differing, options, says):
    before = differing.store.dump()
    with pytest.raises(WorkbenchError, match=says):
        differing.reconciling.decide(differing.reconciling.passages("First")[0], **options)
    assert differing.store.dump() == before


def test_the_list_is_filled_in_and_replayed(differing, tmp_path):
    file = tmp_path / "list.csv"
    differing.disagreement_table(round="First").write(file)
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    assert [(row["code"], row["has"], row["lacks"], row["decision"]) for row in rows] == [
        ("rules", "Ana", "Bo", ""),
        ("breaking rules", "Bo", "Ana", ""),
        ("rules", "Ana", "Bo", ""),
    ]
    rows[0] |= {"decision": "neither", "why": "no rule yet"}
    rows[1] |= {"decision": "bo"}
    rows[2] |= {"decision": "Cy"}
    rows.append({**rows[2], "start": "0", "end": "3", "decision": "both"})
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)

    report = differing.reconciling.replay(file, round="First")
    assert report["applied"] == 2
    assert [one.split(":")[0] for one in report["unmatched"]] == ["row 4", "row 5"]
    assert agreed(differing) == [("beginnings", FENCE), ("breaking rules", BROKEN)]
    again = list(csv.DictReader(io.StringIO(_written(differing, file))))
    assert [(row["decision"], row["by"]) for row in again] == [("neither", "Ana"), ("Bo", "Ana"), ("", "")]


def _written(study, file):
    study.disagreement_table(round="First").write(file)
    return file.read_text("utf-8-sig")


def test_how_far_each_was_from_what_was_agreed(differing):
    assert len(differing.reconciling.before_and_after("First")) == 0
    differing.reconciling.begin("First")
    for passage in differing.reconciling.passages("First"):
        differing.reconciling.decide(passage, "take", took=["Ana"])

    table = differing.reconciling.before_and_after("First").set_index("coder")
    assert list(table.index) == ["between coders", "Ana", "Bo"]
    assert table.loc["Ana", "cohen_kappa"] == 1
    assert table.loc["Bo", "cohen_kappa"] < 1
    assert table.loc["between coders", "krippendorff_alpha"] == pytest.approx(
        differing.agreement(round="First").overall["krippendorff_alpha"].value
    )


def test_resolutions_go_along_with_the_text_and_with_codes(differing):
    differing.reconciling.decide(differing.reconciling.passages("First")[1], "both")
    differing.transcripts.edit_turn("P01", 1, "Well. " + FENCE + ". My neighbour threw seeds.")
    one = differing.reconciling.resolutions()[0]
    assert differing.transcripts["P01"].text[one.start : one.end] == RULE
    differing.codebook.merge("rules", "beginnings")
    assert differing.reconciling.resolutions()[0].code == "beginnings"
    differing.codebook.remove("beginnings")
    assert differing.reconciling.resolutions() == []
    assert differing.check() == []


def test_two_spellings_of_a_coder_are_made_one(differing, put):
    put("P01", RULE, "rules", coder="ana ")
    put("P02", "I water it", "rules", coder="ana ")
    assert differing.codings.spellings() == [("Ana", "ana ")]
    before = differing.store.dump()

    assert differing.codings.rename_coder("ana ", "Ana") == 2
    assert differing.codings.spellings() == []
    assert len([one for one in differing.codings if one.quote == RULE]) == 1
    differing.undo()
    assert differing.store.dump() == before
    with pytest.raises(WorkbenchError, match="No coder is called 'Anna'"):
        differing.codings.rename_coder("Anna", "Ana")


def test_the_paper_gets_a_table_and_a_sentence_on_the_method(differing):
    table = differing.agreement_table(round="First")
    assert table.title == "Agreement between Ana, Bo, round 'First'"
    assert table.columns[:2] == ("Code", "Krippendorff's α")
    assert [row.cells[0] for row in table.rows] == ["All codes", "beginnings", "rules", "breaking rules"]
    assert table.notes[0].startswith(
        "2 coders (Ana, Bo) coded 1 transcript independently of each other (open round 'First', codebook version 3, "
        "3 codes). Compared were 2 turns, a turn has a code where a mark of it touches it; interviewers' speech was "
        "left out, and what a coder was not asked to code counts as missing."
    )


def test_an_agreed_layer_from_elsewhere_settles_what_it_decided(differing):
    text = differing.transcripts["P01"].text
    at = text.index(FENCE)
    lines = f"transcript,start,end,coder,code,memo,layer\nP01,{at},{at + len(FENCE)},team,rules,see 4,agreed\n"
    differing.codings.import_bytes("agreed.csv", lines.encode())
    before = differing.store.dump()
    assert len(differing.reconciling.brought("First")) == 2

    assert differing.reconciling.adopt("First") == 2

    first, second = differing.reconciling.passages("First")
    told = {code: (one.verdict, one.took, one.overruled, one.why) for code, one in first.resolutions.items()}
    assert told == {
        "rules": ("take", ("Ana",), ("Bo",), "see 4"),
        "breaking rules": ("neither", (), ("Bo",), ""),
    }
    assert (second.status, second.resolutions["rules"].verdict) == ("settled", "neither")
    assert agreed(differing) == [("rules", FENCE)]
    assert differing.reconciling.adopt("First") == 0
    differing.undo()
    assert differing.store.dump() == before


def test_an_agreed_layer_made_here_is_not_taken_for_one_from_elsewhere(differing):
    differing.reconciling.begin("First")
    assert differing.reconciling.brought("First") == []
