"""What comes of two copies of a study? Pure: rows of both, and of what they had in common, in; merged rows out.

What only one side changed since is taken from it; what both changed alike is no question. Where they differ, the choice
that was given decides, else a rule that knows no sides, so that the order of merging does not matter: the longer value,
of equals the later in the alphabet. What the other copy took out is taken out only where it stood by itself, as a
coding does; a code or a transcript that is gone there stays, and is named.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.store import LOGGED
from workbench.store.facts import UNIQUE
from workbench.study.base import Row
from workbench.study.merge.match import State, identity, lost_memo, on_text
from workbench.study.merge.numbering import number

OWN = frozenset({"guid", "title", "created", "codebook version", "merged"})
"""Settings that each copy has for itself."""
QUIET = frozenset(
    {
        "position",
        "colour",
        "x",
        "y",
        "created",
        "origin",
        "codebook_version",
        "redefined",
        "number",
        "rank",
        "filename",
        "since",
    }
)
"""Columns that are no question: where both changed them, this study's value stays."""
ALONE = frozenset(
    {
        "coding",
        "counter_case",
        "theme_code",
        "theme_link",
        "memo",
        "reading",
        "saved_query",
        "assignment",
        "refusal",
        "resolution",
    }
)
"""Rows that nothing else stands on, so that taking them out there takes them out here."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that both copies changed, and not alike. `takes` says which side it is as things stand.

    `key` names it for a choice; `choices` are what can be chosen.
    """

    key: str
    kind: str
    name: str
    field: str
    ours: Any
    theirs: Any
    takes: str
    choices: tuple[str, ...] = ("ours", "theirs")

    def __str__(self) -> str:
        return (
            f"{self.kind} '{self.name}', {self.field}: {self.ours!r} here, {self.theirs!r} there; takes {self.takes}."
        )


@dataclass
class Merged:
    """Two copies as one; `was` are this study's rows as they were, `version` is the codebook's with these rows."""

    was: State
    rows: State
    version: int
    conflicts: list[Conflict] = field(default_factory=list)
    notes: tuple[str, ...] = ()

    def changes(self) -> dict[tuple[str, str], tuple[Row | None, Row | None]]:
        """What changes in this study, by (table, key): the row before and after."""
        found = {}
        for table in LOGGED:
            for key in {**self.was[table], **self.rows[table]}:
                before, after = self.was[table].get(key), self.rows[table].get(key)
                if before != after:
                    found[table, key] = (before, after)
        return found


def merge(based: State, ours: State, theirs: State, chosen: Mapping[str, str], matched: Mapping[str, str]) -> Merged:
    """This study with what the other copy has; `based` is the other copy as it was when they were last the same.

    All in this study's terms. `matched` are transcripts of the other copy, by key here, that have another key there.
    `based` and `theirs` are used up.
    """
    one = _Merging(based, {table: dict(rows) for table, rows in ours.items()}, theirs, chosen)
    for key in sorted(ours["transcript"].keys() & theirs["transcript"].keys()):
        one.text(key, same_key=key not in matched)
    one.result = {table: dict(rows) for table, rows in one.ours.items()}
    for table in LOGGED:
        one.table(table)
    one.bring_back()
    one.name_apart()
    one.no_circles()
    one.no_doubles()
    one.no_memos_astray()
    version = number(one.result, one.ours, one.theirs, one.based)
    return Merged(ours, one.result, version, one.conflicts)


