"""A suggestion made of passages that a person chose, for instance by drawing round them in the picture."""

from collections.abc import Sequence

from workbench.model import Run, WorkbenchError
from workbench.store import Act, now
from workbench.study.base import new_id, next_position, rows
from workbench.study.decided.deciding import OPEN, Span, keyed, named_spans, without


def gather(act: Act, run: Run, passages: Sequence[Span], name: str, coder: str, why: str) -> str:
    """Write it as part of an act; gives its id. See `Suggestions.gather`."""
    row = next(one for one in rows(act.connection, "run") if one["number"] == run.number)
    known = {(fit.transcript, fit.start, fit.end): fit.fit for s in run.suggestions for fit in s.segments}
    known |= {(fit.transcript, fit.start, fit.end): fit.fit for fit in run.outliers}
    found = rows(act.connection, "suggestion", run_id=row["id"])
    chosen = keyed(act.connection, [one for one in passages if one in known])
    settled = {tuple(s[:3]) for one in found if one["status"] in ("accepted", "refined") for s in one["segments"]}
    chosen -= {one for one in settled if one in chosen}
    if len(chosen) < 2:
        raise WorkbenchError(
            "A suggestion needs two passages of this run or more that are in no accepted one. Draw round some more."
        )
    rank = max((one["rank"] for one in found), default=0) + 1
    key = f"{run.number}-{rank}"
    fits: dict[Span, float] = {}
    for one in found:
        if one["status"] in OPEN:
            fits |= {(s[0], s[1], s[2]): s[3] for s in one["segments"] if tuple(s[:3]) in chosen}
            left = without(one["segments"], chosen)
            if len(left) < len(one["segments"]):
                closed = {} if left else {"status": "refined", "merged_into": key}
                act.update("suggestion", one["id"], segments=left or one["segments"], **closed)
    outliers = row["outliers"]
    fits |= {(s[0], s[1], s[2]): s[3] for s in outliers if tuple(s[:3]) in chosen}
    act.update("run", row["id"], outliers=without(outliers, chosen))
    segments = [[*one, fits.get(one, 0.0)] for one in sorted(chosen, key=lambda one: (-fits.get(one, 0.0), one))]
    act.insert(
        "suggestion",
        {
            "id": key,
            "run_id": row["id"],
            "theme_id": None,
            "rank": rank,
            "label": name,
            "keywords": [],
            "segments": segments,
            "border": [],
            "stability": None,
            "codes": [],
            "warnings": [],
            "status": "open",
            "merged_into": None,
            "reason": "",
            "follows": None,
        },
    )
    act.insert(
        "decision",
        {
            "id": new_id(),
            "run_id": row["id"],
            "suggestion_id": key,
            "position": next_position(act.connection, "decision"),
            "do": "gather",
            "details": {"name": name},
            "evidence": named_spans(act.connection, segments),
            "why": why,
            "coder": coder,
            "created": now(),
        },
    )
    act.what = f"Made suggestion {key} '{name}' of {len(segments)} passages"
    return key
