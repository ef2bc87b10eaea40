"""The one door to a study: everything that is read, done or exported goes through here."""

import getpass
import os
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, MutableMapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, func, select

from workbench import __version__
from workbench.exports.files import written
from workbench.model import About, Change, Coding, Likeness, Segment, Transcript, Unit, WorkbenchError
from workbench.store import LOGGED, Store, backups, is_url, now
from workbench.store.copy import copy
from workbench.store.erasing import scrub
from workbench.study import output
from workbench.study.base import put_setting, setting
from workbench.study.blindfold import Blindfold, refuse_whole
from workbench.study.codebook import Codebook
from workbench.study.codings import Codings
from workbench.study.comparing import Comparing
from workbench.study.desk import Desk
from workbench.study.finding import Finding
from workbench.study.history import History
from workbench.study.memos import Memos
from workbench.study.people import Participants
from workbench.study.pseudonyms import Pseudonyms
from workbench.study.queries import Queries
from workbench.study.reading import Reading
from workbench.study.reconciling import Reconciling
from workbench.study.rounds import Rounds
from workbench.study.segments import cut
from workbench.study.settings import Settings
from workbench.study.suggestions import Suggestions
from workbench.study.tables import Tables
from workbench.study.talk import speaker_at
from workbench.study.themes import Themes
from workbench.study.transcripts import Transcripts

if TYPE_CHECKING:
    from workbench.exports.tables import Table
    from workbench.exports.thematic_map import ThematicMap
    from workbench.store.check import Fault
    from workbench.store.repair import Saved
    from workbench.study.ai_statement import AiStatement
    from workbench.study.archiving import Archive, Archived
    from workbench.study.merging import MergeReport
    from workbench.study.project_in import ProjectReport
    from workbench.study.withdrawing import Withdrawal

T = TypeVar("T")


def acting_coder() -> str:
    """WORKBENCH_CODER, or the login name."""
    try:
        return os.environ.get("WORKBENCH_CODER", "").strip() or getpass.getuser()
    except (OSError, KeyError):
        return "coder"


