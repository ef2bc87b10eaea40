"""Commands that count: agreement, saturation, crosstab, cooccurrence."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.common import JsonOption, StudyArgument, as_json, opened, say, show

if TYPE_CHECKING:
    import pandas as pd


def register(app: typer.Typer) -> None:
    app.command()(agreement)
    app.command()(saturation)
    app.command()(crosstab)
    app.command()(cooccurrence)


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


def saturation(
    study: StudyArgument,
    base: Annotated[int, typer.Option(help="Interviews in the base.")] = 4,
    run: Annotated[int, typer.Option(help="Interviews in a run.")] = 2,
    json: JsonOption = False,
) -> None:
    """New codes per interview, in order of import."""
    with opened(study) as one:
        found = one.saturation(base=base, run=run).as_dict()
    if json:
        as_json(found)
        return
    lines: list[dict[str, Any]] = [
        {"transcript": name, "new codes": new, "codes so far": so_far}
        for name, new, so_far in zip(found["order"], found["new_codes"], found["cumulative"], strict=True)
    ]
    show(lines, False)
    reached = found["reached_at"]
    say(
        f"No more than {found['threshold']:g} % new from interview {reached + 1} on ({reached}+{run})."
        if reached
        else f"No run of {run} interviews had {found['threshold']:g} % new codes or fewer."
    )


def crosstab(
    study: StudyArgument,
    by: Annotated[str, typer.Option(help="An attribute of participants.")],
    json: JsonOption = False,
) -> None:
    """Codes by the values of an attribute, in participants and codings."""
    with opened(study) as one:
        _show_frame(one.crosstab(by), json)


def cooccurrence(study: StudyArgument, json: JsonOption = False) -> None:
    """Pairs of codes on the same words."""
    with opened(study) as one:
        _show_frame(one.cooccurrence(), json)


def _show_frame(frame: "pd.DataFrame", json: bool) -> None:
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    show([{str(name): value for name, value in record.items()} for record in records], json)
