"""Questions to the codes: how they are read, and that their answers are those of a slow, plain look."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.query import After, Both, Either, Not, OfCode, Said, codes_looked_for, parse, quoted
from workbench.analysis.retrieval import Coded, Ground, passages
from workbench.model import NotFound, Segment, Speaker, Transcript, Turn, WorkbenchError

CODES = {
    "harm": None,
    "open weights": None,
    "rules": None,
    "breaking rules": "rules",
    "near and far": None,
    "sales and deals": None,
}


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Harm", OfCode(("harm",))),
        ("open  WEIGHTS and harm", Both((OfCode(("open weights",)), OfCode(("harm",))))),
        (
            "harm or rules and not open weights",
            Either((OfCode(("harm",)), Both((OfCode(("rules",)), Not(OfCode(("open weights",))))))),
        ),
        (
            "(harm or rules) and harm",
            Both((Either((OfCode(("harm",)), OfCode(("rules",)))), OfCode(("harm",)))),
        ),
        ("under rules", OfCode(("rules", "breaking rules"))),
        ("harm near rules", Both((OfCode(("harm",)), OfCode(("rules",), 1)))),
        ("harm and not near:3 rules", Both((OfCode(("harm",)), Not(OfCode(("rules",), 3))))),
        ('"near and far"', OfCode(("near and far",))),
        ("sales and deals and harm", Both((OfCode(("sales and deals",)), OfCode(("harm",))))),
        ("not sales and deals or harm", Either((Not(OfCode(("sales and deals",))), OfCode(("harm",))))),
        ('harm and said "the fence"', Both((OfCode(("harm",)), Said("the fence")))),
        ("harm and after question", Both((OfCode(("harm",)), After(None)))),
        ('harm and after "who decides"', Both((OfCode(("harm",)), After("who decides")))),
    ],
)
def test_a_query_is_read(text, query):
    assert parse(text, CODES) == query


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("harm and", "ends too soon"),
        ("(harm", r"at character 1 .*not closed"),
        ("harm)", r"at character 5 .*not opened"),
        ("harm or or rules", r"at character 9 .*a code is missing"),
        ('harm "', "character 6: this quotation mark"),
        ("harm and said", "words are missing"),
    ],
)
def test_what_cannot_be_read_says_where(text, says):
    with pytest.raises(WorkbenchError, match=says):
        parse(text, CODES)


def test_an_unknown_code_is_named_with_the_nearest():
    with pytest.raises(NotFound, match=r"'open weight'\. Did you mean 'open weights'\?"):
        parse("harm and open weight", CODES)


def test_every_code_can_be_asked_for_by_its_name():
    names = [*CODES, "not", "said (twice)", "under x", "near:2"]
    assert [parse(quoted(name), dict.fromkeys(names)) for name in names] == [OfCode((name,)) for name in names]


# The same, slowly ------------------------------------------------------------------------------------------------

TEXT = "I ask this? No. Yes, I do say. And why? Well. So I say it."
TURNS = ((0, 11, "I"), (12, 15, "P"), (16, 30, "P"), (31, 39, "I"), (40, 45, "P"), (46, 58, "P"))
ANSWERS = ((0, 30), (31, 58))
NAMES = ("x", "y", "z")


def transcript(name):
    turns = tuple(Turn(who, start, end) for start, end, who in TURNS)
    return Transcript(name, TEXT, turns, (Speaker("I", "interviewer"), Speaker("P", "participant", "P")))


GROUND = Ground(
    [transcript("t"), transcript("u")],
    lambda: [Segment(name, start, end, "") for name in "tu" for start, end in ANSWERS],
)


def stretches(codings, code):
    """Passages of a code, as (transcript, start, end): marks that overlap or touch joined, character by character."""
    found = []
    for name in "tu":
        borders = [(c[2], c[3]) for c in codings if c[0] == name and c[1] == code]
        covered = {at for start, end in borders for at in range(start, end)}
        # Two characters belong together where both are covered: marks that touch leave no gap between them.
        for at in sorted(covered):
            if found and found[-1][0] == name and found[-1][2] == at:
                found[-1][2] = at + 1
            else:
                found.append([name, at, at + 1])
    return [tuple(one) for one in found]


def unit(places, at):
    return max((i for i, start in enumerate(places) if start <= at), default=0)


def meet(one, other, how):
    if one[0] != other[0]:
        return False
    if how == "overlap":
        return one[1] < other[2] and other[1] < one[2]
    if how == "transcript":
        return True
    starts = [start for start, *_ in (ANSWERS if how == "answer" else TURNS)]
    turns = how if isinstance(how, int) else 0
    a, b = ((unit(starts, s[1]), unit(starts, s[2] - 1)) for s in (one, other))
    return a[0] - turns <= b[1] and b[0] <= a[1] + turns


def true_of(query, passage, codings, how):
    match query:
        case OfCode(codes, near):
            by = how if near is None else near
            return any(meet(passage, other, by) for code in codes for other in stretches(codings, code))
        case After(_):
            turn = unit([start for start, *_ in TURNS], passage[1])
            asked = turn > 0 and TURNS[turn - 1][2] == "I" and "?" in TEXT[TURNS[turn - 1][0] : TURNS[turn - 1][1]]
            return asked and TURNS[turn][2] != "I"
        case Not(part):
            return not true_of(part, passage, codings, how)
        case Both(parts):
            return all(true_of(part, passage, codings, how) for part in parts)
        case Either(parts):
            return any(true_of(part, passage, codings, how) for part in parts)


def plainly(codings, query, how):
    names = codes_looked_for(query) or list(NAMES)
    kept = [one for code in names for one in stretches(codings, code) if true_of(query, one, codings, how)]
    if len(names) == 1:
        return sorted(kept)
    joined = []
    for name, start, end in sorted(kept):
        if joined and joined[-1][0] == name and start < joined[-1][2]:
            joined[-1][2] = max(end, joined[-1][2])
        else:
            joined.append([name, start, end])
    return [tuple(one) for one in joined]


codings_of = st.lists(
    st.tuples(st.sampled_from("tu"), st.sampled_from(NAMES), st.integers(0, 56), st.integers(1, 12)).map(
        lambda c: (c[0], c[1], c[2], min(c[2] + c[3], len(TEXT)))
    ),
    max_size=9,
)
atoms = st.one_of(
    st.builds(lambda code, near: OfCode((code,), near), st.sampled_from(NAMES), st.sampled_from([None, None, 0, 1, 2])),
    st.just(After(None)),
    st.just(OfCode(("y", "z"))),
)
queries = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(lambda a, b: Both((a, b)), inner, inner),
        st.builds(lambda a, b: Either((a, b)), inner, inner),
    ),
    max_leaves=4,
)


@settings(deadline=None, max_examples=150)
@given(codings_of, queries, st.sampled_from(["overlap", "turn", "answer", "transcript", 0, 1, 2]))
def test_answers_equal_a_plain_look_at_every_pair(codings, query, how):
    frame = pd.DataFrame(codings, columns=["transcript", "code", "start", "end"])
    found = passages(Coded(frame, GROUND, NAMES), query, meets=how)
    spans = list(found[["transcript", "start", "end"]].itertuples(index=False, name=None))
    assert spans == plainly(codings, query, how)
    for span, codes in zip(spans, found["codes"], strict=True):
        assert list(codes) == [c for c in NAMES if any(meet(span, one, "overlap") for one in stretches(codings, c))]


def test_how_codes_can_meet_is_said():
    coded = Coded(pd.DataFrame([("t", "x", 0, 5)], columns=["transcript", "code", "start", "end"]), GROUND, NAMES)
    with pytest.raises(WorkbenchError, match="overlap, turn, answer, transcript"):
        passages(coded, OfCode(("x",)), meets="sentence")
