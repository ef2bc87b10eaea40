"""Tables that a survey was exported to: which columns hold answers, under which question, and whose are they?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.readers.cells import heading, is_wordy, part_of
from workbench.readers.columns import place
from workbench.readers.vocabulary import COLUMNS

_ASKS = re.compile(r"[?？؟]\s{0,4}(?:\([^()]{0,60}\)|\*)?\s*$")
_HALF = 0.5
_IMPORT = '{"ImportId"'
"""How the cells of the row begin in which Qualtrics names its columns a third time."""
_CODE = re.compile(r"\w{0,12}?\d{1,3}(?:[_.]\w{1,12})?$")
_SHORT = 4

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Headed:
    """Rows with their headings first; `dropped` rows stood between these and the answers, or before them.

    `codes` are the first of several rows of headings.
    """

    rows: Rows
    dropped: int = 0
    codes: tuple[str, ...] = ()

    def by_number(self, called: str) -> str:
        """A column that somebody named by its code, by its number; others as they were named.

        >>> Headed([["Why?", "How?"]], 1, ("Q1", "Q2")).by_number("q2")
        '2'
        """
        codes, names = ([heading(cell) for cell in row] for row in (self.codes, self.rows[0] if self.rows else ()))
        is_code = heading(called) in codes and heading(called) not in names
        return str(codes.index(heading(called)) + 1) if is_code else called


def headed(rows: Rows) -> Headed:
    """The rows of a table whose headings take several: below the codes of Qualtrics stand the questions, below the
    questions of SurveyMonkey what kind of answers they have.

    >>> headed([["ResponseId", "Q1"], ["Response ID", "Why?"], ['{"ImportId":"_recordId"}', '{"ImportId":"QID1"}']])
    Headed(rows=[['Response ID', 'Why?']], dropped=2, codes=('ResponseId', 'Q1'))
    """
    for at, row in enumerate(rows[:4]):
        if at and row and all(cell.startswith(_IMPORT) for cell in row if cell) and any(row):
            return Headed([rows[at - 1], *rows[at + 1 :]], at, tuple(rows[0]))
    if len(rows) < 3:
        return Headed(rows)
    first, second = rows[0], rows[1]
    if any(map(_CODE.match, first)) and not _asking(first) and len(_asking(second)) > 1:
        return Headed(rows[1:], 1, tuple(first))
    below = {second[at] for at in _asking(first) if at < len(second)}
    blank = [cell for at, cell in enumerate(second) if at not in _asking(first)]
    if len(_asking(first)) > 1 and len(below) == 1 and not any(blank) and len(below.pop().split()) <= _SHORT:
        return Headed([first, *rows[2:]], 1)
    return Headed(rows)


def _asking(row: Sequence[str]) -> list[int]:
    return [at for at, cell in enumerate(row) if _ASKS.search(cell)]


def questions(rows: Rows) -> tuple[int, ...]:
    """The columns of a survey that hold answers in words, each under its question.

    >>> questions([["ID", "Age?", "What do you like?"], ["R1", "34", "The trees in my street."]])
    (2,)
    """
    found = []
    for at in _asking(rows[0]) if rows else ():
        said = [row[at] for row in rows[1:] if at < len(row) and row[at]]
        if sum(map(is_wordy, said)) > _HALF * len(said):
            found.append(at)
    return tuple(found)


def respondents(rows: Rows) -> int | None:
    """The column that says who answers: of those called so the likeliest that is filled in most rows.

    >>> respondents([["ID", "Name", "Why?"], ["1", "", "Because of it."], ["2", "", "I do not know."]])
    0
    """
    names = COLUMNS["speaker"]
    ranks = [(names.index(one), at) for at, cell in enumerate(rows[0]) for one in _called(cell) if one in names]
    filled = [
        (rank, at)
        for rank, at in ranks
        if sum(bool(row[at : at + 1] and row[at]) for row in rows[1:]) * 2 > len(rows) - 1
    ]
    return min(filled)[1] if filled else None


def _called(cell: str) -> tuple[str, ...]:
    """What a heading may be called: LimeSurvey puts a code before it."""
    whole = heading(cell)
    return whole, part_of(whole), whole.rpartition(". ")[2]


def one_answer_a_row(rows: Rows, wanted: Mapping[str, str | tuple[str, ...]]) -> list[list[str]]:
    """A table with several columns of answers as one of speaker, question and answer, headings first.

    Where no column says who answers, those who do are counted.

    >>> table = [["ID", "Liked?", "Why?"], ["R1", "Yes.", "Because."]]
    >>> one_answer_a_row(table, {"words": ("Liked?", "3"), "speaker": "ID"})
    [['speaker', 'question', 'words'], ['R1', 'Liked?', 'Yes.'], ['R1', 'Why?', 'Because.']]
    >>> one_answer_a_row(table, {"words": ("Liked?",)})
    [['speaker', 'question', 'words'], ['Respondent 1', 'Liked?', 'Yes.']]
    """
    header = [heading(cell) for cell in rows[0]]
    answers = [place(called, header) for called in wanted["words"]]
    who = wanted.get("speaker")
    speaker = place(who, header) if isinstance(who, str) else None
    long = []
    for number, row in enumerate(rows[1:], start=1):
        name = _at(row, speaker) if speaker is not None else f"Respondent {number}"
        long += [[name, _at(rows[0], at), _at(row, at)] for at in answers]
    return [["speaker", "question", "words"], *long]


def _at(row: Sequence[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""
