"""How long does one coding take, alone in a large study and with eight people at once?"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CODINGS = int(os.environ.get("WORKBENCH_BENCH_CODINGS", "200000"))
WRITERS, EACH = 8, int(os.environ.get("WORKBENCH_BENCH_EACH", "500"))
WORDS = "abc " * 10_000
WRITER = """
import sys, time
from workbench import Study
location, coder, first, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
with Study.open(location, coder=coder) as study:
    for number in range(first, first + count):
        started = time.perf_counter()
        study.codings.add("P01", 8 * number, 8 * number + 7, "fence")
        print(time.perf_counter() - started, flush=True)
"""


@contextmanager
def places() -> Iterator[dict[str, str]]:
    """Where a study can be: a file, and a database on a real server, where one can be started."""
    from tests import postgresql

    with tempfile.TemporaryDirectory() as folder:
        found = {"SQLite": str(Path(folder) / "large.study")}
        if postgresql.programs() is None:
            yield found
            return
        with postgresql.server() as address:
            yield {**found, "PostgreSQL": postgresql.new_database(address, "large")}


def fill(location: str, codings: int) -> None:
    """A study with one transcript, fifty codes and so many codings, each an act of its own in the history."""
    from sqlalchemy import insert

    from workbench import Study
    from workbench.store import LOGGED, now
    from workbench.store.log import digest
    from workbench.store.tables import change

    chance = random.Random(0)
    with Study.create(location, title="Large", coder="Ana") as study:
        study.transcripts.import_bytes("P01.txt", f"P01: {WORDS}".encode())
        study.codebook.add("fence")
        codes = [study.codebook.add(f"code {i}").guid for i in range(50)]
        with study.store.writing() as connection:
            transcript = connection.execute(LOGGED["transcript"].select()).mappings().one()["id"]
            number = study.version
            last = connection.execute(change.select().where(change.c.id == number)).mappings().one()["hash"]
            for first in range(0, codings, 5000):
                rows, entries = [], []
                for i in range(first, min(first + 5000, codings)):
                    start = chance.randrange(39_000)
                    row = {"id": f"{i:032x}", "transcript_id": transcript, "code_id": chance.choice(codes)}
                    row |= {"start": start, "end": start + 8, "coder": f"c{i % 5}", "layer": "independent"}
                    row |= {"origin": "person", "codebook_version": 51, "created": now()}
                    number += 1
                    entry = {"id": number, "time": now(), "coder": row["coder"], "act": "add coding", "undoes": None}
                    entry |= {"what": "Coded", "why": "", "rows": _image(row), "before_hash": last}
                    last = entry["hash"] = digest(last, entry)
                    rows.append(row)
                    entries.append(entry)
                connection.execute(insert(LOGGED["coding"]), rows)
                connection.execute(insert(change), entries)


def _image(row: dict[str, object]) -> str:
    import json

    return json.dumps([["coding", row["id"], None, row]], ensure_ascii=False, separators=(",", ":"))


def one_after_another(location: str, count: int = 200) -> list[float]:
    """Seconds of each of so many codings by one person, in this process, after the first."""
    from workbench import Study

    seconds = []
    with Study.open(location, coder="one") as study:
        for number in range(count + 1):
            started = time.perf_counter()
            study.codings.add("P01", 8 * number + 5, 8 * number + 12, "fence")
            seconds.append(time.perf_counter() - started)
    return seconds[1:]


def at_once(location: str, writers: int = WRITERS, each: int = EACH) -> list[float]:
    """Seconds of each coding when so many processes code at once; every one of them must be there, once."""
    from workbench import Study

    with Study.open(location) as study:
        before = len(study.codings)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, location, f"w{i}", str(100 + i), str(each)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for i in range(writers)
    ]
    seconds = [float(line) for process in running for line in process.communicate()[0].split()]
    with Study.open(location) as study:
        places = [(one.coder, one.start, one.end, one.code) for one in study.codings]
    assert len(seconds) == writers * each, "a writer stopped"
    assert len(places) == before + writers * each, "codings were lost or doubled"
    return seconds


def _line(what: str, seconds: list[float], aim: str) -> dict[str, str]:
    cuts = statistics.quantiles(seconds, n=20)
    return {
        "what": what,
        "ours": f"p50 {1000 * cuts[9]:.1f} ms, p95 {1000 * cuts[18]:.1f} ms",
        "peer": "",
        "peer_name": "",
        "aim": aim,
    }


def run() -> Iterator[dict[str, str]]:
    """One coding with none and with 200,000 others there, alone and with eight at once, on each kind of database."""
    with places() as known:
        for kind, location in known.items():
            fill(location, CODINGS)
            yield _line(f"One coding, {kind}, {CODINGS:,} in the study", one_after_another(location), "≤ 50 ms")
            what = f"One of {WRITERS} × {EACH} codings at once, {kind}, {CODINGS:,} in the study"
            yield _line(what, at_once(location), "none lost")
    with tempfile.TemporaryDirectory() as folder:
        location = str(Path(folder) / "small.study")
        fill(location, 0)
        yield _line("One coding, SQLite, none in the study yet", one_after_another(location), "≤ 50 ms")
