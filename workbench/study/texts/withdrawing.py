"""How does a person who took back their consent leave a study for good?

All that they said goes, with what was made of it: transcripts, codings, memos on them, quotes in other words of the
study, original files, and the images of all this in the history. The history keeps that it was done, by whom and when.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, select

from workbench.analysis.identifying import pattern_of
from workbench.analysis.realign import Alignment, Edit
from workbench.analysis.telling import WORD, Own, tellings, without
from workbench.model import counted
from workbench.store import LOGGED, Act, backups
from workbench.store.erasing import (
    drop_caches,
    drop_originals,
    erased,
    is_erased,
    overwrite_freely,
    redact,
    redacted,
    scrub,
)
from workbench.store.log import images_of
from workbench.store.passages import LISTED, followed, holders
from workbench.store.tables import change, original
from workbench.store.worded import Words, strings
from workbench.study.base import Row, named, rows
from workbench.study.coded.blindfold import Blindfold
from workbench.study.people import GENERIC
from workbench.study.pseudonyms import reword
from workbench.study.texts.following import rewrite, set_turns, shifted
from workbench.study.texts.leftover import MADE, Standing, standing
from workbench.study.texts.talk import relabelling, set_default_participant

if TYPE_CHECKING:
    from workbench.study.study import Study

MARK = "[withdrawn]"
"""What stands where the words of somebody who withdrew stood among other people's."""
SHOWN = 12
"""Words that still stand which are named in a sentence; the report has all of them."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What was erased: how many transcripts as a whole, of how many only the person's turns, how many codings, memos
    and original files; `words` of theirs that others wrote and that still stand; and `remains`, sentences on what this
    program does not erase."""

    participant: str
    transcripts: int
    shared_transcripts: int
    codings: int
    memos: int
    originals: int
    remains: tuple[str, ...]
    words: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a withdrawal would erase: transcripts as a whole, those in which only the person's turns go, with up to how
    many codings; and which words that only they said, or names of theirs, stand in names and notes, and where."""

    participant: str
    transcripts: tuple[str, ...]
    shared_transcripts: tuple[str, ...]
    codings: int
    words: tuple[Standing, ...]


def foreseen(study: "Study", participant: str) -> Leaving:
    """What would go if the participant took back their consent; nothing is changed."""
    with study.store.read() as connection:
        person = named(connection, "participant", participant)
        said = _Said(connection, person)
        gone = {("participant", person["id"])} | {("transcript", row["id"]) for row in said.whole}
        keys = {row["id"] for row in said.whole}
        gone |= {("speaker", one["id"]) for one in rows(connection, "speaker") if one["transcript_id"] in keys}
        codings = {one["id"] for one in rows(connection, "coding") if one["transcript_id"] in keys}
        about = {*keys, *codings, person["id"]}
        gone |= {("memo", one["id"]) for one in rows(connection, "memo") if one["target"] in about}
        texts, left = [row["text"] for row in said.whole] + said.shared_texts(), said.left()
        quoted = without(tellings(texts, left), MARK)
        words = standing(connection, Own.of(texts, left), said.names(), gone, study.blindfold, quoted)
    coded = sum(len(study.codings.of(transcript=row["name"])) for row in (*said.whole, *said.shared))
    names = [tuple(row["name"] for row in some) for some in (said.whole, said.shared)]
    return Leaving(participant, names[0], names[1], coded, words)


def withdraw(
    study: "Study", participant: str, *, names: bool = False, words: Iterable[str] = (), why: str = ""
) -> Withdrawal:
    """Erase a participant; it cannot be undone, and neither can acts before it that would bring anything back.

    A transcript in which other participants speak keeps their words: only this person's turns become `[withdrawn]`.
    With `names`, the person's name and those of their transcripts go from descriptions and notes, too, and so do the
    `words` that are given (`foreseen` lists which may be theirs); what other people say stays as they said it.
    """
    store, blindfold = study.store, study.blindfold
    what = "Withdrew a participant" if names else f"Withdrew participant '{participant}'"
    with store.act("withdraw participant", what, coder=study.coder, why=why) as act:
        overwrite_freely(act.connection)
        leaving = _Leaving(act, named(act.connection, "participant", participant), blindfold)
        leaving.erase(names, {word.strip() for word in words} - {""})
    study.forget()
    remains = scrub(store)
    remains += _told(study, participant, leaving.standing)
    there = backups.kept(store.location)
    if there:
        remains.append(
            f"What was erased is still in {counted(len(there), 'backup')} in {there[0].parent}. Delete: "
            f"{', '.join(file.name for file in there)}."
        )
    remains.append("Copies, exports and files outside the study are as they were; delete or correct them by hand.")
    return Withdrawal(
        participant,
        len(leaving.whole),
        len(leaving.shared),
        leaving.count["coding"],
        leaving.count["memo"],
        leaving.originals,
        tuple(remains),
        leaving.standing,
    )


def _told(study: "Study", participant: str, words: tuple[Standing, ...]) -> list[str]:
    """Sentences on what still stands of what they said in what others wrote, and what to do about it."""
    said = []
    if words:
        listed = "; ".join(map(str, words[:SHOWN])) + (f"; and {len(words) - SHOWN} more" if len(words) > SHOWN else "")
        said.append(
            f"What only '{participant}' said, or their name, still stands in what others wrote: {listed}. To take such "
            f"words out, there and in the history, list them in a csv file (string, replacement), run 'workbench "
            f"pseudonymise {study.store.location} --apply FILE.csv --key KEY.csv' and 'workbench purge "
            f"{study.store.location} --key KEY.csv', and delete both files."
        )
    if study.blindfold:
        said.append("What a blind round hides from you was not looked through for their words; do it when it is over.")
    return said


class _Said:
    """What a participant said, and where."""

    def __init__(self, connection: Connection, person: Row) -> None:
        self.connection, self.person = connection, person
        speakers = rows(connection, "speaker")
        self.mine = {one["id"]: one["label"] for one in speakers if one["participant_id"] == person["id"]}
        spoken_in = {one["transcript_id"] for one in speakers if one["id"] in self.mine}
        others = {one["transcript_id"] for one in speakers if one["participant_id"] not in (None, person["id"])}
        found = [
            row
            for row in rows(connection, "transcript")
            if row["id"] in spoken_in or row["participant_id"] == person["id"]
        ]
        self.whole = [row for row in found if row["id"] not in others]
        self.shared = [row for row in found if row["id"] in others]

    def shared_texts(self) -> list[str]:
        """What the person says where others speak, too."""
        return [row["text"][turn["start"] : turn["end"]] for row in self.shared for turn in self._turns(row)]

    def left(self) -> list[str]:
        """What everybody else says."""
        gone = {row["id"] for row in self.whole}
        shared = {row["id"] for row in self.shared}
        texts = []
        for row in rows(self.connection, "transcript"):
            text = row["text"]
            for turn in reversed(self._turns(row) if row["id"] in shared else []):
                text = f"{text[: turn['start']]}\n{text[turn['end'] :]}"
            texts += [text] if row["id"] not in gone else []
        return texts

    def _turns(self, transcript: Row) -> list[Row]:
        found = rows(self.connection, "turn", transcript_id=transcript["id"])
        return [turn for turn in found if self.says(transcript, turn)]

    def says(self, transcript: Row, turn: Row) -> bool:
        """Whether the person says a turn: under a label of theirs, or as the one who is meant where nobody is named."""
        if turn["speaker_id"] is None:
            return bool(transcript["participant_id"] == self.person["id"])
        return turn["speaker_id"] in self.mine

    def names(self) -> list[str]:
        """What the person is called, in the study, in transcripts and by the names of these."""
        labels = {one for one in self.mine.values() if not GENERIC.match(one)}
        return sorted({self.person["name"], *labels, *(row["name"] for row in self.whole)})


class _Leaving(_Said):
    """One withdrawal as it is made."""

    def __init__(self, act: Act, person: Row, blindfold: Blindfold) -> None:
        super().__init__(act.connection, person)
        self.act, self.blindfold = act, blindfold
        self.standing: tuple[Standing, ...] = ()
        self.gone: set[tuple[str, str]] = {("participant", person["id"])}
        self.count = {"coding": 0, "memo": 0}
        self.originals = 0

    def erase(self, names: bool, also: set[str]) -> None:
        connection = self.connection
        called = self.names()
        former = _former(connection, self.person["id"], {row["id"] for row in self.whole})
        digests = _digests(connection, former | {row["id"] for row in self.shared})
        texts = [*self._whole_texts(former), *self.shared_texts()]
        for row in self.shared:
            self._cut(row, names)
        for row in self.whole:
            self._remove(row)
        self._memos_on({self.person["id"]} | former | _codings_of(connection, former))
        self._gone("participant", self.person)
        left = [row["text"] for row in rows(connection, "transcript")]
        own = Own.of(texts, left)
        quoted, taken = without(tellings(texts, left), MARK), pattern_of([*also, *(called if names else ())])

        def words(text: str) -> str:
            return taken.sub(MARK, quoted(text))

        def words_made(text: str) -> str:
            return WORD.sub(lambda hit: MARK if own.single(hit[0]) else hit[0], words(text))

        reword(self.act, lambda table: words_made if table in MADE else words, numbered=True)
        shared = {row["id"] for row in self.shared}
        others = {row["original_sha256"] for row in rows(connection, "transcript") if row["id"] not in shared}
        spared = (set(connection.execute(select(original.c.sha256)).scalars()) - digests) | others
        self.originals = drop_originals(self.act, spared)
        drop_caches(self.act)
        self._redact(former, words, words_made)
        self.standing = standing(connection, own, called, self.gone, self.blindfold)

    def _redact(self, former: set[str], words: Words, words_made: Words) -> None:
        """Take it out of the history, this act's own images among it."""
        connection = self.act.connection
        texts = {row["id"]: row["text"] for row in rows(connection, "transcript")}
        shared = {row["id"] for row in self.shared}
        codings = _codings_of(connection, former) | {key for table, key in self.gone if table == "coding"}

        def doomed(table: str, key: str, row: Row) -> bool:
            if is_erased(row) or (table, key) in self.gone or row.get("transcript_id") in former:
                return True
            if table == "transcript" and (key in former or (key in shared and row["text"] != texts.get(key))):
                return True
            if table == "memo" and (row["target"] in former or row["target"] in codings):
                return True
            # What others say stays; what was noted when their files were read may hold the name.
            told = row if table != "transcript" else {**row, "text": ""}
            anew = words_made if table in MADE else words
            return any(anew(one) != one for one in strings(told))

        own = [redacted(image, doomed) for image in self.act.images]
        self.act.images = []
        redact(self.act, doomed, words)
        self.act.images = [*own, *self.act.images]

    # What goes -------------------------------------------------------------------------------------------------------

    def _gone(self, table: str, row: Row) -> None:
        target = LOGGED[table]
        self.act.connection.execute(delete(target).where(target.c.id == row["id"]))
        self.act.images.append((table, row["id"], erased(row), None))
        self.gone.add((table, row["id"]))
        if table in self.count and not self.blindfold.hides_row(table, row):
            self.count[table] += 1

    def _memos_on(self, keys: set[str]) -> None:
        for memo in rows(self.act.connection, "memo"):
            if memo["target"] in keys:
                self._gone("memo", memo)

    def _remove(self, transcript: Row) -> None:
        for table, row, called in list(holders(self.act.connection, transcript)):
            if table in LISTED:
                values = {c: followed(row[c], called, lambda _start, _end: None) for c in LISTED[table]}
                self.act.update(table, row["id"], **values)
            else:
                self._memos_on({row["id"]})
                self._gone(table, row)
        self._memos_on({transcript["id"]})
        for table in ("reading", "turn", "speaker", "assignment"):
            for row in rows(self.act.connection, table, transcript_id=transcript["id"]):
                self._gone(table, row)
        self._gone("transcript", transcript)

    def _cut(self, transcript: Row, names: bool) -> None:
        """Leave a mark in the place of each of the person's turns, with `names` in that of the label before it, too;
        what was coded in them alone goes."""
        connection = self.act.connection
        turns = rows(connection, "turn", transcript_id=transcript["id"])
        theirs = [(turn["start"], turn["end"]) for turn in turns if self.says(transcript, turn)]
        edits = list[Edit]()
        for before, turn in pairwise([{"end": 0}, *turns]):
            if not self.says(transcript, turn):
                continue
            start, end, label = turn["start"], turn["end"], self.mine.get(turn["speaker_id"])
            if names and label is not None and not GENERIC.match(label):
                found = relabelling(transcript["text"], before["end"], start, end, label, MARK)
                edits += [one for one in found if one.end <= start]
            edits.append(Edit(start, end, MARK))
        for table, row, _called in list(holders(connection, transcript)):
            if table not in LISTED and _inside(transcript["text"], row["start"], row["end"], theirs):
                self._memos_on({row["id"]})
                self._gone(table, row)
        alignment = Alignment(transcript["text"], tuple(edits))
        rewrite(self.act, transcript, alignment)
        set_turns(self.act, transcript["id"], list(shifted(turns, alignment)))
        for key in self.mine:
            if any(one["id"] == key for one in rows(connection, "speaker", transcript_id=transcript["id"])):
                self.act.update("speaker", key, participant_id=None)
        set_default_participant(self.act, transcript["id"], former=self.person["id"])

    # What is looked for ----------------------------------------------------------------------------------------------

    def _whole_texts(self, former: set[str]) -> list[str]:
        """The texts of the person's own transcripts, as they are and as they ever were."""
        texts = [row["text"] for row in self.whole]
        for (changed,) in self.act.connection.execute(select(change.c.rows)):
            for table, key, *images in images_of(changed):
                texts += [
                    row["text"] for row in images if table == "transcript" and key in former and row and "text" in row
                ]
        return list(dict.fromkeys(texts))


