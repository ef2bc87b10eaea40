"""Which column of a table speaks, which holds the words, which the time?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from workbench.readers.cells import (
    WORDY,
    cell_at,
    heading,
    is_count,
    is_moment,
    is_seconds,
    is_time,
    is_wordy,
    label_in,
    part_of,
    share,
    time_in,
)
from workbench.readers.roles import asks, role_by_word
from workbench.readers.speakers import looks_like_a_name
from workbench.readers.vocabulary import COLUMNS

_LONGEST_NAME = 40
_NEARLY_ALL = 0.9
_HALF = 0.5
_LEAST_ROWS = 3
_TITLES = 10
"""Rows in which the headings of a table are looked for."""
QUESTION = "Question"
"""Who asks where a column of the table holds the questions."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column is which; None where the table has none. `header`: the first row names them.

    `voices`: columns that each hold the words of one speaker, and who that is.
    """

    words: int
    speaker: int | None = None
    start: int | None = None
    end: int | None = None
    header: tuple[str, ...] = ()
    question: int | None = None
    voices: tuple[tuple[int, str], ...] = ()

    def holds(self, speaker: str | None) -> int:
        """The column that holds the words of a speaker."""
        if speaker == QUESTION and self.question is not None:
            return self.question
        return next((at for at, voice in self.voices if voice == speaker), self.words)


class NoSuchColumn(LookupError):
    """A column that somebody named and the table has not."""


def columns(
    rows: Sequence[Sequence[str]], *, alone: bool = False, wanted: Mapping[str, str | tuple[str, ...]] | None = None
) -> Columns | None:
    """The columns of a table of turns by the names in its first row, else by what the cells hold; None if it is none.

    Without names, the time column holds stamps, the speaker column few different names, and the words column the
    longest cells; columns that are called as speakers hold the words of one each; a column of questions beside one of
    sentences is a form; a table of two columns whose first never repeats is else not one of turns. `alone`: a column of
    words will do by itself, under its name or as the only one. `wanted` says which column is which, by its heading or
    its number from 1; NoSuchColumn where there is none.
    """
    if not rows:
        return None
    header = tuple(heading(cell) for cell in rows[0])
    chosen: dict[str, int] = {}
    if wanted:
        chosen = {kind: place(called, header) for kind, called in wanted.items() if isinstance(called, str)}
        if "words" in chosen:
            return replace(_placed(chosen), header=header if _is_header(rows, chosen) else ())
    chosen = {**named(rows[0]), **chosen}
    if "words" not in chosen and (longest := _worded(rows, header)) is not None:
        chosen["words"] = longest
    if "words" in chosen and (alone or {"speaker", "start", "question"} & chosen.keys()):
        return _with_times(replace(_placed(chosen), header=header), rows[1:])
    if alone and all(len(row) == 1 for row in rows):
        return Columns(0)
    if "words" not in chosen and (voices := _voices(rows)):
        where = Columns(voices[0][0], None, chosen.get("start"), chosen.get("end"), header, voices=voices)
        return _with_times(where, rows[1:])
    if "speaker" in chosen and (wordy := _wordy(rows, chosen)):
        if alone and len(wordy) > 1:  # who can tell the words from their translation?
            return None
        return _with_times(replace(_placed(chosen | {"words": wordy[0]}), header=header), rows[1:])
    return _by_content(rows)


def _wordy(rows: Sequence[Sequence[str]], chosen: Mapping[str, int]) -> list[int]:
    """The columns that hold sentences, the longest first, of a table whose headings name the speaker, but no words.

    There are none where the first row holds no headings, or nobody speaks twice, as in a list of people.
    """
    speakers = [cell for row in rows[1:] if (cell := cell_at(row, chosen["speaker"]))]
    if not speakers or not _is_header(rows, chosen) or not _names_speakers(speakers, timed="start" in chosen):
        return []
    said = {
        at: [cell for row in rows[1:] if (cell := cell_at(row, at))]
        for at, title in enumerate(rows[0])
        if at not in chosen.values() and 0 < len(title.strip()) <= _LONGEST_NAME and not is_wordy(title)
    }
    wordy = [at for at, cells in said.items() if cells and share(map(is_wordy, cells)) > _HALF]
    return sorted(wordy, key=lambda at: -sum(map(len, said[at])))


def _placed(at: Mapping[str, int]) -> Columns:
    return Columns(at["words"], at.get("speaker"), at.get("start"), at.get("end"), question=at.get("question"))


def _with_times(where: Columns, rows: Sequence[Sequence[str]]) -> Columns:
    """With the columns that hold nothing but times, under whatever heading, where none is called as one."""
    taken = {where.words, where.speaker, where.question, where.end}
    if where.start is not None:
        return where
    for at in range(len(where.header)):
        stamps = [cell for row in rows if (cell := cell_at(row, at))]
        if at not in taken and stamps and all(map(is_time, stamps)):
            return replace(where, start=at)
    return where


def named(headings: Sequence[str]) -> dict[str, int]:
    """The columns that are called by one of the names known for their kind.

    >>> named(["Sprecher/in", "Text", "Start (hh:mm:ss)"])
    {'speaker': 0, 'words': 1, 'start': 2}
    """
    header = [heading(cell) for cell in headings]
    found: dict[str, int] = {}
    for kind, names in COLUMNS.items():
        called = [(at, one) for at, cell in enumerate(header) for one in (cell, part_of(cell))]
        if places := [(names.index(one), at) for at, one in called if one in names]:
            found[kind] = min(places)[1]
    return found


def _voices(rows: Sequence[Sequence[str]]) -> tuple[tuple[int, str], ...]:
    """The columns that each hold what one speaker says, under who that is; none where it is no table of such.

    They are called by roles of both kinds, or by names where nearly every row holds words in one of them alone.

    >>> _voices([["0:05", "Interviewer", "P1"], ["", "How was it there?", "Good and long."]])
    ((1, 'Interviewer'), (2, 'P1'))
    """
    width = max(map(len, rows))
    said = [[cell for row in rows[1:] if (cell := cell_at(row, at))] for at in range(width)]
    called = [
        (at, label_in(cell_at(rows[0], at)))
        for at in range(width)
        if said[at]
        and 0 < len(cell_at(rows[0], at)) <= _LONGEST_NAME
        and share(map(is_count, said[at])) < _HALF
        and share(map(is_wordy, said[at])) >= _HALF
    ]
    roles = {role_by_word(label) for _, label in called}
    alone = share(sum(bool(cell_at(row, at)) for at, _ in called) == 1 for row in rows[1:])
    apart = len(rows) > _LEAST_ROWS and alone >= _NEARLY_ALL and all(looks_like_a_name(label) for _, label in called)
    return tuple(called) if len(called) > 1 and (apart or roles >= {"interviewer", "participant"}) else ()


def _worded(rows: Sequence[Sequence[str]], header: Sequence[str]) -> int | None:
    """The column that holds most of the table's words, where its heading begins with a name for such: Text of turn."""
    sizes = [sum(len(cell_at(row, at)) for row in rows[1:]) for at in range(len(header))]
    if not sizes:
        return None
    at = max(range(len(header)), key=lambda one: sizes[one])
    return at if header[at].split(" ")[0] in COLUMNS["words"] else None


