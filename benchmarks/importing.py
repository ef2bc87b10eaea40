"""How long does it take to read fifty interviews of an hour into a study?"""

import random
import sqlite3
import tempfile
import time
from pathlib import Path

TALK = """garden fence rules water the and of nobody planned it street we never asked seeds because neighbour noise in
summer then they came back with tomatoes"""


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
    return [
        {
            "what": f"Import of 50 transcripts × 8,000 words ({turns:,} turns, speakers found)",
            "ours": f"{ours:.2f} s",
            "peer": f"{peer:.2f} s",
            "peer_name": "bare texts into SQLite",
            "aim": "≤ 2 s",
        }
    ]
