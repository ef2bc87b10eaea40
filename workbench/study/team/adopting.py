"""An agreed layer that was made elsewhere says how passages were settled: that becomes decisions of the study."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from workbench.analysis.reconciling import amounts_to, overruled
from workbench.model import Coding, Disagreement, counted
from workbench.store import now
from workbench.study.base import Row, named, new_id

if TYPE_CHECKING:
    from workbench.study.study import Study

MADE_HERE = ("agreed by all", "resolution ")
"""How the origin of a coding begins that reconciling put into the agreed layer."""


def settled_elsewhere(
    study: "Study", passages: Iterable[Disagreement]
) -> list[tuple[Disagreement, dict[str, list[Coding]]]]:
    """The open passages of transcripts with an agreed layer from elsewhere, each with what it agrees on, by code."""
    agreed: dict[str, list[Coding]] = {}
    for coding in study.codings:
        if coding.layer == "agreed":
            agreed.setdefault(coding.transcript, []).append(coding)
    brought = {name: own for name, own in agreed.items() if any(not c.origin.startswith(MADE_HERE) for c in own)}
    return [
        (one, {code: [c for c in brought[one.transcript] if c.code == code] for code in one.codes})
        for one in passages
        if one.transcript in brought and one.status == "open"
    ]


def adopt(study: "Study", passages: Iterable[Disagreement], round_: str | None) -> int:
    """Write the decisions, as one act; see `Reconciling.adopt`."""
    found = settled_elsewhere(study, passages)
    if not found:
        return 0
    what = f"Took {counted(len(found), 'passage')} as settled by the agreed layer that is there"
    with study.store.act("reconcile", what, coder=study.coder) as act:
        round_id = named(act.connection, "round", round_)["id"] if round_ else None
        transcripts, codes = (
            {name: named(act.connection, table, name)["id"] for name in names}
            for table, names in (
                ("transcript", {one.transcript for one, _ in found}),
                ("code", {code for one, _ in found for code in one.codes}),
            )
        )
        fresh = [
            {
                "id": new_id(),
                "round_id": round_id,
                "transcript_id": transcripts[one.transcript],
                "code_id": codes[code],
                **_decision(one, code, codings),
                "coder": study.coder,
                "created": now(),
            }
            for one, agreed in found
            for code, codings in agreed.items()
            if code not in one.resolutions
        ]
        act.insert_many("resolution", fresh)
    return len(found)


def _decision(one: Disagreement, code: str, agreed: list[Coding]) -> Row:
    verdict, took, spans = amounts_to(one, code, [(coding.start, coding.end) for coding in agreed])
    inside = (coding for coding in agreed if coding.start < one.end and one.start < coding.end)
    return {
        "start": one.start,
        "end": one.end,
        "verdict": verdict,
        "took": list(took),
        "overruled": list(overruled(one, code, spans)),
        "why": next((coding.memo for coding in inside if coding.memo), ""),
    }
