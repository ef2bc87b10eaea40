"""Which rows of another copy are rows of this study, and what are its rows called here?

Keys come first: copies of one study share them. Then content: a transcript by its words or its file, a code, a theme or
a participant by name. What the other copy refers to, by key or as a passage, is put in this study's terms.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from workbench.analysis.realign import Alignment, align
from workbench.store import LOGGED
from workbench.store.passages import BY_NAME, LISTED, SINGLE, followed
from workbench.study.base import Row
from workbench.study.texts.talk import text_digest

State = dict[str, dict[str, Row]]
"""Rows of a study by table and key."""

BY_NAME_MATCHED = ("participant", "code", "theme", "saved_query")
SAME_TEXT = 0.6
"""Share of a transcript's words that must be the same for two of one name to be versions of one text."""


@dataclass
class Terms:
    """What rows of the other copy are called in this study, where they are called otherwise."""

    keys: dict[tuple[str, str], str] = field(default_factory=dict)

    def key(self, table: str, key: str) -> str:
        return self.keys.get((table, key), key)

    def row(self, table: str, row: Row) -> Row:
        """The row with this study's keys in it; passages are as they were."""
        made = dict(row, id=self.key(table, row["id"]))
        for column in LOGGED[table].columns:
            for reference in column.foreign_keys:
                if made[column.name] is not None:
                    made[column.name] = self.key(reference.column.table.name, made[column.name])
        if table == "codebook_version":
            made["codes"] = [self._code(one) for one in made["codes"]]
        if table == "memo":
            made["target"] = self.key(made["on"], made["target"])
        for name in ("merged_into", "follows") if table == "suggestion" else ():
            if made[name]:
                made[name] = self.key("suggestion", made[name])
        if str(made.get("origin", "")).startswith("suggestion "):
            made["origin"] = f"suggestion {self.key('suggestion', made['origin'].removeprefix('suggestion '))}"
        for column_name in LISTED.get(table, ()) if table not in BY_NAME else ():
            made[column_name] = [[self.key("transcript", one[0]), *one[1:]] for one in made[column_name]]
        return made

    def _code(self, kept: Row) -> Row:
        """A code as a version of the codebook keeps it."""
        above = kept["parent_id"] and self.key("code", kept["parent_id"])
        return {**kept, "id": self.key("code", kept["id"]), "parent_id": above}


def terms_of(ours: State, theirs: State, based: State, apart: Collection[str] = ()) -> Terms:
    """The other copy's keys in this study's terms; a key that is in both, or was, is the same row.

    Rows whose key is in `apart` are not matched by name.
    """
    terms = Terms()

    def match(table: str, same: Callable[[Row], Row | None]) -> None:
        taken = set(ours[table]) & set(theirs[table])
        for key, row in sorted(theirs[table].items()):
            if key in ours[table] or key in based[table] or key in apart:
                continue
            found = same(row)
            if found is not None and found["id"] not in taken:
                taken.add(found["id"])
                terms.keys[table, key] = found["id"]

    match("transcript", lambda row: _same_transcript(row, ours["transcript"].values()))
    for table in BY_NAME_MATCHED:
        names = {row["name"]: row for row in ours[table].values()}
        match(table, lambda row, names=names: names.get(row["name"]))  # type: ignore[misc]
    labels = {(row["transcript_id"], row["label"]): row for row in ours["speaker"].values()}
    match("speaker", lambda row: labels.get((terms.key("transcript", row["transcript_id"]), row["label"])))
    _number_runs(terms, ours, theirs)
    return terms


def _same_transcript(row: Row, known: Iterable[Row]) -> Row | None:
    """Of the same words; else from the same file; else of the same name with most of the words the same."""
    found = list(known)
    for column in ("text_sha256", "original_sha256"):
        for one in found:
            if one[column] == row[column] and one[column]:
                return one
    return next((one for one in found if one["name"] == row["name"] and _alike(one["text"], row["text"])), None)


