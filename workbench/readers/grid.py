"""Tables inside plain text: rows whose cells are parted by bars, as in Markdown, or by tabs."""

import re
from collections import Counter
from collections.abc import Sequence

from workbench.model import Problem
from workbench.readers.columns import columns
from workbench.readers.pieces import Line, Piece
from workbench.readers.rows import said_in_rows
from workbench.readers.rules import Rules

_RULE = re.compile(r"[\s|:+=-]+$")
_LEAST_ROWS = 3
_LEAST_CELLS = 4
"""Cells parted by tabs; with fewer, a label and a time before the words are found as such."""
_FROM_TO = re.compile(r"\d{1,6}[.,]\d{1,9}\t\d{1,6}[.,]\d{1,9}\t")
"""As of Audacity, which needs three cells."""
_MOSTLY = 0.8

Row = tuple[Line, list[tuple[int, int]]]
"""A line, and from where to where its cells stand in it."""


def in_cells(lines: Sequence[Line], rules: Rules) -> tuple[list[Piece], list[Problem]] | None:
    """The pieces of a text most of which is a table of turns; None where it is none.

    Lines outside of the table are no speech, and reported.
    """
    written = [line for line in lines if line.text.strip() and not _RULE.match(line.text)]
    rows = _rows(written) if rules.pattern is None else []
    inside, whole = (sum(len(line.text) for line in some) for some in ([line for line, _ in rows], written))
    cells = [[line.text[start:end].strip() for start, end in spans] for line, spans in rows]
    where = columns(cells) if len(rows) >= _LEAST_ROWS and inside >= _MOSTLY * whole else None
    if where is None:
        return None
    spoken, problems = said_in_rows(cells, where)
    pieces: list[Piece] = []
    for one in spoken:
        line, spans = rows[(one.line or 1) - 1]
        start = line.start + line.text.index(one.words, spans[where.holds(one.speaker)][0])
        speaker = None if rules.no_speakers else one.speaker
        times = one.start_time, one.end_time
        pieces.append(Piece(speaker, start, start + len(one.words), line.number, speaker is not None, False, *times))
    in_rows = {line.number for line, _ in rows}
    if outside := [line for line in written if line.number not in in_rows]:
        shown = "; ".join(line.text.strip()[:60] for line in outside[:5])
        more = f" and {len(outside) - 5} more" if len(outside) > 5 else ""
        problems.append(Problem(f"Outside of the table, so not a turn: {shown}{more}.", outside[0].number))
    return pieces, problems


def _rows(lines: Sequence[Line]) -> list[Row]:
    bars = [line for line in lines if line.text.lstrip().startswith("|") and line.text.rstrip().endswith("|")]
    if bars:
        return [(line, _spans(line.text, "|")[1:-1]) for line in bars]
    tabs = Counter(line.text.count("\t") for line in lines)
    usual = max(tabs, key=lambda count: tabs[count], default=0)
    if usual + 1 < _LEAST_CELLS - bool(lines and _FROM_TO.match(lines[0].text)):
        return []
    return [(line, _spans(line.text, "\t")) for line in lines if line.text.count("\t") == usual]


def _spans(text: str, sign: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for cell in text.split(sign):
        spans.append((at, at + len(cell)))
        at += len(cell) + 1
    return spans
