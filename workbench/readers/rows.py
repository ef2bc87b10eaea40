"""Rows of a table to what was said: which column speaks, which holds the words, which the time?"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import isfinite

from workbench.model import Problem
from workbench.readers.compose import Said
from workbench.readers.labels import mark
from workbench.readers.roles import asks, listed, role_by_word
from workbench.readers.rules import Rules
from workbench.readers.speakers import Verdict, judge, looks_like_a_name
from workbench.readers.times import STAMP, seconds
from workbench.readers.units import in_seconds
from workbench.readers.vocabulary import COLUMNS

_CELL_TIME = re.compile(rf"\s*{STAMP}\s*$")
_WORDY = 3
_LONGEST_NAME = 40
_NEARLY_ALL = 0.9
_HALF = 0.5
_LEAST_ROWS = 3
_LONG = 8
"""Signs of a script without blanks that are more than a word."""
_ASIDE = re.compile(
    r"[(\[][^()\[\]]{0,40}[)\]]|(?<=\w)[/*:_]-?in(?:nen)?\b| - (?:hh:mm:ss[.:]\w{1,4}|ss[.]ms\w*|msec|ms|s)$"
)
_SECONDS = re.compile(r"\d{1,6}[.,]\d{1,9}$")
_IN_MS = re.compile(r"\bms\b|_ms$|- msec$")
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
    longest cells; a table of two columns whose first never repeats (as of a form) is not one of turns. `alone`: a
    column of words will do by itself, under its name or as the only one. `wanted` says which column is which, by its
    heading or its number from 1; NoSuchColumn where there is none.
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
    return _by_content(rows)


def _placed(at: Mapping[str, int]) -> Columns:
    return Columns(at["words"], at.get("speaker"), at.get("start"), at.get("end"), question=at.get("question"))


def _with_times(where: Columns, rows: Sequence[Sequence[str]]) -> Columns:
    """With the columns that hold nothing but times, under whatever heading, where none is called as one."""
    taken = {where.words, where.speaker, where.question, where.end}
    if where.start is not None:
        return where
    for at in range(len(where.header)):
        stamps = [cell for row in rows if (cell := _cell(row, at))]
        if at not in taken and stamps and all(map(_is_time, stamps)):
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
    said = [[cell for row in rows[1:] if (cell := _cell(row, at))] for at in range(width)]
    named = [
        (at, _label(_cell(rows[0], at)))
        for at in range(width)
        if said[at]
        and 0 < len(_cell(rows[0], at)) <= _LONGEST_NAME
        and not any(map(_is_count, said[at]))
        and _share(map(is_wordy, said[at])) >= _HALF
    ]
    roles = {role_by_word(label) for _, label in named}
    alone = _share(sum(bool(_cell(row, at)) for at, _ in named) == 1 for row in rows[1:])
    apart = len(rows) > _LEAST_ROWS and alone >= _NEARLY_ALL and all(looks_like_a_name(label) for _, label in named)
    return tuple(named) if len(named) > 1 and (apart or roles >= {"interviewer", "participant"}) else ()


def _worded(rows: Sequence[Sequence[str]], header: Sequence[str]) -> int | None:
    """The column that holds most of the table's words, where its heading begins with a name for such: Text of turn."""
    sizes = [sum(len(_cell(row, at)) for row in rows[1:]) for at in range(len(header))]
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
    first = {kind: _cell(rows[0], at) for kind, at in named.items()}
    if _is_time(first.get("start", "")):
        return False
    return "speaker" not in named or all(_cell(row, named["speaker"]) != first["speaker"] for row in rows[1:])


def heading(cell: str) -> str:
    return " ".join(cell.split()).casefold().rstrip(":")


