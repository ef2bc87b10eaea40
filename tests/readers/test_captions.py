""".vtt and .srt: cues to turns."""

import io

import pysubs2
import pytest
import webvtt

from workbench.model import WorkbenchError
from workbench.readers import Rules, read
from workbench.readers.captions import _parse

VTT = """WEBVTT

1
00:00:01.500 --> 00:00:02.000
Ann Lee: How was it
that day?

2
00:00:02.250 --> 00:00:04.000
Ben: Good. It was 10:30.

3
00:00:04.000 --> 00:00:05.125
Ben: And: it rained.
"""


def times(reading):
    return [(turn.start_time, turn.end_time) for turn in reading.turns]


def test_cues_of_one_speaker_are_one_turn_with_their_times():
    reading = read("z.vtt", VTT.encode())

    assert reading.text == "Ann Lee: How was it that day?\n\nBen: Good. It was 10:30. And: it rained."
    assert times(reading) == [(1.5, 2.0), (2.25, 5.125)]
    assert reading.format == "vtt"


def test_voice_tags_name_speakers_also_several_in_a_cue():
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Ann>Hi &amp; <i>hello</i></v> <v Ben>Yes\n\n"
    text += "00:02.000 --> 00:03.000\nand?\n"
    reading = read("t.vtt", text.encode())

    assert reading.text == "Ann: Hi & hello\n\nBen: Yes and?"
    assert times(reading) == [(1.0, 2.0), (1.0, 3.0)]
    assert "1 cues without a voice taken as the speaker before going on: line 6." in str(reading.problems[0])
    closed = read("t.vtt", text.replace("Yes", "Yes</v>").encode())
    assert closed.text == "Ann: Hi & hello\n\nBen: Yes\n\nand?"


@pytest.mark.parametrize(
    "cues",
    [
        ['1 "Ann" (3410)\n{}\nHow?', '2 "Ben" (3411)\n{}\nBy boat.', '3 "Ann" (3410)\n{}\nWhy?'],
        ["{}\n<v S0>S0: How?", "{}\n<v S1>S1: By boat.", "{}\n<v S0>S0: Why?"],
        ["{}\n♪ ♪", "{}\nAnn Lee: How?", "{}\nBen Ray: By", "{}\nboat.", "{}\nAnn Lee: Why?"],
        ["{}\n>> How?", "{}\n>> By", "{}\nboat.", "{}\n>> Why?", "{}\n>> Hm.", "{}\n>> Eh?"],
    ],
    ids=["webex", "twice", "once", "arrows"],
)
def test_speakers_of_other_makers_are_told(cues, said):
    times = (f"00:00:0{at}.000 --> 00:00:0{at}.900" for at in range(9))
    reading = read("a.vtt", b"WEBVTT\n\n" + "\n\n".join(map(str.format, cues, times)).encode())
    asker, other = reading.speakers

    assert said(reading)[:3] == [(asker, "How?"), (other, "By boat."), (asker, "Why?")]
    assert ":" not in asker + other


def test_an_srt_cue_without_a_name_goes_on():
    text = (
        "1\n00:00:00,179 --> 00:00:02,399\nTravis: When you\nstart\n\n2\n00:00:02,400 --> 00:00:04,799\nit goes on\n\n"
    )
    text += "3\n00:00:05,000 --> 00:00:06,000\nSarah: Good.\n\n4\n00:00:06,000 --> 00:00:07,000\nTravis: So.\n\n"
    text += "5\n00:00:07,000 --> 00:00:08,000\nSarah: Yes.\n"
    reading = read("p.srt", text.encode())

    assert reading.text == "Travis: When you start it goes on\n\nSarah: Good.\n\nTravis: So.\n\nSarah: Yes."
    assert times(reading)[0] == (0.179, 4.799)


def test_without_speakers_every_cue_is_a_turn():
    text = "1\n00:00:00,000 --> 00:00:01,000\nOne\n\n2\n00:00:01,000 --> 00:00:02,000\nTwo\n"

    assert read("w.srt", text.encode()).text == "One\n\nTwo"
    assert read("z.vtt", VTT.encode(), rules=Rules(no_speakers=True)).text.count("\n\n") == 2


def test_rolling_captions_are_read_once():
    lines = ["so we went", "to the sea", "and it rained", "all day", "long"]
    cues = [
        f"00:0{n}.000 --> 00:0{n + 1}.000\n{lines[n - 1]}\n{lines[n]}<00:00:0{n}.500><c> .</c>" for n in range(1, 5)
    ]
    lines[1:] = [f"{line} ." for line in lines[1:]]
    cues = [cue.replace(f"\n{old.removesuffix(' .')}\n", f"\n{old}\n") for cue, old in zip(cues, lines, strict=False)]
    reading = read("y.vtt", ("WEBVTT\nKind: captions\n\n" + "\n\n".join(cues)).encode())

    assert reading.text.split("\n\n") == ["so we went to the sea .", "and it rained .", "all day .", "long ."]
    assert "3 cues repeat the line before them" in str(reading.problems[0])


def test_malformed_cues_are_reported_with_their_lines_and_their_words_kept():
    text = (
        "WEBVTT\n\nNOTE made by hand\n\n00:01.000 --> 00:02.000\nOne\n\nlost words\n\n00:xx --> 00:03.000\nTwo\n\n"
        "00:05.000 --> 00:04.000\nThree\n00:06.000 --> 00:07.000\nFour\n"
    )
    reading = read("m.vtt", text.encode())

    assert reading.text == "One lost words\n\nTwo\n\nThree\n\nFour"
    assert times(reading) == [(1.0, 2.0), (None, None), (5.0, None), (6.0, 7.0)]
    assert [str(problem) for problem in reading.problems] == [
        "line 8: Words outside of cues were put to the cue before, where there is one: line 8.",
        "line 10: Cues whose times cannot be right, so a time is missing: lines 10, 13.",
    ]


@pytest.mark.parametrize("text", ["WEBVTT\n\nNOTE nothing\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n"])
def test_captions_without_a_word_are_refused(text):
    with pytest.raises(WorkbenchError, match=r"^e\.vtt: "):
        read("e.vtt", text.encode())


def test_cues_are_those_that_webvtt_and_pysubs2_find():
    srt = VTT.removeprefix("WEBVTT\n\n").replace(".500", ",500").replace(".000", ",000").replace(".250", ",250")
    srt = srt.replace(".125", ",125")
    theirs = [(caption.start, caption.end, caption.raw_text) for caption in webvtt.from_buffer(io.StringIO(VTT))]
    others = [(event.start, event.end, event.plaintext) for event in pysubs2.SSAFile.from_string(srt, format_="srt")]

    ours = [(cue.start, cue.end, "\n".join(cue.lines)) for cue in _parse(VTT).cues]

    assert [
        (webvtt.models.Timestamp.from_string(start).in_milliseconds() / 1000, words) for start, _, words in theirs
    ] == [(start, words) for start, _, words in ours]
    assert [(start / 1000, end / 1000, words) for start, end, words in others] == ours
    assert _parse(srt).cues == _parse(VTT.removeprefix("WEBVTT\n\n")).cues
