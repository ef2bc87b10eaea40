"""Commands that change the codebook: add, edit, move, merge, split, archive, restore, remove."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.common import CoderOption, JsonOption, StudyArgument, as_json, opened, say
from workbench.model import Coding, WorkbenchError, counted

if TYPE_CHECKING:
    from workbench.study import Study

CodeArgument = Annotated[str, typer.Argument(metavar="CODE", help="A code's name.")]
PreviewOption = Annotated[bool, typer.Option("--preview", help="Say what it would touch, and do nothing.")]
WhyOption = Annotated[str, typer.Option("--why", help="Why; kept in the history.")]
WordsOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=TEXT", help="description, definition, when_to_use, when_not_to_use, example, "
                 "near_miss, colour, origin, aliases (with ; between them); again for each."),
]  # fmt: skip


def register(codebook: typer.Typer) -> None:
    for name, command in (
        ("add", add),
        ("edit", edit),
        ("move", move),
        ("merge", merge),
        ("split", split),
        ("archive", archive),
        ("restore", restore),
        ("remove", remove),
    ):
        codebook.command(name)(command)


def add(
    study: StudyArgument,
    code: CodeArgument,
    parent: Annotated[str | None, typer.Option("--parent", help="The code to put it under.")] = None,
    words: WordsOption = None,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Add a code."""
    with opened(study, coder) as one:
        made = one.codebook.add(code, parent=parent, **_words(words))
    _tell(json, f"Added '{made.name}'.", done=True)


def edit(
    study: StudyArgument,
    code: CodeArgument,
    name: Annotated[str | None, typer.Option("--name", help="A new name; links in memos follow.")] = None,
    words: WordsOption = None,
    coder: CoderOption = None,
    preview: PreviewOption = False,
    json: JsonOption = False,
) -> None:
    """Rename a code, or change its words."""
    given = _words(words)
    _act(study, coder, json, preview, ("rename" if name else "define", code, name),
         lambda one: one.codebook.edit(code, new_name=name, **given))  # fmt: skip


def move(
    study: StudyArgument,
    code: CodeArgument,
    under: Annotated[str | None, typer.Option("--under", help="The new parent; without it, the top.")] = None,
    before: Annotated[str | None, typer.Option("--before", help="The sibling to stand before; else last.")] = None,
    coder: CoderOption = None,
    preview: PreviewOption = False,
    json: JsonOption = False,
) -> None:
    """Put a code, with all below it, under another."""
    do = ("move", code, under)
    _act(study, coder, json, preview, do, lambda one: one.codebook.move(code, under, before=before))


def merge(
    study: StudyArgument,
    code: CodeArgument,
    into: Annotated[str, typer.Argument(metavar="INTO", help="The code that takes it in.")],
    why: WhyOption = "",
    coder: CoderOption = None,
    preview: PreviewOption = False,
    json: JsonOption = False,
) -> None:
    """Give codings, memos, children and themes of one code to another."""
    _act(study, coder, json, preview, ("merge", code, into), lambda one: one.codebook.merge(code, into, why=why))


def split(
    study: StudyArgument,
    code: CodeArgument,
    into: Annotated[str, typer.Argument(metavar="INTO", help="The code that the passages get.")],
    at: Annotated[list[str], typer.Argument(metavar="PLACE…", help="TRANSCRIPT:START-END, as 'codings export' says.")],
    new_code: Annotated[bool, typer.Option("--new-code", help="Make the code if it is not there.")] = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Deal passages of one code out to another."""
    with opened(study, coder) as one:
        wanted = [_place(place) for place in at]
        found = [coding for coding in one.codings.of(code=code) if _at(coding) in wanted]
        if missing := set(wanted) - {_at(coding) for coding in found}:
            name, start, end = sorted(missing)[0]
            raise WorkbenchError(f"Nothing is coded as '{code}' at {start}–{end} of '{name}'.")
        one.codebook.deal([coding.id for coding in found], into, new_code=new_code)
    _tell(json, f"{counted(len(found), 'coding')} now '{into}'.", done=True, codings=found)


def archive(
    study: StudyArgument,
    code: CodeArgument,
    why: WhyOption = "",
    coder: CoderOption = None,
    preview: PreviewOption = False,
    json: JsonOption = False,
) -> None:
    """Put a code away with all below it; its codings stay."""
    _act(study, coder, json, preview, ("archive", code, None), lambda one: one.codebook.archive(code, why=why))


def restore(study: StudyArgument, code: CodeArgument, coder: CoderOption = None, json: JsonOption = False) -> None:
    """Bring an archived code back."""
    _act(study, coder, json, False, ("restore", code, None), lambda one: one.codebook.restore(code))


def remove(
    study: StudyArgument,
    code: CodeArgument,
    why: WhyOption = "",
    coder: CoderOption = None,
    preview: PreviewOption = False,
    json: JsonOption = False,
) -> None:
    """Take a code out with its codings; undo brings both back."""
    _act(study, coder, json, preview, ("remove", code, None), lambda one: one.codebook.remove(code, why=why))


def _act(
    location: str,
    coder: str | None,
    json: bool,
    preview: bool,
    do: tuple[str, str, str | None],
    act: "Callable[[Study], None]",
) -> None:
    """Say what an act touches, and do it unless only that was asked for."""
    with opened(location, coder) as one:
        told = one.codebook.preview(*do)
        if not preview:
            act(one)
    _tell(json, told.says, done=not preview, codings=told.codings)


def _tell(json: bool, says: str, *, done: bool, codings: Sequence[Coding] = ()) -> None:
    if json:
        columns = ("id", "transcript", "start", "end", "coder", "code", "quote")
        rows = [{name: getattr(coding, name) for name in columns} for coding in codings]
        as_json({"done": done, "says": says, "codings": rows})
    else:
        say(says)


def _at(coding: Coding) -> tuple[str, int, int]:
    return coding.transcript, coding.start, coding.end


def _place(given: str) -> tuple[str, int, int]:
    name, _colon, places = given.rpartition(":")
    start, _dash, end = places.partition("-")
    if not (name and start.isdigit() and end.isdigit()):
        raise typer.BadParameter(f"'{given}' is no place. Write TRANSCRIPT:START-END, such as P01:120-180.")
    return name, int(start), int(end)


def _words(given: list[str] | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in given or ():
        field, is_there, text = one.partition("=")
        if not is_there:
            raise typer.BadParameter(f"'{one}' has no '='. Write FIELD=TEXT.")
        found[field.strip()] = text.split(";") if field.strip() == "aliases" else text
    return found
