"""How is a transcript corrected after people worked on it, without losing what they marked?

Every method is one act: the text, its turns and all that was marked in it change together, and one undo brings all of
it back. Each gives a `Correction` that lists what became of every coding. Turns are counted from 0.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from workbench.analysis.realign import Alignment, Edit, align
from workbench.model import NameTaken, NotFound, Reading, Role, WorkbenchError
from workbench.readers import Rules, read, read_file
from workbench.readers.roles import role_by_word
from workbench.store import Act
from workbench.study.base import Collection, Row, clean_name, listing, named, new_id, rows
from workbench.study.coded.blindfold import seen_in
from workbench.study.people import participants_of
from workbench.study.texts.following import Correction, Followed, rewrite, set_turns, shifted, spoken
from workbench.study.texts.talk import relabelling, set_default_participant

PAUSE = "\n\n"
"""What stands between two turns that are made of one."""


@dataclass
class Correcting:
    """A correction as it is made: the rows it starts from, and what came of it."""

    act: Act
    row: Row
    turns: list[Row]
    speakers: list[Row]
    kept: int = 0
    followed: list[Followed] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def turn(self, index: int) -> Row:
        if not 0 <= index < len(self.turns):
            last = f"0 to {len(self.turns) - 1}" if self.turns else "none"
            raise WorkbenchError(f"'{self.row['name']}' has no turn {index}. Its turns are: {last}.")
        return self.turns[index]

    def gap(self, index: int) -> int:
        """Where what stands before a turn begins: the end of the turn before it."""
        return self.turns[index - 1]["end"] if index else 0

    def words(self, index: int) -> str:
        turn = self.turn(index)
        return str(self.row["text"][turn["start"] : turn["end"]])

    def speaker(self, label: str) -> Row:
        found = next((one for one in self.speakers if one["label"] == label), None)
        if found is None:
            raise NotFound(f"speaker in '{self.row['name']}'", label, [one["label"] for one in self.speakers])
        return found

    def speaker_or_new(self, label: str) -> Row:
        """The speaker of that label, added to the transcript where nobody is called so yet."""
        label = clean_name("speaker", label)
        if any(one["label"] == label for one in self.speakers):
            return self.speaker(label)
        return self.add_speaker(label, role_by_word(label) or "participant")

    def add_speaker(self, label: str, role: Role) -> Row:
        people = participants_of(self.act, self.row["name"], {label: role})
        made = {
            "id": new_id(),
            "transcript_id": self.row["id"],
            "participant_id": people.get(label),
            "label": label,
            "role": role,
            "position": max((one["position"] for one in self.speakers), default=-1) + 1,
        }
        self.act.insert("speaker", made)
        self.speakers.append(made)
        return made

    def relabelled(self, index: int, label: str) -> list[Edit]:
        """The edits that write a turn's label anew where it stands before or inside the turn."""
        known = {one["id"]: one["label"] for one in self.speakers}
        turn = self.turn(index)
        return relabelling(
            self.row["text"], self.gap(index), turn["start"], turn["end"], known.get(turn["speaker_id"]), label
        )

    def write(self, alignment: Alignment, turns: Sequence[Row] | None = None, **columns: object) -> None:
        """Put the new text in place; `turns` where they are not just the old ones at their new places."""
        placed = list(shifted(self.turns, alignment)) if turns is None else list(turns)
        self.kept, self.followed = rewrite(self.act, self.row, alignment, **columns)
        set_turns(self.act, self.row["id"], placed)

    def take_out_silent(self) -> None:
        """Remove speakers who have no turn any more."""
        left = {turn["speaker_id"] for turn in rows(self.act.connection, "turn", transcript_id=self.row["id"])}
        silent = [one["id"] for one in self.speakers if one["id"] not in left]
        self.act.delete_many("speaker", silent)
        set_default_participant(self.act, self.row["id"])


