"""The whole study on its way to other tools."""

from typing import TYPE_CHECKING

from workbench.study.output.export import ELSEWHERE, Export

if TYPE_CHECKING:
    from workbench.study.study import Study


def project_bytes(
    study: "Study", suffix: str = ".qdpx", *, positions: str = "characters", originals: bool = True
) -> bytes:
    """The study as a REFI-QDA project."""
    from workbench import __version__
    from workbench.exports.refi import write_project
    from workbench.study.project.outgoing import project_of

    return write_project(project_of(study, originals=originals), positions=positions, version=__version__)


def _lacks(study: "Study") -> str:
    return "" if len(study.transcripts) or len(study.codebook) else "There is no transcript and no code yet."


EXPORTS = (
    Export(
        "project",
        "Project for other tools",
        "transcripts, codes, codings, coders, memos and themes for NVivo, ATLAS.ti, MAXQDA, QualCoder (REFI-QDA)",
        ELSEWHERE,
        (".qdpx",),
        project_bytes,
        _lacks,
        "transcripts",
    ),
)
