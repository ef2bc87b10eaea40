"""The change log: one act, one change, and undo as the exact reverse."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from workbench.model import StandsInTheWay, WorkbenchError
from workbench.store import Store, engine
from workbench.store.check import faults
from workbench.store.log import as_rows, digest
from workbench.store.tables import change

CODE = {
    "parent_id": None,
    "name": "credit",
    "description": "",
    "definition": "",
    "when_to_use": "",
    "when_not_to_use": "",
    "example": "",
    "colour": "#0072B2",
    "origin": "data",
    "position": 0,
}


@pytest.fixture
def store(location):
    made = Store.create(location)
    yield made
    made.close()


def add(store, key, **values):
    with store.act("add code", f"Added code '{values.get('name', 'credit')}'", coder="Ana") as act:
        act.insert("code", {**CODE, "id": key, **values})
    return act.change


def test_an_act_writes_its_rows_and_one_change_with_their_images(store):
    number = add(store, "c1")

    with store.read() as connection:
        row = connection.execute(select(change)).mappings().one()
    assert (row["id"], row["act"], row["what"], row["coder"]) == (number, "add code", "Added code 'credit'", "Ana")
    assert json.loads(row["rows"]) == [["code", "c1", None, {**CODE, "id": "c1"}]]


def test_an_act_that_fails_leaves_neither_rows_nor_change(store):
    before = store.dump()
    with pytest.raises(RuntimeError), store.act("add code", "…", coder="Ana") as act:
        act.insert("code", {**CODE, "id": "c1"})
        raise RuntimeError

    assert (store.dump(), store.newest.number()) == (before, 0)


def test_an_act_that_changes_nothing_is_no_change(store):
    add(store, "c1")
    with store.act("edit code", "…", coder="Ana") as act:
        act.update("code", "c1", name="credit")

    assert store.newest.number() == 1


def test_undo_and_redo_give_back_the_same_bytes(store):
    empty = store.dump()
    first = add(store, "c1")
    full = store.dump()

    undo = store.undo(first, coder="Ana")
    assert store.dump() == empty
    store.undo(undo, coder="Ana")
    assert store.dump() == full
    assert faults(store) == []


def test_an_older_act_can_be_undone_by_itself(store):
    first = add(store, "c1")
    add(store, "c2", name="copying")
    store.undo(first, coder="Ana")

    assert [row["id"] for row in json.loads(store.dump())["code"]] == ["c2"]


@pytest.mark.parametrize("later", ["edited", "referred to"])
def test_undo_names_the_later_act_that_stands_in_the_way(store, later):
    first = add(store, "c1")
    add(store, "c2", name="elsewhere")
    if later == "edited":
        with store.act("edit code", "Renamed code", coder="Ana") as act:
            act.update("code", "c1", name="being credited")
    else:
        add(store, "c3", name="child", parent_id="c1")
    before = store.dump()

    with pytest.raises(StandsInTheWay) as caught:
        store.undo(first, coder="Ana")
    assert caught.value.later == 3
    assert store.dump() == before


def test_a_name_taken_since_stands_in_the_way_of_bringing_it_back(store):
    first = add(store, "c1")
    undo = store.undo(first, coder="Ana")
    third = add(store, "c9")

    with pytest.raises(StandsInTheWay) as caught:
        store.undo(undo, coder="Ana")
    assert caught.value.later == third


def test_what_is_undone_cannot_be_undone_again(store):
    first = add(store, "c1")
    store.undo(first, coder="Ana")
    with pytest.raises(WorkbenchError, match="already undone, by change 2"):
        store.undo(first, coder="Ana")


def test_several_acts_together_are_kept_or_lost_together(store):
    with pytest.raises(RuntimeError), store.together():
        add(store, "c1")
        add(store, "c2", name="copying")
        raise RuntimeError
    assert store.newest.number() == 0

    with store.together():
        add(store, "c1")
        with pytest.raises(WorkbenchError):
            add(store, "c2")  # the same name again: this act is lost, the others are not
        add(store, "c3", name="copying")
    assert [row["id"] for row in json.loads(store.dump())["code"]] == ["c1", "c3"]
    assert faults(store) == []


def test_the_history_shows_when_it_was_altered_from_outside(store, location):
    add(store, "c1")
    add(store, "c2", name="copying")
    with store.writing() as outside:
        outside.execute(text("UPDATE change SET coder = 'Eve' WHERE id = 1"))

    assert faults(Store.open(location)) == ["The history was altered from outside at change 1 (Added code 'credit')."]


def test_rows_changed_behind_the_log_are_found(store):
    add(store, "c1")
    with store.writing() as connection:
        connection.execute(text("UPDATE code SET name = 'other'"))

    assert faults(store) == ["A code (c1) is not as the history says it should be."]


@pytest.mark.parametrize(
    "odd", ["NUL \x00.", "half \ud83d", "100 %_\\ of 'it' \"so\"", "\U0010ffff0000 \U0010ffff", "😀 ﷽"]
)
def test_any_text_comes_back_as_it_was(store, odd):
    first = add(store, "c1", name=odd, definition=odd * 3)
    with store.act("settings", odd, coder=odd, why=odd) as act:
        act.insert(
            "participant", {"id": "p1", "name": odd, "attributes": {odd: odd, "b": 1, "a": [0.1]}, "position": 0}
        )
    full = store.dump()

    assert [row["attributes"] for row in json.loads(full)["participant"]] == [{odd: odd, "b": 1, "a": [0.1]}]
    store.undo(store.undo(2, coder=odd), coder=odd)
    assert store.dump() == full
    add(store, "c2", name="other", parent_id="c1")
    with pytest.raises(StandsInTheWay) as caught:
        store.undo(first, coder=odd)
    assert caught.value.later == 5
    assert faults(store) == []


ANY_TEXT = st.text(st.characters(exclude_categories=()))
"""With control characters and halves of characters."""


@given(st.dictionaries(ANY_TEXT, ANY_TEXT | st.integers() | st.floats(allow_nan=False, allow_infinity=False)), ANY_TEXT)
def test_rows_and_digest_are_as_the_standard_library_makes_them(row, what):
    rows = as_rows([("code", "c1", None, row)])
    entry = {"id": 2, "time": "now", "coder": "Ana", "act": "add code", "what": what, "why": "", "undoes": None}
    entry["rows"] = rows
    whole = json.dumps(["before", entry], ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    assert json.loads(rows) == [["code", "c1", None, row]]
    assert digest("before", entry) == hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def test_numbers_that_are_none_in_an_older_study_are_read_as_words(tmp_path, monkeypatch):
    """0.3.0 took NaN and infinity for numbers, which the standard library writes as no other program reads them."""

    def as_before(_value):
        raise TypeError

    with monkeypatch.context() as older:
        older.setattr(engine, "OPTIONS", {})
        older.setattr("workbench.store.log.orjson.dumps", as_before)
        store = Store.create(str(tmp_path / "old.study"))
        with store.act("import participants", "…", coder="Ana") as act:
            values = {"age": float("nan"), "weight": float("inf")}
            act.insert("participant", {"id": "p1", "name": "P1", "attributes": values, "position": 0})
        store.close()

    store = Store.open(str(tmp_path / "old.study"))
    before = store.dump()
    assert json.loads(before)["participant"][0]["attributes"] == {"age": "NaN", "weight": "Infinity"}
    store.undo(store.undo(1, coder="Ana"), coder="Ana")
    assert (store.dump(), faults(store)) == (before, [])
    with pytest.raises(WorkbenchError), store.act("edit participant", "…", coder="Ana") as act:
        act.update("participant", "p1", attributes={"age": float("nan")})
    store.close()


def test_undo_with_later_takes_all_that_is_in_the_way_as_one_transaction(store):
    empty = store.dump()
    first = add(store, "c1")
    add(store, "c2", name="copying", parent_id="c1")
    with store.act("edit code", "Renamed", coder="Ana") as act:
        act.update("code", "c2", name="copies")
    add(store, "c3", name="elsewhere")

    store.undo(first, coder="Ana", with_later=True)
    assert [row["id"] for row in json.loads(store.dump())["code"]] == ["c3"]
    store.undo(4, coder="Ana")
    assert store.dump() == empty
    with store.read() as connection:
        assert connection.execute(select(change.c.undoes).order_by(change.c.id).offset(4)).scalars().all() == [
            3,
            2,
            1,
            4,
        ]


def test_a_place_that_is_gone_stands_in_the_way_of_going_back_there(store):
    add(store, "c1")
    add(store, "c2", name="copying", parent_id="c1")
    with store.act("edit code", "Moved", coder="Ana") as act:
        act.update("code", "c2", parent_id=None)
    with store.act("remove code", "Removed", coder="Ana") as act:
        act.delete("code", "c1")

    with pytest.raises(StandsInTheWay) as caught:
        store.undo(3, coder="Ana")
    assert caught.value.later == 4


def test_undo_never_puts_a_code_below_itself(store):
    add(store, "c1")
    add(store, "c2", name="copying")
    for key, parent in (("c2", "c1"), ("c1", "c2")):
        with store.act("edit code", f"Moved {key}", coder="Ana") as act:
            act.update("code", key, parent_id=parent)
        if key == "c2":
            undo = store.undo(act.change, coder="Ana")

    with pytest.raises(StandsInTheWay) as caught:
        store.undo(undo, coder="Ana")
    assert caught.value.later == act.change
