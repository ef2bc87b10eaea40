"""The codebook on its way out: printed for an appendix, or whole for other programs."""

from typing import TYPE_CHECKING

from workbench.study.output.export import CODES, TABLE_SUFFIXES, Export, as_bytes, no_codes

if TYPE_CHECKING:
    from workbench.exports.tables import Table
    from workbench.study.study import Study


def codebook_table(study: "Study") -> "Table":
    from workbench.exports.codebook import codebook_table

    about = study.about()
    return codebook_table(
        list(study.codebook), counts(study), title=f"Codebook of {about.title}", caption=about.caption
    )


def codebook_bytes(study: "Study", suffix: str) -> bytes:
    """The codebook in any of its formats."""
    from workbench.exports.codebook import write_codebook

    about = study.about()
    return write_codebook(
        list(study.codebook),
        suffix,
        counts=counts(study),
        title=f"Codebook of {about.title}",
        caption=about.caption,
    )


def counts(study: "Study") -> dict[str, dict[str, int]]:
    """Participants and codings of each code, from the same codings as the themes' evidence."""
    codings: dict[str, int] = {}
    voices: dict[str, set[str]] = {}
    for one in study.themes.evidence():
        codings[one.code] = codings.get(one.code, 0) + 1
        if one.participant:
            voices.setdefault(one.code, set()).add(one.participant)
    return {"Participants": {code: len(who) for code, who in voices.items()}, "Codings": codings}


def codebook_changes(study: "Study", a: str | None = None, b: str = "now") -> "Table":
    """What changed between two versions of the codebook; without a name, from the first that was kept."""
    if a is None:
        a = study.codebook.versions()[0].name
    return study.codebook.diff_table(a, b)


def no_versions(study: "Study") -> str:
    return "" if study.codebook.versions() else "No version of the codebook has been kept yet."


EXPORTS = (
    Export(
        "codebook",
        "Codebook",
        "codes, definitions, how often each was used; csv, xlsx, json and qdc hold all for other programs",
        CODES,
        (".docx", ".xlsx", ".csv", ".tex", ".md", ".html", ".json", ".qdc"),
        codebook_bytes,
        no_codes,
        "codebook",
    ),
    Export(
        "codebook-changes",
        "Changes of the codebook",
        "what is new, gone, merged, renamed, moved or redefined between two versions that were kept",
        CODES,
        TABLE_SUFFIXES,
        as_bytes(codebook_changes),
        no_versions,
        "codebook",
    ),
)
