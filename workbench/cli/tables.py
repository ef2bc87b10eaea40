"""Commands that count: codes-by-participant, crosstab, cooccurrence, spread, compare, saturation."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.common import JsonOption, StudyArgument, as_json, opened, say, show
from workbench.cli.filtering import NO_FILTERS, OutFile, filtered, give
from workbench.model import Filters, WorkbenchError

if TYPE_CHECKING:
    from workbench.analysis.saturation import Band


def register(app: typer.Typer) -> None:
    app.command("codes-by-participant")(matrix)
    for command in (crosstab, cooccurrence, spread, compare, saturation):
        app.command()(command)


@filtered
def matrix(
    study: StudyArgument,
    filters: Filters = NO_FILTERS,
    out: OutFile = None,
    json: JsonOption = False,
) -> None:
    """Codes by participants: transcripts, passages and codings of each pair."""
    with opened(study) as one:
        found = one.matrix(filters=filters)
    if json or out is not None:
        give(found, "Codes by participants", json, out)
        return
    if nothing := found.attrs.get("nothing"):
        say(nothing)
    else:
        wide = found.pivot(index="code", columns="participant", values="passages").reindex(found["code"].unique())
        say("Passages of each code and participant; --json and --out also count transcripts and codings.")
        give(wide.reset_index(), "", False, None)


@filtered
def crosstab(
    study: StudyArgument,
    by: Annotated[str, typer.Option(help="An attribute of participants.")],
    of: Annotated[str, typer.Option(help="codes or themes.")] = "codes",
    bands: Annotated[bool, typer.Option("--bands", help="Put many numbers or dates into bands.")] = False,
    filters: Filters = NO_FILTERS,
    out: OutFile = None,
    json: JsonOption = False,
) -> None:
    """Codes or themes by the values of an attribute: participants, their share, transcripts, passages, codings."""
    with opened(study) as one:
        found = one.crosstab(by, of=of, banded=bands, filters=filters)
    give(found, f"{of.capitalize()} by {by}", json, out)


@filtered
def cooccurrence(
    study: StudyArgument,
    within: Annotated[str, typer.Option(help="overlap, turn or answer.")] = "overlap",
    filters: Filters = NO_FILTERS,
    out: OutFile = None,
    json: JsonOption = False,
) -> None:
    """Pairs of codes on the same words, in the same turn or answer: count, Jaccard, lift."""
    with opened(study) as one:
        found = one.cooccurrence(within=within, filters=filters)
    give(found, "Codes that go together", json, out)


@filtered
def spread(
    study: StudyArgument,
    filters: Filters = NO_FILTERS,
    out: OutFile = None,
    json: JsonOption = False,
) -> None:
    """How each code is spread: participants of all, their effective number, the share of the loudest."""
    with opened(study) as one:
        found = one.spread(filters=filters)
    give(found, "Spread of codes over participants", json, out)


@filtered
def compare(
    study: StudyArgument,
    by: Annotated[str, typer.Option(help="An attribute of participants.")],
    a: Annotated[str, typer.Option("--a", help="Its value, or a band, in the first group.")],
    b: Annotated[str, typer.Option("--b", help="In the second (else all others).", show_default=False)] = "",
    filters: Filters = NO_FILTERS,
    out: OutFile = None,
    json: JsonOption = False,
) -> None:
    """Two groups of participants: the codes in which they differ most come first."""
    with opened(study) as one:
        found = one.compare(by, a, b, filters=filters)
    columns = ("code", "participants_a", "of_a", "participants_b", "of_b", "difference", "low", "high")
    give(found, f"{by}: {a} and {b or 'all others'}", json, out, columns)


def saturation(
    study: StudyArgument,
    base: Annotated[int, typer.Option(min=1, help="Interviews in the base.")] = 4,
    run: Annotated[int, typer.Option(min=1, help="Interviews in a run.")] = 2,
    threshold: Annotated[float, typer.Option(help="Percent of new codes that is called few.")] = 5.0,
    orders: Annotated[int, typer.Option("--random", help="So many random orders beside it.", min=0)] = 0,
    seed: Annotated[int, typer.Option(help="Of the random orders.")] = 0,
    anyway: Annotated[bool, typer.Option("--anyway", help="In a reflexive study, too.")] = False,
    json: JsonOption = False,
) -> None:
    """New codes per interview, in order of import."""
    from workbench.analysis.saturation import CAVEAT

    with opened(study) as one:
        if one.settings.family == "reflexive" and not anyway:
            raise WorkbenchError(
                "This study is reflexive, where codes are made by reading and do not run out. Whoever wants the "
                "numbers all the same adds --anyway."
            )
        course = one.saturation(base=base, run=run, threshold=threshold)
        band = one.saturation_band(draws=orders, seed=seed, base=base, run=run, threshold=threshold) if orders else None
    found = course.as_dict()
    if json:
        as_json(found | ({"random": band.as_dict()} if band else {}))
        return
    lines: list[dict[str, Any]] = [
        {"transcript": name, "new codes": new, "codes so far": so_far, "new": ", ".join(names[:6])}
        for name, new, so_far, names in zip(
            found["order"], found["new_codes"], found["cumulative"], found["new_code_names"], strict=True
        )
    ]
    show(lines, False)
    reached = found["reached_at"]
    say(
        f"No more than {found['threshold']:g} % new from interview {reached + 1} on ({reached}+{run})."
        if reached
        else f"No run of {run} interviews had {found['threshold']:g} % new codes or fewer."
    )
    if band:
        say(_in_random_orders(band))
    say(CAVEAT)


def _in_random_orders(band: "Band") -> str:
    if not band.reached:
        return f"In none of {band.draws} random orders did so few come."
    middle = band.reached[len(band.reached) // 2]
    return (
        f"In {len(band.reached)} of {band.draws} random orders so few came, in half of these by interview {middle} "
        f"(from {band.reached[0]} to {band.reached[-1]}; seed {band.seed})."
    )
