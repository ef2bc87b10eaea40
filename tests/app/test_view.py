"""The coding view's Python half: acts are checked, done once and answered; the browser is sent what differs."""

import shutil
import subprocess
from pathlib import Path

import pytest

from workbench import Study
from workbench.app.coding import Ledger, Sent, carry_out, codings_of, notes_of, parts_of, turns_of
from workbench.model import Unavailable
from workbench.study.desk import Arrangement


def test_the_javascript_by_node():
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed, so the coding view's JavaScript was not tested by itself.")
    files = [str(one) for one in sorted(Path(__file__).parent.glob("*.test.mjs"))]
    done = subprocess.run([node, "--test", *files], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_acts_are_done_once_and_a_bad_one_stops_no_other(study):
    ledger = Ledger()
    acts = [
        {"id": "1", "do": "add", "transcript": "P01", "start": 33, "end": 50, "codes": [{"name": "rules"}]},
        {"id": "2", "do": "add", "transcript": "P01", "start": 33, "end": 99999, "codes": [{"name": "rules"}]},
        {"id": "3", "do": "add", "transcript": "P01", "start": "0", "end": 5, "codes": [{"name": "rules"}]},
        {
            "id": "4",
            "do": "add",
            "transcript": "P02",
            "start": 34,
            "end": 50,
            "codes": [{"name": "fresh one", "fresh": True}],
        },
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
        {"id": "a", "do": "add", "transcript": "P01", "start": 33, "end": 50, "codes": [{"name": "rules"}]},
        {"id": "b", "do": "remove", "coding": "a"},
    ]
    carry_out(study, acts, ledger)
    assert len(study.codings) == 0
    [made, removed] = ledger.to(acts)
    assert (made["id"], len(made["made"]), removed) == ("a", 1, {"id": "b"})


def test_codes_that_were_renamed_or_joined_meanwhile_are_found(study):
    ids = {code.name: code.guid for code in study.codebook}
    study.codebook.edit("rules", new_name="norms")
    study.codebook.merge("breaking rules", "norms")
    study.codebook.add("rules")
    place = {"do": "add", "transcript": "P01"}
    acts = [
        {"id": "1", **place, "start": 35, "end": 55, "codes": [{"name": "rules", "id": ids["rules"]}]},
        {
            "id": "2",
            **place,
            "start": 60,
            "end": 65,
            "codes": [{"name": "breaking rules", "id": ids["breaking rules"]}],
        },
        {"id": "3", "do": "edit", "coding": "2", "code": "beginnings", "id_of_code": ids["beginnings"]},
    ]
    ledger = Ledger()
    carry_out(study, acts, ledger)
    assert [one.code for one in study.codings] == ["norms", "beginnings"], ledger.answers


def test_acts_belong_to_who_did_them_and_others_codings_stay(study):
    ledger = Ledger()
    carry_out(
        study,
        [
            {
                "id": "1",
                "do": "add",
                "transcript": "P01",
                "start": 33,
                "end": 50,
                "codes": [{"name": "rules"}],
                "coder": "Ben",
            }
        ],
        ledger,
    )
    [coding] = study.codings
    assert (coding.coder, study.coder) == ("Ben", "Ana")

    remove = [{"id": "2", "do": "remove", "coding": coding.id, "coder": "Ana"}]
    carry_out(study, remove, ledger)
    assert ledger.to(remove) == [
        {"id": "2", "refused": "This passage was coded by Ben; only they can change or remove it."}
    ]
    assert list(study.codings) == [coding]


def test_undo_and_redo_stand_in_line_with_the_codings_before_them(study):
    acts = [
        {"id": "1", "do": "add", "transcript": "P01", "start": 33, "end": 50, "codes": [{"name": "rules"}]},
        {"id": "2", "do": "undo"},
        {"id": "3", "do": "redo"},
    ]
    carry_out(study, acts, Ledger())
    assert [change.act for change in study.history][-3:] == ["add coding", "undo", "redo"]
    assert len(study.codings) == 1


def test_what_a_person_does_with_codings_notes_and_codes(study):
    ledger = Ledger()
    add = {"do": "add", "transcript": "P01", "start": 35, "end": 55}
    acts = [
        {"id": "1", **add, "codes": [{"name": "rules"}, {"name": "gaps", "fresh": True, "parent": "fences"}]},
        {"id": "2", "do": "edit", "coding": "1", "end": 79},
        {"id": "3", "do": "edit", "coding": "1/1", "code": "beginnings"},
        {"id": "4", "do": "note", "on": "coding", "target": "1/1", "text": "Why?"},
        {"id": "5", "do": "note", "on": "transcript", "target": "P01", "text": "A quick talk."},
        {"id": "6", "do": "rename code", "code": "rules", "name": "order"},
        {"id": "7", "do": "recolour code", "code": "order", "colour": "#0072B2"},
        {"id": "8", "do": "move code", "code": "gaps", "parent": None},
        {"id": "9", "do": "merge codes", "code": "fences", "into": "gaps"},
        {"id": "10", "do": "arrange", "keys": {"next": "x"}, "pins": {"1": "order"}},
        {"id": "11", "do": "recolour code", "code": "order", "colour": "red;x"},
    ]
    carry_out(study, acts, ledger)

    assert [a["id"] for a in ledger.to(acts) if "refused" in a] == ["11"]
    assert [(c.code, c.start, c.end, c.memo) for c in study.codings] == [
        ("beginnings", 35, 55, "Why?"),
        ("order", 35, 79, ""),
    ]
    assert [(code.name, code.parent) for code in study.codebook if code.name == "gaps"] == [("gaps", None)]
    assert "fences" not in study.codebook
    assert study.desk.mine() == Arrangement({"next": "x"}, {"1": "order"})
    [quick] = [memo for memo in study.memos if memo.on == "transcript"]
    carry_out(study, [{"id": "12", "do": "edit note", "memo": quick.id, "text": " "}], ledger)
    assert [memo.text for memo in study.memos] == ["Why?"]


def test_an_act_whose_answer_was_lost_is_not_done_again(study):
    acts = [
        {"id": "1", "do": "add", "transcript": "P01", "start": 35, "end": 55, "codes": [{"name": "rules"}]},
        {"id": "2", "do": "add", "transcript": "P01", "start": 57, "end": 80, "codes": [{"name": "rules"}]},
        {"id": "3", "do": "undo"},
    ]
    carry_out(study, acts, Ledger())
    again, remove = Ledger(), {"id": "4", "do": "remove", "coding": "1"}
    carry_out(study, [*acts, remove], again)

    assert [answer["id"] for answer in again.to([*acts, remove]) if "refused" not in answer] == list("1234")
    assert [change.act for change in study.history][-4:] == ["add coding", "add coding", "undo", "remove coding"]


def test_what_cannot_be_written_now_waits_in_line(study, monkeypatch):
    acts = [
        {"id": "1", "do": "add", "transcript": "P01", "start": 35, "end": 55, "codes": [{"name": "rules"}]},
        {"id": "2", "do": "undo"},
    ]

    def full(*_given, **_named):
        raise Unavailable("The disk is full.")

    ledger = Ledger()
    with monkeypatch.context() as patched:
        patched.setattr(study.codings, "add_several", full)
        carry_out(study, acts, ledger)
    assert (ledger.to(acts), ledger.trouble, len(study.codings)) == ([], "The disk is full.", 0)

    carry_out(study, acts, ledger)
    assert ([answer["id"] for answer in ledger.to(acts)], ledger.trouble) == (["1", "2"], "")


def test_a_mistake_of_the_program_is_answered_too(study, monkeypatch):
    def broken(*_given, **_named):
        raise RuntimeError("broken")

    monkeypatch.setattr(study.codings, "add_several", broken)
    ledger = Ledger()
    acts = [{"id": "1", "do": "add", "transcript": "P01", "start": 33, "end": 50, "codes": [{"name": "rules"}]}]
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
    found = codings_of(study, "P01", ["Ana"])
    assert [(row["code"], row["start"], row["end"]) for row in found.values()] == [("beginnings", 35, 55)]


def test_what_stands_around_the_turns(study, put):
    study.codebook.edit("rules", aliases=["norms"], when_to_use="When said.")
    put("P02", "Now I water it", "rules")
    put("P02", "Nobody asked me to", "rules", coder="Ben")
    study.desk.keep(pins={"1": "rules"})
    parts = parts_of(study, "P01", ["Ana"])

    assert parts["elsewhere"] == {"rules": 1}
    assert parts["desk"] == {"keys": {}, "pins": {"1": "rules"}}
    [rules] = [code for code in parts["codes"] if code["name"] == "rules"]
    assert (rules["aliases"], rules["when_to_use"], rules["archived"]) == (["norms"], "When said.", False)


def test_notes_are_sent_with_what_they_are_about_only(study, put):
    shown = put("P01", "The fence was broken", "rules", memo="mine")
    put("P01", "Some take more", "rules", coder="Ben", memo="not shown")
    study.memos.add("on P01", on="transcript", target="P01")
    study.memos.add("on P02", on="transcript", target="P02")
    study.memos.add("on rules", on="code", target="rules")
    assert sorted(note["text"] for note in notes_of(study, "P01", {shown.id})) == ["mine", "on P01", "on rules"]


def test_a_note_that_quotes_words_leads_to_them(study):
    text = study.transcripts["P01"].text
    turn = study.transcripts["P01"].turns[-1]
    words = text[turn.start : turn.end]
    for note in (f"> {words} (turn {len(study.transcripts['P01'].turns)})\n\nWhy?", "> never said\n\nNo.", "Plain."):
        study.memos.add(note, on="transcript", target="P01")
    quoting, *others = study.memos
    assert [note["at"] for note in notes_of(study, "P01", {})] == [turn.start, None, None]
    assert study.memos.place(quoting) == ("P01", turn.start, turn.end)
    assert [study.memos.place(memo) for memo in others] == [None, None]

    # Words of two turns are known by their beginning.
    first, second = (text[one.start : one.end] for one in study.transcripts["P01"].turns[1:3])
    both = study.memos.add(f"> {first} {second}", on="transcript", target="P01")
    assert study.memos.place(both)[1] == study.transcripts["P01"].turns[1].start
    study.memos.archive(both.id)

    # One of the words is corrected: it is the turn that has most of them.
    last = len(study.transcripts["P01"].turns) - 1
    study.transcripts.edit_turn("P01", last, "Well, " + words.replace("a", "e", 1))
    [at, *_none] = [note["at"] for note in notes_of(study, "P01", {})]
    assert at == study.transcripts["P01"].turns[last].start


def test_turns_come_with_who_speaks_and_when(tmp_path):
    with Study.create(tmp_path / "t.study", coder="Ana") as study:
        study.transcripts.import_bytes("P01.vtt", b"WEBVTT\n\n00:01:05.500 --> 00:01:09.000\n<v Ana>Hello there.\n")
        [turn] = turns_of(study.transcripts["P01"])
    assert (turn["speaker"], turn["time"], turn["at"], turn["text"]) == ("Ana", "0:01:05", 65.5, "Hello there.")
