"""How long does it take to write a study as a REFI-QDA project, and to read it back?"""

import json
import os
import random
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.importing import interview

INTERVIEWS, CODINGS, CODES = 50, 5000, 40
AQDA = """
import asyncio, io, json, sys, time
from pathlib import Path

from fastapi import UploadFile

from aqda import db
from aqda.routers import codes, documents, export, projects


async def go(folder, out):
    await db.init_db()
    project = (await projects.create_project(projects.ProjectCreate(name="fifty")))["id"]
    places = json.loads((folder / "codings.json").read_text())
    files = sorted(folder.glob("*.txt"))
    uploads = [UploadFile(io.BytesIO(file.read_bytes()), filename=file.name) for file in files]
    made = await documents.upload_documents_bulk(project_id=project, files=uploads)
    ids = {one["name"].removesuffix(".txt"): one["id"] for one in made["documents"]}
    names = sorted({code for _name, _start, _end, code in places})
    known = {name: (await codes.create_code(codes.CodeCreate(project_id=project, name=name)))["id"] for name in names}
    texts = {file.stem: file.read_text() for file in files}
    base = await db.get_db()
    await base.executemany(
        "INSERT INTO coding (document_id, code_id, start_pos, end_pos, selected_text) VALUES (?, ?, ?, ?, ?)",
        [(ids[name], known[code], start, end, texts[name][start:end]) for name, start, end, code in places],
    )
    await base.commit()
    await base.close()
    best = []
    for _time in range(3):
        started = time.perf_counter()
        answer = await export.export_qdpx(project)
        body = b"".join([part async for part in answer.body_iterator])
        best.append(time.perf_counter() - started)
    out.write_bytes(body)
    print(json.dumps(min(best)))


asyncio.run(go(Path(sys.argv[1]), Path(sys.argv[2])))
"""
"""Runs in the other program's own environment: its export route called as a function; codings put in with its SQL."""


def aqda(folder: Path) -> tuple[float, int] | None:
    """Seconds of aqda's fastest export of three, and its codings; None where it is not installed.

    `BENCH_AQDA` names the Python of an environment with `pip install aqda==0.5.0`. Its project holds texts, codes and
    codings; ours has coders, participants, turns and the original files, too.
    """
    python = os.environ.get("BENCH_AQDA")
    if not python:
        return None
    out = folder / "theirs.qdpx"
    done = subprocess.run(
        [python, "-c", AQDA, str(folder), str(out)],
        env={**os.environ, "AQDA_DATA_DIR": str(folder / "aqda")},
        capture_output=True,
        text=True,
        check=True,
    )
    from workbench.exports.refi import read_project

    return json.loads(done.stdout.splitlines()[-1]), len(read_project("x.qdpx", out.read_bytes()).project.codings)


def run() -> list[dict[str, str]]:
    """50 interviews of 8,000 words with 5,000 codings; the fastest of three, a study opened anew each time."""
    from workbench import Study

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        chance, places = random.Random(0), []
        for seed in range(INTERVIEWS):
            text = interview(seed)
            (folder / f"P{seed:02}.txt").write_text(text, encoding="utf-8")
            for _coding in range(CODINGS // INTERVIEWS):
                start = chance.randrange(len(text) - 400)
                places.append(
                    (f"P{seed:02}", start, start + chance.randint(20, 400), f"code {chance.randrange(CODES)}")
                )
        (folder / "codings.json").write_text(json.dumps(places))
        rows = [
            "transcript,start,end,coder,code",
            *(f"{name},{start},{end},bench,{code}" for name, start, end, code in places),
        ]
        with Study.create(folder / "fifty.study", coder="bench") as study:
            study.transcripts.import_files(sorted(folder.glob("*.txt")))
            study.codings.import_bytes("codings.csv", "\n".join(rows).encode(), new_codes=True)
        writing = []
        for _time in range(3):
            with Study.open(folder / "fifty.study") as study:
                started = time.perf_counter()
                study.write_project(folder / "ours.qdpx")
                writing.append(time.perf_counter() - started)
        with Study.create(folder / "again.study", coder="bench") as again:
            started = time.perf_counter()
            report = again.import_project(folder / "ours.qdpx")
            reading = time.perf_counter() - started
        other = aqda(folder)
    what = f"{INTERVIEWS} × 8,000 words with {report.added['coding']:,} codings"
    line = {"what": f"{what} to .qdpx", "ours": f"{min(writing):.2f} s", "aim": "faster than aqda 0.5.0"}
    if other is not None:
        line |= {"peer": f"{other[0]:.2f} s, {other[1]:,} codings", "peer_name": "aqda 0.5.0"}
    return [line, {"what": f"{what} from .qdpx", "ours": f"{reading:.2f} s", "aim": "–"}]
