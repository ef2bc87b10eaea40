"""The whole job on real corpora: import, codings, suggestions, agreement, table, map. Needs the folder ../shared."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHARED = Path(__file__).parents[2] / "shared" / "corpora"


@dataclass(frozen=True)
class Corpus:
    """How a corpus is to be read: what is suggested from, and on which unit coders are compared."""

    name: str
    unit: str = "answer"
    speakers: str = "participant"
    agreement: str | None = None


CORPORA = (
    Corpus("cams", unit="turn", speakers="all", agreement="turn"),
    Corpus("ctrlshift"),
    Corpus("pdpilot"),
    Corpus("ptm-reuse"),
    Corpus("rinker", unit="sentence", agreement="sentence"),
    Corpus("serdif", unit="turn", speakers="all"),
)


def whole_job(corpus: Corpus, folder: Path) -> dict[str, Any]:
    """Everything from files to map, on one corpus, in a new study in `folder`; what came out, with seconds."""
    from workbench import Study

    source = SHARED / corpus.name
    started = time.perf_counter()
    with Study.create(folder / f"{corpus.name}.study", title=corpus.name, coder="bench") as study:
        reports = study.transcripts.import_files(sorted((source / "transcripts").glob("*.txt")))
        errors = [report.error for report in reports if report.error]
        study.codebook.import_file(source / "codebook.csv")
        report = study.codings.import_file(source / "codings.csv")
        run = study.suggestions.run(corpus.unit, speakers=corpus.speakers, seed=0)
        alpha = None
        if corpus.agreement:
            found = study.agreement(corpus.agreement, speakers="all", bootstrap=0)
            alpha = found.overall["krippendorff_alpha"].value
        for one in run.suggestions[:3]:
            study.suggestions.accept(one.id)
        table = study.theme_table().write(folder / f"{corpus.name}.docx")
        map_ = study.thematic_map().write(folder / f"{corpus.name}.svg")
        return {
            "corpus": corpus.name,
            "errors": errors,
            "transcripts": len(study.transcripts),
            "turns": sum(report.turns for report in reports),
            "codings": report.added,
            "skipped": len(report.skipped),
            "segments": run.segments,
            "suggestions": len(run.suggestions),
            "placed": 1 - len(run.outliers) / run.segments,
            "largest": max(one.size for one in run.suggestions) / run.segments,
            "labels": [one.label for one in run.suggestions],
            "alpha": alpha,
            "files": [table, map_],
            "faults": study.check(),
            "seconds": time.perf_counter() - started,
        }


def run() -> list[dict[str, str]]:
    """A row a corpus; nothing where ../shared is missing."""
    if not SHARED.is_dir():
        return []
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for corpus in CORPORA:
            done = whole_job(corpus, Path(folder))
            alpha = "" if done["alpha"] is None else f", α {done['alpha']:.3f}"
            rows.append(
                {
                    "what": f"The whole job on `{corpus.name}`: {done['transcripts']} transcripts, {done['turns']} "
                    f"turns, {done['codings']} codings, {done['suggestions']} suggestions{alpha}",
                    "ours": f"{done['seconds']:.1f} s",
                }
            )
    return rows
