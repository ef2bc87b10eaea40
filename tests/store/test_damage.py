"""Disks fill, files are cut, locked and damaged: a clear sentence each, and nothing is worse than before."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from tests.conftest import GARDEN
from workbench import Study
from workbench.model import WorkbenchError
from workbench.store import engine
from workbench.store.fitting import fitted
from workbench.study.copies import repaired


@pytest.fixture
def file(tmp_path):
    """A closed study of some hundred pages, with forty codings."""
    path = tmp_path / "a.study"
    with Study.create(path, title="Garden", coder="Ana") as study:
        study.transcripts.import_bytes("P01.txt", (GARDEN * 60).encode())
        for start in range(40):
            study.codings.add("P01", 100 * start, 100 * start + 60, "rules", new_code=True)
    return path


def damage(path, table, *, every=False):
    """Write over the middle page of a table, or every page that holds its rows."""
    with sqlite3.connect(path) as connection:
        query = "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path"
        try:
            pages = [number for (number,) in connection.execute(query, (table,))]
        except sqlite3.OperationalError:
            pytest.skip("this SQLite does not say where its pages are")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with path.open("r+b") as raw:
        for page in pages if every else [pages[len(pages) // 2]]:
            raw.seek((page - 1) * size)
            raw.write(b"\xff" * size)


def test_a_full_disk_is_said_and_the_act_is_not_there_by_half(file):
    with Study.open(file, coder="Ana") as study:
        before = study.store.dump()
        with study.store.engine.connect() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar()
        study.store.engine.dispose()
        engine.event.listen(
            study.store.engine, "connect", lambda one, _record: one.execute(f"PRAGMA max_page_count = {pages}")
        )
        with pytest.raises(WorkbenchError, match=r"disk that holds .* is full\. Nothing was changed"):
            study.memos.add("long " * 100_000)
        assert study.store.dump() == before
        assert study.check() == []


@pytest.mark.slow
def test_a_file_that_may_not_grow_is_said_and_unharmed(file):
    script = (
        "import resource, signal, sys; from workbench import Study; from workbench.store import backups\n"
        "from workbench.model import WorkbenchError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "with Study.open(sys.argv[1], coder='Ana') as study:\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "    new, copy = sys.argv[1] + '.new', sys.argv[1] + '.copy'\n"
        "    for do in (lambda: study.memos.add('long ' * 100_000), lambda: Study.create(new),\n"
        "               lambda: study.copy_to(copy), lambda: backups.keep(study.store, 'before')):\n"
        "        try: do()\n"
        "        except WorkbenchError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(file)], capture_output=True, text=True)
    assert len(done.stdout.splitlines()) == 4, done.stderr
    assert "Nothing was changed" in done.stdout
    assert [one.name for one in file.parent.iterdir()] == ["a.study"], "what could not be made is not there by half"
    with Study.open(file) as study:
        assert (len(study.codings), list(study.memos), study.check()) == (40, [], [])


def test_an_error_of_the_database_quotes_nothing_that_was_to_be_written(file):
    with (
        Study.open(file) as study,
        study.store.engine.connect() as connection,
        pytest.raises(SQLAlchemyError) as failed,
    ):
        connection.execute(text("INSERT INTO code (name) VALUES (:name)"), {"name": "what somebody said"})
    assert "constraint failed" in str(failed.value)
    assert "somebody" not in str(failed.value)


def test_a_file_locked_by_another_program_is_waited_for_and_then_said(file, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.2)
    other = sqlite3.connect(file, isolation_level=None)
    with Study.open(file, coder="Ana") as study:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(WorkbenchError, match=r"is busy: .* writing to it for 0.2 seconds. Nothing was changed"):
            study.memos.add("…")
        other.execute("ROLLBACK")
        study.memos.add("Now it can be written.")
        assert study.check() == []
    other.close()


def test_a_file_that_may_only_be_read(file):
    before = file.read_bytes()
    file.chmod(0o400)
    with Study.open(file, coder="Ana") as study:
        with pytest.raises(WorkbenchError, match="read-only"):
            study.memos.add("…")
        assert len(study.codings) == 40
    assert repaired(str(file), None).rows["coding"] == 40
    assert os.listdir(file.parent) == ["a.study"]
    assert file.read_bytes() == before


AS_ORDINARY_USER = """
import sys; from pathlib import Path; from workbench import Study; from workbench.model import WorkbenchError
from workbench.demo import make_demo; from workbench.study.copies import repaired, restored
folder, outside = Path(sys.argv[1]), Path(sys.argv[2])
study = Study.open(folder / "a.study", coder="Ana")
print(len(study.codings), study.check(), repaired(str(folder / "a.study"), str(outside / "r.study")).rows["coding"])
study.backup(outside / "b.study")
for do in (
    lambda: study.memos.add("…"),
    lambda: study.undo(),
    lambda: study.merge(outside / "b.study"),
    lambda: study.suggestions.run(),
    lambda: study.scrub(),
    lambda: study.backup(folder / "b.study"),
    lambda: study.history.write(folder / "h.csv"),
    lambda: study.copy_to(str(folder / "c.study")),
    lambda: restored(folder / "a.study", str(folder / "d.study")),
    lambda: Study.create(folder / "n.study"),
    lambda: make_demo(folder / "demo"),
    lambda: Study.open(folder / "closed" / "e.study"),
    lambda: repaired(str(folder / "closed" / "e.study"), None),
    lambda: Study.create(folder / "closed" / "n.study"),
):
    try: print("done", do())
    except WorkbenchError as error: print(error)
