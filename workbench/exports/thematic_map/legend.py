"""What do the map's signs mean? Samples of those that it uses, in a line or two below it."""

from collections.abc import Iterator, Sequence

from workbench.exports.figures.metrics import text_width
from workbench.exports.thematic_map.clusters import SMALL
from workbench.exports.thematic_map.shapes import Arrow, Cluster, Key, Rect, Sign, Text

HEIGHT = 10.0
LINE = 14.0


def legend(
    clusters: Sequence[Cluster],
    found: Sequence[Arrow],
    left: float,
    top: float,
    width: float,
    size: str,
) -> tuple[list[Key], float]:
    """Samples with words, side by side and wrapped to `width`, and the y at which they end."""
    keys: list[Key] = []
    x, y = left, top
    for kind, sample, words in _entries(clusters, found, size):
        long = text_width(words, SMALL)
        if x > left and x + sample + 4 + long > left + width:
            x, y = left, y + LINE
        rect = Rect(x, y, sample, HEIGHT)
        text = Text(words, rect.right + 4, y + HEIGHT / 2 + 0.36 * SMALL, long, SMALL)
        keys.append(Key(kind, rect, text))
        x = text.x + long + 13
    return keys, y + HEIGHT


def _entries(clusters: Sequence[Cluster], found: Sequence[Arrow], size: str) -> Iterator[tuple[Sign, float, str]]:
    levels = {box.level for cluster in clusters for box in cluster.boxes}
    yield "theme", 14.0, "theme"
    if "sub-theme" in levels:
        yield "sub-theme", 14.0, "sub-theme"
    if "code" in levels:
        yield "code", 22.0, f"code: number, size and shading for its {size}"
    if any(cluster.twigs for cluster in clusters) or any(arrow.kind == "part of" for arrow in found):
        yield "part of", 16.0, "part of"
    kinds = {arrow.kind for arrow in found}
    if "relation" in kinds:
        yield "relation", 22.0, "relation between themes"
    if "conflict" in kinds:
        yield "conflict", 22.0, "conflict"