class _Merging:
    def __init__(self, based: State, ours: State, theirs: State, chosen: Mapping[str, str]) -> None:
        self.based, self.ours, self.theirs, self.chosen = based, ours, theirs, chosen
        self.result: State = {}
        self.conflicts: list[Conflict] = []
        self.same: dict[tuple[str, str], str] = {}

    # Texts -------------------------------------------------------------------------------------------------------

    def text(self, key: str, *, same_key: bool) -> None:
        """Let both have one text, with its turns; all passages go along."""
        here, there, base = (state["transcript"].get(key) for state in (self.ours, self.theirs, self.based))
        assert here is not None
        assert there is not None
        if here["text"] == there["text"]:
            if not same_key:
                self._turns(key, self.theirs, {})
            return
        takes = self.side("transcript", here, "text", here, there, base)
        text = (here if takes == "ours" else there)["text"]
        turns = {k: t for k, t in (self.ours if takes == "ours" else self.theirs)["turn"].items() if _of(t, key)}
        for state in (self.ours, self.theirs, self.based):
            for lost in on_text(state, key, text):
                for memo in [one for one in state["memo"].values() if one["target"] == lost["id"]]:
                    state["memo"][memo["id"]] = {**memo, "on": "transcript", "target": key}
                if state is not self.based:
                    memo = lost_memo(lost, key, here["name"])
                    self.ours["memo"].setdefault(memo["id"], memo)
            self._turns(key, state, turns)

    def _turns(self, key: str, state: State, turns: Mapping[str, Row]) -> None:
        kept = {k: t for k, t in state["turn"].items() if not _of(t, key)}
        state["turn"].clear()
        state["turn"].update({**kept, **turns})

    # Rows --------------------------------------------------------------------------------------------------------

    def table(self, table: str) -> None:
        known = {identity(table, row): key for key, row in self.ours[table].items()}
        for key in sorted({**self.theirs[table], **self.based[table]}):
            if table == "setting" and key in OWN:
                continue
            base, here, there = (state[table].get(key) for state in (self.based, self.ours, self.theirs))
            if table == "memo" and there is not None:
                there = {**there, "target": self.same.get((there["on"], there["target"]), there["target"])}
            if there is None:
                if here is not None and base is not None and not _differs(here, base):
                    self._gone_there(table, here)
            elif here is None:
                if base is None and identity(table, there) is not None and identity(table, there) in known:
                    self.same[table, key] = known[identity(table, there)]
                elif base is None or _differs(there, base):
                    self.result[table][key] = there
            elif here != there:
                self.result[table][key] = self._row(table, here, there, base)

    def _gone_there(self, table: str, here: Row) -> None:
        if table in ALONE and self._stands(table, here):
            del self.result[table][here["id"]]
        elif table in ("transcript", "code", "theme"):
            self.conflicts.append(
                Conflict(f"{table}:{here['id']}", table, here["name"], "", "is there", "was removed", "ours", ("ours",))
            )

    def _stands(self, table: str, row: Row) -> bool:
        """Whether all that the row refers to is still in the other copy, so that it was itself what was taken out."""
        return all(
            row[column.name] is None or row[column.name] in self.theirs[reference.column.table.name]
            for column in LOGGED[table].columns
            for reference in column.foreign_keys
        )

    def _row(self, table: str, here: Row, there: Row, base: Row | None) -> Row:
        made = dict(here)
        for column in here:
            if column == "attributes":
                made[column] = self._attributes(here, there, base)
            elif column == "aliases":
                made[column] = _all_names(here, there, base)
            elif here[column] != there[column]:
                takes = self.side(table, here, column, here, there, base)
                made[column] = here[column] if takes == "ours" else there[column]
        if "text_sha256" in made and made["text"] == here["text"]:
            made["text_sha256"] = here["text_sha256"]
        return made

    def _attributes(self, here: Row, there: Row, base: Row | None) -> dict[str, Any]:
        sides = [(row or {}).get("attributes", {}) for row in (here, there, base)]
        made = {}
        for name in {**sides[0], **sides[1]}:
            takes = self.side("participant", here, name, *sides)
            value = (sides[0] if takes == "ours" else sides[1]).get(name)
            if value is not None:
                made[name] = value
        return made

    def side(self, table: str, row: Row, name: str, here: Row, there: Row, base: Row | None) -> str:
        """Which side's value is taken; what is a question is listed."""
        mine, other = here.get(name), there.get(name)
        if mine == other:
            return "ours"
        if base is not None and base.get(name) in (mine, other):
            return "theirs" if base.get(name) == mine else "ours"
        if base is None and not (mine and other) and name not in QUIET:
            return "ours" if mine else "theirs"
        if name in QUIET:
            return "ours"
        key = f"{table}:{row['id']}:{name}"
        takes = self.chosen.get(key) or max((_weight(mine), "ours"), (_weight(other), "theirs"))[1]
        title = row.get("name") or row.get("label") or row.get("title") or row["id"]
        self.conflicts.append(Conflict(key, table.replace("_", " "), str(title), name, mine, other, takes))
        return takes

    # What fits together ------------------------------------------------------------------------------------------

    def bring_back(self) -> None:
        """What a row refers to is there: what was taken out here comes back where the other copy built on it."""
        waiting = [(table, row) for table, rows in self.result.items() for row in rows.values()]
        while waiting:
            table, row = waiting.pop()
            for parent, key in _references(table, row):
                if key in self.result[parent]:
                    continue
                found = self.theirs[parent].get(key) or self.based[parent].get(key)
                assert found is not None, (table, row["id"], parent, key)
                self.result[parent][key] = found
                waiting.append((parent, found))
                if parent == "transcript":
                    for part in ("turn", "speaker"):
                        parts = [one for one in self.theirs[part].values() if _of(one, key)]
                        self.result[part] |= {one["id"]: one for one in parts}
                        waiting += [(part, one) for one in parts]
        for table in ALONE:
            for key, row in self.theirs[table].items():
                if key in self.based[table] and key not in self.result[table] and self._went_along(table, row):
                    self.result[table][key] = row

    def _went_along(self, table: str, row: Row) -> bool:
        """Whether a row was not itself taken out here, but went with what it refers to, and that is back now."""
        on = list(_references(table, row))
        return all(key in self.result[parent] for parent, key in on) and any(
            key not in self.ours[parent] for parent, key in on
        )

    def name_apart(self) -> None:
        """No two rows have one name: what took a name that is held keeps its old one; else a number is put to it."""
        for table, rules in UNIQUE.items():
            if ("name",) not in rules:
                continue
            rows = self.result[table]
            for key in sorted(key for group in _groups(rows, "name") for key in group):
                base = self.based[table].get(key)
                if base is not None and base["name"] != rows[key]["name"] and base["name"] not in _names(rows):
                    self._rename(table, key, base["name"])
            for group in _groups(rows, "name"):
                kept = min(group, key=lambda key: (key not in self.ours[table], key))
                for key in sorted(group - {kept}):
                    number = 2
                    while f"{rows[key]['name']} ({number})" in _names(rows):
                        number += 1
                    self._rename(table, key, f"{rows[key]['name']} ({number})")

    def _rename(self, table: str, key: str, name: str) -> None:
        row = self.result[table][key]
        mine = self.ours[table].get(key, {}).get("name", "")
        self.conflicts.append(Conflict(f"{table}:{key}:name", table, row["name"], "name", mine, name, name, ()))
        self.result[table][key] = {**row, "name": name}

    def no_circles(self) -> None:
        """No code and no theme stands below itself: those in a circle stand where they stood here."""
        for table in ("code", "theme"):
            rows = self.result[table]
            for key in sorted(rows):
                seen, above = {key}, rows[key]["parent_id"]
                while above is not None and above not in seen:
                    seen.add(above)
                    above = rows[above]["parent_id"]
                if above == key:
                    old = self.ours[table].get(key, {}).get("parent_id")
                    rows[key] = {**rows[key], "parent_id": old if old != rows[key]["parent_id"] else None}

    def no_doubles(self) -> None:
        """No coding is there twice: of doubles that the merge made the one stays that this study had."""
        for table in ("coding", "theme_code", "reading", "assignment", "refusal", "resolution"):
            seen: dict[Any, str] = {}
            rows = self.result[table]
            for key in sorted(rows, key=lambda key: (key not in self.ours[table], key)):
                kept = seen.setdefault(identity(table, rows[key]), key)
                if kept != key:
                    del rows[key]
                    for memo in [one for one in self.result["memo"].values() if one["target"] == key]:
                        self.result["memo"][memo["id"]] = {**memo, "target": kept}

    def no_memos_astray(self) -> None:
        """A memo on what one copy took out is kept, archived, as it is where that is done without a merge."""
        memos = self.result["memo"]
        for key, memo in list(memos.items()):
            if not memo["archived"] and memo["on"] in LOGGED and memo["target"] not in self.result[memo["on"]]:
                memos[key] = {**memo, "archived": True}


