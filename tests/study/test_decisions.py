"""Decisions on suggestions: what they make, that they are recorded, undone and replayed. No topic model is needed."""

from dataclasses import replace

import pytest

from workbench.model import Fit, Run, Suggestion, WorkbenchError
from workbench.study.decided.decisions import record, replay, replay_all
from workbench.study.decided.files import read_decisions, write_decisions
from workbench.study.decided.runs import insert_run

WORDS = {
    "order": [("P01", "There is one rule: take what you need."), ("P02", "Nobody asked me to.")],
    "noise": [("P02", "I was against it."), ("P02", "with all the noise?")],
    "seeds": [("P01", "My neighbour threw seeds."), ("P01", "nobody planned it."), ("P02", "Now I water it.")],
}


def suggest(study, labels=("seeds", "order", "noise")):
    """Put a run with these suggestions into the study, as if the topic model had made it."""
    number = (study.suggestions.runs() or [0])[-1] + 1
    made = []
    for rank, label in enumerate(labels, start=1):
        fits = []
        for transcript, words in WORDS[label]:
            start = study.transcripts[transcript].text.index(words)
            fits.append(Fit(transcript, start, start + len(words), words, 0.5))
        made.append(Suggestion(f"{number}-{rank}", label, (label,), tuple(fits), 0.9, (), 0.0))
    run = Run(number, "sentence", 0, {}, {}, "", 7, (), tuple(made))
    with study.store.act("suggest themes", "Asked for themes", coder=study.coder) as act:
        insert_run(act, run)


@pytest.fixture
def suggested(study):
    suggest(study)
    return study


def test_accepting_makes_a_theme_whose_evidence_are_the_passages_kept(suggested):
    span = suggested.suggestions["1-2"].segments[1]
    done = suggested.suggestions.accept(
        "1-2", name="Order", definition="Who decides", drop=[(span.transcript, span.start, span.end)], why="clear"
    )
    theme = suggested.themes["Order"]

    assert (done.status, done.theme, done.reason) == ("refined", "Order", "clear")
    assert (theme.definition, theme.origin) == ("Who decides", "suggestion 1-2")
    assert [(quote.participant, quote.text) for quote in theme.quotes] == [WORDS["order"][0]]
    assert [(c.code, c.coder, c.origin) for c in suggested.codings] == [("order", "Ana", "suggestion 1-2")]
    assert suggested.codebook["order"].origin == "suggestion 1-2"


def test_accepting_with_existing_codes_makes_no_codings(suggested, put):
    put("P01", "There is one rule", "rules")
    suggested.suggestions.accept("1-2", name="Order", codes=["rules"])

    assert [c.origin for c in suggested.codings] == ["person"]
    assert [code.name for code in suggested.themes["Order"].codes] == ["rules"]


def test_a_refusal_asks_quietly_why_and_a_memo_can_answer(suggested):
    suggested.suggestions.reject("1-3")
    asked = suggested.memos.prompt(suggested.version)
    memo = suggested.memos.add("Only one voice", on=asked.on, target=asked.target)

    assert (asked.on, asked.target, asked.asks) == ("suggestion", "1-3", "Why not?")
    assert suggested.memos.about(memo) == "suggestion noise"
    suggested.suggestions.later("1-2")
    assert suggested.memos.prompt(suggested.version) is None


def test_as_code_as_evidence_and_unchanged(suggested):
    suggested.themes.add("Growth")
    assert suggested.suggestions.accept("1-1", as_="evidence", name="Growth").status == "refined"
    assert suggested.suggestions.accept("1-2", as_="code", parent="rules").status == "accepted"

    assert [code.name for code in suggested.themes["Growth"].codes] == ["seeds"]
    assert suggested.codebook["order"].parent == "rules"
    with pytest.raises(WorkbenchError, match="decided already"):
        suggested.suggestions.reject("1-2")


def test_codings_from_suggestions_are_no_independent_coding(suggested, put):
    put("P01", "There is one rule", "rules")
    put("P01", "one rule", "rules", coder="Bo")
    suggested.suggestions.accept("1-1")

    assert [line["code"] for line in suggested.agreement("turn", bootstrap=0).as_dict()["codes"]] == ["rules"]


def test_merge_rename_drop_reject_and_later(suggested):
    suggestions = suggested.suggestions
    assert suggestions.merge("1-1", ["1-3"], name="growth and noise").size == 5
    assert (suggestions["1-3"].status, suggestions.rename("1-1", " growth ").label) == ("refined", "growth")
    span = suggestions["1-1"].segments[0]
    assert suggestions.drop("1-1", [(span.transcript, span.start, span.end)]).size == 4
    assert suggestions.later("1-1").status == "later"
    assert suggestions.accept("1-1").status == "refined"
    assert suggestions.reject("1-2", why="only two").reason == "only two"


