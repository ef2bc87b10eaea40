"""The command line: parse, call `Study`, show. Nothing is decided here.

Exit status: 0 done; 1 the work could not be done, or only in part, with a sentence on stderr; 2 wrong usage.
"""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from workbench import __version__
from workbench.cli import (
    archiving,
    care,
    codes,
    likeness,
    material,
    memos,
    output,
    reading,
    searching,
    settings,
    tables,
    team,
    themes,
    turns,
    whole,
)
from workbench.model.errors import NotAChoice, WorkbenchError

app = typer.Typer(
    name="workbench",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _say_version(wanted: bool) -> None:
    if wanted:
        print(f"workbench {__version__}")
        raise typer.Exit


@app.callback()
def workbench(
    _version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_say_version, help="Say which version this is, and stop."),
    ] = False,
) -> None:
    """A workbench for analysing qualitative interviews. STUDY is a .study file, or a database URL."""


for part in (
    whole,
    settings,
    material,
    care,
    turns,
    codes,
    memos,
    team,
    themes,
    likeness,
    searching,
    reading,
    tables,
    output,
    archiving,
):
    part.register(app)


def _names_nothing(arguments: Sequence[str]) -> bool:
    """Whether `--out` is given and empty, as by a shell's variable that is not set: a path made of it would be the
    folder that one stands in.

    >>> _names_nothing(["map", "a.study", "--out", ""]), _names_nothing(["map", "a.study", "--out", "."])
    (True, False)
    """
    pairs = zip(arguments, [*arguments[1:], "-"], strict=True)
    return any(one == "--out=" or (one == "--out" and not value.strip()) for one, value in pairs)


def main() -> None:
    """The command `workbench`: bad input ends in a sentence and 1, never in a traceback."""
    if _names_nothing(sys.argv[1:]):
        print("--out names nothing: it is empty. Give the file or the folder to write.", file=sys.stderr)
        raise SystemExit(2)
    try:
        app()
    except WorkbenchError as error:
        print(error, file=sys.stderr)
        raise SystemExit(2 if isinstance(error, NotAChoice) else 1) from None
    except OSError as error:  # of a file that was named, and is not as it is elsewhere taken for granted
        if error.filename is None:
            raise
        print(f"{error.filename} cannot be used ({error.strerror}). Choose another, or mend it.", file=sys.stderr)
        raise SystemExit(1) from None
