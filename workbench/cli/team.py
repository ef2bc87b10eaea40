"""Commands for a team: rounds, agreement, disagreements, reconcile, rename-coder."""

from pathlib import Path
from typing import Annotated, Any

import typer

from workbench.cli.common import CoderOption, JsonOption, StudyArgument, as_json, opened, say, show
from workbench.model import counted
from workbench.model.errors import WorkbenchError

RoundName = Annotated[str, typer.Argument(metavar="ROUND", help="What the round is called.")]
RoundOption = Annotated[str | None, typer.Option("--round", help="A round (else all).", show_default=False)]
UnitOption = Annotated[
    str | None, typer.Option("--unit", help="turn, sentence, answer or character (else as the round says, or turn).")
]
OutOption = Annotated[Path | None, typer.Option("--out", help="Write it as a file instead.")]
COEFFICIENTS = ("krippendorff_alpha", "cohen_kappa", "fleiss_kappa", "percent", "gwet_ac1", "brennan_prediger")

MINDED_AT_ONCE = 10
"""So many codes may have warnings for these to be printed below the table."""


def register(app: typer.Typer) -> None:
    rounds = typer.Typer(no_args_is_help=True, help="Rounds of coding: who codes what, blind or open, and who is done.")
    rounds.command("list")(list_rounds)
    rounds.command("start")(start)
    rounds.command("done")(done)
    rounds.command("close")(close)
    app.add_typer(rounds, name="rounds")
    app.command()(agreement)
    app.command()(disagreements)
    app.command()(reconcile)
    app.command("rename-coder")(rename_coder)


def list_rounds(study: StudyArgument, coder: CoderOption = None, json: JsonOption = False) -> None:
    """List the rounds, with who is done."""
    with opened(study, coder) as one:
        records: list[dict[str, Any]] = [
            {
                "round": each.name,
                "kind": "blind" if each.blind else "open",
                "state": "open" if each.is_open else "closed",
                "unit": each.unit,
                "transcripts": list(each.transcripts),
                "coders": list(each.coders),
                "waiting_for": {name: list(left) for name, left in each.waiting_for.items()},
                "started": each.started,
                "closed": each.closed or None,
                "drawn": dict(each.drawn),
            }
            for each in one.rounds
        ]
    if json:
        as_json(records)
        return
    lines = [
        one
        | {"transcripts": len(one["transcripts"])}
        | {"waiting_for": [f"{name} ({len(left)})" for name, left in one["waiting_for"].items()]}
        for one in records
    ]
    columns = ("round", "kind", "state", "unit", "transcripts", "coders", "waiting_for")
    show(lines, False, columns=columns, empty="There is no round yet: workbench rounds start STUDY NAME --coders A,B")