@pytest.mark.slow
@pytest.mark.parametrize(
    "decide",
    [
        lambda s: s.accept("1-1", name="Growth", parent="Garden", definition="…"),
        lambda s: s.accept("1-1", as_="code"),
        lambda s: s.reject("1-1", why="no"),
        lambda s: s.later("1-1"),
        lambda s: s.rename("1-1", "else"),
        lambda s: s.merge("1-1", ["1-2", "1-3"]),
        lambda s: s.drop("1-1", [(x.transcript, x.start, x.end) for x in s["1-1"].segments[:1]]),
    ],
)
def test_each_decision_is_one_change_and_undone_to_the_byte(suggested, decide):
    suggested.themes.add("Garden")
    before, changes = suggested.store.dump(), len(suggested.history)
    decide(suggested.suggestions)
    assert len(suggested.history) == changes + 1
    suggested.undo()
    assert suggested.store.dump() == before
    assert suggested.check() == []


def test_a_decision_that_cannot_be_leaves_nothing(suggested):
    before = suggested.store.dump()
    for wrong in (
        lambda s: s.accept("1-1", parent="nowhere"),
        lambda s: s.accept("1-1", as_="evidence", name="nowhere"),
        lambda s: s.accept("1-1", as_="nonsense"),
        lambda s: s.accept("9-9"),
        lambda s: s.merge("1-1", ["1-1"]),
        lambda s: s.drop("1-1", [(x.transcript, x.start, x.end) for x in s["1-1"].segments]),
    ):
        with pytest.raises(WorkbenchError):
            wrong(suggested.suggestions)
        assert suggested.store.dump() == before


def decide_all(study):
    study.themes.add("Garden", definition="All of it", codes=["beginnings"])
    study.suggestions.rename("1-2", "rules of the place")
    study.suggestions.accept("1-2", name="Order", parent="Garden", why="clear")
    study.suggestions.accept("1-1", name="Growth", code="growing")
    study.suggestions.reject("1-3", why="one voice")
    study.themes.add("Late", parent="Order", codes=["growing"])
    study.themes.link("Order", "Growth", "makes room for")
    study.themes.counter("Order", "P02", 36, 50, note="not there")


def test_decisions_are_replayed_by_evidence_whatever_the_numbers(suggested, tmp_path):
    decide_all(suggested)
    write_decisions(tmp_path / "decisions.yaml", record(suggested))
    wanted = [(t.name, t.parent, t.definition, t.codings, len(t.counter)) for t in suggested.themes]
    for _change in range(9):
        suggested.undo()
    assert len(suggested.themes) == 0

    suggest(suggested, labels=("noise", "seeds", "order"))
    report = replay(suggested, tmp_path / "decisions.yaml")

    assert report.unmatched == ()
    assert [(t.name, t.parent, t.definition, t.codings, len(t.counter)) for t in suggested.themes] == wanted
    assert [(s.label, s.status) for s in suggested.suggestions] == [
        ("noise", "rejected"),
        ("seeds", "refined"),
        ("rules of the place", "refined"),
    ]


def test_what_matches_no_suggestion_is_listed_and_the_rest_applied(suggested):
    decide_all(suggested)
    decisions = record(suggested)
    for _change in range(9):
        suggested.undo()
    suggest(suggested, labels=("seeds", "noise"))
    report = replay_all(suggested, decisions)

    assert [(one.do, one.name) for one in report.unmatched] == [
        ("rename", "rules of the place"),
        ("accept", "Order"),
        ("theme", "Late"),
        ("link", "Order"),
        ("counter", "Order"),
    ]
    assert "Growth" in [theme.name for theme in suggested.themes]


def test_a_replay_that_fails_leaves_nothing(suggested):
    before = suggested.store.dump()
    with pytest.raises(WorkbenchError, match="decision 2: A theme cannot be linked to itself"):
        replay_all(
            suggested, [{"do": "theme", "name": "A"}, {"do": "link", "source": "A", "target": "A", "label": "x"}]
        )
    assert suggested.store.dump() == before


def test_decisions_that_were_carried_out_before_are_told_as_such(suggested):
    suggested.suggestions.reject("1-1", why="No theme.")
    suggested.themes.add("A")
    before = suggested.store.dump()
    with pytest.raises(WorkbenchError, match=r"2 of these 3 decisions were carried out .* already"):
        replay_all(suggested, [{"do": "theme", "name": "B"}, *record(suggested)])
    assert suggested.store.dump() == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("just words", "no list of decisions"),
        ("decisions: [", "is not yaml at line"),
        ("- do: nonsense", "decision 1: 'do' is 'nonsense'"),
        ("- do: accept", "'accept' needs 'evidence'"),
        ("- {do: accept, evidence: [[P01, a, b]]}", "must be a list of"),
        ("- {do: theme, name: A, colour: red}", "'colour' is not known"),
        ("!!python/object/apply:os.system ['true']", "is not yaml"),
    ],
)
def test_a_file_of_decisions_that_is_none(text, says):
    with pytest.raises(WorkbenchError, match=says):
        read_decisions("d.yaml", text.encode())


