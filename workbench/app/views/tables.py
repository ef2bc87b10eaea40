"""Tables: who speaks to what, with which attribute, with what else; every cell opens its passages."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from workbench.analysis.filtering import MANY
from workbench.app.parts.filters import filters
from workbench.app.parts.listing import chosen_column, listing
from workbench.app.shared import cached, cards, link, plain, study
from workbench.app.views import cells, pictures
from workbench.app.views.cells import Ask, Shown
from workbench.app.views.passages import cards_of
from workbench.exports.tables import write_table
from workbench.exports.tables.frames import table_of
from workbench.model import Filters, WorkbenchError, counted
from workbench.study import Study

TABLES = {
    "people": "Codes by participants",
    "codes": "Codes by an attribute",
    "themes": "Themes by an attribute",
    "together": "Codes that go together",
    "spread": "Spread of codes",
    "groups": "Two groups compared",
    "portrait": "Portrait of a transcript",
    "saturation": "Saturation",
    "timeline": "Timeline of the study",
}
KEYS = (
    ("↑ ↓ ← →", "Cell of the table"),
    ("j k", "Row after, before"),
    ("Enter", "On a passage: open it in its transcript"),
    ("Alt+B", "In the transcript: back to the same passage"),
)


def show() -> None:
    one = study()
    st.title("Tables")
    if not len(one.codings):
        st.info("Tables count what was coded: by whom it is said, with which attribute, with what else. Code first.")
        link("code", "Read and code")
        return
    wanted = filters(one)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(
            "Table", list(TABLES), format_func=TABLES.__getitem__, key="table", bind="query-params", width=260
        )
        make = _choices(one, kind, wanted)
    try:
        if kind in ("portrait", "saturation", "timeline"):
            getattr(pictures, kind)(one, wanted)
        elif make is not None:
            _table(one, kind, make, wanted)
    except WorkbenchError as error:
        st.error(plain(str(error)), icon=":material/error:")


def _choices(one: Study, kind: str, wanted: Filters) -> tuple[str, Callable[[], Shown]] | None:
    """What else is to be chosen for a table; gives its name in memory, and how it is made."""
    if kind == "people":
        return "people", lambda: cells.by_participant(one, wanted)
    if kind == "spread":
        return "spread", lambda: cells.spread(one, wanted)
    if kind == "together":
        within = st.selectbox("Within", ["overlap", "turn", "answer"], key="within", bind="query-params", width=140)
        return f"together {within}", lambda: cells.together(one, within, wanted)
    if kind not in ("codes", "themes", "groups"):
        return None
    if kind == "themes" and not len(one.themes):
        st.caption("There are no themes yet.")
        return None
    names = one.participants.attributes()
    if not names:
        st.caption("No participant has an attribute yet.")
        link("participants", "Give them some")
        return None
    by = st.selectbox("Attribute", names, key="by-attribute", bind="query-params", width=180)
    many = len(cells.values_of(one, by)) > MANY and bool(cells.bands_of(one, by))
    banded = many and st.toggle(
        "In bands", True, key="in-bands", bind="query-params", help=f"'{by}' has many values; bands make it readable."
    )
    if kind != "groups":
        return f"{kind} {by} {banded}", lambda: cells.by_attribute(one, by, kind, banded, wanted)
    values = cells.values_of(one, by, banded=banded)
    a = st.selectbox("Group", values, key=f"group a {by} {banded}", width=150)
    b = st.selectbox(
        "with",
        ["", *(v for v in values if v != a)],
        format_func=lambda v: v or "all others",
        key=f"group b {by}",
        width=150,
    )
    return f"groups {by} {a} {b}", lambda: cells.groups(one, by, a, b, wanted)


def _table(one: Study, kind: str, make: tuple[str, Callable[[], Shown]], wanted: Filters) -> None:
    name, build = make
    key = f"table {name} {wanted!r} {one.coder}"
    shown = cached(key, build)
    if not len(shown.frame):
        st.info(plain(shown.frame.attrs.get("nothing", "There is nothing to count here.")))
        return
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(key="stays"):
        for note in shown.notes:
            st.caption(plain(note))
        _chosen_in(st.session_state.get(f"chart of {kind}"), shown, name)
        row = listing(
            shown.columns, shown.rows, key=f"table {name}", label=shown.title, height="62vh", main=True, cells=True
        )
        _downloads(one, shown, kind, wanted)
        pictures.beside(one, kind, shown, key)
    with right:
        if row is None:
            st.caption("Choose a cell to read its passages: click it, or go there with the arrow keys.")
            return
        _passages(one, shown.asks(row, chosen_column(f"table {name}")))


def _chosen_in(picture: Any, shown: Shown, name: str) -> None:
    """What was chosen in the picture is chosen in the table beside it."""
    points = picture["selection"]["points"] if picture else []
    found = points[0].get("customdata") if points else None
    mark = f"picked in {name}"
    if not found or st.session_state.get(mark) == found:
        return
    st.session_state[mark] = found
    row = found[0] if any(line.key == found[0] for line in shown.rows) else cells.JOINED.join(found)
    place = next((i for i, column in enumerate(shown.columns) if getattr(column, "name", column) == found[1]), 0)
    if any(line.key == row for line in shown.rows):
        st.session_state.setdefault("chosen", {})[f"table {name}"] = row
        st.session_state.setdefault("chosen columns", {})[f"table {name}"] = place


def _passages(one: Study, ask: Ask) -> None:
    key = f"cell {ask!r} {one.coder}"
    found = cached(key, lambda: one.passages(ask.query, filters=ask.filters, meets=ask.meets))
    st.subheader(plain(ask.title))
    voices = found["participant"].dropna().nunique()
    transcripts = found["transcript"].nunique()
    st.caption(
        f"{counted(len(found), 'passage')} in {counted(transcripts, 'transcript')} by {counted(voices, 'participant')}"
        if len(found)
        else plain(found.attrs["nothing"])
    )
    made = cached(f"cards {key}", lambda: cards_of(found))
    cards(made, key="tables", of=key)


def _downloads(one: Study, shown: Shown, kind: str, wanted: Filters) -> None:
    caption = f"{one.about().caption} {wanted.words(of=len(one.participants.speaking()))}."
    with st.container(horizontal=True):
        for suffix in ("csv", "xlsx", "docx"):
            st.download_button(
                suffix,
                lambda suffix=suffix: write_table(table_of(shown.frame, shown.title, caption=caption), suffix),  # type: ignore[misc]
                f"{kind}.{suffix}",
                key=f"{kind} {suffix}",
                on_click="ignore",
            )
