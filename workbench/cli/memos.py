"""Commands on memos: list, show, add, edit, archive, restore, history, backlinks, import, export."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.common import CoderOption, JsonOption, OutOption, StudyArgument, as_json, opened, say, show
from workbench.model import MEMO_KINDS, MEMO_TARGETS, WorkbenchError, counted

if TYPE_CHECKING:
    from workbench.study import Study

MemoArgument = Annotated[str, typer.Argument(metavar="MEMO", help="Its id, as 'memos list --json' has it.")]
KindOption = Annotated[str | None, typer.Option("--kind", help=f"{', '.join(MEMO_KINDS)}.")]
OnOption = Annotated[str | None, typer.Option("--on", help=f"{', '.join(MEMO_TARGETS)} (a passage is a coding).")]
TargetOption = Annotated[str | None, typer.Option("--target", help="Its name; the id of a coding or suggestion.")]
TitleOption = Annotated[str | None, typer.Option("--title", help="A title.")]


def register(app: typer.Typer) -> None:
    memos = typer.Typer(help="The memos: list, write, change, export.", no_args_is_help=True)
    for name, command in (
        ("list", list_memos),
        ("show", show_memo),
        ("add", add),
        ("edit", edit),
        ("archive", archive),
        ("restore", restore),
        ("history", history),
        ("backlinks", backlinks),
        ("import", import_memos),
        ("export", export),
    ):
        memos.command(name)(command)
    app.add_typer(memos, name="memos")


def list_memos(
    study: StudyArgument,
    words: Annotated[str, typer.Argument(help="Words that all stand in it.")] = "",
    kind: KindOption = None,
    on: OnOption = None,
    target: TargetOption = None,
    by: Annotated[str | None, typer.Option("--by", help="Who wrote it.")] = None,
    archived: Annotated[bool, typer.Option("--archived", help="Those put away instead.")] = False,
    json: JsonOption = False,
) -> None:
    """List memos in order of time."""
    with opened(study) as one:
        found = one.memos.find(words, kind=kind, on=on, target=target, coder=by, archived=archived)
        records = [_record(one, memo.id) for memo in found]
    show(records, json, columns=("created", "coder", "kind", "about", "title", "text"), empty="No memo is like that.")


def show_memo(study: StudyArgument, memo: MemoArgument, json: JsonOption = False) -> None:
    """Show one memo, with what it links to."""
    with opened(study) as one:
        record = _record(one, memo)
    if json:
        as_json(record)
    else:
        for name, value in record.items():
            print(f"{name}: {value}" if name != "text" else f"\n{value}\n")


def add(
    study: StudyArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Markdown; [[name]] links to a code, theme …")],
    on: Annotated[str, typer.Option("--on", help=f"{', '.join(MEMO_TARGETS)}.")] = "study",
    target: Annotated[str, typer.Option("--target", help="Its name; the id of a coding or suggestion.")] = "",
    kind: Annotated[str, typer.Option("--kind", help=f"{', '.join(MEMO_KINDS)}.")] = "reflexive",
    title: Annotated[str, typer.Option("--title", help="A title.")] = "",
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Write a memo."""
    with opened(study, coder) as one:
        made = one.memos.add(text, on=on, target=target, kind=_kind(kind), title=title)
        _tell(json, f"Wrote memo {made.id}.", _record(one, made.id))


def edit(
    study: StudyArgument,
    memo: MemoArgument,
    text: Annotated[str | None, typer.Option("--text", help="Its new text.")] = None,
    title: TitleOption = None,
    kind: KindOption = None,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Change a memo; its history keeps what it was."""
    with opened(study, coder) as one:
        one.memos.edit(memo, text=text, title=title, kind=None if kind is None else _kind(kind))
        _tell(json, "Changed.", _record(one, memo))


def archive(study: StudyArgument, memo: MemoArgument, coder: CoderOption = None, json: JsonOption = False) -> None:
    """Put a memo away."""
    with opened(study, coder) as one:
        one.memos.archive(memo)
        _tell(json, "Put away.", _record(one, memo))


def restore(study: StudyArgument, memo: MemoArgument, coder: CoderOption = None, json: JsonOption = False) -> None:
    """Bring a memo back."""
    with opened(study, coder) as one:
        one.memos.restore(memo)
        _tell(json, "Brought back.", _record(one, memo))


def history(study: StudyArgument, memo: MemoArgument, json: JsonOption = False) -> None:
    """List a memo as it was after each change."""
    with opened(study) as one:
        one.memos[memo]
        records = [asdict(version) for version in one.memos.history(memo)]
    show(records, json, columns=("change", "time", "coder", "title", "text"))


def backlinks(
    study: StudyArgument,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    kind: Annotated[str, typer.Option("--of", help="code, theme, transcript or participant.")] = "code",
    json: JsonOption = False,
) -> None:
    """List the memos that link to a code, theme, transcript or participant."""
    with opened(study) as one:
        records = [_record(one, memo.id) for memo in one.memos.backlinks(kind, name)]
    show(records, json, columns=("created", "coder", "about", "title", "text"), empty=f"No memo links to '{name}'.")


def import_memos(
    study: StudyArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Read memos from csv, xlsx or json: coder, text; kind, on, target, title, start, end."""
    with opened(study, coder) as one:
        count = one.memos.import_file(file)
    if json:
        as_json({"added": count})
    else:
        say(f"{file.name}: {counted(count, 'memo')} added.")


def export(study: StudyArgument, out: OutOption) -> None:
    """Write all memos in order of time: md, docx, html, csv, xlsx or json."""
    with opened(study) as one:
        one.write_memos(out)
    say(f"Wrote {out}.")


def _tell(json: bool, says: str, record: dict[str, Any]) -> None:
    if json:
        as_json(record)
    else:
        say(says)


def _record(one: "Study", memo_id: str) -> dict[str, Any]:
    memo = one.memos[memo_id]
    links = [asdict(link) for link in one.memos.links(memo)]
    return {**asdict(memo), "about": one.memos.about(memo), "links": links}


def _kind(given: str) -> Any:
    if given not in MEMO_KINDS:
        raise WorkbenchError(f"'{given}' is no kind of memo. Kinds are: {', '.join(MEMO_KINDS)}.")
    return given