"""


@pytest.mark.slow
def test_a_folder_in_which_an_ordinary_user_may_not_write(tmp_path, file):
    """All can be read, nothing can be written, and each that cannot is a sentence."""
    folder = tmp_path / "theirs"
    (folder / "closed").mkdir(parents=True)
    file.rename(folder / "a.study")
    before = (folder / "a.study").read_bytes()
    # Root may write everywhere, without its capabilities as anybody else may.
    user = [] if os.getuid() else ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
    if user and shutil.which("setpriv") is None:
        pytest.skip("root cannot become an ordinary user here: no setpriv")
    (folder / "closed").chmod(0)
    folder.chmod(0o555)
    command = [*user, sys.executable, "-c", AS_ORDINARY_USER, str(folder), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    folder.chmod(0o755)
    (folder / "closed").chmod(0o755)

    read_only = f"{folder}/a.study is read-only, so nothing was changed. Make the file and its folder writable, or "
    closed = "cannot be reached (Permission denied). See that its folder is open to you."
    not_open = (
        f"cannot be written: the folder {folder}, or the file there, is not open to you. Choose another, or close the "
        "program that has the file open."
    )
    said = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert said == [
        "40 [] 40",
        *[f"{read_only}work on a copy."] * 5,
        f"{folder}/b.study could not be written: its folder is not there, or not open to you. The study itself is "
        "unharmed.",
        f"{folder}/h.csv {not_open}",
        f"{folder}/c.study cannot be opened. See that the folder exists and that you may write in it.",
        f"{folder}/d.study could not be written: its folder is not there, or not open to you. The study itself is "
        "unharmed.",
        f"{folder}/n.study cannot be opened. See that the folder exists and that you may write in it.",
        f"{folder}/demo {not_open}",
        *[f"{folder}/closed/{name}.study {closed}" for name in "een"],
    ]
    assert sorted(os.listdir(folder)) == ["a.study", "closed"]
    assert (folder / "a.study").read_bytes() == before


@pytest.mark.parametrize("data", [b"", b"notes\n", b"SQLite format 3\x00" + bytes(4080)])
def test_what_is_no_study_is_not_repaired_into_an_empty_one(tmp_path, data):
    (tmp_path / "notes.txt").write_bytes(data)
    with pytest.raises(WorkbenchError, match=r"Nothing of .* can be read"):
        repaired(str(tmp_path / "notes.txt"), str(tmp_path / "new.study"))
    assert os.listdir(tmp_path) == ["notes.txt"]


@pytest.mark.slow
@pytest.mark.parametrize("table", ["coding", "change", "turn"])
def test_a_damaged_page_is_named_and_all_else_is_saved(file, tmp_path, table):
    damage(file, table)
    before = file.read_bytes()
    with Study.open(file) as study:
        (first, *_others) = study.check()
    assert first.startswith("The file is damaged: ")
    assert "workbench repair" in first.repair

    saved = repaired(str(file), str(tmp_path / "new.study"), coder="Ana")
    with Study.open(tmp_path / "new.study") as study:
        assert study.check() == []
        assert len(study.codings) == saved.rows["coding"] == 40
        assert study.transcripts["P01"].text.startswith("I: How did the garden begin?")
    assert file.read_bytes() == before


def test_a_cut_file_is_a_sentence_and_what_is_left_is_saved(file, tmp_path):
    file.write_bytes(file.read_bytes()[: file.stat().st_size * 99 // 100])
    with pytest.raises(WorkbenchError, match=r"damaged|not a study"), Study.open(file) as study:
        faults = study.check()
        raise WorkbenchError("\n".join(faults))
    saved = repaired(str(file), str(tmp_path / "new.study"), coder="Ana")
    with Study.open(tmp_path / "new.study") as study:
        assert study.check() == []
        assert len(study.codings) == saved.rows["coding"] > 20
        assert study.transcripts["P01"].text.startswith("I: How did the garden begin?")


def test_codings_outlive_their_code_a_name_and_a_memos_target(file, tmp_path):
    """Where both the codebook and the history are lost."""
    with Study.open(file, coder="Ana") as study:
        study.memos.add("What is a rule?", on="code", target="rules")
        study.memos.add("So it began.", on="coding", target=next(iter(study.codings)).id)
        study.participants.import_bytes("p.csv", b"participant,phase\nP01,1\n")
    for table in ("code", "change"):
        damage(file, table, every=True)
    saved = repaired(str(file), str(tmp_path / "new.study"), coder="Ana")
    assert "1 code could not be read; codings with one are under 'Lost code 1' and so on." in saved.says
    with Study.open(tmp_path / "new.study") as study:
        assert study.check() == []
        assert ([code.name for code in study.codebook], len(study.codings)) == (["Lost code 1"], 40)
        assert sorted(memo.text for memo in study.memos) == ["So it began.", "What is a rule?"]


def test_what_does_not_fit_together_is_loosened_or_said(file):
    with Study.open(file, coder="Ana") as study:
        study.codebook.add("inner", parent="rules")
        study.memos.add("Who?", on="participant", target="P01")
        rows = {(name, row["id"]): row for name, table in json.loads(study.store.dump()).items() for row in table}
    (code,) = [row for (name, _key), row in rows.items() if name == "code" and row["name"] == "inner"]
    rows = {place: row for place, row in rows.items() if place[0] not in ("participant", "transcript")}
    rows["code", code["id"]] = {**code, "parent_id": "lost"}
    rows["code", "more"] = {**code, "id": "more", "parent_id": None}

    says = fitted(rows)
    assert "40 codings refer to what cannot be read, and are left out." in says
    assert "1 memos were on what cannot be read; they are archived." in says
    assert {row["name"]: row["parent_id"] for (name, _key), row in rows.items() if name == "code"} == {
        "rules": None, "inner": None, "inner (2)": None,
    }  # fmt: skip
    assert {name for name, _key in rows} == {"setting", "code", "memo"}


def test_rows_altered_behind_the_history_are_put_back_as_it_says(file, tmp_path):
    with sqlite3.connect(file) as outside:
        outside.execute("UPDATE code SET name = 'other'")
        outside.execute("DELETE FROM coding WHERE start < 1000")
    with Study.open(file) as study:
        faults = study.check()
    assert len(faults) == 11
    assert {fault.repair.split("NEW")[1] for fault in faults} == {
        "' makes a study in which everything stands as the history says."
    }
    saved = repaired(str(file), str(tmp_path / "new.study"), coder="Ana")
    assert (saved.rows["coding"], saved.says) == (40, ())
    with Study.open(tmp_path / "new.study") as study:
        assert ([code.name for code in study.codebook], study.check()) == (["rules"], [])


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE transcript SET text = replace(text, 'fence', 'hedge')", "The text of 'P01' is not the one that was"),
        ("UPDATE original SET bytes = x'00'", "An original file (.*) is not what was imported."),
        ("UPDATE turn SET start = 0 WHERE position = 2", "The turn at 0 of 'P01' begins before the one above it ends."),
        ("DELETE FROM coding WHERE start = 0", r"A memo \(.*\) is on a coding that is not there."),
        ("UPDATE coding SET start = -1 WHERE start = 0", r"A coding \(.*\) lies at -1–60, outside 'P01'"),
        ("UPDATE theme SET parent_id = id", r"A theme \(.*\) stands below itself."),
        ("UPDATE coding SET code_id = 'none'", r"A coding \(.*\) refers to a code that is not there."),
    ],
)
def test_each_thing_that_must_be_true_is_looked_at(file, sql, says):
    with Study.open(file, coder="Ana") as study:
        study.memos.add("So it began.", on="coding", target=next(iter(study.codings)).id)
        study.themes.add("Order", codes=["rules"])
        assert study.check() == []
    with sqlite3.connect(file) as outside:
        outside.execute(sql)
    with Study.open(file) as study:
        found = study.check()
    assert re.search(says, "\n".join(found))
    assert all(fault.repair for fault in found)


def test_an_altered_history_is_kept_up_to_there_with_all_that_is_in_the_study(file, tmp_path):
    with sqlite3.connect(file) as outside:
        outside.execute("UPDATE change SET coder = 'Eve' WHERE id = 10")
    saved = repaired(str(file), None, coder="Ana")
    assert (saved.changes, saved.rows["coding"]) == (9, 40)
    repaired(str(file), str(tmp_path / "new.study"), coder="Ana")
    with Study.open(tmp_path / "new.study") as study:
        assert ([one.act for one in study.history][8:], len(study.codings), study.check()) == (
            ["add coding", "repair"],
            40,
            [],
        )
