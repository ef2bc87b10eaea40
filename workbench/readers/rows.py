"""Rows of a table to what was said, by whom and when."""

from collections.abc import Sequence

from workbench.model import Problem
from workbench.readers.cells import cell_at, is_dated, label_in, time_in
from workbench.readers.columns import QUESTION, Columns
from workbench.readers.compose import Said
from workbench.readers.labels import mark
from workbench.readers.roles import listed
from workbench.readers.rules import Rules
from workbench.readers.speakers import Verdict, judge
from workbench.readers.units import NO_PLACES, in_seconds


def said_in_rows(rows: Sequence[Sequence[str]], where: Columns, *, first: int = 1) -> tuple[list[Said], list[Problem]]:
    """What each row says, in order; a row without a speaker goes on with the one before, if the table has any.

    `first` is the number of the first row. Rows without words are left out and counted, times that are none are
    reported. Where a column holds questions, each comes before its answers as a turn of "Question".
    """
    is_told = where.speaker is not None or where.voices
    labels = None if is_told else _labels_in([cell_at(row, where.words) for row in rows])
    spoken: list[Said] = []
    asked: tuple[str, str | None] | None = None
    wordless: list[int] = []
    timeless: list[int] = []
    stamped, dated = False, 0
    speaker: str | None = None
    for number, row in enumerate(rows, start=first):
        if where.header and number == first:
            continue
        voices: list[tuple[str | None, str]] = [
            (label, said) for at, label in where.voices if (said := cell_at(row, at))
        ]
        words = cell_at(row, where.words) if not where.voices else voices[0][1] if voices else ""
        if not words:
            wordless.extend([number] if any(cell.strip() for cell in row) else [])
            continue
        speaker = label_in(cell_at(row, where.speaker)) or speaker
        if labels is not None and (found := mark(words)) is not None and (label := labels.speaker(found)):
            speaker, words = label, words[found.words :].strip()
            if not words:
                wordless.append(number)
                continue
        times: list[float | None] = [None, None]
        for at, column in ((0, where.start), (1, where.end)):
            if not (stamp := cell_at(row, column)):
                continue
            if is_dated(stamp):
                dated += 1
                continue
            try:
                begin, end = time_in(stamp, where.header[column or 0] if where.header else "")
            except ValueError:
                timeless.append(number)
                continue
            times[at] = begin
            stamped = stamped or ":" in stamp
            if at == 0 and end is not None:
                times[1] = end
        question = cell_at(row, where.question)
        if question and (question, speaker) != asked:
            spoken.append(Said(QUESTION, question, number))
            asked = question, speaker
        for label, said in voices if where.voices else [(speaker, words)]:
            spoken.append(Said(label, said, number, times[0], times[1]))
    spoken, problems = in_seconds(spoken, stamped=stamped)
    if where.header:
        problems.append(Problem(f"The columns were read as {_told(where)}."))
    if dated:
        problems.append(Problem(NO_PLACES))
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
