"""Our projects pass the standard's schema and the checker; projects of other tools come in whole and go out again."""

import importlib.util
import sys

import pytest

from workbench import Study

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def checker(shared):
    """The checker's own module."""
    spec = importlib.util.spec_from_file_location("check_refi", shared / "interop" / "check_refi.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["check_refi"] = module
    spec.loader.exec_module(module)
    return module


def complaints(checker, path, capsys):
    checker.check(str(path))
    return capsys.readouterr().out.splitlines()


def test_the_checker_finds_nothing(checker, study, put, tmp_path, capsys):
    put("P01", "The fence was broken", "beginnings", memo="Hm.")
    put("P01", "There is one rule", "rules", layer="agreed")
    study.participants.edit("P01", age=41, since="2020-03-01", share=1e-7, met=True)
    study.memos.add("Careful.", on="participant", target="P02")
    study.themes.add("Growing", codes=["beginnings"])
    study.themes.add("Order", codes=["rules"])
    study.themes.link("Growing", "Order", "leads to")
    study.themes.counter("Order", "P02", 35, 48)
    study.write_project(tmp_path / "garden.qdpx")
    assert complaints(checker, tmp_path / "garden.qdpx", capsys) == []


def test_an_empty_study_gives_a_project_that_is_valid(checker, tmp_path, capsys):
    with Study.create(tmp_path / "empty.study", coder="Ana") as study:
        study.write_project(tmp_path / "empty.qdpx")
    assert complaints(checker, tmp_path / "empty.qdpx", capsys) == []
