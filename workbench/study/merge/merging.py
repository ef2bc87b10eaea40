"""How do people who each worked on a copy of a study bring their work together?

`study.merge(other)` takes in what the other copy has since both were the same, as one act that can be undone. Where
the copies were last the same is read from their histories: the changes they share, or the point up to which the other
copy was taken in before. The other copy is only read.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from workbench.model import CODE_FIELDS, WorkbenchError, counted
from workbench.store import LOGGED, Act, Store, backups
from workbench.store.erasing import is_erased
from workbench.store.log import images_of
from workbench.store.passages import strays
from workbench.store.tables import change
from workbench.store.undo import write
from workbench.study.base import listing, put_setting, setting
from workbench.study.merge.match import State, Terms, in_terms, terms_of
from workbench.study.merge.three_way import Conflict, Merged, merge
from workbench.study.merge.withdrawn import choices, gone, leave_out, notes, replaced, without_names
from workbench.study.notes.linking import KINDS, Link, Names, relink

if TYPE_CHECKING:
    from workbench.study.study import Study


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merge does, or would do: rows added, changed and removed by noun, and where the copies differ."""

    coders: tuple[str, ...]
    added: dict[str, int]
    changed: dict[str, int]
    removed: dict[str, int]
    conflicts: tuple[Conflict, ...]
    notes: tuple[str, ...] = ()
    """What is to be known of withdrawals in either copy, in sentences."""

    def sums(self) -> str:
        """What comes, changes and goes, for a sentence: `5 added (3 codings, 2 codes), 1 removed (1 memo)`; '' for
        nothing."""
        told = []
        for what, rows in (("added", self.added), ("changed", self.changed), ("removed", self.removed)):
            if rows:
                each = ", ".join(counted(number, noun.replace("_", " ")) for noun, number in rows.items())
                told.append(f"{sum(rows.values()):,} {what} ({each})")
        return ", ".join(told)

    def as_dict(self) -> dict[str, Any]:
        """`coders`, `codes` and `codings` count what is new; `conflicts` say what is taken and how to choose."""
        return {
            "coders": len(self.coders),
            "codes": self.added.get("code", 0),
            "codings": self.added.get("coding", 0),
            "conflicts": [asdict(one) for one in self.conflicts],
            "new_coders": list(self.coders),
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "notes": list(self.notes),
        }


def merge_copy(
    study: "Study", other: Path | str, *, preview: bool = False, chosen: Mapping[str, str] | None = None
) -> MergeReport:
    """Take in another copy of the study, or say with `preview` what that would do.

    `chosen` decides conflicts, by their keys: `ours`, `theirs`, or `apart` for `code:KEY` to keep two codes of one name
    two. A backup is kept before. Nothing new there: nothing is written.
    """
    check_choices(chosen := dict(chosen or {}))
    source = Store.open(str(other))
    try:
        with source.read() as there:
            if preview:
                with study.store.read() as here:
                    merged, _mark = _merged(here, there, chosen)
                known_choices(chosen, merged.conflicts)
                return report_of(merged)
            backups.keep(study.store, "before merging")
            with study.store.act("merge copies", "", coder=study.coder) as act:
                merged, mark = _merged(act.connection, there, chosen)
                known_choices(chosen, merged.conflicts)
                report = report_of(merged)
                act.what = _says(Path(str(other)).name, report)
                if write_merged(study.store, act, merged, source.original):
                    put_setting(act, "merged", [*(setting(act.connection, "merged") or ()), mark])
            return report
    finally:
        source.close()


def _merged(here: Connection, there: Connection, chosen: Mapping[str, str]) -> tuple[Merged, list[Any]]:
    ours, theirs = state_of(here), state_of(there)
    withdrawn, there_withdrawn = gone(here), gone(there)
    last = there.execute(select(change.c.id, change.c.hash).order_by(change.c.id.desc()).limit(1)).one()
    based = _replayed(there, _last_alike(here, there))
    left_out = leave_out(theirs, withdrawn.erased)
    leave_out(based, withdrawn.erased)
    apart = {key.split(":")[1] for key, side in chosen.items() if side == "apart"}
    terms = terms_of(ours, theirs, based, apart)
    matched = {ours_key: key for (table, key), ours_key in terms.keys.items() if table == "transcript"}
    ruled = choices(withdrawn, there_withdrawn)
    sides = {**without_names(replaced(here), replaced(there)), **ruled, **chosen}
    merged = merge(in_terms(based, terms), ours, in_terms(theirs, terms), sides, matched)
    merged.conflicts = [one for one in merged.conflicts if one.key in chosen or one.key not in ruled]
    merged.conflicts += of_one_name(terms, ours, theirs)
    merged.notes = notes(left_out, ours, there_withdrawn)
    return merged, [last.id, last.hash]