def test_decisions_come_as_csv_too():
    table = "do,evidence,name,codes,why\naccept,P01:3-20; P 02:4-5,Order,rules; breaking rules,clear\ntheme,,Garden,,\n"
    assert read_decisions("d.csv", table.encode()) == [
        {
            "do": "accept",
            "evidence": [["P01", 3, 20], ["P 02", 4, 5]],
            "name": "Order",
            "codes": ["rules", "breaking rules"],
            "why": "clear",
        },
        {"do": "theme", "name": "Garden"},
    ]


def test_chosen_passages_become_a_suggestion_and_leave_the_others(suggested):
    run = suggested.suggestions.newest()
    seeds, _order, noise = run.suggestions
    chosen = [(fit.transcript, fit.start, fit.end) for fit in (*seeds.segments[:2], *noise.segments)]
    before = suggested.store.dump()

    made = suggested.suggestions.gather(chosen, "What neighbours do", why="belongs together")

    assert (made.label, made.size, made.status) == ("What neighbours do", 4, "open")
    assert [(one.size, one.status) for one in suggested.suggestions][:3] == [(1, "open"), (2, "open"), (2, "refined")]
    with pytest.raises(WorkbenchError, match="two passages"):
        suggested.suggestions.gather(chosen[:1], "One")
    decisions = record(suggested)
    suggested.undo()
    assert suggested.store.dump() == before
    assert replay_all(suggested, decisions).unmatched == ()
    assert [one.label for one in suggested.suggestions][-1] == "What neighbours do"


def test_passages_are_added_and_leave_the_others(suggested):
    seeds, order, noise = suggested.suggestions.newest().suggestions
    chosen = [(fit.transcript, fit.start, fit.end) for fit in (*seeds.segments[:1], *noise.segments)]
    before = suggested.store.dump()

    made = suggested.suggestions.add(order.id, chosen, why="belongs there")

    assert made.size == order.size + len(chosen)
    assert [(one.size, one.status) for one in suggested.suggestions] == [
        (seeds.size - 1, "open"),
        (made.size, "open"),
        (noise.size, "refined"),
    ]
    with pytest.raises(WorkbenchError, match="None of these passages can be added"):
        suggested.suggestions.add(order.id, chosen)
    decisions = record(suggested)
    assert suggested.suggestions.accept(order.id).status == "refined"
    suggested.undo()
    suggested.undo()
    assert suggested.store.dump() == before
    assert replay_all(suggested, decisions).unmatched == ()
    assert suggested.suggestions[order.id].size == made.size


def test_passages_are_coded_one_by_one_where_one_wants_that(suggested):
    suggested.suggestions.accept("1-1", name="Growth", one_by_one=True)
    assert (list(suggested.codings), suggested.suggestions.code_of("1-1")) == ([], "seeds")
    fit = suggested.suggestions["1-1"].segments[0]
    made = suggested.suggestions.take("1-1", fit.transcript, fit.start, fit.end)
    assert (made.code, made.origin, made.is_own) == ("seeds", "suggestion 1-1", False)
    suggested.suggestions.accept("1-2")
    again = replace(suggested.suggestions.newest(), number=2)
    again = replace(
        again, suggestions=tuple(replace(one, id=f"2{one.id[1:]}", follows=one.id) for one in again.suggestions)
    )
    with suggested.store.act("suggest themes", "Asked again", coder="Ana") as act:
        insert_run(act, again)
    assert suggested.suggestions.code_of("2-1") == "seeds"
    suggested.undo()
    [recorded] = [one for one in record(suggested) if one.get("one_by_one")]
    assert recorded["take"] == [[fit.transcript, fit.start, fit.end]]
    with pytest.raises(WorkbenchError, match="one by one"):
        suggested.suggestions.take("1-2", "P02", 0, 9)


def test_the_picture_is_laid_out_again_only_when_words_change(suggested, monkeypatch):
    laid_out = []
    monkeypatch.setattr("workbench.suggest.picture.picture", lambda segments, **_how: laid_out.append(segments))
    suggested.suggestions.picture()
    suggested.suggestions.later("1-1")
    suggested.suggestions.accept("1-1", name="Seeds")
    suggested.suggestions.picture()
    assert len(laid_out) == 1

    suggested.transcripts.edit_turn("P01", 1, "Other words.")
    suggested.suggestions.picture()
    assert len(laid_out) == 2
