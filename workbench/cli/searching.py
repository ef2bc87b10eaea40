"""Commands that find passages: search, passages, and queries kept by name."""

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.common import CoderOption, JsonOption, Progress, StudyArgument, as_json, opened, say, show
from workbench.cli.filtering import NO_FILTERS, OutFile, filtered, give
from workbench.model import Filters, WorkbenchError

queries = typer.Typer(help="Queries for passages, kept by name.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.command()(search)
    app.command()(passages)
    app.add_typer(queries, name="queries")


@filtered
def search(
    study: StudyArgument,
    query: Annotated[str, typer.Argument(metavar="QUERY", help='Words, "a phrase", licen*, -not, this OR that.')],
    by: Annotated[str, typer.Option("--by", help="words, forms, expression or meaning.")] = "words",
    filters: Filters = NO_FILTERS,
    coded: Annotated[str, typer.Option("--coded", help="coded or uncoded places only.", show_default=False)] = "",
    code_as: Annotated[
        str | None, typer.Option("--code-as", help="Code the turns of all hits so, as one act.", show_default=False)
    ] = None,
    coder: CoderOption = None,
    out: OutFile = None,
    json: JsonOption = False,
) -> None:
    """Find what is said, in all transcripts, with the turn around and the one before."""
    wanted = filters.with_(coded=coded)
    progress = Progress()
    with opened(study, coder) as one:
        found = one.search(query, by=by, filters=wanted, progress=progress)
        progress.done()
        if code_as is not None and len(found):
            turns = found[["transcript", "turn_start", "turn_end"]].drop_duplicates()
            one.codings.add_places(list(turns.itertuples(index=False, name=None)), code_as)
            say(one.history.change(one.version).what)
    columns = ("transcript", "turn", "participant", "text", "context", *(("score",) if by == "meaning" else ()))
    give(found, f"Search for {query}", json, out, columns)


@filtered
def passages(
    study: StudyArgument,
    query: Annotated[str, typer.Argument(metavar="QUERY", help='"harm and not trust"; nothing: every passage.')] = "",
    near: Annotated[int | None, typer.Option("--near", help="Codes meet within so many turns.", min=0)] = None,
    within: Annotated[
        str, typer.Option("--within", help="Codes meet by: overlap, turn, answer, transcript.")
    ] = "overlap",
    order: Annotated[
        str, typer.Option("--order", help="text, participant, code, longest or newest (last coded first).")
    ] = "text",
    saved: Annotated[str | None, typer.Option("--saved", help="Ask a kept query.", show_default=False)] = None,
    save: Annotated[str | None, typer.Option("--save", help="Keep this query by a name.", show_default=False)] = None,
    filters: Filters = NO_FILTERS,
    coder: CoderOption = None,
    print_: Annotated[
        Path | None, typer.Option("--print", help="A page to print or read aloud from (html).", show_default=False)
    ] = None,
    out: OutFile = None,
    json: JsonOption = False,
) -> None:
    """Find passages by their codes: and, or, not, near:N CODE, under CODE, said "words", after "words"."""
    meets: str | int = within if near is None else near
    if saved is not None and (query or filters):
        raise WorkbenchError("A kept query is asked as it was kept. Leave out the query and the filters, or --saved.")
    with opened(study, coder) as one:
        if save is not None:
            one.queries.add(save, query, meets=meets, filters=filters)
            say(f"Kept the query '{save}'.")
        if saved is not None:
            found = one.queries.passages(saved, order=order)
        else:
            found = one.passages(query, filters=filters, meets=meets, order=order)
    title = saved or query or "All coded passages"
    if print_ is not None:
        from workbench.exports.files import written
        from workbench.exports.passages import reading_copy

        written(print_, reading_copy([("", found)], title=title))
        say(f"Wrote {print_}.")
    give(found, title, json, out, ("transcript", "turn", "participant", "codes", "text"))


@queries.command("list")
def list_(study: StudyArgument, json: JsonOption = False) -> None:
    """The kept queries."""
    with opened(study) as one:
        rows = [
            {"name": q.name, "query": q.query, "meets": q.meets, "filters": q.filters.as_dict(), "coder": q.coder}
            for q in one.queries
        ]
        people = len(one.participants.speaking())
        said = [q.filters.words(of=people) for q in one.queries]
    if json:
        as_json(rows)
    else:
        show(
            [{**row, "filters": words} for row, words in zip(rows, said, strict=True)], False, empty="No query is kept."
        )


@queries.command("remove")
def remove(study: StudyArgument, name: str, coder: CoderOption = None) -> None:
    """Remove a kept query; undo brings it back."""
    with opened(study, coder) as one:
        one.queries.remove(name)
    say(f"Removed the query '{name}'.")


@queries.command("rename")
def rename(study: StudyArgument, name: str, new_name: str, coder: CoderOption = None) -> None:
    """Give a kept query another name."""
    with opened(study, coder) as one:
        one.queries.rename(name, new_name)
    say(f"The query '{name}' is called '{new_name}' now.")
