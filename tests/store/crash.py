"""Writers are killed at random instants; then everything that they acknowledged must be in the study."""

import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from workbench import Study

WRITER = Path(__file__).with_name("writer.py")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: kills, acts that were acknowledged, those of them that are missing, and faults of the study."""

    kills: int
    acknowledged: int
    missing: int
    faults: tuple[str, ...]


def start(location: str, coder: str, count: int) -> "subprocess.Popen[str]":
    """A writer in a process of its own."""
    command = [sys.executable, str(WRITER), location, coder, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def make(location: str, words: int = 11_000) -> None:
    """A study with one transcript and one code."""
    with Study.create(location, title="Crash", coder="Ana") as study:
        study.transcripts.import_bytes("P01.txt", ("P01: " + "abc " * words).encode())
        study.codebook.add("fence")


def kill_writers(location: str, kills: int, *, seed: int, writers: int = 2) -> Outcome:
    """Start writers and kill -9 them, over and over, `kills` in all; look at the study after each round."""
    chance, acknowledged, faults = random.Random(seed), set[str](), list[str]()
    for round_ in range(0, kills, writers):
        running = [start(location, f"{round_}-{i}", 10_000) for i in range(min(writers, kills - round_))]
        for process in running:
            acknowledged.add(process.stdout.readline().strip())  # it has begun to write
        time.sleep(chance.random() * 0.3)
        for process in running:
            process.kill()
        for process in running:
            said, _errors = process.communicate()
            acknowledged |= {line for line in said.split("\n")[:-1] if line}
        with Study.open(location, coder="Ana") as study:
            faults += study.check()
    with Study.open(location, coder="Ana") as study:
        there = {coding.id for coding in study.codings}
    return Outcome(kills, len(acknowledged), len(acknowledged - there), tuple(faults))
