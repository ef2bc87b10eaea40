"""Commands on codes: codebook import / export, codings import / export."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli import editing, versions
from workbench.cli.common import CoderOption, JsonOption, OutOption, StudyArgument, as_json, opened, say, show
from workbench.model import counted
from workbench.model.errors import BadRows

FileArgument = Annotated[Path, typer.Argument(metavar="FILE")]


def register(app: typer.Typer) -> None:
    codebook = typer.Typer(help="The codebook: import, export, list.", no_args_is_help=True)
    codebook.command("import")(import_codebook)
    codebook.command("export")(export_codebook)
    codebook.command("list")(list_codes)
    editing.register(codebook)
    versions.register(codebook)
    app.add_typer(codebook, name="codebook")
    codings = typer.Typer(help="The codings: import, export.", no_args_is_help=True)
    codings.command("import")(import_codings)
    codings.command("export")(export_codings)
    app.add_typer(codings, name="codings")


def import_codebook(
    study: StudyArgument, file: FileArgument, coder: CoderOption = None, json: JsonOption = False
) -> None:
    """Read codes from csv, xlsx, json or md (columns code, parent, description …)."""
    with opened(study, coder) as one:
        report = one.codebook.import_file(file)
    if json:
        as_json({"added": list(report.added), "updated": list(report.updated), "warnings": list(report.warnings)})
    else:
        say(f"{file.name}: {counted(len(report.added), 'code')} added, {len(report.updated)} known already.")
    for warning in report.warnings:
        say(warning)


def export_codebook(study: StudyArgument, out: OutOption) -> None:
    """Write the codebook: csv, xlsx, json, md, docx, tex or html."""
    with opened(study) as one:
        one.write_codebook(out)
    say(f"Wrote {out}.")


def list_codes(study: StudyArgument, json: JsonOption = False) -> None:
    """List codes in tree order with how often each was used."""
    with opened(study) as one:
        counts = one.codebook.counts()
        records = [{**asdict(code), "codings": counts[code.name]} for code in one.codebook]
    show(records, json, columns=("name", "parent", "codings", "description"))


def import_codings(
    study: StudyArgument,
    file: FileArgument,
    new_codes: Annotated[bool, typer.Option("--new-codes", help="Add codes that are not in the codebook.")] = False,
    layer: Annotated[str | None, typer.Option(help="independent or agreed (else as the file says).")] = None,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Read codings from csv, xlsx or json: transcript, start, end, coder, code, and memo if there.

    Lists of coded segments by MAXQDA, NVivo, ATLAS.ti, Dedoose, Taguette or QualCoder are placed by their quotes.
    """
    with opened(study, coder) as one:
        try:
            report = one.codings.import_file(file, new_codes=new_codes, layer=layer)
        except BadRows as error:
            if json:
                as_json({"added": 0, "skipped": [], "errors": error.problems})
            raise
    if json:
        as_json({"added": report.added, "skipped": list(report.skipped), "errors": []})
    else:
        say(f"{file.name}: {report.added} codings added, {len(report.skipped)} skipped.")
        for line in report.skipped[:10]:
            say(f"  {line}")


def export_codings(study: StudyArgument, out: OutOption) -> None:
    """Write the codings with quotes, speakers and participants: csv, xlsx, json or parquet."""
    with opened(study) as one:
        one.write_codings(out)
    say(f"Wrote {out}.")
