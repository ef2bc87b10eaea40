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
    quotes: Annotated[int, typer.Option(help="Quotes for each theme.")] = 2,
) -> None:
    """Write the theme table: csv, xlsx, docx, tex, md or html."""
    with opened(study) as one:
        one.theme_table(quotes=quotes).write(out)
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
