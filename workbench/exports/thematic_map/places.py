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
    gutter = APART + min(UPRIGHT * len(links), 2 * UPRIGHT)
    rows = _rows(len(sprigs), int((width + gutter) // (NARROW + gutter)))
    side = _side(sprigs, rows, links)
    clusters: list[Cluster] = []
    y = 0.0
    for row in rows:
        y += track * _touching([sprigs[place] for place in row], links) + (APART if row[0] else 0.0)
        wide = (width - 2 * side - (len(row) - 1) * gutter) / len(row)
        for number, place in enumerate(row):
            cluster = draughtsman.cluster(sprigs[place], place, wide, columns=_columns(sprigs[place], wide, links))
            clusters.append(cluster.moved(side + number * (wide + gutter), y))
        y = max(cluster.rect.bottom for cluster in clusters[row[0] :])
    return _by_hand(sprigs, clusters, width, side)


def _by_hand(sprigs: Sequence[Sprig], clusters: Sequence[Cluster], width: float, side: float) -> list[Cluster]:
    """The clusters with those at their places that a person has put there, and the others out of their way."""
    by_hand = [place for place, sprig in enumerate(sprigs) if sprig.theme.position is not None]
    free = [place for place in range(len(sprigs)) if place not in by_hand]
    done: dict[int, Cluster] = {}
    for place in [*by_hand, *free]:
        cluster, position = clusters[place], sprigs[place].theme.position
        if position is not None:
            x = min(max(position[0] / 100 * width, side), width - side - cluster.rect.width)
            cluster = cluster.moved(x - cluster.rect.x, max(position[1], 0.0) / 100 * width - cluster.rect.y)
        done[place] = _moved_down(cluster, list(done.values())) if by_hand else cluster
    return [done[place] for place in range(len(sprigs))]


def _columns(sprig: Sprig, width: float, links: Sequence[ThemeLink]) -> int:
    """How many columns a theme's children get; one where a relation must reach a sub-theme from the side."""
    subs = _names(sprig) - {sprig.theme.name}
    if any(link.source in subs or link.target in subs for link in links):
        return 1
    most = int((width + INNER_GAP) // (NARROW + INNER_GAP))
    return max(min(most, len(sprig.codes) + len(sprig.subs)), 1)


def _touching(row: Sequence[Sprig], links: Sequence[ThemeLink]) -> int:
    names = {name for sprig in row for name in _names(sprig)}
    return sum(link.source in names or link.target in names for link in links)


def _side(sprigs: Sequence[Sprig], rows: Sequence[Sequence[int]], links: Sequence[ThemeLink]) -> float:
    """Points left free at both sides, for the relations that may have to go round the outside.

    Those are all but the ones between main themes in one row; one from or to a sub-theme has only the right side.
    """
    mains = [{sprigs[place].theme.name for place in row} for row in rows]
    around = 0
    for link in links:
        ends = {link.source, link.target}
        around += 2 * (not ends <= set().union(*mains)) or not any(ends <= row for row in mains)
    return STUB + 5.0 + UPRIGHT * min(-(-around // 2) - 1, 4) if around else 0.0


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
