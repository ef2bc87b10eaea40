"""Commands that change transcripts after people worked on them: correct, pseudonymise, purge, withdraw."""

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.common import CoderOption, JsonOption, StudyArgument, as_json, opened, say


def register(app: typer.Typer) -> None:
    app.command()(correct)


def correct(
    study: StudyArgument,
    transcript: Annotated[str, typer.Argument(metavar="TRANSCRIPT", help="Its name.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The corrected file, of any format that is imported.")],
    speaker_pattern: Annotated[
        str | None, typer.Option(help="Regular expression for speaker labels, its first group the name.")
    ] = None,
    no_speakers: Annotated[bool, typer.Option("--no-speakers", help="Take no label for a speaker.")] = False,
    why: Annotated[str, typer.Option(help="Why; it is kept in the history.")] = "",
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Put a corrected file in the place of a transcript; codings follow their words, and each that cannot is listed."""
    from workbench.study.transcripts import rules_from

    rules = rules_from(speaker_pattern, no_speakers, []) if speaker_pattern or no_speakers else None
    with opened(study, coder) as one:
        made = one.transcripts.replace(transcript, file, rules=rules, why=why)
    if json:
        as_json(made.as_dict())
        return
    counts = ", ".join(f"{len(made.of(fate))} {fate}" for fate in ("moved", "shortened", "changed", "orphaned"))
    say(f"Corrected '{transcript}'. Passages: {made.kept} as they were, {counts}. 'workbench undo {study}' undoes it.")
    for warning in made.warnings:
        say(f"  {warning}")
    for passage in made.followed:
        print(passage)
