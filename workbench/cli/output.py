"""Commands that write results: table, map, export."""

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.common import OutOption, Progress, StudyArgument, opened, say


def register(app: typer.Typer) -> None:
    app.command()(table)
    app.command("map")(map_)
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
        list[str] | None, typer.Option(help="Said of a participant beside a quote, else the role; can be repeated.")
    ] = None,
    no_attributes: Annotated[bool, typer.Option("--no-attributes", help="Name only the participant.")] = False,
    not_quoted: Annotated[
        list[str] | None, typer.Option(metavar="PARTICIPANT", help="Counted, but not quoted; can be repeated.")
    ] = None,
) -> None:
    """Write the theme table: csv, xlsx, docx, tex, md or html."""
    with opened(study) as one:
        one.write(
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
    say(f"Wrote {out}.")


def map_(
    study: StudyArgument,
    out: OutOption,
    width: Annotated[str, typer.Option(help="page (17.8 cm) or column (8.5 cm).")] = "page",
) -> None:
    """Write the thematic map: html (interactive), svg, pdf or png."""
    with opened(study) as one:
        one.thematic_map(width=width).write(out)
    say(f"Wrote {out}.")


def export(
    study: StudyArgument,
    out: Annotated[Path, typer.Option("--out", help="project.qdpx for other tools; a folder, for everything.")],
    positions: Annotated[
        str, typer.Option(help="In a .qdpx: characters, as the standard says, or utf-16, as NVivo for Windows counts.")
    ] = "characters",
    originals: Annotated[
        bool, typer.Option(help="In a .qdpx: take the files along that the transcripts were read from.")
    ] = True,
) -> None:
    """Write a REFI-QDA project, or everything into a folder: tables, map, codebook, codings, history."""
    progress = Progress()
    if out.suffix.lower() == ".qdpx":
        with opened(study) as one:
            notes = one.write_project(out, positions=positions, originals=originals)
        say(f"Wrote {out}.")
        for note in notes:
            say(f"  {note}")
        return
    with opened(study) as one:
        files = one.export(out, progress=progress)
    progress.done()
    say(f"Wrote {len(files)} files into {out}.")
