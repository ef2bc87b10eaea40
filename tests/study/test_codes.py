"""The codebook and the codings."""

import pytest

from workbench.model import BadRows, NameTaken, WorkbenchError
from workbench.study.output import codebook_bytes, coding_records, codings_bytes


def test_a_quote_is_exactly_the_text_and_white_space_is_left_out(study):
    text = study.transcripts["P01"].text
    start = text.index("There is one rule")
    coding = study.codings.add("P01", start - 1, start + 18, "rules")

    assert (coding.quote, coding.participant, coding.speaker) == ("There is one rule:", "P01", "P01")
    assert coding.holds_in(text)
    assert study.codings.add("P01", start, start + 18, "rules").id == coding.id


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 3), (-1, 5), (0, 9999), (28, 30)])
def test_a_span_without_words_is_refused(study, start, end):
    with pytest.raises(WorkbenchError):
        study.codings.add("P01", start, end, "rules")


def test_an_import_of_codings_takes_all_or_nothing_and_names_each_row(study):
    table = b"transcript,start,end,coder,code\nP01,33,50,Bo,rules\nP9,0,1,Bo,rules\nP01,0,9999,Bo,nope\n"
    before = study.store.dump()
    with pytest.raises(BadRows) as caught:
        study.codings.import_bytes("c.csv", table)

    assert [line.split(":")[0] for line in caught.value.problems] == ["row 3", "row 4", "row 4"]
    assert study.store.dump() == before


def test_codings_come_back_as_they_went_out(study, put):
    put("P01", "There is one rule", "rules", memo="=1+1")
    put("P02", "Now I water it. Nobody", "beginnings", coder="Bö")
    before = [(c.transcript, c.start, c.end, c.coder, c.code, c.quote, c.memo) for c in study.codings]
    files = {suffix: codings_bytes(study, suffix) for suffix in (".csv", ".xlsx", ".json")}
    for suffix, data in files.items():
        for coding in list(study.codings):
            study.codings.remove(coding.id)
        report = study.codings.import_bytes(f"c{suffix}", data)
        assert report.added == 2
        assert [(c.transcript, c.start, c.end, c.coder, c.code, c.quote, c.memo) for c in study.codings] == before
        assert len(study.codings.import_bytes(f"c{suffix}", data).skipped) == 2


def test_attributes_stand_beside_codings_and_never_in_their_place(study, put):
    study.participants.import_bytes("p.csv", b"participant,phase,code\nP01,2,x\n")
    put("P01", "There is one rule", "rules")

    row = coding_records(study)[0]
    assert (row["code"], row["phase"], row["participant's code"]) == ("rules", 2, "x")


def test_the_codebook_is_a_tree_with_versions(study, put):
    assert [(code.name, code.parent) for code in study.codebook] == [
        ("beginnings", None),
        ("rules", None),
        ("breaking rules", "rules"),
    ]
    put("P01", "take what", "rules")
    version = study.codebook.version
    study.codebook.edit("rules", definition="What may be done")
    put("P01", "you need", "rules")

    assert [coding.codebook_version for coding in study.codings] == [version, version + 1]
    with pytest.raises(WorkbenchError, match="cannot stand below itself"):
        study.codebook.move("rules", "breaking rules")
    with pytest.raises(NameTaken):
        study.codebook.add(" rules ")


def test_merging_keeps_codings_children_memos_and_themes(study, put):
    put("P01", "take what", "rules", memo="keep me")
    put("P01", "take what", "beginnings")
    put("P01", "you need", "rules")
    study.memos.add("on rules", on="code", target="rules")
    study.themes.add("Order", codes=["rules"])
    study.codebook.merge("rules", "beginnings")

    assert [(c.code, c.quote) for c in study.codings] == [("beginnings", "take what"), ("beginnings", "you need")]
    assert [(code.name, code.parent) for code in study.codebook] == [
        ("beginnings", None),
        ("breaking rules", "beginnings"),
    ]
    assert sorted(memo.text for memo in study.memos) == ["keep me", "on rules"]
    assert [code.name for code in study.themes["Order"].codes] == ["beginnings"]
    assert study.codebook["beginnings"].aliases == ("rules",)


def test_an_archived_branch_keeps_its_codings_and_takes_no_new_ones(study, put):
    put("P01", "take what", "breaking rules")
    before = study.store.dump()
    study.codebook.archive("rules")

    assert [code.name for code in study.codebook if code.archived] == ["rules", "breaking rules"]
    assert [code.name for code in study.codebook.active()] == ["beginnings"]
    assert study.codebook.counts()["breaking rules"] == 1
    with pytest.raises(WorkbenchError, match="is archived"):
        put("P01", "you need", "breaking rules")
    study.codebook.restore("breaking rules")
    assert len(study.codebook.active()) == 3
    study.undo()
    study.undo()
    assert study.store.dump() == before


def test_other_names_are_tidied_and_come_back_from_files(study):
    study.codebook.edit("rules", aliases=[" order ", "", "order", "norms"], near_miss="Habits", origin="theory")

    rules = study.codebook["rules"]
    assert (rules.aliases, rules.near_miss, rules.origin) == (("order", "norms"), "Habits", "theory")
    with pytest.raises(WorkbenchError, match="semicolon"):
        study.codebook.edit("rules", aliases=["a;b"])
    for suffix in (".csv", ".xlsx", ".json", ".qdc"):
        data = codebook_bytes(study, suffix)
        study.codebook.edit("rules", aliases=[], near_miss="")
        study.codebook.import_bytes(f"b{suffix}", data)
        assert study.codebook["rules"].aliases == ("order", "norms")
        assert study.codebook["rules"].near_miss == "Habits"
