"""Commands on reading: how far everybody is, and what comes next."""

from typing import Annotated

import typer

from workbench.cli.common import CoderOption, JsonOption, StudyArgument, as_json, opened, say, show

reading = typer.Typer(help="How far the transcripts are read and coded.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(reading, name="reading")


@reading.command("show")
def show_(study: StudyArgument, coder: CoderOption = None, json: JsonOption = False) -> None:
    """Each transcript: how far the coder said they are, and how many turns they coded something in."""
    with opened(study, coder) as one:
        found = [
            {"transcript": p.transcript, "state": p.state, "turns": p.turns, "coded": p.coded, "codings": p.codings}
            for p in one.reading.progress()
        ]
    show(found, json, empty="There are no transcripts yet.")


@reading.command("mark")
def mark(
    study: StudyArgument,
    transcript: str,
    state: Annotated[str, typer.Argument(help="read, 'first round', 'second round', or 'unread'.")],
    coder: CoderOption = None,
) -> None:
    """Say how far the coder is with a transcript."""
    with opened(study, coder) as one:
        one.reading.mark(transcript, None if state == "unread" else state)
    say(f"{transcript}: {state}.")


@reading.command("next")
def next_(
    study: StudyArgument,
    transcript: Annotated[str | None, typer.Argument(help="Only there.", show_default=False)] = None,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """The next passage of a participant that the coder has coded nothing in."""
    with opened(study, coder) as one:
        found = one.reading.next_uncoded(transcript)
        text = one.transcripts[found[0]].text[found[1] : found[2]] if found else ""
    if json:
        as_json(dict(zip(("transcript", "start", "end"), found, strict=True)) | {"text": text} if found else None)
    elif found:
        show([{"transcript": found[0], "start": found[1], "end": found[2], "text": text}], False)
    else:
        say("Nothing is left: something is coded in every turn of the participants.")
