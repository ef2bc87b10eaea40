"""The command on passages like those of a code."""

from dataclasses import asdict
from typing import Annotated

import typer

from workbench.cli.common import CoderOption, JsonOption, Progress, StudyArgument, opened, say, show
from workbench.model import counted


def register(app: typer.Typer) -> None:
    app.command("more-like")(more_like)


def more_like(
    study: StudyArgument,
    code: Annotated[str, typer.Argument(metavar="CODE", help="A code that is used already.")],
    transcript: Annotated[str | None, typer.Option(help="Look in this transcript only.", show_default=False)] = None,
    most: Annotated[int, typer.Option(help="How many to show at most.", min=1)] = 20,
    unread: Annotated[
        bool, typer.Option("--unread", help="Look in transcripts that nobody has coded in or marked as read, too.")
    ] = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Find passages like those of a code, the most alike first; none that was refused."""
    progress = Progress()
    with opened(study, coder) as one:
        found = one.more_like(code, transcript=transcript, most=most, unread=unread, progress=progress)
        progress.done()
        left = [] if unread or transcript else one.reading.unread()
        texts = {name: one.transcripts[name].text for name in {hit.transcript for hit in found}}
    records = [{**asdict(hit), "text": texts[hit.transcript][hit.start : hit.end]} for hit in found]
    if left:
        say(
            f"Not looked in: {counted(len(left), 'transcript')} that nobody has coded in or marked as read yet "
            "(with --unread they are)."
        )
    show(
        records,
        json,
        columns=("transcript", "start", "end", "text", "words", "why"),
        empty=f"Nothing is coded as '{code}' yet, or nothing is left. Code a passage first.",
    )
