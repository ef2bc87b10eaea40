"""Recorded decisions: written to a file, and replayed on another run of suggestions, matched by evidence.

A file is a list of decisions (yaml, or csv with the same columns). `do` says what: accept, reject, later, rename, drop,
merge, split on a suggestion, which is found by `evidence`, the passages it held; theme, link and counter are acts by hand.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.model import BadRows, WorkbenchError
from workbench.study.base import rows

if TYPE_CHECKING:
    from workbench.study.study import Study

Decision = dict[str, Any]
Span = tuple[str, int, int]

ON_SUGGESTIONS = ("accept", "reject", "later", "rename", "drop", "merge", "split")
BY_HAND = ("theme", "link", "counter")
FIELDS = {
    "do", "evidence", "as", "name", "definition", "parent", "code", "codes", "drop", "with", "parts", "why",
    "source", "target", "label", "theme", "transcript", "start", "end", "note", "quote",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Applied:
    """A decision that found its place; `overlap` is the share of its evidence in the suggestion, None for acts by hand."""

    do: str
    name: str
    suggestion: str | None = None
    overlap: float | None = None


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A decision whose evidence no suggestion of this run holds well enough."""

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
    try:
        data = file.read_bytes()
    except OSError as error:
        raise WorkbenchError(f"{file} cannot be read ({error.strerror or 'not a file'}).") from None
    return replay_all(study, read_decisions(file.name, data), file.name)


def replay_all(study: "Study", decisions: Sequence[Decision], source: str = "decisions") -> Replay:
    if any(one["do"] in ON_SUGGESTIONS for one in decisions) and not study.suggestions.runs():
        raise WorkbenchError("There are no suggestions to decide on yet. Ask for some first: workbench suggest STUDY")
    applied: list[Applied] = []
    unmatched: list[Unmatched] = []
    with study.store.together():
        for batch in _batches(decisions):
            places = _places(study, batch)
            for number, one in batch:
                try:
                    _carry_out(study, one, places.get(number), applied, unmatched)
                except WorkbenchError as error:
                    raise WorkbenchError(f"{source}, decision {number}: {error} Nothing was decided.") from None
    return Replay(tuple(applied), tuple(unmatched))


def _batches(decisions: Sequence[Decision]) -> list[list[tuple[int, Decision]]]:
    """Decisions with their numbers from 1, parted after each that makes or closes suggestions."""
    batches: list[list[tuple[int, Decision]]] = [[]]
    for number, one in enumerate(decisions, start=1):
        batches[-1].append((number, one))
        if one["do"] in ("split", "merge", "rename", "drop"):
            batches.append([])
    return batches


def _places(study: "Study", batch: Sequence[tuple[int, Decision]]) -> dict[int, tuple[str | None, float]]:
    """For each decision of a batch the open suggestion that holds its evidence best, one to one, and how well."""
    from workbench.suggest.matching import match

    wanted = [(number, one) for number, one in batch if one["do"] in ON_SUGGESTIONS]
    undecided = [one for one in study.suggestions if one.status in ("open", "later")]
    found = match([one["evidence"] for _number, one in wanted], undecided)
    return {number: (hit.suggestion, hit.overlap) for (number, _one), hit in zip(wanted, found, strict=True)}


def _carry_out(
    study: "Study",
    one: Decision,
    place: tuple[str | None, float] | None,
    applied: list[Applied],
    unmatched: list[Unmatched],
) -> None:
    do = one["do"]
    if do in BY_HAND:
        applied.append(Applied(do, BY_HAND_ACTS[do](study, one)))
        return
    key, overlap = place or (None, 0.0)
    name = one.get("name") or one.get("label") or ""
    if key is None or overlap < 0.5:
        unmatched.append(
            Unmatched(
                do, name, key, overlap,
                f"'{do}'{f' for {name!r}' if name else ''}: no suggestion of this run holds at least half of its "
                f"evidence (best: {overlap:.0%}).",
            )
        )  # fmt: skip
        return
    ON_SUGGESTION_ACTS[do](study, key, one)
    applied.append(Applied(do, name, key, overlap))


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
        why=one.get("why", ""),
    )


def _dropped(study: "Study", key: str, one: Decision) -> list[Span]:
    """The suggestion's passages that lie mostly inside those to be dropped."""
    return [
        (fit.transcript, fit.start, fit.end)
        for fit in study.suggestions[key].segments
        if any(
            fit.transcript == name and 2 * (min(end, fit.end) - max(start, fit.start)) > fit.end - fit.start
            for name, start, end in one.get("drop", ())
        )
    ]


def _drop(study: "Study", key: str, one: Decision) -> None:
    passages = _dropped(study, key, one)
    if passages:
        study.suggestions.drop(key, passages, why=one.get("why", ""))


def _merge(study: "Study", key: str, one: Decision) -> None:
    from workbench.suggest.matching import match

    others = [s for s in study.suggestions if s.status in ("open", "later") and s.id != key]
    found = [hit.suggestion for hit in match(one.get("with", []), others) if hit.suggestion and hit.overlap >= 0.5]
    if found:
        study.suggestions.merge(key, found, name=one.get("name"), why=one.get("why", ""))


