"""Which arrows say how themes relate? One for each link, round the boxes, its verb where it covers nothing."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from workbench.exports.figures.metrics import ASCENT, LEADING, text_width, wrapped
from workbench.exports.tables.table import clean
from workbench.exports.thematic_map.clusters import SMALL
from workbench.exports.thematic_map.routes import CLEAR, STUB, Port, Tracks, ports, spread
from workbench.exports.thematic_map.shapes import Arrow, Box, Cluster, Kind, Point, Rect, Text
from workbench.model import ThemeLink

TRACK = 6.0
"""Points from one upright track to the next; level ones are further apart, for the verbs on them."""
LEVEL_TRACK = 10.5
SEEN = 14.0
"""Points of a line that stay to be seen beside the verb on it, its head among them."""
EDGE = 1.0
"""Points between a line and the edge of the page."""
VERB_ROOMS = (105.0, 50.0)
"""Points that a verb's lines may be wide; the second is for a place where the first does not fit."""


def arrows(
    clusters: Sequence[Cluster], links: Sequence[ThemeLink], width: float
) -> tuple[list[Arrow], list[ThemeLink]]:
    """An arrow for every link, in the order given, and the links for which there was no way or no room for the verb.

    Neighbours are joined first, so that the long ways go round the short ones.
    """
    linked = {name for link in links for name in (link.source, link.target)}
    boxes = {box.name: box for cluster in clusters for box in cluster.boxes if box.level != "code"}
    joints = {
        box.name: [port for port in _ports(box, cluster) if EDGE <= port.out[0] <= width - EDGE]
        for cluster in clusters
        for box in cluster.boxes
        if box.level != "code" and box.name in linked
    }
    tracks = _tracks(clusters, [port for found in joints.values() for port in found], len(links), width)
    drawn: dict[int, Arrow] = {}
    for place in sorted(range(len(links)), key=lambda place: _distance(links[place], boxes)):
        link = links[place]
        for starts, ends in _choices(joints[link.source], joints[link.target], link.source == link.target):
            for way in tracks.ways(starts, ends) if place not in drawn else ():
                arrow = _labelled(link, way, clusters, list(drawn.values()), width)
                if arrow is not None:
                    tracks.take(way)
                    tracks.block(arrow.ground)
                    drawn[place] = arrow
                    break
    return [drawn[place] for place in sorted(drawn)], [link for i, link in enumerate(links) if i not in drawn]


CONFLICTS = ("conflict", "contradict", "is in tension", "is at odds")
PARTS = ("part of", "is part of", "belongs to")


def kind_of(label: str) -> Kind:
    """What sort of line says a relation: `part of` and conflicts have their own, all other words are relations.

    >>> kind_of("Conflicts with"), kind_of("is part of"), kind_of("leads to")
    ('conflict', 'part of', 'relation')
    """
    words = " ".join(label.casefold().split())
    if words.startswith(CONFLICTS):
        return "conflict"
    return "part of" if words in PARTS else "relation"


