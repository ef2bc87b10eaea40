"""How fast are words, meanings, questions and tables found in a large study? Beside a plain scan, and SQLite's FTS5."""

import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from workbench import Study

TRANSCRIPTS, WORDS, CODES, CODINGS = 60, 8_000, 40, 20_000
TURN = 60
"""Words of a turn."""
MARKED = "SELECT rowid, highlight(said, 0, '<', '>') FROM said WHERE said MATCH ?"
SYLLABLES = ("ka", "lo", "mi", "ter", "an", "so", "vel", "du", "ri", "pen", "tha", "gos", "üb", "er", "ne", "qua")


def run() -> Iterator[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        from workbench import Study

        made = time.perf_counter()
        location = Path(folder) / "large.study"
        fill(location)
        yield {"what": f"study of {TRANSCRIPTS} × {WORDS:,} words, {CODINGS:,} codings, made", "ours": _since(made)}
        with Study.open(location, coder="c0") as study:
            yield from _searching(study)
            yield from _asking(study)
            yield from _counting(study)
            yield from _meaning(study)


def vocabulary(chance: random.Random) -> list[str]:
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _word in range(12_000)]


def fill(location: Path) -> None:
    """Transcripts of words whose frequencies fall as those of talk do; codings of four coders, some agreed."""
    from sqlalchemy import insert

    from workbench import Study
    from workbench.store import LOGGED

    chance = random.Random(0)
    words = vocabulary(chance)
    weights = [1 / (rank + 2) for rank in range(len(words))]
    with Study.create(location, title="Large", coder="c0") as study:
        for number in range(TRANSCRIPTS):
            name = f"P{number:02}"
            said = chance.choices(words, weights, k=WORDS)
            turns = [" ".join(said[at : at + TURN]) for at in range(0, WORDS, TURN)]
            talk = "\n\n".join(f"{'I' if i % 2 == 0 else name}: {turn}." for i, turn in enumerate(turns))
            study.transcripts.import_bytes(f"{name}.txt", talk.encode())
        people = "participant,phase,age\n" + "".join(f"P{i:02},{i % 3},{20 + i}\n" for i in range(TRANSCRIPTS))
        study.participants.import_bytes("people.csv", people.encode())
        codes = [study.codebook.add(f"code {i}").guid for i in range(CODES)]
        study.themes.add("One", codes=[f"code {i}" for i in range(20)])
        study.themes.add("Other", codes=[f"code {i}" for i in range(20, CODES)])
        with study.store.writing() as connection:
            rows = [dict(row) for row in connection.execute(LOGGED["transcript"].select()).mappings()]
            codings = []
            for i in range(CODINGS):
                transcript = chance.choice(rows)
                start = chance.randrange(len(transcript["text"]) - 400)
                codings.append(
                    {
                        "id": f"{i:032x}",
                        "transcript_id": transcript["id"],
                        "code_id": chance.choice(codes),
                        "start": start,
                        "end": start + chance.randint(40, 350),
                        "coder": f"c{i % 4}",
                        "layer": "independent",
                        "origin": "person",
                        "codebook_version": CODES,
                        "created": "2026-01-01T00:00:00.000Z",
                    }
                )
            connection.execute(insert(LOGGED["coding"]), codings)


def _searching(study: "Study") -> Iterator[dict[str, object]]:
    words = vocabulary(random.Random(0))
    often, rare = words[3], words[9_000]
    first = time.perf_counter()
    study.search(rare)
    yield {"what": "first search: transcripts loaded and indexed", "ours": _since(first)}
    texts = [one.text for one in study.transcripts]
    index = _fts5(study)
    for what, word in (("a rare word", rare), ("a frequent word", often)):
        pattern = regex.compile(rf"\b{word}\b", regex.IGNORECASE)
        scanned = _median(lambda pattern=pattern: [hit.span() for text in texts for hit in pattern.finditer(text)])
        row = {"what": f"search by word, {what} ({len(study.search(word)):,} hits)", "aim": "100 ms"}
        yield row | {"ours": _median(lambda word=word: study.search(word)), "peer": scanned, "peer_name": "plain scan"}
        row = {"what": f"the same, places only, {what}", "peer_name": "FTS5, marked text"}
        yield row | {
            "ours": _median(lambda word=word: _places(study, word)),
            "peer": _median(lambda word=word: index.execute(MARKED, (f'"{word}"',)).fetchall()),
        }
    phrase = f'"{words[1]} {words[2]}" OR {words[40]}*'
    yield {"what": "search by phrase or beginning", "ours": _median(lambda: study.search(phrase)), "aim": "100 ms"}
    pattern = r"\b(\w+)an\b"
    yield {"what": "search by regular expression", "ours": _median(lambda: study.search(pattern, by="expression"))}


