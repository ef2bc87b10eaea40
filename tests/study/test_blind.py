"""A coder in a blind round is told the same whether or not the others have coded: by every method and every command.

Two copies of one study: in one of them the others coded, in the other they did not. What Ana is told must not differ.
"""

import re
import shutil
import tempfile
import time
from pathlib import Path

import pytest

from tests.study.asking import answer, commands, copied, questions, said, takes_more
from workbench import Study
from workbench.model import Code, Disagreement, Fit, Memo, Overlap, Run, Suggestion
from workbench.study.decided.runs import insert_run

OTHERS = ("Bo", "Cy")
CONFIG = {"embedder": "fast", "speakers": "participant", "resamples": 2, "number": 2}


@pytest.fixture(autouse=True)
def ana(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKBENCH_CODER", "Ana")
    # One moment for all acts, and of today: a study that is older is backed up when it is opened.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(time.time())))


@pytest.fixture
def pair(study, put, tmp_path):
    """The study as Ana left it, and a copy in which Bo and Cy coded as well."""
    study.coder = "Lea"
    place = study.transcripts["P01"].text.index("The fence")
    fits = (Fit("P01", place, place + 19, "", 0.5),)
    found = (Suggestion("1-1", "fences", ("fence",), fits, 0.5, (), 1.0, codes=(Overlap("rules", 9, 9.0),)),)
    with study.store.act("suggest themes", "Asked for themes", coder="Lea") as act:
        insert_run(act, Run(1, "turn", 0, CONFIG, {}, "x", 9, (), found))
    study.themes.add("Order", codes=["rules"])
    study.rounds.start("Pilot", ["Ana", *OTHERS], transcripts=["P01"])
    put("P01", "The fence was broken", "beginnings", memo="mine")
    put("P02", "I was against it", "rules", coder="Bo")
    study.coder = "Ana"
    study.themes.counter("Order", "P01", place, place + 9)
    study.close()
    alone, among = (copied(tmp_path / "garden.study", tmp_path / f"{name}.study") for name in ("alone", "among"))
    with Study.open(among, coder="Bo") as theirs:
        text = theirs.transcripts["P01"].text
        made = {}
        for who in OTHERS:
            theirs.coder = who
            for words in ("one rule", "Some take more"):
                at = text.index(words)
                made[who, words] = theirs.codings.add("P01", at, at + len(words), "rules", memo=f"{who} wonders")
        theirs.coder = "Bo"
        theirs.codings.edit(made["Bo", "one rule"].id, code="breaking rules")
        theirs.codings.remove(made["Bo", "Some take more"].id)
        at = text.index("My neighbour")
        table = f"transcript,start,end,coder,code,memo\nP01,{at},{at + 12},Bo,rules,so\n".encode()
        theirs.codings.import_bytes("theirs.csv", table)
        theirs.memos.add("They speak of rules", on="transcript", target="P01")
        theirs.undo()
        theirs.redo()
    return alone, among


@pytest.fixture
def samples(pair):
    """A value for each parameter, by METHOD.PARAMETER, COLLECTION.PARAMETER or PARAMETER; a function makes a file."""
    with Study.open(pair[0]) as one:
        coding = next(c for c in one.codings if c.coder == "Ana")
        memo = next(m for m in one.memos if m.coder == "Ana")
        newest = one.version
        transcripts = [one.transcripts["P01"]]

    def file(name, data=b"code\nnew\n"):
        def made(folder):
            (folder / name).write_bytes(data)
            return folder / name

        return made

    def new(name):
        return lambda folder: folder / name

    codings = b"transcript,start,end,coder,code\nP01,31,34,Ana,rules\n"
    people = b"participant,phase\nP01,1\n"
    return {
        "name": "P01",
        "codebook.name": "rules",
        "themes.name": "Order",
        "rounds.name": "Pilot",
        "rounds.start.name": "Next",
        "transcript": "P01",
        "transcripts": ["P01"],
        "study.cut.transcripts": transcripts,
        "rounds.keys.transcripts": {"P01"},
        "unit": "turn",
        "coder": "Bo",
        "coders": ["Ana", "Bo"],
        "coding_id": coding.id,
        "memo_id": memo.id,
        "start": coding.start,
        "end": coding.end,
        "at": coding.start + 4,
        "index": 0,
        "first": 0,
        "number": newest,
        "rounds.start.number": None,
        "suggestions.run_of.number": 1,
        "suggestions.run.number": 2,
        "change": None,
        "since": "2020-01-01",
        "suggestion_id": "1-1",
        "passages": [],
        "others": [],
        "text": "words",
        "what": "fence",
        "query": "fence",
        "queries.name": "None like it",
        "new_name": "Called so",
        "reading.state": "read",
        "reading mark.state": "read",
        "a": "1",
        "b": "2",
        "code": "rules",
        "codes": ["rules"],
        "codebook.import_codes.codes": [Code("new")],
        "into": "beginnings",
        "transcripts.into": "I",
        "parent": None,
        "by": "phase",
        "attribute": "phase",
        "participants.kind": "number",
        "participant": "P01",
        "label": "I",
        "suggestions.label": "fences",
        "labels": ["P01"],
        "new": "Int",
        "role": "interviewer",
        "title": "Any",
        "passage": Disagreement("P01", 0, 10, ("rules",), ("Ana", "Bo"), ()),
        "verdict": "both",
        **{f"memos {do}.memo": memo.id for do in ("show", "edit", "archive", "restore", "history")},
        "memos backlinks.name": "rules",
        "theme.name": "Order",
        "figure.what": "hierarchy",
        "figure.out": new("figure.svg"),
        "matrix.out": new("matrix.csv"),
        "archive.out": new("archive.zip"),
        "codebook snapshot.name": "First",
        "memo": Memo("", "A thought", "Ana"),
        "codebook split.at": f"P01:{coding.start}-{coding.end}",
        "codebook split.places": f"P01:{coding.start}-{coding.end}",
        "old": "Bo",
        "reconciling.path": file("list.csv", b"transcript,start,end,code,decision\nP01,1,2,rules,both\n"),
        "reconcile.file": file("list.csv", b"transcript,start,end,code,decision\nP01,1,2,rules,both\n"),
        "turn": 1,
        "words": "planned",
        "speaker": "I",
        "rounds start.name": "Next",
        "rounds start.coders": "Ana,Bo",
        "rounds done.name": "Pilot",
        "rounds close.name": "Pilot",
        "source": "Order",
        "target": "Order",
        "x": 0.5,
        "y": 0.5,
        "memos": [],
        "chosen": [],
        "file": new("asked.csv"),
        "location": lambda folder: str(folder / "copy.study"),
        "out": new("out.csv"),
        "export.out": new("all"),
        "map.out": new("map.svg"),
        "copy.target": new("copied.study"),
        "backup.out": new("backup.study"),
        "folder": new("all"),
        "key": new("key.csv"),
        "other": str(pair[0]),
        "path": file("codes.csv"),
        "files": file("P07.txt", b"I: Why?\n\nP07: So.\n"),
        "decide.file": file("decide.yaml", b"[]"),
        "codebook import.file": file("codes.csv"),
        "codings import.file": file("codings.csv", codings),
        "correct.file": file("P01.txt", b"I: Why?\n\nP01: So.\n"),
        "codings.path": file("codings.csv", codings),
        "participants.path": file("people.csv", people),
        "transcripts.path": file("P01.txt", b"I: Why?\n\nP01: So.\n"),
        "memos.path": file("memos.csv", b"coder,text\nAna,well\n"),
        "paths": [],
        "filename": "P07.txt",
        "data": b"I: Why?\n\nP07: So.\n",
        "codebook.data": b"code\nnew\n",
        "codings.data": codings,
        "participants.data": people,
    }


class Telling:
    """What one of the copies answers; whoever asks finds it as it was, whatever was done to it before."""

    def __init__(self, file, folder):
        self.file, self.folder = file, folder
        self.folder.mkdir()
        self.here = copied(file, folder.with_suffix(".study"))
        self.study = None

    def ask(self, coder, question, samples, *, full):
        if self.study is None:
            self.study = Study.open(copied(self.file, self.here), coder=coder)
        self.study.coder, before = coder, self.study.version
        text = answer(self.study, question, samples, self.emptied(), full=full)
        if self.study.version != before:
            self.study.close()
            self.study = None
        return self.alike(text)

    def command(self, words, command, samples):
        return self.alike(said(words, command, copied(self.file, self.here), samples, self.emptied()))

    def emptied(self):
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        return self.folder

    def alike(self, text):
        """Ids that are new each time, and places on the disk, are all the same."""
        text = re.sub(r"[0-9a-f]{32}", "ID", text)
        return text.replace(str(self.folder), "FOLDER").replace(str(self.here), "HERE")


@pytest.fixture
def tellings(pair):
    shelves = Path("/dev/shm") if Path("/dev/shm").is_dir() else None  # no disk need wait
    with tempfile.TemporaryDirectory(dir=shelves) as folder:
        found = [Telling(copied(file, Path(folder)), Path(folder) / f"asked {file.stem}") for file in pair]
        yield found
        for one in found:
            if one.study is not None:
                one.study.close()


def differing(told):
    """What is not the same, from where it differs; a refusal that only says that there is something to hide is none."""
    found = {}
    for question, (here, there) in told.items():
        if here != there and "A copy of the whole study would show other people's codings" not in there:
            at = next((i for i, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), 0)
            found[question] = (here[max(0, at - 60) : at + 60], there[max(0, at - 60) : at + 60])
    return found


@pytest.mark.slow
def test_no_method_tells_a_blind_coder_what_others_did(pair, samples, tellings):
    with Study.open(pair[0]) as one_of_all:
        asked = [
            (question, full)
            for question in questions(one_of_all)
            for full in (False, True)
            if not full or takes_more(one_of_all, question, samples)
        ]
    told = {
        (*question, full): [one.ask("Ana", question, samples, full=full) for one in tellings]
        for question, full in asked
    }
    assert differing(told) == {}
    for question in (("codings", "__iter__"), ("study", "about"), ("history", "__iter__")):
        here, there = (one.ask("Lea", question, samples, full=False) for one in tellings)
        assert here != there


@pytest.mark.slow
def test_no_command_tells_a_blind_coder_what_others_did(samples, tellings):
    told = {words: [one.command(words, command, samples) for one in tellings] for words, command in commands()}
    assert differing(told) == {}


def test_when_the_round_is_closed_all_is_seen(pair):
    with Study.open(pair[1], coder="Lea") as one:
        one.rounds.close("Pilot")
        one.coder = "Ana"
        assert {c.coder for c in one.codings.of(transcript="P01")} == {"Ana", "Bo", "Cy"}
        assert any("Bo" in c.coder for c in one.history)
        assert one.suggestions["1-1"].codes == (Overlap("rules", 9, 9.0),)


def test_codes_on_a_suggestion_are_counted_from_what_is_seen(pair):
    with Study.open(pair[1], coder="Ana") as one:
        assert [(c.code, c.count) for c in one.suggestions["1-1"].codes] == [("beginnings", 1)]
