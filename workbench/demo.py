"""The sample study, made and analysed from start to end, as anybody could with their own interviews."""

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from workbench.exports.files import not_written
from workbench.model import WorkbenchError
from workbench.study import Study
from workbench.study.decided.decisions import replay

TITLE = "What creators of open models need from regulation (synthetic sample study)"
ANALYST = "Ines"
"""One of the sample's coders, in whose name the demo acts."""

Progress = Callable[[str, float], None]


def sample_folder() -> Path:
    """Where the sample's files are: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    for folder in (package / "sample", package.parent / "data"):
        if (folder / "transcripts").is_dir():
            return folder
    raise WorkbenchError("The sample study was not installed. Install the package again, or run from a checkout.")


def make_demo(folder: Path, *, progress: Progress | None = None) -> dict[str, Any]:
    """Make `folder/sample.study` and `folder/exports/`; gives counts, the exports' names and the seconds of each step.

    All or nothing: the folder appears when everything in it is done.
    """
    study_file = folder / "sample.study"
    if study_file.exists():
        raise WorkbenchError(
            f"{study_file} is already there. Open it: workbench ui {study_file}, or remove the folder."
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkbenchError(f"{folder} is already there and holds other things. Choose another folder.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".demo-", dir=folder.parent) as made:
            summary = _make(Path(made) / "demo", progress or (lambda _what, _share: None))
            if folder.exists():
                folder.rmdir()
            shutil.move(Path(made) / "demo", folder)
    except OSError as error:
        raise not_written(folder, error) from None
    summary["exports"] = [str(folder / name) for name in summary["exports"]]
    return summary


def _make(folder: Path, progress: Progress) -> dict[str, Any]:
    data = sample_folder()
    folder.mkdir()
    seconds: dict[str, float] = {}
    started = time.perf_counter()

    def step(name: str) -> None:
        nonlocal started
        seconds[name] = round(time.perf_counter() - started, 2)
        started = time.perf_counter()

    with Study.create(folder / "sample.study", title=TITLE, coder=ANALYST) as study:
        progress("Reading the interviews", 0.0)
        study.participants.import_file(data / "participants.csv")
        files = sorted((data / "transcripts").iterdir())
        for report in study.transcripts.import_files(files):
            if report.error:
                raise WorkbenchError(report.error)
        step("import")
        progress("Finding sentences", 0.0)
        sentences = len(study.transcripts.segments("sentence"))
        segments = len(study.transcripts.segments("answer"))
        step("segment")
        progress("Reading codebook, codings and memos", 0.0)
        study.codebook.import_file(data / "codebook.csv")
        study.codings.import_file(data / "codings.csv")
        study.reconciling.adopt()
        study.memos.import_file(data / "memos.csv")
        step("code")
        run = study.suggestions.run("answer", seed=0, progress=progress)
        step("suggest")
        progress("Deciding on suggestions", 0.0)
        replay(study, data / "decisions.yaml")
        step("decide")
        progress("Agreement between coders", 0.0)
        study.agreement("turn")
        step("agreement")
        exports = study.export(folder / "exports", progress=lambda name: progress(f"Writing {name}", 0.0))
        step("export")
        return {
            "transcripts": len(study.transcripts),
            "participants": study.about().participants,
            "turns": sum(len(transcript.turns) for transcript in study.transcripts),
            "segments": segments,
            "sentences": sentences,
            "codes": len(study.codebook),
            "codings": len(study.codings),
            "coders": len({one.coder for one in study.codings if one.is_own}),
            "suggestions": len(run.suggestions),
            "themes": len(study.themes),
            "exports": [str(path.relative_to(folder)) for path in exports],
            "seconds": seconds,
        }
