"""How is one theme drawn? Its box on top, its codes and sub-themes hanging below it on lines that say `part of`."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.exports.figures.metrics import ASCENT, DESCENT, LEADING, text_width, wrapped
from workbench.exports.tables.table import clean
from workbench.exports.thematic_map.shapes import Box, Cluster, Level, Rect, Text, Twig
from workbench.exports.theme_table import of_all
from workbench.exports.tree import tree
from workbench.model import CodeEvidence, Theme, ThemeReport

SMALL = 7.0
"""The smallest print on the map, in points."""

STEPS = (7.0, 7.5, 8.0, 8.5)
"""Sizes of a code's name: spoken to by up to a quarter, half, three quarters and more of the participants."""

THEME_SIZE, SUB_SIZE = 8.5, 7.8
PAD = 4.0
INDENT = 11.0
TRUNK = 4.5
FORK = 5.0
"""Where a twig leaves the trunk, above its box's middle; the last one is the trunk, so that no line is drawn twice."""
GAP = 3.5
INNER_GAP = 9.0
NARROW, NARROWEST = 104.0, 46.0
"""A theme's children are set in as many columns as can be NARROW; no box is less than NARROWEST wide."""


@dataclass(frozen=True, slots=True)
class Sprig:
    """A theme with what hangs below it; codes with most participants first."""

    theme: Theme
    codes: tuple[CodeEvidence, ...]
    subs: tuple["Sprig", ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Boxes and twigs from (0, 0) on: a code, or a sub-theme with its own. `hold` is where the twig to it ends."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    twigs: tuple[Twig, ...]
    hold: float


class Draughtsman:
    """Draws the themes of one report; remembers what is the same for all of them."""

    def __init__(self, report: ThemeReport, size: str) -> None:
        """`size` says what codes are sized by: participants, of all in the study, or codings, of the most used code."""
        self.size = size
        most = max((self._amount(code) for theme in report.themes for code in theme.codes), default=0)
        self.total = (report.about.participants if size == "participants" else 0) or most
        self.against = report.about.participants
        self.homes: dict[str, list[str]] = {}
        for theme in report.themes:
            for code in theme.codes:
                self.homes.setdefault(code.name, []).append(theme.name)

    def _amount(self, code: CodeEvidence) -> int:
        return len(code.participants) if self.size == "participants" else code.codings

    def cluster(self, sprig: Sprig, colour: int, width: float, *, columns: int) -> Cluster:
        """The theme in `width`, its children in up to `columns` columns, with its corner at (0, 0)."""
        head = self._theme_box(sprig.theme, "theme", sprig.theme.name, colour, width)
        room = (width - (columns - 1) * INNER_GAP) / columns - INDENT
        pieces = self._children(sprig, sprig.theme.name, colour, room)
        boxes, twigs = [head], []
        bottom = head.rect.height
        for number, column in enumerate(split_evenly([piece.height + GAP for piece in pieces], columns)):
            left = number * (room + INDENT + INNER_GAP)
            hung, lines, low = _hang([pieces[i] for i in column], left, head.rect.height, colour)
            boxes += hung
            twigs += lines
            bottom = max(bottom, low)
        return Cluster(sprig.theme.name, Rect(0, 0, width, bottom), tuple(boxes), tuple(twigs))

    def _children(self, sprig: Sprig, theme: str, colour: int, room: float) -> list[Piece]:
        """What hangs below a theme; where the page is too narrow for a deeper step, on the same step."""
        pieces = [self._code(code, sprig.theme.name, theme, colour, room) for code in sprig.codes]
        for sub in sprig.subs:
            head = self._theme_box(sub.theme, "sub-theme", theme, colour, room)
            deeper = room - INDENT
            inner = self._children(sub, theme, colour, deeper if deeper >= NARROWEST else room)
            boxes, twigs, bottom = _hang(inner if deeper >= NARROWEST else [], 0, head.rect.height, colour)
            pieces.append(Piece(room, bottom, (head, *boxes), tuple(twigs), head.rect.height / 2))
            pieces += inner if deeper < NARROWEST else []
        return pieces

    def _theme_box(self, theme: Theme, level: Level, main: str, colour: int, width: float) -> Box:
        size = THEME_SIZE if level == "theme" else SUB_SIZE
        room = width - 2 * PAD - 1
        lines = wrapped(clean(theme.name), size, room, bold=True, most=6) or ["—"]
        count = of_all(len(theme.participants), self.against)
        if self.size == "codings":
            count = str(theme.codings)
        said = f"{count} {self.size}"
        if text_width(said, SMALL) > room:
            said = count
        texts = _stacked([(line, size, True, False) for line in lines] + [(said, SMALL, False, False)], PAD + 0.5)
        return Box(theme.name, level, main, Rect(0, 0, width, texts[-1].y + DESCENT * SMALL + PAD - 0.5), texts, colour)

    def _code(self, code: CodeEvidence, home: str, main: str, colour: int, width: float) -> Piece:
        share = self._amount(code) / self.total if self.total else 0.0
        step = step_of(share)
        size, pad = STEPS[step], 2.0 + 0.8 * step
        count = str(self._amount(code))
        taken = text_width(count, SMALL, bold=True) + 4
        lines = wrapped(clean(code.name), size, width - 2 * PAD - taken, most=4) or ["—"]
        rows = [(line, size, False, False) for line in lines]
        others = [name for name in self.homes[code.name] if name != home]
        if others:
            also = wrapped("also in " + " and ".join(map(clean, others)), SMALL, width - 2 * PAD - taken, most=2)
            rows += [(line, SMALL, False, True) for line in also]
        texts = _stacked(rows, pad)
        height = texts[-1].y + DESCENT * texts[-1].size + pad
        number = Text(count, width - PAD - taken + 4, texts[0].y, taken - 4, SMALL, bold=True)
        box = Box(code.name, "code", main, Rect(0, 0, width, height), (*texts, number), colour, share)
        return Piece(width, height, (box,), (), height / 2)


def sprigs(report: ThemeReport) -> list[Sprig]:
    """The main themes in the study's order, each with its sub-themes at all depths."""
    themes = {theme.name: theme for theme in report.themes}
    branches = tree({theme.name: theme.parent for theme in report.themes})
    below: dict[str | None, list[Sprig]] = {}
    for branch in reversed(branches):
        theme = themes[branch.name]
        codes = tuple(sorted(theme.codes, key=lambda code: -len(code.participants)))
        below.setdefault(branch.parent, []).insert(0, Sprig(theme, codes, tuple(below.get(branch.name, []))))
    return below.get(None, [])


def step_of(share: float) -> int:
    """Which of the four sizes a share of the participants gets.

    >>> [step_of(share) for share in (0, 0.25, 0.26, 0.75, 1)]
    [0, 0, 1, 2, 3]
    """
    return min(max(-int(-share * 4 // 1) - 1, 0), 3)


def split_evenly(heights: Sequence[float], columns: int) -> list[list[int]]:
    """The places 0 … n-1 in runs, one a column, so that the tallest column is as low as can be.

    >>> split_evenly([3, 1, 1, 1], 2)
    [[0], [1, 2, 3]]
    """
    sums = sorted({sum(heights[i:j]) for i in range(len(heights)) for j in range(i + 1, len(heights) + 1)})
    for limit in sums:
        runs: list[list[int]] = [[]]
        for place, height in enumerate(heights):
            if runs[-1] and sum(heights[i] for i in runs[-1]) + height > limit + 1e-9:
                runs.append([])
            runs[-1].append(place)
        if len(runs) <= columns and max(heights) <= limit:
            return runs
    return []


def _hang(pieces: Sequence[Piece], left: float, top: float, colour: int) -> tuple[list[Box], list[Twig], float]:
    """The pieces one below the other under a box that ends at `top`, each held by a twig; and where they end."""
    boxes: list[Box] = []
    twigs: list[Twig] = []
    y = top
    trunk = left + TRUNK
    for piece in pieces:
        y += GAP + 1 if y == top else GAP
        boxes += [box.moved(left + INDENT, y) for box in piece.boxes]
        twigs += [twig.moved(left + INDENT, y) for twig in piece.twigs]
        fork = y + piece.hold
        start = top if piece is pieces[-1] else fork - FORK
        twigs.append(Twig(((trunk, start), (trunk, fork), (left + INDENT, fork)), colour))
        y += piece.height
    return boxes, twigs, y


def _stacked(rows: Sequence[tuple[str, float, bool, bool]], top: float) -> tuple[Text, ...]:
    """Lines of text one below the other from `top` on, at the left padding."""
    texts, y = [], top
    for words, size, bold, italic in rows:
        y += ASCENT * size if y == top else LEADING * size
        texts.append(Text(words, PAD, y, text_width(words, size, bold=bold), size, bold, italic))
    return tuple(texts)
