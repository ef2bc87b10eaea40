"""Commands on themes: suggest, suggestions, decide, themes."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
from workbench.model.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.model import Run, Suggestion, Theme


def register(app: typer.Typer) -> None:
    app.command()(suggest)
    app.command()(suggestions)
    app.command()(decide)
    app.command()(themes)
    app.command("theme")(theme)
    app.command("code-groups")(code_groups)
    app.command("ai-statement")(ai_statement)


def suggest(
    study: StudyArgument,
    unit: UnitOption = "answer",
    seed: Annotated[int, typer.Option(help="Same seed, same suggestions.", min=0, max=2**32 - 1)] = 0,
    speakers: Annotated[str, typer.Option(help="participant (leave interviewers out) or all.")] = "participant",
    number: Annotated[
        int | None, typer.Option(help="How many to look for (else chosen, with its reason).", show_default=False, min=2)
    ] = None,
    embedder: Annotated[str, typer.Option(help="careful, fast, or the folder of a model.")] = "careful",
    window: Annotated[
        int | None, typer.Option(help="With unit sentence: so many neighbouring sentences.", show_default=False, min=1)
    ] = None,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Ask the topic model for themes; people decide on each."""
    progress = Progress()
    with opened(study, coder) as one:
        run = one.suggestions.run(
            unit,
            seed=seed,
            number=number,
            speakers=speakers,
            embedder=embedder,
            window=window,
            progress=progress,
        )
    progress.done()
    _show_run(run, json)


def suggestions(
    study: StudyArgument,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the decisions to this yaml file, for 'decide'.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Show the newest run with what was decided."""
    with opened(study) as one:
        one.settings.require("suggest")
        run = one.suggestions.newest()
        if run is None:
            raise WorkbenchError(f"No themes were suggested yet. Ask for some: workbench suggest {study}")
        if out is not None:
            from workbench.study.decided.decisions import record
            from workbench.study.decided.files import write_decisions

            decided = record(one)
            write_decisions(out, decided)
            say(f"Wrote {counted(len(decided), 'decision')} to {out}.")
    _show_run(run, json)


def _show_run(run: "Run", json: bool) -> None:
    from workbench.model import unit_noun

    if json:
        as_json(
            {
                "run": run.number,
                "seed": run.seed,
                "unit": run.unit,
                "config": run.config,
                "versions": run.versions,
                "segments": run.segments,
                "outliers": len(run.outliers),
                "notes": list(run.notes),
                "suggestions": [_suggestion(one) for one in run.suggestions],
            }
        )
        return
    for note in run.notes:
        say(note)
    say(f"{run.segments} segments ({unit_noun(run.unit)}), {len(run.outliers)} of them not placed.")
    show(
        [{**_suggestion(one), "keywords": list(one.keywords[:6])} for one in run.suggestions],
        False,
        columns=("id", "label", "size", "participants", "stability", "keywords", "status", "theme"),
    )


def _suggestion(one: "Suggestion") -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "keywords": list(one.keywords),
        "size": one.size,
        "participants": len(one.participants),
        "stability": one.stability,
        "segments": [
            {"transcript": fit.transcript, "start": fit.start, "end": fit.end, "text": fit.text, "fit": fit.fit}
            for fit in one.segments
        ],
        "codes": [overlap.code for overlap in one.codes],
        "status": one.status,
        "theme": one.theme,
        "overlaps": [asdict(overlap) for overlap in one.codes],
        "voices": list(one.participants),
        "warnings": list(one.warnings),
        "reason": one.reason,
        "follows": one.follows,
    }


def decide(
    study: StudyArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Decisions in yaml or csv.")],
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Replay recorded decisions on the newest run, matched by evidence and not by number."""
    from workbench.study.decided.decisions import replay

    with opened(study, coder) as one:
        report = replay(one, file)
    if json:
        as_json(
            {"applied": [asdict(line) for line in report.applied], "unmatched": [asdict(u) for u in report.unmatched]}
        )
    else:
        say(f"{file.name}: {counted(len(report.applied), 'decision')} applied, {len(report.unmatched)} not matched.")
    for unmatched in report.unmatched:
        say(f"  {unmatched.says}")
    if report.unmatched:
        raise typer.Exit(1)


def themes(study: StudyArgument, json: JsonOption = False) -> None:
    """List themes with their evidence."""
    with opened(study) as one:
        found = list(one.themes)
    show(
        [_theme(theme) for theme in found],
        json,
        columns=("name", "parent", "participants", "transcripts", "codings", "codes"),
        empty=f"No themes yet. Accept suggestions (workbench decide {study} FILE), or make some in the app.",
    )


def theme(
    study: StudyArgument,
    name: Annotated[str, typer.Argument(metavar="THEME", help="The theme's name.")],
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Show how one theme stands: for, against, silent by attribute, passages beside it, its biography."""
    with opened(study, coder) as one:
        found = one.themes.standing(name)
    if json:
        as_json(found.as_dict())
        return
    for warning in found.warnings:
        say(warning)
    for side, names in (("for", found.for_it), ("against", found.against), ("silent", found.silent)):
        print(f"{side:<8} {len(names)}: {', '.join(names) or '–'}")
    for attribute, sides in found.by.items():
        for s in sides:
            print(f"{attribute} {s.value}: {len(s.for_it)} for, {len(s.against)} against, {len(s.silent)} silent")
    for change in found.biography:
        print(f"{change.time[:16]}  {change.coder}: {change.what}{f' ({change.why})' if change.why else ''}")
    show(
        [{"participant": q.participant, "passage": q.text, "codes": q.code} for q in found.beside[:20]],
        False,
        empty="No passage is coded with its neighbours but not with it.",
    )


def code_groups(study: StudyArgument, coder: CoderOption = None, json: JsonOption = False) -> None:
    """Propose groups of codes that could form a theme, with the passages that tie them."""
    progress = Progress()
    with opened(study, coder) as one:
        found = one.themes.proposed(progress=progress)
    progress.done()
    show(
        [
            {
                "codes": list(group.codes),
                "nearness": group.nearness,
                "why": group.why,
                "ties": [
                    {"transcript": t, "start": start, "end": end, "codes": list(codes)}
                    for t, start, end, codes in group.ties
                ],
            }
            for group in found
        ],
        json,
        columns=("codes", "nearness", "why"),
        empty="No group of codes stands out. Code more passages, or group codes into themes by hand.",
    )


def ai_statement(
    study: StudyArgument,
    out: Annotated[Path | None, typer.Option("--out", help="Write it to this file.")] = None,
    json: JsonOption = False,
) -> None:
    """The statement on the use of AI for a paper, made from the log."""
    with opened(study) as one:
        found = one.ai_statement()
    if out is not None:
        from workbench.exports.files import written

        written(out, f"{found.text}\n".encode())
        say(f"Wrote {out}.")
    elif json:
        as_json(found.as_dict())
    else:
        print(found.text)


def _theme(theme: "Theme") -> dict[str, Any]:
    return {
        "name": theme.name,
        "parent": theme.parent,
        "definition": theme.definition,
        "codes": [code.name for code in theme.codes],
        "codings": theme.codings,
        "participants": len(theme.participants),
        "transcripts": len(theme.transcripts),
        "quotes": [asdict(quote) for quote in (*theme.quotes, *theme.counter)],
        "voices": list(theme.participants),
    }