def part_of(heading: str) -> str:
    """A heading without what stands in brackets or behind a stroke: Sprecher/in, Start (hh:mm:ss)."""
    return " ".join(_ASIDE.sub("", heading).split())


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
    start = next((at for at, column in enumerate(cells) if column and _share(map(_is_time, column)) > 0.6), None)
    if start is None:
        start = next((at for at, column in enumerate(cells) if _rise_in_seconds(column)), None)
    rest = [at for at in range(width) if at != start and cells[at]]
    if not rest:
        return None
    if len(rest) == 2 and _asks_and_answers(cells[rest[0]], cells[rest[1]]):
        return Columns(rest[1], None, start, question=rest[0])
    wordy = [at for at in rest if _share(map(_is_count, cells[at])) <= 0.6]
    words = max(wordy or rest, key=lambda at: sum(map(len, cells[at])))
    speaker = next((at for at in rest if at != words and _names_speakers(cells[at], timed=start is not None)), None)
    if speaker is None and (
        start is None or sum(len(cell.split()) for cell in cells[words]) < _WORDY * len(cells[words])
    ):
        return None
    later = range(width if start is None else start + 1, width)
    end = next((at for at in later if start is not None and _ends(cells[start], cells[at])), None)
    untimed = (
        start is not None and start < len(rows[0]) and rows[0][start].strip() and not _is_moment(rows[0][start].strip())
    )
    header = (*map(heading, rows[0]), *[""] * (width - len(rows[0]))) if untimed else ()
    return Columns(words, speaker, start, None if end == words else end, header)


