""".json of speech recognisers."""

import json
from functools import partial

import pytest

from workbench.model import WorkbenchError
from workbench.readers import read

TURNS = [("Ann", "How was it?", 0.5), ("Ben", "Good. I think.", 2.0)]

SAID = partial(dict, speaker="Ann")
REPLY = partial(dict, speaker="Ben")

REV = {
    "speakers": [{"id": 0, "name": "Ann"}, {"id": 1, "name": "Ben"}],
    "monologues": [
        {
            "speaker": 0,
            "elements": [
                {"type": "text", "value": "How", "ts": 0.5, "end_ts": 0.7},
                {"type": "punct", "value": " "},
                {"type": "text", "value": "was it", "ts": 0.8, "end_ts": 1.0},
                {"type": "punct", "value": "?"},
            ],
        },
        {"speaker": 1, "elements": [{"type": "text", "value": "Good. I think.", "ts": 2.0, "end_ts": 3.0}]},
    ],
}
OTTER = {
    "speech": {
        "speakers": [{"id": 7, "speaker_name": "Ann"}, {"id": 8, "speaker_name": "Ben"}],
        "transcripts": [
            {"transcript": "How was it?", "start_offset": 8000, "end_offset": 16000, "speaker_id": 7},
            {"transcript": "Good. I think.", "start_offset": 32000, "end_offset": 48000, "speaker_id": 8},
        ],
    }
}


def amazon(*words: tuple[str, str, str]) -> dict:
    items = [
        {
            "type": "pronunciation",
            "start_time": start,
            "end_time": start,
            "speaker_label": who,
            "alternatives": [{"content": word}],
        }
        if start
        else {"type": "punctuation", "alternatives": [{"content": word}]}
        for who, start, word in words
    ]
    return {"jobName": "x", "results": {"transcripts": [{"transcript": "How was it? Good."}], "items": items}}


AMAZON = amazon(
    ("Ann", "0.5", "How"), ("Ann", "0.7", "was"), ("Ann", "0.9", "it"), ("", "", "?"),
    ("Ben", "2.0", "Good"), ("", "", "."), ("Ben", "2.5", "I"), ("Ben", "2.6", "think"), ("", "", "."),
)  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        {"segments": [SAID(start=0.5, end=1, text=" How was it?"), REPLY(start=2.0, text=" Good. I think.")]},
        {
            "segments": [
                SAID(startTime=0.5, body="How was it?"),
                REPLY(startTime=2, body="Good."),
                REPLY(body="I think."),
            ]
        },
        {
            "chunks": [
                SAID(timestamp=[0.5, 1.0], text="How was it?"),
                REPLY(timestamp=[2.0, None], text="Good. I think."),
            ]
        },
        [
            {"name": "Ann", "time": "0:00.5", "text": "How was it?"},
            {"name": "Ben", "time": "0:02", "text": "Good. I think."},
        ],
        {"utterances": [SAID(text="How was it?", start=500, end=900), REPLY(text="Good. I think.", start=2000)]},
        {
            "results": {
                "utterances": [SAID(transcript="How was it?", start=0.5), REPLY(transcript="Good. I think.", start=2.0)]
            }
        },
        REV,
        OTTER,
        AMAZON,
    ],
    ids=["whisperx", "podcast", "transformers", "list", "assemblyai", "deepgram", "rev", "otter", "amazon"],
)
def test_each_recogniser_is_understood(data):
    reading = read("a.json", json.dumps(data).encode())

    assert [(turn.speaker, reading.text[turn.start : turn.end], turn.start_time) for turn in reading.turns] == TURNS


def test_without_speakers_every_segment_is_a_turn_and_numbers_are_named():
    whisper = {"text": "One. Two.", "segments": [{"start": 0, "text": " One."}, {"start": 1, "text": " Two."}]}
    numbered = [{"speaker": 0, "text": "One."}, {"speaker": 1, "text": "Two."}]

    assert read("w.json", json.dumps(whisper).encode()).text == "One.\n\nTwo."
    assert read("n.json", json.dumps(numbered).encode()).speakers == ["Speaker 0", "Speaker 1"]


@pytest.mark.parametrize("text", ['{"a": 1}', "[]", "[1, 2]", '{"segments": [{"start": 1}]}', "{broken", "[" * 50_000])
def test_what_holds_no_segments_is_refused(text):
    with pytest.raises(WorkbenchError, match=r"^a\.json: "):
        read("a.json", text.encode())


def _word(word, start, speaker):
    return {"word": word, "start": start, "end": start + 0.5, "speaker": speaker}


