"""Sentences within turns."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.model import Transcript, Turn
from workbench.segment import segments


def cut(text: str, language: str = "en") -> list[str]:
    return [
        one.text
        for one in segments(Transcript("P1", text, (Turn(None, 0, len(text)),), ()), "sentence", language=language)
    ]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("I went home. Then we ate.", ["I went home.", "Then we ate."]),
        ("Well... I don't know. [laughs] That is fine.", ["Well... I don't know.", "[laughs] That is fine."]),
        ("I went [laughs] home. And (pause) then we left.", ["I went [laughs] home.", "And (pause) then we left."]),
        ("It was [inaudible 00:01:22] at 5 p.m. on Friday.", ["It was [inaudible 00:01:22] at 5 p.m. on Friday."]),
        ("I was… thinking that... maybe. Right?", ["I was… thinking that... maybe.", "Right?"]),
        ("Mr. Dunne paid 3.50. “What is this?” he said.", ["Mr. Dunne paid 3.50.", "“What is this?” he said."]),
        ('He said so. "Adept" is a word.', ["He said so.", '"Adept" is a word.']),
        ("Yeah. [crosstalk. Both laugh.] No.", ["Yeah.", "[crosstalk. Both laugh.] No."]),
        ("We went\nhome. Then\nwe ate.", ["We went\nhome.", "Then\nwe ate."]),
        ("[laughs]", ["[laughs]"]),
        ("  ", []),
    ],
)
def test_talk_is_cut_where_sentences_end(text, sentences):
    assert cut(text) == sentences


def test_talk_without_stops_is_cut_by_the_parser():
    text = "so i went there and then i came back and it was fine we ate and then she said what is this " * 3

    assert cut(text)[:3] == ["so i went there", "and then i came back", "and it was fine"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "text", "sentences"),
    [
        (
            "de",
            "Ja, z.B. Frau Dr. Müller. Das war schön… glaube ich.",
            ["Ja, z.B. Frau Dr. Müller.", "Das war schön… glaube ich."],
        ),
        ("fr", "M. Dupont est là. C’est vrai ?", ["M. Dupont est là.", "C’est vrai ?"]),
        ("zh", "你好。请介绍一下！好的", ["你好。", "请介绍一下！", "好的"]),
        ("ja", "元気です。はい。", ["元気です。", "はい。"]),
        ("unheard-of", "Hei. Moi.", ["Hei.", "Moi."]),
    ],
)
def test_other_languages_are_cut_at_their_signs(language, text, sentences):
    assert cut(text, language) == sentences


def test_a_sentence_lies_in_one_turn_and_knows_it(transcript):
    one = transcript("I: Where? When?", "R: At home. In May.")
    found = segments(one, "sentence")

    assert [(s.text, s.speaker, s.turns) for s in found] == [
        ("Where?", "I", (0, 0)),
        ("When?", "I", (0, 0)),
        ("At home.", "R", (1, 1)),
        ("In May.", "R", (1, 1)),
    ]
    assert all(one.text[s.start : s.end] == s.text and s.said == ((s.start, s.end),) for s in found)


@pytest.mark.slow
def test_a_very_long_turn_is_cut_too():
    text = "and then we went on " * 6000

    assert "".join(cut(text)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "[" * 40_000,
        "[a" * 20_000 + "]",
        "." * 40_000,
        "…" * 20_000,
        "a. " * 15_000,
        '" ' * 20_000,
        "a" * 40_000,
        "?!" * 20_000,
        "a-" * 20_000,
    ],
)
def test_hostile_text_is_cut_in_linear_time(text):
    cut("Warm. up... then")
    began = time.process_time()
    cut(text)
    assert time.process_time() - began < 10


WORDS = st.sampled_from(
    [
        "Yes",
        "no",
        "[laughs]",
        "...",
        "…",
        ".",
        "?",
        " ",
        "\n",
        "\u00a0",
        "Mr.",
        "(pause)",
        '"',
        "“",
        "”",
        "-",
        "—",
        "[",
        ")",
        "😬",
        "你好。",
        ",",
    ]
)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=30).map("".join))
def test_sentences_hold_every_word_once_and_in_order(text):
    one = Transcript("P1", text, (Turn(None, 0, len(text)),) if text else (), ())
    found = segments(one, "sentence")

    assert all(text[s.start : s.end] == s.text == s.text.strip() and s.text for s in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert "".join("".join(s.text.split()) for s in found) == "".join(text.split())
