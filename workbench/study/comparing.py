"""Questions on coders: how far they agree, on which part of the material, and where they differ."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from workbench.model import NotAChoice, WorkbenchError
from workbench.study.base import as_unit
from workbench.study.team.compared import Material, digest, material

if TYPE_CHECKING:
    import pandas as pd

    from workbench.analysis.agreement import AgreementReport, UnitRatings
    from workbench.analysis.agreement.marks import SpanReport
    from workbench.exports.tables import Table
    from workbench.study.study import Study

GROUPS = ("participant", "transcript", "version", "round")
MOSTLY = 0.95
"""Share of units that a coder gave one code of a family for the family to be taken for a question with one answer."""


class Comparing:
    """The part of a Study that compares its coders."""

    def agreement(
        self,
        unit: str | None = None,
        *,
        coders: Sequence[str] | None = None,
        code: str | None = None,
        round: str | None = None,
        bootstrap: int = 1000,
        seed: int = 0,
        speakers: str = "participant",
        rule: str = "touching",
        intervals: str = "transcripts",
    ) -> "AgreementReport":
        """Agreement between coders over what each was asked to code; the agreed layer and what came from suggestions do
        not count.

        Units: turn (the default, or what the round says), sentence, answer or character. In a `round` each coder is
        compared on what they said done there, and codings count as they were when it was closed. Without, on what they
        were asked in any round, and for transcripts in none on those in which they coded anything. `rule`: a unit has a
        code if it is `touching` a mark, or covered by `half`.
        """
        from workbench.analysis.agreement import agreement as compare

        study = cast("Study", self)
        unit = as_unit(unit or _unit_of(study, round), besides=("character", "span"))
        given = _given(study, unit, coders, code, round, speakers)
        report = compare(
            given.units,
            given.codings,
            given.assigned,
            codes=given.codes,
            unit=unit,
            rule=rule,
            intervals=intervals,
            bootstrap=bootstrap,
            seed=seed,
            notes=given.notes,
        )
        families = _families(study, report.ratings, bootstrap, seed)
        return replace(report, families=families)

    def agreement_by(
        self,
        by: str,
        unit: str | None = None,
        *,
        coders: Sequence[str] | None = None,
        code: str | None = None,
        round: str | None = None,
    ) -> "pd.DataFrame":
        """Agreement for each `participant`, `transcript`, codebook `version` or `round`, without intervals.

        Columns group, code (None: all codes together), units, and the coefficients. A transcript's version is that of
        the codebook under which its codings were made, or the span of them; rounds are in their order, which shows
        whether talking helped.
        """
        import pandas as pd

        from workbench.analysis.agreement import agreement_by, unit_ratings
        from workbench.analysis.agreement.ratings import character_ratings

        study = cast("Study", self)
        if by not in GROUPS:
            raise NotAChoice(f"Agreement cannot be told by '{by}'.", GROUPS)
        if by == "round":
            parts = [
                part.assign(group=each.name)
                for each in study.rounds
                if (part := _of_round(study, each.name, unit, coders, code)) is not None
            ]
            return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["group", "code", "units"])
        unit = unit or _unit_of(study, round)
        given = _given(study, unit, coders, code, round, "participant")
        make = character_ratings if unit == "character" else unit_ratings
        ratings = make(given.units, given.codings, given.assigned, codes=given.codes)
        return agreement_by(ratings, _groups(ratings, given, by))

    def span_agreement(
        self,
        *,
        coders: Sequence[str] | None = None,
        code: str | None = None,
        round: str | None = None,
        rule: str = "overlap",
        within: int = 0,
        iou: float = 0.5,
    ) -> "SpanReport":
        """Whether coders mark the same stretches: F1 of marks matched one to one, without correction for chance, and uα
        of each code by itself. `rule` is exact, within, overlap or iou; see `span_f1`."""
        from workbench.analysis.agreement.marks import span_report

        study = cast("Study", self)
        given = _given(study, "turn", coders, code, round, "participant")
        return span_report(
            given.codings,
            {coder: set(names) for coder, names in given.assigned.items()},
            {one.name: len(one.text) for one in study.transcripts},
            codes=given.codes,
            rule=rule,
            within=within,
            iou=iou,
            notes=given.notes,
        )

    def agreement_table(self, report: "AgreementReport | None" = None, *, round: str | None = None) -> "Table":
        """Agreement as a paper prints it, with a sentence on the method; `.write("agreement.docx")`."""
        from workbench.study.output.agreement import agreement_table

        return agreement_table(cast("Study", self), report, round=round)

    def disagreement_table(self, *, round: str | None = None, unit: str | None = None) -> "Table":
        """The passages in which coders differ, to fill in and replay; `.write("disagreements.xlsx")`."""
        from workbench.study.team.files import disagreement_table

        return disagreement_table(cast("Study", self), round=round, unit=unit)

    def disagreements(
        self,
        unit: str | None = None,
        *,
        coders: Sequence[str] | None = None,
        code: str | None = None,
        round: str | None = None,
    ) -> "pd.DataFrame":
        """The units where coders differ about a code: columns transcript, start, end, text, code, has, lacks, unit."""
        return self.agreement(unit, coders=coders, code=code, round=round, bootstrap=0).disagreements()


def _unit_of(study: "Study", round_: str | None) -> str:
    return "turn" if round_ is None else study.rounds[round_].unit


def _given(
    study: "Study", unit: str, coders: Sequence[str] | None, code: str | None, round_: str | None, speakers: str
) -> Material:
    key = digest({"unit": unit, "coders": coders, "code": code, "round": round_, "speakers": speakers})
    return study.remembered(
        f"compared {key}",
        lambda _connection: material(study, unit, coders=coders, code=code, round_=round_, speakers=speakers),
    )


def _of_round(
    study: "Study", name: str, unit: str | None, coders: Sequence[str] | None, code: str | None
) -> "pd.DataFrame | None":
    """One round's agreement as a single group; None where nothing can be compared in it."""
    from workbench.analysis.agreement import agreement_by

    try:
        report = study.agreement(unit, round=name, coders=coders, code=code, bootstrap=0, intervals="none")
    except WorkbenchError:
        return None
    return agreement_by(report.ratings, [name] * len(report.ratings.units))


