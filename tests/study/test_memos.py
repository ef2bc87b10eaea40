"""Memos: found, linked, followed through renames, kept in all their versions, and written out in order of time."""

import pytest

from workbench.model import NotFound, WorkbenchError
from workbench.study.output import export_bytes

HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) ![p](http://evil.example/p.png) **bold**\n\n- =1+1"


def test_links_follow_renames_and_merges_and_are_found_from_the_other_side(study):
    study.themes.add("rules")
    memo = study.memos.add("[[rules]] and [[ Code: rules ]] and [[theme: rules]], [[P01]], [[nobody]]")
    study.codebook.edit("rules", new_name="order")
    assert study.memos[memo.id].text == "[[order]] and [[order]] and [[theme: rules]], [[P01]], [[nobody]]"
    study.themes.edit("rules", new_name="beginnings")
    assert "[[theme: beginnings]]" in study.memos[memo.id].text
    study.codebook.merge("order", "beginnings")
    assert study.memos[memo.id].text == (
        "[[beginnings]] and [[beginnings]] and [[theme: beginnings]], [[P01]], [[nobody]]"
    )
    assert [(one.kind, one.name) for one in study.memos.links(study.memos[memo.id])] == [
        ("code", "beginnings"),
        ("theme", "beginnings"),
        ("transcript", "P01"),
        ("", "nobody"),
    ]
    assert [one.id for one in study.memos.backlinks("code", "beginnings")] == [memo.id]
    study.undo()
    study.undo()
    study.undo()
    assert study.memos[memo.id].text.startswith("[[rules]] and [[ Code: rules ]]")
    assert study.check() == []


def test_links_follow_a_rename_that_comes_with_another_copy(study, tmp_path):
    from workbench import Study

    study.backup(tmp_path / "b.study")
    memo = study.memos.add("[[rules]] and [[beginnings]]")
    with Study.open(tmp_path / "b.study", coder="Bo") as copy:
        for old, new in (("rules", "x"), ("beginnings", "rules"), ("x", "beginnings")):
            copy.codebook.edit(old, new_name=new)
    study.merge(tmp_path / "b.study")
    assert study.memos[memo.id].text == "[[beginnings]] and [[rules]]"
    assert study.check() == []


def test_other_names_and_small_letters_lead_to_the_code(study):
    study.codebook.edit("rules", aliases=["Norms"])
    memo = study.memos.add("[[norms]] [[RULES]]")
    assert [one.name for one in study.memos.links(memo)] == ["rules"]


def test_memos_are_found_by_words_and_by_what_they_are_on(study, put):
    coding = put("P01", "take what", "rules")
    study.memos.add("Fences first", title="Method", kind="method")
    study.memos.add("Whose rule?", on="code", target="rules", kind="theory")
    last = study.memos.add("Said softly", on="coding", target=coding.id)

    assert [one.text for one in study.memos.find("FENCES method")] == ["Fences first"]
    assert [one.text for one in study.memos.find("take what")] == ["Said softly"]
    assert [one.text for one in study.memos.find(on="code", target="rules")] == ["Whose rule?"]
    assert study.memos.about(last) == "P01: “take what” (rules)"
    study.memos.archive(last.id)
    assert [one.text for one in study.memos.find(archived=True)] == ["Said softly"]
    with pytest.raises(NotFound, match="Did you mean 'method'"):
        study.memos.find(kind="metod")


def test_a_memo_has_a_history_and_comes_back_when_what_it_was_on_is_gone(study):
    memo = study.memos.add("one", on="code", target="rules")
    study.memos.edit(memo.id, text="two", kind="theory")
    study.codebook.remove("rules")
    assert list(study.memos) == []
    study.memos.restore(memo.id)

    assert [(one.text, one.kind, one.archived) for one in study.memos.history(memo.id)] == [
        ("one", "reflexive", False),
        ("two", "theory", False),
        ("two", "theory", True),
        ("two", "theory", False),
    ]
    assert study.memos[memo.id].on == "study"
    with pytest.raises(WorkbenchError, match="is empty"):
        study.memos.edit(memo.id, text="  ")
    with pytest.raises(WorkbenchError, match="There is no memo"):
        study.memos.archive("x")


def test_an_act_that_asks_why_is_a_merge_a_new_theme_or_a_refusal(study):
    study.codebook.merge("rules", "beginnings")
    assert study.memos.prompt(study.version).target == "beginnings"
    study.themes.add("Order")
    assert (study.memos.prompt(study.version).on, study.memos.prompt(study.version).target) == ("theme", "Order")
    study.codebook.add("seeds")
    assert study.memos.prompt(study.version) is None


@pytest.mark.parametrize("suffix", [".md", ".html", ".docx", ".csv", ".xlsx", ".json"])
def test_memos_go_out_harmless_and_in_order_of_time(study, put, suffix, tmp_path):
    coding = put("P01", "take what", "rules")
    first = study.memos.add(HOSTILE, on="coding", target=coding.id, title="First")
    study.memos.add("Second [[rules]]")
    data = export_bytes(study, f"memos{suffix}")

    assert data == export_bytes(study, f"memos{suffix}")
    if suffix == ".html":
        page = data.decode()
        assert "<script" not in page
        assert "<img" not in page
        assert 'href="javascript' not in page
        assert page.index("First") < page.index("Second")
        assert "<strong>bold</strong>" in page
    if suffix in (".csv", ".xlsx", ".json"):
        for memo in list(study.memos):
            study.memos.archive(memo.id)
        file = tmp_path / f"m{suffix}"
        file.write_bytes(data)
        study.memos.import_file(file)
        assert [(one.text.strip(), one.on, one.target) for one in study.memos] == [
            (HOSTILE, "coding", coding.id),
            ("Second [[rules]]", "study", ""),
        ]
        assert next(iter(study.memos)).created == first.created
