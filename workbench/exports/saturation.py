"""When did interviews stop bringing new codes? The course of it as a table and as a figure, with all its settings.

Base, run and threshold are those of Guest, Namey & Chen 2020 (PLoS ONE 15(5): e0232076).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.exports import theme
from workbench.exports.figures.canvas import Canvas
from workbench.exports.figures.figure import SMALL, Figure, Width, points, write_below
from workbench.exports.figures.metrics import text_width
from workbench.exports.tables import Cell, Table
from workbench.model import counted

if TYPE_CHECKING:
    from workbench.analysis.saturation import Saturation

LEFT, RIGHT = 34.0, 6.0
TOP, HIGH, GAP, LOW = 16.0, 130.0, 40.0, 80.0
"""Heights in points: above the codes' panel, that panel, between the two, the panel of new information."""


def saturation_table(course: "Saturation", *, caption: str = "") -> Table:
    """One row an interview, in order: its new codes, all codes so far, and the new information of the run it ends."""
    ends = {one.last: one for one in course.new_information}
    rows: list[list[Cell]] = []
    for place, (name, fresh, total) in enumerate(
        zip(course.order, course.new_codes, course.cumulative, strict=True), 1
    ):
        run = ends.get(place)
        rows.append(
            [
                place,
                name,
                len(fresh),
                total,
                "; ".join(fresh),
                f"{run.first}–{run.last}" if run else "base" if place <= course.base else "",
                round(run.percent, 1) if run else None,
            ]
        )
    columns = ["No.", "Transcript", "New codes", "Codes so far", "Which", "Run", "New information (%)"]
    return Table.of("Saturation of codes", columns, rows, caption=caption, notes=[method(course), found(course)])


def method(course: "Saturation") -> str:
    """The settings, as a methods section says them."""
    return (
        f"Method of Guest, Namey & Chen (2020): base of {course.base} interviews, runs of {course.run}, threshold "
        f"{course.threshold:g} % of new information (new codes of a run, as a share of the base’s unique codes)."
    )


def found(course: "Saturation") -> str:
    """What came of it in a sentence."""
    if not course.new_information:
        needed = course.base + course.run
        return f"There are too few coded interviews to say: {needed} are needed, {len(course.order)} are there."
    if course.reached_at is None:
        lowest = min(one.percent for one in course.new_information)
        return f"No run brought {course.threshold:g} % or less; the lowest brought {lowest:.0f} %."
    return (
        f"The threshold was reached after {course.reached_at} interviews ({course.reached_at}+{course.run}): the "
        f"following {course.run} brought {course.threshold:g} % or less."
    )


def saturation_figure(course: "Saturation", *, title: str, caption: str = "", width: Width = "page") -> Figure:
    """New codes (bars) and codes so far (line) over the interviews, and below it the new information of each run."""
    canvas = Canvas(points(width))
    step = (canvas.width - LEFT - RIGHT) / max(len(course.order), 1)
    centres = [LEFT + step * (place + 0.5) for place in range(len(course.order))]
    _codes(canvas, course, centres, step)
    _information(canvas, course, centres, TOP + HIGH + GAP)
    bottom = TOP + HIGH + GAP + LOW
    _names(canvas, course.order, centres, step, bottom + 3)
    write_below(canvas, [method(course), found(course), caption], canvas.height + 8)
    fresh = ", ".join(str(len(codes)) for codes in course.new_codes)
    runs = ", ".join(f"{one.first}–{one.last}: {one.percent:.0f} %" for one in course.new_information)
    words = f"New codes in each interview, in order: {fresh}. New information in each run: {runs or 'none'}. "
    return Figure(title, caption, words + method(course) + " " + found(course), canvas)


def _codes(canvas: Canvas, course: "Saturation", centres: Sequence[float], step: float) -> None:
    most = max([*course.cumulative, 1])
    foot, scale = TOP + HIGH, HIGH / _nice(most)
    _axis(canvas, TOP, HIGH, _nice(most), "Codes")
    if course.base and centres:
        wide = min(course.base, len(centres)) * step
        canvas.rect(LEFT, TOP, wide, HIGH, fill=theme.at_luminance(theme.RULE, 0.86))
        canvas.text(f"base of {course.base}", LEFT + 3, TOP + 8, SMALL, colour=theme.SOFT_INK)
    bar = min(step * 0.6, 16)
    for centre, codes, name in zip(centres, course.new_codes, course.order, strict=True):
        tall = len(codes) * scale
        says = f"{name}: {counted(len(codes), 'new code')}{': ' if codes else ''}{', '.join(codes)}"
        blue = theme.hue(0)
        canvas.rect(centre - bar / 2, foot - tall, bar, tall, fill=blue.tint, stroke=blue.deep, says=says)
        if codes and bar >= 8:
            inside = tall >= SMALL + 4
            canvas.text(str(len(codes)), centre, foot - tall + (SMALL + 2 if inside else -2.5), SMALL, anchor="middle")
    tops = [(centre, foot - total * scale) for centre, total in zip(centres, course.cumulative, strict=True)]
    if tops:
        canvas.line(tops, stroke=theme.INK, thick=1.2)
    for (x, y), total, name in zip(tops, course.cumulative, course.order, strict=True):
        canvas.circle(x, y, 1.9, fill=theme.INK, says=f"{total} codes after {name}")
    _key(canvas, TOP - 7)
    canvas.line([(LEFT, foot), (canvas.width - RIGHT, foot)], stroke=theme.SOFT_INK)


