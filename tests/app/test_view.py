"""The coding view's acts: what the browser sends is checked, done once, and answered one by one."""

import shutil
import subprocess
from pathlib import Path

import pytest

from workbench.app.coding import carry_out


def test_the_javascript_by_node():
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed, so the coding view's JavaScript was not tested by itself.")
    done = subprocess.run(
        [node, "--test", str(Path(__file__).parent / "view.test.mjs")], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_acts_are_done_once_and_a_bad_one_stops_no_other(study):
    answers = []
    acts = [
        {"id": "1", "do": "add", "transcript": "P01", "start": 33, "end": 50, "code": "rules"},
        {"id": "2", "do": "add", "transcript": "P01", "start": 33, "end": 99999, "code": "rules"},
        {"id": "3", "do": "add", "transcript": "P01", "start": "0", "end": 5, "code": "rules"},
        {"id": "4", "do": "add", "transcript": "P02", "start": 34, "end": 50, "code": "fresh one", "fresh": True},
        "nonsense",
    ]
    carry_out(study, acts, answers)
    carry_out(study, acts, answers)

    assert [(c.transcript, c.code) for c in study.codings] == [("P01", "rules"), ("P02", "fresh one")]
    assert [(answer["id"], "refused" in answer) for answer in answers] == [
        ("1", False),
        ("2", True),
        ("3", True),
        ("4", False),
    ]
    carry_out(study, [{"id": "5", "do": "remove", "coding": next(iter(study.codings)).id}], answers)
    assert [c.code for c in study.codings] == ["fresh one"]
