"""Correcting, pseudonymising and withdrawing from the command line."""

import json

import pytest

from tests.cli.test_commands import garden, run  # noqa: F401
from tests.conftest import GARDEN

pytestmark = pytest.mark.usefixtures("garden")


def test_a_corrected_file_is_reported_passage_by_passage(run, tmp_path):  # noqa: F811
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


def test_a_corrected_file_that_is_missing_is_a_sentence(run):  # noqa: F811
    assert run("correct", "a.study", "P01", "none.txt") == (
        1,
        "",
        "none.txt does not exist. Check the name and the folder.\n",
    )
