"""Projects and archives on the command line."""

import json
import zipfile

import pytest

from tests.exports.refi.projects import packed, project, selection, source, sources


@pytest.fixture(autouse=True)
def no_model(monkeypatch):
    """Names that nobody listed are the model's, which has tests of its own."""
    monkeypatch.setattr("workbench.analysis.identifying._entities", lambda texts: [])


@pytest.fixture
def sent(tmp_path):
    """A project of another tool, and a damaged one."""
    xml = project(sources(source("I: And?\n\nKim: The bus was late.\n", selection(14, 32, 1), name="Trial.txt")))
    (tmp_path / "x.qdpx").write_bytes(packed(xml, entry="Trial.qde"))
    (tmp_path / "bad.qdpx").write_bytes(b"PK\x03\x04")
    return tmp_path


def test_a_project_comes_in_goes_out_and_is_merged(run, sent):
    run("new", "a.study")
    status, out, err = run("import", "a.study", "x.qdpx", "bad.qdpx", "none.qdpx", "--json")
    reports = json.loads(out)
    assert status == 1
    assert [(one["file"], one["transcript"], one["error"] is None) for one in reports] == [
        ("x.qdpx", "Trial", True),
        ("bad.qdpx", None, False),
        ("none.qdpx", None, False),
    ]
    assert reports[0]["speakers"] == ["I", "Kim"]
    assert reports[0]["warnings"] == ["Its project is called 'Trial.qde' instead of project.qde."]
    assert "is damaged" in err

    assert run("export", "a.study", "--out", "project.qdpx")[0] == 0
    with zipfile.ZipFile(sent / "project.qdpx") as made:
        assert made.namelist()[0] == "project.qde"
    assert run("export", "a.study", "--out", "project.qdpx", "--positions", "bytes")[0] == 2

    run("new", "b.study")
    status, out, _ = run("merge", "b.study", "project.qdpx", "--preview", "--json")
    assert {key: json.loads(out)[key] for key in ("coders", "codes", "codings", "conflicts")} == {
        "coders": 1,
        "codes": 2,
        "codings": 1,
        "conflicts": [],
    }
    assert run("merge", "b.study", "project.qdpx")[0] == 0
    assert run("undo", "b.study")[0] == 0
    assert run("check", "b.study")[0] == 0


def test_an_archive_is_refused_and_then_written(run, sent):
    run("new", "a.study")
    run("import", "a.study", "x.qdpx")
    status, out, err = run("archive", "a.study", "--out", "a.zip", "--json")
    assert status == 1
    assert [one["string"] for one in json.loads(out)["residues"]] == ["Kim"]
    assert "--go-on" in err
    assert not (sent / "a.zip").exists()
    status, out, _ = run("archive", "a.study", "--out", "a.zip", "--content", "quotes", "--go-on", "--json")
    assert status == 0
    assert "README.md" in json.loads(out)["files"]
    assert (sent / "a.zip").exists()
