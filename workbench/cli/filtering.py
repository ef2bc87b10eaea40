"""What commands that look at a part of the study share: the filters, and showing a frame in any form."""

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.common import as_json, say, show
from workbench.model import Filters, WorkbenchError

if TYPE_CHECKING:
    import pandas as pd

Names = list[str]
ParticipantOption = Annotated[
    Names | None, typer.Option("--participant", metavar="NAME", help="Only these; again for more.", show_default=False)
]
WhereOption = Annotated[
    Names | None,
    typer.Option(
        "--where", metavar="ATTRIBUTE=VALUE", help="Only such participants; a band: age=20–29.", show_default=False
    ),
]
TranscriptOption = Annotated[
    Names | None, typer.Option("--transcript", metavar="NAME", help="Only these; again for more.", show_default=False)
]
CodeOption = Annotated[
    Names | None, typer.Option("--code", metavar="CODE", help="Only coded so; again for more.", show_default=False)
]
ByOption = Annotated[
    Names | None, typer.Option("--coded-by", metavar="NAME", help="Only by these coders.", show_default=False)
]
LayerOption = Annotated[
    str, typer.Option("--layer", help="independent, agreed or all (else what counts for themes).", show_default=False)
]
RoleOption = Annotated[
    Names | None,
    typer.Option("--role", metavar="ROLE", help="Only said by a participant, interviewer …", show_default=False),
]
OutFile = Annotated[
    Path | None, typer.Option("--out", help="Write a file: csv, xlsx, docx, tex, md, html.", show_default=False)
]

NO_FILTERS = Filters()


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """The command with an option for each filter in place of its parameter `filters`, which it gets as one value."""
    options = inspect.signature(_filters).parameters

    @functools.wraps(command)
    def asked(**given: Any) -> None:
        command(filters=_filters(**{name: given.pop(name) for name in options}), **given)

    own = inspect.signature(command).parameters.values()
    every = [one for mine in own for one in (options.values() if mine.name == "filters" else (mine,))]
    # What typer reads, and nothing of the command as it was.
    asked.__signature__ = inspect.Signature(every, return_annotation=None)  # type: ignore[attr-defined]
    asked.__annotations__ = {one.name: one.annotation for one in every}
    del asked.__wrapped__
    return asked


def _filters(
    participant: ParticipantOption = None,
    where: WhereOption = None,
    transcript: TranscriptOption = None,
    code: CodeOption = None,
    coded_by: ByOption = None,
    layer: LayerOption = "",
    role: RoleOption = None,
) -> Filters:
    """The filters that options say; a sentence where one cannot be read."""
    pairs = []
    for one in where or ():
        name, equals, value = one.partition("=")
        if not equals or not name.strip():
            raise WorkbenchError(f"--where '{one}' names no value. Write it as ATTRIBUTE=VALUE, for instance phase=2.")
        pairs.append((name.strip(), _dashed(value.strip())))
    return Filters(
        participants=tuple(participant or ()),
        attributes=tuple(pairs),
        transcripts=tuple(transcript or ()),
        codes=tuple(code or ()),
        coders=tuple(coded_by or ()),
        layer=layer,
        roles=tuple(role or ()),
    )


def _dashed(value: str) -> str:
    """A band of numbers typed with a hyphen, as it is called: 20-29 is 20–29."""
    low, hyphen, high = value.partition("-")
    return f"{low}–{high}" if hyphen and low.isdigit() and high.isdigit() else value


def give(frame: "pd.DataFrame", title: str, json: bool, out: Path | None, columns: tuple[str, ...] = ()) -> None:
    """A frame as JSON, as a file, or to look at; what there is to know about it goes to stderr."""
    from workbench.exports.tables.frames import records, table_of

    if out is not None:
        table_of(frame, title).write(out)
        say(f"Wrote {out}.")
    for note in frame.attrs.get("notes", ()):
        say(note)
    if nothing := frame.attrs.get("nothing"):
        say(nothing)
    if json:
        as_json(records(frame))
    elif out is None and len(frame):
        show(_short(records(frame), columns), False, columns=columns)


def _short(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """Long words cut, for a terminal; JSON and files have them whole."""
    return [
        {
            name: f"{value[:160]} …" if isinstance(value, str) and len(value) > 160 else value
            for name, value in row.items()
            if not columns or name in columns
        }
        for row in rows
    ]
