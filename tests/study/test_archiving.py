"""An archive for a repository is whole, and what could identify somebody is named before anything is written."""

import csv
import hashlib
import io
import zipfile

import pytest

from workbench import Study
from workbench.analysis.residues import residues
from workbench.exports.archive import safe_names
from workbench.model import WorkbenchError
from workbench.study.project.archiving import StillNames

TALK = """I: Who helped?

Maeve Culhane: Call me on +44 20 7946 0958, or maeve@garden.example. See https://garden.example/plot.

I: And then?

Maeve Culhane: Maeve is what they call me.
"""


@pytest.fixture(autouse=True)
def no_model(monkeypatch):
    """Names that nobody listed are the model's, which has tests of its own."""
    monkeypatch.setattr("workbench.analysis.identifying._entities", lambda texts: [])


@pytest.fixture
def coded(study, put):
    put("P01", "The fence was broken", "beginnings", memo="Private thoughts.")
    study.codebook.edit("rules", example="There is one rule: take what you need.")
    study.participants.edit("P01", age=41, plot="north")
    study.themes.add("Growing", codes=["beginnings"])
    return study


def unzipped(path):
    with zipfile.ZipFile(path) as packed:
        return {name.partition("/")[2]: packed.read(name) for name in packed.namelist()}


def test_an_archive_holds_what_a_stranger_needs(coded, tmp_path):
    coded.archive(tmp_path / "garden.zip")
    files = unzipped(tmp_path / "garden.zip")
    assert list(files) == [
        "README.md",
        "transcripts/P01.txt",
        "transcripts/P02.txt",
        "codebook.csv",
        "codings.csv",
        "participants.csv",
        "themes.csv",
        "codebook.md",
        "codebook.qdc",
        "data-dictionary.csv",
        "SHA256SUMS.txt",
    ]
    text = files["transcripts/P01.txt"].decode()
    row = next(csv.DictReader(io.StringIO(files["codings.csv"].decode())))
    assert text[int(row["start"]) : int(row["end"])] == row["quote"] == "The fence was broken"
    meanings = list(csv.DictReader(io.StringIO(files["data-dictionary.csv"].decode())))
    assert all(one["meaning"] for one in meanings)
    assert {one["values"] for one in meanings if one["column"] == "age"} == {"41 to 41"}
    for line in files["SHA256SUMS.txt"].decode().splitlines():
        digest, _, path = line.partition("  ")
        assert hashlib.sha256(files[path]).hexdigest() == digest
    assert b"Private thoughts." not in b"".join(files.values())


@pytest.mark.parametrize(("content", "there"), [("transcripts", True), ("quotes", True), ("none", False)])
def test_only_the_words_that_were_chosen_go_along(coded, tmp_path, content, there):
    coded.archive(tmp_path / "out", content=content)
    files = {path.name: path.read_text() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert ("P01.txt" in files) == (content == "transcripts")
    assert ("The fence was broken" in files["codings.csv"]) == there
    assert any("take what you need" in text for text in files.values()) == there


def test_what_could_identify_somebody_stands_in_the_way(study, tmp_path):
    study.transcripts.import_bytes("Maeve.txt", TALK.encode())
    with pytest.raises(StillNames) as refused:
        study.archive(tmp_path / "out.zip")
    found = {(one.kind, one.string) for one in refused.value.residues}
    assert found >= {
        ("person", "Maeve Culhane"),
        ("person", "Maeve"),
        ("person", "Culhane"),
        ("e-mail", "maeve@garden.example"),
        ("phone", "+44 20 7946 0958"),
        ("web", "https://garden.example/plot"),
    }
    assert any("names of files" in one.where for one in refused.value.residues if one.string == "Maeve")
    assert "--go-on" in str(refused.value)
    assert not list(tmp_path.glob("out*"))

    done = study.archive(tmp_path / "out.zip", go_on=True)
    assert len(done.residues) == len(refused.value.residues)
    assert (tmp_path / "out.zip").exists()


def test_names_of_the_key_file_are_looked_for(study, tmp_path):
    study.transcripts.import_bytes("P03.txt", b"I: Who?\n\nP03: Old Barnaby, of course.\n")
    (tmp_path / "key.csv").write_text("string,replacement\nBarnaby,[Name 1]\n")
    assert study.archive(tmp_path / "a.zip").residues == ()
    with pytest.raises(StillNames, match="Barnaby"):
        study.archive(tmp_path / "b.zip", key=tmp_path / "key.csv")


def test_names_found_by_the_model_are_listed_behind_what_is_certain():
    files = {"a.txt": "Zoe met Ann in Leeds.", "b.csv": "Zoe"}
    model = lambda texts: [("name", "Zoe"), ("place", "Leeds")]  # noqa: E731
    found = residues(files, {"t": "Zoe met Ann in Leeds."}, names=["Ann"], entities=model)
    assert [(one.kind, one.string, one.times) for one in found] == [
        ("person", "Ann", 1),
        ("name", "Zoe", 2),
        ("place", "Leeds", 1),
    ]


def test_an_archive_never_leads_out_of_its_folder(tmp_path):
    names = ["../../up", "/etc/passwd", "C:\\x\\y", "..", "a\x00b", "CON", "A", "a", "=cmd|calc"]
    safe = list(safe_names(names).values())
    assert len({one.casefold() for one in safe}) == len(names)
    assert not any(set(one) & set('/\\:|<>"?*\x00') or one in (".", "..") for one in safe)
    with Study.create(tmp_path / "a.study", coder="Ana") as study:
        study.transcripts.import_bytes("x.txt", b"P: Words.\n")
        made = study.prepare_archive()
        assert all(not path.startswith("/") and ".." not in path for path in made.files)


def test_a_folder_that_is_there_is_left_alone(study, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(WorkbenchError, match="not empty"):
        study.archive(tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]
    with pytest.raises(WorkbenchError, match="transcripts, quotes, none"):
        study.archive(tmp_path / "new", content="everything")


def test_same_study_same_bytes(coded, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert coded.prepare_archive().to_bytes() == coded.prepare_archive().to_bytes()