def _groups(ratings: "UnitRatings", given: Material, by: str) -> list[Any]:
    """The group of each unit."""
    if by == "transcript":
        return list(ratings.units["transcript"])
    if by == "participant":
        return [given.people.get(int(unit)) or "nobody in particular" for unit in ratings.units["unit"]]
    spans = given.codings.groupby("transcript")["codebook_version"].agg(["min", "max"])
    label = {name: _span(int(row["min"]), int(row["max"])) for name, row in spans.iterrows()}
    return [label.get(name, "no coding") for name in ratings.units["transcript"]]


def _span(first: int, last: int) -> str:
    return f"version {first}" if first == last else f"versions {first}–{last}"


def _families(study: "Study", ratings: "UnitRatings", bootstrap: int, seed: int) -> tuple[Any, ...]:
    """Codes under one parent of which coders gave each unit exactly one, as in pure categorising."""
    from workbench.analysis.agreement import family_agreement

    children: dict[str, list[str]] = {}
    for one in study.codebook:
        if one.parent is not None:
            children.setdefault(one.parent, []).append(one.name)
    found = []
    for parent, codes in children.items():
        places = [ratings.codes.index(name) for name in codes if name in ratings.codes]
        if len(places) < 2:
            continue
        given = (ratings.cells[places] == 1).sum(0)
        used = given.any(0)
        share = (given == 1).sum(0)[used] / ratings.asked.sum(0)[used]
        if (given <= 1).all() and len(share) > 1 and (share >= MOSTLY).all():
            found.append(family_agreement(ratings, parent, codes, bootstrap=bootstrap, seed=seed))
    return tuple(found)