@pytest.mark.parametrize(
    "data",
    [
        {
            "transcription": [
                {"offsets": {"from": 500, "to": 1500}, "text": " How so?"},
                {"offsets": {"from": 2000, "to": 3000}, "text": " Well."},
            ]
        },
        {
            "combinedRecognizedPhrases": [{"display": "All of it."}],
            "recognizedPhrases": [
                {"offsetInTicks": 5000000, "durationInTicks": 10000000, "nBest": [{"display": "How so?"}]},
                {"offsetInTicks": 20000000, "durationInTicks": 10000000, "nBest": [{"display": "Well."}]},
            ],
        },
        {
            "results": {
                "channels": [
                    {
                        "alternatives": [
                            {
                                "transcript": "How so? Well.",
                                "paragraphs": {
                                    "paragraphs": [
                                        {"sentences": [{"text": "How so?"}], "start": 0.5, "end": 1.5},
                                        {"sentences": [{"text": "Well."}], "start": 2.0, "end": 3.0},
                                    ]
                                },
                            }
                        ]
                    }
                ]
            }
        },
        {
            "events": [
                {"tStartMs": 500, "dDurationMs": 1000, "segs": [{"utf8": "How"}, {"utf8": " so?"}]},
                {"tStartMs": 1400, "segs": [{"utf8": "\n"}]},
                {"tStartMs": 2000, "dDurationMs": 1000, "segs": [{"utf8": "Well."}]},
            ]
        },
        {
            "results": [
                {"alternatives": [{"transcript": "How so?", "words": [{"startTime": "0.500s", "endTime": "1.5s"}]}]},
                {"alternatives": [{"transcript": "Well.", "words": [{"startTime": "2s", "endTime": "3s"}]}]},
            ]
        },
    ],
    ids=["whisper.cpp", "azure", "deepgram", "youtube", "google"],
)
def test_times_of_every_maker_are_seconds(data, said):
    reading = read("a.json", json.dumps(data).encode())

    assert said(reading) == [(None, "How so?"), (None, "Well.")]
    assert [(turn.start_time, turn.end_time) for turn in reading.turns] == [(0.5, 1.5), (2.0, 3.0)]


@pytest.mark.parametrize(
    "data",
    [
        {
            "segments": [
                {
                    "text": "How so? Well.",
                    "words": [_word("How", 0.5, "A"), _word("so?", 1, "A"), _word("Well.", 2, "B")],
                }
            ]
        },
        {
            "results": [
                {
                    "type": "word",
                    "start_time": 0.5,
                    "end_time": 1,
                    "alternatives": [{"content": "How", "speaker": "A"}],
                },
                {"type": "word", "start_time": 1, "end_time": 1.5, "alternatives": [{"content": "so", "speaker": "A"}]},
                {"type": "punctuation", "end_time": 1.5, "alternatives": [{"content": "?", "speaker": "A"}]},
                {
                    "type": "word",
                    "start_time": 2,
                    "end_time": 2.5,
                    "alternatives": [{"content": "Well.", "speaker": "B"}],
                },
            ]
        },
        {
            "results": [
                {
                    "alternatives": [
                        {
                            "words": [
                                {"word": "How", "startTime": "0.5s", "endTime": "1s", "speakerTag": "A"},
                                {"word": "so?", "startTime": "1s", "endTime": "1.5s", "speakerTag": "A"},
                                {"word": "Well.", "startTime": "2s", "endTime": "2.5s", "speakerTag": "B"},
                            ]
                        }
                    ]
                }
            ]
        },
    ],
    ids=["whisperx", "speechmatics", "google"],
)
def test_speakers_that_stand_with_the_words_are_found(data, said):
    reading = read("a.json", json.dumps(data).encode())

    assert said(reading) == [("A", "How so?"), ("B", "Well.")]
    assert [(turn.start_time, turn.end_time) for turn in reading.turns] == [(0.5, 1.5), (2.0, 2.5)]


W = [("A", "How", 0.5, 1.0), ("A", "so?", 1.0, 1.5), ("B", "Well.", 2.0, 2.5)]


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ([{"text": word, "start": int(a * 1000), "end": int(b * 1000), "speaker": who} for who, word, a, b in W], "AB"),
        (
            {
                "words": [
                    {"punctuated_word": word, "word": "x", "start": a, "end": b, "speaker": who}
                    for who, word, a, b in W
                ]
            },
            "AB",
        ),
        (
            {
                "durationMilliseconds": 3000,
                "phrases": [
                    {"speaker": 1, "offsetMilliseconds": 500, "durationMilliseconds": 1000, "text": "How so?"},
                    {"speaker": 2, "offsetMilliseconds": 2000, "durationMilliseconds": 500, "text": "Well."},
                ],
            },
            ["Speaker 1", "Speaker 2"],
        ),
        (
            {
                "results": [{"alternatives": [{"transcript": "How so ", "timestamps": [list(one[1:]) for one in W]}]}],
                "speaker_labels": [{"from": a, "to": b, "speaker": who} for who, _, a, b in W],
            },
            "AB",
        ),
        (
            {
                "results": [
                    {
                        "alternatives": [
                            {"words": [{"word": w, "startOffset": f"{a}s", "endOffset": f"{b}s", "speakerLabel": who}]}
                        ]
                    }
                    for who, w, a, b in W
                ]
            },
            "AB",
        ),
        (
            [
                {
                    "speaker": who,
                    "words": [{"text": w, "data_start": a, "data_end": b} for one, w, a, b in W if one == who],
                }
                for who in "AB"
            ],
            "AB",
        ),
        (
            {
                "text": '<p><span class="timestamp">0:00.5</span> <b>A:</b> How so?</p><p>[0:02] <b>B:</b> Well.</p>',
                "media": "x.mp3",
            },
            "AB",
        ),
        (
            {
                "entries": [
                    {"speakerDisplayName": "A", "text": "How so?", "startOffset": "00:00:00.5000000"},
                    {"speakerDisplayName": "B", "text": "Well.", "startOffset": "00:00:02.0000000"},
                ]
            },
            "AB",
        ),
    ],
    ids=["assemblyai", "deepgram", "azure", "watson", "google", "happyscribe", "otranscribe", "teams"],
)
def test_words_and_phrases_of_other_makers_are_turns(data, names, said):
    if isinstance(data, list) and "start" in data[0]:
        data = {"words": data, "utterances": None, "text": "All of it."}
    if isinstance(data, dict) and "punctuated_word" in str(data):
        data = {"results": {"channels": [{"alternatives": [{"transcript": "All of it.", **data}]}]}}
    reading = read("a.json", json.dumps(data).encode())

    assert said(reading) == [(names[0], "How so?"), (names[1], "Well.")]
    assert [turn.start_time for turn in reading.turns] == [0.5, 2.0]


