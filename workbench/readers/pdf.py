""".pdf with text: lines of pages to turns, without what only the page adds."""

import io
import logging
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from itertools import pairwise, takewhile
from typing import Any

from workbench.model import Problem, Reading
from workbench.readers.columns import columns
from workbench.readers.compose import Said, compose, said
from workbench.readers.labels import mark
from workbench.readers.numbering import leading_numbers, rises
from workbench.readers.page_columns import Fragment, bold_beginnings, broken_word, compounds, is_nearly_all, rows_on
from workbench.readers.pieces import Line
from workbench.readers.registry import Source, Unreadable, reader
from workbench.readers.roles import is_field, listed, role_by_word
from workbench.readers.rows import said_in_rows
from workbench.readers.rules import Rules
from workbench.readers.script import script

_MOST_PAGES = 5000
_EDGE = 2
_TITLE = 3
_PAGE_MARK = re.compile(
    r"\W{0,3}(?:page|seite|p\.|s\.)?\s{0,3}\d{1,4}(?:\s{0,2}(?:/|of|von|de)\s{0,2}\d{1,4})?\W{0,3}$", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{1,5}$")
_FULL = 0.75
_ENOUGH = 100
_MOSTLY = 0.5
_WORDY = 5
_HEADER_WORDS = 2

Pages = list[list[str]]


@reader(".pdf")
def read_pdf(source: Source, rules: Rules) -> Reading:
    """One paragraph per turn from the text of a PDF.

    Left out, and reported: page marks ("2/5", "Page 2"), headers and footers (lines at the edge of pages that recur),
    numbers of lines or paragraphs, lines that a page repeats from the one before. Words broken at the end of a line are
    joined. Where the lines name no two speakers, or a table's headings say which column is which, words that begin in
    columns are rows of turns. A PDF without text, as of a scan, or one locked by a password raises WorkbenchError.
    """
    written, placed = _pages(source)
    pages = [[" ".join(line.split()) for line in page if line.strip()] for page in written]
    if not any(pages):
        why = "its pages hold pictures and no text, as of a scan."
        raise Unreadable(source, why, "Run text recognition (OCR) first.")
    if _is_garbled("".join(line for page in pages for line in page)):
        why = "its fonts do not say which letters they show, so that its words cannot be read."
        raise Unreadable(source, why, "Run text recognition (OCR) on it, or export it as .docx or .txt.")
    bare = pages
    problems: list[Problem] = []
    for clean in (_without_numbers, _without_edges, _without_repeats, _without_leading_numbers):
        pages, dropped = clean(pages)
        problems += dropped
    lines = _lines([line for page in pages for line in page], bold_beginnings(placed))
    pieces, about = script(lines, rules)
    if not rules.no_speakers and rules.pattern is None:
        adds = Counter(line for page in bare for line in page) - Counter(line for page in pages for line in page)
        if found := _in_columns(placed, adds, {piece.speaker for piece in pieces} - {None}):
            spoken, told = found
            return compose(spoken, rules, "pdf", problems=[*problems, *told])
    text = "\n".join(line.text for line in lines)
    return compose(said(pieces, text), rules, "pdf", problems=[*problems, *about])


def _is_garbled(text: str) -> bool:
    """Whether most signs are one letter, or no letters that anybody writes: what fonts without names for them leave.

    >>> _is_garbled("How was it there? " * 20), _is_garbled("\u0936 \u0936\u0936 " * 40)
    (False, True)
    """
    letters = Counter(sign for sign in text if sign.isalpha())
    odd = sum(not (sign.isprintable() or sign.isspace() or sign == "\u00ad") or sign == "\ufffd" for sign in text)
    if letters.total() + odd < _ENOUGH:
        return False
    return max([odd, *letters.values()]) > (letters.total() + odd) * _MOSTLY


def _pages(source: Source) -> tuple[Pages, list[list[Fragment]]]:
    """The lines of each page, and where its words stand. pypdf's faults, of any kind, mean a damaged file."""
    try:
        import pypdf
    except ImportError as missing:
        raise Unreadable(source, "PDF files need the package pypdf.", "Install it: pip install pypdf.") from missing
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pages: Pages = []
    placed: list[list[Fragment]] = []
    try:
        document = pypdf.PdfReader(io.BytesIO(source.data))
        locked = document.is_encrypted and not document.decrypt("")
        for page in () if locked else document.pages[:_MOST_PAGES]:
            placed.append([])
            pages.append(page.extract_text(visitor_text=partial(_place, placed[-1])).split("\n"))
    except Exception as fault:
        why = f"the PDF is damaged ({type(fault).__name__})."
        raise Unreadable(source, why, "Open it and print or save it to PDF again.") from fault
    if locked:
        raise Unreadable(source, "it is locked by a password.", "Save a copy without one.")
    return pages, placed


def _place(found: list[Fragment], text: str, page: Sequence[float], line: Sequence[float], font: Any, _: float) -> None:
    """Takes down words and where they stand: `line` is the place on the page, `page` what the page makes of it."""
    if not text:
        return
    x, y = line[4], line[5]
    bold = "bold" in str((font or {}).get("/BaseFont", "")).casefold()
    where = x * page[0] + y * page[2] + page[4], x * page[1] + y * page[3] + page[5]
    found.append(Fragment(text, *where, bold))


def _in_columns(
    placed: Sequence[Sequence[Fragment]], adds: Counter[str], speakers: Collection[str | None]
) -> tuple[list[Said], list[Problem]] | None:
    """What is said in the rows of a table; None where there is none, or the lines name the speakers and it does not."""
    rows = rows_on(placed, adds)
    once = [*rows[:1], *(row for row in rows[1:] if row != rows[0])]  # headings may stand on each page
    where = columns(once)
    if where is None or not (where.speaker is not None or where.voices):
        return None
    if not is_nearly_all(rows, where.words, where.speaker, where.start, *(at for at, _ in where.voices)):
        return None
    spoken, told = said_in_rows(once if where.header else rows, where)
    told.insert(0, Problem("Read as a table, whose columns are where words begin on the pages."))
    if not where.header:
        spoken, head = _below_facts(spoken)
        told += head
    labels = {one.speaker for one in spoken}
    if len(speakers) > 1 and not where.header and not (len(labels) > 1 and labels <= set(speakers)):
        return None
    return spoken, told


def _below_facts(spoken: list[Said]) -> tuple[list[Said], list[Problem]]:
    """Without the first rows where they hold facts about the interview: its date, its place, who was there."""
    counts = Counter(one.speaker for one in spoken)
    facts = takewhile(
        lambda one: counts[one.speaker] == 1 and (is_field(one.speaker or "") or role_by_word(one.speaker or "")),
        spoken,
    )
    head = list(facts)
    if not any(is_field(one.speaker or "") for one in head):
        return spoken, []
    shown = listed([f"{one.speaker}: {one.words}"[:60] for one in head])
    return spoken[len(head) :], [Problem(f"Not speech, so not a turn: {shown}.")]


def _without_numbers(pages: Pages) -> tuple[Pages, list[Problem]]:
    """Without numbers of lines or paragraphs that stand alone and count up."""
    alone = [int(line) for page in pages for line in page if _NUMBER.match(line)]
    if len(alone) < 3 or not rises(alone):
        return pages, []
    says = f"Numbers of lines or paragraphs left out: {min(alone)} to {max(alone)}."
    return [[line for line in page if not _NUMBER.match(line)] for page in pages], [Problem(says)]


def _without_edges(pages: Pages) -> tuple[Pages, list[Problem]]:
    """Without page marks, and without lines at the edges of pages that stand on at least half of three or more.

    A line that stands elsewhere, too, and often, is a name on a line of its own. Of two pages: without a first or last
    line that both have and that stands nowhere else, or has three words or more.
    """
    edges = Counter(_shape(line) for page in pages for line in {*page[:_EDGE], *page[-_EDGE:]})
    everywhere = Counter(_shape(line) for page in pages for line in page)
    recurring = {
        shape for shape, count in edges.items() if count > 2 and count * 2 >= len(pages) > everywhere[shape] - count
    }
    if len(pages) == 2 and all(pages):
        pairs = [(_shape(pages[0][at]), _shape(pages[1][at])) for at in (0, -1)]
        alike = {first for first, second in pairs if first == second}
        recurring |= {shape for shape in alike if everywhere[shape] == 2 or len(shape.split()) >= _TITLE}
    dropped: list[str] = []
    kept: Pages = []
    for page in pages:
        kept.append([])
        for at, line in enumerate(page):
            at_edge = at < _EDGE or at >= len(page) - _EDGE
            adds = _PAGE_MARK.match(line) or (_shape(line) in recurring and not _may_be_a_label(line))
            (dropped if at_edge and adds else kept[-1]).append(line)
    if not dropped:
        return kept, []
    says = f"{len(dropped)} page marks, headers and footers left out: {listed(list(dict.fromkeys(dropped)), most=4)}."
    return kept, [Problem(says)]


def _may_be_a_label(line: str) -> bool:
    """Whether a line at the edge may be what somebody says; several words on half of the pages are not."""
    found = mark(line)
    if found is None or found.label is None or found.form not in ("colon", "stamped", "bracket", "tab"):
        return False
    return role_by_word(found.label) is not None or len(line[found.words :].split()) < _HEADER_WORDS


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.casefold())


