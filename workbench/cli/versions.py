"""Commands on the codebook's versions and its check: snapshot, versions, diff, check, older, looked-at."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from workbench.cli.common import CoderOption, JsonOption, StudyArgument, as_json, opened, say, show
from workbench.model import counted

VersionArgument = Annotated[str, typer.Argument(help="A version that was kept, or 'now'.")]


def register(codebook: typer.Typer) -> None:
    codebook.command("snapshot")(snapshot)
    codebook.command("versions")(list_versions)
    codebook.command("diff")(diff)
    codebook.command("check")(check)
    codebook.command("older")(older)
    codebook.command("looked-at")(looked_at)


def snapshot(
    study: StudyArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call this version.")],
    note: Annotated[str, typer.Option("--note", help="What it is for.")] = "",
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Keep the codebook as it is under a name."""
    with opened(study, coder) as one:
        made = one.codebook.snapshot(name, note)
    if json:
        as_json(_version(made))
    else:
        say(f"Kept the codebook, {counted(len(made.codes), 'code')}, as '{made.name}'.")


def list_versions(study: StudyArgument, json: JsonOption = False) -> None:
    """List the versions that were kept."""
    with opened(study) as one:
        records = [_version(version) for version in one.codebook.versions()]
    empty = "No version was kept yet: workbench codebook snapshot STUDY NAME"
    show(records, json, columns=("name", "created", "coder", "codes", "note"), empty=empty)


def diff(
    study: StudyArgument,
    a: VersionArgument,
    b: VersionArgument = "now",
    out: Annotated[Path | None, typer.Option("--out", help="A file: docx, html, md, csv, xlsx or tex.")] = None,
    json: JsonOption = False,
) -> None:
    """Compare two versions: codes new, gone, merged, renamed, moved, redefined."""
    from workbench.analysis.codebook_diff import as_dict

    with opened(study) as one:
        changes = one.codebook.diff(a, b)
        table = one.codebook.diff_table(a, b)
        if out is not None:
            table.write(out)
            say(f"Wrote {out}.")
    if json:
        as_json({"a": a, "b": b, **as_dict(changes)})
    elif out is None:
        records = [
            dict(zip(("change", "code", "part", "before", "after"), row.cells, strict=True)) for row in table.rows
        ]
        show(records, False, empty="Nothing changed between the two.")


def check(study: StudyArgument, json: JsonOption = False) -> None:
    """Where the codebook needs a second look, each with its passages."""
    from workbench.study.codes.checking import finding_record

    with opened(study) as one:
        records = [finding_record(finding) for finding in one.codebook.check()]
    if json:
        as_json(records)
    else:
        rows = [{**record, "passages": len(record["passages"])} for record in records]
        show(rows, False, columns=("kind", "says", "passages"), empty="Nothing stands out.")


def older(
    study: StudyArgument,
    code: Annotated[str | None, typer.Option("--code", help="Only codings of this code.")] = None,
    json: JsonOption = False,
) -> None:
    """List codings made before their code was defined as it is now."""
    with opened(study) as one:
        records = [asdict(coding) for coding in one.codebook.older(code)]
    show(records, json, columns=("id", "code", "transcript", "coder", "quote"), empty="Every coding was made since.")


def looked_at(
    study: StudyArgument,
    coding: Annotated[list[str] | None, typer.Argument(metavar="CODING…", help="Ids, as 'older' lists them.")] = None,
    code: Annotated[str | None, typer.Option("--code", help="All that are listed of this code.")] = None,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Say that codings hold under the present definition."""
    with opened(study, coder) as one:
        wanted = [*(coding or ()), *([found.id for found in one.codebook.older(code)] if code else ())]
        count = one.codebook.looked_at(wanted)
    if json:
        as_json({"looked_at": count})
    else:
        say(f"Looked again at {counted(count, 'coding')}.")


def _version(one: Any) -> dict[str, Any]:
    return {**asdict(one), "codes": len(one.codes)}
