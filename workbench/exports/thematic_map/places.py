"""Where does each theme stand? In rows, in the study's order; a theme that a person has put somewhere stays there."""

from collections.abc import Sequence

from workbench.exports.thematic_map.clusters import INNER_GAP, NARROW, Draughtsman, Sprig
from workbench.exports.thematic_map.routes import STUB
from workbench.exports.thematic_map.shapes import Cluster
from workbench.model import ThemeLink

APART = 18.0
"""Points between two themes at least, so that a relation finds a way between them."""


UPRIGHT = 6.0
"""Points of breadth that one relation takes between two columns, or beside them."""


def placed(
    sprigs: Sequence[Sprig], links: Sequence[ThemeLink], width: float, track: float, draughtsman: Draughtsman
) -> list[Cluster]:
    """All themes at their places within `width`, none closer to another than APART, with `track` points of height above
    a row for each relation that begins or ends in it.

    A hand-set position is the upper left corner of the theme's box, both numbers in per cent of the figure's width.
    Where two hand-set themes would overlap, the later one in the study's order moves down until they do not; themes
    without a position make way for those that have one.
    """
    clusters = _grid(sprigs, links, width, track, draughtsman)
    by_hand = [place for place, sprig in enumerate(sprigs) if sprig.theme.position is not None]
    free = [place for place in range(len(sprigs)) if place not in by_hand]
    done: dict[int, Cluster] = {}
    for place in [*by_hand, *free]:
        cluster, position = clusters[place], sprigs[place].theme.position
        if position is not None:
            x = min(max(position[0] / 100 * width, 0.0), width - cluster.rect.width)
            cluster = cluster.moved(x - cluster.rect.x, max(position[1], 0.0) / 100 * width - cluster.rect.y)
        done[place] = _moved_down(cluster, list(done.values())) if by_hand else cluster
    return [done[place] for place in range(len(sprigs))]


def _grid(
    sprigs: Sequence[Sprig], links: Sequence[ThemeLink], width: float, track: float, draughtsman: Draughtsman
) -> list[Cluster]:
    """Rows of equal columns over the whole width, with room beside, between and above them for relations."""
    linked = {name for link in links for name in (link.source, link.target)}
    gutter = APART + min(UPRIGHT * len(links), 2 * UPRIGHT)
    rows = _rows(len(sprigs), int((width + gutter) // (NARROW + gutter)))
    side = _side([{name for place in row for name in _names(sprigs[place])} for row in rows], links)
    clusters: list[Cluster] = []
    y = 0.0
    for row in rows:
        wide = (width - 2 * side - (len(row) - 1) * gutter) / len(row)
        names = {name for place in row for name in _names(sprigs[place])}
        touching = sum(link.source in names or link.target in names for link in links)
        y += track * touching + (APART if row[0] else 0.0)
        tall = y
        for number, place in enumerate(row):
            sprig = sprigs[place]
            reached = _names(sprig) - {sprig.theme.name}
            columns = 1 if reached & linked else max(int((wide + INNER_GAP) // (NARROW + INNER_GAP)), 1)
            columns = max(min(columns, len(sprig.codes) + len(sprig.subs)), 1)
            cluster = draughtsman.cluster(sprig, place, wide, columns=columns)
            clusters.append(cluster.moved(side + number * (wide + gutter), y))
            tall = max(tall, y + cluster.rect.height)
        y = tall
    return clusters


def _side(rows: Sequence[set[str]], links: Sequence[ThemeLink]) -> float:
    """Points left free at both sides, for the relations between rows that must go round the outside."""
    between = sum(not any(link.source in row and link.target in row for row in rows) for link in links)
    return STUB + 1.5 + UPRIGHT * min(-(-between // 2) - 1, 3) if between else 0.0


def _rows(count: int, most: int) -> list[list[int]]:
    """0 … count-1 in as few rows of at most `most` as there can be, the upper ones fuller by one at most.

    >>> _rows(7, 4)
    [[0, 1, 2, 3], [4, 5, 6]]
    """
    rows = -(-count // max(most, 1))
    short, more = divmod(count, rows)
    sizes = [short + (number < more) for number in range(rows)]
    return [list(range(sum(sizes[:number]), sum(sizes[: number + 1]))) for number in range(rows)]


def _names(sprig: Sprig) -> set[str]:
    return {sprig.theme.name}.union(*map(_names, sprig.subs))


def _moved_down(cluster: Cluster, others: Sequence[Cluster]) -> Cluster:
    """The cluster, lowered just so far that it overlaps none of the others."""
    while near := [other for other in others if cluster.rect.overlaps(other.rect, APART - 0.5)]:
        cluster = cluster.moved(0, max(other.rect.bottom for other in near) + APART - cluster.rect.y)
    return cluster
