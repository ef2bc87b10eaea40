"""Whoever moves, replaces or deletes the files of an open study loses nothing that was done, and damages nothing."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import GARDEN
from workbench import Study
from workbench.model import WorkbenchError

KILLED = """
import os, sys
from workbench import Study
study = Study.open(sys.argv[1], coder="Ben")
for number in range(40):
    study.codebook.add(f"mine {number}")
os._exit(9)
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.study"
    with Study.create(path, title="Garden", coder="Ana") as study:
        study.transcripts.import_bytes("P01.txt", GARDEN.encode())
    return path


def names(path):
    with Study.open(path) as study:
        assert study.check() == []
        return [code.name for code in study.codebook]


def moved(file):
    file.rename(file.with_name("b.study"))


def replaced(file):
    shutil.copy(file, file.with_name("new"))
    file.with_name("new").replace(file)


def log_deleted(file):
    file.with_name("a.study-wal").unlink()


def all_beside_deleted(file):
    log_deleted(file)
    file.with_name("a.study-shm").unlink()


@pytest.mark.slow
@pytest.mark.parametrize("what", [os.remove, moved, replaced, log_deleted, all_beside_deleted])
def test_what_was_done_is_kept_where_the_files_of_an_open_study_were_taken(file, what):
    with Study.open(file, coder="Ana") as study, Study.open(file, coder="Ben") as other:
        study.codebook.add("before")
        what(file)
        for one in (study, other):
            for _twice in range(2):
                with pytest.raises(WorkbenchError, match="was moved, deleted or replaced while the study was open"):
                    one.codebook.add("after")
            assert one.lost
    kept = sorted(file.with_name("a.study-backups").iterdir())
    assert [names(one) for one in kept] == [["before"]], "once, whoever had it open"
    assert sorted(one.name for one in file.parent.glob("a.study-*")) == ["a.study-backups"]
    if file.exists():
        with Study.open(file, coder="Ana") as again:
            again.merge(kept[0])
        assert names(file) == ["before"]
    if what is moved:
        assert names(file.with_name("b.study")) == ["before"], "moved with all that was done"


def test_a_folder_moved_under_an_open_study_takes_all_along(file, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    file = file.rename(home / "a.study")
    with Study.open(file, coder="Ana") as study:
        study.codebook.add("before")
        home.rename(tmp_path / "moved")
        with pytest.raises(WorkbenchError, match=r"folder of .* was moved or deleted"):
            study.codebook.add("after")
    assert names(tmp_path / "moved" / "a.study") == ["before"]


def test_a_log_cut_while_the_study_is_open_does_not_damage_the_study(file):
    log = file.with_name("a.study-wal")
    with Study.open(file, coder="Ana") as study:
        study.codebook.add("before")
        os.truncate(log, 0)
        for _twice in range(2):
            with pytest.raises(WorkbenchError, match="was cut from outside"):
                study.codebook.add("after")
    assert names(file) == []


def test_a_log_brought_into_the_file_by_another_window_is_no_damage(file):
    with Study.open(file, coder="Ana") as study, Study.open(file, coder="Ben") as other:
        study.codebook.add("before")
        assert other.scrub() == []
        study.codebook.add("after")
    assert names(file) == ["before", "after"]


@pytest.mark.slow
def test_a_log_is_not_written_into_a_file_that_it_does_not_belong_to(file):
    theirs = file.with_name("theirs.study")
    shutil.copy(file, theirs)
    with Study.open(theirs, coder="Cleo") as study:
        study.transcripts.import_bytes("P02.txt", GARDEN.encode() * 500)
    subprocess.run([sys.executable, "-c", KILLED, str(file)], check=False)
    shutil.copy(theirs, file)
    before = file.read_bytes()
    for _twice in range(2):
        with pytest.raises(WorkbenchError, match="do not fit together"):
            Study.open(file)
    assert file.read_bytes() == before
    for rest in ("-wal", "-shm"):
        file.with_name(file.name + rest).unlink()
    assert names(file) == []


@pytest.mark.slow
def test_a_log_that_was_taken_away_is_asked_for(file):
    subprocess.run([sys.executable, "-c", KILLED, str(file)], check=False)
    log_deleted(file)
    with pytest.raises(WorkbenchError, match=r"If none has, delete a\.study-shm"):
        Study.open(file)
    file.with_name("a.study-shm").unlink()
    assert names(file) == []


def test_what_cannot_be_kept_stays_open_until_it_can(file, monkeypatch):
    with Study.open(file, coder="Ana") as study:
        study.codebook.add("before")
        file.unlink()
        with monkeypatch.context() as full:
            full.setattr("workbench.store.backups.backup", refuse)
            with pytest.raises(WorkbenchError, match="Leave this open, make room, and try again"):
                study.codebook.add("after")
        with pytest.raises(WorkbenchError, match="Nothing was lost"):
            study.codebook.add("after")
    assert [names(one) for one in file.with_name("a.study-backups").iterdir()] == [["before"]]


def refuse(*_where):
    raise WorkbenchError("The disk is full.")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a (Ben's conflicted copy 2026-11-26).study", True),
        ("a.sync-conflict-20261126-101500-ABCDEFG.study", True),
        ("a (SFConflict ben@example.org 2026-11-26).study", True),
        ("a conflict of norms.study-old", False),
        ("b (conflicted copy).study", False),
    ],
)
def test_another_version_that_a_synced_folder_kept_is_told(file, name, told):
    shutil.copy(file, file.with_name(name))
    with Study.open(file) as study:
        assert (name in study.note) == told
