"""Units of real interviews."""

import csv
from pathlib import Path
from statistics import median

import pytest

from workbench.model import Segment, Speaker, Transcript
from workbench.readers import read_file
from workbench.segment import segments, segments_of

pytestmark = pytest.mark.real


def imported(path: Path) -> Transcript:
    reading, _ = read_file(path)
    speakers = tuple(Speaker(label, role) for label, role in reading.roles.items())
    return Transcript(path.stem, reading.text, reading.turns, speakers)


def corpus(shared: Path, name: str) -> list[Transcript]:
    return [imported(path) for path in sorted((shared / "corpora" / name / "transcripts").glob("*.txt"))]


def test_sentences_end_only_where_the_study_of_rinker_ends_them(shared):
    folder = shared / "corpora" / "rinker"
    with (folder / "units.csv").open(encoding="utf-8", newline="") as file:
        ends = {int(row["end"]) for row in csv.DictReader(file)}
    one = imported(folder / "transcripts" / "rinker-obs1.txt")
    found = {sentence.end for sentence in segments(one, "sentence")}

    assert found <= ends
    assert all(one.text[end - 3 : end] == "..." for end in ends - found)


@pytest.mark.parametrize("name", ["cams", "ctrlshift", "pdpilot", "ptm-reuse", "rinker", "serdif"])
def test_segments_lie_in_the_text_and_say_who_speaks(shared, name):
    transcripts = corpus(shared, name)
    for one, turns, answers in zip(
        transcripts, segments_of(transcripts, "turn"), segments_of(transcripts, "answer"), strict=True
    ):
        assert [(turn.start, turn.end) for turn in turns] == [(turn.start, turn.end) for turn in one.turns]
        assert all(one.text[found.start : found.end] == found.text for found in (*turns, *answers))
        asked = {(turn.start, turn.end) for turn in one.turns if one.role_of(turn.speaker) == "interviewer"}
        said = [span for answer in answers for span in answer.said]
        assert not asked & set(said)
        assert said == sorted(said)
        assert len(set(said)) == len(said)


@pytest.mark.parametrize("name", ["ctrlshift", "pdpilot", "ptm-reuse"])
def test_answers_are_as_long_as_people_talk(shared, name):
    def words(answer: Segment, text: str) -> int:
        return sum(len(text[start:end].split()) for start, end in answer.said)

    for one in corpus(shared, name):
        lengths = [words(answer, one.text) for answer in segments(one, "answer")]
        assert 10 <= median(lengths) <= 120
        assert max(lengths) < 900