def _without_repeats(pages: Pages) -> tuple[Pages, list[Problem]]:
    """Without a first line of five words or more that is the last line of the page before, as some printers do."""
    repeats = [
        bool(before and here and before[-1] == here[0] and len(here[0].split()) >= _WORDY)
        for before, here in pairwise(pages)
    ]
    kept = [page[repeat:] for page, repeat in zip(pages, [False, *repeats], strict=True)]
    return kept, [Problem(f"{sum(repeats)} lines that two pages show were read once.")] if any(repeats) else []


def _without_leading_numbers(pages: Pages) -> tuple[Pages, list[Problem]]:
    lines = [line for page in pages for line in page]
    skipped = leading_numbers(lines)
    if not any(skipped):
        return pages, []
    bare = [line[skip:] for line, skip in zip(lines, skipped, strict=True)]
    return [bare], [Problem(f"{sum(map(bool, skipped))} numbers where lines begin left out.")]


def _lines(lines: Sequence[str], bold: Mapping[str, int]) -> list[Line]:
    """Lines with broken words made whole; a paragraph ends where a line that is not full ends a sentence, or where bold
    type begins or ends.
    """
    longest = max(map(len, lines), default=0)
    known = compounds(lines)
    made: list[Line] = []
    at = 0
    opens = True
    carried = ""
    for number, line in enumerate(lines, start=1):
        lead = 0 if carried else bold.get(line, 0)
        all_bold = 0 < bold.get(line, 0) == len(line)
        text = carried + line
        carried = broken_word(text, lines[number] if number < len(lines) else "", known) or ""
        if carried:
            text = text.rpartition(" ")[0]
        opens = opens or all_bold != made[-1].all_bold
        made.append(Line(text, number, at, opens, 0 if all_bold else lead, all_bold=all_bold))
        at += len(text) + 1
        opens = len(line) < _FULL * longest and line.endswith((".", "?", "!", "”", '"', "…", ":"))
    return made
