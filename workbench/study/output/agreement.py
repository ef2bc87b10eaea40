"""Agreement for a paper: the table, a sentence on the method, and the list of disagreements."""

from typing import TYPE_CHECKING, Any

from workbench.model import counted, unit_noun
from workbench.study.output.export import TEAM, Export, as_bytes

if TYPE_CHECKING:
    from workbench.analysis.agreement import AgreementReport
    from workbench.exports.tables import Table
    from workbench.study.study import Study

SHOWN = ("krippendorff_alpha", "cohen_kappa", "fleiss_kappa", "gwet_ac1", "percent")
NAMES = {
    "krippendorff_alpha": "Krippendorff's α",
    "cohen_kappa": "Cohen's κ",
    "fleiss_kappa": "Fleiss' κ",
    "gwet_ac1": "Gwet's AC1",
    "brennan_prediger": "Brennan–Prediger",
    "percent": "Percent",
    "positive_agreement": "Positive agreement",
    "negative_agreement": "Negative agreement",
    "krippendorff_alpha_jaccard": "α on sets (Jaccard)",
    "krippendorff_alpha_masi": "α on sets (MASI, 2006)",
    "krippendorff_alpha_jaccard_given_both": "α on sets, given that both coded something",
}
"""What coefficients are called in print and on pages."""


def agreement_table(study: "Study", report: "AgreementReport | None" = None, *, round: str | None = None) -> "Table":
    """Agreement per code and over all codes, with intervals, prevalence and how often each coder used the code; in the
    notes how it was computed, which can stand in a paper as it is. Without a report, on all that was coded."""
    from workbench.exports.tables import Table

    report = study.agreement(round=round) if report is None else report
    found = report.as_dict()
    shown = [name for name in SHOWN if any((line.get(name) is not None) for line in found["codes"])]
    columns = ["Code", *(NAMES[name] for name in shown), "95 % interval of α", "Positive agreement", "Prevalence"]
    rows: list[list[Any]] = [
        ["All codes", *(_value(found["overall"].get(name)) for name in shown), _interval(report.overall), None, None]
        + [None] * len(report.coders)
    ]
    for one in report.codes:
        rows.append(
            [
                one.code,
                *(_number(one.coefficients[name].value) if name in one.coefficients else None for name in shown),
                _interval(one.coefficients),
                _number(one.coefficients["positive_agreement"].value),
                _number(one.prevalence),
                *(one.coders[coder] for coder in report.coders),
            ]
        )
    about = study.about()
    title = f"Agreement between {', '.join(report.coders)}" + (f", round '{round}'" if round else "")
    notes = [methods_sentence(study, report, round=round), *found["notes"], *_undefined(report)]
    return Table.of(title, [*columns, *report.coders], rows, caption=about.caption, notes=notes)


def methods_sentence(study: "Study", report: "AgreementReport", *, round: str | None = None) -> str:
    """How agreement was computed, as a methods section says it: unit, frame, coders, coefficient, interval, version."""
    about = study.about()
    one = study.rounds[round] if round else None
    kind = f"{'blind' if one.blind else 'open'} round '{one.name}', " if one else ""
    drawn = ""
    if one is not None and one.drawn:
        by = f", stratified by {one.drawn['by']}" if "by" in one.drawn else ""
        drawn = f", drawn at random (seed {one.drawn['seed']}{by}) from {one.drawn['of']},"
    unit, one_of = unit_noun(report.unit, report.units), unit_noun(report.unit, 1)
    rule = {
        "touching": f"a {one_of} has a code where a mark of it touches it",
        "half": f"a {one_of} has a code where marks of it cover at least half of it",
    }.get(report.rule, "a character has a code where a mark covers it")
    alpha = report.overall.get("krippendorff_alpha")
    value = "undefined" if alpha is None or alpha.value != alpha.value else f"{alpha.value:.3f}"
    how = f", {alpha.method}" if alpha is not None and alpha.method else ""
    spread = f" (95 % interval {alpha.low:.3f} to {alpha.high:.3f}{how})" if alpha and alpha.low == alpha.low else ""
    version = one.codebook_version if one else about.codebook_version
    return (
        f"{len(report.coders)} coders ({', '.join(report.coders)}) coded "
        f"{counted(report.transcripts, 'transcript')}{drawn} independently of each other ({kind}codebook version "
        f"{version}, {counted(len(report.codes), 'code')}). Compared were "
        f"{report.units:,} {unit}, {rule}; interviewers' speech was left out, and what a coder was not asked to code "
        f"counts as missing. Krippendorff's α (nominal, present or absent, pooled over the codes after de Vries et al. "
        f"2008) is {value}{spread}. {about.software}, seed {report.seed}."
    )


def _undefined(report: "AgreementReport") -> list[str]:
    reasons = {
        f"{NAMES[name]} of '{one.code}' is undefined: {found.reason}"
        for one in report.codes
        for name, found in one.coefficients.items()
        if name in NAMES and name in SHOWN and found.value != found.value
        if not (name == "cohen_kappa" and len(report.coders) > 2)
    }
    return ["An empty cell is undefined.", *sorted(reasons)] if reasons else []


def _value(found: Any) -> float | None:
    return None if found is None or found["value"] is None else round(found["value"], 3)


def _number(value: float) -> float | None:
    return round(value, 3) if value == value else None


def _interval(coefficients: Any) -> str | None:
    alpha = coefficients.get("krippendorff_alpha")
    return f"{alpha.low:.3f} to {alpha.high:.3f}" if alpha is not None and alpha.low == alpha.low else None


def disagreement_table(study: "Study") -> "Table":
    """The passages in which coders differ, with what was decided."""
    from workbench.study.team.files import disagreement_table as table

    return table(study)


def held_back(study: "Study") -> str:
    """Why there is no agreement to write, or nothing."""
    if study.blindfold:
        return "You are coding blind; agreement comes when the round is closed."
    if study.settings.family == "reflexive":
        return "Agreement is no measure of a reflexive analysis (Settings); what coders see differently is a list."
    return one_coder(study)


def one_coder(study: "Study") -> str:
    if study.blindfold:
        return "You are coding blind; what the others coded comes when the round is closed."
    coders = {one.coder for one in study.codings if one.is_own}
    return "" if len(coders) > 1 else "Agreement needs two people who coded."


EXPORTS = (
    Export(
        "agreement",
        "Agreement between coders",
        "per code and over all codes, with intervals and a sentence on the method",
        TEAM,
        (".docx", ".xlsx", ".csv", ".tex", ".html"),
        as_bytes(agreement_table),
        held_back,
        "agreement",
    ),
    Export(
        "disagreements",
        "Where coders differ",
        "passage by passage, with what was decided; to fill in and replay",
        TEAM,
        (".csv", ".xlsx", ".docx", ".html"),
        as_bytes(disagreement_table),
        one_coder,
        "reconcile",
    ),
)
