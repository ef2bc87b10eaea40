"""Who took part, and when interviews stopped bringing new codes: the sample of a study, as a paper reports it."""

from typing import TYPE_CHECKING, Any

from workbench.study.output.export import PAPER, TABLE_SUFFIXES, Export, as_bytes, no_codings

if TYPE_CHECKING:
    from workbench.exports.figures import Figure
    from workbench.exports.tables import Table
    from workbench.study.study import Study


def participant_table(study: "Study", **options: Any) -> "Table":
    from workbench.exports.people import participant_table

    people, transcripts = list(study.participants), list(study.transcripts)
    return participant_table(people, transcripts, study.themes.evidence(), caption=study.about().caption, **options)


def saturation_table(study: "Study", **settings: Any) -> "Table":
    from workbench.exports.saturation import saturation_table

    return saturation_table(study.saturation(**settings), caption=study.about().caption)


def saturation_figure(study: "Study", *, width: float | str = "page", **settings: Any) -> "Figure":
    from workbench.exports.saturation import saturation_figure

    about = study.about()
    title = f"Saturation of codes: {about.title}"
    return saturation_figure(study.saturation(**settings), title=title, caption=about.caption, width=width)


def _saturation_bytes(study: "Study", suffix: str, *, width: float | str = "page", **settings: Any) -> bytes:
    """The course of saturation: a figure where the format is a picture's, else the table."""
    from workbench.exports.figures import WRITERS
    from workbench.exports.tables import write_table

    if suffix in WRITERS:
        return saturation_figure(study, width=width, **settings).to_bytes(suffix)
    return write_table(saturation_table(study, **settings), suffix)


def _nobody(study: "Study") -> str:
    return "" if len(list(study.participants)) else "There is no participant yet."


EXPORTS = (
    Export(
        "participants",
        "Participants",
        "one row each: attributes, interviews, words, codings",
        PAPER,
        TABLE_SUFFIXES,
        as_bytes(participant_table),
        _nobody,
        "participants",
    ),
    Export(
        "saturation",
        "Saturation",
        "new codes per interview and new information per run: a figure (svg, pdf, png, html) and a table",
        PAPER,
        (".svg", ".pdf", ".png", ".html", ".docx", ".xlsx", ".csv", ".tex", ".md"),
        _saturation_bytes,
        no_codings,
        "code",
    ),
)
