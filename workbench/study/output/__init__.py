"""What leaves the study: it fetches, the exports compute, files are put in place whole.

Each module here names its exports in EXPORTS; a new one is listed in `EXPORTS` below, and then the app's page, the
command `export` and the folder with everything have it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.exports.files import not_written, written
from workbench.model import NotFound, WorkbenchError
from workbench.study.output import agreement, codes, codings, matrices, memos, project, report, sample, team, themes
from workbench.study.output.codes import codebook_bytes, codebook_table
from workbench.study.output.codings import coding_records, codings_bytes
from workbench.study.output.export import SECTIONS, Export
from workbench.study.output.matrices import comparable
from workbench.study.output.project import project_bytes
from workbench.study.output.themes import thematic_map, theme_table

if TYPE_CHECKING:
    from workbench.study.study import Study

PARTS = (report, themes, matrices, sample, codes, codings, memos, agreement, team, project)
EXPORTS: dict[str, Export] = {one.name: one for part in PARTS for one in part.EXPORTS}
"""All that can be exported, by the name of its files, in the order in which it is offered."""


def available(study: "Study") -> list[str]:
    """Names of the files that this study has the material for: themes.csv, map.svg …"""
    return [file for one in EXPORTS.values() if not one.lacks(study) for file in one.files]


def left_out(study: "Study") -> list[str]:
    """A sentence for each export that this study has no material for yet: what it is, and why."""
    return [f"{one.title}: {says}" for one in EXPORTS.values() if (says := one.lacks(study))]


def export_bytes(study: "Study", file: str, **options: Any) -> bytes:
    """One file by its name, as `available` names them; `options` are those of the function that makes it."""
    path = Path(file)
    one = EXPORTS.get(path.stem)
    if one is None:
        raise NotFound("export", path.stem, list(EXPORTS))
    if path.suffix not in one.suffixes:
        raise WorkbenchError(f"{one.title} cannot be written as '{path.suffix}', only as {', '.join(one.suffixes)}.")
    if says := one.lacks(study):
        raise WorkbenchError(f"{one.title}: there is nothing to write. {says}")
    return one.make(study, path.suffix, **options)


def everything(study: "Study", folder: Path, *, progress: Callable[[str], None] | None = None) -> list[Path]:
    """Every file that there is material for; gives their paths. The folder is made where it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_written(folder, error) from None
    paths = []
    for name in available(study):
        if progress:
            progress(name)
        paths.append(written(folder / name, export_bytes(study, name)))
    return paths


__all__ = [
    "EXPORTS",
    "SECTIONS",
    "Export",
    "available",
    "codebook_bytes",
    "codebook_table",
    "coding_records",
    "codings_bytes",
    "comparable",
    "everything",
    "export_bytes",
    "left_out",
    "project_bytes",
    "thematic_map",
    "theme_table",
]
