"""The map to explore: the printed layout as a Plotly figure, definition and quotes where the pointer rests.

Everything that people wrote is escaped before Plotly sees it, because Plotly reads some HTML in its texts.
"""

import html
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from workbench.exports import theme
from workbench.exports.figures.metrics import ASCENT, DESCENT, FAMILY
from workbench.exports.tables.html import page, words
from workbench.exports.tables.table import clean
from workbench.exports.thematic_map import svg
from workbench.exports.thematic_map.evidence import SCRIPT, evidence
from workbench.exports.thematic_map.shapes import Drawing, Key, Kind, Point, Rect, Text
from workbench.exports.thematic_map.words import hover
from workbench.model import ThemeReport

if TYPE_CHECKING:
    import plotly.graph_objects as go

SCALE = 1.9
"""Pixels on the screen for each point in print."""
CLEAR = "rgba(0,0,0,0)"
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}


def figure(drawing: Drawing, report: ThemeReport, description: str, *, pixels: int | None = None) -> "go.Figure":
    """The drawing as a figure of fixed size, in the drawing's own units; `pixels` is its width (None: SCALE).

    Its last trace has a bar for each box, with hover text and with `customdata` (level, name, main theme) for clicks.
    """
    import plotly.graph_objects as go

    scale = SCALE if pixels is None else pixels / drawing.width
    boxes = drawing.boxes
    rims = [svg.rim(box) for box in boxes]
    grounds = _bars(drawing, [1.0] * len(boxes), color=[svg.fill(box) for box in boxes])
    shades = _bars(drawing, [box.share for box in boxes], color=[svg.shade(box.colour) for box in boxes])
    frames = _bars(
        drawing,
        [1.0] * len(boxes),
        color=CLEAR,
        line={"color": [rim[0] for rim in rims], "width": [rim[1] * SCALE for rim in rims]},
    ) | {
        "hoverinfo": "text",
        "hovertext": [hover(box, report) for box in boxes],
        "customdata": [[box.level, clean(box.name), clean(box.theme)] for box in boxes],
    }
    made = go.Figure([go.Bar(**one) for one in (grounds, shades, frames)])
    made.update_layout(
        width=round(drawing.width * scale),
        height=round(drawing.height * scale),
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        paper_bgcolor=theme.PAPER,
        plot_bgcolor=theme.PAPER,
        barmode="overlay",
        dragmode=False,
        hovermode="closest",
        hoverlabel={
            "align": "left",
            "bgcolor": theme.PAPER,
            "font": {"color": theme.INK, "family": FAMILY, "size": 13},
        },
        xaxis={"range": [0, drawing.width], "visible": False, "fixedrange": True},
        yaxis={"range": [drawing.height, 0], "visible": False, "fixedrange": True},
        shapes=_shapes(drawing),
        annotations=_annotations(drawing, scale),
        meta={"caption": report.about.caption, "description": description},
    )
    return made


def to_html(drawing: Drawing, report: ThemeReport, title: str, description: str, app: str) -> bytes:
    """A page that stands alone, Plotly in it: the map, its caption, what a click shows, and the description for who
    cannot see it."""
    import plotly.io as pio

    made = figure(replace(drawing, below=()), report, description)
    about = "".join(f'<p class="about">{words(line)}</p>' for line in (*drawing.notes, report.about.caption))
    inner = pio.to_html(made, config=CONFIG, include_plotlyjs=True, full_html=False, div_id="map", post_script=SCRIPT)
    body = (
        f'<h1 style="font-size: 1.3rem">{words(title)}</h1>\n<figure style="margin: 0">\n'
        f'<div role="img" aria-label="{words(description)}" style="overflow-x: auto">{inner}</div>\n'
        f"<figcaption>{about}</figcaption>\n</figure>\n{evidence(drawing, report, app)}\n"
        f"<details><summary>The map in words</summary><p>{words(description)}</p></details>"
    )
    return page(title, body)


