"""Settling where coders differ: passage by passage, into the agreed layer; everybody's own codings stay as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.analysis.reconciling import Span, outcome, overruled, passages, shared
from workbench.model import VERDICTS, Disagreement, Mark, NotFound, Resolution, Verdict, WorkbenchError, counted
from workbench.store import Act, now
from workbench.study.base import Collection, Row, named, new_id, rows
from workbench.study.coded.rows import checked_span, coding_row
from workbench.study.team import adopting

if TYPE_CHECKING:
    import pandas as pd

SHARED = "agreed by all"
"""Origin of codings in the agreed layer that nobody disputed; one that was decided has `resolution ID`."""
Choice = tuple[Verdict, tuple[str, ...], Span | None]


class Reconciling(Collection):
    """`study.reconciling.passages(round="Pilot")` are those to settle; each decision is one act."""

    def passages(
        self,
        round: str | None = None,
        *,
        unit: str | None = None,
        code: str | None = None,
        coders: Sequence[str] | None = None,
    ) -> list[Disagreement]:
        """Where coders differ, in order of transcript and place, each with what was decided on it so far.

        They differ where one has a code in a unit and another, who was asked too, has not; marks that overlap are one
        passage. `code` leaves those with that code.
        """
        study = self._study
        unit = unit or (study.rounds[round].unit if round else "turn")
        found, _marks = study.remembered(
            f"passages {round} {unit} {coders}", lambda _connection: self._passages(round, unit, coders)
        )
        decided = self._decided()
        known = [
            replace(one, resolutions={c: r for c in one.codes if (r := _newest(decided, one, c)) is not None})
            for one in found
        ]
        if code is not None:
            study.codebook[code]
            known = [one for one in known if code in one.codes]
        return known

    def _passages(
        self, round_: str | None, unit: str, coders: Sequence[str] | None
    ) -> tuple[list[Disagreement], dict[str, list[Mark]]]:
        from workbench.study.team.compared import material

        study = self._study
        given = material(study, unit, coders=coders, code=None, round_=round_, speakers="participant")
        report = study.agreement(unit, round=round_, coders=coders, bootstrap=0, intervals="none")
        differing: dict[str, list[tuple[str, int, int]]] = {}
        frame = report.disagreements()
        for name, code, start, end in zip(
            frame["transcript"], frame["code"], frame["start"], frame["end"], strict=True
        ):
            differing.setdefault(name, []).append((code, int(start), int(end)))
        memos = {(m.transcript, m.coder, m.code, m.start, m.end): m.memo for m in study.codings if m.memo}
        marks: dict[str, list[Mark]] = {}
        columns = (given.codings[name] for name in ("transcript", "coder", "code", "start", "end"))
        for name, coder, code, start, end in zip(*columns, strict=True):
            if name in given.assigned[coder]:
                memo = memos.get((name, coder, code, start, end), "")
                marks.setdefault(name, []).append(Mark(coder, code, int(start), int(end), memo))
        people = study.participant_finder()
        found = []
        for name in study.transcripts.names():
            asked = [coder for coder, names in given.assigned.items() if name in names]
            for one in passages(name, differing.get(name, ()), marks.get(name, ()), asked):
                found.append(replace(one, participant=people(name, one.start, one.end)))
        return found, {name: own for name, own in marks.items() if sum(name in n for n in given.assigned.values()) > 1}

    def resolutions(self, round: str | None = None) -> list[Resolution]:
        """All decisions as they stand, oldest first."""
        return [one for one in self._decided() if round is None or one.round == round]

    def _decided(self) -> list[Resolution]:
        if self._study.blindfold:
            return []
        with self._store.read() as connection:
            found = sorted(rows(connection, "resolution"), key=lambda row: (row["created"], row["id"]))
            names = {
                table: {row["id"]: row["name"] for row in rows(connection, table)}
                for table in ("transcript", "code", "round")
            }
        return [
            Resolution(
                row["id"],
                names["transcript"][row["transcript_id"]],
                row["start"],
                row["end"],
                names["code"][row["code_id"]],
                row["verdict"],
                tuple(row["took"]),
                tuple(row["overruled"]),
                row["why"],
                row["coder"],
                row["created"],
                names["round"].get(row["round_id"]),
            )
            for row in found
        ]

    def progress(self, round: str | None = None, *, unit: str | None = None) -> dict[str, int]:
        """How many passages there are: `settled`, put off (`later`), `open`, and in `all`."""
        found = [one.status for one in self.passages(round, unit=unit)]
        return {**{name: found.count(name) for name in ("settled", "later", "open")}, "all": len(found)}

    def overruled(self, round: str | None = None) -> "pd.DataFrame":
        """How often each coder was overruled, on which codes: columns coder, code, decided (on how many differences
        about the code they had part in), overruled; most overruled first."""
        import pandas as pd

        counts: dict[tuple[str, str], list[int]] = {}
        for one in self.passages(round):
            for code, found in one.resolutions.items():
                for coder in one.coders if found.verdict != "later" else ():
                    line = counts.setdefault((coder, code), [0, 0])
                    line[0] += 1
                    line[1] += coder in found.overruled
        lines = [(coder, code, decided, lost) for (coder, code), (decided, lost) in counts.items()]
        lines.sort(key=lambda line: (-line[3], line[0], line[1]))
        return pd.DataFrame(lines, columns=["coder", "code", "decided", "overruled"])

    def before_and_after(self, round: str | None = None, *, unit: str | None = None) -> "pd.DataFrame":
        """Each coder beside what was agreed: columns coder, units, krippendorff_alpha, cohen_kappa, percent; first, as
        "between coders", how far they agreed by themselves.

        Only the first line is reliability: the others say how far each coder was from the result, which they had part
        in. Empty where nothing is in the agreed layer yet.
        """
        import pandas as pd

        from workbench.analysis.agreement import agreement
        from workbench.study.team.compared import coding_frame, material

        study = self._study
        unit = unit or (study.rounds[round].unit if round else "turn")
        given = material(study, unit, coders=None, code=None, round_=round, speakers="participant")
        agreed = [one for one in study.codings if one.layer == "agreed"]
        settled = {one.transcript for one in agreed} & set().union(*given.assigned.values())
        columns = ["coder", "units", "krippendorff_alpha", "cohen_kappa", "percent"]
        if not settled:
            return pd.DataFrame(columns=columns)
        result = coding_frame(agreed).assign(coder="agreed layer")
        lines = []
        for who in (None, *given.assigned):
            assigned = dict(given.assigned)
            if who is not None:
                assigned = dict.fromkeys((who, "agreed layer"), given.assigned[who] & settled)
            codings = given.codings if who is None else pd.concat([given.codings, result])
            codes = list(dict.fromkeys([*given.codes, *result["code"]]))
            report = agreement(given.units, codings, assigned, codes=codes, unit=unit, intervals="none", bootstrap=0)
            values = [report.overall[name].value if name in report.overall else None for name in columns[2:]]
            lines.append(["between coders" if who is None else who, report.units, *values])
        return pd.DataFrame(lines, columns=columns)

    # Acts --------------------------------------------------------------------------------------------------------

    def begin(self, round: str | None = None, *, unit: str | None = None) -> int:
        """Put what nobody disputes into the agreed layer, as one act; gives how many codings that made.

        Only transcripts that two coders or more coded; overlapping marks of one code become their union. What stands in
        the agreed layer already stays.
        """
        study = self._study
        unit = unit or (study.rounds[round].unit if round else "turn")
        found, marks = self._passages(round, unit, None)
        title = f"the round '{round}'" if round else "the study"
        with self._store.act("begin reconciling", "", coder=self._coder) as act:
            fresh = []
            for name, own in marks.items():
                disputed = [mark for one in found if one.transcript == name for mark in one.marks]
                place = named(act.connection, "transcript", name)
                for code, spans in shared(own, disputed).items():
                    key = named(act.connection, "code", code)["id"]
                    there = _agreed(act, place["id"], key)
                    fresh += [
                        coding_row(act, place["id"], key, *span, self._coder, "agreed", SHARED)
                        for span in spans
                        if not any(row["start"] < span[1] and span[0] < row["end"] for row in there)
                    ]
            act.insert_many("coding", fresh)
            act.what = f"Put {counted(len(fresh), 'coding')} that all agree on into the agreed layer, from {title}"
        return len(fresh)

    def decide(
        self,
        passage: Disagreement,
        verdict: Verdict,
        *,
        took: Sequence[str] = (),
        span: Span | None = None,
        codes: Sequence[str] | None = None,
        why: str = "",
        round: str | None = None,
    ) -> Disagreement:
        """Decide on a passage: `take` what the coders in `took` have, `both` (all that anybody has), `neither`, a new
        `span` (where `codes` stand, and the passage's other codes nowhere), or talk `later`.

        What follows goes to the agreed layer; what an earlier decision on the passage put there is taken out.
        """
        choices: dict[str, Choice] = {}
        for code in codes or passage.codes:
            choices[code] = (verdict, tuple(took), span)
        if verdict == "span" and codes:
            choices |= dict.fromkeys((code for code in passage.codes if code not in codes), ("neither", (), None))
        return self._settle(passage, choices, why, round)

    def _settle(
        self, passage: Disagreement, choices: Mapping[str, Choice], why: str, round_: str | None
    ) -> Disagreement:
        self._study.blindfold.refuse("Reconciling")
        for code, (verdict, took, _span) in choices.items():
            if code not in passage.codes:
                raise NotFound("code of this passage", code, passage.codes)
            if verdict not in VERDICTS:
                raise WorkbenchError(f"'{verdict}' is no decision. Decide one of: {', '.join(VERDICTS)}.")
            for coder in took:
                if coder not in passage.coders:
                    raise NotFound("coder of this passage", coder, passage.coders)
            if verdict == "take" and not took:
                raise WorkbenchError(f"Say whose marks are taken: {', '.join(passage.coders)}.")
        with self._store.act("reconcile", "", coder=self._coder, why=why) as act:
            place = named(act.connection, "transcript", passage.transcript)
            round_id = named(act.connection, "round", round_)["id"] if round_ else None
            for code, choice in choices.items():
                self._decide_code(act, passage, place, code, choice, why, round_id)
            act.what = _said(passage, choices)
        decided = self._decided()
        return replace(
            passage, resolutions={c: r for c in passage.codes if (r := _newest(decided, passage, c)) is not None}
        )

    def _decide_code(
        self, act: Act, passage: Disagreement, place: Row, code: str, choice: Choice, why: str, round_id: str | None
    ) -> None:
        verdict, took, span = choice
        if verdict == "span":
            if span is None:
                raise WorkbenchError("Say where the new passage begins and ends.")
            span = checked_span(place, *span)
        spans = outcome(passage, verdict, took=took, span=span)[code]
        key = named(act.connection, "code", code)["id"]
        old = [
            row
            for row in rows(act.connection, "resolution", transcript_id=place["id"], code_id=key)
            if row["start"] < passage.end and passage.start < row["end"]
        ]
        values = {
            "round_id": round_id,
            "start": passage.start,
            "end": passage.end,
            "verdict": verdict,
            "took": list(took),
            "overruled": [] if verdict == "later" else list(overruled(passage, code, spans)),
            "why": why,
            "coder": self._coder,
            "created": now(),
        }
        ours = old[-1]["id"] if old else new_id()
        if old:
            act.update("resolution", ours, **values)
            act.delete_many("resolution", [row["id"] for row in old[:-1]])
        else:
            act.insert("resolution", {"id": ours, "transcript_id": place["id"], "code_id": key, **values})
        own = [(mark.start, mark.end) for mark in passage.marks if mark.code == code]
        made_before = {f"resolution {row['id']}" for row in old}
        gone = [
            row["id"]
            for row in _agreed(act, place["id"], key)
            if row["origin"] in made_before or any(row["start"] < b and a < row["end"] for a, b in [*own, *spans])
        ]
        for memo in (row for row in rows(act.connection, "memo", on="coding") if row["target"] in set(gone)):
            act.update("memo", memo["id"], on="transcript", target=place["id"])
        act.delete_many("coding", gone)
        if verdict != "later":
            fresh = [
                coding_row(act, place["id"], key, *one, self._coder, "agreed", f"resolution {ours}") for one in spans
            ]
            act.insert_many("coding", fresh)

    def brought(self, round: str | None = None, *, unit: str | None = None) -> list[Disagreement]:
        """The open passages that an agreed layer from elsewhere, by a file or another tool, has decided already."""
        return [one for one, _agreed in adopting.settled_elsewhere(self._study, self.passages(round, unit=unit))]

    def adopt(self, round: str | None = None, *, unit: str | None = None) -> int:
        """Record what an agreed layer from elsewhere decided, as one act; gives the number of passages.

        No coding changes: a passage in which the agreed layer has the code is taken from whom it agrees with, one in
        which it has not is decided as neither. What was decided here, or put off, stays.
        """
        self._study.blindfold.refuse("Reconciling")
        return adopting.adopt(self._study, self.passages(round, unit=unit), round)

    def replay(self, path: Path | str, *, round: str | None = None, unit: str | None = None) -> dict[str, Any]:
        """Decisions of a csv, xlsx or json file (as `disagreements --out` writes it, with its column decision filled
        in), each one act; gives `applied`, a number, and `unmatched`, sentences that name the row.

        Where nothing of these transcripts is in the agreed layer yet, `begin` comes first.
        """
        from workbench.study.team.files import read_resolutions

        found = read_resolutions(Path(path))
        unmatched, applied = [], 0
        known = self.passages(round, unit=unit)
        with self._store.together():
            settled = {one.transcript for one in self._study.codings if one.layer == "agreed"}
            if not settled & {one.transcript for one in known}:
                self.begin(round, unit=unit)
            for one in found:
                passage = next(
                    (
                        each
                        for each in known
                        if each.transcript == one.transcript
                        and one.code in each.codes
                        and each.start < one.end
                        and one.start < each.end
                    ),
                    None,
                )
                if passage is None:
                    unmatched.append(
                        f"row {one.row}: coders do not differ about '{one.code}' at {one.start}–{one.end} of "
                        f"'{one.transcript}'."
                    )
                    continue
                try:
                    self._settle(passage, {one.code: one.choice(passage)}, one.why, round)
                    applied += 1
                except WorkbenchError as error:
                    unmatched.append(f"row {one.row}: {error}")
        return {"applied": applied, "unmatched": unmatched}


def _newest(decided: Sequence[Resolution], one: Disagreement, code: str) -> Resolution | None:
    return next(
        (
            found
            for found in reversed(decided)
            if found.transcript == one.transcript
            and found.code == code
            and found.start < one.end
            and one.start < found.end
        ),
        None,
    )


def _said(passage: Disagreement, choices: Mapping[str, Choice]) -> str:
    verdict, took, _span = next(iter(choices.values()))
    what = {
        "take": f"took what {' and '.join(took)} has" if len(took) == 1 else f"took what {', '.join(took)} have",
        "both": "took what all have",
        "neither": "took neither",
        "span": "chose another passage",
        "later": "talk later",
    }[verdict]
    codes = ", ".join(f"'{code}'" for code in choices)
    return f"Reconciled {codes} in '{passage.transcript}': {what}"


def _agreed(act: Act, transcript_id: str, code_id: str) -> list[Row]:
    return rows(act.connection, "coding", transcript_id=transcript_id, code_id=code_id, layer="agreed")
