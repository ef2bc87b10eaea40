"""Merging, splitting, ordering: what each touches is said before, and nothing on a code is lost."""

import pytest

from workbench.model import WorkbenchError


def order(study, parent=None):
    return [code.name for code in study.codebook if code.parent == parent]


def test_codes_are_put_in_order_and_order_is_no_new_version(study):
    version = study.codebook.version
    study.codebook.move("rules", None, before="beginnings")
    assert order(study) == ["rules", "beginnings"]
    assert study.codebook.version == version
    study.codebook.move("beginnings", "rules", before="breaking rules")
    assert order(study, "rules") == ["beginnings", "breaking rules"]
    with pytest.raises(WorkbenchError, match="does not stand"):
        study.codebook.move("beginnings", None, before="breaking rules")


def test_where_two_codes_become_one_coding_its_memos_are_kept(study, put):
    put("P01", "take what", "rules", memo="mine")
    kept = put("P01", "take what", "beginnings", memo="theirs")
    study.codebook.merge("rules", "beginnings")

    assert sorted((memo.text, memo.target) for memo in study.memos) == [("mine", kept.id), ("theirs", kept.id)]


def test_passages_are_dealt_out_one_by_one(study, put):
    a = put("P01", "take what", "rules", memo="a")
    b = put("P01", "you need", "rules")
    study.codebook.deal([a.id], "taking", new_code=True)

    assert [(one.code, one.quote, one.memo) for one in study.codings] == [
        ("taking", "take what", "a"),
        ("rules", "you need", ""),
    ]
    study.codebook.deal([b.id], "beginnings")
    study.undo()
    assert [one.code for one in study.codings] == ["taking", "rules"]
    before = study.store.dump()
    for into, words in (("rules", "has the code"), ("nothing", "No code is called")):
        with pytest.raises(WorkbenchError, match=words):
            study.codebook.deal([b.id], into)
    with pytest.raises(WorkbenchError, match="different codes"):
        study.codebook.deal([a.id, b.id], "beginnings")
    assert study.store.dump() == before


def test_what_an_act_touches_is_said_before_it_is_done(study, put):
    put("P01", "take what", "rules")
    put("P01", "take what", "beginnings")
    put("P02", "Nobody asked", "rules")
    study.memos.add("See [[rules]]", on="code", target="rules")
    study.themes.add("Order", codes=["rules"])
    before = study.store.dump()
    told = study.codebook.preview("merge", "rules", "beginnings")

    assert told.says == (
        "2 codings of 2 participants get 'beginnings'; 1 of them stands there already, by the same coder, and both "
        "become one; with it: 1 memo, 1 code below it, its place under 'Order'; 'rules' goes out of the codebook and "
        "stays as another name of 'beginnings'."
    )
    assert [one.quote for one in told.codings] == ["take what", "Nobody asked"]
    for do in ("rename", "define", "move", "split", "archive", "restore", "remove"):
        assert study.codebook.preview(do, "rules", None).says.endswith(".")
    with pytest.raises(WorkbenchError, match="into itself"):
        study.codebook.preview("merge", "rules", "rules")
    assert study.store.dump() == before
