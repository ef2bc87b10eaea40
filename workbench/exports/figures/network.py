"""Which codes are spoken of together? Codes on a circle, by theme, and a chord for each pair that meets.

A circle needs no chance and no simulation: the same study gives the same picture, and no label can cover another.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.exports import theme
from workbench.exports.figures.canvas import Canvas, number
from workbench.exports.figures.figure import SMALL, Figure, Width, points, write_below
from workbench.exports.figures.metrics import text_width, wrapped
from workbench.exports.tables.table import clean
from workbench.model import NotAChoice, WorkbenchError, counted

MOST = 60
"""Pairs that are drawn unless another least number is chosen: more are a ball of wool."""

APART = 1.6
"""Gap between two themes on the circle, in places of a code."""

LABEL = 130.0
"""Points that a code's name takes outside the circle at most."""

SIZES = ("participants", "codings")


@dataclass(frozen=True, slots=True)
class Node:
    """A code on the circle: its theme (or none) and how large it is."""

    code: str
    theme: str
    participants: int
    codings: int


def network(
    nodes: Sequence[Node],
    pairs: Mapping[tuple[str, str], int],
    *,
    title: str,
    caption: str = "",
    least: int | None = None,
    size: str = "participants",
    width: Width = "page",
) -> Figure:
    """The codes in the order given, each theme's together; `pairs` says how often passages of two codes overlap.

    Pairs below `least` are not drawn (None: the least number that leaves `MOST` pairs or fewer); the figure says so.
    The area of a dot stands for its `size`, participants or codings; the thickness of a chord for its count.
    """
    if size not in SIZES:
        raise NotAChoice(f"Codes cannot be sized by {size!r}.", SIZES)
    if not nodes or not pairs:
        raise WorkbenchError("No two codes overlap anywhere yet, so there is no network to draw. Code more passages.")
    floor = least if least is not None else least_for(list(pairs.values()))
    shown = {pair: count for pair, count in pairs.items() if count >= floor}
    canvas = Canvas(points(width))
    angles, ring = _around(nodes)
    reach = min(max(text_width(clean(one.code), SMALL) for one in nodes), min(LABEL, canvas.width / 3.6))
    radius = max(min((canvas.width - 2 * reach - 34) / 2, 150.0), ring * (SMALL + 1.5) / (2 * math.pi))
    canvas.width = max(canvas.width, 2 * (radius + reach) + 34)
    centre = (canvas.width / 2, radius + reach + 16)
    themes = list(dict.fromkeys(one.theme for one in nodes))
    _chords(canvas, nodes, shown, angles, centre, radius, themes)
    largest = max(getattr(one, size) for one in nodes) or 1
    widest = min(6.2, 0.45 * 2 * math.pi * radius / ring)
    for one, angle in zip(nodes, angles, strict=True):
        dot = max(widest * math.sqrt(getattr(one, size) / largest), 1.0)
        _node(canvas, one, angle, centre, radius, dot, themes, reach)
    _arcs(canvas, nodes, angles, centre, radius, themes)
    bottom = _legend(canvas, themes, centre[1] + radius + reach + 16)
    said = (
        f"{len(shown)} of {len(pairs)} pairs of codes: those whose passages overlap at least "
        f"{counted(floor, 'time')}. Dots by {size}, lines by the number of overlaps "
        f"({min(shown.values(), default=0)} to {max(shown.values(), default=0)})."
    )
    write_below(canvas, [said, caption], bottom + 6)
    strongest = sorted(shown.items(), key=lambda one: (-one[1], one[0]))[:10]
    listed = "; ".join(f"{first} and {second} ({count})" for (first, second), count in strongest)
    return Figure(title, caption, f"{title}. {said} Most often together: {listed}.", canvas)


def least_for(counts: Sequence[int]) -> int:
    """The least count that leaves `MOST` pairs or fewer.

    >>> least_for([1, 1, 2]), least_for([1] * 60 + [2] * 60 + [3])
    (1, 3)
    """
    floor = 1
    while sum(count >= floor for count in counts) > MOST:
        floor += 1
    return floor


def _around(nodes: Sequence[Node]) -> tuple[list[float], float]:
    """The angle of each code, from the top clockwise, and how many places the circle has."""
    places, place = [], 0.0
    for before, one in zip([None, *nodes], nodes, strict=False):
        place += APART if before is not None and before.theme != one.theme else 0.0
        places.append(place)
        place += 1.0
    ring = place + (APART if nodes[0].theme != nodes[-1].theme else 0.0)
    return [2 * math.pi * (place + 0.5) / ring - math.pi / 2 for place in places], ring


