"""A file that cannot be written says why, and leaves nothing."""

import errno
import os

import pytest

from workbench.exports.files import written
from workbench.model import WorkbenchError


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "is full. Make room there, or choose another disk."),
        (errno.EROFS, "can only be read."),
        (errno.EACCES, "is not open to you."),
        (errno.EIO, "Input/output error. Choose another folder."),
    ],
)
def test_what_the_disk_says_is_said_and_the_old_file_stays(tmp_path, monkeypatch, number, says):
    (tmp_path / "codes.csv").write_text("old")

    def refuse(*_arguments, **_options):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("workbench.exports.files.os.fdopen", refuse)
    with pytest.raises(WorkbenchError, match=r"codes\.csv cannot be written: ") as refused:
        written(tmp_path / "codes.csv", b"new")

    assert says in str(refused.value)
    assert [file.read_text() for file in tmp_path.iterdir()] == ["old"]


def test_a_folder_that_is_missing_or_a_file_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    for path, says in (("no/map.svg", "there is no folder"), ("file/map.svg", "is no folder")):
        with pytest.raises(WorkbenchError, match=says):
            written(tmp_path / path, b"")
    (tmp_path / "taken.csv").mkdir()
    with pytest.raises(WorkbenchError, match="there is a folder of that name"):
        written(tmp_path / "taken.csv", b"")


def test_a_file_that_is_written_anew_stays_open_to_whom_it_was(tmp_path):
    (tmp_path / "codes.csv").write_text("old")
    (tmp_path / "codes.csv").chmod(0o640)
    assert written(tmp_path / "codes.csv", b"new").stat().st_mode & 0o777 == 0o640
