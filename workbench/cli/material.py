"""Commands on the material: import, transcripts, show, segments."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.common import (
    CoderOption,
    JsonOption,
    Progress,
    StudyArgument,
    UnitOption,
    as_json,
    opened,
    say,
    show,
)
from workbench.model import counted


def register(app: typer.Typer) -> None:
    app.command("import")(import_)
    app.command()(transcripts)
    app.command(name="show")(show_)
    app.command()(segments)


def import_(
    study: StudyArgument,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…", help="Transcripts (txt, docx, vtt, pdf …), folders, zip archives, projects (.qdpx)."
        ),
    ],
    participants: Annotated[Path | None, typer.Option(help="csv with a row per participant.")] = None,
    speaker_pattern: Annotated[
        str | None, typer.Option(help="Regular expression for speaker labels, its first group the name.")
    ] = None,
    no_speakers: Annotated[bool, typer.Option("--no-speakers", help="Take no label for a speaker.")] = False,
    role: Annotated[
        list[str] | None, typer.Option(metavar="LABEL=ROLE", help="interviewer or participant; again for each.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=HEADING",
            help="Of tables: words=HEADING (or several), speaker=…, start=…, question=…; or its number.",
        ),
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="Of text files, where it was found wrongly: cp1252 …")] = None,
    language: Annotated[
        str, typer.Option(help="Of these transcripts, as a code (de, pt …); else found from the words.")
    ] = "",
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Read transcripts, and projects of other tools, into the study, each file all or nothing."""
    from workbench.readers import told_beside
    from workbench.study.project.incoming import is_project_file, project_reports
    from workbench.study.texts.reading_rules import rules_from

    rules = rules_from(speaker_pattern, no_speakers, role or [], encoding, column or [])
    progress = Progress()
    with opened(study, coder) as one:
        if participants is not None:
            people = one.participants.import_file(participants)
            added, updated = counted(len(people.added), "participant"), len(people.updated)
            say(f"{participants.name}: {added} added, {updated} brought up to date.")
        projects = [file for file in files if is_project_file(file)]
        texts = [file for file in files if file not in projects]
        reports = (
            one.transcripts.import_files(texts, rules=rules, language=language, progress=progress) if texts else []
        )
        for file in projects:
            progress(file.name)
            reports += project_reports(one, file)
        progress.done()
        if participants is not None:
            spoken = one.participants.transcripts()
            silent = [name for name, found in spoken.items() if not found]
            unknown = one.participants.without_attributes()
            if silent:
                say(f"No transcript yet of: {', '.join(silent)}.")
            if unknown:
                say(f"Not in {participants.name}, but they speak: {', '.join(unknown)}.")
    beside = told_beside((report.file, report.beside) for report in reports if report.beside)
    reports = [report for report in reports if not report.beside]
    refused = [report for report in reports if report.error]
    if json:
        keys = ("file", "transcript", "turns", "speakers", "words", "warnings", "error")
        as_json([{key: asdict(report)[key] for key in keys} for report in reports])
    else:
        for report in reports:
            if report.error is None and report.project:
                say(report.project)
            elif report.error is None:
                said = ", ".join(report.speakers) or "nobody named"
                say(f"{report.file}: '{report.transcript}', {report.turns} turns, {report.words} words; {said}")
            for warning in report.warnings if report.error is None else ():
                say(f"  {warning}")
    if beside:
        say(beside)
    for report in refused:
        say(str(report.error))
    if refused:
        raise typer.Exit(1)


def transcripts(study: StudyArgument, json: JsonOption = False) -> None:
    """List the transcripts."""
    with opened(study) as one:
        records = [asdict(line) for line in one.transcripts.overview()]
    show(records, json, empty=f"No transcripts yet. Next: workbench import {study} FILE…")


def show_(
    study: StudyArgument,
    transcript: Annotated[str, typer.Argument(metavar="TRANSCRIPT", help="Its name.")],
    json: JsonOption = False,
) -> None:
    """Show a transcript's turns."""
    with opened(study) as one:
        found = one.transcripts[transcript]
    turns = [turn._asdict() for turn in found.turns]
    if json:
        as_json({"text": found.text, "turns": turns})
    else:
        show(
            [
                {"turn": number, **turn, "words": found.text[turn["start"] : turn["end"]]}
                for number, turn in enumerate(turns, start=1)
            ],
            False,
            columns=("turn", "speaker", "start_time", "words"),
        )


def segments(
    study: StudyArgument,
    unit: UnitOption = "turn",
    window: Annotated[
        int | None, typer.Option(help="So many neighbouring sentences of a turn are one unit.", show_default=False)
    ] = None,
    json: JsonOption = False,
) -> None:
    """List the units that are counted and modelled."""
    with opened(study) as one:
        found = one.transcripts.segments(unit if window is None else "sentence", window=window)
    keys = ("transcript", "speaker", "participant", "start", "end", "text")
    show([{key: getattr(segment, key) for key in keys} for segment in found], json)