class Corrections(Collection):
    """The correcting half of `study.transcripts`."""

    def edit_turn(self, name: str, index: int, text: str, *, why: str = "") -> Correction:
        """Give a turn other words; line ends become `\\n`, white space at the ends goes."""
        words = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        if not words:
            raise WorkbenchError("A turn needs words. To take it out, join it with the one before it.")
        with self._correcting(name, f"Corrected turn {index + 1} of '{name}'", why) as one:
            turn = one.turn(index)
            found = align(one.words(index), words)
            at, grown = turn["start"], len(words) - (turn["end"] - turn["start"])
            edits = tuple(Edit(edit.start + at, edit.end + at, edit.text) for edit in found.edits)
            turns = [
                {
                    **spoken(other),
                    "start": other["start"] + (grown if number > index else 0),
                    "end": other["end"] + (grown if number >= index else 0),
                }
                for number, other in enumerate(one.turns)
            ]
            one.write(Alignment(one.row["text"], edits, exact=False), turns)
        return seen_in(self._study, _report(one))

    def split_turn(self, name: str, index: int, at: int, *, speaker: str | None = None, why: str = "") -> Correction:
        """Make two turns of one, parted `at` that many characters from its beginning; the second is said by `speaker`
        (None: by the same). Times stay with the outer ends."""
        with self._correcting(name, f"Split turn {index + 1} of '{name}'", why) as one:
            words = one.words(index)
            if not words[:at].strip() or not words[at:].strip() or at < 0:
                raise WorkbenchError(f"There are no words on both sides of character {at} of this turn.")
            turn = one.turn(index)
            first_end = turn["start"] + len(words[:at].rstrip())
            second_start = turn["end"] - len(words[at:].lstrip())
            who = one.speaker_or_new(speaker)["id"] if speaker is not None else turn["speaker_id"]
            label = next((other["label"] for other in one.speakers if other["id"] == who), None)
            put = f"{PAUSE}{label}: " if label else PAUSE
            grown = len(put) - (second_start - first_end)
            turns = [spoken(other) for other in one.turns]
            halves = [
                {**spoken(turn), "end": first_end, "end_time": None},
                {
                    **spoken(turn),
                    "speaker_id": who,
                    "start": second_start + grown,
                    "end": turn["end"] + grown,
                    "start_time": None,
                },
            ]
            later = [
                {**other, "start": other["start"] + grown, "end": other["end"] + grown} for other in turns[index + 1 :]
            ]
            edits = (Edit(first_end, second_start, put),)
            one.write(Alignment(one.row["text"], edits), [*turns[:index], *halves, *later])
            set_default_participant(one.act, one.row["id"])
        return seen_in(self._study, _report(one))

    def join_turns(self, name: str, first: int, last: int | None = None, *, why: str = "") -> Correction:
        """Make one turn of neighbours, from `first` to `last` (None: the next one), said by the first one's speaker."""
        last = first + 1 if last is None else last
        with self._correcting(name, f"Joined turns {first + 1} to {last + 1} of '{name}'", why) as one:
            if last <= first:
                raise WorkbenchError("Joining takes two turns or more. Name the first and the last of them.")
            one.turn(first), one.turn(last)
            edits = tuple(Edit(one.turns[i]["end"], one.turns[i + 1]["start"], " ") for i in range(first, last))
            alignment = Alignment(one.row["text"], edits)
            turns = list(shifted(one.turns, alignment))
            ends = [one.turns[i]["end_time"] for i in range(first, last + 1) if one.turns[i]["end_time"] is not None]
            joined = {**turns[first], "end": turns[last]["end"], "end_time": max(ends, default=None)}
            one.write(alignment, [*turns[:first], joined, *turns[last + 1 :]])
            one.take_out_silent()
        return seen_in(self._study, _report(one))

    def change_speaker(self, name: str, index: int, label: str, *, why: str = "") -> Correction:
        """Say that somebody else speaks in one turn: a speaker of the transcript, or a new one."""
        with self._correcting(name, f"Turn {index + 1} of '{name}' is said by '{label}'", why) as one:
            who = one.speaker_or_new(label)
            edits = one.relabelled(index, who["label"])
            alignment = Alignment(one.row["text"], tuple(edits))
            turns = list(shifted(one.turns, alignment))
            turns[index]["speaker_id"] = who["id"]
            one.write(alignment, turns)
            one.take_out_silent()
        return seen_in(self._study, _report(one))

    def rename_speaker(self, name: str, label: str, new: str, *, why: str = "") -> Correction:
        """Call a speaker otherwise, in all turns."""
        new = clean_name("speaker", new)
        with self._correcting(name, f"'{label}' in '{name}' is called '{new}'", why) as one:
            who = one.speaker(label)
            if any(other["label"] == new for other in one.speakers if other["id"] != who["id"]):
                raise NameTaken(f"speaker in '{name}'", new)
            edits = [
                edit
                for index, turn in enumerate(one.turns)
                if turn["speaker_id"] == who["id"]
                for edit in one.relabelled(index, new)
            ]
            one.act.update("speaker", who["id"], label=new)
            one.write(Alignment(one.row["text"], tuple(edits)))
        return seen_in(self._study, _report(one))

    def merge_speakers(self, name: str, labels: Sequence[str], into: str, *, why: str = "") -> Correction:
        """All turns of these speakers are said by `into`, whose role and participant hold from then on."""
        with self._correcting(name, f"{listing(labels)} in '{name}' speak as '{into}'", why) as one:
            who = one.speaker(into)
            gone = {one.speaker(label)["id"] for label in labels} - {who["id"]}
            edits, turns = [], []
            for index, turn in enumerate(one.turns):
                if turn["speaker_id"] in gone:
                    edits += one.relabelled(index, into)
            alignment = Alignment(one.row["text"], tuple(edits))
            for turn in shifted(one.turns, alignment):
                turns.append({**turn, "speaker_id": who["id"]} if turn["speaker_id"] in gone else turn)
            one.write(alignment, turns)
            one.take_out_silent()
        return seen_in(self._study, _report(one))

    def replace(self, name: str, path: Path | str, *, rules: Rules | None = None, why: str = "") -> Correction:
        """Put a corrected file in the place of the one that the transcript was read from."""
        reading, data = read_file(Path(path), rules=rules or self._known_speakers(name))
        return self._replace(name, Path(path).name, reading, data, why)

    def replace_bytes(
        self, name: str, filename: str, data: bytes, *, rules: Rules | None = None, why: str = ""
    ) -> Correction:
        """The same for a file that was uploaded."""
        reading = read(filename, data, rules=rules or self._known_speakers(name))
        return self._replace(name, filename, reading, data, why)

    def _replace(self, name: str, filename: str, reading: Reading, data: bytes, why: str) -> Correction:
        """Speakers of the same label keep their role and participant."""
        digest = hashlib.sha256(data).hexdigest()
        with self._correcting(name, f"Put a corrected file in the place of '{name}'", why) as one:
            self._store.keep_originals(one.act, {digest: data})
            known = {speaker["label"] for speaker in one.speakers}
            for label, role in reading.roles.items():
                if label not in known:
                    one.add_speaker(label, role)
            ids = {speaker["label"]: speaker["id"] for speaker in one.speakers}
            turns = [
                {
                    "speaker_id": ids[turn.speaker] if turn.speaker is not None else None,
                    "start": turn.start,
                    "end": turn.end,
                    "start_time": turn.start_time,
                    "end_time": turn.end_time,
                }
                for turn in reading.turns
            ]
            one.warnings += [str(problem) for problem in reading.problems]
            one.write(
                align(one.row["text"], reading.text),
                turns,
                filename=filename,
                format=reading.format,
                original_sha256=digest,
                problems=[str(problem) for problem in reading.problems],
            )
            one.take_out_silent()
        return seen_in(self._study, _report(one))

    def _known_speakers(self, name: str) -> Rules:
        """Reading a corrected file again, the speakers known by now need no other sign."""
        with self._store.read() as connection:
            row = named(connection, "transcript", name)
            speakers = rows(connection, "speaker", transcript_id=row["id"])
        return Rules(speakers=tuple(one["label"] for one in speakers))

    @contextmanager
    def _correcting(self, name: str, what: str, why: str) -> Iterator[Correcting]:
        with self._store.act("correct transcript", what, coder=self._coder, why=why) as act:
            row = named(act.connection, "transcript", name)
            turns = rows(act.connection, "turn", transcript_id=row["id"])
            yield Correcting(act, row, turns, rows(act.connection, "speaker", transcript_id=row["id"]))


def _report(one: Correcting) -> Correction:
    return Correction(one.row["name"], one.act.what, one.kept, tuple(one.followed), tuple(one.warnings))
