"""Commands that change the codebook: add, edit, move, merge, split, archive, restore, remove."""

from typing import Annotated, Any

import typer

from workbench.cli.common import CoderOption, StudyArgument, opened, say
from workbench.model import Coding, WorkbenchError

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
) -> None:
    """Add a code."""
    with opened(study, coder) as one:
        made = one.codebook.add(code, parent=parent, **_words(words))
    say(f"Added '{made.name}'.")


def edit(
    study: StudyArgument,
    code: CodeArgument,
    name: Annotated[str | None, typer.Option("--name", help="A new name; links in memos follow.")] = None,
    words: WordsOption = None,
    coder: CoderOption = None,
    preview: PreviewOption = False,
) -> None:
    """Rename a code, or change its words."""
    with opened(study, coder) as one:
        if preview:
            say(one.codebook.preview("rename" if name else "define", code, name).says)
        else:
            one.codebook.edit(code, new_name=name, **_words(words))
            say(f"Changed '{name or code}'.")


def move(
    study: StudyArgument,
    code: CodeArgument,
    under: Annotated[str | None, typer.Option("--under", help="The new parent; without it, the top.")] = None,
    before: Annotated[str | None, typer.Option("--before", help="The sibling to stand before; else last.")] = None,
    coder: CoderOption = None,
    preview: PreviewOption = False,
) -> None:
    """Put a code, with all below it, under another."""
    with opened(study, coder) as one:
        if preview:
            say(one.codebook.preview("move", code, under).says)
        else:
            one.codebook.move(code, under, before=before)
            say(f"Moved '{code}'.")


def merge(
    study: StudyArgument,
    code: CodeArgument,
    into: Annotated[str, typer.Argument(metavar="INTO", help="The code that takes it in.")],
    why: WhyOption = "",
    coder: CoderOption = None,
    preview: PreviewOption = False,
) -> None:
    """Give codings, memos, children and themes of one code to another."""
    with opened(study, coder) as one:
        told = one.codebook.preview("merge", code, into).says
        if not preview:
            one.codebook.merge(code, into, why=why)
    say(told)


def split(
    study: StudyArgument,
    code: CodeArgument,
    into: Annotated[str, typer.Argument(metavar="INTO", help="The code that the passages get.")],
    at: Annotated[list[str], typer.Argument(metavar="PLACE…", help="TRANSCRIPT:START-END, as 'codings export' says.")],
    new_code: Annotated[bool, typer.Option("--new-code", help="Make the code if it is not there.")] = False,
    coder: CoderOption = None,
) -> None:
    """Deal passages of one code out to another."""
    with opened(study, coder) as one:
        wanted = [_place(place) for place in at]
        found = [coding for coding in one.codings.of(code=code) if _at(coding) in wanted]
        if missing := set(wanted) - {_at(coding) for coding in found}:
            name, start, end = sorted(missing)[0]
            raise WorkbenchError(f"Nothing is coded as '{code}' at {start}–{end} of '{name}'.")
        one.codebook.deal([coding.id for coding in found], into, new_code=new_code)
    say(f"{len(found)} codings are '{into}' now.")


def archive(
    study: StudyArgument,
    code: CodeArgument,
    why: WhyOption = "",
    coder: CoderOption = None,
    preview: PreviewOption = False,
) -> None:
    """Put a code away with all below it; its codings stay."""
    with opened(study, coder) as one:
        told = one.codebook.preview("archive", code).says
        if not preview:
            one.codebook.archive(code, why=why)
    say(told)


def restore(study: StudyArgument, code: CodeArgument, coder: CoderOption = None) -> None:
    """Bring an archived code back."""
    with opened(study, coder) as one:
        one.codebook.restore(code)
    say(f"'{code}' is offered again.")


def remove(
    study: StudyArgument,
    code: CodeArgument,
    why: WhyOption = "",
    coder: CoderOption = None,
    preview: PreviewOption = False,
) -> None:
    """Take a code out with its codings; undo brings both back."""
    with opened(study, coder) as one:
        told = one.codebook.preview("remove", code).says
        if not preview:
            one.codebook.remove(code, why=why)
    say(told)


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
