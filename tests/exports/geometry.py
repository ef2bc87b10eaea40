"""What can be wrong with a drawn map, found by measuring it."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from workbench.exports.figures.metrics import ASCENT, DESCENT, text_width
from workbench.exports.thematic_map.clusters import SMALL
from workbench.exports.thematic_map.shapes import Arrow, Box, Drawing, Rect, Text

NEAR = 1e-6


def faults(drawing: Drawing) -> list[str]:
    """A sentence for each rule that the drawing breaks."""
    return [
        *_boxes(drawing),
        *(fault for box in drawing.boxes for fault in _texts(box)),
        *(fault for arrow in drawing.arrows for fault in _arrow(arrow, drawing)),
        *(fault for one, other in combinations(drawing.arrows, 2) for fault in _pair(one, other)),
        *_twigs(drawing),
        *_edge(drawing),
    ]


def extent(text: Text) -> Rect:
    """The rectangle that a line of text takes."""
    up, long = (ASCENT + DESCENT) * text.size, text_width(text.words, text.size, bold=text.bold)
    if text.turned:
        return Rect(text.x - ASCENT * text.size, text.y - long, up, long)
    return Rect(text.x, text.y - ASCENT * text.size, long, up)


def inside(inner: Rect, outer: Rect) -> bool:
    return (
        inner.x >= outer.x - NEAR
        and inner.y >= outer.y - NEAR
        and inner.right <= outer.right + NEAR
        and inner.bottom <= outer.bottom + NEAR
    )


def _boxes(drawing: Drawing) -> Iterator[str]:
    for one, other in combinations(drawing.boxes, 2):
        if one.rect.overlaps(other.rect):
            yield f"box {one.name!r} overlaps {other.name!r}"


def _texts(box: Box) -> Iterator[str]:
    for text in box.texts:
        if not inside(extent(text), box.rect):
            yield f"{text.words!r} leaves its box"
        if text.size < SMALL:
            yield f"{text.words!r} is only {text.size} pt"
    for one, other in combinations(box.texts, 2):
        if extent(one).grown(-1).overlaps(extent(other).grown(-1)):
            yield f"{one.words!r} runs into {other.words!r}"


def _arrow(arrow: Arrow, drawing: Drawing) -> Iterator[str]:
    said = f"{arrow.source!r} to {arrow.target!r}"
    for box in drawing.boxes:
        if any(box.rect.crossed_by(*line) for line in pairwise(arrow.points)):
            yield f"the line from {said} crosses {box.name!r}"
        if arrow.texts and arrow.ground.overlaps(box.rect):
            yield f"the verb from {said} covers {box.name!r}"
    if not all(inside(extent(text), arrow.ground) for text in arrow.texts):
        yield f"the verb from {said} leaves its ground"


def _pair(one: Arrow, other: Arrow) -> Iterator[str]:
    said = f"{one.source!r} to {one.target!r} and {other.source!r} to {other.target!r}"
    if one.texts and other.texts and one.ground.overlaps(other.ground):
        yield f"the verbs of {said} overlap"
    for first, second in ((one, other), (other, one)):
        if second.texts and any(second.ground.crossed_by(*line) for line in pairwise(first.points)):
            yield f"a line runs under a verb: {said}"
    for line in pairwise(one.points):
        for along in pairwise(other.points):
            if _side_by_side(line, along):
                yield f"two lines cannot be told apart: {said}"


def _side_by_side(line: tuple, other: tuple) -> bool:  # type: ignore[type-arg]
    """Whether two lines run the same way within 2 points of each other, for more than a point."""
    for across, along in ((0, 1), (1, 0)):
        if line[0][across] == line[1][across] and other[0][across] == other[1][across]:
            low = max(min(p[along] for p in line), min(p[along] for p in other))
            high = min(max(p[along] for p in line), max(p[along] for p in other))
            if abs(line[0][across] - other[0][across]) < 2 and high - low > 1:
                return True
    return False


def _twigs(drawing: Drawing) -> Iterator[str]:
    for cluster in drawing.clusters:
        for twig in cluster.twigs:
            for box in drawing.boxes:
                if any(box.rect.grown(-0.01).crossed_by(*line) for line in pairwise(twig.points)):
                    yield f"a twig of {cluster.name!r} crosses {box.name!r}"


def _edge(drawing: Drawing) -> Iterator[str]:
    page = Rect(0, 0, drawing.width, drawing.height)
    texts = [*drawing.below, *(key.text for key in drawing.keys)]
    for rect in [*(box.rect for box in drawing.boxes), *map(extent, texts), *(a.ground for a in drawing.arrows)]:
        if not inside(rect, page):
            yield f"{rect} leaves the page"
    for arrow in drawing.arrows:
        if not all(inside(Rect(x, y, 0, 0), page) for x, y in arrow.points):
            yield f"the line from {arrow.source!r} leaves the page"
