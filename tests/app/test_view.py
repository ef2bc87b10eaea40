"""The coding view's Python half: acts are checked, done once and answered; the browser is sent what differs."""

import shutil
import subprocess
from pathlib import Path

import pytest

from workbench.app.coding import Ledger, Sent, carry_out, codings_of


def test_the_javascript_by_node():
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed, so the coding view's JavaScript was not tested by itself.")
    done = subprocess.run(
        [node, "--test", str(Path(__file__).parent / "view.test.mjs")], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_acts_are_done_once_and_a_bad_one_stops_no_other(study):
    ledger = Ledger()
    acts = [
        {"id": "1", "do": "add", "transcript": "P01", "start": 33, "end": 50, "code": "rules"},
        {"id": "2", "do": "add", "transcript": "P01", "start": 33, "end": 99999, "code": "rules"},
        {"id": "3", "do": "add", "transcript": "P01", "start": "0", "end": 5, "code": "rules"},
        {"id": "4", "do": "add", "transcript": "P02", "start": 34, "end": 50, "code": "fresh one", "fresh": True},
        "nonsense",
    ]
    carry_out(study, acts, ledger)
    carry_out(study, acts, ledger)

    assert [(c.transcript, c.code) for c in study.codings] == [("P01", "rules"), ("P02", "fresh one")]
    assert [(answer["id"], "refused" in answer) for answer in ledger.to(acts)] == [
        ("1", False),
        ("2", True),
        ("3", True),
        ("4", False),
    ]


def test_a_coding_is_removed_by_the_act_that_made_it(study):
    ledger = Ledger()
    acts = [
        {"id": "a", "do": "add", "transcript": "P01", "start": 33, "end": 50, "code": "rules"},
        {"id": "b", "do": "remove", "coding": "a"},
    ]
    carry_out(study, acts, ledger)
    assert len(study.codings) == 0
    assert ledger.to(acts) == [{"id": "a"}, {"id": "b"}]


def test_acts_belong_to_who_did_them_and_others_codings_stay(study):
    ledger = Ledger()
    carry_out(
        study,
        [{"id": "1", "do": "add", "transcript": "P01", "start": 33, "end": 50, "code": "rules", "coder": "Ben"}],
        ledger,
    )
    [coding] = study.codings
    assert (coding.coder, study.coder) == ("Ben", "Ana")

    remove = [{"id": "2", "do": "remove", "coding": coding.id, "coder": "Ana"}]
    carry_out(study, remove, ledger)
    assert ledger.to(remove) == [
        {"id": "2", "refused": "This passage was coded by Ben; only they can take the code off it."}
    ]
    assert list(study.codings) == [coding]


def test_undo_and_redo_stand_in_line_with_the_codings_before_them(study):
    acts = [
        {"id": "1", "do": "add", "transcript": "P01", "start": 33, "end": 50, "code": "rules"},
        {"id": "2", "do": "undo"},
        {"id": "3", "do": "redo"},
    ]
    carry_out(study, acts, Ledger())
    assert [change.act for change in study.history][-3:] == ["add coding", "undo", "redo"]
    assert len(study.codings) == 1


def test_a_mistake_of_the_program_is_answered_too(study, monkeypatch):
    def broken(*_given, **_named):
        raise RuntimeError("broken")

    monkeypatch.setattr(study.codings, "add", broken)
    ledger = Ledger()
    acts = [{"id": "1", "do": "add", "transcript": "P01", "start": 33, "end": 50, "code": "rules"}]
    carry_out(study, acts, ledger)
    assert "was not done" in ledger.to(acts)[0]["refused"]


def test_the_browser_is_sent_only_what_differs_from_what_it_has():
    sent = Sent()
    turns, a, b = [{"text": "words"}], {"id": "a", "code": "x"}, {"id": "b", "code": "y"}
    first = sent.message({"turns": turns, "codes": []}, {"a": a})
    assert (first["since"], list(first["parts"]), first["put"]) == (None, ["turns", "codes"], [a])

    sent.said(first["at"])
    second = sent.message({"turns": turns, "codes": []}, {"a": a, "b": b})
    assert second == {"since": 1, "at": 2, "parts": {}, "put": [b], "gone": []}

    # The browser never saw the second message: the third starts at the first again.
    third = sent.message({"turns": turns, "codes": ["new"]}, {"b": b})
    assert third == {"since": 1, "at": 3, "parts": {"codes": ["new"]}, "put": [b], "gone": ["a"]}


def test_a_browser_that_has_nothing_is_sent_everything():
    sent = Sent()
    sent.message({"turns": ["one"]}, {})
    for have in (None, 99, "1"):
        sent.said(have)
        message = sent.message({"turns": ["one"]}, {})
        assert (message["since"], message["parts"]) == (None, {"turns": ["one"]})


def test_only_the_codings_to_be_shown_are_sent(study, put):
    put("P01", "The fence was broken", "beginnings")
    put("P01", "Some take more", "rules", coder="Ben")
    found = codings_of(study, "P01", lambda coding: coding.coder == "Ana")
    assert [(row["code"], row["start"], row["end"]) for row in found.values()] == [("beginnings", 35, 55)]
