"""What becomes of everything that was marked in a transcript when its text changes?

Codings, counter-cases and the passages of runs, suggestions and decisions go along with their words. What lost its
words is taken out and listed, and leaves a memo that says what it was: nothing is dropped silently.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from textwrap import shorten
from typing import Any, Literal

from workbench.analysis.realign import Alignment
from workbench.store import Act
from workbench.store.passages import LISTED, followed, holders, listed
from workbench.study.base import Row, new_id, rows
from workbench.study.memos import insert_memo
from workbench.study.texts.talk import text_digest

Fate = Literal["moved", "shortened", "changed", "orphaned", "doubled"]
SHOWN = 60
"""Characters of a passage that are shown where nothing of it is lost."""
NOUNS = {"counter_case": "counter-case", "refusal": "refused passage"}
IDENTITY = ("code_id", "start", "end", "coder", "layer")


@dataclass(frozen=True, slots=True)
class Followed:
    """A passage that stands elsewhere now, or has other words, or none.

    `kind` is coding, counter-case, suggestion or decision, `name` its code, theme or suggestion. `moved`: the same
    words at another place; `shortened`, `changed`: fewer, or other words; `orphaned`: its words are gone, and so is it;
    `doubled`: it came to stand on the very words of another coding of the same code and coder, which is left alone.
    """

    kind: str
    name: str
    coder: str
    fate: Fate
    was: tuple[int, int]
    words: str
    now: tuple[int, int] | None = None
    new_words: str = ""

    def __str__(self) -> str:
        by = f" by {self.coder}" if self.coder else ""
        words, new_words = (" ".join(one.split()) for one in (self.words, self.new_words))
        if self.fate == "moved":  # whose words are all there
            words = shorten(words, SHOWN, placeholder=" …")
        new = f" → “{new_words}”" if self.fate in ("shortened", "changed") else ""
        return f"{self.fate}: {self.kind} '{self.name}'{by} at {self.was[0]}–{self.was[1]}: “{words}”{new}"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correction did to one transcript; passages that stayed as they were are only counted, in `kept`."""

    transcript: str
    what: str
    kept: int
    followed: tuple[Followed, ...]
    warnings: tuple[str, ...] = ()

    def of(self, *fates: Fate) -> list[Followed]:
        """The passages with one of these fates, in order of their old places."""
        return [one for one in self.followed if one.fate in fates]

    @property
    def lost(self) -> list[Followed]:
        """What is not marked any more."""
        return self.of("orphaned", "doubled")

    def as_dict(self) -> dict[str, Any]:
        counts = {fate: len(self.of(fate)) for fate in ("moved", "shortened", "changed", "orphaned", "doubled")}
        return {
            "transcript": self.transcript,
            "what": self.what,
            "kept": self.kept,
            **counts,
            "passages": [asdict(one) for one in self.followed],
            "warnings": list(self.warnings),
        }


