"""The check of a codebook: each finding with its passages, and the counting beside a slow plain one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.codebook_check import by_words, check, shared, stretches
from workbench.model import Code, Coding

TALK = {"P1": [(0, 100)], "P2": [(0, 100)]}


def coding(code, transcript="P1", start=0, end=10, coder="Ana", quote="words"):
    return Coding(
        f"{code}{transcript}{start}{coder}", transcript, start, end, coder, code, quote, participant=transcript
    )


def kinds(findings):
    return [(one.kind, one.code, one.other) for one in findings]


def test_each_kind_is_found_with_its_passages():
    others = ("goats", "boats", "shoes")
    codes = [
        Code("head", when_not_to_use="x"),
        Code("a", "head", "People talk about rules that are vague", when_not_to_use="x"),
        Code("b", "head", "Talk about rules that people find vague", when_not_to_use="x"),
        Code("never", when_not_to_use="x"),
        Code("away", archived=True),
        Code("wide"),
        *(Code(name, when_not_to_use="x") for name in others),
    ]
    found = [
        *(coding("a", "P1", 7 * i, 7 * i + 7, quote=f"vague rule {i} of the garden") for i in range(8)),
        *(coding("b", "P1", 7 * i, 7 * i + 6, "Bo", quote=f"vague rule {i} of the garden") for i in range(8)),
        *(
            coding(name, who, 60 + 5 * i + k, 61 + 5 * i + k, coder, quote=f"{name} here {i}")
            for k, name in enumerate(others)
            for i in range(5)
            for who in TALK
            for coder in ("Ana", "Bo")
        ),
        *(coding("wide", name, 0, 60, coder, quote="weather") for name in TALK for coder in ("Ana", "Bo")),
    ]
    findings = check(codes, found, TALK, by_words)

    assert kinds(findings) == [
        ("never used", "never", ""),
        ("near definitions", "a", "b"),
        ("near passages", "a", "b"),
        ("overlap", "b", "a"),
        ("one participant", "a", ""),
        ("one participant", "b", ""),
        ("one coder", "a", ""),
        ("one coder", "b", ""),
        ("large share", "wide", ""),
        ("no limits", "wide", ""),
    ]
    assert len(next(one for one in findings if one.kind == "overlap").codings) == 8
    assert findings[-2].says == "'wide' stands on 60% of the text."


def test_an_empty_codebook_and_an_uncoded_one_have_nothing_to_trip_over():
    assert check([], [], {}, by_words) == []
    assert kinds(check([Code("a", when_not_to_use="x")], [], TALK, by_words)) == [("never used", "a", "")]
    assert by_words(["", "the"]).shape == (2, 1)


SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda one: (one[0], one[0] + one[1])), max_size=6
)


@given(SPANS, SPANS)
def test_what_two_codes_share_is_what_a_plain_count_says(a, b):
    reach = [stretches(coding("x", start=s, end=e) for s, e in spans).get("P1", []) for spans in (a, b)]
    slow = [{i for start, end in spans for i in range(start, end)} for spans in (a, b)]

    assert shared(*reach) == len(slow[0] & slow[1])
    assert sum(end - start for start, end in reach[0]) == len(slow[0])


@given(SPANS, SPANS)
def test_an_overlap_is_named_where_a_plain_count_says_so(a, b):
    codes = [Code(name, when_not_to_use="x") for name in "ab"]
    found = [coding(name, start=s, end=e) for name, spans in (("a", a), ("b", b)) for s, e in spans]
    slow = {name: {i for s, e in spans for i in range(s, e)} for name, spans in (("a", a), ("b", b))}
    less = min("ab", key=lambda name: len(slow[name]))
    enough = min(len(set(a)), len(set(b))) >= 4
    both = len(slow["a"] & slow["b"])
    named = [one for one in check(codes, found, TALK, by_words) if one.kind == "overlap"]

    assert [one.code for one in named] == ([less] if enough and both and both >= 0.7 * len(slow[less]) else [])
    assert all(one.value == round(both / len(slow[less]), 3) for one in named)


def test_codes_that_mean_different_things_are_not_near():
    rng = np.random.default_rng(0)
    rows = {f"{name} {i}": rng.normal(size=8) * 0.2 + np.eye(8)[k] for k, name in enumerate("abcde") for i in range(9)}
    found = [coding(name, start=20 * i, end=20 * i + 5, quote=f"{name} {i}") for name in "abcde" for i in range(9)]
    codes = [Code(name, when_not_to_use="x") for name in "abcde"]

    assert "near passages" not in [
        one.kind for one in check(codes, found, TALK, lambda t: np.array([rows[x] for x in t]))
    ]
