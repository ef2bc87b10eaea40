"""The map as SVG: text as text, every line of it as wide as it was measured, with title and description for readers."""

from collections.abc import Sequence
from html import escape

from workbench.exports import theme
from workbench.exports.figures.metrics import FAMILY, is_measured
from workbench.exports.tables.table import clean
from workbench.exports.thematic_map.shapes import Arrow, Box, Drawing, Key, Kind, Point, Text, Twig

ROUND = 3.0
HEAD = (5.2, 2.3)
"""Length and half the breadth of an arrow's head."""
SHADE = 0.80
"""Luminance of the shaded part of a code's box; dark text stands on it with a contrast above 10."""


def to_svg(drawing: Drawing, title: str, description: str, *, unit: str = "pt") -> str:
    """The drawing as one SVG document; `unit` is `pt` for its size in print, empty for a converter that counts px."""
    width, height = _n(drawing.width), _n(drawing.height)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}{unit}" height="{height}{unit}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="map-title map-words" font-family="{FAMILY}">',
        f'<title id="map-title">{_words(title)}</title>',
        f'<desc id="map-words">{_words(description)}</desc>',
        f'<rect width="{width}" height="{height}" fill="{theme.PAPER}"/>',
        *(_twig(twig) for cluster in drawing.clusters for twig in cluster.twigs),
        *(_line(arrow.points, arrow.kind) for arrow in drawing.arrows),
        *(_verb(arrow) for arrow in drawing.arrows),
        *(_box(box) for box in drawing.boxes),
        *(_key(key) for key in drawing.keys),
        *(_text(text, theme.SOFT_INK) for text in drawing.below),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def fill(box: Box) -> str:
    """The ground of a box: by its level alone the lightness, by its theme the hue."""
    hue = theme.hue(box.colour)
    return {"theme": hue.deep, "sub-theme": hue.tint, "code": theme.PAPER}[box.level]


def ink(box: Box) -> str:
    return theme.PAPER if box.level == "theme" else theme.INK


def rim(box: Box) -> tuple[str, float]:
    """Colour and breadth of a box's rim."""
    return theme.hue(box.colour).deep, {"theme": 0.8, "sub-theme": 1.1, "code": 0.7}[box.level]


def shade(colour: int) -> str:
    return theme.at_luminance(theme.hue(colour).tint, SHADE)


def _box(box: Box) -> str:
    rect, (edge, breadth) = box.rect, rim(box)
    frame = f'x="{_n(rect.x)}" y="{_n(rect.y)}" height="{_n(rect.height)}" rx="{_n(2.2 if box.level == "code" else 3)}"'
    shaded = ""
    if box.share > 0:
        shaded = f'<rect {frame} width="{_n(max(rect.width * min(box.share, 1), 4.4))}" fill="{shade(box.colour)}"/>'
    ground = "none" if shaded else fill(box)
    under = f'<rect {frame} width="{_n(rect.width)}" fill="{theme.PAPER}"/>' if shaded else ""
    outline = f'<rect {frame} width="{_n(rect.width)}" fill="{ground}" stroke="{edge}" stroke-width="{breadth}"/>'
    texts = "".join(_text(text, ink(box)) for text in box.texts)
    return f"<g><title>{_words(box.name)}</title>{under}{shaded}{outline}{texts}</g>"


def _twig(twig: Twig) -> str:
    return f'<path d="{path(twig.points)}" fill="none" stroke="{theme.hue(twig.colour).deep}" stroke-width="0.9"/>'


def head(points: Sequence[Point]) -> tuple[Point, list[Point]]:
    """Where the line of an arrow through these points ends, and the corners of the head that goes on from there."""
    (x, y), (u, v) = points[-2:]
    length, half = HEAD
    dx, dy = (u > x) - (u < x), (v > y) - (v < y)
    base = (u - dx * length, v - dy * length)
    return base, [(u, v), (base[0] + dy * half, base[1] + dx * half), (base[0] - dy * half, base[1] - dx * half)]


def heads(points: Sequence[Point], kind: Kind) -> tuple[list[Point], list[list[Point]]]:
    """The line of an arrow without its heads, and the corners of each: one at the end, of a conflict two."""
    base, corners = head(points)
    inner, found = [*points[:-1], base], [corners]
    if kind == "conflict":
        base, corners = head(points[::-1])
        inner, found = [base, *inner[1:]], [*found, corners]
    return inner, found


