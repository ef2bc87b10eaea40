"""Passages of one code by one coder that overlap become one, and come apart again."""

import sqlite3

import pytest

from workbench import Study
from workbench.model import Unavailable, WorkbenchError


def spans(study):
    return [(one.coder, one.code, one.start, one.end) for one in study.codings]


def test_an_overlap_becomes_the_union_with_its_memos_and_is_taken_back_whole(study):
    study.codings.add("P01", 35, 55, "rules", memo="first")
    study.codings.add("P01", 61, 79, "rules", memo="second")
    before = study.store.dump()
    study.codings.add("P01", 50, 70, "rules")

    assert spans(study) == [("Ana", "rules", 35, 79)]
    assert sorted(memo.text for memo in study.memos) == ["first", "second"]
    assert study.history.change(study.version).what == "Coded 'P01' as 'rules', joined with 2 that it overlaps"
    study.undo()
    assert study.store.dump() == before


@pytest.mark.parametrize(
    ("coder", "code", "start"),
    [("Ben", "rules", 50), ("Ana", "beginnings", 50), ("Ana", "rules", 55)],
    ids=["another coder", "another code", "only touching"],
)
def test_what_is_not_the_same_stays_apart(study, coder, code, start):
    study.codings.add("P01", 35, 55, "rules")
    study.coder = coder
    study.codings.add("P01", start, 70, code)
    assert len(study.codings) == 2


def test_what_is_coded_already_is_not_written_again(study):
    whole = study.codings.add("P01", 35, 79, "rules")
    version = study.version
    assert study.codings.add("P01", 40, 50, "rules") == whole
    assert study.version == version


def test_a_moved_border_and_a_changed_code_join_too(study):
    first = study.codings.add("P01", 35, 55, "rules")
    study.codings.add("P01", 61, 79, "rules")
    other = study.codings.add("P01", 70, 90, "beginnings")
    study.codings.edit(first.id, end=65)
    assert spans(study) == [("Ana", "rules", 35, 79), ("Ana", "beginnings", 70, 90)]
    study.codings.edit(other.id, code="rules")
    assert [(one.id, one.start, one.end) for one in study.codings] == [(other.id, 35, 90)]


def test_several_codes_are_one_act_and_new_ones_stand_under_their_parent(study):
    version = study.version
    made = study.codings.add_several(
        "P01", 35, 55, ["rules", "gaps"], new_codes=True, parents={"gaps": "fences", "rules": None}
    )
    assert [one.code for one in made] == ["rules", "gaps"]
    assert study.codebook["gaps"].parent == "fences"
    assert study.version == version + 1
    with pytest.raises(WorkbenchError, match="No code"):
        study.codings.add_several("P01", 35, 55, [])


def test_a_name_keeps_an_act_from_being_done_twice(study):
    def act():
        return study.codings.add("P01", 35, 55, "rules").id

    made = study.once("one", act)
    study.undo()
    assert study.once("one", act) == made == study.given("one")
    assert len(study.codings) == 0


def test_a_locked_study_is_unavailable_not_wrong(study, monkeypatch):
    monkeypatch.setattr("workbench.store.engine.BUSY_SECONDS", 0)
    with Study.open(study.store.location, coder="Ben") as other:
        blocker = sqlite3.connect(study.store.location)
        blocker.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="busy"):
            other.codings.add("P01", 35, 55, "rules")
        blocker.rollback()
        blocker.close()
        other.codings.add("P01", 35, 55, "rules")


def test_a_desk_is_each_coders_own(study):
    study.desk.keep(keys={"again": "r"}, pins={"1": "rules", "2": "beginnings"})
    study.codebook.remove("beginnings")
    study.codebook.edit("rules", new_name="norms")
    assert study.desk.mine().pins == {"1": "norms"}
    study.desk.keep(keys={"again": "r", "tree:merge": "r"})
    with pytest.raises(WorkbenchError, match="same key"):
        study.desk.keep(keys={"again": "r", "next": "r"})
    with pytest.raises(WorkbenchError, match="1 to 9"):
        study.desk.keep(pins={"0": "rules"})
    study.coder = "Ben"
    assert (study.desk.mine().keys, study.desk.mine().pins) == ({}, {})
