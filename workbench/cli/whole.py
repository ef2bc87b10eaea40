"""Commands on the study as a whole: new, demo, ui, history, undo, check, repair, merge, copy, backups."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.common import CoderOption, JsonOption, Progress, StudyArgument, as_json, opened, say, show
from workbench.model.errors import WorkbenchError

PortOption = Annotated[int, typer.Option(min=1, max=65535, help="Port of the app.")]


def register(app: typer.Typer) -> None:
    app.command()(demo)
    app.command()(new)
    app.command()(ui)
    app.command()(history)
    app.command()(undo)
    app.command()(redo)
    app.command()(check)
    app.command()(repair)
    app.command()(merge)
    app.command()(copy)
    app.command()(backup)
    app.command()(backups)
    app.command()(restore)


def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where the sample study goes.")] = Path("demo"),
    no_ui: Annotated[bool, typer.Option("--no-ui", help="Do not open the app afterwards.")] = False,
    port: PortOption = 8501,
    json: JsonOption = False,
) -> None:
    """Make the sample study (synthetic), analyse it, write all exports, and open the app."""
    from workbench.demo import make_demo

    progress = Progress()
    summary = make_demo(folder, progress=progress)
    progress.done()
    if json:
        as_json(summary)
    else:
        say(
            f"{folder / 'sample.study'}: {summary['transcripts']} interviews, {summary['codings']} codings by "
            f"{summary['coders']} coders, {summary['suggestions']} suggestions, {summary['themes']} themes, in "
            f"{sum(summary['seconds'].values()):.0f} s.\n{len(summary['exports'])} exports in {folder / 'exports'}; "
            f"look at map.html and themes.docx there."
        )
    if not no_ui:
        from workbench.app.serve import serve

        serve(str(folder / "sample.study"), port=port)


def new(
    study: StudyArgument,
    title: Annotated[str, typer.Option(help="What the study is called (else as its file).")] = "",
    coder: CoderOption = None,
) -> None:
    """Make an empty study; refuses to overwrite."""
    from workbench.study import Study

    with Study.create(study, title=title, coder=coder):
        say(f"Made {study}. Next: workbench import {study} FILE…")


def ui(
    study: StudyArgument,
    port: PortOption = 8501,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 is all of this machine's.")] = "127.0.0.1",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser window.")] = False,
    coder: CoderOption = None,
) -> None:
    """Open the app in the browser, on this machine only unless --host says otherwise."""
    with opened(study, coder):
        pass  # a study that cannot be opened is said here, not in the browser
    from workbench.app.serve import serve

    serve(study, port=port, host=host, browser=not no_browser, coder=coder)


def history(
    study: StudyArgument,
    coder: Annotated[str | None, typer.Option("--coder", help="Only what this person did.")] = None,
    act: Annotated[str | None, typer.Option(help="Only acts of this kind, for instance 'merge codes'.")] = None,
    code: Annotated[str | None, typer.Option(help="Only what touched this code.")] = None,
    transcript: Annotated[str | None, typer.Option(help="Only what touched this transcript.")] = None,
    since: Annotated[str | None, typer.Option(help="Only from this day on: 2026-03-01.")] = None,
    until: Annotated[str | None, typer.Option(help="Only up to the end of this day.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write the trail: csv, docx or html.")] = None,
    json: JsonOption = False,
) -> None:
    """List who did what, oldest first."""
    with opened(study) as one:
        found = one.history.of(coder=coder, act=act, code=code, transcript=transcript, since=since, until=until)
        if out is not None:
            one.history.write(out, found)
            say(f"Wrote {out}.")
            return
        records = [asdict(change) for change in found]
    show(records, json, columns=("id", "time", "coder", "act", "what", "why", "undone_by"))


def undo(
    study: StudyArgument,
    change: Annotated[int | None, typer.Option(help="Which change (else the last).", show_default=False)] = None,
    with_later: Annotated[
        bool, typer.Option("--with-later", help="Take later changes that build on it back with it.")
    ] = False,
    why: Annotated[str, typer.Option(help="The reason, for the history.")] = "",
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Take back the last act, or the one of that number."""
    with opened(study, coder) as one:
        before = one.version
        made = one.undo(change, why=why, with_later=with_later)
        others = [one.history.change(number) for number in range(before + 1, made.id)]
    if json:
        as_json(asdict(made))
        return
    for other in others:
        say(f"{other.what} (change {other.id}).")
    say(f"{made.what} (change {made.id}). 'workbench redo {study}' brings it back.")


