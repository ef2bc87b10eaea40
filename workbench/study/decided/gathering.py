"""Passages that a person chose, for instance by drawing round them in the picture: they make a suggestion, or are put
into one."""

from collections.abc import Sequence

from workbench.model import Run, WorkbenchError, counted
from workbench.store import Act, now
from workbench.study.base import Row, new_id, next_position, rows
from workbench.study.decided.deciding import OPEN, Span, keyed, named_spans, without


def gather(act: Act, run: Run, passages: Sequence[Span], name: str, coder: str, why: str) -> str:
    """Write it as part of an act; gives its id. See `Suggestions.gather`."""
    row = next(one for one in rows(act.connection, "run") if one["number"] == run.number)
    found = rows(act.connection, "suggestion", run_id=row["id"])
    rank = max((one["rank"] for one in found), default=0) + 1
    key = f"{run.number}-{rank}"
    fits = take_out(act, row, passages, key)
    if len(fits) < 2:
        raise WorkbenchError(
            "A suggestion needs two passages of this run or more that are in no accepted one. Draw round some more."
        )
    segments = [[*one, fits[one]] for one in sorted(fits, key=lambda one: (-fits[one], one))]
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
    act.what = f"Made suggestion {key} '{name}' of {counted(len(segments), 'passage')}"
    return key


def take_out(act: Act, run: Row, passages: Sequence[Span], into: str) -> dict[Span, float]:
    """Take those of `passages` that are the run's, and in no accepted suggestion, out of where they are: their places
    and how well they fitted there. An undecided suggestion of which nothing is left is closed, and went `into` another.
    """
    found = [one for one in rows(act.connection, "suggestion", run_id=run["id"]) if one["id"] != into]
    settled = [one for one in found if one["status"] in ("accepted", "refined") and one["merged_into"] is None]
    chosen = keyed(act.connection, passages) - {(s[0], s[1], s[2]) for one in settled for s in one["segments"]}
    fits: dict[Span, float] = {(s[0], s[1], s[2]): s[3] for s in run["outliers"] if tuple(s[:3]) in chosen}
    act.update("run", run["id"], outliers=without(run["outliers"], chosen))
    for one in found:
        held = {(s[0], s[1], s[2]): s[3] for s in one["segments"] if tuple(s[:3]) in chosen}
        if one["status"] == "rejected":
            fits = {**held, **fits}
        elif one["status"] in OPEN and held:
            fits |= held
            left = without(one["segments"], chosen)
            closed = {} if left else {"status": "refined", "merged_into": into}
            act.update("suggestion", one["id"], segments=left or one["segments"], **closed)
    return fits
