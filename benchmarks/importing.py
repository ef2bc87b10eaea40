"""How long does it take to read fifty interviews of an hour into a study?"""

import json
import os
import random
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

TALK = """garden fence rules water the and of nobody planned it street we never asked seeds because neighbour noise in
summer then they came back with tomatoes"""


AQDA = """
import asyncio, io, json, sys, time
from pathlib import Path

from fastapi import UploadFile

from aqda import db
from aqda.routers import documents, projects


async def go(files):
    await db.init_db()
    single = await projects.create_project(projects.ProjectCreate(name="single"))
    started = time.perf_counter()
    for file in files:
        upload = UploadFile(io.BytesIO(file.read_bytes()), filename=file.name)
        await documents.upload_document(project_id=single["id"], file=upload)
    one_by_one = time.perf_counter() - started
    bulk = await projects.create_project(projects.ProjectCreate(name="bulk"))
    started = time.perf_counter()
    uploads = [UploadFile(io.BytesIO(file.read_bytes()), filename=file.name) for file in files]
    made = await documents.upload_documents_bulk(project_id=bulk["id"], files=uploads)
    together = time.perf_counter() - started
    assert len(made["documents"]) == len(files), made
    print(json.dumps([one_by_one, together]))


asyncio.run(go([Path(name) for name in sys.argv[1:]]))
"""
"""Runs in the other program's own environment: its upload routes called as functions, without a browser or HTTP."""


def aqda(files: list[Path], folder: Path) -> tuple[float, float] | None:
    """Seconds in which aqda imports the files one by one, and in one request; None where it is not installed.

    `BENCH_AQDA` names the Python of an environment with `pip install aqda==0.5.0`. It keeps the bare text as one
    document: no speakers, turns, times, change log or original; in one request it commits once for all files.
    """
    python = os.environ.get("BENCH_AQDA")
    if not python:
        return None
    done = subprocess.run(
        [python, "-c", AQDA, *map(str, files)],
        env={**os.environ, "AQDA_DATA_DIR": str(folder / "aqda")},
        capture_output=True,
        text=True,
        check=True,
    )
    one_by_one, together = json.loads(done.stdout.splitlines()[-1])
    return one_by_one, together


def interview(seed: int, words: int = 8000) -> str:
    """An invented interview of about so many words: questions of ten, answers of ninety."""
    chance, vocabulary = random.Random(seed), TALK.split()
    lines, count = [], 0
    while count < words:
        question = " ".join(chance.choices(vocabulary, k=10)).capitalize()
        answer = " ".join(chance.choices(vocabulary, k=90)).capitalize()
        lines += [f"I: {question}?", f"P{seed:02}: {answer}."]
        count += 102
    return "\n\n".join(lines) + "\n"


def run() -> list[dict[str, str]]:
    """Import of 50 × 8,000 words as .txt, in one process, beside putting the bare texts into SQLite, a commit each."""
    from workbench import Study

    with tempfile.TemporaryDirectory() as folder:
        files = []
        for seed in range(50):
            path = Path(folder) / f"P{seed:02}.txt"
            path.write_text(interview(seed), encoding="utf-8")
            files.append(path)
        with Study.create(Path(folder) / "fifty.study", coder="bench") as study:
            started = time.perf_counter()
            reports = study.transcripts.import_files(files)
            ours = time.perf_counter() - started
            assert all(report.error is None for report in reports), reports[0]
            turns = sum(report.turns for report in reports)
        started = time.perf_counter()
        bare = sqlite3.connect(Path(folder) / "bare.db")
        bare.execute("PRAGMA journal_mode = WAL")
        bare.execute("PRAGMA synchronous = FULL")
        bare.execute("CREATE TABLE text (name TEXT, words TEXT)")
        for path in files:
            with bare:
                bare.execute("INSERT INTO text VALUES (?, ?)", (path.stem, path.read_text(encoding="utf-8")))
        bare.close()
        peer = time.perf_counter() - started
        other = aqda(files, Path(folder))
    beside = [(peer, "bare texts into SQLite")]
    if other is not None:
        beside = [(other[0], "aqda 0.5.0, file by file"), (other[1], "aqda 0.5.0, one request"), *beside]
    return [
        {
            "what": f"Import of 50 transcripts × 8,000 words ({turns:,} turns, speakers found)",
            "ours": f"{ours:.2f} s",
            "peer": f"{seconds:.2f} s",
            "peer_name": name,
            "aim": "≤ 2 s",
        }
        for seconds, name in beside
    ]
