"""Who did what, when and why; any act can be taken back from here."""

from typing import Any

import streamlit as st

from workbench.app.parts.listing import Column, Line, listing
from workbench.app.shared import cached, count, doing, plain, study
from workbench.model import Change
from workbench.study import Study

SHOWN = 200
COLUMNS = (Column("Change", number=True), "Time", "By", "What", "Why", "Undone by")
KEYS = (("j k", "Change after, before"),)


def show() -> None:
    one = study()
    st.title("History")
    st.write("Every act in this study, newest first. Nothing here can be edited; undoing is an act of its own.")
    changes: list[Change] = cached("history", lambda: list(one.history)[::-1])
    people, kinds = sorted({c.coder for c in changes}), sorted({c.act for c in changes})
    with st.container(horizontal=True):
        who = st.multiselect("By", people, placeholder="everybody", key="by", bind="query-params")
        kind = st.multiselect("Kind", kinds, placeholder="every kind", key="kind", bind="query-params")
        words = st.text_input("Words", key="words", bind="query-params", live=True)
    shown = [
        c
        for c in changes
        if (not who or c.coder in who) and (not kind or c.act in kind) and words.lower() in f"{c.what} {c.why}".lower()
    ]
    pages = st.session_state.get("history pages", 1)
    st.caption(f"{len(shown):,} of {count(len(changes), 'change')}")
    rows = [
        Line(
            str(c.id),
            [c.id, c.time[:19].replace("T", " "), c.coder, c.what, c.why, str(c.undone_by) if c.undone_by else ""],
            quiet=c.undone_by is not None,
        )
        for c in shown[: SHOWN * pages]
    ]
    chosen = listing(COLUMNS, rows, key="history", label="Changes", height="55vh", main=True)
    if len(shown) > SHOWN * pages and st.button(f"Show {SHOWN} more"):
        st.session_state["history pages"] = pages + 1
        st.rerun()
    if chosen is None:
        st.caption("Choose a change to see what it did to the study, and to take it back.")
    else:
        _one(one, next(change for change in shown if change.id == int(chosen)))


def _one(one: Study, change: Change) -> None:
    st.subheader(plain(f"Change {change.id}: {change.what}"))
    if change.undone_by is not None:
        st.caption(f"Taken back by change {change.undone_by}.")
    elif change.act != "new study":
        st.button(f"Undo change {change.id}", on_click=doing(lambda: one.undo(change.id)), type="primary")
    images = cached(f"rows {change.id}", lambda: one.history.rows(change.id))
    with st.expander(f"{count(len(images), 'row')} of the study changed", key=f"images {change.id}"):
        for table, _key, before, after in images[:20]:
            left, right = st.columns(2)
            left.caption(f"{table}, before")
            left.json(_image(before, "not there"), expanded=1)
            right.caption("after")
            right.json(_image(after, "gone"), expanded=1)
        if len(images) > 20:
            st.caption(f"The first 20 of {len(images)}.")


def _image(row: dict[str, Any] | None, otherwise: str) -> dict[str, Any]:
    return {"": otherwise} if row is None else row
