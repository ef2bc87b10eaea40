"""What the README tells a researcher to type works as it stands there."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.demo import make_demo, sample_folder
from workbench.model import WorkbenchError

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


def shell(command, folder):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command, shell=True, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=300
    )


def test_the_main_job_on_ones_own_files(tmp_path):
    block = (ROOT / "README.md").read_text(encoding="utf-8").split("## Your own interviews")[1].split("\n\n")[1]
    commands = [line.split("#")[0].strip() for line in block.splitlines()]
    assert 5 <= len(commands) <= 10
    assert all(command.startswith("workbench ") for command in commands)

    data = sample_folder()
    shutil.copytree(data / "transcripts", tmp_path / "transcripts")
    for name in ("participants.csv", "codebook.csv"):
        shutil.copy(data / name, tmp_path / name)
    for command in commands:
        if " ui " in f"{command} ":
            continue
        if command.startswith("workbench agreement"):
            # By now a team has coded, and grouped codes into a first theme.
            assert shell(f"workbench codings import interviews.study {_codings(tmp_path)}", tmp_path).returncode == 0
            theme = "- {do: theme, name: Harm, codes: [misuse, taking down]}"
            (tmp_path / "first.yaml").write_text(theme)
            assert shell("workbench decide interviews.study first.yaml", tmp_path).returncode == 0
        done = shell(command, tmp_path)
        assert done.returncode == 0, (command, done.stderr)
    assert (tmp_path / "map.pdf").read_bytes().startswith(b"%PDF")
    assert len(list((tmp_path / "results").iterdir())) > 20


def _codings(folder):
    """The sample's codings of the transcripts that the README imports."""
    imported = {path.stem for path in (folder / "transcripts").glob("*.docx")}
    lines = (sample_folder() / "codings.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [lines[0], *(line for line in lines[1:] if line.split(",")[0] in imported)]
    (folder / "codings.csv").write_text("".join(kept), encoding="utf-8")
    return "codings.csv"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "demo"
    command = [sys.executable, "-m", "workbench", "demo", str(folder), "--no-ui", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout)


def test_the_demo_makes_study_and_exports_and_tells_what_it_did(demo):
    folder, summary = demo
    assert (summary["transcripts"], summary["participants"], summary["coders"]) == (19, 19, 3)
    assert summary["themes"] >= 8
    assert summary["suggestions"] >= 5
    assert set(summary["seconds"]) == {"import", "segment", "code", "suggest", "decide", "agreement", "export"}
    assert all(Path(name).stat().st_size > 0 for name in summary["exports"])
    assert {Path(name).name for name in summary["exports"]} >= {"themes.docx", "map.html", "map.pdf", "codings.csv"}
    assert sorted(path.name for path in folder.iterdir()) == ["exports", "sample.study"]


def test_the_demos_map_shows_the_three_needs(demo):
    folder, _summary = demo
    picture = (folder / "exports" / "map.svg").read_text(encoding="utf-8")
    words = re.sub(r"<[^>]+>", " ", picture)
    for need in ("downstream harms", "contributions and originality", "ownership of models"):
        assert all(word in words for word in need.split()), need
    assert "synthetic" in words


def test_a_demo_is_never_written_over_anything(demo, tmp_path):
    with pytest.raises(WorkbenchError, match="already there"):
        make_demo(demo[0])
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(WorkbenchError, match="holds other things"):
        make_demo(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
