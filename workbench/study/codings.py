"""The study's codings: who put which code on which passage."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, select

from workbench.exports.codings import CodingRow, read_codings
from workbench.exports.segments import segments_in
from workbench.exports.sheets import read_sheet
from workbench.model import BadRows, Coding, Layer, Transcript, WorkbenchError, counted
from workbench.store import LOGGED
from workbench.study.asking.tallies import Mark, Tally, marks, tally
from workbench.study.base import Collection, bump_codebook, clean_name, named, readable, rows
from workbench.study.coded.coders import alike, rename
from workbench.study.coded.files import insert_all, problems_of
from workbench.study.coded.joining import joined_words, put_coding
from workbench.study.coded.placing import placed
from workbench.study.coded.rows import checked_span, coding_row, refuse_archived
from workbench.study.codes.rows import ensure_code, insert_code
from workbench.study.files import read_bytes
from workbench.study.memos import insert_memo
from workbench.study.texts.talk import speaker_at

if TYPE_CHECKING:
    import pandas as pd

FRAME = (
    "id",
    "transcript",
    "start",
    "end",
    "coder",
    "code",
    "layer",
    "origin",
    "quote",
    "speaker",
    "participant",
    "memo",
)


@dataclass(frozen=True, slots=True)
class CodingsReport:
    """What an import of codings did; `skipped` and `errors` are sentences that name the row."""

    added: int
    skipped: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    new_codes: tuple[str, ...] = ()


class Codings(Collection):
    """Iterating gives all codings in order of transcript, place, code and coder.

    This is the one place that a blind round is kept at: what its coders may not see of each other's codings is not
    here, nor in anything that is made from here.
    """

    def __iter__(self) -> Iterator[Coding]:
        return iter(self._study.blindfold.seen(self._study.remembered("codings", self._load, for_all=True)))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def of(
        self,
        *,
        transcript: str | None = None,
        code: str | None = None,
        coder: str | None = None,
        layer: Layer | None = None,
    ) -> list[Coding]:
        """Those that match everything given; only they are loaded."""
        c = LOGGED["coding"].c
        where: list[ColumnElement[bool]] = []
        for key, table, name in ((c.transcript_id, "transcript", transcript), (c.code_id, "code", code)):
            if name is not None:
                where.append(key.in_(select(LOGGED[table].c.id).where(LOGGED[table].c.name == name)))
        where += [column == value for column, value in ((c.coder, coder), (c.layer, layer)) if value is not None]
        with self._store.read() as connection:
            return self._study.blindfold.seen(self._load(connection, *where))

    def coders(self) -> list[str]:
        """All who coded, by name."""
        if self._study.blindfold:
            return sorted({one.coder for one in self})
        coding = LOGGED["coding"]
        with self._store.read() as connection:
            return [name for (name,) in connection.execute(select(coding.c.coder).distinct().order_by(coding.c.coder))]

    def tally(self) -> Tally:
        """How many there are by (transcript, code, coder, layer): quick, where no words are needed."""
        return tally(self._store, self._study.blindfold)

    def marks(self, transcript: str) -> list[Mark]:
        """Those of a transcript by place, without their words."""
        return marks(self._store, self._study.blindfold, transcript)

    def frame(self) -> "pd.DataFrame":
        """A row a coding; columns id, transcript, start, end, coder, code, layer, origin, quote, speaker, participant,
        memo. Half a character, which a column of text cannot hold, is a mark there."""
        import pandas as pd

        def shown(value: object) -> object:
            return readable(value) if isinstance(value, str) and not value.isascii() else value

        return pd.DataFrame([{name: shown(getattr(one, name)) for name in FRAME} for one in self], columns=list(FRAME))

    # Acts --------------------------------------------------------------------------------------------------------

    def add(
        self,
        transcript: str,
        start: int,
        end: int,
        code: str,
        *,
        layer: Layer = "independent",
        memo: str = "",
        new_code: bool = False,
        parent: str | None = None,
        origin: str = "person",
    ) -> Coding:
        """Put a code on `[start, end)` of a transcript, as the acting coder. White space at the ends is left out.

        What it overlaps of the same code by the same coder becomes one coding with it, their union (see `joining`);
        where that is there already, it is given back as it is, and nothing is written. With `new_code` a code that is
        not in the codebook is made, under `parent` if given. `origin` says what it came from (`TAKEN`).
        """
        return self.add_several(
            transcript,
            start,
            end,
            [code],
            layer=layer,
            memo=memo,
            new_codes=new_code,
            parents={code: parent},
            origin=origin,
        )[0]

    def add_several(
        self,
        transcript: str,
        start: int,
        end: int,
        codes: Sequence[str],
        *,
        layer: Layer = "independent",
        memo: str = "",
        new_codes: bool = False,
        parents: Mapping[str, str | None] | None = None,
        origin: str = "person",
    ) -> list[Coding]:
        """The same for several codes on one passage, as one act. `parents` say under which code a new one comes."""
        if not codes:
            raise WorkbenchError("No code was named. Name at least one.")
        named_codes = ", ".join(f"'{code}'" for code in codes)
        keys, joined = [], 0
        with self._store.act("add coding", f"Coded '{transcript}' as {named_codes}", coder=self._coder) as act:
            place = named(act.connection, "transcript", transcript)
            start, end = checked_span(place, start, end)
            for code in codes:
                if new_codes:
                    ensure_code(act, code, (parents or {}).get(code))
                label = named(act.connection, "code", code)
                refuse_archived(label)
                row = coding_row(act, place["id"], label["id"], start, end, self._coder, layer, origin)
                key, more = put_coding(act, row)
                keys.append(key)
                joined += more
                if memo and not rows(act.connection, "memo", on="coding", target=key, text=memo, archived=False):
                    insert_memo(act, memo, coder=self._coder, on="coding", target=key)
            act.what += joined_words(joined)
        return [self.by_id(key) for key in keys]

    def add_places(
        self, places: Sequence[tuple[str, int, int]], code: str, *, memo: str = "", new_code: bool = False
    ) -> int:
        """Put one code on many places, (transcript, start, end), as one act; gives how many codings that touched.

        As with `add`, what overlaps of one code by one coder becomes one coding.
        """
        wanted = list(dict.fromkeys(places))
        if not wanted:
            raise WorkbenchError("Nothing was chosen to code. Choose at least one passage.")
        with self._store.act("add coding", "", coder=self._coder) as act:
            if new_code:
                ensure_code(act, code, None)
            label = named(act.connection, "code", code)
            refuse_archived(label)
            texts = {name: named(act.connection, "transcript", name) for name in dict.fromkeys(p[0] for p in wanted)}
            keys = set()
            for name, first, last in wanted:
                start, end = checked_span(texts[name], first, last)
                row = coding_row(act, texts[name]["id"], label["id"], start, end, self._coder, "independent", "person")
                keys.add(put_coding(act, row)[0])
            if memo:
                for key in sorted(keys):
                    insert_memo(act, memo, coder=self._coder, on="coding", target=key)
            where = f"'{wanted[0][0]}'" if len(texts) == 1 else f"{len(texts)} transcripts"
            noun = "passage" if len(wanted) == 1 else "passages"
            act.what = f"Coded {len(wanted)} {noun} in {where} as '{label['name']}'"
        return len(keys)

    def remove(self, coding_id: str, *, why: str = "") -> None:
        """Take a coding away; memos on it are archived."""
        one = self.by_id(coding_id)
        what = f"Removed '{one.code}' from '{one.transcript}'"
        with self._store.act("remove coding", what, coder=self._coder, why=why) as act:
            for memo in rows(act.connection, "memo", on="coding", target=coding_id):
                act.update("memo", memo["id"], archived=True)
            act.delete("coding", coding_id)

    def edit(
        self, coding_id: str, *, code: str | None = None, start: int | None = None, end: int | None = None
    ) -> Coding:
        """Give a passage another code, or other borders; with what it then overlaps of that code it becomes one."""
        one = self.by_id(coding_id)
        moved = code in (None, one.code)
        what = f"Moved a border of '{one.code}'" if moved else f"Changed '{one.code}' to '{code}'"
        with self._store.act("edit coding", f"{what} in '{one.transcript}'", coder=self._coder) as act:
            place = named(act.connection, "transcript", one.transcript)
            first, last = one.start if start is None else start, one.end if end is None else end
            first, last = checked_span(place, first, last)
            label = named(act.connection, "code", one.code if code is None else code)
            row = rows(act.connection, "coding", id=coding_id)[0]
            _key, joined = put_coding(act, {**row, "code_id": label["id"], "start": first, "end": last})
            act.what += joined_words(joined)
        return self.by_id(coding_id)

    def import_file(self, path: Path | str, *, new_codes: bool = False, layer: str | None = None) -> CodingsReport:
        """Codings of a csv, xlsx or json file, each with its own coder; all of them as one act, or none."""
        return self.import_bytes(Path(path).name, read_bytes(path), new_codes=new_codes, layer=layer)

    def import_bytes(
        self, name: str, data: bytes, *, new_codes: bool = False, layer: str | None = None
    ) -> CodingsReport:
        """The same for an uploaded file. Rows known already are skipped and named; any bad row refuses the file.

        A list of coded segments by another tool is placed by its quotes; what has no place is named in `skipped`.
        """
        sheet = read_sheet(name, data)
        segments = segments_in(sheet)
        found: Sequence[CodingRow] = read_codings(sheet) if segments is None else ()
        unplaced: tuple[str, ...] = ()
        with self._store.act("import codings", f"Imported codings from {name}", coder=self._coder) as act:
            places = {row["name"]: row for row in rows(act.connection, "transcript")}
            codes = {row["name"]: row["id"] for row in rows(act.connection, "code")}
            if segments is not None:
                done = placed(segments, places, codes, coder=self._coder)
                found, unplaced = done.rows, done.unplaced
                if not found:
                    raise BadRows(name, unplaced)
            problems, fresh = problems_of(found, places, codes, new_codes=new_codes)
            if problems:
                raise BadRows(name, problems)
            for code in fresh:
                codes[code] = insert_code(act, code, words={})["id"]
            if fresh:
                bump_codebook(act)
            added, skipped = insert_all(act, found, places, codes, layer)
            act.what = f"Imported {counted(added, 'coding')} from {name}"
        return CodingsReport(added, (*skipped, *unplaced), (), tuple(fresh))

    def rename_coder(self, old: str, new: str) -> int:
        """Give everything that the coder `old` did to `new`, who may be there already: two spellings become one person.

        Gives how many codings. What both coded alike is one coding then.
        """
        what = f"Gave what '{old}' did to '{clean_name('coder', new)}'"
        self._study.blindfold.refuse("Renaming coders")
        with self._store.act("rename coder", what, coder=self._coder) as act:
            return rename(act, old, clean_name("coder", new))

    def spellings(self) -> list[tuple[str, ...]]:
        """Names of coders that differ by case or white space alone: perhaps one person; `rename_coder` joins them."""
        return alike(self.coders())

    def by_id(self, key: str) -> Coding:
        """The coding of that key."""
        with self._store.read() as connection:
            found = self._load(connection, LOGGED["coding"].c.id == key)
        if not found:
            raise WorkbenchError("This coding is not in the study any more. Somebody may have removed it; reload.")
        if not self._study.blindfold.seen(found):
            self._study.blindfold.refuse("Working on this coding")
        return found[0]

    def _load(self, connection: Connection, *where: ColumnElement[bool]) -> list[Coding]:
        coding, memo = LOGGED["coding"], LOGGED["memo"]
        wanted = select(coding).where(*where)
        on = [memo.c.on == "coding", memo.c.archived.is_(False)]
        if where:
            on.append(memo.c.target.in_(select(coding.c.id).where(*where)))
        texts = select(memo.c.target, memo.c.text).where(*on).order_by(memo.c.created, memo.c.id)
        memos = {row.target: row.text for row in connection.execute(texts)}
        names = {row.id: row.name for row in connection.execute(_names("code"))}
        keys = {row.id: row.name for row in connection.execute(_names("transcript"))}
        transcripts = {one.name: one for one in self._study.transcripts}
        found = [
            _coding(row, transcripts[keys[row.transcript_id]], names[row.code_id], memos.get(row.id, ""))
            for row in connection.execute(wanted)
        ]
        order = {name: i for i, name in enumerate(transcripts)}
        return sorted(
            found, key=lambda one: (order[one.transcript], one.start, one.end, one.code, one.coder, one.layer, one.id)
        )


def _names(table: str) -> Select[tuple[str, str]]:
    return select(LOGGED[table].c.id, LOGGED[table].c.name)


def _coding(row: Any, transcript: Transcript, code: str, memo: str) -> Coding:
    speaker, participant = speaker_at(transcript, row.start, row.end)
    return Coding(
        row.id,
        transcript.name,
        row.start,
        row.end,
        row.coder,
        code,
        transcript.text[row.start : row.end],
        row.layer,
        row.origin,
        speaker,
        participant,
        memo,
        row.codebook_version,
    )
