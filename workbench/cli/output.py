"""Commands that write results: table, map, matrix, figure, export."""

from pathlib import Path
from typing import Annotated, Any

import typer

from workbench.cli.common import OutOption, Progress, StudyArgument, opened, say
from workbench.model import counted
from workbench.model.errors import NotAChoice

WidthOption = Annotated[str, typer.Option(help="page (17.8 cm), column (8.5 cm), or centimetres.")]


def register(app: typer.Typer) -> None:
    app.command()(table)
    app.command("map")(map_)
    app.command()(matrix)
    app.command()(figure)
    app.command()(export)


def table(
    study: StudyArgument,
    out: OutOption,
    columns: Annotated[
        str | None, typer.Option(help="Columns in their order, with commas between: Theme,Codes,Participants …")
    ] = None,
    order: Annotated[str, typer.Option(help="study, participants, codings or name.")] = "study",
    quotes: Annotated[int, typer.Option(min=0, help="Typical quotes for each theme.")] = 2,
    against: Annotated[
        int | None, typer.Option(min=0, help="Quotes that speak against it (else as many).", show_default=False)
    ] = None,
    words: Annotated[int, typer.Option(min=1, help="Words after which a quote is cut.")] = 60,
    attribute: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Said of a participant beside a quote, else the role; can be repeated."),
    ] = None,
    no_attributes: Annotated[bool, typer.Option("--no-attributes", help="Name only the participant.")] = False,
    not_quoted: Annotated[
        list[str] | None, typer.Option(metavar="PARTICIPANT", help="Counted, but not quoted; can be repeated.")
    ] = None,
) -> None:
    """Write the theme table: csv, xlsx, docx, tex, md or html."""
    _write(
        study,
        "themes",
        out,
        columns=[name.strip() for name in columns.split(",")] if columns else None,
        order=order,
        quotes=quotes,
        against=against,
        quote_words=words,
        attributes=[] if no_attributes else attribute,
        not_quoted=not_quoted or (),
    )


def map_(
    study: StudyArgument,
    out: OutOption,
    width: WidthOption = "page",
    size: Annotated[str, typer.Option(help="Codes sized by participants or codings.")] = "participants",
) -> None:
    """Write the thematic map: html (interactive), svg, pdf or png."""
    _write(study, "map", out, width=width, size=size)


def matrix(
    study: StudyArgument,
    out: OutOption,
    of: Annotated[
        str, typer.Option(help="Codes by: participant, attribute, or code (which go together).")
    ] = "participant",
    by: Annotated[str | None, typer.Option(help="The attribute, for --of attribute.", show_default=False)] = None,
    counts: Annotated[
        bool, typer.Option("--counts", help="Numbers of codings instead of 0/1 or participants.")
    ] = False,
) -> None:
    """Write a matrix of codes: csv, xlsx, docx, tex, md or html."""
    options: dict[str, dict[str, Any]] = {
        "participant": {"what": "codes-by-participant", "counts": counts},
        "attribute": {"what": "codes-by-attribute", "by": by, "counts": counts},
        "code": {"what": "co-occurrence"},
    }
    if by is not None:
        of = "attribute"
    if of not in options:
        raise NotAChoice(f"There is no matrix of codes by {of!r}.", options)
    _write(study, out=out, **options[of])


def figure(
    study: StudyArgument,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="network, hierarchy or saturation.")],
    out: OutOption,
    width: WidthOption = "page",
    size: Annotated[str, typer.Option(help="Network, hierarchy: by participants or codings.")] = "participants",
    least: Annotated[
        int | None, typer.Option(min=1, help="Network: overlaps below this number are left out.", show_default=False)
    ] = None,
    of: Annotated[str, typer.Option(help="Hierarchy: themes or codebook.")] = "themes",
    base: Annotated[int, typer.Option(min=1, help="Saturation: interviews in the base.")] = 4,
    run: Annotated[int, typer.Option(min=1, help="Saturation: interviews in a run.")] = 2,
    threshold: Annotated[float, typer.Option(help="Saturation: per cent of new information.")] = 5.0,
) -> None:
    """Write a figure: svg, pdf, png or html; saturation also as a table: csv, xlsx, docx, tex, md."""
    options: dict[str, dict[str, Any]] = {
        "network": {"size": size, "least": least},
        "hierarchy": {"size": size, "of": of},
        "saturation": {"base": base, "run": run, "threshold": threshold},
    }
    if what not in options:
        raise NotAChoice(f"There is no figure {what!r}.", options)
    _write(study, what, out, width=width, **options[what])


def export(
    study: StudyArgument,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            help="report.html or report.docx; project.qdpx for other tools; any file named as the exports are "
            "(network.svg, participants.docx …); a folder, for everything.",
        ),
    ],
    what: Annotated[
        str | None, typer.Option(help="Which export, where the file is called otherwise.", show_default=False)
    ] = None,
    positions: Annotated[
        str, typer.Option(help="In a .qdpx: characters, as the standard says, or utf-16, as NVivo for Windows counts.")
    ] = "characters",
    originals: Annotated[
        bool, typer.Option(help="In a .qdpx: take the files along that the transcripts were read from.")
    ] = True,
) -> None:
    """Write the report, a REFI-QDA project, one export by its name, or everything into a folder."""
    from workbench.study import left_out

    progress = Progress()
    suffix = out.suffix.lower()
    if suffix == ".qdpx":
        with opened(study) as one:
            notes = one.write_project(out, positions=positions, originals=originals)
        say(f"Wrote {out}.")
        for note in notes:
            say(f"  {note}")
        return
    if (suffix or what) and not out.is_dir():
        from workbench.study import EXPORTS

        # A page or document that is called like no other export is the report.
        stem = what or (out.stem if out.stem in EXPORTS else "report" if suffix in (".html", ".docx") else out.stem)
        _write(study, stem, out)
        return
    with opened(study) as one:
        files = one.export(out, progress=progress)
        lacking = left_out(one)
    progress.done()
    say(f"Wrote {counted(len(files), 'file')} into {out}.")
    for says in lacking:
        say(f"  Left out: {says}")


def _write(study: str, what: str, out: Path, **options: Any) -> None:
    with opened(study) as one:
        one.write(what, out, **options)
    say(f"Wrote {out}.")
