"""The command on settings: family of analysis, help wanted, research questions."""

from typing import Annotated

import typer

from workbench.cli.common import CoderOption, JsonOption, StudyArgument, as_json, opened
from workbench.model.settings import FAMILIES, HELPS


def register(app: typer.Typer) -> None:
    app.command()(settings)


def settings(
    study: StudyArgument,
    family: Annotated[
        str | None, typer.Option(help=f"Family of analysis: {', '.join(FAMILIES)}.", show_default=False)
    ] = None,
    help_wanted: Annotated[
        str | None, typer.Option("--help-wanted", help=f"Help wanted: {', '.join(HELPS)}.", show_default=False)
    ] = None,
    question: Annotated[
        list[str] | None,
        typer.Option(help="A research question; again for each. They take the place of those before.", metavar="TEXT"),
    ] = None,
    title: Annotated[str | None, typer.Option(help="What the study is called.", show_default=False)] = None,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Show how the study is worked on, or change it."""
    with opened(study, coder) as one:
        if not (family is None and help_wanted is None and question is None):
            one.settings.change(family=family, help=help_wanted, questions=question)
        if title is not None:
            one.rename(title)
        now, name = one.settings, one.title
        if json:
            as_json({"title": name, "family": now.family, "help": now.help, "questions": list(now.questions)})
            return
        print(f"Study      {name}\nFamily     {FAMILIES[now.family]}\nHelp       {HELPS[now.help]}")
        for number, words in enumerate(now.questions, start=1):
            print(f"Question {number} {words}")
