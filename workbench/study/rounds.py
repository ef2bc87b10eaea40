"""The study's rounds of coding: which transcripts several people code, each by themselves, and who is done."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from workbench.analysis.drawing import drawn
from workbench.model import Assignment, NotFound, Round, WorkbenchError, counted, folded
from workbench.store import Act, now
from workbench.study.base import (
    Collection,
    Row,
    as_unit,
    clean_name,
    codebook_version,
    free_name,
    listing,
    named,
    new_id,
    next_position,
    rows,
)
from workbench.study.coded.blindfold import Blindfold, blindfold_of
from workbench.study.transcripts import CODING_ACTS


class Rounds(Collection):
    """`study.rounds["Pilot"]` is a Round; iterating gives them in order of their start."""

    def __iter__(self) -> Iterator[Round]:
        return iter(self._all()[0])

    def __len__(self) -> int:
        return len(self._all()[0])

    def __getitem__(self, name: str) -> Round:
        found = next((one for one in self if one.name == name), None)
        if found is None:
            raise NotFound("round", name, [one.name for one in self])
        return found

    def blindfold(self) -> Blindfold:
        """What the acting coder may not see now."""
        return blindfold_of(self._study)

    def keys(self, transcripts: set[str]) -> dict[str, str]:
        """Keys of transcripts, each with its name."""
        return {key: name for key, name in self._all()[1].items() if name in transcripts}

    def _all(self) -> tuple[list[Round], dict[str, str]]:
        return self._study.remembered("rounds", _load, besides=CODING_ACTS, for_all=True)

    # Acts --------------------------------------------------------------------------------------------------------

    def start(
        self,
        name: str,
        coders: Sequence[str] | Mapping[str, Sequence[str]],
        *,
        transcripts: Sequence[str] | None = None,
        number: int | None = None,
        seed: int = 0,
        by: str | None = None,
        unit: str = "answer",
        blind: bool = True,
        why: str = "",
    ) -> Round:
        """Ask two people or more to code the same transcripts.

        The transcripts are those named, or `number` of them drawn by chance with a seed (`by` an attribute of
        participants each of its values gives its share), or all. A mapping of coders gives each their own part.
        `unit` is what agreement is computed on afterwards.
        """
        who = _people(coders)
        chosen, how = self._chosen(coders, transcripts, number, seed, by)
        as_unit(unit, besides=("character",))
        title = clean_name("round", name)
        kind = "blind" if blind else "open"
        what = f"Started the {kind} round '{title}': {counted(len(chosen), 'transcript')}, coders {listing(who, 6)}"
        with self._store.act("start round", what, coder=self._coder, why=why) as act:
            key = new_id()
            act.insert(
                "round",
                {
                    "id": key,
                    "name": free_name(act.connection, "round", title),
                    "unit": unit,
                    "blind": blind,
                    "drawn": how,
                    "codebook_version": codebook_version(act.connection),
                    "started_by": self._coder,
                    "started": now(),
                    "closed": "",
                    "position": next_position(act.connection, "round"),
                },
            )
            ids = {one: named(act.connection, "transcript", one)["id"] for one in chosen}
            fresh = [
                {"id": new_id(), "round_id": key, "transcript_id": ids[one], "coder": coder, "done": ""}
                for one in chosen
                for coder in who
                if not isinstance(coders, Mapping) or one in coders[coder]
            ]
            act.insert_many("assignment", fresh)
        return self[title]

    def done(
        self, name: str, *, coder: str | None = None, transcripts: Sequence[str] | None = None, done: bool = True
    ) -> Round:
        """Say that a coder (else the acting one) is done with transcripts of a round, or is not; else with all."""
        who = self._coder if coder is None else coder
        with self._store.act("mark done", "", coder=self._coder) as act:
            one = self._open(act, name)
            mine = [row for row in rows(act.connection, "assignment", round_id=one["id"]) if _is(row["coder"], who)]
            if not mine:
                raise WorkbenchError(
                    f"{who} is no coder of the round '{name}'. Coders are: {', '.join(self[name].coders)}."
                )
            if transcripts is not None:
                keys = {named(act.connection, "transcript", title)["id"]: title for title in transcripts}
                asked = {row["transcript_id"] for row in mine}
                for key, title in keys.items():
                    if key not in asked:
                        raise WorkbenchError(f"{who} is not asked to code '{title}' in the round '{name}'.")
                mine = [row for row in mine if row["transcript_id"] in keys]
            for row in mine:
                if bool(row["done"]) is not done:
                    act.update("assignment", row["id"], done=now() if done else "")
            which = listing(transcripts) if transcripts is not None else "all transcripts"
            act.what = f"{mine[0]['coder']} {'is done' if done else 'is not done'} with {which} of the round '{name}'"
        return self[name]

    def close(self, name: str, *, why: str = "") -> Round:
        """End a round: from now on all its codings are seen by everybody.

        Where somebody is not done, no coder of a blind round can close it; who is no coder of it can, and what is not
        done counts as not coded.
        """
        with self._store.act("close round", f"Closed the round '{name}'", coder=self._coder, why=why) as act:
            one = self._open(act, name)
            left = self[name].waiting_for
            if one["blind"] and left and any(_is(coder, self._coder) for coder in self[name].coders):
                waiting = "; ".join(f"{coder}: {listing(titles)}" for coder, titles in left.items())
                raise WorkbenchError(
                    f"Not everybody is done in the blind round '{name}' ({waiting}), and {self._coder} is one of its "
                    f"coders. Let all say done, or let somebody close it who does not code in it."
                )
            act.update("round", one["id"], closed=now())
        return self[name]

    def _open(self, act: Act, name: str) -> Row:
        one = named(act.connection, "round", name)
        if one["closed"]:
            raise WorkbenchError(f"The round '{name}' is closed. Undo its closing, or start another round.")
        return one

    def _chosen(
        self,
        coders: Sequence[str] | Mapping[str, Sequence[str]],
        transcripts: Sequence[str] | None,
        number: int | None,
        seed: int,
        by: str | None,
    ) -> tuple[list[str], dict[str, Any]]:
        """The transcripts in the study's order, and how they were drawn."""
        known = self._study.transcripts.names()
        if not known:
            raise WorkbenchError("There is no transcript to code. Import some first.")
        if isinstance(coders, Mapping):
            transcripts = [name for part in coders.values() for name in part]
        if transcripts is not None:
            if number is not None:
                raise WorkbenchError("Name the transcripts, or say how many to draw by chance; not both.")
            for name in transcripts:
                if name not in known:
                    raise NotFound("transcript", name, known)
            if not transcripts:
                raise WorkbenchError("A round needs a transcript. Choose one or more.")
            return [name for name in known if name in set(transcripts)], {}
        if number is None:
            return known, {}
        if not 1 <= number <= len(known):
            raise WorkbenchError(f"{number} transcripts cannot be drawn from {len(known)}. Choose 1 to {len(known)}.")
        how: dict[str, Any] = {"number": number, "seed": seed, "of": len(known)}
        strata = None
        if by is not None:
            strata = self._strata(by)
            how["by"] = by
        return drawn(known, number, seed=seed, strata=strata), how

    def _strata(self, by: str) -> dict[str, str]:
        """The value of an attribute for each transcript, from who speaks in it."""
        attributes = self._study.participants.attributes()
        if by not in attributes:
            raise NotFound("attribute", by, list(attributes))
        values = {person.name: str(person.attributes.get(by, "")) for person in self._study.participants}
        return {
            one.name: ", ".join(sorted({values[person] for person in one.participants if person in values}))
            for one in self._study.transcripts
        }


