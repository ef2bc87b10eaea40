"""The command that makes an archive for a repository."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.common import JsonOption, Progress, StudyArgument, as_json, opened, say
from workbench.model import counted


def register(app: typer.Typer) -> None:
    app.command()(archive)


def archive(
    study: StudyArgument,
    out: Annotated[Path, typer.Option("--out", help="A .zip to write, or a new folder.")],
    content: Annotated[
        str, typer.Option(help="What of the words goes along: transcripts, quotes (of codings), or none.")
    ] = "transcripts",
    key: Annotated[Path | None, typer.Option(help="The key file of replaced names, to look for them.")] = None,
    go_on: Annotated[
        bool, typer.Option("--go-on", help="Write it although strings were found that could identify somebody.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Write an archive for a repository (OSF, QDR): codebook, codings, transcripts, README, checksums.

    Names of participants, e-mails, telephone numbers, web addresses and other strings that could identify somebody are
    listed first, and nothing is written; --go-on writes it all the same.
    """
    from workbench.study.project.archiving import SHOWN, StillNames

    progress = Progress()
    progress("Looking for what could identify somebody")
    with opened(study) as one:
        try:
            done = one.archive(out, content=content, key=key, go_on=go_on)
        except StillNames as error:
            progress.done()
            if json:
                as_json({"written": None, "files": [], "residues": [asdict(each) for each in error.residues]})
            raise
    progress.done()
    if json:
        as_json({"written": done.path, "files": list(done.files), "residues": [asdict(each) for each in done.residues]})
        return
    for residue in done.residues[:SHOWN]:
        say(f"  {residue}")
    if done.residues:
        say(f"{len(done.residues)} strings that could identify somebody are in it, as was allowed.")
    say(f"Wrote {counted(len(done.files), 'file')} into {done.path}. Fill in what README.md leaves open.")
