"""Commands on the study as a whole: new, demo, ui, history, undo, check, backup."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.common import CoderOption, JsonOption, Progress, StudyArgument, as_json, opened, say, show
from workbench.model.errors import WorkbenchError


def register(app: typer.Typer) -> None:
    app.command()(demo)
    app.command()(new)
    app.command()(ui)
    app.command()(history)
    app.command()(undo)
    app.command()(redo)
    app.command()(check)
    app.command()(backup)
    app.command()(restore)


def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where the sample study goes.")] = Path("demo"),
    no_ui: Annotated[bool, typer.Option("--no-ui", help="Do not open the app afterwards.")] = False,
    port: Annotated[int, typer.Option(help="Port of the app.")] = 8501,
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
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8501,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser window.")] = False,
    coder: CoderOption = None,
) -> None:
    """Open the app in the browser, on this machine only."""
    with opened(study, coder):
        pass  # a study that cannot be opened is said here, not in the browser
    from workbench.app.serve import serve

    serve(study, port=port, host=host, browser=not no_browser, coder=coder)


def history(study: StudyArgument, json: JsonOption = False) -> None:
    """List who did what, oldest first."""
    with opened(study) as one:
        records = [asdict(change) for change in one.history]
    show(records, json, columns=("id", "time", "coder", "act", "what", "why", "undone_by"))


def undo(
    study: StudyArgument,
    change: Annotated[int | None, typer.Option(help="Which change (else the last).", show_default=False)] = None,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Take back the last act, or the one of that number."""
    with opened(study, coder) as one:
        made = one.undo(change)
    as_json(asdict(made)) if json else say(f"{made.what} (change {made.id}). 'workbench redo {study}' brings it back.")


def redo(study: StudyArgument, coder: CoderOption = None, json: JsonOption = False) -> None:
    """Do again what was last undone."""
    with opened(study, coder) as one:
        made = one.redo()
    as_json(asdict(made)) if json else say(f"{made.what} (change {made.id}).")


def check(study: StudyArgument, json: JsonOption = False) -> None:
    """Look whether the study is whole: pages, references, spans, history."""
    with opened(study) as one:
        faults = one.check()
    if json:
        as_json(faults)
    elif not faults:
        say(f"{study} is whole.")
    if faults:
        raise WorkbenchError("\n".join(faults))


def backup(
    study: StudyArgument, out: Annotated[Path, typer.Option("--out", help="File to write the copy to.")]
) -> None:
    """Write a consistent copy, while others work."""
    with opened(study) as one:
        one.backup(out)
    say(f"Wrote {out}. It is a study itself.")


def restore(file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")], study: StudyArgument) -> None:
    """Make a study from a backup; refuses to overwrite."""
    from workbench.study import Study

    with Study.open(file) as one:
        if Path(study).exists():
            raise WorkbenchError(f"{study} is already there. Move it away first, or choose another name.")
        one.backup(Path(study))
    say(f"Made {study} from {file}.")
