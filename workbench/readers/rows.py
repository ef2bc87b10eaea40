"""Rows of a table to what was said: which column speaks, which holds the words, which the time?"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from workbench.model import Problem
from workbench.readers.compose import Said
from workbench.readers.labels import mark
from workbench.readers.roles import listed, role_by_word
from workbench.readers.rules import Rules
from workbench.readers.speakers import Verdict, judge, looks_like_a_name
from workbench.readers.times import STAMP, seconds
from workbench.readers.vocabulary import COLUMNS

_CELL_TIME = re.compile(rf"\s*{STAMP}\s*$")
_WORDY = 3
_SLOWEST = 0.05
"""Words a second below which times are no seconds."""
_LEAST_SPAN = 1000
_ASIDE = re.compile(r"[(\[][^()\[\]]{0,40}[)\]]|(?<=\w)[/*:_]-?in(?:nen)?\b")
_TITLES = 10
"""Rows in which the headings of a table are looked for."""
QUESTION = "Question"
"""Who asks where a column of the table holds the questions."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column is which; None where the table has none. `header`: the first row names them."""

    words: int
    speaker: int | None = None
    start: int | None = None
    end: int | None = None
    header: tuple[str, ...] = ()
    question: int | None = None


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
    header = tuple(_heading(cell) for cell in rows[0])
    chosen: dict[str, int] = {}
    if wanted:
        chosen = {kind: _place(called, header) for kind, called in wanted.items() if isinstance(called, str)}
        if "words" in chosen:
            return Columns(**chosen, header=header if _is_header(rows, chosen) else ())
    chosen = {**named(rows[0]), **chosen}
    if "words" not in chosen and (longest := _worded(rows, header)) is not None:
        chosen["words"] = longest
    if "words" in chosen and (alone or {"speaker", "start", "question"} & chosen.keys()):
        return _with_times(Columns(**chosen, header=header), rows[1:])
    if alone and all(len(row) == 1 for row in rows):
        return Columns(0)
    return _by_content(rows)


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
    header = [_heading(cell) for cell in headings]
    found: dict[str, int] = {}
    for kind, names in COLUMNS.items():
        called = [(at, one) for at, cell in enumerate(header) for one in (cell, _part(cell))]
        if places := [(names.index(one), at) for at, one in called if one in names]:
            found[kind] = min(places)[1]
    return found


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