ON_SUGGESTION_ACTS: dict[str, Callable[["Study", str, Decision], Any]] = {
    "accept": _accept,
    "reject": lambda study, key, one: study.suggestions.reject(key, why=one.get("why", "")),
    "later": lambda study, key, one: study.suggestions.later(key, why=one.get("why", "")),
    "rename": lambda study, key, one: study.suggestions.rename(key, one["name"], why=one.get("why", "")),
    "drop": _drop,
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


BY_HAND_ACTS: dict[str, Callable[["Study", Decision], str]] = {"theme": _add_theme, "link": _link, "counter": _counter}


# Files -----------------------------------------------------------------------------------------------------------


def read_decisions(name: str, data: bytes) -> list[Decision]:
    """Decisions of a yaml or csv file; `BadRows` names each that cannot be understood."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WorkbenchError(f"{name} is not text in UTF-8. Save it so, and try again.") from None
    found = _from_csv(name, text) if name.lower().endswith(".csv") else _from_yaml(name, text)
    problems = [f"decision {i}: {fault}" for i, one in enumerate(found, start=1) for fault in _faults(one)]
    if problems:
        raise BadRows(name, problems)
    return found


def _from_yaml(name: str, text: str) -> list[Decision]:
    import yaml

    try:
        loaded = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise WorkbenchError(f"{name} is not yaml{where}. See data/decisions.yaml for how it looks.") from None
    found = loaded.get("decisions") if isinstance(loaded, dict) else loaded
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise WorkbenchError(f"{name} holds no list of decisions. See data/decisions.yaml for how it looks.")
    return [{key: value for key, value in one.items() if value is not None} for one in found]


def _from_csv(name: str, text: str) -> list[Decision]:
    reader = csv.DictReader(io.StringIO(text))
    if "do" not in (reader.fieldnames or []):
        raise WorkbenchError(f"{name} has no column 'do'. It has: {', '.join(reader.fieldnames or []) or 'none'}.")
    decisions = []
    for row in reader:
        one: Decision = {key: value for key, value in row.items() if key and value}
        for key in ("evidence", "drop"):
            if key in one:
                one[key] = [_span(part) for part in one[key].split(";") if part.strip()]
        if "codes" in one:
            one["codes"] = [code.strip() for code in one["codes"].split(";") if code.strip()]
        for key in ("start", "end", "parts"):
            if key in one and one[key].isdigit():
                one[key] = int(one[key])
        decisions.append(one)
    return decisions


def _span(part: str) -> Any:
    """'P01:120-340' as a span; what cannot be read is left as it is, to be named as a fault."""
    name, _, place = part.strip().rpartition(":")
    start, _, end = place.partition("-")
    return [name, int(start), int(end)] if name and start.isdigit() and end.isdigit() else part


def _faults(one: Decision) -> list[str]:
    do = one.get("do")
    if do not in ON_SUGGESTIONS + BY_HAND:
        return [f"'do' is {do!r}; it can be {', '.join(ON_SUGGESTIONS + BY_HAND)}."]
    needs = {"theme": ["name"], "link": ["source", "target", "label"], "rename": ["evidence", "name"]}
    needs |= {"counter": ["theme", "transcript", "start", "end"], "merge": ["evidence", "with"]}
    found = [f"'{do}' needs '{field}'." for field in needs.get(do, ["evidence"]) if field not in one]
    found += [f"'{field}' is not known." for field in one if field not in FIELDS]
    spans = [("evidence", one.get("evidence", [])), ("drop", one.get("drop", []))]
    spans += [("with", part) for part in one.get("with", []) if isinstance(one.get("with"), list)]
    for field, value in spans:
        if not isinstance(value, list) or not all(_is_span(span) for span in value):
            found.append(f"'{field}' must be a list of [transcript, start, end].")
    found += [
        f"'{field}' must be a whole number." for field in ("start", "end") if not isinstance(one.get(field, 0), int)
    ]
    return found


def _is_span(value: Any) -> bool:
    return (
        isinstance(value, (list, tuple))
        and len(value) == 3
        and isinstance(value[0], str)
        and isinstance(value[1], int)
        and isinstance(value[2], int)
    )


def record(study: "Study") -> list[Decision]:
    """All that was decided, as `replay_all` takes it: themes by hand, decisions on suggestions, links, counter-cases."""
    with study.store.read() as connection:
        decided = rows(connection, "decision")
        by_hand = [row for row in rows(connection, "theme") if row["origin"] == "by hand"]
        names = {row["id"]: row["name"] for row in rows(connection, "theme")}
        transcripts = {row["id"]: row["name"] for row in rows(connection, "transcript")}
        cases = rows(connection, "counter_case")
    themes = {theme.name: theme for theme in study.themes}
    keys = {row["id"] for row in by_hand}

    def waits(row: dict[str, Any]) -> bool:
        """Whether a theme stands below one that a suggestion brought, and so has to come after it."""
        return row["parent_id"] is not None and row["parent_id"] not in keys

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
            made += [_tidy(do=one["do"], **one["details"], why=one["why"], evidence=one["evidence"]) for one in decided]
    made += [_tidy(do="link", source=one.source, target=one.target, label=one.label) for one in study.themes.links()]
    made += [
        _tidy(
            do="counter", theme=names[one["theme_id"]], transcript=transcripts[one["transcript_id"]],
            start=one["start"], end=one["end"], note=one["note"],
        )
        for one in cases
    ]  # fmt: skip
    return made


def write_decisions(study: "Study", file: Path) -> int:
    """Write `record(study)` to a yaml file; gives how many there are."""
    import yaml

    from workbench.exports.files import write_bytes

    made = record(study)
    text = yaml.safe_dump({"decisions": made}, allow_unicode=True, sort_keys=False, width=110)
    write_bytes(file, text.encode())
    return len(made)


def _tidy(**fields: Any) -> Decision:
    return {name: value for name, value in fields.items() if value not in (None, "", [], ())}
