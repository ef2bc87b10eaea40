"""What leaves the study: it fetches, the exports compute, files are put in place whole."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.exports.codings import COLUMNS, write_codings
from workbench.exports.files import written
from workbench.model import WorkbenchError

if TYPE_CHECKING:
    from workbench.exports.tables import Table
    from workbench.exports.thematic_map import ThematicMap
    from workbench.study.study import Study


def theme_table(study: "Study", **options: Any) -> "Table":
    from workbench.exports.theme_table import theme_table

    return theme_table(study.themes.report(), **options)


def thematic_map(study: "Study", **options: Any) -> "ThematicMap":
    from workbench.exports.thematic_map import thematic_map

    return thematic_map(study.themes.report(), **options)


def codebook_table(study: "Study") -> "Table":
    from workbench.exports.codebook import codebook_table

    about = study.about()
    return codebook_table(
        list(study.codebook), _counts(study), title=f"Codebook of {about.title}", caption=about.caption
    )


def codebook_bytes(study: "Study", suffix: str) -> bytes:
    """The codebook in any of its formats."""
    from workbench.exports.codebook import write_codebook

    about = study.about()
    return write_codebook(
        list(study.codebook),
        suffix,
        counts=_counts(study),
        title=f"Codebook of {about.title}",
        caption=about.caption,
    )


def _counts(study: "Study") -> dict[str, dict[str, int]]:
    """Participants and codings of each code, from the same codings as the themes' evidence."""
    codings: dict[str, int] = {}
    voices: dict[str, set[str]] = {}
    for one in study.themes.evidence():
        codings[one.code] = codings.get(one.code, 0) + 1
        if one.participant:
            voices.setdefault(one.code, set()).add(one.participant)
    return {"Participants": {code: len(who) for code, who in voices.items()}, "Codings": codings}


def coding_records(study: "Study") -> list[dict[str, Any]]:
    """Every coding with what a reader needs beside it: quote, speaker, participant and attributes, layer, themes."""
    themes: dict[str, list[str]] = {}
    for theme in study.themes:
        for code in theme.codes:
            themes.setdefault(code.name, []).append(theme.name)
    attributes = {person.name: person.attributes for person in study.participants}
    # An attribute called like a column of the codings must not stand in its place.
    columns = {name: f"participant's {name}" if name in COLUMNS else name for name in study.participants.attributes()}
    return [
        {
            "transcript": one.transcript,
            "start": one.start,
            "end": one.end,
            "coder": one.coder,
            "code": one.code,
            "memo": one.memo,
            "quote": one.quote,
            "speaker": one.speaker,
            "participant": one.participant,
            "layer": one.layer,
            "theme": "; ".join(themes.get(one.code, [])),
            **{column: attributes.get(one.participant or "", {}).get(name) for name, column in columns.items()},
        }
        for one in study.codings
    ]


def codings_bytes(study: "Study", suffix: str) -> bytes:
    """All codings as csv, xlsx, json or parquet."""
    return write_codings(coding_records(study), suffix)


def agreement_table(study: "Study", unit: str = "turn") -> "Table":
    """Agreement per code and over all codes, as a paper prints it."""
    from workbench.exports.tables import Table

    found = study.agreement(unit).as_dict()
    names = ("krippendorff_alpha", "cohen_kappa", "fleiss_kappa", "percent")
    rows: list[list[Any]] = [["all codes", *(found["overall"].get(name, {}).get("value") for name in names), None]]
    for line in found["codes"]:
        rows.append([line["code"], *(line.get(name) for name in names), sum(line["coders"].values())])
    columns = ("Code", "Krippendorff's α", "Cohen's κ", "Fleiss' κ", "Percent", f"{unit.capitalize()}s coded")
    notes = [*found.get("notes", ()), "An empty cell is undefined; the agreement page says why."]
    return Table.of(
        f"Agreement between {', '.join(found['coders'])}", columns, rows, caption=study.about().caption, notes=notes
    )


def history_table(study: "Study") -> "Table":
    """The audit trail: who did what, when and why."""
    from workbench.exports.tables import Table

    columns = ("Change", "Time", "Coder", "What", "Why", "Undone by")
    rows = [[one.id, one.time, one.coder, one.what, one.why, one.undone_by] for one in study.history]
    return Table.of(f"Audit trail of {study.title}", columns, rows, caption=study.about().caption)


def _table_bytes(make: Callable[["Study"], "Table"]) -> Callable[["Study", str], bytes]:
    def write(study: "Study", suffix: str) -> bytes:
        from workbench.exports.tables import write_table

        return write_table(make(study), suffix)

    return write


def _map_bytes(study: "Study", suffix: str) -> bytes:
    return thematic_map(study).to_bytes(suffix)


EXPORTS: dict[str, tuple[Callable[["Study", str], bytes], tuple[str, ...]]] = {
    "themes": (_table_bytes(theme_table), (".csv", ".xlsx", ".docx", ".tex", ".md", ".html")),
    "map": (_map_bytes, (".html", ".svg", ".pdf", ".png")),
    "codebook": (codebook_bytes, (".csv", ".xlsx", ".json", ".qdc", ".docx", ".tex", ".md", ".html")),
    "codings": (codings_bytes, (".csv", ".xlsx", ".json", ".parquet")),
    "agreement": (_table_bytes(agreement_table), (".csv", ".xlsx", ".docx", ".tex", ".html")),
    "history": (_table_bytes(history_table), (".csv", ".docx", ".html")),
}
"""What can be exported, the function that makes it, and the formats it comes in."""


def available(study: "Study") -> list[str]:
    """Names of the files that this study has the material for: themes.csv, map.svg …"""
    there = {
        "themes": len(study.themes) > 0,
        "map": len(study.themes) > 0,
        "codebook": len(study.codebook) > 0,
        "codings": len(study.codings) > 0,
        "agreement": len({one.coder for one in study.codings if one.is_own}) > 1,
        "history": True,
    }
    return [f"{kind}{suffix}" for kind, (_make, suffixes) in EXPORTS.items() if there[kind] for suffix in suffixes]


def export_bytes(study: "Study", name: str) -> bytes:
    """One file of those that `available` names."""
    make, _suffixes = EXPORTS[Path(name).stem]
    return make(study, Path(name).suffix)


def everything(study: "Study", folder: Path, *, progress: Callable[[str], None] | None = None) -> list[Path]:
    """Every file that there is material for; gives their paths. The folder is made where it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkbenchError(f"The folder {folder} cannot be made ({error.strerror}). Choose another.") from None
    paths = []
    for name in available(study):
        if progress:
            progress(name)
        paths.append(written(folder / name, export_bytes(study, name)))
    return paths
