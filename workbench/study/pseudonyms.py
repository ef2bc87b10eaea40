"""How do names leave a study, while what was coded stays coded?

`find` offers what could identify somebody, `apply` replaces what a person chose, everywhere in the study at once and as
one act. The key, who is who, is a file outside the study. What still holds the former words is said each time.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.analysis.identifying import Candidate, candidates, pattern_of, replacer
from workbench.analysis.realign import Alignment, Edit
from workbench.exports.files import written
from workbench.exports.sheets import read_sheet
from workbench.exports.tables.plain import guard
from workbench.model import BadRows, WorkbenchError, counted
from workbench.readers.roles import role_by_word
from workbench.segment.language import language_of
from workbench.store import Act, backups
from workbench.store.engine import is_url
from workbench.store.erasing import drop_caches, drop_originals, overwrite_freely, redact, scrub, state
from workbench.store.worded import WORDED, Words, reworded
from workbench.study.base import Collection, Row, clean_name, listing, rows
from workbench.study.coded.blindfold import seen_in
from workbench.study.files import read_bytes
from workbench.study.people import GENERIC
from workbench.study.texts.following import Correction, rewrite, set_turns, shifted
from workbench.suggest.progress import Progress, Teller

KEY_COLUMNS = ("kind", "string", "replacement")
NOUNS_IN_CAPITALS = frozenset({"de", "lb"})
"""Languages in which a capital inside a sentence tells of no name."""
NO_WORDS = frozenset({"guid", "created", "codebook version", "attribute kinds"})
"""Settings that are the program's own."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """`replacement` is to stand wherever `string` stands."""

    string: str
    replacement: str
    kind: str = "name"


@dataclass(frozen=True, slots=True)
class Pseudonymised:
    """What was replaced, what became of the passages of each transcript, and what still holds the former words."""

    replaced: int
    corrections: tuple[Correction, ...]
    key: str
    remains: tuple[str, ...]