def _asks_and_answers(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether nearly all cells of a column ask, and few of the one beside it, as in a form that was filled in."""
    if len(first) < _LEAST_ROWS or _share(map(asks, first)) < _NEARLY_ALL:
        return False
    return _share(map(asks, second)) < 1 - _NEARLY_ALL and _share(map(is_wordy, second)) > _HALF


def _ends(starts: Sequence[str], column: Sequence[str]) -> bool:
    """Whether a column holds times, none of them before the one in the column of starts."""
    first, second = ([_time(cell, "")[0] for cell in some if _is_moment(cell)] for some in (starts, column))
    return bool(second) and len(first) == len(second) and all(a <= b for a, b in zip(first, second, strict=True))


def _rise_in_seconds(column: Sequence[str]) -> bool:
    """Whether a column holds seconds with a fraction that never fall: when each row begins."""
    if len(column) < _LEAST_ROWS or not all(map(_SECONDS.match, column)):
        return False
    return all(_time(before, "")[0] <= _time(here, "")[0] for before, here in pairwise(column))


def _is_moment(cell: str) -> bool:
    return _is_time(cell) or _SECONDS.match(cell) is not None


def is_wordy(cell: str) -> bool:
    """Whether a cell holds a sentence rather than a name or a number.

    >>> is_wordy("The trees here."), is_wordy("Ann Lee"), is_wordy("静かなところが好きです")
    (True, False, True)
    """
    return len(cell.split()) >= _WORDY or (len(cell) >= _LONG and not cell.isascii() and " " not in cell)


def _share(found: Iterable[bool]) -> float:
    listed = list(found)
    return sum(listed) / len(listed) if listed else 0.0


def _is_time(cell: str) -> bool:
    return _CELL_TIME.match(cell) is not None


def _is_count(cell: str) -> bool:
    """Whether a cell holds a time or a number."""
    return _is_time(cell) or cell.replace(".", "").replace(",", "").isdecimal()


def _names_speakers(column: Sequence[str], *, timed: bool) -> bool:
    """Whether names recur in a column: each twice on average, or beside a column of times at all."""
    labels = [_label(cell) for cell in column]
    distinct = set(labels)
    if not all(label and len(label) <= 48 for label in labels):
        return False
    if _share(role_by_word(label) is not None for label in labels) > 0.6 and len(distinct) < len(labels):
        return True
    recur = len(distinct) < len(labels) if timed else len(distinct) * 2 <= len(labels)
    return recur and all(looks_like_a_name(label) for label in distinct)


def _label(cell: str) -> str:
    found = mark(cell.strip())
    label = found.label if found and found.label and not cell.strip()[found.words :].strip() else cell
    return " ".join(label.split()).rstrip(":：").strip()


def said_in_rows(rows: Sequence[Sequence[str]], where: Columns, *, first: int = 1) -> tuple[list[Said], list[Problem]]:
    """What each row says, in order; a row without a speaker goes on with the one before, if the table has any.

    `first` is the number of the first row. Rows without words are left out and counted, times that are none are
    reported. Where a column holds questions, each comes before its answers as a turn of "Question".
    """
    is_told = where.speaker is not None or where.voices
    labels = None if is_told else _labels_in([_cell(row, where.words) for row in rows])
    spoken: list[Said] = []
    asked: tuple[str, str | None] | None = None
    wordless: list[int] = []
    timeless: list[int] = []
    stamped = False
    speaker: str | None = None
    for number, row in enumerate(rows, start=first):
        if where.header and number == first:
            continue
        voices: list[tuple[str | None, str]] = [(label, said) for at, label in where.voices if (said := _cell(row, at))]
        words = _cell(row, where.words) if not where.voices else voices[0][1] if voices else ""
        if not words:
            wordless.extend([number] if any(cell.strip() for cell in row) else [])
            continue
        speaker = _label(_cell(row, where.speaker)) or speaker
        if labels is not None and (found := mark(words)) is not None and (label := labels.speaker(found)):
            speaker, words = label, words[found.words :].strip()
            if not words:
                wordless.append(number)
                continue
        times: list[float | None] = [None, None]
        for at, column in ((0, where.start), (1, where.end)):
            if not (stamp := _cell(row, column)):
                continue
            try:
                begin, end = _time(stamp, where.header[column or 0] if where.header else "")
            except ValueError:
                timeless.append(number)
                continue
            times[at] = begin
            stamped = stamped or ":" in stamp
            if at == 0 and end is not None:
                times[1] = end
        question = _cell(row, where.question)
        if question and (question, speaker) != asked:
            spoken.append(Said(QUESTION, question, number))
            asked = question, speaker
        for label, said in voices or [(speaker, words)]:
            spoken.append(Said(label, said, number, times[0], times[1]))
    spoken, problems = in_seconds(spoken, stamped=stamped)
    if where.header:
        problems.append(Problem(f"The columns were read as {_told(where)}."))
    if wordless:
        problems.append(Problem(f"{len(wordless)} rows without words left out.", wordless[0]))
    if timeless:
        problems.append(Problem(f"{len(timeless)} times could not be read.", timeless[0]))
    return spoken, problems


def _labels_in(cells: Sequence[str]) -> Verdict:
    """Who is named where cells of words begin ("I: How was it?"), in a table without a column of speakers."""
    marks = [(found, number) for number, cell in enumerate(cells) if (found := mark(cell)) is not None]
    return judge(marks, sum(map(bool, cells)), Rules())


def _told(where: Columns) -> str:
    kinds = ("words", "speaker", "start", "end", "question")
    chosen = {kind: getattr(where, kind) for kind in kinds}
    chosen["words"] = None if where.voices else where.words
    voices = [f"{where.header[at]!r} = the words of {label!r}" for at, label in where.voices]
    told = ", ".join([*voices, *(f"{where.header[at]!r} = {kind}" for kind, at in chosen.items() if at is not None)])
    taken = {*chosen.values(), *(at for at, _ in where.voices)}
    left = [name for at, name in enumerate(where.header) if at not in taken and name]
    return f"{told}; left out: {listed(left)}" if left else told


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""


def _time(cell: str, name: str) -> tuple[float, float | None]:
    """A stamp, or a plain number: seconds, milliseconds where the column's name says so. Raises ValueError."""
    if ":" in cell or cell.count(";") > 1:  # frames are parted by semicolons, too: 00;00;03;12
        return seconds(cell.replace(";", ":"))
    value = float(cell.replace(",", "."))
    if not isfinite(value) or value < 0:
        raise ValueError(cell)
    return value / 1000 if _IN_MS.search(name) else value, None
