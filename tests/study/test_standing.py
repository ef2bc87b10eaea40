"""How a theme stands, groups of codes, and the statement on the use of AI."""

import pytest

from tests.study.test_decisions import suggest
from workbench.model import WorkbenchError


def test_a_theme_has_sides_a_biography_and_warnings(study, put):
    put("P01", "There is one rule", "rules")
    study.participants.edit("P01", phase=1)
    study.participants.edit("P02", phase=2)
    study.themes.add("Order", codes=["rules"], why="they all say so")
    study.themes.edit("Order", new_name="Good order", why="clearer")
    start = study.transcripts["P02"].text.index("Nobody asked me to.")
    study.themes.counter("Good order", "P02", start, start + 19, note="not asked")
    study.memos.add("Does it hold?", on="theme", target="Good order")

    found = study.themes.standing("Good order")

    assert (found.for_it, found.against, found.silent) == (("P01",), ("P02",), ())
    sides = [(side.value, side.for_it, side.against, side.silent) for side in found.by["phase"]]
    assert sides == [("1", ("P01",), (), ()), ("2", (), ("P02",), ())]
    assert [(one.what, one.why) for one in found.biography][:2] == [
        ("Added theme 'Order'", "they all say so"),
        ("Renamed theme 'Order' to 'Good order'", "clearer"),
    ]
    assert [memo.text for memo in found.memos] == ["Does it hold?"]
    assert found.warnings == ("Only P01 speaks to it: one voice carries this theme.",)
    assert found.as_dict()["silent"] == []
    before = study.store.dump()
    study.themes.uncounter("Good order", "P02", start, start + 19)
    assert study.themes["Good order"].counter == ()
    study.undo()
    assert study.store.dump() == before


def test_passages_with_its_neighbours_but_not_it_come_from_the_silent_first(study, put):
    for name, words in (("P01", "There is one rule"), ("P01", "Some take more"), ("P02", "with all the noise")):
        put(name, words, "beginnings")
    put("P01", "There is one rule", "rules")
    put("P01", "Some take more", "rules")
    study.themes.add("Order", codes=["rules"])
    [beside] = study.themes.standing("Order").beside
    assert (beside.text, beside.participant, beside.code) == ("with all the noise", "P02", "beginnings")


def test_refused_groups_of_codes_do_not_come_back(study, put):
    for word in ("The fence was broken", "nobody planned it", "There is one rule", "Some take more"):
        put("P01", word, "rules" if "r" in word else "beginnings")
        put("P01", word, "breaking rules")
    study.codebook.add("noise")
    put("P02", "with all the noise", "noise")
    groups = study.themes.proposed()
    for group in groups:
        assert 2 <= len(group.codes) <= 7
        study.themes.refuse_group(group.codes, why="no")
    assert groups
    assert study.themes.proposed() == []
    study.undo()
    assert len(study.themes.proposed()) == 1
    study.settings.change(help="find")
    with pytest.raises(WorkbenchError, match="Help wanted is 'find'"):
        study.themes.proposed()


def test_the_statement_counts_what_was_done_and_says_so_where_nothing_was(study):
    assert "No suggestions by the program were used" in study.ai_statement().text
    suggest(study)
    study.suggestions.accept("1-1")
    study.suggestions.accept("1-2", name="Order and more")
    study.suggestions.reject("1-3")
    made = study.ai_statement()
    counts = made.meters
    assert (counts.offered, counts.used, counts.edited, counts.refused, counts.undecided) == (3, 1, 1, 1, 0)
    assert counts.codings_suggested == counts.codings == 5
    assert "3 suggestions offered: 1 used unchanged, 1 used after changes, merged or split, 1 refused" in made.text
    assert "by Ana" in made.text
    assert "no transcript, nor any part of one, was sent anywhere" in made.text