def _places(study: "Study", word: str) -> object:
    from workbench.study.asking.searching import index

    return index(study).find(word)


def _fts5(study: "Study") -> sqlite3.Connection:
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE said USING fts5(words)")
    said = ((one.text[t.start : t.end],) for one in study.transcripts for t in one.turns)
    index.executemany("INSERT INTO said VALUES (?)", said)
    return index


def _meaning(study: "Study") -> Iterator[dict[str, object]]:
    """With embeddings made up: reading 480,000 words takes minutes, and finding among them is what counts here."""
    import numpy as np

    from workbench.analysis.pieces import pieces
    from workbench.study.asking import material
    from workbench.suggest import models
    from workbench.suggest.embeddings import clean, key

    transcripts = material.ground(study).transcripts
    found, model = pieces(transcripts), models.load("careful")
    rows = np.random.default_rng(0).normal(size=(len(found), model.dimensions)).astype("<f4")
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    for (i, start, end), row in zip(found, rows, strict=True):
        study.cache[key(model.id, clean(transcripts[i].text[start:end]))] = row.tobytes()
    study.cache.flush()
    asked = "who decides what the rules are"
    first = time.perf_counter()
    study.search(asked, by="meaning")
    yield {"what": f"first search by meaning, {len(rows):,} pieces embedded before", "ours": _since(first)}
    yield {"what": "search by meaning", "ours": _median(lambda: study.search(asked, by="meaning")), "aim": "300 ms"}


def _asking(study: "Study") -> Iterator[dict[str, object]]:
    from workbench.model import Filters

    study.passages("code 1")
    questions = {
        "code 1 and not code 2": {},
        "(code 1 or code 2) and near:2 code 3 and not code 4": {},
        "under code 1 and after question or code 7 and not near:5 code 8": {"meets": 2},
        "code 1 and code 2": {"filters": Filters(attributes=(("phase", "1"),), coders=("c1", "c2")), "meets": "answer"},
    }
    for query, options in questions.items():
        yield {
            "what": f"passages: {query}{' (' + ', '.join(options) + ')' if options else ''}",
            "ours": _median(lambda query=query, options=options: study.passages(query, **options)),
            "aim": "300 ms",
        }


def _counting(study: "Study") -> Iterator[dict[str, object]]:
    tables: dict[str, Callable[[], object]] = {
        "codes × participants": study.matrix,
        "codes × attribute": lambda: study.crosstab("phase"),
        "codes × attribute in bands": lambda: study.crosstab("age", banded=True),
        "themes × attribute": lambda: study.crosstab("phase", of="themes"),
        "co-occurrence, overlap": study.cooccurrence,
        "co-occurrence, turn": lambda: study.cooccurrence(within="turn"),
        "co-occurrence, answer": lambda: study.cooccurrence(within="answer"),
        "spread": study.spread,
        "two groups": lambda: study.compare("phase", "1", "2"),
        "saturation, 200 random orders": study.saturation_band,
        "portrait": lambda: study.portrait("P07"),
        "reading": study.reading.progress,
    }
    for what, table in tables.items():
        yield {"what": f"table: {what}", "ours": _median(table), "aim": "500 ms"}


def _median(what: Callable[[], object], times: int = 5) -> float:
    """Warm: the first time is not counted."""
    what()
    taken = []
    for _time in range(times):
        started = time.perf_counter()
        what()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def _since(started: float) -> float:
    return time.perf_counter() - started
