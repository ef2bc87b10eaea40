"""What all commands share: their common options, opening a study, and showing what came back."""

import json
import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from workbench.study import Study

StudyArgument = Annotated[str, typer.Argument(metavar="STUDY", help="A .study file or a database URL.")]
CoderOption = Annotated[
    str | None, typer.Option("--coder", help="Who acts (else WORKBENCH_CODER, or the login name).", show_default=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout, nothing else.")]
OutOption = Annotated[Path, typer.Option("--out", help="File to write; its suffix picks the format.")]
UnitOption = Annotated[str, typer.Option("--unit", help="turn, sentence, answer, or window:3 (sentences).")]


def opened(location: str, coder: str | None = None) -> "AbstractContextManager[Study]":
    """The study, for a `with` block; what is to be known about how it was opened goes to stderr."""
    from workbench.study import Study

    study = Study.open(location, coder=coder)
    if study.note:
        say(study.note)
    return study


def say(text: str) -> None:
    """A note for the person; never on stdout, which is for results."""
    print(text, file=sys.stderr)


def as_json(value: Any) -> None:
    # Surrogates cannot be printed; ensure_ascii=False keeps names readable, and what cannot be encoded is escaped.
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.flush()


def show(records: Sequence[dict[str, Any]], json_wanted: bool, *, columns: Iterable[str] = (), empty: str = "") -> None:
    """A list of records as JSON, or as a table of some of their columns."""
    if json_wanted:
        as_json(list(records))
        return
    if not records:
        say(empty or "Nothing to show.")
        return
    wanted = list(columns) or list(records[0])
    table(wanted, [[_cell(record.get(name)) for name in wanted] for record in records])


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in header:
        drawn.add_column(name.replace("_", " "), overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    Console(width=None if sys.stdout.isatty() else 160, highlight=False).print(drawn)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    if isinstance(value, (list, tuple)):
        return ", ".join(_cell(one) for one in value)
    return str(value)


class Progress:
    """A bar on stderr while something long runs; silent where stderr is not a terminal."""

    def __init__(self) -> None:
        self._shown = ""
        self._live = sys.stderr.isatty()

    def __call__(self, what: str, share: float = 0.0) -> None:
        if self._live:
            line = f"{what} … {share:.0%}" if share else f"{what} …"
            print(f"\r{line:<{len(self._shown)}}", end="", file=sys.stderr, flush=True)
            self._shown = line

    def done(self) -> None:
        if self._shown:
            print(f"\r{'':<{len(self._shown)}}\r", end="", file=sys.stderr, flush=True)
            self._shown = ""