def _choices(starts: list[Port], ends: list[Port], itself: bool) -> Iterator[tuple[list[Port], list[Port]]]:
    """Ports to try: any; then, for a longer way with room for the verb, the middle ones, and those furthest apart.

    A theme that relates to itself needs two halves.
    """
    if itself:
        starts, ends = starts[: len(starts) // 2], starts[len(starts) // 2 :]
    yield starts, ends
    tops, others = ([port for port in one if port.side == "top"] for one in (starts, ends))
    if tops and others:
        yield [tops[len(tops) // 2]], [others[len(others) // 2]]
        yield ([tops[0]], [others[-1]]) if tops[0].rim[0] < others[0].rim[0] else ([tops[-1]], [others[0]])


def _ports(box: Box, cluster: Cluster) -> list[Port]:
    """A main theme can be reached from above and both sides; a sub-theme from the side where nothing hangs."""
    if box.level == "theme":
        return ports(box.rect, ["top", "left", "right"])
    return ports(box.rect, ["right"]) if abs(box.rect.right - cluster.rect.right) < 0.01 else []


def _tracks(clusters: Sequence[Cluster], joints: Sequence[Port], count: int, width: float) -> Tracks:
    """Tracks through every port, and beside, above and below every theme as many as there are relations to run."""
    rects = [cluster.rect for cluster in clusters]
    reach = range(min(count, 6) + 1)
    beside = [rect.right + STUB + n * TRACK for n in reach for rect in rects]
    beside += [rect.x - STUB - n * TRACK for n in reach for rect in rects]
    above = [rect.y - STUB - n * LEVEL_TRACK for n in range(count + 2) for rect in rects]
    below = [rect.bottom + STUB + n * LEVEL_TRACK for n in range(count + 2) for rect in rects]
    xs = spread((port.out[0] for port in joints), [x for x in beside if EDGE <= x <= width - EDGE], TRACK - 0.5)
    ys = spread((port.out[1] for port in joints), [*above, *below], LEVEL_TRACK - 1)
    return Tracks(xs, ys, walls=[rect.grown(CLEAR) for rect in rects], gates=joints)


def _distance(link: ThemeLink, boxes: Mapping[str, Box]) -> float:
    one, other = boxes[link.source].rect, boxes[link.target].rect
    return abs(one.x - other.x) + abs(one.y - other.y)


def _labelled(
    link: ThemeLink, way: list[Point], clusters: Sequence[Cluster], drawn: Sequence[Arrow], width: float
) -> Arrow | None:
    """The arrow with its verb on one of its lines, clear of boxes, other verbs and all other lines; else None."""
    verb = clean(link.label)
    if not verb.strip():
        return Arrow(link.source, link.target, tuple(way), Rect(*way[0], 0, 0), (), kind_of(verb))
    covered = [cluster.rect for cluster in clusters] + [arrow.ground for arrow in drawn]
    others = [line for arrow in drawn for line in pairwise(arrow.points)]
    for lines, turned in _settings(verb):
        long = max(text_width(line, SMALL) for line in lines) + 5
        thick = SMALL * LEADING * len(lines) + 0.6
        for host, ground in _grounds(way, long, thick, turned=turned):
            near = [*others, *(line for line in pairwise(way) if line != host)]
            if (
                ground.x >= 0
                and ground.right <= width
                and not any(ground.overlaps(rect, 0.8) for rect in covered)
                and not any(ground.grown(1.5).crossed_by(*line) for line in near)
            ):
                texts = _verb(lines, ground, turned=turned)
                return Arrow(link.source, link.target, tuple(way), ground, texts, kind_of(verb))
    return None


def _settings(verb: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The ways to set a verb, best first: on one line, on narrow lines, and turned along an upright line."""
    broad, narrow = (tuple(wrapped(verb, SMALL, room, most=3)) for room in VERB_ROOMS)
    yield broad, False
    if narrow != broad:
        yield narrow, False
    yield broad, True


def _verb(lines: Sequence[str], ground: Rect, *, turned: bool) -> tuple[Text, ...]:
    texts = []
    for number, words in enumerate(lines):
        wide = text_width(words, SMALL)
        down = 0.3 + SMALL * (LEADING * number + ASCENT)
        if turned:
            x, y = ground.x + down, ground.bottom - (ground.height - wide) / 2
        else:
            x, y = ground.x + (ground.width - wide) / 2, ground.y + down
        texts.append(Text(words, x, y, wide, SMALL, italic=True, turned=turned))
    return tuple(texts)


def _grounds(
    way: list[Point], long: float, thick: float, *, turned: bool
) -> Iterator[tuple[tuple[Point, Point], Rect]]:
    """Places for a verb on the way's lines, the longest level line first, its middle first; enough line stays seen."""
    lines = sorted(pairwise(way), key=lambda line: (line[0][1] != line[1][1], -_length(line)))
    for line in lines:
        (x, y), (u, v) = line
        upright = x == u
        if turned and not upright:
            continue
        width, height = (thick, long) if turned else (long, thick)
        spare = _length(line) - (height if upright else width) - SEEN
        for share in (0.5, 0.35, 0.65, 0.2, 0.8, 0.08, 0.92) if spare > 0 else ():
            shift = (share - 0.5) * spare
            middle = ((x + u) / 2 + (0 if upright else shift), (y + v) / 2 + (shift if upright else 0))
            yield line, Rect(middle[0] - width / 2, middle[1] - height / 2, width, height)


def _length(line: tuple[Point, Point]) -> float:
    return abs(line[0][0] - line[1][0]) + abs(line[0][1] - line[1][1])