class Study(Finding, Tables, Comparing):
    """One research project in one database; use it in a `with` block, or `close()` it.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with Study.create(Path(tempfile.mkdtemp()) / "garden.study", title="Garden", coder="Ana") as study:
    ...     _ = study.transcripts.import_bytes("P01.txt", b"I: Why a garden?\\n\\nP01: The fence was broken.\\n")
    ...     _ = study.codings.add("P01", 23, 44, "beginnings", new_code=True)
    ...     [(one.code, one.quote) for one in study.codings]
    [('beginnings', 'The fence was broken.')]
    """

    def __init__(self, store: Store, *, coder: str | None = None) -> None:
        self.store = store
        self.coder = coder or acting_coder()
        self.transcripts = Transcripts(self)
        self.participants = Participants(self)
        self.codebook = Codebook(self)
        self.codings = Codings(self)
        self.memos = Memos(self)
        self.suggestions = Suggestions(self)
        self.themes = Themes(self)
        self.rounds = Rounds(self)
        self.reconciling = Reconciling(self)
        self.history = History(self)
        self.settings = Settings(self)
        self.desk = Desk(self)
        self.pseudonyms = Pseudonyms(self)
        self.queries = Queries(self)
        self.reading = Reading(self)
        self.cache = StoreCache(store)
        self._remembered: dict[str, tuple[str, Any]] = {}

    @classmethod
    def create(cls, location: Path | str, *, title: str = "", coder: str | None = None) -> "Study":
        """A new, empty study; refuses to overwrite."""
        study = cls(Store.create(str(location)), coder=coder)
        name = title or Path(str(location)).stem
        with study.store.act("new study", f"Made the study '{name}'", coder=study.coder) as act:
            put_setting(act, "guid", str(uuid.uuid4()))
            put_setting(act, "title", name)
            put_setting(act, "created", now())
        return study

    @classmethod
    def open(cls, location: Path | str, *, coder: str | None = None) -> "Study":
        """An existing study; a `WorkbenchError` where there is none or it cannot be read.

        Once a day a backup is kept beside it. `note` says what else there is to know, for instance that a newer program
        wrote it.
        """
        store = Store.open(str(location))
        backups.daily(store)
        return cls(store, coder=coder)

    @property
    def note(self) -> str:
        """What the person should know about how the study was opened; empty where there is nothing."""
        return self.store.note

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> "Study":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _repr_html_(self) -> str:
        from html import escape

        about = self.about()
        return f"<b>{escape(self.title)}</b><br>{escape(about.caption)}"

    # The study itself --------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        with self.store.read() as connection:
            return str(setting(connection, "title") or "")

    def rename(self, title: str) -> None:
        with self.store.act("settings", f"Named the study '{title}'", coder=self.coder) as act:
            put_setting(act, "title", title)

    @property
    def version(self) -> int:
        """Number of the newest change: whoever kept something keeps this with it, and asks again when it is higher."""
        return self.store.newest_change()

    def about(self) -> About:
        """What tables and figures say of the study they were made from."""
        codings = self.themes.evidence()
        coded = {one.transcript for one in self.codings}
        agreed = {one.transcript for one in self.codings if one.layer == "agreed"}
        with self.store.read() as connection:
            speaking = select(func.count(func.distinct(LOGGED["speaker"].c.participant_id)))
            participants = int(connection.execute(speaking).scalar() or 0)
            whole = select(func.count(func.distinct(LOGGED["transcript"].c.participant_id)))
            participants = max(participants, int(connection.execute(whole).scalar() or 0))
        return About(
            title=self.title,
            participants=participants,
            transcripts=len(self.transcripts),
            coders=tuple(self.codings.coders()),
            codings=len(codings),
            codebook_version=self.codebook.version,
            date=now()[:10],
            software=f"Interview Workbench {__version__}",
            layer="" if not agreed else "agreed" if agreed == coded else "partly agreed",
        )

    def undo(self, change: int | None = None, *, why: str = "", with_later: bool = False) -> Change:
        """Take back the last act, or the one of that number; `with_later` also those that built on it."""
        return self.history.undo(change, why=why, with_later=with_later)

    def redo(self) -> Change:
        """Do again what was last undone."""
        return self.history.redo()

    def withdraw(self, participant: str, *, names: bool = False, why: str = "") -> "Withdrawal":
        """Erase a participant who took back their consent, for good: all they said, and what was made of it."""
        from workbench.study.withdrawing import withdraw

        return withdraw(self, participant, names=names, why=why)

    def scrub(self) -> list[str]:
        """Rewrite the file so that nothing deleted is left in it; sentences on what could not be done."""
        return scrub(self.store)

    def forget(self) -> None:
        """Keep nothing in memory of how the study was."""
        self._remembered = {}
        self.cache = StoreCache(self.store)

    def cut(self, transcripts: Sequence[Transcript], unit: Unit) -> list[Segment]:
        """Segments of transcripts; sentence borders are kept in the study, since finding them takes a while."""
        return cut(transcripts, unit, self.cache)

    @property
    def blindfold(self) -> Blindfold:
        """What the acting coder may not see while a blind round is open; false where they see all."""
        return self.rounds.blindfold()

    def remembered(
        self, name: str, load: Callable[[Connection], T], *, besides: Collection[str] = (), for_all: bool = False
    ) -> T:
        """What `load` gives, asked of the study again only when it has changed since, by an act not in `besides`.

        A coder who codes blind has a memory of their own, but for what is the same `for_all`. Safe while another thread
        reads or acts: a web page is drawn by one thread after the other, and they overlap.
        """
        if not for_all:
            name = f"{self.blindfold.key}{name}"
        at = self.store.newest_mark(besides)
        kept = self._remembered.get(name)
        if kept is None or kept[0] != at:
            with self.store.read() as connection:
                kept = (at, load(connection))
            self._remembered[name] = kept
        found: T = kept[1]
        return found

    def once(self, name: str, act: Callable[[], str]) -> str:
        """What `act` gives, done now, or what it gave when an act of this name was done before, which is not repeated.

        For whoever asks again because an answer was lost, perhaps with the program: the name is kept in the same
        transaction as the act.
        """
        with self.store.together():
            given = self.given(name)
            if given is not None:
                return given
            given = act()
            self.store.keep_cached({f"act {name}": given.encode()})
        return given

    def given(self, name: str) -> str | None:
        """What an act of this name gave when it was done; None where it was not."""
        return next((value.decode() for value in self.store.cached([f"act {name}"]).values()), None)

    def participant_finder(self) -> Callable[[str, int, int], str | None]:
        """A function that says whose words a passage are: (transcript, start, end) -> participant."""
        by_name = {one.name: one for one in self.transcripts}
        return lambda name, start, end: speaker_at(by_name[name], start, end)[1]

    # More like this ----------------------------------------------------------------------------------------------

    def more_like(
        self,
        code: str,
        *,
        transcript: str | None = None,
        most: int = 20,
        progress: Callable[[str, float], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> list[Likeness]:
        """Passages (turns of participants) like those that carry the code, of one transcript or of all, `most` alike
        first; never one that carries it already, nor one that was refused for it.

        Each says why. Taking one (`take_passage`) or refusing it (`refuse_passage`) teaches at once. A code without
        codings gives none. `WorkbenchError` where help wanted is off. The first call reads all that was said, which
        can take a minute; what was read is kept in the study.
        """
        from workbench.study.likeness import more_like

        return more_like(self, code, transcript=transcript, most=most, progress=progress, should_stop=should_stop)

    def take_passage(self, code: str, transcript: str, start: int, end: int) -> Coding:
        """Code a passage that `more_like` found; its origin says so, and agreement does not count it."""
        from workbench.study.likeness import take_passage

        return take_passage(self, code, transcript, start, end)

    def refuse_passage(self, code: str, transcript: str, start: int, end: int, *, why: str = "") -> None:
        """Say that a passage does not belong to a code: `more_like` shows it to nobody again, until that is undone."""
        from workbench.study.likeness import refuse_passage

        refuse_passage(self, code, transcript, start, end, why=why)

    def ai_statement(self) -> "AiStatement":
        """The statement on the use of AI for a paper, made from the log: methods, versions, dates, counts."""
        from workbench.study.ai_statement import ai_statement

        return ai_statement(self)

    # Exports -----------------------------------------------------------------------------------------------------

    def check(self) -> "list[Fault]":
        """Faults of the study's file, each a sentence with a `repair`; an empty list where it is whole."""
        from workbench.store.check import faults

        return faults(self.store)

    def backup(self, file: Path | str) -> None:
        """A consistent copy, itself a study, while others go on working."""
        refuse_whole(self, "A copy of the whole study")
        backups.backup(self.store, Path(file))

    def backup_bytes(self) -> bytes:
        """The same copy as the bytes of a file."""
        with TemporaryDirectory() as folder:
            file = Path(folder) / "copy.study"
            self.backup(file)
            return file.read_bytes()

    def backups(self) -> list[backups.Backup]:
        """What the program keeps by itself beside the study, oldest first; nothing for a database on a server."""
        return backups.listed(self.store.location)

    def merge(
        self, other: Path | str, *, preview: bool = False, chosen: Mapping[str, str] | None = None
    ) -> "MergeReport":
        """Take in another copy of this study or a REFI-QDA project, or say with `preview` what that would do."""
        from workbench.study.merging import merge_copy
        from workbench.study.project_in import is_project_file, merge_project

        self.blindfold.refuse("Merging copies")
        if is_project_file(other):
            return merge_project(self, Path(other), preview=preview, chosen=chosen or {})
        return merge_copy(self, other, preview=preview, chosen=chosen)

    def import_project(self, file: Path | str, data: bytes | None = None) -> "ProjectReport":
        """Take in a REFI-QDA project (.qdpx, .qde) with all that it holds, as one act; `data` are an upload's bytes.

        The report says what could not be represented and which faults of the file were mended.
        """
        from workbench.study.project_in import import_project

        self.blindfold.refuse("Importing a project")
        return import_project(self, file, data)

    def preview_project(self, file: Path | str, data: bytes | None = None) -> "ProjectReport":
        """What importing a project would bring; nothing is written."""
        from workbench.study.project_in import preview_project

        self.blindfold.refuse("Importing a project")
        return preview_project(self, file, data)

    def copy_to(self, location: str) -> None:
        """The same study, with its history, in another file or database, which must hold none yet."""
        refuse_whole(self, "A copy of the whole study")
        copy(self.store, location)

    def write_codebook(self, file: Path | str) -> None:
        """The codebook: csv, xlsx, json, qdc for programs; docx, tex, md, html for print."""
        written(Path(file), output.codebook_bytes(self, Path(file).suffix))

    def write_memos(self, file: Path | str) -> None:
        """All memos in order of time: md, docx, html to read; csv, xlsx, json for programs."""
        written(Path(file), output.export_bytes(self, f"memos{Path(file).suffix}"))

    def write_codings(self, file: Path | str) -> None:
        """All codings with quote, speaker, participant, attributes, layer and themes: csv, xlsx, json or parquet."""
        written(Path(file), output.codings_bytes(self, Path(file).suffix))

    def write_project(self, file: Path | str, *, positions: str = "characters", originals: bool = True) -> list[str]:
        """The study as a REFI-QDA project (.qdpx) for NVivo, ATLAS.ti, MAXQDA, QualCoder and others.

        Positions are Unicode code points as the standard says, or `utf-16` as NVivo for Windows counts; without
        `originals` the files that the transcripts were read from stay here. Gives sentences on what stays behind.
        """
        from workbench.study.project_out import left_behind

        written(Path(file), output.project_bytes(self, positions=positions, originals=originals))
        return left_behind(self, positions=positions, originals=originals)

    def archive(
        self,
        out: Path | str,
        *,
        content: str = "transcripts",
        key: Path | str | None = None,
        go_on: bool = False,
    ) -> "Archived":
        """The study for a repository (OSF, QDR): a .zip, or a new folder, with README, data dictionary and checksums.

        `content` says how much of what was said goes along: `transcripts`, `quotes`, or `none`. What could identify
        somebody is named and nothing written (`StillNames`), unless `go_on`; `key` is the file of replaced names.
        """
        from workbench.study.archiving import archive

        return archive(self, Path(out), content=content, key=key, go_on=go_on)

    def prepare_archive(self, *, content: str = "transcripts", key: Path | str | None = None) -> "Archive":
        """The same archive, not written yet, with what was found in it."""
        from workbench.study.archiving import prepared

        return prepared(self, content=content, key=key)

    def theme_table(self, **options: Any) -> "Table":
        """The theme table of a paper; `.write("themes.docx")`."""
        return output.theme_table(self, **options)

    def thematic_map(self, **options: Any) -> "ThematicMap":
        """The thematic map; `.write("map.svg")`."""
        return output.thematic_map(self, **options)

    def comparable_attribute(self) -> str:
        """The attribute to compare participants by, to begin with: the first that puts several into one group."""
        return output.comparable(self)

    def codebook_table(self) -> "Table":
        """The codebook as printed in an appendix, with how often each code was used."""
        return output.codebook_table(self)

    def write(self, what: str, file: Path | str, **options: Any) -> None:
        """One export by its name in `study.EXPORTS`, in the format of the file's ending, with that export's options."""
        target = Path(file)
        written(target, output.export_bytes(self, what + target.suffix.lower(), **options))

    def export(self, folder: Path | str, *, progress: Callable[[str], None] | None = None) -> list[Path]:
        """Everything into a folder: tables, map, codebook, codings, history. Gives the files written."""
        return output.everything(self, Path(folder), progress=progress)


def repaired(location: str, target: str | None, *, coder: str | None = None) -> "Saved":
    """Make the study `target` of all that can be read of a damaged one; with None only say what could be saved."""
    from workbench.store.repair import salvage

    return salvage(location, target, coder=coder or acting_coder())


def restored(backup: Path | str, target: str) -> str:
    """Make the study `target`, a file or a database, of a backup; refuses to overwrite. Gives where it is."""
    store = Store.open(str(backup))
    try:
        if is_url(target):
            copy(store, target)
        elif Path(target).exists():
            raise WorkbenchError(f"{target} is already there. Move it away first, or choose another name.")
        else:
            backups.backup(store, Path(target))
    finally:
        store.close()
    return target


class StoreCache(MutableMapping[str, bytes]):
    """Embeddings and sentence borders kept in the study by digest; new ones are written by `flush`, at once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._fresh: dict[str, bytes] = {}
        self._read: dict[str, bytes] = {}

    def fetch(self, keys: Sequence[str]) -> None:
        """Read many at once, so that asking for them one by one afterwards costs nothing."""
        wanted = [key for key in keys if key not in self._read and key not in self._fresh]
        self._read |= self._store.cached(wanted)

    def flush(self) -> None:
        self._store.keep_cached(self._fresh)
        self._read |= self._fresh
        self._fresh = {}

    def __getitem__(self, key: str) -> bytes:
        if key in self._fresh:
            return self._fresh[key]
        if key not in self._read:
            self._read |= self._store.cached([key])
        return self._read[key]

    def __setitem__(self, key: str, value: bytes) -> None:
        self._fresh[key] = value

    def __delitem__(self, key: str) -> None:
        self._fresh.pop(key, None)
        self._read.pop(key, None)

    def __iter__(self) -> Iterator[str]:
        return iter({**self._read, **self._fresh})

    def __len__(self) -> int:
        return len({**self._read, **self._fresh})
