"""Is a study whole? Each fault found is a sentence, with what can be done about it; none found is an empty list."""

import hashlib
import json

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError

from workbench.model import WorkbenchError
from workbench.store.database import Store
from workbench.store.erasing import is_erased, seals
from workbench.store.log import Row, digest, images_of
from workbench.store.passages import SINGLE
from workbench.store.tables import LOGGED, change, original

SAVE = "'workbench repair {study} --out NEW' makes a study of all that can be read; the newest backup may hold more."
REPLAY = "'workbench repair {study} --out NEW' makes a study in which everything stands as the history says."
KEEP = (
    "'workbench repair {study} --out NEW' makes a study with the history up to there and all that is in the study now. "
    "If nobody should have touched the file, compare it with a backup."
)

BACKUP = (
    "Take the file from a backup, or from where it was imported; the transcript and its codings are not touched by it."
)


class Fault(str):
    """What is wrong, as a sentence; `repair` says what can be done about it, with `{study}` for the study's place."""

    repair: str

    def __new__(cls, says: str, repair: str) -> "Fault":
        made = super().__new__(cls, says)
        made.repair = repair
        return made


def faults(store: Store) -> list[Fault]:
    """What can be seen from the file itself: pages, references, spans, doubles, the log's chain, log against state."""
    damaged: list[str] = []
    try:
        with store.read() as connection:
            damaged = _pages(connection)
            if not damaged:
                return _of_whole_pages(connection)
    except WorkbenchError as error:  # a damaged file may refuse even to end the reading
        damaged = damaged or [str(error)]
    return [Fault(says, SAVE) for says in damaged]


def _of_whole_pages(connection: Connection) -> list[Fault]:
    chain = [Fault(says, KEEP) for says in _chain(connection)]
    looks = (_references, _spans, _turns, _texts, _circles, _doubles, _memos)
    state = [Fault(says, REPLAY) for look in looks for says in look(connection)]
    replay = [Fault(says, KEEP if chain else REPLAY) for says in _replay(connection)]
    return [*state, *(Fault(says, BACKUP) for says in _originals(connection)), *chain, *replay]


def _pages(connection: Connection) -> list[str]:
    if connection.dialect.name != "sqlite":
        return []
    try:
        found = [row[0] for row in connection.execute(text("PRAGMA integrity_check(20)"))]
    except DBAPIError as error:
        found = [str(error.orig)]
    return [] if found == ["ok"] else [f"The file is damaged: {' '.join(line.split())}" for line in found]


def _circles(connection: Connection) -> list[str]:
    """Codes and themes that stand below themselves, and so are shown nowhere."""
    found = []
    for name in ("code", "theme"):
        table = LOGGED[name]
        parents = {row.id: row.parent_id for row in connection.execute(select(table.c.id, table.c.parent_id))}
        for key in parents:
            seen, above = {key}, parents[key]
            while above is not None and above not in seen:
                seen.add(above)
                above = parents.get(above)
            if above == key:
                found.append(f"A {name} ({key}) stands below itself.")
    return found


def _doubles(connection: Connection) -> list[str]:
    """Codings that are there twice: the same words, code, coder and layer."""
    c = LOGGED["coding"].c
    same = (c.transcript_id, c.start, c.end, c.code_id, c.coder, c.layer)
    query = select(func.min(c.id), func.count()).group_by(*same).having(func.count() > 1)
    return [f"A coding ({key}) is there {count} times." for key, count in connection.execute(query)]


def _references(connection: Connection) -> list[str]:
    found = []
    for name, table in LOGGED.items():
        for column in table.columns:
            for reference in column.foreign_keys:
                parent = reference.column.table.alias()
                query = (
                    select(table.c.id)
                    .select_from(table.outerjoin(parent, column == parent.c.id))
                    .where(column.is_not(None), parent.c.id.is_(None))
                )
                found += [
                    f"A {name} ({key}) refers to a {reference.column.table.name} that is not there."
                    for (key,) in connection.execute(query)
                ]
    return found


def _spans(connection: Connection) -> list[str]:
    transcript = LOGGED["transcript"]
    texts = {row.id: (row.name, len(row.text)) for row in connection.execute(select(transcript))}
    found = []
    for name in ("turn", *SINGLE):
        table = LOGGED[name]
        for row in connection.execute(select(table.c.id, table.c.transcript_id, table.c.start, table.c.end)):
            title, length = texts.get(row.transcript_id, ("", 0))
            if title and not 0 <= row.start <= row.end <= length:
                found.append(f"A {name} ({row.id}) lies at {row.start}–{row.end}, outside '{title}' (0–{length}).")
    return found