def rewrite(act: Act, transcript: Row, alignment: Alignment, **columns: Any) -> tuple[int, list[Followed]]:
    """Give a transcript its new text, and other columns; gives how many passages stayed and what became of the others.

    Its turns are the caller's to set.
    """
    found = list(holders(act.connection, transcript))
    values = {"text": alignment.new, "text_sha256": text_digest(alignment.new), **columns}
    act.update("transcript", transcript["id"], **values)
    names = {table: {row["id"]: row["name"] for row in rows(act.connection, table)} for table in ("code", "theme")}
    seen: set[tuple[Any, ...]] = set()
    kept, fates = 0, list[Followed]()
    for table, row, called in found:
        if table in LISTED:
            fresh = {
                column: followed(row[column], called, alignment.follow, now_called=columns.get("name"))
                if table == "decision"
                else followed(row[column], called, alignment.follow)
                for column in LISTED[table]
            }
            title = row["label"] if table == "suggestion" else row.get("suggestion_id", "")
            spans = [span for column in LISTED[table] for span in listed(row[column], called)]
            found_here = [_fate(table, title, row.get("coder", ""), alignment, *span) for span in spans]
            if not act.update(table, row["id"], **fresh) and any(found_here):
                act.touch(table, row["id"])
            if table != "run":
                kept += found_here.count(None)
                fates += [one for one in found_here if one is not None]
            continue
        name = names["theme"][row["theme_id"]] if table == "counter_case" else names["code"][row["code_id"]]
        fate = _fate(table, name, row["coder"], alignment, row["start"], row["end"])
        place = (row["start"], row["end"]) if fate is None else fate.now
        if place is not None and table == "coding":
            identity = tuple({**row, "start": place[0], "end": place[1]}[column] for column in IDENTITY)
            if identity in seen:
                fate = Followed("coding", name, row["coder"], "doubled", (row["start"], row["end"]), "", place)
            seen.add(identity)
        if fate is None:
            kept += 1
            continue
        if fate.fate in ("orphaned", "doubled"):
            fate = _take_out(act, transcript, table, row, fate)
        elif fate.now is not None and not act.update(table, row["id"], start=fate.now[0], end=fate.now[1]):
            act.touch(table, row["id"])
        fates.append(fate)
    return kept, sorted(fates, key=lambda one: (one.was, one.kind, one.name, one.coder))


def _fate(table: str, name: str, coder: str, alignment: Alignment, start: int, end: int) -> Followed | None:
    """None where the passage has the same words at the same place."""
    words, place = alignment.old[start:end], alignment.follow(start, end)
    if place is None:
        return Followed(NOUNS.get(table, table), name, coder, "orphaned", (start, end), words)
    new = alignment.new[slice(*place)]
    if place == (start, end) and new == words:
        return None
    fate: Fate = "moved" if new == words else "shortened" if len(new) < len(words) else "changed"
    return Followed(NOUNS.get(table, table), name, coder, fate, (start, end), words, place, new)


def _take_out(act: Act, transcript: Row, table: str, row: Row, fate: Followed) -> Followed:
    """Remove a row that lost its words; a memo on the transcript keeps what it was, and memos on it move there too."""
    words = transcript["text"][row["start"] : row["end"]]
    for memo in rows(act.connection, "memo", on="coding", target=row["id"]) if table == "coding" else ():
        act.update("memo", memo["id"], on="transcript", target=transcript["id"])
    if fate.fate == "orphaned":
        note = f"\n\n{row['note']}" if row.get("note") else ""
        insert_memo(
            act,
            f"“{words}”{note}",
            coder=row["coder"],
            on="transcript",
            target=transcript["id"],
            kind="process",
            title=f"{fate.kind.capitalize()} '{fate.name}' lost its words when the transcript was corrected",
        )
    act.delete(table, row["id"])
    return Followed(fate.kind, fate.name, fate.coder, fate.fate, fate.was, words, fate.now)


def set_turns(act: Act, transcript_id: str, wanted: Sequence[Row]) -> None:
    """Make the transcript's turns these: dicts of speaker_id, start, end, start_time, end_time, in order."""
    there = rows(act.connection, "turn", transcript_id=transcript_id)
    for row, turn in zip(there, wanted, strict=False):
        act.update("turn", row["id"], **turn)
    act.delete_many("turn", [row["id"] for row in there[len(wanted) :]])
    act.insert_many(
        "turn",
        [
            {"id": new_id(), "transcript_id": transcript_id, "position": position, **turn}
            for position, turn in enumerate(wanted[len(there) :], start=len(there))
        ],
    )


def shifted(turns: Sequence[Row], alignment: Alignment) -> Iterator[Row]:
    """The turns' places after edits that cross none of their borders."""
    for turn in turns:
        place = alignment.follow(turn["start"], turn["end"])
        start, end = place or (alignment.point(turn["start"]),) * 2
        yield {**spoken(turn), "start": start, "end": end}


def spoken(turn: Row) -> Row:
    """A turn's row less what says which row it is."""
    return {name: turn[name] for name in ("speaker_id", "start", "end", "start_time", "end_time")}
