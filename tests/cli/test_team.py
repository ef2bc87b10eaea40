"""Rounds, agreement, disagreements and reconcile on the command line."""

import json

import pytest
from typer.testing import CliRunner

from workbench.cli import app


@pytest.fixture
def say(study, put, monkeypatch):
    for coder, words, code in [
        ("Ana", "The fence was broken", "beginnings"),
        ("Bo", "The fence was broken", "beginnings"),
        ("Ana", "one rule", "rules"),
    ]:
        put("P01", words, code, coder=coder)
    location = study.store.location
    study.close()

    def run(*words, coder="Lea", code=0):
        monkeypatch.setenv("WORKBENCH_CODER", coder)
        command = 2 if words[0] == "rounds" else 1
        done = CliRunner().invoke(app, [*words[:command], location, *words[command:]])
        assert done.exit_code == code, (done.output, done.exception)
        return str(done.exception) if code else done.stdout

    return run


@pytest.mark.slow
def test_from_a_round_to_the_agreed_layer(say, tmp_path):
    say("rounds", "start", "Pilot", "--coders", "Ana,Bo", "--transcripts", "P01", "--unit", "turn")
    assert "coding blind in the round 'Pilot'" in say("agreement", coder="Ana", code=1)
    for coder in ("Ana", "Bo"):
        say("rounds", "done", "Pilot", coder=coder)
    say("rounds", "close", "Pilot")
    listed = json.loads(say("rounds", "list", "--json"))
    assert [(one["round"], one["state"], one["waiting_for"]) for one in listed] == [("Pilot", "closed", {})]

    found = json.loads(say("agreement", "--round", "Pilot", "--json"))
    assert (found["unit"], found["coders"], found["units"]) == ("turn", ["Ana", "Bo"], 2)
    span = json.loads(say("agreement", "--unit", "span", "--json"))
    assert {one["code"]: one["span_f1"] for one in span["codes"]} == {"beginnings": 1.0, "rules": 0.0}
    assert {one["group"] for one in json.loads(say("agreement", "--by", "participant", "--json"))} == {"P01"}

    assert json.loads(say("disagreements", "--round", "Pilot", "--json"))[0]["lacks"] == ["Bo"]
    file = tmp_path / "list.csv"
    say("disagreements", "--round", "Pilot", "--out", str(file))
    file.write_text(file.read_text("utf-8-sig").replace("Ana,Bo,,", "Ana,Bo,both,"))
    report = json.loads(say("reconcile", str(file), "--round", "Pilot", "--json"))
    assert report == {"applied": 1, "unmatched": [], "progress": {"settled": 1, "later": 0, "open": 0, "all": 1}}
    file.write_text("transcript,start,end,code,decision\nP01,1,3,rules,both\n")
    assert "row 2: coders do not differ about 'rules'" in say("reconcile", str(file), code=1)


def test_two_spellings(say):
    say("rename-coder", "Bo", "bo")
    assert "No coder is called 'Bo'" in say("rename-coder", "Bo", "b", code=1)
