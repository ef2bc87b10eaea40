"""The study's suggested themes: runs of the topic model, and people's decision on each suggestion."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from workbench.model import Fit, NotFound, Overlap, Run, Suggestion, WorkbenchError
from workbench.store import LOGGED, Act, now
from workbench.study.base import (
    Collection,
    Row,
    as_unit,
    bump_codebook,
    clean_name,
    free_name,
    listing,
    named,
    new_id,
    rows,
    setting,
)
from workbench.study.codebook import insert_code
from workbench.study.codings import insert_codings
from workbench.study.themes import attach_codes, insert_theme

Span = tuple[str, int, int]
OPEN = ("open", "later")


class Suggestions(Collection):
    """Iterating gives the newest run's suggestions as they stand, in order of rank."""

    def __iter__(self) -> Iterator[Suggestion]:
        newest = self.newest()
        return iter(newest.suggestions if newest else ())

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __getitem__(self, suggestion_id: str) -> Suggestion:
        for number in reversed(self.runs()):
            run = self.run_of(number)
            found = next((one for one in run.suggestions if one.id == suggestion_id), None)
            if found is not None:
                return found
        raise NotFound("suggestion", suggestion_id, [one.id for one in self])

    def runs(self) -> list[int]:
        """Numbers of all runs, oldest first."""
        table = LOGGED["run"]
        with self._store.read() as connection:
            return [number for (number,) in connection.execute(select(table.c.number).order_by(table.c.number))]

    def newest(self) -> Run | None:
        """The newest run with its suggestions and what was decided on them; None before the first."""
        numbers = self.runs()
        return self.run_of(numbers[-1]) if numbers else None

    def run_of(self, number: int) -> Run:
        return self._study.remembered(f"run {number}", lambda connection: self._load(connection, number))

    # The run -----------------------------------------------------------------------------------------------------

    def run(
        self,
        unit: str = "answer",
        *,
        seed: int = 0,
        number: int | None = None,
        speakers: str = "participant",
        embedder: str = "careful",
        resamples: int = 20,
        progress: Callable[[str, float], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> Run:
        """Ask the topic model for themes in what participants say; same text, seed and versions, same suggestions.

        `number` is how many suggestions to look for (None: the program chooses and says why). Nothing in the study
        changes but that the run is there. `WorkbenchError` where there is too little to suggest from.
        """
        from workbench.suggest import suggest

        with self._store.read() as connection:
            newest = connection.execute(select(func.max(LOGGED["run"].c.number))).scalar() or 0
        made = suggest(
            self._study.transcripts.segments(unit, speakers=speakers),
            codings=[(one.transcript, one.start, one.end, one.code) for one in self._study.codings],
            unit=as_unit(unit),
            seed=seed,
            number=number,
            embedder=embedder,
            speakers=speakers,
            resamples=resamples,
            run_number=newest + 1,
            cache=self._study.cache,
            progress=progress,
            should_stop=should_stop,
        )
        self._study.cache.flush()
        what = f"Asked for themes: {len(made.suggestions)} suggestions from {made.segments} segments ({unit}s)"
        with self._store.act("suggest themes", what, coder=self._coder) as act:
            _insert_run(act, made)
        return self.run_of(made.number)

    # Decisions ---------------------------------------------------------------------------------------------------

    def accept(
        self,
        suggestion_id: str,
        *,
        as_: str = "theme",
        name: str | None = None,
        definition: str = "",
        parent: str | None = None,
        code: str | None = None,
        codes: Sequence[str] = (),
        drop: Sequence[Span] = (),
        why: str = "",
    ) -> Suggestion:
        """Use a suggestion: as a theme (new, or one of that name), as a code, or as evidence for an existing theme.

        Its passages, less those in `drop`, become codings of the person who decides, marked by origin, under `code`: an
        existing code or a new one. Where none is named it is called after the suggestion, unless existing `codes` are
        put under the theme instead; then no coding is made. `refined` if anything was changed, else `accepted`.
        """
        if as_ not in ("theme", "code", "evidence"):
            raise WorkbenchError(f"A suggestion can be used as theme, code or evidence, not as '{as_}'.")
        with self._deciding("accept", suggestion_id, why) as decision:
            act, row = decision.act, decision.row
            spans = _without(row["segments"], _spans_to_rows(act.connection, drop))
            if not spans:
                raise WorkbenchError("No passage would be left. Keep at least one, or refuse the suggestion.")
            name = clean_name("theme", name or row["label"])
            theme_id = None
            if as_ == "evidence":
                theme_id = named(act.connection, "theme", name)["id"]
            elif as_ == "theme":
                theme_id = _theme(act, name, definition, parent, f"suggestion {row['id']}")
            made = code or (name if as_ == "code" else row["label"] if not codes else None)
            if made is not None:
                code_row = _code(act, made, definition if as_ == "code" else "", parent if as_ == "code" else None, row)
                passages = [(key, start, end) for key, start, end, _fit in spans]
                insert_codings(act, passages, code_row["id"], coder=self._coder, origin=f"suggestion {row['id']}")
            if theme_id is not None:
                attach_codes(act, theme_id, [*([made] if made else []), *codes])
            changed = len(spans) < len(row["segments"]) or bool(decision.edits)
            status = "refined" if changed or name != row["label"] else "accepted"
            act.update("suggestion", row["id"], status=status, theme_id=theme_id, segments=spans, reason=why)
            decision.keep(
                as_=as_, name=name, definition=definition, parent=parent, code=code, codes=list(codes), drop=drop
            )
            act.what = f"Accepted suggestion {row['id']} as {as_} '{name}'"
        return self[suggestion_id]

    def reject(self, suggestion_id: str, *, why: str = "") -> Suggestion:
        """Not this one."""
        return self._mark(suggestion_id, "reject", "rejected", why)

    def later(self, suggestion_id: str, *, why: str = "") -> Suggestion:
        """Put it aside, undecided."""
        return self._mark(suggestion_id, "later", "later", why)

    def rename(self, suggestion_id: str, label: str, *, why: str = "") -> Suggestion:
        """Call it otherwise, undecided still."""
        with self._deciding("rename", suggestion_id, why) as decision:
            cleaned = clean_name("suggestion", label)
            decision.act.update("suggestion", suggestion_id, label=cleaned)
            decision.keep(name=cleaned)
        return self[suggestion_id]

    def drop(self, suggestion_id: str, passages: Sequence[Span], *, why: str = "") -> Suggestion:
        """Take passages out of a suggestion that do not belong to it."""
        with self._deciding("drop", suggestion_id, why) as decision:
            left = _without(decision.row["segments"], _spans_to_rows(decision.act.connection, passages))
            if not left:
                raise WorkbenchError("No passage would be left. Refuse the suggestion instead.")
            decision.act.update("suggestion", suggestion_id, segments=left)
            decision.keep(drop=passages)
        return self[suggestion_id]

    def merge(self, suggestion_id: str, others: Sequence[str], *, name: str | None = None, why: str = "") -> Suggestion:
        """Put the passages of others into this one; the others are closed and say where they went."""
        if not others or suggestion_id in others:
            raise WorkbenchError("Name at least one other suggestion to merge with this one.")
        with self._deciding("merge", suggestion_id, why) as decision:
            act, segments = decision.act, list(decision.row["segments"])
            gone = []
            for other in others:
                row = _open_row(act.connection, other)
                known = {tuple(one[:3]) for one in segments}
                segments += [one for one in row["segments"] if tuple(one[:3]) not in known]
                gone.append(row["segments"])
                act.update("suggestion", other, status="refined", merged_into=suggestion_id, reason=why)
            label = clean_name("suggestion", name) if name else decision.row["label"]
            act.update("suggestion", suggestion_id, segments=segments, label=label)
            decision.keep(name=name, with_=[self._named(act.connection, one) for one in gone])
            act.what = f"Merged {listing(others)} into suggestion {suggestion_id}"
        return self[suggestion_id]

    def split(self, suggestion_id: str, parts: int = 2, *, why: str = "") -> list[Suggestion]:
        """Divide a suggestion by meaning into parts, each a suggestion of its own: 1-3 gives 1-3a and 1-3b."""
        from workbench.suggest import split

        one = self[suggestion_id]
        divided = split(one, parts, cache=self._study.cache)
        with self._deciding("split", suggestion_id, why) as decision:
            act, fits = decision.act, {tuple(s[:3]): s[3] for s in decision.row["segments"]}
            ids = {row["name"]: row["id"] for row in rows(act.connection, "transcript")}
            for letter, part in zip("abcdefgh", divided, strict=False):
                spans = [(ids[fit.transcript], fit.start, fit.end) for fit in part.segments]
                act.insert(
                    "suggestion",
                    {
                        **decision.row,
                        "id": f"{suggestion_id}{letter}",
                        "label": part.label,
                        "keywords": list(part.keywords),
                        "segments": [[*span, fits.get(span, 0.0)] for span in spans],
                        "border": [],
                        "stability": None,
                        "warnings": list(part.warnings),
                        "status": "open",
                    },
                )
            act.update("suggestion", suggestion_id, status="refined", merged_into="split", reason=why)
            decision.keep(parts=parts)
            act.what = f"Split suggestion {suggestion_id} into {len(divided)}"
        return [self[f"{suggestion_id}{letter}"] for letter, _ in zip("abcdefgh", divided, strict=False)]

    def _mark(self, suggestion_id: str, do: str, status: str, why: str) -> Suggestion:
        with self._deciding(do, suggestion_id, why) as decision:
            decision.act.update("suggestion", suggestion_id, status=status, reason=why)
            decision.keep()
            decision.act.what = {
                "reject": f"Refused suggestion {suggestion_id} '{decision.row['label']}'",
                "later": f"Put suggestion {suggestion_id} '{decision.row['label']}' aside",
            }[do]
        return self[suggestion_id]

    def _deciding(self, do: str, suggestion_id: str, why: str) -> "_Deciding":
        return _Deciding(self, do, suggestion_id, why)

    def _named(self, connection: Connection, segments: Sequence[Sequence[Any]]) -> list[list[Any]]:
        names = {row["id"]: row["name"] for row in rows(connection, "transcript")}
        return [[names[one[0]], one[1], one[2]] for one in segments]

    # Loading -----------------------------------------------------------------------------------------------------

    def _load(self, connection: Connection, number: int) -> Run:
        table = LOGGED["run"]
        row = connection.execute(select(table).where(table.c.number == number)).mappings().first()
        if row is None:
            raise NotFound("run", str(number))
        texts = {one["id"]: (one["name"], one["text"]) for one in rows(connection, "transcript")}
        people = self._study.participant_finder()
        themes = {one["id"]: one["name"] for one in rows(connection, "theme")}

        def fits(stored: Sequence[Sequence[Any]]) -> tuple[Fit, ...]:
            found = []
            for key, start, end, fit in stored:
                if key in texts:
                    name, text = texts[key]
                    found.append(Fit(name, start, end, text[start:end], fit, people(name, start, end)))
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


class _Deciding:
    """One decision: the act, the suggestion's row, and the record of it with the evidence as it was."""

    def __init__(self, suggestions: Suggestions, do: str, suggestion_id: str, why: str) -> None:
        self._suggestions, self._do, self._id, self._why = suggestions, do, suggestion_id, why
        self.act: Act
        self.row: Row
        self.edits = 0

    def __enter__(self) -> "_Deciding":
        store, coder = self._suggestions._store, self._suggestions._coder
        what = f"Decided on suggestion {self._id}: {self._do}"
        self._context = store.act("decide", what, coder=coder, why=self._why)
        self.act = self._context.__enter__()
        try:
            self.row = _open_row(self.act.connection, self._id)
            decisions = rows(self.act.connection, "decision", suggestion_id=self._id)
            self.edits = sum(one["do"] in ("rename", "drop", "merge") for one in decisions)
        except BaseException as error:
            self._context.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def __exit__(self, *error: Any) -> bool | None:
        return self._context.__exit__(*error)

    def keep(self, **details: Any) -> None:
        connection, table = self.act.connection, LOGGED["decision"]
        position = connection.execute(select(func.count()).select_from(table)).scalar() or 0
        given = {name.rstrip("_"): value for name, value in details.items() if value not in (None, "", [], ())}
        self.act.insert(
            "decision",
            {
                "id": new_id(),
                "run_id": self.row["run_id"],
                "suggestion_id": self._id,
                "position": position,
                "do": self._do,
                "details": {
                    name: [list(s) for s in value] if name == "drop" else value for name, value in given.items()
                },
                "evidence": self._suggestions._named(connection, self.row["segments"]),
                "why": self._why,
                "coder": self._suggestions._coder,
                "created": now(),
            },
        )


def _open_row(connection: Connection, suggestion_id: str) -> Row:
    table = LOGGED["suggestion"]
    row = connection.execute(select(table).where(table.c.id == suggestion_id)).mappings().first()
    if row is None:
        raise NotFound("suggestion", suggestion_id, [key for (key,) in connection.execute(select(table.c.id))])
    if row["status"] not in OPEN:
        raise WorkbenchError(
            f"Suggestion {suggestion_id} ('{row['label']}') is decided already: {row['status']}. Undo that decision "
            f"first."
        )
    return dict(row)


def _suggestion(row: Row, segments: tuple[Fit, ...], border: tuple[Fit, ...], themes: dict[str, str]) -> Suggestion:
    from workbench.analysis.spread import effective_number

    voices = [fit.participant for fit in segments if fit.participant]
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
    )


def _insert_run(act: Act, made: Run) -> None:
    ids = {row["name"]: row["id"] for row in rows(act.connection, "transcript")}
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
            "codebook_version": int(setting(act.connection, "codebook version") or 0),
            "created": now(),
        },
    )
    act.insert_many(
        "suggestion",
        [
            {
                "id": one.id,
                "run_id": key,
                "theme_id": None,
                "rank": rank,
                "label": one.label,
                "keywords": list(one.keywords),
                "segments": stored(one.segments),
                "border": stored(one.border),
                "stability": one.stability,
                "codes": [{"code": c.code, "count": c.count, "lift": c.lift} for c in one.codes],
                "warnings": list(one.warnings),
                "status": "open",
                "merged_into": None,
                "reason": "",
            }
            for rank, one in enumerate(made.suggestions, start=1)
        ],
    )


