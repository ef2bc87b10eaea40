"""Recorded decisions, replayed on another run of suggestions: each finds its suggestion by evidence, not by number."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.model import Fit, NotFound, WorkbenchError
from workbench.study.base import rows
from workbench.study.decided.deciding import followed
from workbench.study.decided.files import ON_SUGGESTIONS, Decision, Span, read_decisions
from workbench.study.files import read_bytes

if TYPE_CHECKING:
    from workbench.study.study import Study
    from workbench.suggest.matching import Match


@dataclass(frozen=True, slots=True)
class Applied:
    """A decision that found its place; `overlap` is how well its evidence matched, None for acts by hand."""

    do: str
    name: str
    suggestion: str | None = None
    overlap: float | None = None


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A decision whose evidence no suggestion of this run holds well enough, or that builds on one of these."""

    do: str
    name: str
    best: str | None
    overlap: float
    says: str


@dataclass(frozen=True, slots=True)
class Replay:
    applied: tuple[Applied, ...]
    unmatched: tuple[Unmatched, ...]


def replay(study: "Study", file: Path) -> Replay:
    """Carry out the decisions of a file, in its order and as one transaction; those without a match are listed."""
    return replay_all(study, read_decisions(file.name, read_bytes(file)), file.name)


def replay_all(study: "Study", decisions: Sequence[Decision], source: str = "decisions") -> Replay:
    on_suggestions = any(one["do"] in ON_SUGGESTIONS for one in decisions)
    if on_suggestions:
        study.settings.require("suggest")
    if on_suggestions and not study.suggestions.runs():
        raise WorkbenchError("There are no suggestions to decide on yet. Ask for some first: workbench suggest STUDY")
    applied: list[Applied] = []
    unmatched: list[Unmatched] = []
    try:
        with study.store.together():
            for batch in _batches(decisions):
                places = _places(study, batch)
                for number, one in batch:
                    try:
                        _carry_out(study, one, places.get(number), applied, unmatched)
                    except NotFound as error:
                        # What it builds on was not made, since its own evidence found no suggestion.
                        name = one.get("name") or one.get("theme") or one.get("source", "")
                        unmatched.append(Unmatched(one["do"], name, None, 0.0, f"'{one['do']}' for {name!r}: {error}"))
                    except WorkbenchError as error:
                        raise WorkbenchError(f"{source}, decision {number}: {error} Nothing was decided.") from None
    except WorkbenchError as error:
        done = {_told(one) for one in record(study)}
        if again := sum(_told(one) in done for one in decisions):
            raise WorkbenchError(
                f"{error} {again} of these {len(decisions)} decisions were carried out in this study already. "
                f"'workbench suggestions' and 'workbench themes' show what came of them; 'workbench suggest' asks for "
                f"a new run."
            ) from None
        raise
    return Replay(tuple(applied), tuple(unmatched))


def _told(one: Decision) -> str:
    """By what two decisions are the same one."""
    return repr([one.get(field) for field in ("do", "name", "evidence", "source", "target", "label", "theme", "start")])


def _batches(decisions: Sequence[Decision]) -> list[list[tuple[int, Decision]]]:
    """Decisions with their numbers from 1, parted after each that makes or closes suggestions."""
    batches: list[list[tuple[int, Decision]]] = [[]]
    for number, one in enumerate(decisions, start=1):
        batches[-1].append((number, one))
        if one["do"] in ("split", "merge", "rename", "drop", "add", "gather"):
            batches.append([])
    return batches


def _places(study: "Study", batch: Sequence[tuple[int, Decision]]) -> dict[int, "Match"]:
    """For each decision of a batch the open suggestion that holds its evidence best, one to one, and how well."""
    from workbench.suggest.matching import match

    wanted = [(number, one) for number, one in batch if one["do"] in ON_SUGGESTIONS]
    undecided = [one for one in study.suggestions if one.status in ("open", "later")]
    found = match([_spans(one["evidence"]) for _number, one in wanted], undecided)
    return {number: hit for (number, _one), hit in zip(wanted, found, strict=True)}


def _spans(passages: Sequence[Sequence[Any]]) -> list[Span]:
    return [(name, start, end) for name, start, end in passages]


def _carry_out(
    study: "Study", one: Decision, hit: "Match | None", applied: list[Applied], unmatched: list[Unmatched]
) -> None:
    do, name = one["do"], one.get("name", "")
    if hit is None:
        applied.append(Applied(do, BY_HAND_ACTS[do](study, one)))
    elif hit.suggestion is None:
        says = (
            f"'{do}'{f' for {name!r}' if name else ''}: no open suggestion of this run holds at least half of its "
            f"evidence (best: {hit.overlap:.0%})."
        )
        unmatched.append(Unmatched(do, name, hit.nearest, hit.overlap, says))
    else:
        ON_SUGGESTION_ACTS[do](study, hit.suggestion, one)
        applied.append(Applied(do, name, hit.suggestion, hit.overlap))


def _accept(study: "Study", key: str, one: Decision) -> None:
    study.suggestions.accept(
        key,
        as_=one.get("as", "theme"),
        name=one.get("name"),
        definition=one.get("definition", ""),
        parent=one.get("parent"),
        code=one.get("code"),
        codes=one.get("codes", ()),
        drop=_dropped(study, key, one),
        one_by_one=bool(one.get("one_by_one")),
        why=one.get("why", ""),
    )
    for place in _inside(study.suggestions[key].segments, one.get("take", ())):
        study.suggestions.take(key, *place)


