"""The command line as a person in an empty folder has it."""

import sys

import pytest

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
