"""Several people at once on one study: nothing is lost, nothing comes twice, and who has to wait is told."""

import subprocess
import sys

import pytest
from sqlalchemy import text

from tests.store.crash import make, start
from workbench import Study
from workbench.model import WorkbenchError
from workbench.store import engine

LOOKED_UP = {
    "a coding's place": "SELECT id FROM coding WHERE transcript_id = 'a' AND code_id = 'b' AND start = 1",
    "what it may overlap": "SELECT * FROM coding WHERE transcript_id = 'a' AND code_id = 'b' AND coder = 'c'",
    "codings of a code": "SELECT * FROM coding WHERE code_id = 'b'",
    "a coding": "SELECT * FROM coding WHERE id = 'a'",
    "a transcript's codings": "SELECT * FROM coding WHERE transcript_id = 'a'",
    "memos on something": "SELECT * FROM memo WHERE \"on\" = 'coding' AND target = 'a'",
    "a code": "SELECT * FROM code WHERE name = 'a'",
    "the newest change": "SELECT id, hash FROM change ORDER BY id DESC LIMIT 1",
    "what is undone": "SELECT id, undoes FROM change WHERE undoes IS NOT NULL",
}


@pytest.mark.slow
def test_four_at_once_lose_nothing_and_double_nothing(location):
    make(location)
    running = [start(location, f"coder {i}", 12) for i in range(4)]
    said = [line for process in running for line in process.communicate()[0].split()]

    assert [process.returncode for process in running] == [0] * 4
    with Study.open(location) as study:
        assert sorted(one.id for one in study.codings) == sorted(said)
        places = {(one.coder, one.start, one.end) for one in study.codings}
        assert len(places) == len(said) == 4 * 12
        assert study.check() == []


@pytest.mark.slow
def test_a_busy_server_is_waited_for_and_then_said(new_database, monkeypatch):
    location = new_database()
    make(location)
    monkeypatch.setattr(engine, "BUSY_SECONDS", 1)
    with Study.open(location, coder="Ana") as study, Study.open(location) as other:
        with other.store.writing(), pytest.raises(WorkbenchError, match=r"is busy: .* Nothing was changed"):
            study.memos.add("…")
        study.memos.add("Now it can be written.")
        assert len(study.memos) == 1


def test_what_somebody_else_did_is_seen_at_once(location):
    make(location)
    with Study.open(location, coder="Ana") as mine, Study.open(location, coder="Bo") as theirs:
        assert len(mine.codings) == 0
        theirs.codings.add("P01", 5, 8, "fence")
        assert [one.coder for one in mine.codings] == ["Bo"]


def test_the_newest_change_is_known_while_an_act_is_open_and_after_it_failed(location):
    make(location)
    with Study.open(location, coder="Ana") as study, Study.open(location) as other:
        store, besides = study.store, ("add memo",)
        number, before, without = store.newest.number(), store.newest.mark(), store.newest.mark(besides)
        with pytest.raises(RuntimeError), store.together():
            study.memos.add("It is there as yet.")
            assert store.newest.mark() not in (before, other.store.newest.mark())
            assert store.newest.number() == number + 1
            raise RuntimeError
        assert store.newest.mark() == other.store.newest.mark() == before
        assert store.newest.number() == other.store.newest.number() == number

        study.memos.add("…")
        assert store.newest.mark() == other.store.newest.mark() != before
        assert store.newest.number() == other.store.newest.number() == number + 1
        assert store.newest.mark(besides) == other.store.newest.mark(besides) == without


@pytest.mark.parametrize("what", LOOKED_UP)
def test_what_an_act_asks_is_looked_up_and_not_searched_for(tmp_path, what):
    """However large the study grows, one coding takes no longer."""
    with Study.create(tmp_path / "a.study") as study, study.store.read() as connection:
        plan = [row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {LOOKED_UP[what]}"))]
    newest_first = what == "the newest change"
    assert all(line.startswith("SEARCH") or (newest_first and line == "SCAN change") for line in plan), plan


@pytest.mark.slow
def test_a_study_opened_twice_here_is_not_left_behind_by_another_program(tmp_path):
    """Opening it again in one process, as each window of the app does, keeps the locks that say it is in use."""
    file = tmp_path / "a.study"
    with Study.create(file, coder="Ana") as first:
        with Study.open(file, coder="Ben"):
            subprocess.run([sys.executable, "-m", "workbench", "history", str(file)], check=True, capture_output=True)
            first.codebook.add("kept")
        subprocess.run([sys.executable, "-m", "workbench", "history", str(file)], check=True, capture_output=True)
        first.codebook.add("kept as well")
        seen = subprocess.run(
            [sys.executable, "-m", "workbench", "history", str(file)], check=True, capture_output=True, text=True
        )
    assert "Added code 'kept'" in seen.stdout
    assert "Added code 'kept as well'" in seen.stdout