def _former(connection: Connection, person: str, whole: set[str]) -> set[str]:
    """Keys of the person's own transcripts, those among them that were taken out of the study before."""
    found = set(whole)
    there = {row["id"] for row in rows(connection, "transcript")}
    for (changed,) in connection.execute(select(change.c.rows)):
        for table, key, *images in images_of(changed):
            for row in images:
                if row and row.get("participant_id") == person:
                    found |= {key if table == "transcript" else row["transcript_id"]} - there
    return found


def _digests(connection: Connection, transcripts: set[str]) -> set[str]:
    """Digests of all files that these transcripts were ever read from."""
    found = {row["original_sha256"] for row in rows(connection, "transcript") if row["id"] in transcripts}
    for (changed,) in connection.execute(select(change.c.rows)):
        for table, key, *images in images_of(changed):
            if table == "transcript" and key in transcripts:
                found |= {row["original_sha256"] for row in images if row and "original_sha256" in row}
    return found


def _codings_of(connection: Connection, transcripts: set[str]) -> set[str]:
    """Keys of all codings that these transcripts ever had."""
    found = set()
    for (changed,) in connection.execute(select(change.c.rows)):
        for table, key, *images in images_of(changed):
            if table == "coding" and any(row and row.get("transcript_id") in transcripts for row in images):
                found.add(key)
    return found


def _inside(text: str, start: int, end: int, turns: Iterable[tuple[int, int]]) -> bool:
    """Whether a passage holds no letter that is outside these turns."""
    outside = list(range(start, end))
    for first, last in turns:
        outside = [at for at in outside if not first <= at < last]
    return not any(text[at].isalnum() for at in outside)
