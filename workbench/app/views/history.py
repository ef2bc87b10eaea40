"""Who did what, when and why; any act can be taken back from here."""

import streamlit as st

from workbench.app.shared import act, study


def show() -> None:
    one = study()
    st.title("History")
    st.write("Every act in this study, newest first. Nothing here can be edited; undoing is an act of its own.")
    changes = list(reversed(list(one.history)))
    people, kinds = sorted({c.coder for c in changes}), sorted({c.act for c in changes})
    with st.container(horizontal=True):
        who = st.multiselect("By", people, placeholder="everybody")
        kind = st.multiselect("Kind", kinds, placeholder="every kind")
        words = st.text_input("Words")
    shown = [
        c
        for c in changes
        if (not who or c.coder in who) and (not kind or c.act in kind) and words.lower() in f"{c.what} {c.why}".lower()
    ]
    st.caption(f"{len(shown)} of {len(changes)} changes")
    chosen = st.dataframe(
        [
            {
                "change": c.id,
                "time": c.time[:19].replace("T", " "),
                "by": c.coder,
                "what": c.what,
                "why": c.why,
                "undone by": c.undone_by,
            }
            for c in shown
        ],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="changes",
    )
    rows = chosen["selection"]["rows"]
    if rows and rows[0] < len(shown):
        change = shown[rows[0]]
        st.subheader(f"Change {change.id}: {change.what}")
        images = one.history.rows(change.id)
        if change.undone_by is None and change.act != "new study":
            st.button(f"Undo change {change.id}", on_click=act, args=(lambda: one.undo(change.id),))
        st.caption(f"{len(images)} rows of the study changed")
        for table, _key, before, after in images[:20]:
            left, right = st.columns(2)
            left.caption(f"{table}, before")
            left.json(before if before is not None else "not there", expanded=False)
            right.caption("after")
            right.json(after if after is not None else "gone", expanded=False)
