"""A run of suggestions as rows of the study, and back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from workbench.model import Coding, Fit, NotFound, Overlap, Run, Segment, Suggestion
from workbench.store import LOGGED, Act, now
from workbench.study.base import Row, codebook_version, new_id, rows


def load_run(connection: Connection, number: int, participant_of: Callable[[str, int, int], str | None]) -> Run:
    """The run of that number, its suggestions as they stand; `participant_of` says whose words a passage are."""
    table = LOGGED["run"]
    row = connection.execute(select(table).where(table.c.number == number)).mappings().first()
    if row is None:
        raise NotFound("run", str(number))
    texts = {one["id"]: (one["name"], one["text"]) for one in rows(connection, "transcript")}
    themes = {one["id"]: one["name"] for one in rows(connection, "theme")}

    def fits(stored: Sequence[Sequence[Any]]) -> tuple[Fit, ...]:
        found = []
        for key, start, end, fit in stored:
            if key in texts:
                name, text = texts[key]
                found.append(Fit(name, start, end, text[start:end], fit, participant_of(name, start, end)))
        return tuple(found)

    found = sorted(rows(connection, "suggestion", run_id=row["id"]), key=lambda one: (one["rank"], one["id"]))
    return Run(
        row["number"],
        row["unit"],
        row["seed"],
        dict(row["config"]),
        dict(row["versions"]),
        row["digest"],
        row["segments"],
        fits(row["outliers"]),
        tuple(_suggestion(one, fits(one["segments"]), fits(one["border"]), themes) for one in found),
        tuple(row["notes"]),
    )


def _suggestion(row: Row, segments: tuple[Fit, ...], border: tuple[Fit, ...], themes: dict[str, str]) -> Suggestion:
    from workbench.analysis.spread import effective_number

    voices = [fit.participant or fit.transcript for fit in segments]  # as in the run: who is not named is one person
    return Suggestion(
        row["id"],
        row["label"],
        tuple(row["keywords"]),
        segments,
        row["stability"],
        tuple(dict.fromkeys(voices)),
        effective_number(voices),
        row["status"],
        themes.get(row["theme_id"]),
        row["reason"],
        tuple(Overlap(**one) for one in row["codes"]),
        border,
        tuple(row["warnings"]),
        row["follows"],
        row["merged_into"],
    )


def seen_codes(run: Run, codings: Sequence[Coding]) -> Run:
    """The run with the codes on its suggestions counted anew, from these codings alone."""
    from workbench.suggest.evidence import codes_on, overlaps

    marks = [(one.transcript, one.start, one.end, one.code) for one in codings]

    def on(fits: Sequence[Fit]) -> list[frozenset[str]]:
        return codes_on([Segment(fit.transcript, fit.start, fit.end, fit.text) for fit in fits], marks)

    members = [on(one.segments) for one in run.suggestions]
    everywhere = [*(codes for found in members for codes in found), *on(run.outliers)]
    found = [
        replace(one, codes=overlaps(codes, everywhere)) for one, codes in zip(run.suggestions, members, strict=True)
    ]
    return replace(run, suggestions=tuple(found))


def insert_run(act: Act, made: Run) -> None:
    ids = {row["name"]: row["id"] for row in rows(act.connection, "transcript")}
    themes = {row["name"]: row["id"] for row in rows(act.connection, "theme")}
    key = new_id()

    def stored(fits: Sequence[Fit]) -> list[list[Any]]:
        return [[ids[fit.transcript], fit.start, fit.end, fit.fit] for fit in fits]

    act.insert(
        "run",
        {
            "id": key,
            "number": made.number,
            "unit": made.unit,
            "seed": made.seed,
            "config": made.config,
            "versions": made.versions,
            "digest": made.digest,
            "segments": made.segments,
            "outliers": stored(made.outliers),
            "notes": list(made.notes),
            "codebook_version": codebook_version(act.connection),
            "created": now(),
        },
    )
    act.insert_many(
        "suggestion",
        [
            {
                "id": one.id,
                "run_id": key,
                "theme_id": themes.get(one.theme or ""),
                "rank": rank,
                "label": one.label,
                "keywords": list(one.keywords),
                "segments": stored(one.segments),
                "border": stored(one.border),
                "stability": one.stability,
                "codes": [{"code": c.code, "count": c.count, "lift": c.lift} for c in one.codes],
                "warnings": list(one.warnings),
                "status": one.status,
                "merged_into": None,
                "follows": one.follows,
                "reason": one.reason,
            }
            for rank, one in enumerate(made.suggestions, start=1)
        ],
    )