def below_title(rows: Sequence[Sequence[str]]) -> int:
    """How many rows stand above the headings of a table: a title, a date, each alone in its row.

    >>> below_title([["Interview 5", ""], ["", ""], ["speaker", "text"], ["I", "How was it?"]])
    2
    >>> below_title([["speaker", "text"], ["I", "How was it?"]])
    0
    """
    at = next((at for at, row in enumerate(rows[:_TITLES]) if sum(map(bool, row)) > 1), 0)
    found = columns([row for row in rows[at:] if any(row)]) if at else None
    return at if found is not None and found.header else 0


def _is_header(rows: Sequence[Sequence[str]], named: Mapping[str, int]) -> bool:
    """Whether the first row holds headings: no time where times stand, and nobody who speaks again below."""
    first = {kind: cell_at(rows[0], at) for kind, at in named.items()}
    if is_time(first.get("start", "")):
        return False
    return "speaker" not in named or all(cell_at(row, named["speaker"]) != first["speaker"] for row in rows[1:])


def place(called: str, header: Sequence[str]) -> int:
    if heading(called) in header:
        return header.index(heading(called))
    if called.strip().isdecimal() and 1 <= int(called) <= len(header):
        return int(called) - 1
    raise NoSuchColumn(called)


def _by_content(rows: Sequence[Sequence[str]]) -> Columns | None:
    width = max(map(len, rows))
    if width < 2 or len(rows) < 2:
        return None
    cells = [[row[at].strip() for row in rows if at < len(row) and row[at].strip()] for at in range(width)]
    start = next((at for at, column in enumerate(cells) if column and share(map(is_time, column)) > 0.6), None)
    if start is None:
        start = next((at for at, column in enumerate(cells) if _rise_in_seconds(column)), None)
    rest = [at for at in range(width) if at != start and cells[at]]
    if not rest:
        return None
    if len(rest) == 2 and _asks_and_answers(cells[rest[0]], cells[rest[1]]):
        return Columns(rest[1], None, start, question=rest[0])
    wordy = [at for at in rest if share(map(is_count, cells[at])) <= 0.6]
    words = max(wordy or rest, key=lambda at: sum(map(len, cells[at])))
    speaker = next((at for at in rest if at != words and _names_speakers(cells[at], timed=start is not None)), None)
    if speaker is None and (
        start is None or sum(len(cell.split()) for cell in cells[words]) < WORDY * len(cells[words])
    ):
        return None
    later = range(width if start is None else start + 1, width)
    end = next((at for at in later if start is not None and _ends(cells[start], cells[at])), None)
    untimed = (
        start is not None and start < len(rows[0]) and rows[0][start].strip() and not is_moment(rows[0][start].strip())
    )
    header = (*map(heading, rows[0]), *[""] * (width - len(rows[0]))) if untimed else ()
    return Columns(words, speaker, start, None if end == words else end, header)


