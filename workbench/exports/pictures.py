"""Pictures for the screen: each shows a table that stands beside it, and says with every mark what it stands for.

What is chosen in a picture comes back as `customdata`: the keys of the row and the column that it stands for.
"""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from workbench.model import PALETTE

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

LOW, HIGH = "#F3F7FA", "#0B5B88"
"""One hue from pale to dark: read without colours, too."""
UNSEEN, CHOSEN = "rgba(0,0,0,0)", "#D55E00"
ROW = 22
"""Pixels of a row."""
CHORDS = 60


def heat_map(matrix: "pd.DataFrame", codes: Sequence[str], people: Sequence[str]) -> "go.Figure":
    """Passages of each code and participant; `matrix` has the columns code, participant, passages, codings.

    A cell of a heat map cannot be chosen, a mark can: an unseen mark lies on each cell, and is seen once it is chosen.
    """
    import plotly.graph_objects as go

    table = matrix.pivot(index="code", columns="participant", values="passages").reindex(
        index=list(codes), columns=list(people)
    )
    values = table.to_numpy()
    figure = go.Figure(
        go.Heatmap(
            z=values,
            x=list(people),
            y=list(codes),
            colorscale=[(0, LOW), (1, HIGH)],
            xgap=1,
            ygap=1,
            hoverinfo="skip",
            colorbar={"title": "passages", "thickness": 12},
        )
    )
    figure.add_scatter(
        x=[person for _code in codes for person in people],
        y=[code for code in codes for _person in people],
        mode="markers",
        marker={"symbol": "square", "size": ROW - 6, "color": UNSEEN},
        selected={"marker": {"color": CHOSEN, "opacity": 1}},
        text=values.ravel().tolist(),
        customdata=[[code, person] for code in codes for person in people],
        hovertemplate="%{y}<br>%{x}: %{text} passages<extra></extra>",
        showlegend=False,
    )
    # However large a cell is, all of it leads to its mark.
    figure.update_layout(hoverdistance=-1)
    figure = _framed(figure, ROW * len(codes) + 120, margin={"l": 8, "r": 8, "t": 8, "b": 8})
    figure.update_xaxes(range=[-0.5, len(people) - 0.5])
    return figure.update_yaxes(range=[len(codes) - 0.5, -0.5], automargin=True)


def square(table: "pd.DataFrame", *, digits: int = 0) -> "go.Figure":
    """A square table of the same names both ways as a heat map with its numbers; nothing where a cell is empty or 0.

    Drawn as marks, since a mark can be chosen and a cell of a heat map cannot.
    """
    import plotly.graph_objects as go

    names = [str(name) for name in table.index]
    cells = [
        (row, column, float(value))
        for row, values in zip(names, table.to_numpy().tolist(), strict=True)
        for column, value in zip(names, values, strict=True)
        if row != column and value is not None and value == value and (value or digits)
    ]
    side = 46 if len(names) <= 12 else 26
    low, high = (0.0, 1.0) if digits else (0.0, max((value for *_, value in cells), default=1.0))
    figure = go.Figure(
        go.Scatter(
            x=[column for _row, column, _value in cells],
            y=[row for row, _column, _value in cells],
            mode="markers+text",
            text=[f"{value:.{digits}f}" for *_, value in cells],
            textfont={"color": ["#FFFFFF" if value > low + 0.55 * (high - low) else "#1F2933" for *_, value in cells]},
            marker={
                "symbol": "square",
                "size": side - 3,
                "color": [value for *_, value in cells],
                "colorscale": [(0, LOW), (1, HIGH)],
                "cmin": low,
                "cmax": high,
            },
            customdata=[[row, column] for row, column, _value in cells],
            hovertemplate=f"%{{y}}<br>%{{x}}: %{{marker.color:.{digits}f}}<extra></extra>",
            unselected={"marker": {"opacity": 1}},
            selected={"marker": {"opacity": 1}},
        )
    )
    axis = {"categoryorder": "array", "categoryarray": names, "range": [-0.6, len(names) - 0.4], "automargin": True}
    figure = _framed(figure, side * len(names) + 70, margin={"l": 8, "r": 8, "t": 8, "b": 8})
    figure.update_layout(width=side * len(names) + 150, xaxis={**axis, "side": "top"})
    return figure.update_yaxes(**{**axis, "range": [len(names) - 0.4, -0.6]})


