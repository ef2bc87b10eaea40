"""What may the acting coder not see while a blind round is open?

Other people's codings of the round's transcripts, memos on them and on these transcripts, and what the history says of
them. The one place where codings are left out is `study.codings`; memos and the history ask here too. Whoever is no
coder of the round sees all of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from workbench.model import Coding, Memo, StandsInTheWay, WorkbenchError, folded
from workbench.store import LOGGED
from workbench.store.log import Image, images_of
from workbench.store.tables import change

if TYPE_CHECKING:
    from workbench.study.study import Study
    from workbench.study.texts.following import Correction

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Blindfold:
    """What is hidden from one person: `transcripts` maps keys to names; empty where nothing is."""

    coder: str
    rounds: tuple[str, ...] = ()
    transcripts: Mapping[str, str] | None = None

    def __bool__(self) -> bool:
        return bool(self.transcripts)

    @property
    def key(self) -> str:
        """What is kept in memory for this person alone goes under it; "" where all is seen."""
        return f"{folded(self.coder)}\0" if self else ""

    def hides(self, transcript: str, coder: str) -> bool:
        """Whether a passage marked by `coder` in a transcript (its name or its key) is hidden."""
        known = self.transcripts or {}
        return (transcript in known or transcript in known.values()) and folded(coder) != folded(self.coder)

    def seen(self, codings: Iterable[Coding]) -> list[Coding]:
        """The codings that are not hidden."""
        if not self:
            return list(codings)
        names = set((self.transcripts or {}).values())
        own = folded(self.coder)
        return [one for one in codings if one.transcript not in names or folded(one.coder) == own]

    def hides_memo(self, memo: Memo, hidden_codings: frozenset[str]) -> bool:
        """Whether a memo is somebody else's on a hidden coding or on a transcript of the round."""
        if not self or folded(memo.coder) == folded(self.coder):
            return False
        return (memo.on == "coding" and memo.target in hidden_codings) or (
            memo.on == "transcript" and memo.target in (self.transcripts or {}).values()
        )

    def hides_image(self, image: Image, hidden_codings: frozenset[str] | set[str]) -> bool:
        """Whether a row in the log tells of a hidden coding, or of a memo that is hidden."""
        table, _key, *sides = image
        return any(row is not None and self.hides_row(table, row, hidden_codings) for row in sides)

    def hides_row(self, table: str, row: Row, hidden_codings: frozenset[str] | set[str] | None = None) -> bool:
        """The same of one row; of memos on codings all are hidden that others wrote, where it is not known which."""
        if not self or "coder" not in row or folded(row["coder"]) == folded(self.coder):
            return False
        if table == "memo" and row.get("on") == "coding":
            return hidden_codings is None or row.get("target") in hidden_codings
        where = row.get("target") if table == "memo" and row.get("on") == "transcript" else row.get("transcript_id")
        return table in ("coding", "memo", "resolution") and where in (self.transcripts or {})

    def refuse(self, what: str) -> None:
        """An error where the act, for instance "Agreement", would show what is hidden."""
        if self:
            raise WorkbenchError(
                f"{what} would show other people's codings, and {self.coder} is coding blind in the round "
                f"'{self.rounds[0]}'. Wait until it is closed (Rounds), or let somebody do it who is no coder of the "
                f"round."
            )


class Hidden:
    """Which changes of the history, and which codings there ever were, are hidden from a blind coder.

    The log only grows, so of a log that was read only what came since is read.
    """

    def __init__(self, study: "Study") -> None:
        self._study = study
        self._for: tuple[Any, ...] = ()
        self._seen = (0, "")
        self.codings: set[str] = set()
        self._changes: set[int] = set()

    def changes(self, connection: Connection, blindfold: Blindfold) -> set[int]:
        """Numbers of the changes by others that touched a hidden coding, or a memo that is hidden."""
        self._read(connection, blindfold)
        return self._changes

    def _read(self, connection: Connection, blindfold: Blindfold) -> None:
        about = (blindfold.key, tuple(sorted(blindfold.transcripts or {})))
        number, mark = self._seen
        same = connection.execute(select(change.c.hash).where(change.c.id == number)).scalar() or ""
        if about != self._for or same != mark:
            self._for, number, self.codings, self._changes = about, 0, set(), set()
        wanted = select(change.c.id, change.c.hash, change.c.coder, change.c.rows).order_by(change.c.id)
        last = (number, mark if number else "")
        for one in connection.execute(wanted.where(change.c.id > number)):
            last = (one.id, one.hash)
            if not any(f'["{table}",' in one.rows for table in ("coding", "memo", "resolution")):
                continue
            images = images_of(one.rows)
            self.codings |= {
                image[1] for image in images if image[0] == "coding" and blindfold.hides_image(image, self.codings)
            }
            mine = folded(one.coder) == folded(blindfold.coder)
            if not mine and any(blindfold.hides_image(image, self.codings) for image in images):
                self._changes.add(one.id)
        self._seen = last


def blindfold_of(study: "Study") -> Blindfold:
    """What the acting coder of the study may not see now."""
    own = folded(study.coder)
    open_rounds = [
        one for one in study.rounds if one.blind and one.is_open and any(folded(coder) == own for coder in one.coders)
    ]
    if not open_rounds:
        return Blindfold(study.coder)
    names = {name for one in open_rounds for name in one.transcripts}
    return Blindfold(study.coder, tuple(one.name for one in open_rounds), study.rounds.keys(names))


def seen_in(study: "Study", correction: "Correction") -> "Correction":
    """What a correction did, without what became of hidden codings."""
    blindfold, name = study.blindfold, correction.transcript
    hidden = [one for one in correction.followed if one.kind == "coding" and blindfold.hides(name, one.coder)]
    c, key = LOGGED["coding"].c, next((k for k, known in (blindfold.transcripts or {}).items() if known == name), None)
    if key is None:
        return correction
    with study.store.read() as connection:
        there = connection.execute(select(c.coder).where(c.transcript_id == key)).scalars()
        left = sum(blindfold.hides(key, coder) for coder in there)
    gone = sum(one.now is None or one.fate == "doubled" for one in hidden)
    seen = tuple(one for one in correction.followed if one not in hidden)
    return replace(correction, kept=correction.kept - (left + gone - len(hidden)), followed=seen)


def refuse_whole(study: "Study", what: str) -> None:
    """An error where a copy of the whole study would carry codings that the acting coder may not see."""
    if study.blindfold and hidden_there(study):
        study.blindfold.refuse(what)


def hidden_there(study: "Study") -> bool:
    """Whether there is anything at all that is hidden from the acting coder."""
    blindfold = study.blindfold
    coding = LOGGED["coding"]
    query = select(coding.c.coder).where(coding.c.transcript_id.in_(list(blindfold.transcripts or {}))).distinct()
    with study.store.read() as connection:
        return any(folded(name) != folded(study.coder) for (name,) in connection.execute(query))


def unnamed(error: StandsInTheWay) -> WorkbenchError:
    """What stands in the way of an undo, without saying what it is."""
    return WorkbenchError(
        f"Change {error.change} cannot be undone now: what another coder did in a blind round builds on it. Undo it "
        f"when the round is closed."
    )
