"""How does the whole map lie on the page? Themes, relations, legend and caption, in points, the same every time."""

from collections.abc import Sequence
from dataclasses import replace

from workbench.exports.figures.metrics import ASCENT, LEADING, text_width, wrapped
from workbench.exports.tables.table import clean
from workbench.exports.thematic_map.clusters import SMALL, Draughtsman, sprigs
from workbench.exports.thematic_map.legend import legend
from workbench.exports.thematic_map.places import placed
from workbench.exports.thematic_map.relations import arrows
from workbench.exports.thematic_map.shapes import Arrow, Cluster, Drawing, Text
from workbench.exports.theme_table import require_themes
from workbench.model import NotFound, ThemeReport

MARGIN = 1.0
"""Points around everything, so that the rims of the outermost boxes are whole."""


def drawn(report: ThemeReport, width: float, *, caption: bool, size: str) -> Drawing:
    """The map at `width` points; its height is what it needs.

    Rows of themes are set closer or further apart until every relation finds its way and its verb a place. Raises
    WorkbenchError without themes, NotFound for a link to a theme that is not in the report.
    """
    require_themes(report, "thematic map")
    known = [theme.name for theme in report.themes]
    for link in report.links:
        for name in (link.source, link.target):
            if name not in known:
                raise NotFound("theme", name, known)
    inner = width - 2 * MARGIN
    roots, draughtsman = sprigs(report), Draughtsman(report, size)
    for track in (4.0, 10.0, 22.0):
        clusters = placed(roots, report.links, inner, track, draughtsman)
        found, left = arrows(clusters, report.links, inner)
        if not left:
            break
    notes = tuple(f"Not drawn for want of room: {link.source} {link.label} {link.target}." for link in left)
    return _set(report, width, clusters, found, notes, caption=caption, size=size)


def _set(
    report: ThemeReport,
    width: float,
    clusters: Sequence[Cluster],
    found: Sequence[Arrow],
    notes: tuple[str, ...],
    *,
    caption: bool,
    size: str,
) -> Drawing:
    """Everything moved to the upper edge, and the legend and words below it."""
    ys = [cluster.rect.y for cluster in clusters] + [arrow.ground.y for arrow in found]
    down = MARGIN - min([*ys, *(point[1] - 1 for arrow in found for point in arrow.points)])
    clusters = [cluster.moved(MARGIN, down) for cluster in clusters]
    found = [_moved(arrow, MARGIN, down) for arrow in found]
    bottom = max(
        [cluster.rect.bottom for cluster in clusters]
        + [arrow.ground.bottom for arrow in found]
        + [point[1] for arrow in found for point in arrow.points]
    )
    keys, bottom = legend(clusters, found, MARGIN, bottom + 11, width - 2 * MARGIN, size)
    words = [*notes, *([report.about.caption] if caption else [])]
    below = []
    for line in (line for one in words for line in wrapped(clean(one), SMALL, width - 2 * MARGIN, most=8, even=False)):
        below.append(Text(line, MARGIN, bottom + 3 + ASCENT * SMALL, text_width(line, SMALL), SMALL))
        bottom += LEADING * SMALL
    height = bottom + (5 if below else 0) + MARGIN
    return Drawing(width, height, tuple(clusters), tuple(found), tuple(keys), tuple(below), notes, down, size)


def _moved(arrow: Arrow, dx: float, dy: float) -> Arrow:
    points = tuple((x + dx, y + dy) for x, y in arrow.points)
    texts = tuple(text.moved(dx, dy) for text in arrow.texts)
    return replace(arrow, points=points, ground=arrow.ground.moved(dx, dy), texts=texts)
