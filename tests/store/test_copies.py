"""Backups, copies between databases, and studies made by older versions."""

import os
import shutil
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import GARDEN
from workbench import Study
from workbench.model import WorkbenchError
from workbench.store import Store, backups
from workbench.store.schema import HEAD

FORMATS = Path(__file__).with_name("formats")
ODD = "NUL \x00, half \ud83d, 😀"


def fill(study):
    study.transcripts.import_bytes("P01.txt", GARDEN.encode())
    study.codings.add("P01", 30, 60, "rules", new_code=True, memo=ODD)
    study.codebook.edit("rules", new_name=ODD, definition="What may be done")
    study.codebook.snapshot(ODD)
    study.themes.add("Order", codes=[ODD])
    study.participants.edit("P01", phase=2, note=ODD)
    study.undo()


@pytest.mark.parametrize("there", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def test_a_copy_is_the_same_study_with_its_history(location, there, tmp_path, request):
    target = str(tmp_path / "copy.study") if there == "sqlite" else request.getfixturevalue("new_database")()
    with Study.create(location, title=ODD, coder="Ana") as study:
        fill(study)
        study.copy_to(target)
        with Study.open(target) as copy:
            assert copy.store.dump() == study.store.dump()
            assert list(copy.history) == list(study.history)
            assert copy.transcripts.original("P01") == ("P01.txt", GARDEN.encode())
            assert copy.check() == []
            copy.redo()
            assert copy.participants["P01"].attributes == {"phase": 2, "note": ODD}
        with pytest.raises(WorkbenchError, match="already"):
            study.copy_to(target)


def test_a_copy_that_fails_leaves_nothing(tmp_path, monkeypatch):
    with Study.create(tmp_path / "a.study", coder="Ana") as study:
        fill(study)
        monkeypatch.setattr("workbench.store.copy._rows", lambda _connection, _table: [os.urandom(4)])
        with pytest.raises(WorkbenchError, match="so it was not kept"):
            study.copy_to(str(tmp_path / "b.study"))
    assert os.listdir(tmp_path) == ["a.study"]


def test_a_backup_of_a_server_is_a_study_file(new_database, tmp_path):
    with Study.create(new_database(), coder="Ana") as study:
        fill(study)
        study.backup(tmp_path / "b.study")
        with Study.open(tmp_path / "b.study") as kept:
            assert kept.store.dump() == study.store.dump()
    assert sorted(os.listdir(tmp_path)) == ["b.study"]


def made_days_ago(path, days):
    """Let a study have been made so long ago."""
    moment = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="milliseconds")
    with sqlite3.connect(path) as outside:
        outside.execute("UPDATE change SET time = ? WHERE id = 1", (moment,))


def test_once_a_day_a_backup_is_kept_if_something_was_done(tmp_path):
    path = tmp_path / "a.study"
    with Study.create(path, coder="Ana") as study:
        fill(study)
    Study.open(path).close()
    assert backups.kept(str(path)) == []

    made_days_ago(path, 2)
    for _opening in range(3):
        with Study.open(path) as study:
            whole = study.store.dump()
    (kept,) = backups.kept(str(path))
    with Study.open(kept) as copy:
        assert copy.store.dump() == whole


def test_a_clock_that_stood_in_the_future_does_not_end_the_backups(tmp_path):
    path = tmp_path / "a.study"
    with Study.create(path, coder="Ana") as study:
        fill(study)
        for day in range(10, 22):
            backups.keep(study.store, "").rename(tmp_path / "a.study-backups" / f"2099-01-{day}T10-00-00-000000.study")
    made_days_ago(path, 2)
    Study.open(path).close()
    assert [one.name[:2] for one in backups.kept(str(path))].count("20") == 10
    assert len([one for one in backups.kept(str(path)) if not one.name.startswith("2099")]) == 1