class Pseudonyms(Collection):
    """`study.pseudonyms`"""

    def find(
        self,
        key: Path | str | None = None,
        *,
        progress: Progress | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> list[Candidate]:
        """Strings that could identify somebody, with how often, where and a replacement; nothing is changed.

        Names, places and organisations are found by spaCy's English model, e-mail and web addresses and telephone
        numbers by their form; participants' and speakers' names count where they are names, and words with a capital
        that recur. With the `key` of an earlier time its replacements are offered again. `Stopped` where `should_stop`
        says so.
        """
        tell = Teller(progress, should_stop)
        given = {one.string: one.replacement for one in read_key(Path(key))} if key and Path(key).exists() else {}
        texts = {one.name: one.text for one in self._study.transcripts}
        set_to = {one.name: one.language for one in self._study.transcripts}
        labels = {speaker.label for one in self._study.transcripts for speaker in one.speakers}
        people = {person.name for person in self._study.participants}
        known = sorted(name for name in labels | people if names_somebody(name))
        german = [name for name, text in texts.items() if (set_to[name] or language_of(text)) in NOUNS_IN_CAPITALS]
        found = candidates(texts, known=[*known, *given], given=given, capitals=german, progress=tell)
        return [one for one in found if role_by_word(one.string) is None]

    def apply(self, chosen: Iterable[Replacement | Candidate], key: Path | str, *, why: str = "") -> Pseudonymised:
        """Replace strings in all transcripts, names, memos, codes and themes; codings follow, one undo takes it back.

        The `key` file, outside the study, gets a row for each; one that is there from an earlier time is continued, a
        new one may be read by its owner alone.
        """
        wanted = [Replacement(one.string, one.replacement, one.kind) for one in chosen]
        path = Path(key)
        self._refuse_inside(path)
        before = path.read_bytes() if path.exists() else None
        known = read_key(path) if before is not None else []
        _check(wanted, known)
        what = f"Replaced {len(wanted)} names and other strings by pseudonyms"
        try:
            with self._store.act("pseudonymise", what, coder=self._coder, why=why) as act:
                replaced, corrections = _replace(act, {one.string: one.replacement for one in wanted})
                if not act.images:
                    raise WorkbenchError("None of these strings stands in the study, so nothing was replaced.")
                # The key has to be there before the names are gone; it is as it was again if they are not.
                _written(path, [*known, *(one for one in wanted if one not in known)])
        except BaseException:
            if before is not None:
                written(path, before)
            else:
                path.unlink(missing_ok=True)
            raise
        return Pseudonymised(
            replaced, tuple(seen_in(self._study, one) for one in corrections), str(path), tuple(self.remains())
        )

    def remains(self) -> list[str]:
        """Where, inside the study and beside it, words from before may still stand; a sentence each."""
        said = ["The history still holds the former words, so that this can be undone. 'workbench purge' ends that."]
        with self._store.read() as connection:
            kept = {row["original_sha256"]: row["name"] for row in rows(connection, "transcript")}
        if any(self._store.original(digest) for digest in kept):
            said.append(
                "The files as they were imported are still in the study. 'workbench pseudonymise --remove-originals' "
                "removes them for good."
            )
        there = backups.kept(self._store.location)
        if there:
            said.append(
                f"The study as it was is still in {counted(len(there), 'backup')} in {there[0].parent}; delete by hand."
            )
        said.append("The files outside the study, and copies and exports made before, are as they were.")
        return said

    def remove_originals(self, *, why: str = "") -> list[str]:
        """Remove the files as they were imported, for good; gives sentences on what could not be done."""
        with self._store.act("remove originals", "Removed the original files", coder=self._coder, why=why) as act:
            overwrite_freely(act.connection)
            count = drop_originals(act, set())
            act.what = f"Removed {count} original files for good"
        return scrub(self._store)

    def purge(self, key: Path | str | None = None, *, why: str = "") -> list[str]:
        """Take all former words out of the history, for good: what was done since stays listed, but what was changed
        or removed cannot be brought back. With the `key` file the descriptions of changes get the pseudonyms, too.

        Files of transcripts that are not in the study any more go as well. Gives sentences on what remains.
        """
        chosen = {one.string: one.replacement for one in read_key(Path(key))} if key is not None else {}
        pattern, put = pattern_of(chosen), replacer(chosen)
        what = "Took former words out of the history for good"
        with self._store.act("purge history", what, coder=self._coder, why=why) as act:
            overwrite_freely(act.connection)
            today = state(act.connection)
            redact(act, lambda table, key, row: today.get((table, key)) != row, lambda text: pattern.sub(put, text))
            drop_originals(act, {row["original_sha256"] for row in rows(act.connection, "transcript")})
            drop_caches(act)
        return [*scrub(self._store), *self.remains()[1:]]

    def _refuse_inside(self, path: Path) -> None:
        """The key must not become part of what is handed on with the study."""
        if is_url(self._store.location):
            return
        study = Path(self._store.location).resolve()
        folder = backups.folder_of(self._store.location)
        if path.resolve() == study or (folder is not None and folder.resolve() in path.resolve().parents):
            raise WorkbenchError(f"{path} is the study's own. Choose another place for the key, best on another disk.")
        if path.suffix.lower() != ".csv":
            raise WorkbenchError(f"The key is written as csv. Name it so, for instance {path.with_suffix('.csv')}.")


def read_key(path: Path) -> list[Replacement]:
    """The rows of a key file, or of any table with the columns string and replacement."""
    sheet = read_sheet(path.name, read_bytes(path))
    columns = sheet.matched({"kind": (), "string": ("original", "name"), "replacement": ("pseudonym",)})
    sheet.require(columns, ("string", "replacement"))
    found, problems = [], []
    for row in sheet.rows:
        string, put = row.cells[columns["string"]].strip(), row.cells[columns["replacement"]].strip()
        if not string or not put:
            problems.append(f"row {row.number}: the string or its replacement is empty. Fill it in, or delete the row.")
        else:
            found.append(Replacement(string, put, row.cells[columns["kind"]].strip() if "kind" in columns else "name"))
    if problems:
        raise BadRows(path.name, problems)
    return found


def write_key(path: Path, found: Iterable[Replacement | Candidate]) -> Path:
    """Write a table that `read_key` takes; like the key, a new one is for its owner alone."""
    return _written(path, [Replacement(one.string, one.replacement, one.kind) for one in found])


def _written(path: Path, found: Sequence[Replacement]) -> Path:
    return written(path, _key_bytes(found), private=True)


def _key_bytes(found: Sequence[Replacement]) -> bytes:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(KEY_COLUMNS)
    table.writerows([guard(cell) for cell in (one.kind, one.string, one.replacement)] for one in found)
    return text.getvalue().encode()


def names_somebody(name: str) -> bool:
    """Whether a label names somebody: P07, INT and Speaker 2 do not."""
    return GENERIC.match(name) is None and not name.isupper() and not any(sign.isdigit() for sign in name)


def _check(wanted: Sequence[Replacement], known: Sequence[Replacement]) -> None:
    if not wanted:
        raise WorkbenchError("Nothing was chosen to be replaced.")
    before = {one.string: one.replacement for one in known}
    seen: dict[str, str] = {}
    pattern = pattern_of(one.string for one in wanted)
    for one in wanted:
        if not one.string.strip() or not one.replacement.strip():
            raise WorkbenchError("A string to be replaced and its replacement need at least one letter each.")
        earlier = seen.get(one.string) or before.get(one.string)
        if earlier is not None and earlier != one.replacement:
            raise WorkbenchError(
                f"'{one.string}' is to become '{one.replacement}', but also '{earlier}'. Choose one of them."
            )
        if pattern.search(one.replacement):
            raise WorkbenchError(
                f"The replacement '{one.replacement}' holds a string that is to be replaced itself. Choose another."
            )
        seen[one.string] = one.replacement


def _replace(act: Act, replacements: dict[str, str]) -> tuple[int, list[Correction]]:
    pattern, put = pattern_of(replacements), replacer(replacements)

    def words(text: str) -> str:
        return pattern.sub(put, text)

    replaced, corrections = 0, []
    found = rows(act.connection, "transcript")
    _refuse_doubles("transcript", found, [{"name": clean_name("transcript", words(row["name"]))} for row in found])
    for row in found:
        edits = tuple(Edit(hit.start(), hit.end(), put(hit)) for hit in pattern.finditer(row["text"]))
        new = {"name": clean_name("transcript", words(row["name"]))}
        if not edits and new["name"] == row["name"]:
            continue
        turns = rows(act.connection, "turn", transcript_id=row["id"])
        alignment = Alignment(row["text"], edits)
        kept, followed = rewrite(act, row, alignment, **new)
        set_turns(act, row["id"], list(shifted(turns, alignment)))
        replaced += len(edits)
        corrections.append(Correction(new["name"], act.what, kept, tuple(followed)))
    reword(act, lambda _table: words)
    return replaced, corrections


def reword(act: Act, words_in: Callable[[str], Words], *, numbered: bool = False) -> None:
    """Give all words in the study but the transcripts' text anew, as `words_in(table)` does.

    Names that would not differ any more are refused, or `numbered`.
    """
    for table, columns in WORDED.items():
        words = words_in(table)
        found = [row for row in rows(act.connection, table) if table != "setting" or row["id"] not in NO_WORDS]
        fresh = [{c: reworded(row[c], words) for c in columns if (table, c) != ("transcript", "text")} for row in found]
        if numbered:
            _number_doubles(table, found, fresh)
        _refuse_doubles(table, found, fresh)
        for row, values in zip(found, fresh, strict=True):
            act.update(table, row["id"], **values)


DIFFERENT = ("participant", "transcript", "speaker", "code", "theme", "saved_query")
"""Tables whose rows have to differ in their names, speakers in each transcript."""


def _number_doubles(table: str, found: Sequence[Row], fresh: Sequence[Row]) -> None:
    """Put a number behind new names that another has, or got already."""
    column = "label" if table == "speaker" else "name"
    pairs = list(zip(found, fresh, strict=True)) if table in DIFFERENT else []
    taken = {(row.get("transcript_id"), row[column]) for row, values in pairs if values[column] == row[column]}
    for row, values in pairs:
        if values[column] == row[column]:
            continue
        name, number = values[column], 1
        while (row.get("transcript_id"), values[column]) in taken:
            number += 1
            values[column] = f"{name} {number}"
        taken.add((row.get("transcript_id"), values[column]))


def _refuse_doubles(table: str, found: Sequence[Row], fresh: Sequence[Row]) -> None:
    """A sentence where two that have to differ in their names would not any more."""
    names = [
        (row.get("transcript_id"), values.get("label") or values.get("name"))
        for row, values in zip(found, fresh, strict=True)
        if table in DIFFERENT
    ]
    doubles = sorted({str(name) for place, name in names if names.count((place, name)) > 1})
    if doubles:
        raise WorkbenchError(f"Two {table}s would be called {listing(doubles)}. Choose replacements that differ.")