def _asks_and_answers(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether nearly all cells of a column ask, and few of the one beside it, as in a form that was filled in."""
    if len(first) < _LEAST_ROWS or share(map(asks, first)) < _NEARLY_ALL:
        return False
    return share(map(asks, second)) < 1 - _NEARLY_ALL and share(map(is_wordy, second)) > _HALF


def _ends(starts: Sequence[str], column: Sequence[str]) -> bool:
    """Whether a column holds times, none of them before the one in the column of starts."""
    first, second = ([time_in(cell, "")[0] for cell in some if is_moment(cell)] for some in (starts, column))
    return bool(second) and len(first) == len(second) and all(a <= b for a, b in zip(first, second, strict=True))


def _rise_in_seconds(column: Sequence[str]) -> bool:
    """Whether a column holds seconds with a fraction that never fall: when each row begins."""
    if len(column) < _LEAST_ROWS or not all(map(is_seconds, column)):
        return False
    return all(time_in(before, "")[0] <= time_in(here, "")[0] for before, here in pairwise(column))


def _names_speakers(column: Sequence[str], *, timed: bool) -> bool:
    """Whether names recur in a column: each twice on average, or beside a column of times at all."""
    labels = [label_in(cell) for cell in column]
    distinct = set(labels)
    if not all(label and len(label) <= 48 for label in labels):
        return False
    if share(role_by_word(label) is not None for label in labels) > 0.6 and len(distinct) < len(labels):
        return True
    recur = len(distinct) < len(labels) if timed else len(distinct) * 2 <= len(labels)
    return recur and all(looks_like_a_name(label) for label in distinct)