def _at(centre: tuple[float, float], radius: float, angle: float) -> tuple[float, float]:
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def _chords(
    canvas: Canvas,
    nodes: Sequence[Node],
    shown: Mapping[tuple[str, str], int],
    angles: Sequence[float],
    centre: tuple[float, float],
    radius: float,
    themes: Sequence[str],
) -> None:
    """The pairs, the rarest first so that the strongest lie on top; dark within a theme, grey between two."""
    place = {one.code: (angle, one.theme) for one, angle in zip(nodes, angles, strict=True)}
    most = max(shown.values(), default=1)
    for (first, second), count in sorted(shown.items(), key=lambda one: (one[1], one[0])):
        (one, home), (other, away) = place[first], place[second]
        start, end = _at(centre, radius - 8, one), _at(centre, radius - 8, other)
        inner = radius * 0.25 * abs(math.cos((one - other) / 2))
        bend = _at(centre, inner, (one + other) / 2 + (math.pi if abs(one - other) > math.pi else 0))
        steps = f"M{number(start[0])} {number(start[1])}Q{number(bend[0])} {number(bend[1])} "
        colour = theme.hue(themes.index(home)).deep if home == away and home else theme.RULE
        canvas.path(
            steps + f"{number(end[0])} {number(end[1])}",
            stroke=colour,
            thick=0.5 + 3.5 * count / most,
            says=f"{first} and {second}: {counted(count, 'overlap')}",
        )


def _node(
    canvas: Canvas,
    one: Node,
    angle: float,
    centre: tuple[float, float],
    radius: float,
    dot: float,
    themes: Sequence[str],
    reach: float,
) -> None:
    x, y = _at(centre, radius, angle)
    says = f"{one.code}: {one.participants} participants, {one.codings} codings"
    fill = theme.hue(themes.index(one.theme)).deep if one.theme else theme.RULE
    canvas.circle(x, y, dot, fill=fill, stroke=theme.PAPER, says=says)
    words = clean(one.code)
    while text_width(words, SMALL) > reach and len(words) > 1:
        words = words.rstrip("…")[:-1].rstrip() + "…"
    left = math.cos(angle) < -1e-9
    turn = math.degrees(angle) + (180 if left else 0)
    # Beside the radius, by a third of the letters' height, so that the line of text is centred on it.
    tilt = angle + (-1 if left else 1) * 0.34 * SMALL / (radius + 16)
    x, y = _at(centre, radius + 16, tilt)
    canvas.text(words, x, y, SMALL, anchor="end" if left else "start", turn=turn)


def _arcs(
    canvas: Canvas,
    nodes: Sequence[Node],
    angles: Sequence[float],
    centre: tuple[float, float],
    radius: float,
    themes: Sequence[str],
) -> None:
    """A band along each theme's codes, with the number that the legend explains."""
    for place, name in enumerate(themes):
        own = [angle for one, angle in zip(nodes, angles, strict=True) if one.theme == name]
        if not name:
            continue
        start, end = own[0] - 0.04, own[-1] + 0.04
        (x, y), (u, v) = _at(centre, radius + 10, start), _at(centre, radius + 10, end)
        large = int(end - start > math.pi)
        arc = f"A{number(radius + 10)} {number(radius + 10)} 0 {large} 1 {number(u)} {number(v)}"
        canvas.path(f"M{number(x)} {number(y)}{arc}", stroke=theme.hue(place).deep, thick=2.4, says=name)
        x, y = _at(centre, radius + 10, start - 9 / (radius + 10))  # in the gap before its codes
        _number(canvas, place, x, y)


def _number(canvas: Canvas, place: int, x: float, y: float) -> None:
    canvas.circle(x, y, 5, fill=theme.PAPER, stroke=theme.hue(place).deep)
    canvas.text(str(place + 1), x, y + 2.5, SMALL, bold=True, anchor="middle")


def _legend(canvas: Canvas, themes: Sequence[str], top: float) -> float:
    """The themes by number, as many beside each other as there is room for; where they end."""
    named = [(place, name) for place, name in enumerate(themes) if name]
    columns = max(int(canvas.width // 165), 1)
    room = canvas.width / columns - 22
    y = top
    if "" in themes:
        named.append((-1, "codes of no theme"))
    for start in range(0, len(named), columns):
        tallest = 1
        for column, (place, name) in enumerate(named[start : start + columns]):
            x = column * canvas.width / columns + 6
            _number(canvas, place, x, y) if place >= 0 else canvas.circle(x, y, 3, fill=theme.RULE)
            lines = wrapped(clean(name), SMALL, room, most=3) or ["—"]
            for row, line in enumerate(lines):
                canvas.text(line, x + 9, y + 2.5 + row * 8.5, SMALL)
            tallest = max(tallest, len(lines))
        y += 8.5 * tallest + 6
    return y