def of_one_name(terms: Terms, ours: State, theirs: State) -> list[Conflict]:
    """Codes of both copies that are taken for one because of their name, though they say other things of themselves."""
    found = []
    for (table, key), own in sorted(terms.keys.items()):
        if table == "code" and any(ours[table][own][one] != theirs[table][key][one] for one in CODE_FIELDS):
            name = ours[table][own]["name"]
            found.append(Conflict(f"code:{key}", "code", name, "same name", own, key, "one code", ("one", "apart")))
    return found


def state_of(connection: Connection) -> State:
    """All rows of a study."""
    return {
        name: {row["id"]: dict(row) for row in connection.execute(select(table)).mappings()}
        for name, table in LOGGED.items()
    }


def _last_alike(here: Connection, there: Connection) -> int:
    """The number of the other copy's change up to which this study has all that it had; 0 where they share nothing."""
    hashes = [dict(side.execute(select(change.c.id, change.c.hash)).tuples().all()) for side in (here, there)]
    shared = [number for number, known in hashes[1].items() if hashes[0].get(number) == known]
    marks = [number for number, known in setting(here, "merged") or () if hashes[1].get(number) == known]
    return max((*shared, *marks), default=0)


def _replayed(connection: Connection, until: int) -> State:
    """A study as it was after one of its changes."""
    state: State = {table: {} for table in LOGGED}
    query = select(change.c.rows).where(change.c.id <= until).order_by(change.c.id)
    for rows in connection.execute(query).scalars():
        for table, key, _before, after in images_of(rows):
            if table not in LOGGED:
                continue  # what was erased for good beside the tables
            if after is None or is_erased(after):
                state[table].pop(key, None)
            else:
                state[table][key] = after
    return state


def report_of(merged: Merged) -> MergeReport:
    """What a merge does, counted."""
    added, changed, removed = dict[str, int](), dict[str, int](), dict[str, int]()
    for (table, _key), (before, after) in merged.changes().items():
        kind = added if before is None else removed if after is None else changed
        kind[table] = kind.get(table, 0) + 1
    had = {row["coder"] for row in merged.was["coding"].values()}
    coders = {row["coder"] for row in merged.rows["coding"].values()} - had
    return MergeReport(tuple(sorted(coders)), added, changed, removed, tuple(merged.conflicts), merged.notes)


def _says(name: str, report: MergeReport) -> str:
    codings, codes = report.added.get("coding", 0), report.added.get("code", 0)
    who = f", coders {listing(report.coders)}" if report.coders else ""
    return f"Merged {name}: {counted(codings, 'coding')} and {counted(codes, 'code')} added{who}"


def write_merged(store: Store, act: Act, merged: Merged, original: Callable[[str], bytes | None]) -> bool:
    """Write what a merge changes, with the files of new transcripts, which `original` gives by their digests.

    Gives whether there was anything.
    """
    changes = merged.changes()
    for (table, _key), (before, after) in changes.items():
        if table == "transcript" and after is not None and before is None:
            data = original(after["original_sha256"])
            if data is not None:
                store.keep_originals(act, {after["original_sha256"]: data})
    was = {place: before for place, (before, _after) in changes.items()}
    names = Names.of(act.connection)
    write(act, was, {place: after for place, (_before, after) in changes.items()})
    for (table, _key), (before, after) in changes.items():
        if table == "transcript" and before is not None and after is not None:
            # What stands at the same place on other words is part of this, too, or it would stand in the way of undo.
            for place in strays(act.connection, after, before):
                if place not in changes:
                    act.touch(*place)
    renamed = {
        Link(table, before["name"]): after["name"]
        for (table, _key), (before, after) in changes.items()
        if table in KINDS and before is not None and after is not None and before["name"] != after["name"]
    }
    if renamed:
        relink(act, names, renamed)
    if changes and merged.version:
        put_setting(act, "codebook version", merged.version)
    return bool(changes)


def check_choices(chosen: Mapping[str, str]) -> None:
    """A sentence where a choice is none."""
    for key, side in chosen.items():
        if side not in ("ours", "theirs", "one", "apart"):
            raise WorkbenchError(
                f"'{side}' is no choice for {key}. Choose ours or theirs; for two codes, one or apart."
            )


def known_choices(chosen: Mapping[str, str], conflicts: Iterable[Conflict]) -> None:
    """A sentence where something was chosen that is no question."""
    known = {one.key for one in conflicts}
    for key, side in chosen.items():
        if key not in known and side != "apart":
            raise WorkbenchError(f"There is nothing to choose called {key}. Look at the preview: --preview --json.")