def _alike(a: str, b: str) -> bool:
    changed = sum(edit.end - edit.start for edit in align(a, b).edits)
    return bool(a) and changed <= (1 - SAME_TEXT) * len(a)


def _number_runs(terms: Terms, ours: State, theirs: State) -> None:
    """Runs of the other copy whose number is taken come after the last; their suggestions are called so."""
    numbers = {row["number"]: key for key, row in ours["run"].items()}
    following = max([*numbers, *(row["number"] for row in theirs["run"].values())], default=0) + 1
    for key, row in sorted(theirs["run"].items(), key=lambda item: item[1]["number"]):
        number = ours["run"][key]["number"] if key in ours["run"] else row["number"]
        if key not in ours["run"] and number in numbers:
            number, following = following, following + 1
        if number != row["number"]:
            terms.keys["run number", key] = str(number)
            for one in theirs["suggestion"].values():
                if one["run_id"] == key:
                    terms.keys["suggestion", one["id"]] = f"{number}-{one['id'].split('-', 1)[1]}"


def in_terms(state: State, terms: Terms) -> State:
    """All rows with this study's keys."""
    made: State = {table: {} for table in LOGGED}
    for table, rows in state.items():
        for row in rows.values():
            one = terms.row(table, row)
            if table == "run" and ("run number", row["id"]) in terms.keys:
                one["number"] = int(terms.keys["run number", row["id"]])
            made[table][one["id"]] = one
    return made


def on_text(state: State, transcript: str, text: str) -> list[Row]:
    """Move all passages in a transcript of `state` to where they stand in `text`; gives the rows that lost theirs.

    The text, its digest and its turns are the caller's to set.
    """
    row = state["transcript"].get(transcript)
    if row is None or row["text"] == text:
        return []
    alignment = align(row["text"], text)
    lost = []
    for table in SINGLE:
        for key, one in list(state[table].items()):
            if one["transcript_id"] == transcript:
                place = alignment.follow(one["start"], one["end"])
                if place is None:
                    lost.append({**state[table].pop(key), "words": row["text"][one["start"] : one["end"]]})
                else:
                    state[table][key] = {**one, "start": place[0], "end": place[1]}
    _follow_lists(state, row, alignment)
    state["transcript"][transcript] = {**row, "text": text, "text_sha256": text_digest(text)}
    return lost


def _follow_lists(state: State, row: Row, alignment: Alignment) -> None:
    for table, columns in LISTED.items():
        called = row["name"] if table in BY_NAME else row["id"]
        for key, one in state[table].items():
            moved = {column: followed(one[column], called, alignment.follow) for column in columns}
            state[table][key] = {**one, **moved}


def lost_memo(row: Row, transcript: str, name: str) -> Row:
    """A memo on the transcript that keeps what a passage was that is not in the text any more; the same each time."""
    return {
        "id": hashlib.sha256(f"lost {row['id']}".encode()).hexdigest()[:32],
        "on": "transcript",
        "target": transcript,
        "title": f"'{name}' lost its words when two versions of the transcript were merged",
        "text": f"“{row['words']}”",
        "kind": "process",
        "coder": row["coder"],
        "created": row.get("created", ""),
        "archived": False,
    }


def identity(table: str, row: Row) -> tuple[Any, ...] | None:
    """What makes two rows of different keys the same one: a coding by place, code, coder and layer; None for none."""
    columns = {
        "coding": ("transcript_id", "code_id", "start", "end", "coder", "layer"),
        "counter_case": ("theme_id", "transcript_id", "start", "end", "coder", "note"),
        "refusal": ("code_id", "transcript_id", "start", "end"),
        "theme_code": ("theme_id", "code_id"),
        "reading": ("transcript_id", "coder"),
        "theme_link": ("source_id", "target_id", "label"),
        "resolution": ("transcript_id", "code_id", "start", "end"),
        "assignment": ("round_id", "transcript_id", "coder"),
        "memo": ("on", "target", "text", "title", "kind", "coder"),
    }.get(table)
    return None if columns is None else tuple(row[column] for column in columns)