def _key(canvas: Canvas, y: float) -> None:
    """The two signs of the upper panel, at its upper edge."""
    x = LEFT
    canvas.rect(x, y - 5, 8, 6, fill=theme.hue(0).tint, stroke=theme.hue(0).deep)
    canvas.text("new codes in the interview", x + 12, y + 1, SMALL)
    x += 12 + text_width("new codes in the interview", SMALL) + 14
    canvas.line([(x, y - 2), (x + 14, y - 2)], stroke=theme.INK, thick=1.2)
    canvas.circle(x + 7, y - 2, 1.9, fill=theme.INK)
    canvas.text("codes so far", x + 18, y + 1, SMALL)


def _information(canvas: Canvas, course: "Saturation", centres: Sequence[float], top: float) -> None:
    most = max([*(one.percent for one in course.new_information), course.threshold * 2, 10])
    foot, scale = top + LOW, LOW / _nice(most)
    canvas.text(f"New information in a run of {course.run}", LEFT, top - 6, SMALL)
    _axis(canvas, top, LOW, _nice(most), "%")
    line = foot - course.threshold * scale
    canvas.line([(LEFT, line), (canvas.width - RIGHT, line)], stroke=theme.hue(1).deep, dash="4 2")
    canvas.text(f"threshold {course.threshold:g} %", LEFT + 3, line - 2.5, SMALL, colour=theme.hue(1).deep)
    for one in course.new_information:
        left, right = centres[one.first - 1], centres[one.last - 1]
        y, x = foot - one.percent * scale, (left + right) / 2
        low = one.percent <= course.threshold
        canvas.line([(left, y), (right, y)], stroke=theme.RULE, thick=0.8)
        says = f"Interviews {one.first} to {one.last}: {one.new} new codes, {one.percent:.1f} %"
        canvas.circle(x, y, 2.3, fill=theme.INK if low else theme.PAPER, stroke=theme.INK, says=says)
    canvas.line([(LEFT, foot), (canvas.width - RIGHT, foot)], stroke=theme.SOFT_INK)


def _axis(canvas: Canvas, top: float, tall: float, most: int, title: str) -> None:
    for tick in range(0, most + 1, max(most // 4, 1)):
        y = top + tall - tick * tall / most
        canvas.line([(LEFT, y), (canvas.width - RIGHT, y)], stroke=theme.at_luminance(theme.RULE, 0.8), thick=0.4)
        canvas.text(str(tick), LEFT - 4, y + 2.5, SMALL, anchor="end")
    canvas.text(title, 8, top + tall / 2, SMALL, anchor="middle", turn=-90)


def _names(canvas: Canvas, order: Sequence[str], centres: Sequence[float], step: float, top: float) -> None:
    """The interviews' names below the lower panel, upright or turned; too many for the width, only every so many."""
    widest = max((text_width(name, SMALL) for name in order), default=0.0)
    level = widest + 3 <= step
    every = 1 if level or step >= SMALL + 1 else int((SMALL + 1) // step) + 1
    for centre, name in list(zip(centres, order, strict=True))[::every]:
        shown = name
        while text_width(shown, SMALL) > 80:
            shown = shown[:-2] + "…"
        if level:
            canvas.text(shown, centre, top + 8, SMALL, anchor="middle")
        else:
            canvas.text(shown, centre + 2.5, top, SMALL, anchor="end", turn=-90)
    canvas.height = top + (10 if level else min(widest, 80) + 3)
    middle = (canvas.width + LEFT - RIGHT) / 2
    canvas.text("Interviews in their order", middle, canvas.height + 8, SMALL, anchor="middle")
    canvas.height += 10


def _nice(value: float) -> int:
    """A round number at or above the value, that four ticks divide well.

    >>> [_nice(value) for value in (3, 9, 31, 47, 120)]
    [4, 12, 40, 80, 120]
    """
    size = 1
    while True:
        for step in (4, 8, 12, 20, 28):
            if value <= step * size:
                return step * size
        size *= 10