def test_the_last_ten_are_kept(tmp_path):
    with Study.create(tmp_path / "a.study", coder="Ana") as study:
        names = [backups.keep(study.store, f"number {i}") for i in range(12)]
    assert backups.kept(str(tmp_path / "a.study")) == names[2:]


def test_who_may_not_read_the_study_may_not_read_its_backups(tmp_path):
    with Study.create(tmp_path / "a.study", coder="Ana") as study:
        (tmp_path / "a.study").chmod(0o600)
        assert backups.keep(study.store, "").stat().st_mode & 0o777 == 0o600


def test_where_no_backup_can_be_written_the_study_opens_and_says_so(tmp_path):
    path = tmp_path / "a.study"
    with Study.create(path, coder="Ana") as study:
        fill(study)
    made_days_ago(path, 2)
    (tmp_path / "a.study-backups").write_text("in the way")
    with Study.open(path) as study:
        assert study.note.startswith("No backup could be made: ")
        assert len(study.codings) == 1


@pytest.mark.slow
def test_a_backup_is_made_while_others_write(tmp_path):
    from tests.store.crash import make, start

    location = str(tmp_path / "a.study")
    make(location)
    writer = start(location, "Bo", 10_000)
    writer.stdout.readline()
    with Study.open(location) as study:
        for number in range(3):
            study.backup(tmp_path / f"{number}.study")
            time.sleep(0.05)
    writer.kill()
    writer.communicate()
    for number in range(3):
        with Study.open(tmp_path / f"{number}.study") as kept:
            assert kept.check() == []


@pytest.mark.parametrize("name", sorted(path.name for path in FORMATS.glob("*.study")))
def test_a_study_of_every_released_version_opens_and_is_whole(name, tmp_path):
    shutil.copy(FORMATS / name, tmp_path / "old.study")
    with Study.open(tmp_path / "old.study", coder="Ana") as study:
        assert study.check() == []
        assert [(one.code, one.coder, one.quote) for one in study.codings] == [
            ("rules", "Ana", "There is one rule: take what you need."),
            ("breaking rules", "Bo", "Some take more, of course."),
        ]
        assert [theme.name for theme in study.themes] == ["Order"]
        assert len(study.history) == 10
        study.undo(10)
    version = sqlite3.connect(tmp_path / "old.study").execute("SELECT version_num FROM alembic_version").fetchone()
    assert version == (HEAD,)


def test_an_older_format_is_backed_up_before_it_is_brought_up_to_date(tmp_path, monkeypatch):
    path = tmp_path / "a.study"
    with Study.create(path, coder="Ana") as study:
        fill(study)
    with sqlite3.connect(path) as outside:
        outside.execute("UPDATE alembic_version SET version_num = '0000'")
    monkeypatch.setattr("workbench.store.database.KNOWN", ("0000", HEAD))
    migrated = []
    monkeypatch.setattr("workbench.store.database.migrate", migrated.append)

    Store.open(str(path)).close()
    assert len(migrated) == 1
    assert [file.name.split(" ", 1)[1] for file in backups.kept(str(path))] == ["before the format changed.study"]


def test_an_older_study_that_may_only_be_read_is_read_if_it_has_all_there_is_now(tmp_path):
    """A format can differ by an index alone."""
    with Study.create(tmp_path / "new.study", coder="Ana") as study:
        fill(study)
    with sqlite3.connect(tmp_path / "new.study") as outside:
        outside.execute("UPDATE alembic_version SET version_num = '0002'")
    outside.close()
    shutil.copy(FORMATS / "0.1.0.study", tmp_path / "old.study")
    for name in ("new.study", "old.study"):
        (tmp_path / name).chmod(0o400)

    with Study.open(tmp_path / "new.study") as study:
        assert (len(study.codings), study.check()) == (1, [])
    with pytest.raises(WorkbenchError, match=r"older version .* Copy it to a folder where you may write"):
        Study.open(tmp_path / "old.study")
    assert sorted(os.listdir(tmp_path)) == ["new.study", "old.study"]
