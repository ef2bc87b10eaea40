"""The command that compares coders: agreement."""

from typing import Annotated

import typer

from workbench.cli.common import JsonOption, StudyArgument, as_json, opened, say, show


def register(app: typer.Typer) -> None:
    app.command()(agreement)


def agreement(
    study: StudyArgument,
    unit: Annotated[str, typer.Option(help="turn, sentence, answer or character.")] = "turn",
    coders: Annotated[
        str | None, typer.Option(help="Names with commas between (else all).", show_default=False)
    ] = None,
    code: Annotated[str | None, typer.Option(help="One code only.", show_default=False)] = None,
    bootstrap: Annotated[int, typer.Option(help="Draws for intervals; 0 for none.")] = 1000,
    seed: Annotated[int, typer.Option(help="Of the draws.")] = 0,
    json: JsonOption = False,
) -> None:
    """Agreement between coders over what each was asked to code."""
    names = [name.strip() for name in coders.split(",") if name.strip()] if coders else None
    with opened(study) as one:
        report = one.agreement(unit, coders=names, code=code, bootstrap=bootstrap, seed=seed)
    found = report.as_dict()
    if json:
        as_json(found)
        return
    for note in report.notes:
        say(note)
    shown = ("krippendorff_alpha", "cohen_kappa", "fleiss_kappa", "percent", "gwet_ac1", "brennan_prediger")
    show(
        [{"all codes": name, **found["overall"][name]} for name in shown if name in found["overall"]],
        False,
        columns=("all codes", "value", "low", "high", "reason"),
    )
    show(found["codes"], False, columns=("code", *shown[:4]))
    for line in found["codes"]:
        for warning in line.get("warnings", []):
            say(f"{line['code']}: {warning}")