def _people(coders: Sequence[str] | Mapping[str, Sequence[str]]) -> list[str]:
    who = [clean_name("coder", name) for name in coders]
    double = next((name for name in who if sum(_is(name, other) for other in who) > 1), None)
    if double is not None:
        raise WorkbenchError(f"{double} is named twice (names that differ by case or space are one person).")
    if len(who) < 2:
        raise WorkbenchError("A round needs two coders or more, since it is there to compare them. Name another.")
    return who


def _is(one: str, other: str) -> bool:
    return folded(one) == folded(other)


def _load(connection: Connection) -> tuple[list[Round], dict[str, str]]:
    transcripts = {row["id"]: (row["position"], row["name"]) for row in rows(connection, "transcript")}
    asked: dict[str, list[Row]] = {}
    for row in rows(connection, "assignment"):
        asked.setdefault(row["round_id"], []).append(row)
    found = [
        Round(
            row["name"],
            row["unit"],
            row["blind"],
            tuple(
                Assignment(one["coder"], transcripts[one["transcript_id"]][1], one["done"])
                for one in sorted(
                    asked.get(row["id"], []), key=lambda one: (*transcripts[one["transcript_id"]], one["coder"])
                )
            ),
            row["started"],
            row["started_by"],
            row["closed"],
            row["codebook_version"],
            row["drawn"],
        )
        for row in rows(connection, "round")
    ]
    return found, {key: name for key, (_position, name) in transcripts.items()}
