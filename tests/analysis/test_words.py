"""The index of words: exact places in any script, terms, and regular expressions that cannot run away."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis import expressions
from workbench.analysis.pieces import pieces
from workbench.analysis.retrieval import Ground
from workbench.analysis.words import Tokens, WordIndex
from workbench.model import Transcript, Turn, WorkbenchError


def ground_of(*texts):
    """A transcript a text, a turn a line."""
    made = []
    for i, text in enumerate(texts):
        at, turns = 0, []
        for line in text.split("\n"):
            turns.append(Turn("P", at, at + len(line)))
            at += len(line) + 1
        made.append(Transcript(f"T{i}", text, tuple(turns), ()))
    return Ground(made)


def found(text, query, **options):
    ground = ground_of(*([text] if isinstance(text, str) else text))
    index = WordIndex(ground, [Tokens.unpacked(Tokens.of(one.text).packed()) for one in ground.transcripts])
    hits = index.find(query, **options)
    where, start, end = ground.off_line(hits.start, hits.end)
    return [ground.transcripts[i].text[a:b] for i, a, b in zip(where, start, end, strict=True)]


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("Rules are rules.", "rules", ["Rules", "rules"]),
        ("Der Bruder, die Brüder, brüder", "bruder", ["Bruder", "Brüder", "brüder"]),
        ("Der Bruder, die Brüder", "brüder", ["Brüder"]),
        ("Bru\u0308der", "brüder", ["Bru\u0308der"]),
        ("Straße und STRASSE", "strasse", ["Straße", "STRASSE"]),
        ("我们需要开源模型的规则。", "开源", ["开源"]),
        ("我们需要开源模型的规则。", "源模型", ["源模型"]),
        ("규칙은 필요하다", "규칙", ["규칙"]),
        ("אני רוצה חוקים", "חוקים", ["חוקים"]),
        ("أريد قَواعد واضحة", "قواعد", ["قَواعد"]),
        ("हिन्दी में नियम", "नियम", ["नियम"]),
        ("😀 open-source 😀 weights", '"open source"', ["open-source"]),
        ("I don’t know", "don't", ["don’t"]),
        ("licence, licensing, silence", "licen*", ["licence", "licensing"]),
        ("open the door\nopen weights\nweights", "open weights", ["open", "weights"]),
        ("open the door\nopen weights", '"open weights"', ["open weights"]),
        ("open\nweights", '"open weights"', []),
        ("rules and cloud\nrules", "rules -cloud", ["rules"]),
        ("a rule\na law\na norm", "rule OR law", ["rule", "law"]),
        (["one rule", "two rules"], "rule*", ["rule", "rules"]),
    ],
)
def test_words_are_found_where_they_stand(text, query, hits):
    assert found(text, query) == hits


@pytest.mark.parametrize("query", ["", "  ", "!?", "-rules", '""', "OR"])
def test_nothing_to_look_for_is_said(query):
    with pytest.raises(WorkbenchError):
        found("rules", query)


def test_a_word_in_all_its_forms():
    def forms(words):
        return [frozenset({"go"} if word in ("go", "went", "goes") else {word}) for word in words]

    assert found("He went. She goes. A goat.", "go", lemmas=forms) == ["went", "goes"]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text("ab ü-\n'", max_size=30), min_size=1, max_size=3), st.sampled_from(["a", "ab", "b a", "aü"]))
def test_the_index_finds_what_a_plain_look_at_every_word_finds(texts, words):
    wanted = words.split()
    ground = ground_of(*texts)
    plain = []
    for one in ground.transcripts:
        tokens = Tokens.of(one.text)
        for turn in one.turns:
            inside = [
                (one.text[a:b], a)
                for a, b in zip(tokens.start.tolist(), tokens.end.tolist(), strict=True)
                if turn.start <= a and b <= turn.end
            ]
            if set(wanted) <= {word for word, _at in inside}:
                plain += [word for word, _at in inside if word in wanted]
    marked = [one for one in found(texts, words) if one in wanted]
    assert marked == plain


def test_expressions_match_within_a_turn_and_say_where_they_are_wrong():
    ground = ground_of("A Rule.\nNo rules, no ruler.")
    hits = expressions.find(ground, r"\brules?\b")
    assert (hits.start.tolist(), hits.turn.tolist()) == ([2, 11], [0, 1])
    assert len(expressions.find(ground, "x*").start) == 0
    with pytest.raises(WorkbenchError, match=r"at character 4 .*missing \)"):
        expressions.find(ground, "(ab")
    with pytest.raises(WorkbenchError, match="1,000"):
        expressions.find(ground, "a" * 1001)


def test_an_expression_that_takes_forever_ends_in_a_sentence():
    ground = ground_of("a" * 60 + "!")
    with pytest.raises(WorkbenchError, match=r"longer than 0\.2 seconds"):
        expressions.find(ground, r"(a|a|aa)*\1b|(.*)*\2=", seconds=0.2)


def test_long_turns_are_compared_in_pieces_that_end_with_sentences():
    long = " ".join(f"This is sentence number {i}." for i in range(60))
    [transcript] = ground_of(f"Yes.\n{long}").transcripts
    cut = [transcript.text[start:end] for _i, start, end in pieces([transcript])]
    assert "Yes." not in cut
    assert " ".join(cut) == long
    assert all(len(piece.split()) <= 80 and piece.endswith(".") for piece in cut)
