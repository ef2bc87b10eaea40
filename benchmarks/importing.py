"""How long does it take to read fifty interviews of an hour into a study?"""

import json
import os
import random
import socket
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

TALK = """garden fence rules water the and of nobody planned it street we never asked seeds because neighbour noise in
summer then they came back with tomatoes"""


AQDA_NAME = "aqda 0.5.0, bare text only"

AQDA = """
import asyncio, io, json, sys, time
from pathlib import Path

from fastapi import UploadFile

from aqda import db
from aqda.routers import documents, projects


async def go(files):
    await db.init_db()
    single = await projects.create_project(projects.ProjectCreate(name="single"))
    wall, cpu = time.perf_counter(), time.process_time()
    for file in files:
        upload = UploadFile(io.BytesIO(file.read_bytes()), filename=file.name)
        await documents.upload_document(project_id=single["id"], file=upload)
    one_by_one = time.perf_counter() - wall, time.process_time() - cpu
    bulk = await projects.create_project(projects.ProjectCreate(name="bulk"))
    wall, cpu = time.perf_counter(), time.process_time()
    uploads = [UploadFile(io.BytesIO(file.read_bytes()), filename=file.name) for file in files]
    made = await documents.upload_documents_bulk(project_id=bulk["id"], files=uploads)
    together = time.perf_counter() - wall, time.process_time() - cpu
    assert len(made["documents"]) == len(files), made
    print(json.dumps([one_by_one, together]))


asyncio.run(go([Path(name) for name in sys.argv[1:]]))
"""
"""Runs in the other program's own environment: its upload routes called as functions, without a browser or HTTP."""

AQDA_SERVER = """
import sys, threading, time

import uvicorn

from aqda.app import app


def answer():
    for line in sys.stdin:
        print(time.process_time(), flush=True)


threading.Thread(target=answer, daemon=True).start()
uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")).run()
"""
"""Its server as `aqda` itself starts it; for each line that it is sent it says how much CPU time it has taken."""

BOUNDARY = "----workbench-benchmark"
AT_ONCE = 20
"""So many files aqda's own page puts into one request, and its server into one transaction."""

Took = tuple[float, float]
"""Seconds on the clock, and of CPU time."""


def aqda(files: list[Path], folder: Path) -> list[tuple[Took, str]]:
    """How long aqda takes in its three ways; nothing where it is not installed.

    `BENCH_AQDA` names the Python of an environment with `pip install aqda==0.5.0`. It keeps the bare text as one
    document: no speakers, turns, times, change log or original; in one request it commits once for all files. A
    researcher's files come in through its server; the time of whoever sends them is not counted as CPU time.
    """
    python = os.environ.get("BENCH_AQDA")
    if not python:
        return []
    done = subprocess.run(
        [python, "-c", AQDA, *map(str, files)],
        env={**os.environ, "AQDA_DATA_DIR": str(folder / "aqda")},
        capture_output=True,
        text=True,
        check=True,
    )
    one_by_one, together = json.loads(done.stdout.splitlines()[-1])
    return [
        (aqda_server(python, files, folder, AT_ONCE), f"{AQDA_NAME}, to its server as its page sends many files"),
        (aqda_server(python, files, folder, 1), f"{AQDA_NAME}, to its server, a request each"),
        (one_by_one, f"{AQDA_NAME}, its functions called file by file"),
        (together, f"{AQDA_NAME}, its function for many files called once"),
    ]


def aqda_server(python: str, files: list[Path], folder: Path, at_once: int) -> Took:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [python, "-c", AQDA_SERVER, str(port)],
        env={**os.environ, "AQDA_DATA_DIR": str(folder / f"server{at_once}")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdin
    assert server.stdout

    def cpu() -> float:
        print(file=server.stdin, flush=True)
        return float(server.stdout.readline())

    def post(path: str, kind: str, body: bytes) -> dict[str, Any]:
        asked = Request(f"http://127.0.0.1:{port}/api/{path}", body, {"Content-Type": kind})
        with urlopen(asked, timeout=60) as answer:
            return dict(json.load(answer))

    try:
        wait_for(port)
        project = post("projects", "application/json", b'{"name": "served"}')["id"]
        started, before = time.perf_counter(), cpu()
        made = 0
        for at in range(0, len(files), at_once):
            body = form({"project_id": str(project)}, files[at : at + at_once])
            made += len(post("documents/bulk", f"multipart/form-data; boundary={BOUNDARY}", body)["documents"])
        took = time.perf_counter() - started, cpu() - before
        assert made == len(files), made
        return took
    finally:
        server.kill()
        server.wait()


def wait_for(port: int) -> None:
    for _attempt in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("aqda's server did not come up")


def form(fields: dict[str, str], files: list[Path]) -> bytes:
    """The body of a form with files, as a browser sends it."""
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
    parts = [f'{head}"{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    for file in files:
        about = f'{head}"files"; filename="{file.name}"\r\nContent-Type: text/plain\r\n\r\n'
        parts += [about.encode(), file.read_bytes(), b"\r\n"]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


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
    """Import of 50 × 8,000 words as .txt, in one process, beside aqda's ways of it and bare SQLite."""
    from workbench import Study

    with tempfile.TemporaryDirectory() as folder:
        files = []
        for seed in range(50):
            path = Path(folder) / f"P{seed:02}.txt"
            path.write_text(interview(seed), encoding="utf-8")
            files.append(path)
        with Study.create(Path(folder) / "fifty.study", coder="bench") as study:
            started, before = time.perf_counter(), time.process_time()
            reports = study.transcripts.import_files(files)
            ours = time.perf_counter() - started, time.process_time() - before
            assert all(report.error is None for report in reports), reports[0]
            turns = sum(report.turns for report in reports)
        started, before = time.perf_counter(), time.process_time()
        bare = sqlite3.connect(Path(folder) / "bare.db")
        bare.execute("PRAGMA journal_mode = WAL")
        bare.execute("PRAGMA synchronous = FULL")
        bare.execute("CREATE TABLE text (name TEXT, words TEXT)")
        for path in files:
            with bare:
                bare.execute("INSERT INTO text VALUES (?, ?)", (path.stem, path.read_text(encoding="utf-8")))
        bare.close()
        peer = time.perf_counter() - started, time.process_time() - before
        beside = [*aqda(files, Path(folder)), (peer, "bare texts into SQLite, a commit each")]
    return [
        {
            "what": f"Import of 50 transcripts × 8,000 words ({turns:,} turns; speakers, original and log kept)",
            "ours": shown(ours),
            "peer": shown(took),
            "peer_name": name,
            "aim": "≤ 2 s; less than aqda",
        }
        for took, name in beside
    ]


def shown(took: Took) -> str:
    return f"{took[0]:.2f} s, {took[1]:.2f} s of CPU"