def _bars(drawing: Drawing, shares: Sequence[float], **marker: object) -> dict[str, Any]:
    """A level bar for each box, over a share of its width."""
    rects = [box.rect for box in drawing.boxes]
    return {
        "orientation": "h",
        "base": [rect.x for rect in rects],
        "x": [rect.width * share for rect, share in zip(rects, shares, strict=True)],
        "y": [rect.y + rect.height / 2 for rect in rects],
        "width": [rect.height for rect in rects],
        "marker": {"cornerradius": 5, "line": {"width": 0}} | marker,
        "unselected": {"marker": {"opacity": 1}},  # a click chooses; the others stay as they are
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _shapes(drawing: Drawing) -> list[dict[str, object]]:
    """All lines, then the white grounds of the verbs on them, then the legend's samples; all below the boxes."""
    twigs = [twig for cluster in drawing.clusters for twig in cluster.twigs]
    found = [_line(twig.points, theme.hue(twig.colour).deep, 0.9) for twig in twigs]
    for arrow in drawing.arrows:
        found += _arrow(arrow.points, arrow.kind)
    found += [_rect(arrow.ground, theme.PAPER) for arrow in drawing.arrows if arrow.texts]
    return found + [shape for key in drawing.keys for shape in _sample(key)]


def _sample(key: Key) -> list[dict[str, object]]:
    rect, middle = key.rect, key.rect.y + key.rect.height / 2
    level = [(rect.x, middle), (rect.right, middle)]
    if key.kind == "part of":
        return [_line(level, theme.SOFT_INK, 0.9)]
    if key.kind in ("relation", "conflict"):
        return _arrow(level, key.kind)
    half = Rect(rect.x, rect.y, rect.width / 2, rect.height)
    part = [_rect(half, svg.sample_ground("shade"))] if key.kind == "code" else []
    ground = CLEAR if key.kind == "code" else svg.sample_ground(key.kind)
    return [*part, _rect(rect, ground, rim=0.8)]


def _arrow(points: Sequence[Point], kind: Kind) -> list[dict[str, object]]:
    inner, heads = svg.heads(points, kind)
    dash = ",".join(f"{one * SCALE:.0f}px" for one in svg.dashes(kind)) or "solid"
    filled = [
        _line(points, theme.SOFT_INK, 0)
        | {"path": "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in one) + "Z", "fillcolor": theme.SOFT_INK}
        for one in heads
    ]
    return [_line(inner, theme.SOFT_INK, 1.0, dash=dash), *filled]


def _line(points: Sequence[Point], colour: str, breadth: float, *, dash: str = "solid") -> dict[str, object]:
    line = {"color": colour, "width": breadth * SCALE, "dash": dash}
    return {"type": "path", "path": svg.path(points), "line": line, "layer": "below"}


def _rect(rect: Rect, colour: str, *, rim: float = 0) -> dict[str, object]:
    corners = {"x0": rect.x, "y0": rect.y, "x1": rect.right, "y1": rect.bottom}
    line = {"color": theme.SOFT_INK, "width": rim * SCALE}
    return {"type": "rect", "fillcolor": colour, "line": line, "layer": "below", **corners}


def _annotations(drawing: Drawing, scale: float) -> list[dict[str, object]]:
    texts = [(text, svg.ink(box)) for box in drawing.boxes for text in box.texts]
    texts += [(text, theme.INK) for arrow in drawing.arrows for text in arrow.texts]
    texts += [(key.text, theme.INK) for key in drawing.keys]
    texts += [(text, theme.SOFT_INK) for text in drawing.below]
    return [_annotation(text, colour, scale) for text, colour in texts]


def _annotation(text: Text, colour: str, scale: float) -> dict[str, object]:
    inner = html.escape(clean(text.words), quote=True)
    rise = (ASCENT - DESCENT) / 2 * text.size
    return {
        "text": f"<b>{inner}</b>" if text.bold else f"<i>{inner}</i>" if text.italic else inner,
        "x": text.x - rise if text.turned else text.x,
        "y": text.y if text.turned else text.y - rise,
        "xanchor": "center" if text.turned else "left",
        "yanchor": "bottom" if text.turned else "middle",
        "textangle": -90 if text.turned else 0,
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": text.size * scale, "color": colour, "family": FAMILY},
    }
