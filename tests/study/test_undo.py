"""Every act can be taken back, byte for byte."""

import pytest

from tests.conftest import GARDEN, STREET
from workbench import Study
from workbench.model import Code, Memo, StandsInTheWay

TABLE = b"transcript,start,end,coder,code\nP02,34,50,Bo,rules\n"
MEMOS = [Memo("", "a", "Bo"), Memo("", "b", "Ana", on="theme", target="Order")]

ACTS = {
    "import a transcript": lambda s: s.transcripts.import_bytes("P03.txt", b"I: Why?\n\nP03: Because.\n"),
    "remove a transcript": lambda s: s.transcripts.remove("P01"),
    "change a role": lambda s: s.transcripts.set_role("P01", "I", "participant"),
    "change a participant": lambda s: s.transcripts.set_participant("P01", "P01", "P02"),
    "import participants": lambda s: s.participants.import_bytes("p.csv", b"participant,phase\nP01,1\nP09,2\n"),
    "edit a participant": lambda s: s.participants.edit("P01", new_name="Ray", phase=2),
    "add a code": lambda s: s.codebook.add("water", parent="rules", definition="…"),
    "edit a code": lambda s: s.codebook.edit("rules", new_name="Rules", definition="What may be done"),
    "move a code": lambda s: s.codebook.move("breaking rules", None),
    "merge codes": lambda s: s.codebook.merge("rules", "beginnings"),
    "remove a code": lambda s: s.codebook.remove("rules"),
    "import a codebook": lambda s: s.codebook.import_codes([Code("seeds"), Code("tomatoes", parent="seeds")]),
    "code": lambda s: s.codings.add("P02", 34, 50, "rules", memo="odd"),
    "code with a new code": lambda s: s.codings.add("P02", 34, 50, "noise", new_code=True),
    "change a coding": lambda s: s.codings.edit(next(iter(s.codings)).id, code="beginnings", end=160),
    "remove a coding": lambda s: s.codings.remove(next(iter(s.codings)).id),
    "import codings": lambda s: s.codings.import_bytes("c.csv", TABLE),
    "write a memo": lambda s: s.memos.add("Hm.", on="code", target="rules"),
    "edit a memo": lambda s: s.memos.edit(next(iter(s.memos)).id, text="Else."),
    "archive a memo": lambda s: s.memos.archive(next(iter(s.memos)).id),
    "import memos": lambda s: s.memos.import_memos(MEMOS),
    "add a theme": lambda s: s.themes.add("Noise", parent="Order", codes=["beginnings"]),
    "edit a theme": lambda s: s.themes.edit("Order", new_name="Disorder", definition="…"),
    "move a theme": lambda s: s.themes.move("Chaos", "Order"),
    "set the codes of a theme": lambda s: s.themes.set_codes("Order", ["beginnings"]),
    "remove a theme": lambda s: s.themes.remove("Order"),
    "link themes": lambda s: s.themes.link("Chaos", "Order", "comes before"),
    "unlink themes": lambda s: s.themes.unlink("Order", "Chaos", "conflicts with"),
    "mark a counter-case": lambda s: s.themes.counter("Order", "P02", 34, 60, note="no"),
    "move on the map": lambda s: s.themes.place("Order", 1.5, 2),
    "arrange the map": lambda s: s.themes.arrange({"Order": (1.5, 2.0), "Chaos": None}),
    "name the study": lambda s: s.rename("Street"),
}  # fmt: skip


@pytest.fixture
def study(location):
    with Study.create(location, title="Garden", coder="Ana") as made:
        made.transcripts.import_bytes("P01.txt", GARDEN.encode())
        made.transcripts.import_bytes("P02.txt", STREET.encode())
        for name, parent in (("beginnings", None), ("rules", None), ("breaking rules", "rules")):
            made.codebook.add(name, parent=parent)
        yield made


@pytest.fixture
def full(study, put):
    put("P01", "There is one rule", "rules", memo="Is it a rule?")
    put("P01", "take what you need", "breaking rules", coder="Bo")
    study.themes.add("Order", codes=["rules", "breaking rules"])
    study.themes.add("Chaos")
    study.themes.link("Order", "Chaos", "conflicts with")
    study.themes.counter("Order", "P01", 84, 100)
    return study


@pytest.mark.parametrize("name", ACTS)
def test_undo_restores_the_study_and_redo_the_act(full, name):
    before, changes = full.store.dump(), len(full.history)

    ACTS[name](full)
    after = full.store.dump()
    assert len(full.history) == changes + 1
    assert after != before

    full.undo()
    assert full.store.dump() == before
    full.redo()
    assert full.store.dump() == after
    assert full.check() == []


def test_undo_goes_back_act_by_act_and_redo_forth(full):
    states = [full.store.dump()]
    for name in ("add a code", "code", "write a memo"):
        ACTS[name](full)
        states.append(full.store.dump())

    for state in reversed(states[:-1]):
        full.undo()
        assert full.store.dump() == state
    for state in states[1:]:
        full.redo()
        assert full.store.dump() == state
    with pytest.raises(Exception, match="nothing to redo"):
        full.redo()


def test_with_a_coder_undo_means_that_persons_last_act(full):
    full.coder = "Bo"
    full.memos.add("Bo's note")
    full.coder = "Ana"
    full.memos.add("Ana's note")

    full.history.undo(coder="Bo")
    assert [memo.text for memo in full.memos if memo.on == "study"] == ["Ana's note"]


def taken_in_turn(study, times):
    """A code archived, brought back, archived …; gives the numbers of these changes."""
    first = study.version
    for turn in range(times):
        (study.codebook.restore if turn % 2 else study.codebook.archive)("rules")
    return list(range(first + 1, first + times + 1))


def test_what_happens_to_be_again_as_an_act_left_it_is_still_in_the_way(study):
    """Else undoing one of several like acts would leave another in force and not to be seen."""
    before = study.store.dump()
    acts = taken_in_turn(study, 4)
    study.undo(acts[3])

    with pytest.raises(StandsInTheWay) as told:
        study.undo(acts[0])
    assert told.value.later == acts[2]
    study.undo(acts[0], with_later=True)
    assert study.store.dump() == before
    assert study.check() == []


def test_acts_in_turn_undone_out_of_turn_stand_in_each_others_way_once_and_not_for_ever(study, monkeypatch):
    """In a study of version 0.2.0 they could be undone so."""
    before = study.store.dump()
    acts = taken_in_turn(study, 7)
    monkeypatch.setattr("workbench.store.undo._rewritten", lambda *_: ())
    study.undo(acts[6])
    study.undo(acts[2], with_later=True)
    newest, open_ = study.version, {one.id for one in study.history if one.undone_by is None}
    assert {acts[3], acts[4]} <= open_

    study.undo(acts[0], with_later=True)
    assert study.store.dump() == before
    assert study.version - newest <= newest
    assert study.check() == []
