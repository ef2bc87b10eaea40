"""Opening and refusing: every wrong file is a sentence, and nothing is left behind."""

import os
import re
import sqlite3
import stat

import pytest
from sqlalchemy import create_engine, inspect, text

from workbench.model import WorkbenchError
from workbench.store import Store
from workbench.store.schema import HEAD, migrate
from workbench.store.tables import metadata


def test_a_new_study_has_the_tables_that_the_migrations_make(tmp_path):
    Store.create(str(tmp_path / "new.study")).close()
    migrated = create_engine(f"sqlite:///{tmp_path / 'migrated.db'}")
    migrate(migrated)

    def shape(engine):
        found = inspect(engine)
        return {
            name: (
                [(c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(name)],
                sorted(i["name"] for i in found.get_indexes(name)),
                sorted((f["name"] or "", f["referred_table"]) for f in found.get_foreign_keys(name)),
            )
            for name in found.get_table_names()
            if name != "alembic_version"
        }

    new = shape(create_engine(f"sqlite:///{tmp_path / 'new.study'}"))
    assert new == shape(migrated)
    assert set(new) == set(metadata.tables)


def test_create_refuses_to_overwrite(tmp_path):
    file = tmp_path / "a.study"
    file.write_text("mine")
    with pytest.raises(WorkbenchError, match="already there"):
        Store.create(str(file))
    assert file.read_text() == "mine"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04 not a study", "some other kind of file"),
        (b"SQLite format 3\x00junk", "not a study"),
    ],
)
def test_what_is_not_a_study_is_said(tmp_path, content, says):
    file = tmp_path / "a.study"
    file.write_bytes(content)
    with pytest.raises(WorkbenchError, match=says):
        Store.open(str(file))
    assert file.read_bytes() == content


def test_another_programs_database_is_no_study(tmp_path):
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE recipe (name TEXT)")
    with pytest.raises(WorkbenchError, match="not a study of this program"):
        Store.open(str(file))


def test_missing_and_folder(tmp_path):
    with pytest.raises(WorkbenchError, match="There is no study at"):
        Store.open(str(tmp_path / "none.study"))
    with pytest.raises(WorkbenchError, match="is a folder"):
        Store.open(str(tmp_path))


def from_the_future(file, *more):
    store = Store.create(str(file))
    with store.engine.connect().execution_options(writes=True) as connection, connection.begin():
        for statement in ("UPDATE alembic_version SET version_num = '9999'", *more):
            connection.execute(text(statement))
    store.close()


def test_a_study_of_a_newer_version_is_opened_for_reading_and_says_so(tmp_path):
    from_the_future(tmp_path / "a.study", "ALTER TABLE code ADD COLUMN weight INTEGER")
    store = Store.open(str(tmp_path / "a.study"))

    assert re.search(f"newer version.*9999.*{HEAD}.*update the program", store.note)
    assert store.newest.number() == 0
    with pytest.raises(WorkbenchError, match="newer version"), store.act("settings", "…", coder="Ana"):
        pass
    store.close()


def test_a_newer_version_that_lacks_a_table_is_refused(tmp_path):
    from_the_future(tmp_path / "a.study", "DROP TABLE counter_case")
    with pytest.raises(WorkbenchError, match=f"newer version.*9999.*{HEAD}.*Update the program"):
        Store.open(str(tmp_path / "a.study"))


def test_a_read_only_study_can_be_read_and_not_written(tmp_path):
    file = tmp_path / "a.study"
    Store.create(str(file)).close()
    file.chmod(stat.S_IRUSR)
    store = Store.open(str(file))

    assert store.newest.number() == 0
    with pytest.raises(WorkbenchError, match="read-only"), store.act("settings", "…", coder="Ana"):
        pass
    store.close()
    assert os.listdir(tmp_path) == ["a.study"]


def test_a_closed_study_is_one_file(tmp_path):
    store = Store.create(str(tmp_path / "ein schöner 'Name' %20.study"))
    with store.act("settings", "…", coder="Ana") as act:
        act.insert("setting", {"id": "title", "value": "x"})
    store.close()
    assert os.listdir(tmp_path) == ["ein schöner 'Name' %20.study"]