def _theme(act: Act, name: str, definition: str, parent: str | None, origin: str) -> str:
    """The key of the theme of that name, made where it is not there yet."""
    known = act.connection.execute(select(LOGGED["theme"].c.id).where(LOGGED["theme"].c.name == name)).scalar()
    if known is not None:
        return str(known)
    return str(insert_theme(act, name, definition=definition, parent=parent, origin=origin)["id"])


def _code(act: Act, name: str, description: str, parent: str | None, suggestion: Row) -> Row:
    table, cleaned = LOGGED["code"], clean_name("code", name)
    known = act.connection.execute(select(table).where(table.c.name == cleaned)).mappings().first()
    if known is not None:
        return dict(known)
    free_name(act.connection, "code", cleaned)
    made = insert_code(
        act, cleaned, parent=parent, origin=f"suggestion {suggestion['id']}", words={"description": description}
    )
    bump_codebook(act)
    return made


def _spans_to_rows(connection: Connection, spans: Sequence[Span]) -> set[Span]:
    ids = {row["name"]: row["id"] for row in rows(connection, "transcript")}
    return {(ids.get(name, name), start, end) for name, start, end in spans}


def _without(segments: Sequence[Sequence[Any]], dropped: set[Span]) -> list[list[Any]]:
    return [list(one) for one in segments if tuple(one[:3]) not in dropped]