def network(pairs: "pd.DataFrame", codes: Sequence[str], colours: Mapping[str, str]) -> "go.Figure":
    """Codes on a circle, a line for each pair that meets, the thicker the more often; the `CHORDS` most frequent."""
    import plotly.graph_objects as go

    shown: Any = pairs.head(CHORDS)
    met = [code for code in codes if code in set(shown["first"]) | set(shown["second"])]
    angles = {code: 2 * math.pi * i / max(len(met), 1) - math.pi / 2 for i, code in enumerate(met)}
    place = {code: (math.cos(angle), -math.sin(angle)) for code, angle in angles.items()}
    most = max(shown["count"], default=1)
    figure = go.Figure()
    for row in shown.itertuples():
        (x, y), (u, v) = place[row.first], place[row.second]
        figure.add_scatter(
            x=[x, u],
            y=[y, v],
            mode="lines",
            line={"width": 1 + 7 * row.count / most, "color": "rgba(90,90,90,.35)"},
            hoverinfo="skip",
            showlegend=False,
        )
    middles = [[(place[r.first][k] + place[r.second][k]) / 2 for r in shown.itertuples()] for k in (0, 1)]
    figure.add_scatter(
        x=middles[0],
        y=middles[1],
        mode="markers",
        marker={"size": 9, "color": "#5A5A5A", "symbol": "diamond"},
        customdata=[[r.first, r.second] for r in shown.itertuples()],
        text=[f"{r.first} and {r.second}: {r.count} times, by {r.participants}" for r in shown.itertuples()],
        hovertemplate="%{text}<extra></extra>",
        showlegend=False,
    )
    figure.add_scatter(
        x=[place[code][0] for code in met],
        y=[place[code][1] for code in met],
        mode="markers+text",
        marker={"size": 14, "color": [colours.get(code) or PALETTE[0] for code in met]},
        text=[_short(code) for code in met],
        textposition=["middle right" if place[code][0] >= 0 else "middle left" for code in met],
        customdata=[[code, ""] for code in met],
        hovertemplate="%{text}<extra></extra>",
        showlegend=False,
    )
    _framed(figure, 560, margin={"l": 8, "r": 8, "t": 8, "b": 8})
    figure.update_xaxes(visible=False, range=[-2.1, 2.1])
    return figure.update_yaxes(visible=False, range=[-1.15, 1.15])


def portrait(passages: "pd.DataFrame", codes: Sequence[str], colours: Mapping[str, str], *, along: str) -> "go.Figure":
    """One transcript: where along it each code stands.

    `passages` has the columns code, start, end, from, to, quote: its places, and where it begins and ends along the
    talk in `along`, which is "turn" or "minute".
    """
    import plotly.graph_objects as go

    used = [code for code in codes if code in set(passages["code"])]
    figure = go.Figure()
    for code in used:
        own = passages[passages["code"] == code]
        figure.add_bar(
            y=[code] * len(own),
            base=own["from"],
            x=(own["to"] - own["from"]).clip(lower=0.15),
            orientation="h",
            width=0.7,
            marker={"color": colours.get(code) or PALETTE[0], "line": {"width": 1, "color": "white"}},
            customdata=own[["code", "start"]].to_numpy().tolist(),
            text=[_short(quote, 120) for quote in own["quote"]],
            textposition="none",
            hovertemplate=f"{along} %{{base:.0f}}: %{{text}}<extra>{code}</extra>",
            showlegend=False,
        )
    _framed(figure, ROW * max(len(used), 3) + 90, margin={"l": 8, "r": 8, "t": 8, "b": 40})
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(title={"text": along})
    return figure.update_yaxes(autorange="reversed", automargin=True, categoryorder="array", categoryarray=used)


def timeline(days: "pd.DataFrame") -> "go.Figure":
    """What was done in the study, day by day; `days` has the columns day, what, acts."""
    import plotly.graph_objects as go

    figure = go.Figure()
    patterns = ("", "/", "x", ".", "-", "\\", "+", "|")
    for i, (what, own) in enumerate(days.groupby("what", sort=False)):
        figure.add_bar(
            x=own["day"],
            y=own["acts"],
            name=str(what),
            marker={"color": PALETTE[i % len(PALETTE)], "pattern": {"shape": patterns[i % len(patterns)]}},
            customdata=[[day, what] for day in own["day"]],
            hovertemplate=f"%{{x}}: %{{y}} × {what}<extra></extra>",
        )
    _framed(figure, 340, margin={"l": 8, "r": 8, "t": 8, "b": 40})
    figure.update_layout(barmode="stack", legend={"orientation": "h", "y": -0.2})
    figure.update_xaxes(type="category")
    return figure.update_yaxes(title={"text": "acts"})


def saturation_band(
    low: Sequence[float], middle: Sequence[float], high: Sequence[float], found: Sequence[int]
) -> "go.Figure":
    """Codes found so far in the order of collection, over the band in which random orders lie (5 to 95 %)."""
    import plotly.graph_objects as go

    numbers = list(range(1, len(found) + 1))
    figure = go.Figure()
    figure.add_scatter(x=numbers, y=list(high), mode="lines", line={"width": 0}, hoverinfo="skip", showlegend=False)
    figure.add_scatter(
        x=numbers, y=list(low), mode="lines", line={"width": 0}, fill="tonexty", fillcolor="rgba(11,91,136,.18)",
        name="random orders, 5–95 %", hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=numbers, y=list(middle), mode="lines", line={"dash": "dot", "color": HIGH}, name="their middle"
    )
    figure.add_scatter(
        x=numbers, y=list(found), mode="lines+markers", line={"color": "#D55E00"}, name="as collected",
        hovertemplate="%{x} interviews: %{y} codes<extra></extra>",
    )  # fmt: skip
    _framed(figure, 360, margin={"l": 8, "r": 8, "t": 8, "b": 40})
    figure.update_layout(legend={"orientation": "h", "y": -0.25})
    figure.update_xaxes(title={"text": "interviews"})
    return figure.update_yaxes(title={"text": "codes so far"}, rangemode="tozero")


def _framed(figure: "go.Figure", height: int, **layout: Any) -> "go.Figure":
    figure.update_layout(height=height, font={"size": 13}, hoverlabel={"align": "left"}, **layout)
    return figure


def _short(text: str, most: int = 26) -> str:
    """
    >>> _short("one two", 5)
    'one …'
    """
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]} …"
