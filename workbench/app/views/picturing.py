"""The picture of all passages: coloured by suggestion; drawing round some makes a suggestion of them, or splits one."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from workbench.app.parts.listing import choose
from workbench.app.shared import attempt, cached, plain, study
from workbench.model import PALETTE, Run, Suggestion, WorkbenchError, counted
from workbench.study import Study

if TYPE_CHECKING:
    import plotly.graph_objects as go

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star", "hexagon", "triangle-down", "pentagon")
HEIGHT = 520
QUOTED = 140
Place = tuple[str, int, int]


def picture(one: Study, run: Run) -> None:
    """Each point is a passage; colour and shape say its suggestion."""
    try:
        with st.spinner("Laying out the picture …"):
            figure = cached(f"picture {run.number}", lambda: _figure(one, run))
    except WorkbenchError as error:  # a model that is missing, for instance: what was suggested can be decided without
        st.error(plain(str(error)), icon=":material/error:")
        return
    drawn = st.plotly_chart(
        figure,
        key=f"picture of run {run.number}",
        on_select="rerun",
        selection_mode=("lasso", "box"),
        theme=None,
        config={"displaylogo": False, "modeBarButtonsToRemove": ["zoomIn2d", "zoomOut2d", "autoScale2d"]},
    )
    st.caption(
        "Neighbours say like things; distances between groups mean nothing. Draw round points to choose them; "
        "double-click a name to see its points alone, and once more to see all."
    )
    chosen = [tuple(point["customdata"][:3]) for point in drawn.selection.points if point.get("customdata")]
    if chosen:
        _act_on(one, run, [(str(name), int(start), int(end)) for name, start, end in chosen])


def _act_on(one: Study, run: Run, chosen: list[Place]) -> None:
    holders = [s for s in run.suggestions if s.status in ("open", "later") and _held(s, chosen)]
    whole = [s for s in holders if _held(s, chosen) == len(chosen) < s.size]
    what = f"splits “{whole[0].label}”" if whole else "makes a suggestion"
    with st.container(border=True, horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            plain(f"{counted(len(chosen), 'passage')} chosen; a name {what}"), key=f"gathered {run.number}", width=420
        )
        if st.button("Split off" if whole else "Make a suggestion", type="primary"):
            made = attempt(lambda: one.suggestions.gather(chosen, name))
            if made is not None:
                choose("suggestions", made.id)
                st.rerun()


def _held(s: Suggestion, chosen: list[Place]) -> int:
    inside = {(fit.transcript, fit.start, fit.end) for fit in s.segments}
    return sum(place in inside for place in chosen)


def _figure(one: Study, run: Run) -> "go.Figure":
    import plotly.graph_objects as go

    points = one.suggestions.picture()
    owner: dict[Place, str] = {}
    for s in reversed(run.suggestions):
        owner |= {(fit.transcript, fit.start, fit.end): s.id for fit in s.segments if s.status != "refined" or s.theme}
    texts = cached("texts", lambda: {t.name: t.text for t in study().transcripts})
    figure = go.Figure()
    groups: list[tuple[str | None, str]] = [(None, "not placed"), *((s.id, s.label) for s in run.suggestions)]
    for at, (key, label) in enumerate(groups):
        inside = [p for p in points if owner.get((p.transcript, p.start, p.end)) == key]
        if inside:
            figure.add_scatter(
                x=[p.x for p in inside],
                y=[p.y for p in inside],
                mode="markers",
                name=_short(label, 40),
                marker=_marker(key, at),
                customdata=[[p.transcript, p.start, p.end] for p in inside],
                text=[f"{p.transcript}: {_wrapped(texts[p.transcript][p.start : p.end])}" for p in inside],
                hovertemplate="%{text}<extra></extra>",
            )
    figure.update_layout(
        height=HEIGHT,
        dragmode="lasso",
        margin={"l": 8, "r": 8, "t": 36, "b": 8},  # above, the tools do not cover the names
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        legend={"itemsizing": "constant", "font": {"color": "#808080", "size": 13}},
        uirevision=run.number,
    )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return figure


def _marker(key: str | None, at: int) -> dict[str, Any]:
    if key is None:
        return {"color": "#9a9a9a", "size": 5, "symbol": "circle-open"}
    number, again = at - 1, (at - 1) // len(PALETTE)
    return {
        "color": PALETTE[number % len(PALETTE)],
        "size": 8,
        "symbol": SYMBOLS[(number + 3 * again) % len(SYMBOLS)],  # a colour that comes again has another shape
    }


def _short(text: str, most: int) -> str:
    cut = text if len(text) <= most else f"{text[: most - 1]}…"
    return cut.replace("<", "&lt;")


def _wrapped(text: str) -> str:
    """The beginning of a passage in lines of a hover box; Plotly reads marks of HTML in it, so there are none."""
    words, lines = _short(" ".join(text.split()), QUOTED).split(" "), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 60:
            lines.append("")
        lines[-1] += f"{word} "
    return "<br>".join(lines)
