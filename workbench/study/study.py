"""The one door to a study: everything that is read, done or exported goes through here."""

import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection

from workbench import __version__
from workbench.model import About, Change, Coding, Likeness, Segment, Transcript, Unit, WorkbenchError, window_of
from workbench.store import Store, backups, now
from workbench.store.engine import is_url
from workbench.store.erasing import scrub
from workbench.store.standing import conflicting
from workbench.study.base import acting_coder, put_setting, readable, setting
from workbench.study.codebook import Codebook
from workbench.study.coded.blindfold import Blindfold
from workbench.study.codings import Codings
from workbench.study.comparing import Comparing
from workbench.study.copies import Copies
from workbench.study.desk import Desk
from workbench.study.exporting import Exporting
from workbench.study.finding import Finding
from workbench.study.history import History
from workbench.study.memos import Memos
from workbench.study.people import Participants
from workbench.study.pseudonyms import Pseudonyms
from workbench.study.queries import Queries
from workbench.study.reading import Reading
from workbench.study.reconciling import Reconciling
from workbench.study.rounds import Rounds
from workbench.study.settings import Settings
from workbench.study.store_cache import StoreCache
from workbench.study.suggestions import Suggestions
from workbench.study.tables import Tables
from workbench.study.texts.segments import cut
from workbench.study.texts.talk import speaker_at
from workbench.study.themes import Themes
from workbench.study.transcripts import Transcripts
from workbench.study.whole_names import make_whole

if TYPE_CHECKING:
    from workbench.study.texts.withdrawing import Leaving, Withdrawal

T = TypeVar("T")


class Study(Finding, Tables, Comparing, Exporting, Copies):
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
        self.coder = readable(coder or acting_coder())
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
        try:
            with study.store.act("new study", f"Made the study '{name}'", coder=study.coder) as act:
                put_setting(act, "guid", str(uuid.uuid4()))
                put_setting(act, "title", name)
                put_setting(act, "created", now())
        except BaseException:
            study.store.discard()
            raise
        return study

    @classmethod
    def open(cls, location: Path | str, *, coder: str | None = None) -> "Study":
        """An existing study; a `WorkbenchError` where there is none or it cannot be read.

        Once a day a backup is kept beside it. `note` says what else there is to know, for instance that a newer program
        wrote it.
        """
        store = Store.open(str(location))
        backups.daily(store)
        study = cls(store, coder=coder)
        make_whole(study)
        if not is_url(store.location):
            store.note = store.note or conflicting(Path(store.location))
        return study

    @property
    def note(self) -> str:
        """What the person should know about how the study was opened; empty where there is nothing."""
        return self.store.note

    @property
    def lost(self) -> str:
        """What became of a study whose file was moved, deleted or replaced while it was open, in a sentence; empty
        where it stands. A study that is lost can only be opened again."""
        guard = self.store.guard
        if guard is None:
            return ""
        with suppress(WorkbenchError):  # where it could not be kept, whoever reads or writes is told
            guard.look(self.store)
        return guard.lost

    @property
    def read_only(self) -> bool:
        """Whether the study can be read here and not changed; `note` may say why."""
        return self.store.read_only

    def settle(self) -> None:
        """Bring what was done last, which stands in a log beside the file, into the file, and keep nobody waiting."""
        self.store.settle(waiting=False)

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
        return self.store.newest.number()

    def about(self) -> About:
        """What tables and figures say of the study they were made from."""
        codings = self.themes.evidence()
        coded = {one.transcript for one in self.codings}
        agreed = {one.transcript for one in self.codings if one.layer == "agreed"}
        return About(
            title=self.title,
            participants=len(self.participants.speaking()),
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

    def withdrawal(self, participant: str) -> "Leaving":
        """What a withdrawal would erase, and which of their words stand in what others wrote; nothing is changed."""
        from workbench.study.texts.withdrawing import foreseen

        return foreseen(self, participant)

    def withdraw(
        self, participant: str, *, names: bool = False, words: Iterable[str] = (), why: str = ""
    ) -> "Withdrawal":
        """Erase a participant who took back their consent, for good: all they said, and what was made of it; with
        `names` and `words` these go from names, notes and the history, too."""
        from workbench.study.texts.withdrawing import withdraw

        return withdraw(self, participant, names=names, words=words, why=why)

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

    def units(self) -> list[str]:
        """The units that passages can be cut into here: those that are always there, windows of three and of five
        sentences, and those of other sizes that a round is compared by or that suggestions were made from."""
        used = [each.unit for each in self.rounds]
        sizes = [run.config.get("window") for run in (self.suggestions.newest(),) if run]
        windows = ["window:3", "window:5", *(unit for unit in used if window_of(unit))]
        windows += [f"window:{size}" for size in sizes if size]
        return ["answer", "turn", "sentence", *sorted(set(windows), key=lambda unit: window_of(unit) or 0)]

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
        at = self.store.newest.mark(besides)
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
        unread: bool = False,
        progress: Callable[[str, float], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> list[Likeness]:
        """Passages (turns of participants) like those that carry the code, of one transcript or of all, `most` alike
        first; never one that carries it already, nor one that was refused for it. Transcripts that nobody has read yet
        (`reading.unread`) are left out unless `unread` asks for them, too; such a `transcript` is a `WorkbenchError`.

        Each says why. Taking one (`take_passage`) or refusing it (`refuse_passage`) teaches at once. A code without
        codings gives none. `WorkbenchError` where help wanted is off. The first call reads all that was said, which
        can take a minute; what was read is kept in the study.
        """
        from workbench.study.decided.likeness import more_like

        return more_like(
            self, code, transcript=transcript, most=most, unread=unread, progress=progress, should_stop=should_stop
        )

    def take_passage(self, code: str, transcript: str, start: int, end: int) -> Coding:
        """Code a passage that `more_like` found; its origin says so, and agreement does not count it."""
        from workbench.study.decided.likeness import take_passage

        return take_passage(self, code, transcript, start, end)

    def refuse_passage(self, code: str, transcript: str, start: int, end: int, *, why: str = "") -> None:
        """Say that a passage does not belong to a code: `more_like` shows it to nobody again, until that is undone."""
        from workbench.study.decided.likeness import refuse_passage

        refuse_passage(self, code, transcript, start, end, why=why)