def _turns(connection: Connection) -> list[str]:
    """Turns out of order, over one another, or spoken by somebody of another transcript."""
    turn, speaker, transcript = LOGGED["turn"], LOGGED["speaker"], LOGGED["transcript"]
    columns = (turn.c.transcript_id, turn.c.start, turn.c.end, speaker.c.transcript_id.label("home"), transcript.c.name)
    joined = turn.join(transcript, turn.c.transcript_id == transcript.c.id).outerjoin(
        speaker, turn.c.speaker_id == speaker.c.id
    )
    query = select(*columns).select_from(joined).order_by(turn.c.transcript_id, turn.c.position)
    found, here, end = [], None, 0
    for row in connection.execute(query):
        if row.transcript_id != here:
            here, end = row.transcript_id, 0
        if row.start < end:
            found.append(f"The turn at {row.start} of '{row.name}' begins before the one above it ends.")
        if row.home not in (None, here):
            found.append(f"The turn at {row.start} of '{row.name}' is spoken by somebody of another transcript.")
        end = row.end
    return found


def _texts(connection: Connection) -> list[str]:
    """Transcripts whose text is not the one that its digest was made of."""
    transcript = LOGGED["transcript"].c
    return [
        f"The text of '{name}' is not the one that was imported or corrected last."
        for name, words, known in connection.execute(select(transcript.name, transcript.text, transcript.text_sha256))
        if hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest() != known
    ]


def _originals(connection: Connection) -> list[str]:
    """Original files that are not what they were; they are looked at one by one, since they may be large."""
    found = []
    for known in connection.execute(select(original.c.sha256)).scalars().all():
        data = connection.execute(select(original.c.bytes).where(original.c.sha256 == known)).scalar()
        if hashlib.sha256(data or b"").hexdigest() != known:
            found.append(f"An original file ({known[:12]}) is not what was imported.")
    return found


def _memos(connection: Connection) -> list[str]:
    """Memos in force on something that is not there."""
    memo = LOGGED["memo"]
    found = []
    for name in connection.execute(select(memo.c.on).distinct()).scalars().all():
        if name not in LOGGED:
            continue
        there = select(LOGGED[name].c.id)
        lost = select(memo.c.id).where(memo.c.on == name, memo.c.archived.is_(False), memo.c.target.not_in(there))
        found += [f"A memo ({key}) is on a {name} that is not there." for key in connection.execute(lost).scalars()]
    return found


def _chain(connection: Connection) -> list[str]:
    before, sealed = "", seals(connection)
    for number, row in enumerate(connection.execute(select(change).order_by(change.c.id)).mappings(), start=1):
        if row["id"] != number:
            return [f"The history has a gap: change {number} is missing."]
        # A change that was rewritten when something was erased for good is whole as its seal says.
        if row["before_hash"] != before or digest(before, dict(row)) not in (row["hash"], sealed.get(number)):
            return [f"The history was altered from outside at change {number} ({row['what']})."]
        before = row["hash"]
    return []


def _replay(connection: Connection) -> list[str]:
    """Play the log from empty and compare what comes out with what is there."""
    played: dict[tuple[str, str], Row] = {}
    for (rows,) in connection.execute(select(change.c.rows).order_by(change.c.id)):
        play(played, rows)
    found = []
    for name, logged in LOGGED.items():
        there = {(name, row["id"]): dict(row) for row in connection.execute(select(logged)).mappings()}
        for place in there.keys() | {place for place in played if place[0] == name}:
            if _plain(there.get(place)) != _plain(played.get(place)):
                found.append(f"A {name} ({place[1]}) is not as the history says it should be.")
    return sorted(found)


def play(state: dict[tuple[str, str], Row], rows: str) -> None:
    """Do to `state`, by (table, key), what the images of one change did."""
    for table, key, _before, after in images_of(rows):
        if after is None or is_erased(after):
            state.pop((table, key), None)
        else:
            state[table, key] = after


def _plain(row: Row | None) -> Row | None:
    return None if row is None else json.loads(json.dumps(row))
