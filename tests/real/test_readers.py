"""Transcripts of other tools and studies: what the readers make of them."""

import csv
import json
import random
from contextlib import suppress
from itertools import groupby
from pathlib import Path

import pytest

from workbench.model import Reading, WorkbenchError
from workbench.readers import READERS, read, read_file

pytestmark = pytest.mark.real
CORPORA = ("cams", "ctrlshift", "pdpilot", "ptm-reuse", "rinker")
NO_WORDS_OF_CTRLSHIFT = (
    "(15:00) ",
    "(20:00) ",
    "(40:00)",
    "(1:00:00)",
    "(1:05:00) ",
    "(01:10:00) ",
    "end of audio",
    "[end of audio]",
)
"""How rows of its turns.csv begin that hold a time stamp or a closing line; here those are no words."""


def spoken(reading: Reading) -> list[str]:
    """The words of each turn, after joining neighbours of one speaker where the text keeps them apart."""
    words = [(turn.speaker, " ".join(reading.text[turn.start : turn.end].split())) for turn in reading.turns]
    if not reading.speakers:
        return [said for _, said in words]
    return [" ".join(said for _, said in run) for _, run in groupby(words, key=lambda one: one[0])]


def expected(shared: Path) -> dict[str, dict]:
    return json.loads((shared / "transcripts-formats" / "expected.json").read_text("utf-8"))


def test_every_file_gives_what_is_expected_of_it(shared):
    wrong = {}
    for name, wanted in expected(shared).items():
        if Path(name).suffix not in READERS:
            continue
        reading, _ = read_file(shared / "transcripts-formats" / name)
        said = spoken(reading)
        found = {
            "turns": len(said),
            "speakers": reading.speakers,
            "first_text": said[0][:80],
            "last_text": said[-1][:80],
            "first_start_s": reading.turns[0].start_time,
            "encoding": reading.encoding or wanted["encoding"],
        }
        if found != {key: wanted[key] for key in found}:
            wrong[name] = {key: (value, wanted[key]) for key, value in found.items() if value != wanted[key]}
        assert len(reading.turns) == wanted["turns"]
    assert wrong == {}


@pytest.mark.parametrize("corpus", CORPORA)
def test_turns_are_those_of_the_corpus(shared, corpus):
    with (shared / "corpora" / corpus / "turns.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    missing, misnamed, extra = [], [], []
    for name, group in groupby(rows, key=lambda row: row["transcript"]):
        reading, data = read_file(shared / "corpora" / corpus / "transcripts" / f"{name}.txt")
        assert reading.text == data.decode()
        ours = {(turn.start, turn.end): turn.speaker for turn in reading.turns}
        theirs = {(int(row["start"]), int(row["end"])): row["speaker"] for row in group}
        missing += [reading.text[start:end] for start, end in theirs.keys() - ours.keys()]
        extra += [reading.text[start:end] for start, end in ours.keys() - theirs.keys()]
        misnamed += [(span, ours[span]) for span, label in theirs.items() if label and ours.get(span, label) != label]

    assert misnamed == []
    if corpus != "ctrlshift":
        assert (missing, extra) == ([], [])
        return
    begun = {start: [words for words in missing if words.startswith(start)] for start in NO_WORDS_OF_CTRLSHIFT}
    assert {start: len(rows) for start, rows in begun.items()} == dict.fromkeys(NO_WORDS_OF_CTRLSHIFT, 1)
    assert sorted(extra) == sorted(rest for words in missing if (rest := words.partition(") ")[2]))


@pytest.mark.parametrize(
    ("corpus", "transcript", "interviewers"),
    [
        ("ctrlshift", "pinsky", {"DB", "Devin Becker"}),
        ("ctrlshift", "strickland", {"DB", "Devin Becker"}),
        ("pdpilot", "pdpilot-P5", {"Dan"}),
        ("ptm-reuse", "ptm-05", {"Speaker 1"}),
        ("rinker", "rinker-obs1", {"Researcher"}),
        ("serdif", "serdif-P01", {"MODERATOR"}),
        ("cams", "jason-clone", set()),
    ],
)
def test_the_interviewer_is_told(shared, corpus, transcript, interviewers):
    reading, _ = read_file(shared / "corpora" / corpus / "transcripts" / f"{transcript}.txt")

    assert {label for label, role in reading.roles.items() if role == "interviewer"} == interviewers


def test_a_session_that_names_only_the_moderator_leaves_the_rest_to_nobody(shared):
    for path in sorted((shared / "corpora" / "serdif" / "transcripts").glob("*.txt")):
        reading = read(path.name, path.read_bytes())
        lines = [line for line in reading.text.split("\n") if line.strip()]
        labelled = sum(line.strip().startswith("MODERATOR:") for line in lines)

        assert reading.speakers == ["MODERATOR"]
        assert len(reading.turns) == len(lines) - lines.count("  MODERATOR:")
        assert sum(turn.speaker == "MODERATOR" for turn in reading.turns) == labelled


def test_damaged_copies_are_read_or_refused(shared):
    dice = random.Random(7)
    for name in expected(shared):
        data = (shared / "transcripts-formats" / name).read_bytes()
        for _ in range(12):
            at, cut = dice.randrange(len(data)), dice.choice((1, 3, 40, 400))
            damaged = data[:at] + dice.randbytes(dice.choice((0, 1, 4))) + data[at + cut :]
            with suppress(WorkbenchError):
                reading = read(name, damaged)
                ends = [0, *(turn.end for turn in reading.turns)]
                assert all(end <= turn.start < turn.end for end, turn in zip(ends, reading.turns, strict=False))