def _dropped(study: "Study", key: str, one: Decision) -> list[Span]:
    """The suggestion's passages that lie mostly inside those to be dropped."""
    return _inside(study.suggestions[key].segments, one.get("drop", ()))


def _inside(fits: Iterable[Fit], spans: Sequence[Sequence[Any]]) -> list[Span]:
    return [
        (fit.transcript, fit.start, fit.end)
        for fit in fits
        if any(
            fit.transcript == name and 2 * (min(end, fit.end) - max(start, fit.start)) > fit.end - fit.start
            for name, start, end in spans
        )
    ]


def _drop(study: "Study", key: str, one: Decision) -> None:
    passages = _dropped(study, key, one)
    if passages:
        study.suggestions.drop(key, passages, why=one.get("why", ""))


def _add(study: "Study", key: str, one: Decision) -> None:
    run = study.suggestions.newest()
    others = [s for s in run.suggestions if s.id != key and s.status in ("open", "later")] if run else []
    found = _inside([fit for s in others for fit in s.segments] + list(run.outliers if run else ()), one["add"])
    if found:
        study.suggestions.add(key, found, why=one.get("why", ""))


def _merge(study: "Study", key: str, one: Decision) -> None:
    from workbench.suggest.matching import match

    others = [s for s in study.suggestions if s.status in ("open", "later") and s.id != key]
    found = [hit.suggestion for hit in match([_spans(part) for part in one["with"]], others) if hit.suggestion]
    if found:
        study.suggestions.merge(key, found, name=one.get("name"), why=one.get("why", ""))


ON_SUGGESTION_ACTS: dict[str, Callable[["Study", str, Decision], Any]] = {
    "accept": _accept,
    "reject": lambda study, key, one: study.suggestions.reject(key, why=one.get("why", "")),
    "later": lambda study, key, one: study.suggestions.later(key, why=one.get("why", "")),
    "rename": lambda study, key, one: study.suggestions.rename(key, one["name"], why=one.get("why", "")),
    "drop": _drop,
    "add": _add,
    "merge": _merge,
    "split": lambda study, key, one: study.suggestions.split(key, int(one.get("parts", 2)), why=one.get("why", "")),
}


def _add_theme(study: "Study", one: Decision) -> str:
    return study.themes.add(
        one["name"],
        definition=one.get("definition", ""),
        parent=one.get("parent"),
        codes=one.get("codes", ()),
        why=one.get("why", ""),
    ).name


def _link(study: "Study", one: Decision) -> str:
    made = study.themes.link(one["source"], one["target"], one["label"])
    return f"{made.source} {made.label} {made.target}"


def _counter(study: "Study", one: Decision) -> str:
    study.themes.counter(one["theme"], one["transcript"], one["start"], one["end"], note=one.get("note", ""))
    return str(one["theme"])


def _gather(study: "Study", one: Decision) -> str:
    return study.suggestions.gather(_spans(one["evidence"]), one["name"], why=one.get("why", "")).id


BY_HAND_ACTS: dict[str, Callable[["Study", Decision], str]] = {
    "theme": _add_theme,
    "link": _link,
    "counter": _counter,
    "gather": _gather,
}


def record(study: "Study") -> list[Decision]:
    """All that was decided, as `replay_all` takes it: themes by hand, decisions on suggestions, links, counters."""
    with study.store.read() as connection:
        decided = rows(connection, "decision")
        first = {row["id"]: followed(connection, row["id"])[0] for row in rows(connection, "suggestion")}
        by_hand = [row for row in rows(connection, "theme") if row["origin"] == "by hand"]
        names = {row["id"]: row["name"] for row in rows(connection, "theme")}
        transcripts = {row["id"]: row["name"] for row in rows(connection, "transcript")}
        cases = rows(connection, "counter_case")
    themes = {theme.name: theme for theme in study.themes}
    keys = {row["id"] for row in by_hand}
    suggested = {code.name for code in study.codebook if code.origin.startswith("suggestion")}

    taken: dict[str, list[list[Any]]] = {}
    for one in study.codings:
        kind, _, key = one.origin.partition(" ")
        if kind == "suggestion" and key in first:
            taken.setdefault(first[key], []).append([one.transcript, one.start, one.end])

    def waits(row: dict[str, Any]) -> bool:
        """Whether a theme needs a theme or a code that a suggestion brought, and so has to come after it."""
        codes = {code.name for code in themes[row["name"]].codes}
        return bool(codes & suggested) or (row["parent_id"] is not None and row["parent_id"] not in keys)

    made: list[Decision] = []
    for late in (False, True):
        made += [
            _tidy(
                do="theme", name=row["name"], definition=row["definition"], parent=names.get(row["parent_id"]),
                codes=[code.name for code in themes[row["name"]].codes],
            )
            for row in by_hand
            if waits(row) == late
        ]  # fmt: skip
        if not late:
            made += [
                _tidy(
                    do=one["do"], **one["details"], why=one["why"], evidence=one["evidence"],
                    take=taken.get(one["suggestion_id"]) if one["details"].get("one_by_one") else None,
                )
                for one in decided
            ]  # fmt: skip
    made += [_tidy(do="link", source=one.source, target=one.target, label=one.label) for one in study.themes.links()]
    made += [
        _tidy(
            do="counter", theme=names[one["theme_id"]], transcript=transcripts[one["transcript_id"]],
            start=one["start"], end=one["end"], note=one["note"],
        )
        for one in cases
    ]  # fmt: skip
    return made


def _tidy(**fields: Any) -> Decision:
    return {name: value for name, value in fields.items() if value not in (None, "", [], ())}
