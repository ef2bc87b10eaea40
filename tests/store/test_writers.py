"""Who is writing just now is known: of this program by name, of another one as far as the system tells."""

import re
import subprocess
import sys

import pytest

from workbench import Study
from workbench.model import Unavailable
from workbench.store import engine, writers

HOLD = (
    "import sqlite3, sys; held = sqlite3.connect(sys.argv[-1], isolation_level=None); "
    "held.execute('BEGIN IMMEDIATE'); print('held', flush=True); input()"
)


def test_whoever_writes_is_known_by_name_while_it_lasts(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.2)
    file = str(tmp_path / "a.study")
    with Study.create(file, coder="Ana") as study, Study.open(file, coder="Ben") as other:
        with other.store.act("import transcript", "", coder="Ben"):
            assert study.store.writer() == "Ben (import transcript)"
            with pytest.raises(
                Unavailable, match=r"busy: Ben \(import transcript\) has been writing to it for 0.2 sec"
            ):
                study.memos.add("…")
        assert study.store.writer() is None
        with other.store.together():
            other.memos.add("One.")
            assert study.store.writer() == "Ben (add memo)"
        with pytest.raises(ZeroDivisionError), other.store.act("import transcript", "", coder="Ben"):
            raise ZeroDivisionError
        assert study.store.writer() is None


@pytest.mark.skipif(not writers.LOCKS.exists(), reason="Only Linux tells which program holds a lock.")
def test_another_program_that_writes_is_named_with_its_process(tmp_path):
    (tmp_path / "workbench").write_text(HOLD)
    file = str(tmp_path / "a.study")
    with Study.create(file, coder="Ana") as study:
        for command, name in (
            (["-c", HOLD], r"python\S*"),
            ([str(tmp_path / "workbench"), "import"], "'workbench import'"),
        ):
            command = [sys.executable, *command, file]
            with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
                holder.stdout.readline()
                assert re.fullmatch(rf"{name} \(process {holder.pid}\)", study.store.writer())
                holder.communicate("\n")
            assert study.store.writer() is None
