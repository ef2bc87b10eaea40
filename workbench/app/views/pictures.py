"""The pictures of the page Tables, each with its table."""

from typing import Any

import streamlit as st

from workbench.app.coding.state import clock
from workbench.app.parts.listing import Column, Line, listing
from workbench.app.shared import cached, cards, colours, passage, plain
from workbench.app.views.cells import Shown
from workbench.model import Filters, counted
from workbench.study import Study

CONFIG = {"displayModeBar": False}


def beside(one: Study, kind: str, shown: Shown, key: str) -> None:
    """The picture of a table, where it has one."""
    from workbench.exports.pictures import heat_map, network

    if kind not in ("people", "together"):
        return
    with st.expander("Picture", expanded=False, key=f"picture of {kind}"):
        if kind == "people":
            codes = list(dict.fromkeys(shown.frame["code"]))
            people = list(dict.fromkeys(shown.frame["participant"]))
            figure = cached(f"picture {key}", lambda: heat_map(shown.frame, codes, people))
        else:
            codes = [code.name for code in one.codebook]
            figure = cached(f"picture {key}", lambda: network(shown.frame, codes, colours()))
        st.caption("Choose a place in the picture, or the same cell in the table above by the arrow keys.")
        st.plotly_chart(figure, key=f"chart of {kind}", on_select="rerun", selection_mode="points", config=CONFIG)


def portrait(one: Study, wanted: Filters) -> None:
    """One transcript, with its codes along the talk."""
    from workbench.exports.pictures import portrait as drawn

    names = list(wanted.transcripts) or one.transcripts.names()
    name = st.selectbox("Transcript", names, key="portrait of", bind="query-params", width=260)
    places: Any = cached(f"portrait {name} {wanted!r} {one.coder}", lambda: one.portrait(name, filters=wanted))
    if not len(places):
        st.info(plain(places.attrs["nothing"]))
        return
    codes = [code.name for code in one.codebook]
    figure = cached(
        f"portrait figure {name} {wanted!r} {one.coder}",
        lambda: drawn(places, codes, colours(), along=places.attrs["along"]),
    )
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(key="stays"):
        picked = st.plotly_chart(
            figure,
            key="chart of portrait",
            on_select="rerun",
            selection_mode="points",
            config=CONFIG,
            theme="streamlit",
        )
        summed = places.groupby("code", sort=False).size()
        rows = [
            Line(str(code), [code, int(number), clock_or_turn(places, str(code))]) for code, number in summed.items()
        ]
        columns: tuple[Column | str, ...] = (
            "Code",
            Column("Passages", number=True),
            f"First at {places.attrs['along']}",
        )
        chosen = listing(columns, rows, key="portrait", label="Codes of this transcript", height="40vh", main=True)
    points = picked.selection.points if picked else []
    start = points[0]["customdata"][1] if points and points[0].get("customdata") else None
    with right:
        own = places[places["start"] == start] if start is not None else places
        if start is None and chosen is not None:
            own = places[places["code"] == chosen]
        st.caption(f"{counted(len(own), 'passage')}; choose one in the picture, or a code in the table.")
        made = [
            passage(name, int(row.start), int(row.end), participant=row.participant, codes=(row.code,))
            for row in own.itertuples()
        ]
        cards(made, key="portrait", of=f"{name} {start} {chosen} {wanted!r}")


def clock_or_turn(places: Any, code: str) -> str:
    first = places.loc[places["code"] == code, "from"].min()
    return clock(first * 60) if places.attrs["along"] == "minute" else f"{first + 1:.0f}"


def saturation(one: Study, wanted: Filters) -> None:
    """New codes per interview, and how random orders would have gone; held back in reflexive studies."""
    from workbench.analysis.saturation import CAVEAT
    from workbench.exports.pictures import saturation_band

    if one.settings.family == "reflexive" and not st.session_state.get("saturation anyway"):
        st.info(
            "This study is reflexive: codes are made by reading and do not run out, so the program does not count when "
            "new ones ceased."
        )
        st.button("Show the numbers all the same", key="saturation anyway ask", on_click=_anyway)
        return
    with st.container(horizontal=True):
        base = int(st.number_input("Base", 1, 30, 4, key="base", bind="query-params", width=120))
        run = int(st.number_input("Run", 1, 10, 2, key="run", bind="query-params", width=120))
        threshold = float(st.number_input("Few: up to %", 0.0, 50.0, 5.0, key="few", bind="query-params", width=140))
        draws = int(st.number_input("Random orders", 1, 1000, 200, 50, key="orders", bind="query-params", width=150))
        seed = int(st.number_input("Seed", 0, 10_000, 0, key="seed", bind="query-params", width=120))
    course = cached(
        f"course {base} {run} {threshold} {wanted!r} {one.coder}",
        lambda: one.saturation(base=base, run=run, threshold=threshold, filters=wanted),
    )
    band = cached(
        f"band {base} {run} {threshold} {draws} {seed} {wanted!r} {one.coder}",
        lambda: one.saturation_band(draws=draws, seed=seed, base=base, run=run, threshold=threshold, filters=wanted),
    )
    reached = course.reached_at
    st.markdown(
        f"**No run of {run} interviews brought more than {threshold:g} % new codes from interview {reached + 1} on.**"
        if reached and all(r.percent <= threshold for r in course.new_information if r.first > reached)
        else f"**The first run of {run} interviews with at most {threshold:g} % new codes begins after interview "
        f"{reached}; later ones brought more.**"
        if reached
        else f"**Every run of {run} interviews brought more than {threshold:g} % new codes.**"
    )
    if band.reached:
        middle = band.reached[len(band.reached) // 2]
        st.caption(
            f"In random orders of the same interviews: reached in {len(band.reached)} of {band.draws}, in half of "
            f"these by interview {middle} (from {band.reached[0]} to {band.reached[-1]})."
        )
    st.caption(CAVEAT)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        figure = saturation_band(band.low, band.middle, band.high, course.cumulative)
        st.plotly_chart(figure, key="chart of saturation", config=CONFIG)
    with right:
        rows = [
            Line(name, [name, len(new), so_far, ", ".join(new)])
            for name, new, so_far in zip(course.order, course.new_codes, course.cumulative, strict=True)
        ]
        columns = ("Transcript", Column("New", number=True), Column("So far", number=True), "New codes")
        listing(columns, rows, key="saturation", label="New codes by interview", height="60vh", main=True)


def _anyway() -> None:
    st.session_state["saturation anyway"] = True


def timeline(one: Study, _wanted: Filters) -> None:
    """What was done in the study, day by day."""
    from workbench.exports.pictures import timeline as drawn

    days: Any = cached(f"days {one.coder}", one.timeline)
    st.plotly_chart(drawn(days), key="chart of timeline", config=CONFIG)
    rows = [
        Line(f"{row.day} {row.what} {row.coder}", [row.day, row.coder, row.what, row.acts]) for row in days.itertuples()
    ]
    listing(
        ("Day", "By", "What", Column("Acts", number=True)), rows, key="timeline", label="Acts by day", height="50vh"
    )
