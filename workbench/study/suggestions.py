"""The study's suggested themes: runs of the topic model, and people's decision on each suggestion."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from workbench.model import Coding, Comparison, NotFound, Run, Segment, Suggestion, WorkbenchError, counted, unit_noun
from workbench.store import LOGGED
from workbench.study.base import Collection, as_unit, clean_name, listing, named, rows
from workbench.study.coded.rows import insert_codings
from workbench.study.decided.deciding import (
    Deciding,
    Span,
    code_named,
    followed,
    keyed,
    named_spans,
    open_row,
    theme_named,
    without,
)
from workbench.study.decided.gathering import gather, take_out
from workbench.study.decided.runs import insert_run, load_run, seen_codes
from workbench.study.decided.sticking import earlier_decisions
from workbench.study.themes import attach_codes

if TYPE_CHECKING:
    from workbench.suggest.picture import Point


class Suggestions(Collection):
    """Iterating gives the newest run's suggestions as they stand, in order of rank.

    A study that does not want suggested themes (`study.settings.help`) shows none, whatever was asked for before.
    """

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
        """Numbers of all runs, oldest first; none where suggestions are not wanted."""
        if not self._study.settings.offers("suggest"):
            return []
        table = LOGGED["run"]
        with self._store.read() as connection:
            return [number for (number,) in connection.execute(select(table.c.number).order_by(table.c.number))]

    def newest(self) -> Run | None:
        """The newest run with its suggestions and what was decided on them; None before the first."""
        numbers = self.runs()
        return self.run_of(numbers[-1]) if numbers else None

    def run_of(self, number: int) -> Run:
        people = self._study.participant_finder()
        return self._study.remembered(f"run {number}", lambda connection: self._load(connection, number, people))

    def since_last(self) -> Comparison | None:
        """The newest run beside the one before it; None where there is none before."""
        from workbench.suggest.since import compare

        numbers = self.runs()
        return compare(self.run_of(numbers[-1]), self.run_of(numbers[-2])) if len(numbers) > 1 else None

    def _load(self, connection: Connection, number: int, people: Callable[[str, int, int], str | None]) -> Run:
        run = load_run(connection, number, people)
        return seen_codes(run, list(self._study.codings)) if self._study.blindfold else run

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
        window: int | None = None,
        progress: Callable[[str, float], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> Run:
        """Ask the topic model for themes in what participants say; same text, seed and versions, same suggestions.

        `number` is how many suggestions to look for (None: the program chooses and says why). With a `window` so many
        neighbouring sentences of a turn are a unit. What was decided in earlier runs holds: accepted suggestions are
        in this run, too, as they were, refused ones do not come back, merges, splits, names and drops are kept.
        Nothing else in the study changes. `WorkbenchError` where there is too little to suggest from.
        """
        from workbench.suggest import suggest

        self._study.settings.require("suggest")
        self._store.refuse_read_only()
        with self._store.read() as connection:
            newest = connection.execute(select(func.max(LOGGED["run"].c.number))).scalar() or 0
            decided = earlier_decisions(connection)
        segments = self._study.transcripts.segments(unit, speakers=speakers, window=window)
        try:
            made = suggest(
                segments,
                codings=[(one.transcript, one.start, one.end, one.code) for one in self._study.codings],
                unit=as_unit(unit),
                seed=seed,
                number=number,
                embedder=embedder,
                speakers=speakers,
                resamples=resamples,
                decided=decided,
                run_number=newest + 1,
                cache=self._study.cache,
                progress=progress,
                should_stop=should_stop,
            )
        finally:
            self._study.cache.flush()  # also what was read before somebody pressed Stop
        made = self._with_accepted(made, [one.id for one in decided if one.was == "accepted"], window)
        what = (
            f"Asked for themes: {len(made.suggestions)} suggestions from {made.segments} segments ({unit_noun(unit)})"
        )
        with self._store.act("suggest themes", what, coder=self._coder) as act:
            insert_run(act, made)
        return self.run_of(made.number)

    def _with_accepted(self, made: Run, accepted: Sequence[str], window: int | None) -> Run:
        """The run with suggestions accepted before, as they are, after its own."""
        first = len(made.suggestions) + 1
        kept = [
            replace(self[key], id=f"{made.number}-{rank}", follows=key)
            for rank, key in enumerate(accepted, start=first)
        ]
        config = {**made.config, "window": window, "kept": len(kept)}
        return replace(made, suggestions=(*made.suggestions, *kept), config=config)

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
        one_by_one: bool = False,
        why: str = "",
    ) -> Suggestion:
        """Use a suggestion: as a theme (new, or one of that name), as a code, or as evidence for an existing theme.

        Its passages, less those in `drop`, become codings of the person who decides, marked by origin, under `code`: an
        existing code or a new one. Where none is named it is called after the suggestion, unless existing `codes` are
        put under the theme instead; then no coding is made. With `one_by_one` none is made yet: `take` codes each.
        `refined` if anything was changed, else `accepted`.
        """
        if as_ not in ("theme", "code", "evidence"):
            raise WorkbenchError(f"A suggestion can be used as theme, code or evidence, not as '{as_}'.")
        with self._deciding("accept", suggestion_id, why) as decision:
            act, row = decision.act, decision.row
            spans = without(row["segments"], keyed(act.connection, drop))
            if not spans:
                raise WorkbenchError("No passage would be left. Keep at least one, or refuse the suggestion.")
            name = clean_name("theme", name or row["label"])
            theme_id = None
            if as_ == "evidence":
                theme_id = named(act.connection, "theme", name)["id"]
            elif as_ == "theme":
                theme_id = theme_named(act, name, definition, parent, f"suggestion {row['id']}")
            made = code or (name if as_ == "code" else row["label"] if not codes else None)
            if made is not None:
                code_row = code_named(
                    act, made, definition if as_ == "code" else "", parent if as_ == "code" else None, row
                )
                passages = [(key, start, end) for key, start, end, _fit in spans]
                if not one_by_one:
                    insert_codings(act, passages, code_row["id"], coder=self._coder, origin=f"suggestion {row['id']}")
            if theme_id is not None:
                attach_codes(act, theme_id, [*([made] if made else []), *codes])
            changed = len(spans) < len(row["segments"]) or bool(decision.edits)
            status = "refined" if changed or name != row["label"] else "accepted"
            act.update("suggestion", row["id"], status=status, theme_id=theme_id, segments=spans, reason=why)
            decision.keep(
                as_=as_,
                name=name,
                definition=definition,
                parent=parent,
                code=made if one_by_one else code,
                codes=list(codes),
                drop=drop,
                one_by_one=one_by_one or None,
            )
            used = "evidence for the theme" if as_ == "evidence" else as_
            act.what = f"Accepted suggestion {row['id']} as {used} '{name}'"
        return self[suggestion_id]

    def code_of(self, suggestion_id: str) -> str | None:
        """The code under which `take` puts passages of a suggestion that was accepted `one_by_one`; else None."""
        with self._store.read() as connection:
            chain = followed(connection, suggestion_id)
            found = [
                one["details"] for key in chain for one in rows(connection, "decision", suggestion_id=key, do="accept")
            ]
        code = found[-1].get("code") if found and found[-1].get("one_by_one") else None
        return str(code) if code and any(one.name == code for one in self._study.codebook) else None

    def take(self, suggestion_id: str, transcript: str, start: int, end: int) -> Coding:
        """Code one passage of a suggestion that was accepted `one_by_one`; its origin says where it comes from."""
        code = self.code_of(suggestion_id)
        if code is None:
            raise WorkbenchError(f"Suggestion {suggestion_id} was not accepted to code its passages one by one.")
        return self._study.codings.add(transcript, start, end, code, origin=f"suggestion {suggestion_id}")

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
            decision.act.what = f"Renamed suggestion {suggestion_id} '{decision.row['label']}' to '{cleaned}'"
        return self[suggestion_id]

    def drop(self, suggestion_id: str, passages: Sequence[Span], *, why: str = "") -> Suggestion:
        """Take passages out of a suggestion that do not belong to it."""
        with self._deciding("drop", suggestion_id, why) as decision:
            left = without(decision.row["segments"], keyed(decision.act.connection, passages))
            if not left:
                raise WorkbenchError("No passage would be left. Refuse the suggestion instead.")
            if not (gone := len(decision.row["segments"]) - len(left)):
                raise WorkbenchError("None of its passages is to be dropped. Untick those that do not belong to it.")
            decision.act.update("suggestion", suggestion_id, segments=left)
            decision.keep(drop=passages)
            many = "1 passage" if gone == 1 else f"{gone} passages"
            decision.act.what = f"Dropped {many} from suggestion {suggestion_id} '{decision.row['label']}'"
        return self[suggestion_id]

    def add(self, suggestion_id: str, passages: Sequence[Span], *, why: str = "") -> Suggestion:
        """Put passages of the run that belong to a suggestion into it; the undecided ones that held them lose them.

        Passages of a suggestion that was accepted stay there.
        """
        with self._deciding("add", suggestion_id, why) as decision:
            act, segments = decision.act, list(decision.row["segments"])
            run = rows(act.connection, "run", id=decision.row["run_id"])[0]
            fits = take_out(act, run, passages, suggestion_id)
            known = {tuple(one[:3]) for one in segments}
            fresh = [[*place, fit] for place, fit in sorted(fits.items()) if place not in known]
            if not fresh:
                raise WorkbenchError(
                    "None of these passages can be added: they are in it already, or in an accepted one."
                )
            act.update("suggestion", suggestion_id, segments=[*segments, *fresh])
            decision.keep(add=named_spans(act.connection, fresh))
            many = "1 passage" if len(fresh) == 1 else f"{len(fresh)} passages"
            act.what = f"Added {many} to suggestion {suggestion_id} '{decision.row['label']}'"
        return self[suggestion_id]

    def merge(self, suggestion_id: str, others: Sequence[str], *, name: str | None = None, why: str = "") -> Suggestion:
        """Put the passages of others into this one; the others are closed and say where they went."""
        if not others or suggestion_id in others:
            raise WorkbenchError("Name at least one other suggestion to merge with this one.")
        with self._deciding("merge", suggestion_id, why) as decision:
            act, segments = decision.act, list(decision.row["segments"])
            gone = []
            for other in others:
                row = open_row(act.connection, other)
                known = {tuple(one[:3]) for one in segments}
                segments += [one for one in row["segments"] if tuple(one[:3]) not in known]
                gone.append(row)
                act.update("suggestion", other, status="refined", merged_into=suggestion_id, reason=why)
            label = clean_name("suggestion", name) if name else decision.row["label"]
            act.update("suggestion", suggestion_id, segments=segments, label=label)
            decision.keep(name=name, with_=[named_spans(act.connection, one["segments"]) for one in gone])
            merged = listing([one["label"] for one in gone])
            many = "suggestion" if len(gone) == 1 else "suggestions"
            act.what = f"Merged {many} {merged} into suggestion {suggestion_id} '{label}'"
        return self[suggestion_id]

    def split(self, suggestion_id: str, parts: int = 2, *, why: str = "") -> list[Suggestion]:
        """Divide a suggestion by meaning into parts, each a suggestion of its own: 1-3 gives 1-3a and 1-3b."""
        from workbench.suggest import split

        one = self[suggestion_id]
        run = self.run_of(int(suggestion_id.split("-")[0]))
        segments = self._segments(run) if run.config.get("speakers", "participant") == "participant" else []
        embedder = run.config.get("embedder", "careful")
        try:
            divided = split(one, parts, segments=segments, embedder=embedder, cache=self._study.cache)
        finally:
            self._study.cache.flush()
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
                        "follows": None,
                    },
                )
            act.update("suggestion", suggestion_id, status="refined", merged_into="split", reason=why)
            decision.keep(parts=parts)
            act.what = f"Split suggestion {suggestion_id} '{decision.row['label']}' into {len(divided)}"
        return [self[f"{suggestion_id}{letter}"] for letter, _ in zip("abcdefgh", divided, strict=False)]

    def gather(self, passages: Sequence[Span], name: str, *, why: str = "") -> Suggestion:
        """Make a suggestion of chosen passages of the newest run; they leave the undecided suggestions that held them.

        Passages of a suggestion that is decided stay there. One of which nothing is left is closed.
        """
        run = self.newest()
        if run is None:
            raise WorkbenchError("There are no suggestions yet. Ask for some first.")
        with self._store.act(
            "decide", f"Made a suggestion of {counted(len(passages), 'passage')}", coder=self._coder, why=why
        ) as act:
            key = gather(act, run, passages, clean_name("suggestion", name), self._coder, why)
        return self[key]

    def picture(self) -> "list[Point]":
        """Where each segment of the newest run lies on a plane, as it was read; empty without a run."""
        from workbench.study.decided.likeness import BESIDES
        from workbench.suggest.picture import picture

        run = self.newest()
        if run is None:
            return []

        def lay_out(_connection: Connection) -> "list[Point]":
            made = picture(
                self._segments(run),
                speakers=run.config.get("speakers", "participant"),
                embedder=run.config.get("embedder", "careful"),
                cache=self._study.cache,
            )
            self._study.cache.flush()
            return made

        # Laid out anew only when the words change: it takes seconds, and each decision asks for it.
        return self._study.remembered(f"picture of run {run.number}", lay_out, besides=BESIDES)

    def _segments(self, run: Run) -> list[Segment]:
        """The segments from which a run was made, as the transcripts are now."""
        speakers, window = run.config.get("speakers", "participant"), run.config.get("window")
        return self._study.transcripts.segments(run.unit, speakers=speakers, window=window)

    def _mark(self, suggestion_id: str, do: str, status: str, why: str) -> Suggestion:
        with self._deciding(do, suggestion_id, why) as decision:
            decision.act.update("suggestion", suggestion_id, status=status, reason=why)
            decision.keep()
            decision.act.what = {
                "reject": f"Refused suggestion {suggestion_id} '{decision.row['label']}'",
                "later": f"Put suggestion {suggestion_id} '{decision.row['label']}' aside",
            }[do]
        return self[suggestion_id]

    def _deciding(self, do: str, suggestion_id: str, why: str) -> Deciding:
        return Deciding(self._study, do, suggestion_id, why)
