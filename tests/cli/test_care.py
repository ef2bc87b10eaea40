"""Correcting, pseudonymising and withdrawing from the command line."""

import json

import pytest

from tests.conftest import GARDEN

pytestmark = pytest.mark.usefixtures("garden")


def test_a_corrected_file_is_reported_passage_by_passage(run, tmp_path):
    (tmp_path / "new.txt").write_text(GARDEN.replace("The fence", "The old fence"))

    status, out, _err = run("correct", "a.study", "P01", "new.txt", "--json")

    made = json.loads(out)
    assert status == 0
    assert {key: made[key] for key in ("transcript", "kept", "moved", "shortened", "changed", "orphaned")} == {
        "transcript": "P01", "kept": 0, "moved": 2, "shortened": 0, "changed": 0, "orphaned": 0,
    }  # fmt: skip
    assert [(one["name"], one["was"], one["now"]) for one in made["passages"]] == [
        ("rules", [133, 169], [137, 173]),
        ("rules", [139, 150], [143, 154]),
    ]
    assert run("undo", "a.study")[0] == 0
    assert json.loads(run("show", "a.study", "P01", "--json")[1])["text"] == GARDEN


def test_a_corrected_file_that_is_missing_is_a_sentence(run):
    assert run("correct", "a.study", "P01", "none.txt") == (
        1,
        "",
        "none.txt does not exist. Check the name and the folder.\n",
    )


def test_names_are_found_replaced_and_purged(run, tmp_path):
    (tmp_path / "chosen.csv").write_text("kind,string,replacement\nplace,fence,[Thing 1]\n")

    assert run("pseudonymise", "a.study", "--apply", "chosen.csv")[0] == 1
    status, out, err = run("pseudonymise", "a.study", "--apply", "chosen.csv", "--key", "key.csv", "--json")

    assert (status, json.loads(out)["replaced"]) == (0, 1)
    assert "workbench purge" in err
    assert (tmp_path / "key.csv").read_text() == "kind,string,replacement\nplace,fence,[Thing 1]\n"
    status, _out, err = run("purge", "a.study")
    assert (status, err.endswith("cannot be undone after this. Say --yes if that is meant; nothing was done.\n")) == (
        1,
        True,
    )
    assert run("pseudonymise", "a.study", "--remove-originals", "--yes")[0] == 0
    assert run("purge", "a.study", "--key", "key.csv", "--yes")[0] == 0
    assert b"fence" not in (tmp_path / "a.study").read_bytes()
    assert run("check", "a.study")[0] == 0


def test_a_participant_is_withdrawn(run, tmp_path):
    assert run("withdraw", "a.study", "P09", "--yes")[0] == 1
    assert run("withdraw", "a.study", "P02")[0] == 1

    status, out, _err = run("withdraw", "a.study", "P02", "--yes", "--json")

    made = json.loads(out)
    assert (status, made["transcripts"], made["codings"], made["originals"]) == (0, 1, 1, 1)
    assert b"against it" not in (tmp_path / "a.study").read_bytes()
    assert [line["name"] for line in json.loads(run("transcripts", "a.study", "--json")[1])] == ["P01"]
    assert run("undo", "a.study")[0] == 1
    assert run("check", "a.study")[0] == 0
    assert run("scrub", "a.study")[0] == 0


@pytest.mark.slow
def test_turns_and_speakers_are_corrected(run):
    def turns():
        found = json.loads(run("show", "a.study", "P01", "--json")[1])
        return [(turn["speaker"], found["text"][turn["start"] : turn["end"]]) for turn in found["turns"]]

    before = turns()
    words = before[1][1]
    second = words[words.index(" ") + 1 :]
    status, out, _err = run("turns", "split", "a.study", "P01", 2, second, "--speaker", "Ann", "--json")
    assert (status, json.loads(out)["orphaned"]) == (0, 0)
    assert turns()[1:3] == [(before[1][0], words.partition(" ")[0]), ("Ann", second)]
    assert run("turns", "speaker", "a.study", "P01", 2, "Ann")[0] == 0
    assert run("speakers", "rename", "a.study", "P01", "Ann", "Anne")[0] == 0
    assert [who for who, _ in turns()[1:3]] == ["Anne", "Anne"]
    assert run("turns", "join", "a.study", "P01", 2)[0] == 0
    assert turns()[1] == ("Anne", words)
    assert run("turns", "edit", "a.study", "P01", 2, "Yes.")[0] == 0
    assert run("speakers", "merge", "a.study", "P01", before[0][0], "Anne")[0] == 0
    assert turns()[1] == (before[0][0], "Yes.")
    assert run("speakers", "role", "a.study", "P02", "P02", "unknown")[0] == 0
    assert run("speakers", "participant", "a.study", "P02", "P02", "P02")[0] == 0
    assert run("check", "a.study")[0] == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("turns", "split", "a.study", "P01", "2", "no such words"), "stands not in turn 2 of 'P01'"),
        (("turns", "edit", "a.study", "P01", "0", "x"), "has no turn 0"),
        (("turns", "join", "a.study", "P01", "99"), "has no turn 99"),
        (("speakers", "rename", "a.study", "P01", "Nobody", "x"), "Nobody"),
    ],
)
def test_a_turn_that_is_not_there_is_a_sentence(run, words, says):
    status, out, err = run(*words)
    assert (status, out, says in err) == (1, "", True), err