def redo(study: StudyArgument, coder: CoderOption = None, json: JsonOption = False) -> None:
    """Do again what was last undone."""
    with opened(study, coder) as one:
        made = one.redo()
    as_json(asdict(made)) if json else say(f"{made.what} (change {made.id}).")


def check(study: StudyArgument, json: JsonOption = False) -> None:
    """Look whether the study is whole: pages, references, spans, history; for each fault, what can be done."""
    with opened(study) as one:
        faults = one.check()
    if json:
        as_json(faults)
    elif not faults:
        say(f"{study} is whole.")
    if faults:
        repairs = dict.fromkeys(fault.repair.format(study=study) for fault in faults)
        raise WorkbenchError("\n".join([*faults, *(f"→ {one}" for one in repairs)]))


def repair(
    study: StudyArgument,
    out: Annotated[
        str | None, typer.Option("--out", metavar="NEW", help="The study to make (else only say what can be saved).")
    ] = None,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Save what can be read of a damaged study into a new one; the damaged file stays as it is."""
    from workbench.study.copies import repaired

    saved = repaired(study, out, coder=coder)
    if json:
        as_json(asdict(saved))
        return
    for sentence in saved.says:
        say(sentence)
    rows = ", ".join(f"{count} {name.replace('_', ' ')}s" for name, count in saved.rows.items() if name != "setting")
    say(f"{'Made ' + out if out else 'Can be saved'}: {rows or 'nothing'}; {saved.changes} changes of the history.")


def merge(
    study: StudyArgument,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another copy of the study; it is only read.")],
    preview: Annotated[bool, typer.Option("--preview", help="Only say what would be done.")] = False,
    choose: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=SIDE", help="Decide a conflict: ours or theirs; for two codes, one or apart."),
    ] = None,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Take in what others did on their copies: coders kept apart, one act, a backup before."""
    chosen = dict(one.rpartition("=")[::2] for one in choose or ())
    with opened(study, coder) as one:
        report = one.merge(other, preview=preview, chosen=chosen)
    if json:
        as_json(report.as_dict())
        return
    for note in report.notes:
        say(note)
    for conflict in report.conflicts:
        say(f"{conflict}{f'  --choose {conflict.key}=…' if len(conflict.choices) > 1 else ''}")
    sums = report.sums()
    who = f"New coders: {', '.join(report.coders)}. " if report.coders else ""
    say(f"{who}{'Would be ' if preview else ''}{sums}." if sums else "Nothing is new there.")


def copy(
    study: StudyArgument,
    target: Annotated[str, typer.Argument(metavar="TARGET", help="A file or a database URL that holds no study yet.")],
) -> None:
    """Copy a study with its history to another file or database: SQLite or PostgreSQL."""
    with opened(study) as one:
        one.copy_to(target)
    say(f"Copied {study} to {target}.")


def backup(
    study: StudyArgument, out: Annotated[Path, typer.Option("--out", help="File to write the copy to.")]
) -> None:
    """Write a consistent copy, while others work."""
    with opened(study) as one:
        one.backup(out)
    say(f"Wrote {out}. It is a study itself.")


def backups(study: StudyArgument, json: JsonOption = False) -> None:
    """List the backups that the program keeps by itself beside the study, oldest first."""
    with opened(study) as one:
        records = [{**asdict(kept), "file": str(kept.file)} for kept in one.backups()]
    show(records, json, empty="There is none yet: one is kept for each day of work, and one before each merge.")


def restore(file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")], study: StudyArgument) -> None:
    """Make a study, a file or a database, from a backup; refuses to overwrite."""
    from workbench.study.copies import restored

    restored(file, study)
    say(f"Made {study} from {file}.")
