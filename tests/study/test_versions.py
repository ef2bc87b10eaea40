"""Versions of the codebook, what changed between them, and codings made under an older definition."""

import pytest

from workbench.model import NameTaken, NotFound, WorkbenchError


def kinds(study, *names):
    return [(one.kind, one.code, one.before, one.after) for one in study.codebook.diff(*names) if one.kind != "new"]


def test_a_comparison_tells_new_gone_merged_renamed_moved_and_redefined(study, put):
    put("P01", "take what", "rules")
    study.codebook.add("old")
    study.codebook.snapshot("first", note="before the pilot")
    study.codebook.add("seeds")
    study.codebook.remove("old")
    study.codebook.add("norms", parent="rules")
    study.codebook.snapshot("second")
    study.codebook.edit("beginnings", new_name="origins", definition="All of it")
    study.codebook.move("breaking rules", None)
    study.codebook.merge("norms", "seeds")
    study.codebook.merge("seeds", "rules")
    study.codebook.archive("breaking rules")

    assert [one.name for one in study.codebook.versions()] == ["first", "second"]
    assert [(one.kind, one.code) for one in study.codebook.diff("first", "second")] == [
        ("new", "norms"),
        ("new", "seeds"),
        ("gone", "old"),
    ]
    assert kinds(study, "second") == [
        ("merged", "norms", "norms", "rules"),
        ("merged", "seeds", "seeds", "rules"),
        ("renamed", "origins", "beginnings", "origins"),
        ("moved", "breaking rules", "rules", ""),
        ("redefined", "origins", "", "All of it"),
        ("archived", "breaking rules", "", ""),
    ]
    assert study.codebook.diff("second", "second") == []
    assert study.check() == []


def test_a_merge_that_was_undone_is_none(study):
    study.codebook.snapshot("a")
    study.codebook.merge("rules", "beginnings")
    study.undo()
    assert study.codebook.diff("a") == []


def test_versions_are_named_apart_and_asked_for_by_name(study):
    with pytest.raises(WorkbenchError, match="none was kept yet"):
        study.codebook.diff("first")
    study.codebook.snapshot("first")
    with pytest.raises(NameTaken):
        study.codebook.snapshot("first")
    with pytest.raises(WorkbenchError, match="as it is"):
        study.codebook.snapshot("now")
    with pytest.raises(NotFound, match="Did you mean 'first'"):
        study.codebook.diff("frist")


@pytest.mark.parametrize("suffix", [".docx", ".html", ".md", ".csv", ".xlsx", ".tex"])
def test_a_comparison_is_written_as_a_table(study, tmp_path, suffix):
    study.codebook.snapshot("first")
    study.codebook.edit("rules", description="<b>=1+1</b>")
    assert study.codebook.diff_table("first").write(tmp_path / f"d{suffix}").stat().st_size > 40


def test_codings_made_before_a_new_definition_are_listed_until_somebody_looked(study, put):
    first = put("P01", "take what", "rules")
    put("P01", "nobody planned", "beginnings")
    study.codebook.edit("rules", example="“One rule.”", colour="#000000")
    assert study.codebook.older() == []
    study.codebook.edit("rules", when_not_to_use="Not for habits")
    second = put("P02", "Nobody asked", "rules")

    assert [one.id for one in study.codebook.older()] == [first.id]
    before = study.store.dump()
    assert study.codebook.looked_at([first.id, second.id]) == 1
    assert study.codebook.older("rules") == []
    study.undo()
    assert study.store.dump() == before
    with pytest.raises(NotFound):
        study.codebook.older("ruls")


def test_the_first_definition_of_a_code_asks_nobody_to_look_again(study, put):
    study.codebook.add("seeds")
    put("P01", "threw seeds", "seeds")
    study.codebook.edit("seeds", description="Throwing them")
    assert study.codebook.older() == []


def test_a_definition_that_comes_from_another_copy_counts_as_new(study, put, tmp_path):
    from workbench import Study

    put("P01", "take what", "rules")
    study.backup(tmp_path / "b.study")
    with Study.open(tmp_path / "b.study", coder="Bo") as copy:
        copy.codebook.edit("rules", definition="What may be done")
        copy.codebook.snapshot("Bo's")
    study.merge(tmp_path / "b.study")
    assert [one.code for one in study.codebook.older()] == ["rules"]
    assert study.codebook.diff("Bo's") == []
    assert study.check() == []


def test_who_withdraws_goes_from_kept_versions_and_memos_too(study):
    said = "There is one rule: take what you need."
    study.codebook.edit("rules", example=f"“{said}”")
    study.codebook.snapshot("first", note=f"P01 said: {said}")
    memo = study.memos.add(f"He says: {said} See [[rules]]")
    study.codebook.edit("rules", definition="What may be done")
    study.withdraw("P01")

    [kept] = study.codebook.versions()
    assert [code.example for code in kept.codes if code.name == "rules"] == ["“[withdrawn].”"]
    assert kept.note == "P01 said: [withdrawn]."
    assert [version.text for version in study.memos.history(memo.id)] == ["He says: [withdrawn]. See [[rules]]"]
    assert study.check() == []


def test_how_a_code_was_defined_before_is_known_though_no_version_was_kept(study):
    study.codebook.edit("rules", definition="What is allowed.")
    known = len(study.codebook.earlier("rules"))
    first = study.codings.add("P01", 35, 50, "rules")
    study.codebook.edit("rules", definition="What is allowed, and by whom.", colour="#0072B2")
    second = study.codings.add("P01", 60, 79, "rules")
    study.codebook.edit("rules", definition="Whatever.")
    study.history.undo()
    study.codebook.edit("rules", when_not_to_use="Habits.")

    one, two = study.codebook.earlier("rules")[known:]
    assert (one.words["definition"], two.words["definition"]) == ("What is allowed.", "What is allowed, and by whom.")
    assert [one.defined(first), one.defined(second), two.defined(second)] == [True, False, True]
    assert study.codebook.earlier("beginnings") == []
