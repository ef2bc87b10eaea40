"""Whatever the bytes: a reading that holds together, or a WorkbenchError; and soon."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.model import Reading, WorkbenchError
from workbench.readers import READERS, Rules, read

SAMPLES = [
    b"[00:01:23] INTERVIEWER: Well?\r\n\r\nP07: [laughs] Yes: no.\r\n",
    b"I:\tWie? #00:00:04-2#\nB:\tSo. #00:00:12-9#\n",
    b"WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Ann>Yes</v>\n\n00:00:02.000 --> 00:00:03.000\nBen: No\n",
    b"1\n00:00:01,000 --> 00:00:02,000\nAnn: Yes\n\n2\n00:00:02,000 --> 00:00:03,000\nNo\n",
    "Speaker 1  0:00  \nOkay “so”. 😬\n\nSpeaker 2  0:06  \n访谈者：no\n".encode(),
]
# fmt: off
PIECES = st.sampled_from([
    "Ann:", "Ben", "[id1]", "(00:01:02)", "0:03", "10:30", ":", "\n", "\n\n", "\t", " ", "#00:00:04-2#", "-->", "<v ",
    ">", "*", "...", "words here", "Yes?", "\u00a0", "\u00ad", "é", "😬", "\ufeff", "ش:", "WEBVTT", "[laughs]", "\x0c",
    "\u2028", "00:00:01.000 --> 00:00:02.000",
])
# fmt: on


def holds(reading: Reading) -> None:
    at = 0
    for turn in reading.turns:
        assert at <= turn.start < turn.end <= len(reading.text)
        words = reading.text[turn.start : turn.end]
        assert words == words.strip()
        assert turn.speaker is None or turn.speaker in reading.roles
        assert turn.start_time is None or turn.start_time >= 0
        at = turn.end
    assert reading.turns
    assert reading.speakers == list(dict.fromkeys(t.speaker for t in reading.turns if t.speaker is not None))


def tried(name: str, data: bytes, rules: Rules | None = None) -> Reading | None:
    refused = ""
    reading = None
    try:
        reading = read(name, data, rules=rules)
    except WorkbenchError as fault:
        refused = str(fault)
    if reading is None:
        assert refused.startswith(f"{name}: ")
        return None
    holds(reading)
    return reading


@settings(max_examples=300, deadline=1000, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.sampled_from(sorted(READERS)))
def test_any_bytes_are_read_or_refused(data, suffix):
    tried(f"x{suffix}", data)


@settings(max_examples=300, deadline=1000)
@given(st.sampled_from(SAMPLES), st.data(), st.sampled_from(sorted(READERS)))
def test_damaged_files_are_read_or_refused(sample, data, suffix):
    at = data.draw(st.integers(0, len(sample)))
    cut = data.draw(st.integers(0, 20))
    tried(f"x{suffix}", sample[:at] + data.draw(st.binary(max_size=8)) + sample[at + cut :])


@settings(max_examples=400, deadline=1000)
@given(st.lists(PIECES, max_size=40).map("".join), st.booleans())
def test_a_text_keeps_itself(text, named):
    reading = tried("x.txt", text.encode(), Rules(no_speakers=not named))

    if reading and reading.format == "txt":
        assert reading.text == text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=200, deadline=1000)
@given(
    st.lists(
        st.tuples(st.sampled_from(["Ann", "Ben", "P3"]), st.text("abc de?", min_size=1).map(str.split)), min_size=4
    )
)
def test_labels_and_words_come_back(turns):
    turns = [(name, " ".join(words)) for name, words in turns if words]
    if len({name for name, _ in turns}) < 2 or any(sum(n == name for n, _ in turns) < 2 for name, _ in turns):
        return
    reading = read("x.txt", "\n\n".join(f"{name}: {words}" for name, words in turns).encode())

    assert [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns] == turns


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "a" * 300_000,
        "a " * 150_000,
        "[ " * 150_000,
        "( " * 150_000,
        " " * 300_000 + "x",
        "1:00 " * 60_000,
        "#" * 300_000,
        "A:\n" * 100_000,
        "A: x\n" * 60_000,
        "<v " * 100_000,
        "-->" * 100_000,
        "00:00:01.000 --> 00:00:02.000\n" * 10_000,
        "*_" * 150_000,
        "\t" * 300_000,
        "(" * 300_000,
        "é" * 300_000,
        '{"a":' * 60_000,
        "[" * 300_000,
    ],
)
@pytest.mark.parametrize("name", ["x.txt", "x.vtt"])
def test_hostile_text_is_read_in_linear_time(text, name):
    # Its own seconds, whatever else the machine does: what is not linear takes minutes here.
    began = time.process_time()
    tried(name, text.encode())
    tried(name, ("WEBVTT\n\n00:01.000 --> 00:02.000\n" + text).encode())
    assert time.process_time() - began < 20