def questions(rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """The columns of a survey that hold answers in words, each under its question.

    >>> questions([["ID", "Age?", "What do you like?"], ["R1", "34", "The trees in my street."]])
    (2,)
    """
    found = []
    for at, heading in enumerate(rows[0] if rows else ()):
        said = [cell for row in rows[1:] if (cell := _cell(row, at))]
        if heading.rstrip().endswith(("?", "？", "؟")) and _share(len(one.split()) >= _WORDY for one in said) > 0.5:
            found.append(at)
    return tuple(found)


def one_answer_a_row(rows: Sequence[Sequence[str]], wanted: Mapping[str, str | tuple[str, ...]]) -> list[list[str]]:
    """A table with several columns of answers as one of speaker, question and answer, headings first.

    >>> table = [["ID", "Liked?", "Why?"], ["R1", "Yes.", "Because."]]
    >>> one_answer_a_row(table, {"words": ("Liked?", "3"), "speaker": "ID"})
    [['speaker', 'question', 'words'], ['R1', 'Liked?', 'Yes.'], ['R1', 'Why?', 'Because.']]
    """
    header = [_heading(cell) for cell in rows[0]]
    answers = [_place(called, header) for called in wanted["words"]]
    who = wanted.get("speaker")
    speaker = _place(who, header) if isinstance(who, str) else None
    long = [[_cell(row, speaker), _cell(rows[0], at), _cell(row, at)] for row in rows[1:] for at in answers]
    return [["speaker", "question", "words"], *long]


def _is_header(rows: Sequence[Sequence[str]], named: Mapping[str, int]) -> bool:
    """Whether the first row holds headings: no time where times stand, and nobody who speaks again below."""
    first = {kind: _cell(rows[0], at) for kind, at in named.items()}
    if _is_time(first.get("start", "")):
        return False
    return "speaker" not in named or all(_cell(row, named["speaker"]) != first["speaker"] for row in rows[1:])


def _heading(cell: str) -> str:
    return " ".join(cell.split()).casefold().rstrip(":")


def _part(heading: str) -> str:
    """A heading without what stands in brackets or behind a stroke: Sprecher/in, Start (hh:mm:ss)."""
    return " ".join(_ASIDE.sub("", heading).split())


def _place(called: str, header: Sequence[str]) -> int:
    if _heading(called) in header:
        return header.index(_heading(called))
    if called.strip().isdecimal() and 1 <= int(called) <= len(header):
        return int(called) - 1
    raise NoSuchColumn(called)


def _by_content(rows: Sequence[Sequence[str]]) -> Columns | None:
    width = max(map(len, rows))
    if width < 2 or len(rows) < 2:
        return None
    cells = [[row[at].strip() for row in rows if at < len(row) and row[at].strip()] for at in range(width)]
    start = next((at for at, column in enumerate(cells) if column and _share(map(_is_time, column)) > 0.6), None)
    rest = [at for at in range(width) if at != start and cells[at]]
    if not rest:
        return None
    wordy = [at for at in rest if _share(map(_is_count, cells[at])) <= 0.6]
    words = max(wordy or rest, key=lambda at: sum(map(len, cells[at])))
    speaker = next((at for at in rest if at != words and _names_speakers(cells[at], timed=start is not None)), None)
    if speaker is None and (
        start is None or sum(len(cell.split()) for cell in cells[words]) < _WORDY * len(cells[words])
    ):
        return None
    later = range(width if start is None else start + 1, width)
    end = next((at for at in later if start is not None and _ends(cells[start], cells[at])), None)
    untimed = start is not None and start < len(rows[0]) and rows[0][start].strip() and not _is_time(rows[0][start])
    header = (*map(_heading, rows[0]), *[""] * (width - len(rows[0]))) if untimed else ()
    return Columns(words, speaker, start, None if end == words else end, header)


def _ends(starts: Sequence[str], column: Sequence[str]) -> bool:
    """Whether a column holds times, none of them before the one in the column of starts."""
    first, second = ([seconds(cell)[0] for cell in some if _is_time(cell)] for some in (starts, column))
    return bool(second) and len(first) == len(second) and all(a <= b for a, b in zip(first, second, strict=True))


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
    labels = None if where.speaker is not None else _labels_in([_cell(row, where.words) for row in rows])
    spoken: list[Said] = []
    asked: tuple[str, str | None] | None = None
    wordless: list[int] = []
    timeless: list[int] = []
    stamped = False
    speaker: str | None = None
    for number, row in enumerate(rows, start=first):
        if where.header and number == first:
            continue
        words = _cell(row, where.words)
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
        spoken.append(Said(speaker, words, number, times[0], times[1]))
    spoken, problems = (spoken, []) if stamped else in_seconds(spoken)
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


def in_seconds(spoken: list[Said]) -> tuple[list[Said], list[Problem]]:
    """The same, with times that must be milliseconds as seconds: whole numbers, and twenty or more for a word."""
    times = [time for one in spoken for time in (one.start_time, one.end_time) if time is not None]
    words = sum(len(one.words.split()) for one in spoken)
    span = max(times, default=0) - min(times, default=0)
    if span < _LEAST_SPAN or words > span * _SLOWEST or any(time % 1 for time in times):
        return spoken, []
    inside = [
        replace(
            one,
            start_time=None if one.start_time is None else one.start_time / 1000,
            end_time=None if one.end_time is None else one.end_time / 1000,
        )
        for one in spoken
    ]
    return inside, [Problem("The times were taken for milliseconds, since nobody speaks as slowly as that (a guess).")]


def _told(where: Columns) -> str:
    kinds = ("words", "speaker", "start", "end", "question")
    chosen = {kind: getattr(where, kind) for kind in kinds}
    told = ", ".join(f"{where.header[at]!r} = {kind}" for kind, at in chosen.items() if at is not None)
    left = [name for at, name in enumerate(where.header) if at not in chosen.values() and name]
    return f"{told}; left out: {listed(left)}" if left else told


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""


def _time(cell: str, name: str) -> tuple[float, float | None]:
    """A stamp, or a plain number: seconds, milliseconds where the column's name says ms. Raises ValueError."""
    if ":" in cell or cell.count(";") > 1:  # frames are parted by semicolons, too: 00;00;03;12
        return seconds(cell.replace(";", ":"))
    value = float(cell.replace(",", "."))
    if not isfinite(value) or value < 0:
        raise ValueError(cell)
    return round(value / 1000 if re.search(r"\bms\b|_ms$", name) else value, 3), None