def test_channels_of_a_recording_are_speakers_by_time(said):
    def channel(*words):
        return {"alternatives": [{"words": [{"word": word, "start": a, "end": a + 1} for word, a in words]}]}

    data = {"results": {"channels": [channel(("How", 1), ("so?", 2)), channel(("Well.", 3))]}}

    assert said(read("a.json", json.dumps(data).encode())) == [("Channel 0", "How so?"), ("Channel 1", "Well.")]


def test_a_list_of_single_words_is_no_list_of_turns(said):
    words = [{"value": f"w{number}", "time": number * 400} for number in range(30)]

    assert said(read("a.json", json.dumps({"words": words}).encode())) == [(None, " ".join(f"w{n}" for n in range(30)))]


def test_one_object_a_line_is_a_list(said):
    lines = [{"speaker": "Ann", "text": "How?"}, {"speaker": "Ben", "text": "So."}]

    assert said(read("a.json", "\n".join(map(json.dumps, lines)).encode())) == [("Ann", "How?"), ("Ben", "So.")]


def _trinted(**more):
    words = [("How", 500, 400, 0), ("so?", 1000, 500, 0), ("Well.", 2000, 500, 1)]
    return [{"time": time, "duration": length, "value": word} | more for word, time, length, _ in words]


@pytest.mark.parametrize(
    "data",
    [
        {"words": _trinted(), "speakers": [{"name": "A", "time": 0}, {"name": "B", "time": 1900}]},
        {
            "transcript": {
                "words": [{**one, "speaker": at // 2} for at, one in enumerate(_trinted())],
                "speakers": [{"name": "A"}, {"name": "B"}],
            }
        },
        {
            "words": [{"text": word, "start": start, "end": end} for _, word, start, end in W],
            "paragraphs": [{"speaker": "A", "start": 0.4}, {"speaker": "B", "start": 1.9}],
        },
        {
            "talk": [
                {"speakerId": who, "sentences": [{"text": word, "start": at, "end": end}]} for who, word, at, end in W
            ]
        },
        [
            {"participant": {"name": who}, "words": [{"text": word, "start": at, "end": end}]}
            for who, word, at, end in W
        ],
        {
            "name": "File",
            "lines": [{"users": [{"username": who}], "text": [word], "ts": at, "end": end} for who, word, at, end in W],
        },
        [
            {"speakerId": "7", "speakerDisplayName": who, "text": word, "start": at, "end": end}
            for who, word, at, end in W
        ],
        [{"speaker": who, "text": word, "result": [{"start": at, "end": end}]} for who, word, at, end in W],
    ],
    ids=["Trint, times", "Trint, numbers", "Hyperaudio", "inside", "around", "users", "two names", "Vosk"],
)
def test_names_and_times_that_stand_elsewhere_are_found(data, said):
    reading = read("a.json", json.dumps(data).encode())

    assert said(reading) == [("A", "How so?"), ("B", "Well.")]
    assert [(turn.start_time, turn.end_time) for turn in reading.turns] == [(0.5, 1.5), (2.0, 2.5)]


def test_days_and_hours_of_messages_are_no_times_in_a_recording(said):
    chat = [{"user": "U1", "user_profile": {"real_name": "Ann"}, "text": "So.", "ts": "1700000005.0001"}]
    reading = read("a.json", json.dumps(chat * 2).encode())

    assert said(reading) == [("Ann", "So. So.")]
    assert reading.turns[0].start_time is None
    assert "The times are days and hours" in str(reading.problems[1])


def test_lists_of_start_end_and_words_are_segments(said):
    reading = read("a.json", b'[[0.5, 1.5, "How so?"], [2, 2.5, "Well."]]')

    assert [(turn.start_time, words) for turn, (_, words) in zip(reading.turns, said(reading), strict=True)] == [
        (0.5, "How so?"),
        (2.0, "Well."),
    ]
