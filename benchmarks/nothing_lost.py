"""Is anything ever lost? The long form of what the tests do briefly: kills, random acts undone, merges in any order.

`WORKBENCH_KILLS`, `WORKBENCH_UNDO_EXAMPLES`, `WORKBENCH_UNDO_STEPS` and `WORKBENCH_MERGE_EXAMPLES` say how long.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

KILLS = int(os.environ.get("WORKBENCH_KILLS", "200"))


def run() -> Iterator[dict[str, str]]:
    """Kills on both databases, then the state machine and the property of merging, each in a process of its own."""
    from tests import postgresql

    with tempfile.TemporaryDirectory() as folder:
        yield _killed("SQLite", str(Path(folder) / "crash.study"))
    if postgresql.programs() is not None:
        with postgresql.server() as address:
            yield _killed("PostgreSQL", postgresql.new_database(address, "crash"))
    yield _undone()
    yield _merged()


def _killed(kind: str, location: str) -> dict[str, str]:
    from tests.store.crash import kill_writers, make

    make(location)
    outcome = kill_writers(location, KILLS, seed=0, writers=4)
    return _row(
        f"`kill -9` of writers, {kind}",
        f"{outcome.kills} kills, {outcome.acknowledged:,} acts acknowledged, {outcome.missing} missing, "
        f"{len(outcome.faults)} faults",
        "0 missing, 0 faults",
    )


def _undone() -> dict[str, str]:
    """The machine's own count of acts, each undone and redone, and then all of them taken back in any order."""
    given = {"WORKBENCH_UNDO_EXAMPLES": "100", "WORKBENCH_UNDO_STEPS": "40", **os.environ}
    code = (
        "import tests.study.test_anything_undone as t\n"
        "from hypothesis.stateful import run_state_machine_as_test as run\n"
        "run(t.AnyStudy, settings=t.AnyStudy.TestCase.settings); print(sum(t.done.values()), len(t.done))"
    )
    done = subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, text=True)
    if done.returncode:
        return _row("Random acts undone in random order", done.stderr[-2000:], "equal to the byte")
    acts, kinds = done.stdout.split()
    studies = given["WORKBENCH_UNDO_EXAMPLES"]
    return _row(
        "Random acts undone in random order",
        f"{studies} studies, {int(acts):,} acts of {kinds} kinds, every one equal to the byte",
        "equal to the byte",
    )


def _merged() -> dict[str, str]:
    given = {"WORKBENCH_MERGE_EXAMPLES": "150", **os.environ}
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/study/test_merging.py",
        "-k",
        "order",
    ]
    done = subprocess.run(words, env=given, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    says = f"{given['WORKBENCH_MERGE_EXAMPLES']} trios of copies, " + (
        "all alike" if done.returncode == 0 else "FAILED"
    )
    return _row("Copies merged in either order, twice", says, "all alike")


def _row(what: str, ours: str, aim: str) -> dict[str, str]:
    return {"what": what, "ours": ours, "peer": "", "peer_name": "", "aim": aim}