def start(
    study: StudyArgument,
    name: RoundName,
    coders: Annotated[str, typer.Option(help="Names with commas between.")],
    transcripts: Annotated[
        str | None, typer.Option(help="Names with commas between (else all).", show_default=False)
    ] = None,
    number: Annotated[int | None, typer.Option(help="Draw so many by chance.", show_default=False)] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the draw.")] = 0,
    by: Annotated[str | None, typer.Option(help="Give each value of this attribute its share.")] = None,
    unit: Annotated[str, typer.Option(help="What agreement is computed on.")] = "answer",
    open_: Annotated[bool, typer.Option("--open", help="Coders see each other's work (else blind).")] = False,
    why: Annotated[str, typer.Option(help="The reason, for the history.")] = "",
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Ask two people or more to code the same transcripts, blind to each other unless --open."""
    with opened(study, coder) as one:
        made = one.rounds.start(
            name,
            _names(coders) or [],
            transcripts=_names(transcripts),
            number=number,
            seed=seed,
            by=by,
            unit=unit,
            blind=not open_,
            why=why,
        )
    if json:
        as_json({"round": made.name, "transcripts": list(made.transcripts), "coders": list(made.coders)})
        return
    say(f"Started '{made.name}': {', '.join(made.transcripts)}; {', '.join(made.coders)}.")


def done(
    study: StudyArgument,
    name: RoundName,
    transcripts: Annotated[
        str | None, typer.Option(help="Names with commas between (else all).", show_default=False)
    ] = None,
    not_done: Annotated[bool, typer.Option("--not", help="Say the opposite.")] = False,
    coder: CoderOption = None,
) -> None:
    """Say that you are done with transcripts of a round."""
    with opened(study, coder) as one:
        left = one.rounds.done(name, transcripts=_names(transcripts), done=not not_done).waiting_for
    say(f"Waiting for {', '.join(left)}." if left else "All are done.")


def close(
    study: StudyArgument,
    name: RoundName,
    why: Annotated[str, typer.Option(help="The reason, for the history.")] = "",
    coder: CoderOption = None,
) -> None:
    """End a round: from now on everybody sees all codings of it."""
    with opened(study, coder) as one:
        one.rounds.close(name, why=why)
    say(f"Closed '{name}'. Next: workbench agreement {study} --round '{name}'")


def agreement(
    study: StudyArgument,
    unit: Annotated[
        str | None,
        typer.Option(help="turn, sentence, answer, character or span (else as the round says, or turn)."),
    ] = None,
    coders: Annotated[
        str | None, typer.Option(help="Names with commas between (else all).", show_default=False)
    ] = None,
    code: Annotated[str | None, typer.Option(help="One code only.", show_default=False)] = None,
    round_: RoundOption = None,
    by: Annotated[
        str | None, typer.Option(help="Apart for each participant, transcript, version or round.", show_default=False)
    ] = None,
    rule: Annotated[str, typer.Option(help="A unit has a code that is 'touching' it, or covers 'half' of it.")] = (
        "touching"
    ),
    intervals: Annotated[str, typer.Option(help="Over transcripts, units or none.")] = "transcripts",
    bootstrap: Annotated[int, typer.Option(min=0, help="Draws for intervals; 0 for none.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Of the draws.")] = 0,
    out: OutOption = None,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Agreement between coders over what each was asked to code."""
    names = _names(coders)
    with opened(study, coder) as one:
        if unit == "span":
            if by is not None or out is not None:
                raise typer.BadParameter("Marks are compared all together, and shown: --by and --out are for units.")
            found = one.span_agreement(coders=names, code=code, round=round_).as_dict()
            as_json(found) if json else _show_spans(found)
            return
        if by is not None:
            frame = one.agreement_by(by, unit, coders=names, code=code, round=round_)
            plain = frame.astype(object).where(frame.notna(), None)
            lines = [{str(key): value for key, value in line.items()} for line in plain.to_dict("records")]
            show(lines if json else [line for line in lines if line["code"] is None], json)
            return
        report = one.agreement(
            unit,
            coders=names,
            code=code,
            round=round_,
            bootstrap=bootstrap,
            seed=seed,
            rule=rule,
            intervals=intervals,
        )
        if out is not None:
            one.agreement_table(report, round=round_).write(out)
            say(f"Wrote {out}.")
            return
    found = report.as_dict()
    if json:
        as_json(found)
        return
    for note in report.notes:
        say(note)
    show(
        [{"all codes": name, **found["overall"][name]} for name in COEFFICIENTS if name in found["overall"]],
        False,
        columns=("all codes", "value", "low", "high", "reason"),
    )
    families = [
        {**one, **{name: one[name]["value"] for name in COEFFICIENTS if name in one}} for one in found["families"]
    ]
    if families:
        show(families, False, columns=("family", "units", *COEFFICIENTS[:4]))
    lines = [{**one, "mind": len(one["warnings"]) or None} for one in found["codes"]]
    show(lines, False, columns=("code", *COEFFICIENTS[:4], "mind"), empty="No code was used.")
    minded = [line for line in lines if line["mind"]]
    if len(minded) > MINDED_AT_ONCE:
        say(f"{len(minded)} codes have something to mind. Read it code by code, with --code, or with --json.")
        return
    for line in minded:
        for warning in line["warnings"]:
            say(f"{line['code']}: {warning}")


def _show_spans(found: dict[str, Any]) -> None:
    for note in found["notes"]:
        say(note)
    show(found["codes"], False, columns=("code", "span_f1", "matched", "marks", "unitizing_alpha", "reason"))


def disagreements(
    study: StudyArgument,
    unit: UnitOption = None,
    code: Annotated[str | None, typer.Option(help="One code only.", show_default=False)] = None,
    round_: RoundOption = None,
    open_only: Annotated[bool, typer.Option("--open", help="Only what is not settled.")] = False,
    out: OutOption = None,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """List the passages in which coders differ; --out writes the list to fill in and replay."""
    from workbench.study.team.files import records

    with opened(study, coder) as one:
        if out is not None:
            one.disagreement_table(round=round_, unit=unit).write(out)
            say(f"Wrote {out}. Fill in its column decision, then: workbench reconcile {study} {out}")
            return
        found = one.reconciling.passages(round_, unit=unit, code=code)
        listed = records(one, [each for each in found if not open_only or each.status != "settled"])
    columns = ("transcript", "start", "end", "code", "has", "lacks", "decision", "text")
    if not json:
        for each in listed:
            each["text"] = " ".join(each["text"].split())[:80]
    show(listed, json, columns=columns, empty="Coders do not differ anywhere.")


def reconcile(
    study: StudyArgument,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="csv, xlsx or json with transcript, start, end, code, decision, why."),
    ] = None,
    adopt: Annotated[
        bool, typer.Option("--adopt", help="Take as settled what an agreed layer from elsewhere decided.")
    ] = False,
    unit: UnitOption = None,
    round_: RoundOption = None,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Replay decisions on disagreements into the agreed layer: a coder's name, both, neither, span or later."""
    if (file is None) != adopt:
        raise WorkbenchError("Name the file with the decisions, or --adopt for an agreed layer that is in the study.")
    with opened(study, coder) as one:
        report: dict[str, Any]
        if file is None:
            report = {"applied": one.reconciling.adopt(round_, unit=unit), "unmatched": []}
        else:
            report = one.reconciling.replay(file, round=round_, unit=unit)
        progress = one.reconciling.progress(round_, unit=unit)
    if json:
        as_json({**report, "progress": progress})
    else:
        say(f"{report['applied']} decisions; {progress['settled']} of {progress['all']} passages are settled.")
    if report["unmatched"]:
        raise WorkbenchError("\n".join(report["unmatched"]))


def rename_coder(
    study: StudyArgument,
    old: Annotated[str, typer.Argument(metavar="OLD", help="A name as it is in the study.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The name to keep.")],
    coder: CoderOption = None,
) -> None:
    """Make two names of one coder one."""
    with opened(study, coder) as one:
        count = one.codings.rename_coder(old, new)
    say(f"{counted(count, 'coding')} of '{old}' given to '{new}'. 'workbench undo {study}' takes it back.")


def _names(given: str | None) -> list[str] | None:
    return [name.strip() for name in given.split(",") if name.strip()] if given else None
