"""The command line as a person in an empty folder has it."""

import sys

import pytest

from tests.conftest import GARDEN, STREET
from workbench.cli import main


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run a command in an empty folder; gives exit status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKBENCH_CODER", "Ana")

    def command(*words):
        monkeypatch.setattr(sys, "argv", ["workbench", *map(str, words)])
        status = 0
        try:
            main()
        except SystemExit as end:
            status = end.code or 0
        out, err = capsys.readouterr()
        return status, out, err

    return command


@pytest.fixture
def garden(run, tmp_path):
    """a.study with two interviews, three codes and two coders."""
    (tmp_path / "P01.txt").write_text(GARDEN)
    (tmp_path / "P02.txt").write_text(STREET)
    (tmp_path / "codes.csv").write_text("code,parent,description\nrules,,What is allowed\nbreaking,rules,\n")
    (tmp_path / "codings.csv").write_text(
        "transcript,start,end,coder,code,memo\nP01,133,169,Ana,rules,so\nP01,139,150,Bo,rules,\nP02,36,50,Bo,breaking,\n"
    )
    assert run("new", "a.study", "--title", "Garden")[0] == 0
    assert run("import", "a.study", "P01.txt", "P02.txt")[0] == 0
    assert run("codebook", "import", "a.study", "codes.csv")[0] == 0
    assert run("codings", "import", "a.study", "codings.csv")[0] == 0
    return tmp_path