def dashes(kind: Kind) -> tuple[float, ...]:
    """The dashes and gaps of a relation's line in points; none for a solid one."""
    return () if kind == "part of" else (3.2, 2.2)


def _line(points: Sequence[Point], kind: Kind) -> str:
    inner, corners = heads(points, kind)
    triangles = "".join(
        f'<polygon points="{" ".join(f"{_n(x)},{_n(y)}" for x, y in one)}" fill="{theme.SOFT_INK}"/>' for one in corners
    )
    dashed = " ".join(map(_n, dashes(kind)))
    dash = f' stroke-dasharray="{dashed}"' if dashed else ""
    return f'<path d="{path(inner)}" fill="none" stroke="{theme.SOFT_INK}" stroke-width="1"{dash}/>{triangles}'


def _verb(arrow: Arrow) -> str:
    rect = arrow.ground
    ground = f'<rect x="{_n(rect.x)}" y="{_n(rect.y)}" width="{_n(rect.width)}" height="{_n(rect.height)}"'
    return f'{ground} fill="{theme.PAPER}"/>' + "".join(_text(text, theme.INK) for text in arrow.texts)


def _key(key: Key) -> str:
    rect, middle = key.rect, key.rect.y + key.rect.height / 2
    words = _text(key.text, theme.INK)
    if key.kind == "part of":
        level = path([(rect.x, middle), (rect.right, middle)])
        return f'<path d="{level}" stroke="{theme.SOFT_INK}" stroke-width="0.9"/>{words}'
    if key.kind in ("relation", "conflict"):
        return _line([(rect.x, middle), (rect.right, middle)], key.kind) + words
    frame = f'x="{_n(rect.x)}" y="{_n(rect.y)}" height="{_n(rect.height)}" rx="2"'
    part = f'<rect {frame} width="{_n(rect.width / 2)}" fill="{sample_ground("shade")}"/>' if key.kind == "code" else ""
    return (
        f'{part}<rect {frame} width="{_n(rect.width)}" fill="{sample_ground(key.kind)}" '
        f'stroke="{theme.SOFT_INK}" stroke-width="0.8"/>{words}'
    )


def sample_ground(kind: str) -> str:
    """The ground of a sample in the legend, which has no theme's hue."""
    lightness = {"sub-theme": theme.TINT, "shade": SHADE}
    if kind in lightness:
        return theme.at_luminance(theme.SOFT_INK, lightness[kind])
    return theme.SOFT_INK if kind == "theme" else "none"


def _text(text: Text, colour: str) -> str:
    look = (' font-weight="700"' if text.bold else "") + (' font-style="italic"' if text.italic else "")
    look += f' transform="rotate(-90 {_n(text.x)} {_n(text.y)})"' if text.turned else ""
    if is_measured(text.words):
        look += f' textLength="{_n(text.width)}" lengthAdjust="spacingAndGlyphs"'
    place = f'x="{_n(text.x)}" y="{_n(text.y)}" font-size="{_n(text.size)}" fill="{colour}"'
    return f"<text {place}{look}>{_words(text.words)}</text>"


def path(points: Sequence[Point]) -> str:
    """Straight lines through the points, corners rounded as far as the lines are long enough."""
    parts = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for before, point, after in zip(points, points[1:], points[2:], strict=False):
        cut = min(ROUND, _length(before, point) / 2, _length(point, after) / 2)
        one, other = _toward(point, before, cut), _toward(point, after, cut)
        parts.append(f"L{_n(one[0])} {_n(one[1])}Q{_n(point[0])} {_n(point[1])} {_n(other[0])} {_n(other[1])}")
    parts.append(f"L{_n(points[-1][0])} {_n(points[-1][1])}")
    return "".join(parts)


def _length(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _toward(start: Point, goal: Point, by: float) -> Point:
    far = _length(start, goal) or 1.0
    return start[0] + (goal[0] - start[0]) * by / far, start[1] + (goal[1] - start[1]) * by / far


def _words(text: str) -> str:
    return escape(clean(text), quote=True)


def _n(value: float) -> str:
    """A number with at most two decimals, as short as it can be."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
