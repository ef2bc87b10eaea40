"""How do codes stand under each other? A tree from left to right: every name in full, its numbers beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.exports import theme
from workbench.exports.figures.canvas import Canvas, Point
from workbench.exports.figures.figure import SMALL, Figure, Width, points, write_below
from workbench.exports.figures.metrics import ASCENT, LEADING, text_width, wrapped
from workbench.exports.tables.table import clean
from workbench.exports.tree import tree
from workbench.model import NotAChoice, WorkbenchError

SIZES = ("participants", "codings")
INDENT = 13.0
ROW = 3.0
"""Points between two rows."""


@dataclass(frozen=True, slots=True)
class Knot:
    """A theme or code in the tree; `key` is its own, `parent` the key above it."""

    key: str
    name: str
    parent: str | None
    participants: int
    codings: int
    kind: str = "code"
    says: str = ""


def hierarchy(
    knots: Sequence[Knot],
    *,
    title: str,
    caption: str = "",
    size: str = "participants",
    of: int = 0,
    width: Width = "page",
) -> Figure:
    """The tree as rows, each below its parent and indented, with a bar for its `size` (participants or codings).

    `of` is the number of participants in the study, the full length of a bar of participants. No knots is an error.
    """
    if size not in SIZES:
        raise NotAChoice(f"A tree cannot be sized by {size!r}.", SIZES)
    if not knots:
        raise WorkbenchError("There is no code yet, so there is no hierarchy to draw. Add codes or themes first.")
    by_key = {one.key: one for one in knots}
    branches = tree({one.key: one.parent for one in knots})
    roots = [branch.name for branch in branches if branch.depth == 0]
    canvas = Canvas(points(width))
    longest = max(2 + branch.depth * INDENT + _long(by_key[branch.name]) for branch in branches)
    bars = min(longest + 14, canvas.width * 0.64)
    room = canvas.width - bars - text_width("0000", SMALL) - 6
    most = max([getattr(one, size) for one in knots] + [of if size == "participants" else 0, 1])
    canvas.text("Participants" if size == "participants" else "Codings", bars, 8, SMALL, colour=theme.SOFT_INK)
    y, colour = 14.0, -1
    starts: dict[str, Point] = {}
    for branch in branches:
        one = by_key[branch.name]
        colour = roots.index(one.key) if branch.depth == 0 else colour
        long = room * getattr(one, size) / most
        starts[one.key], y = _row(canvas, one, branch.depth, colour, y, bars, long, size)
        if branch.parent is not None:
            _twig(canvas, starts[branch.parent], starts[one.key], colour)
        y += ROW
    said = f"Bars: {size}" + (f", of {of} in all." if size == "participants" and of else ".")
    write_below(canvas, [said, caption], y + 5)
    told = "; ".join(
        f"{'under ' + by_key[branch.parent].name + ': ' if branch.parent else ''}{by_key[branch.name].name} "
        f"({getattr(by_key[branch.name], size)})"
        for branch in branches
    )
    return Figure(title, caption, f"{title}, with {size} in brackets: {told}.", canvas)


def _letters(one: Knot) -> float:
    return {"theme": 8.0, "sub-theme": 7.5}.get(one.kind, SMALL)


def _long(one: Knot) -> float:
    return text_width(clean(one.name), _letters(one), bold=one.kind != "code")


def _row(
    canvas: Canvas, one: Knot, depth: int, colour: int, top: float, bars: float, long: float, size: str
) -> tuple[Point, float]:
    """One name with its bar; where the name begins, half-way up its first line, and where the row ends."""
    hue = theme.hue(colour)
    bold, letters = one.kind != "code", _letters(one)
    left = 2 + depth * INDENT
    lines = wrapped(clean(one.name), letters, bars - left - 10, bold=bold, most=3, even=False) or ["—"]
    y = top + (4 if depth == 0 else 0)
    first = y + ASCENT * letters
    for place, line in enumerate(lines):
        canvas.text(line, left, first + place * LEADING * letters, letters, bold=bold)
    middle = first - 0.36 * letters
    says = f"{one.name}: {one.participants} participants, {one.codings} codings. {one.says}".strip()
    fill = {"theme": hue.deep, "sub-theme": hue.tint}.get(one.kind, theme.PAPER)
    canvas.rect(bars, middle - 3.2, max(long, 0.8), 6.4, fill=fill, stroke=hue.deep, thick=0.7, says=says)
    canvas.text(str(getattr(one, size)), bars + max(long, 0.8) + 4, middle + 2.5, SMALL)
    return (left, middle), first + (len(lines) - 1) * LEADING * letters + 2


def _twig(canvas: Canvas, above: Point, below: Point, colour: int) -> None:
    """From under a name down, and across to the name that belongs to it."""
    trunk = above[0] + 4
    points = [(trunk, above[1] + 5), (trunk, below[1]), (below[0] - 2, below[1])]
    canvas.line(points, stroke=theme.hue(colour).deep, thick=0.7)
