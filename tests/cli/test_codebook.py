"""Codebook and memos on the command line."""

import json

import pytest

from tests.conftest import GARDEN


@pytest.fixture
def run(run, tmp_path):
    """Run a command beside a.study, which holds an interview, two codes and a coding."""
    (tmp_path / "P01.txt").write_text(GARDEN)
    (tmp_path / "codes.csv").write_text("code,parent,description\nrules,,What is allowed\nbreaking,rules,\n")
    (tmp_path / "codings.csv").write_text("transcript,start,end,coder,code\nP01,133,169,Ana,rules\n")
    run("new", "a.study")
    run("import", "a.study", "P01.txt")
    run("codebook", "import", "a.study", "codes.csv")
    run("codings", "import", "a.study", "codings.csv")
    return run


def test_versions_are_kept_and_compared(run, tmp_path):
    assert json.loads(run("codebook", "snapshot", "a.study", "first", "--json")[1])["codes"] == 2
    assert (
        run("codebook", "edit", "a.study", "breaking", "--name", "bending", "--set", "aliases=breaking; bend")[0] == 0
    )
    assert run("codebook", "edit", "a.study", "rules", "--set", "definition=All of them")[0] == 0
    assert run("codebook", "add", "a.study", "seeds", "--parent", "rules")[0] == 0
    status, out, _err = run("codebook", "diff", "a.study", "first", "now", "--json")

    assert status == 0
    assert json.loads(out) == {
        "a": "first",
        "b": "now",
        "new": ["seeds"],
        "gone": [],
        "merged": [],
        "renamed": [{"code": "bending", "before": "breaking", "after": "bending"}],
        "moved": [],
        "redefined": [{"code": "rules", "before": "", "after": "All of them", "field": "definition"}],
        "archived": [],
        "restored": [],
    }
    assert run("codebook", "diff", "a.study", "first", "now", "--out", "d.html")[0] == 0
    assert "All of them" in (tmp_path / "d.html").read_text()
    assert [one["name"] for one in json.loads(run("codebook", "versions", "a.study", "--json")[1])] == ["first"]
    (older,) = json.loads(run("codebook", "older", "a.study", "--json")[1])
    assert older["code"] == "rules"
    assert "1 coding." in run("codebook", "looked-at", "a.study", "--code", "rules")[2]
    assert run("codebook", "diff", "a.study", "nope")[0] == 1


@pytest.mark.slow
def test_codes_are_changed_after_saying_what_that_touches(run):
    before = run("history", "a.study", "--json")[1]
    for words in (("merge", "rules", "breaking"), ("archive", "rules"), ("remove", "rules"), ("move", "breaking")):
        status, _out, err = run("codebook", words[0], "a.study", *words[1:], "--preview")
        assert (status, "coding" in err or "Moves" in err) == (0, True)
    assert run("history", "a.study", "--json")[1] == before
    told = json.loads(run("codebook", "merge", "a.study", "rules", "breaking", "--preview", "--json")[1])
    assert (told["done"], [one["code"] for one in told["codings"]]) == (False, ["rules"])
    assert run("codebook", "split", "a.study", "rules", "taking", "P01:133-169", "--new-code")[0] == 0
    assert json.loads(run("codebook", "archive", "a.study", "taking", "--json")[1])["done"] is True
    listed = json.loads(run("codebook", "list", "a.study", "--json")[1])
    assert [(one["name"], one["codings"], one["archived"]) for one in listed] == [
        ("rules", 0, False), ("breaking", 0, False), ("taking", 1, True),
    ]  # fmt: skip
    kinds = [one["kind"] for one in json.loads(run("codebook", "check", "a.study", "--json")[1])]
    assert kinds == ["never used", "never used", "no limits", "no limits"]
    assert run("codebook", "split", "a.study", "rules", "x", "P01:1-2")[0] == 1
    assert run("codebook", "split", "a.study", "rules", "x", "P01")[0] == 2


@pytest.mark.slow
def test_memos_are_written_found_and_exported(run, tmp_path):
    made = json.loads(
        run("memos", "add", "a.study", "See [[rules]]", "--on", "code", "--target", "breaking", "--json")[1]
    )
    assert (made["about"], made["links"]) == ("code breaking", [{"kind": "code", "name": "rules"}])
    run("codebook", "edit", "a.study", "rules", "--name", "order")
    assert json.loads(run("memos", "backlinks", "a.study", "order", "--json")[1])[0]["text"] == "See [[order]]"
    run("memos", "edit", "a.study", made["id"], "--kind", "theory", "--title", "T")
    assert len(json.loads(run("memos", "history", "a.study", made["id"], "--json")[1])) == 3
    for suffix in ("md", "docx", "html", "csv"):
        assert run("memos", "export", "a.study", "--out", f"m.{suffix}")[0] == 0
    assert "See [[order]]" in (tmp_path / "m.md").read_text()
    run("memos", "archive", "a.study", made["id"])
    assert json.loads(run("memos", "list", "a.study", "--json")[1]) == []
    assert len(json.loads(run("memos", "list", "a.study", "--archived", "--json")[1])) == 1
    for words in (("show", "a.study", "x"), ("add", "a.study", " "), ("list", "a.study", "--kind", "x")):
        assert run("memos", *words)[0] == 1