def _of(row: Row, transcript: str) -> bool:
    return bool(row["transcript_id"] == transcript)


def _all_names(here: Row, there: Row, base: Row | None) -> list[str]:
    """Other names of a code that either has, without those that either took away.

    Where one side alone changed them they stand in its order. Where both did: of the same names the order that is
    nearer to the old one; else the old names as they stood, and the new ones after them by the alphabet. So however
    many copies come together, and in whatever order, the names come out in one order.
    """
    mine, other, old = (list((row or {}).get("aliases", ())) for row in (here, there, base))
    if old in (mine, other):
        return mine if other == old else other

    def place(name: str) -> tuple[int, str]:
        return (old.index(name), "") if name in old else (len(old), name)

    if set(mine) == set(other):
        return min(mine, other, key=lambda names: [place(name) for name in names])
    taken_away = {name for name in old if name not in mine or name not in other}
    return sorted({*mine, *other} - taken_away, key=place)


def _differs(row: Row, base: Row) -> bool:
    return any(row[name] != base[name] for name in row if name not in QUIET)


def _weight(value: Any) -> tuple[int, str]:
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
    return len(text), text


def _references(table: str, row: Row) -> Iterable[tuple[str, str]]:
    for column in LOGGED[table].columns:
        for reference in column.foreign_keys:
            if row[column.name] is not None:
                yield reference.column.table.name, row[column.name]


def _groups(rows: Mapping[str, Row], column: str) -> list[set[str]]:
    """Keys of rows that share a value with another."""
    found: dict[Any, set[str]] = {}
    for key, row in rows.items():
        found.setdefault(row[column], set()).add(key)
    return [keys for keys in found.values() if len(keys) > 1]


def _names(rows: Mapping[str, Row]) -> set[str]:
    return {row["name"] for row in rows.values()}
