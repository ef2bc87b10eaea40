"""The study's themes: what they are called, which codes stand under them, and the evidence for and against."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from workbench.model import Coding, Theme, ThemeLink, ThemeReport, WorkbenchError
from workbench.store import Act
from workbench.study.base import (
    Collection,
    Row,
    clean_name,
    free_name,
    named,
    new_id,
    next_position,
    refuse_cycle,
    rows,
)
from workbench.study.coded.rows import checked_span
from workbench.study.grounds.evidence import Place, with_evidence
from workbench.study.notes.linking import Link, Names, relink

if TYPE_CHECKING:
    from workbench.model import Standing
    from workbench.suggest.code_groups import CodeGroup


class Themes(Collection):
    """`study.themes["Ownership"]` is a Theme with its evidence; iterating gives parents before their sub-themes."""

    def __iter__(self) -> Iterator[Theme]:
        return iter(self._study.remembered("themes", self._load))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __getitem__(self, name: str) -> Theme:
        known = {theme.name: theme for theme in self}
        if name not in known:
            with self._store.read() as connection:
                name = named(connection, "theme", name)["name"]
        return known[name]

    def links(self) -> list[ThemeLink]:
        """Relations between themes, in the order in which they were made."""
        with self._store.read() as connection:
            names = {row["id"]: row["name"] for row in rows(connection, "theme")}
            return [
                ThemeLink(names[row["source_id"]], names[row["target_id"]], row["label"]) for row in _links(connection)
            ]

    def report(self) -> ThemeReport:
        """All that the theme table and the thematic map are drawn from."""
        attributes = {person.name: person.attributes for person in self._study.participants}
        return ThemeReport(self._study.about(), tuple(self), tuple(self.links()), attributes)

    # Acts --------------------------------------------------------------------------------------------------------

    def add(
        self, name: str, *, definition: str = "", parent: str | None = None, codes: Sequence[str] = (), why: str = ""
    ) -> Theme:
        """A theme made by hand, with codes grouped under it."""
        with self._store.act(
            "add theme", f"Added theme '{clean_name('theme', name)}'", coder=self._coder, why=why
        ) as act:
            row = insert_theme(act, name, definition=definition, parent=parent, origin="by hand")
            attach_codes(act, row["id"], codes)
        return self[row["name"]]

    def edit(
        self,
        name: str,
        *,
        new_name: str | None = None,
        definition: str | None = None,
        why: str = "",
    ) -> Theme:
        """Rename a theme, or define it anew."""
        with self._store.act("edit theme", f"Changed theme '{name}'", coder=self._coder, why=why) as act:
            row = named(act.connection, "theme", name)
            values: Row = {}
            if new_name is not None:
                values["name"] = free_name(act.connection, "theme", new_name, own=row["id"])
                act.what = f"Renamed theme '{name}' to '{values['name']}'"
            if definition is not None:
                values["definition"] = definition
            names = Names.of(act.connection)
            act.update("theme", row["id"], **values)
            if "name" in values and values["name"] != row["name"]:
                relink(act, names, {Link("theme", row["name"]): values["name"]})
        return self[values.get("name", name)]

    def move(self, name: str, parent: str | None) -> Theme:
        """Put a theme, and all that stands below it, under another; None lets it stand on its own."""
        where = f"under '{parent}'" if parent else "to the top"
        with self._store.act("edit theme", f"Moved theme '{name}' {where}", coder=self._coder) as act:
            row = named(act.connection, "theme", name)
            key = named(act.connection, "theme", parent)["id"] if parent else None
            refuse_cycle(act.connection, "theme", row, key)
            act.update("theme", row["id"], parent_id=key)
        return self[name]

    def remove(self, name: str, *, why: str = "") -> None:
        """Take a theme away; its codes and their codings stay, sub-themes move up."""
        with self._store.act("remove theme", f"Removed theme '{name}'", coder=self._coder, why=why) as act:
            row = named(act.connection, "theme", name)
            for child in rows(act.connection, "theme", parent_id=row["id"]):
                act.update("theme", child["id"], parent_id=row["parent_id"])
            for suggestion in rows(act.connection, "suggestion", theme_id=row["id"]):
                act.update("suggestion", suggestion["id"], theme_id=None, status="open")
            for memo in rows(act.connection, "memo", on="theme", target=row["id"]):
                act.update("memo", memo["id"], archived=True)
            act.delete_many(
                "counter_case", [one["id"] for one in rows(act.connection, "counter_case", theme_id=row["id"])]
            )
            act.delete_many("theme_code", [one["id"] for one in rows(act.connection, "theme_code", theme_id=row["id"])])
            links = [
                link["id"] for link in _links(act.connection) if row["id"] in (link["source_id"], link["target_id"])
            ]
            act.delete_many("theme_link", links)
            act.delete("theme", row["id"])

    def set_codes(self, name: str, codes: Sequence[str]) -> Theme:
        """Say which codes stand under a theme."""
        with self._store.act("edit theme", f"Set the codes of theme '{name}'", coder=self._coder) as act:
            row = named(act.connection, "theme", name)
            wanted = {named(act.connection, "code", code)["id"] for code in codes}
            for link in rows(act.connection, "theme_code", theme_id=row["id"]):
                if link["code_id"] not in wanted:
                    act.delete("theme_code", link["id"])
            attach_codes(act, row["id"], codes)
        return self[name]

    def link(self, source: str, target: str, label: str) -> ThemeLink:
        """Say how one theme stands to another: 'leads to', 'conflicts with', or in own words."""
        label = clean_name("link", label)
        what = f"Linked themes: '{source}' {label} '{target}'"
        with self._store.act("link themes", what, coder=self._coder) as act:
            ends = [named(act.connection, "theme", name)["id"] for name in (source, target)]
            if ends[0] == ends[1]:
                raise WorkbenchError("A theme cannot be linked to itself. Name two themes.")
            if any(
                [one["source_id"], one["target_id"], one["label"]] == [*ends, label] for one in _links(act.connection)
            ):
                raise WorkbenchError(f"'{source}' {label} '{target}' is there already.")
            act.insert("theme_link", {"id": new_id(), "source_id": ends[0], "target_id": ends[1], "label": label})
        return ThemeLink(source, target, label)

    def unlink(self, source: str, target: str, label: str) -> None:
        """Take a relation away."""
        what = f"Unlinked themes: '{source}' {label} '{target}'"
        with self._store.act("link themes", what, coder=self._coder) as act:
            ends = [named(act.connection, "theme", name)["id"] for name in (source, target)]
            found = [
                one
                for one in _links(act.connection)
                if [one["source_id"], one["target_id"], one["label"]] == [*ends, label]
            ]
            if not found:
                raise WorkbenchError(f"There is no link '{label}' from '{source}' to '{target}'.")
            act.delete("theme_link", found[0]["id"])

    def counter(self, name: str, transcript: str, start: int, end: int, *, note: str = "") -> None:
        """Mark a passage as speaking against a theme."""
        what = f"Marked a passage of '{transcript}' against theme '{name}'"
        with self._store.act("mark counter-case", what, coder=self._coder, why=note) as act:
            place = named(act.connection, "transcript", transcript)
            start, end = checked_span(place, start, end)
            row = {
                "id": new_id(),
                "theme_id": named(act.connection, "theme", name)["id"],
                "transcript_id": place["id"],
                "start": start,
                "end": end,
                "coder": self._coder,
                "note": note,
            }
            act.insert("counter_case", row)

    def uncounter(self, name: str, transcript: str, start: int, end: int) -> None:
        """Take the mark off a passage that was said to speak against a theme."""
        what = f"Took a mark against theme '{name}' off a passage of '{transcript}'"
        with self._store.act("mark counter-case", what, coder=self._coder) as act:
            where = {
                "theme_id": named(act.connection, "theme", name)["id"],
                "transcript_id": named(act.connection, "transcript", transcript)["id"],
                "start": start,
                "end": end,
            }
            found = rows(act.connection, "counter_case", **where)
            if not found:
                raise WorkbenchError(f"No passage at {start}–{end} of '{transcript}' is marked against '{name}'.")
            act.delete_many("counter_case", [one["id"] for one in found])

    def standing(self, name: str) -> "Standing":
        """Who speaks for a theme, against it, or says nothing of it, by attribute; passages coded with its neighbours
        but not with it; its biography, its memos, and what a reader would ask."""
        from workbench.study.grounds.standing import standing

        return standing(self._study, name)

    def proposed(self, *, progress: Callable[[str, float], None] | None = None) -> "list[CodeGroup]":
        """Groups of codes that could form a theme, each with the passages that tie them, the nearest first; none that
        stands under one theme already or was refused. `WorkbenchError` where suggestions are not wanted."""
        from workbench.study.grounds.proposing import proposed

        return proposed(self._study, progress=progress)

    def refuse_group(self, codes: Sequence[str], *, why: str = "") -> None:
        """Say that these codes form no theme: no group that shares half of them is proposed again."""
        from workbench.study.grounds.proposing import refuse_group

        refuse_group(self._study, codes, why=why)

    def place(self, name: str, x: float | None, y: float | None) -> None:
        """Keep where a theme was put on the map (None: let the program place it)."""
        self.arrange({name: None if x is None or y is None else (x, y)}, moved=name)

    def arrange(self, places: Mapping[str, tuple[float, float] | None], *, moved: str = "") -> None:
        """Keep where themes stand on the map (None: the program places them), as one act.

        `moved` names the theme that a person moved, where the others are only kept where they were.
        """
        what = f"Moved theme '{moved}' on the map" if moved else "Arranged the themes on the map"
        with self._store.act("move on map", what, coder=self._coder) as act:
            for name, place in places.items():
                x, y = place or (None, None)
                if place is not None and not all(map(isfinite, place)):
                    raise WorkbenchError(f"'{name}' cannot stand at {x}, {y}: these are no numbers.")
                act.update("theme", named(act.connection, "theme", name)["id"], x=x, y=y)

    def _load(self, connection: Connection) -> list[Theme]:
        found = rows(connection, "theme")
        names = {row["id"]: row["name"] for row in rows(connection, "code")}
        codes: dict[str, list[str]] = {}
        for link in rows(connection, "theme_code"):
            codes.setdefault(link["theme_id"], []).append(names[link["code_id"]])
        order = {code.name: i for i, code in enumerate(self._study.codebook)}
        transcripts = {row["id"]: row["name"] for row in rows(connection, "transcript")}
        against: dict[str, list[Place]] = {}
        for case in rows(connection, "counter_case"):
            place = Place(transcripts[case["transcript_id"]], case["start"], case["end"], case["coder"])
            against.setdefault(case["theme_id"], []).append(place)
        return with_evidence(
            [
                (
                    row,
                    sorted(codes.get(row["id"], []), key=lambda name: order[name]),
                    sorted(against.get(row["id"], [])),
                )
                for row in found
            ],
            codings=self.evidence(),
            transcripts={one.name: one for one in self._study.transcripts},
            participants=[person.name for person in self._study.participants],
            descriptions={code.name: code.description for code in self._study.codebook},
        )

    def evidence(self) -> list[Coding]:
        """The codings that count for themes: of transcripts with an agreed layer that, with what came from suggestions;
        of the others everybody's own."""
        codings = list(self._study.codings)
        agreed = {one.transcript for one in codings if one.layer == "agreed"}
        return [one for one in codings if one.transcript not in agreed or one.layer == "agreed" or one.suggested]


def insert_theme(act: Act, name: str, *, definition: str, parent: str | None, origin: str) -> Row:
    """A theme as part of a larger act; gives its row."""
    row: dict[str, Any] = {
        "id": new_id(),
        "parent_id": named(act.connection, "theme", parent)["id"] if parent else None,
        "name": free_name(act.connection, "theme", name),
        "definition": definition,
        "origin": origin,
        "x": None,
        "y": None,
        "position": next_position(act.connection, "theme"),
    }
    act.insert("theme", row)
    return row


def attach_codes(act: Act, theme_id: str, codes: Sequence[str]) -> None:
    """Put codes under a theme; those that stand there already are left alone."""
    there = {link["code_id"] for link in rows(act.connection, "theme_code", theme_id=theme_id)}
    for name in dict.fromkeys(codes):
        code_id = named(act.connection, "code", name)["id"]
        if code_id not in there:
            act.insert("theme_code", {"id": new_id(), "theme_id": theme_id, "code_id": code_id})


def _links(connection: Connection) -> list[Row]:
    return rows(connection, "theme_link")
