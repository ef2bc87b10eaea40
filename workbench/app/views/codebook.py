"""The codebook: the tree with its counts, and one code's words beside it."""

import streamlit as st

from workbench.app.shared import act, passage, study
from workbench.model import PALETTE

WORDS = {
    "description": "Brief definition",
    "definition": "Full definition",
    "when_to_use": "When to use",
    "when_not_to_use": "When not to use",
    "example": "Example",
}


def show() -> None:
    one = study()
    st.title("Codebook")
    codes = list(one.codebook)
    counts = one.codebook.counts()
    voices: dict[str, set[str]] = {}
    for coding in one.themes.evidence():
        if coding.participant:
            voices.setdefault(coding.code, set()).add(coding.participant)
    depth: dict[str, int] = {}
    for code in codes:
        depth[code.name] = depth[code.parent] + 1 if code.parent else 0

    def take_in() -> None:
        file = st.session_state.codebook_file
        if file is not None:
            report = act(lambda: one.codebook.import_bytes(file.name, file.getvalue()))
            if report is not None and report.warnings:
                st.session_state.codebook_warnings = report.warnings

    with st.expander("Import, or add a code", expanded=not codes):
        left, right = st.columns(2)
        left.file_uploader(
            "Codebook (csv, xlsx, json, md, qdc)",
            type=["csv", "xlsx", "json", "md", "qdc"],
            key="codebook_file",
            on_change=take_in,
        )
        for warning in st.session_state.get("codebook_warnings", ()):
            left.caption(warning)
        with right.form("new code", clear_on_submit=True):
            name = st.text_input("Name of a new code")
            parent = st.selectbox("Under", [None, *[code.name for code in codes]], format_func=lambda p: p or "the top")
            brief = st.text_input("Brief definition")
            if st.form_submit_button("Add code") and act(
                lambda: one.codebook.add(name, parent=parent, description=brief)
            ):
                st.rerun()

    if not codes:
        st.info("Codes are the labels that you put on passages. Import a codebook, or add a first code above.")
        return

    tree, details = st.columns([2, 3])
    with tree:
        chosen = st.dataframe(
            [
                {
                    "code": "\u2003" * depth[code.name] + code.name,
                    "codings": counts[code.name],
                    "participants": len(voices.get(code.name, ())),
                }
                for code in codes
            ],
            hide_index=True,
            on_select="rerun",
            selection_mode="single-row",
            height=min(38 * (len(codes) + 1), 900),
            key="tree",
        )
    rows = chosen["selection"]["rows"]
    code = codes[rows[0]] if rows and rows[0] < len(codes) else codes[0]
    with details:
        st.subheader(code.name)
        with st.form(f"code-{code.name}"):
            new_name = st.text_input("Name", code.name)
            words = {field: st.text_area(title, getattr(code, field), height=80) for field, title in WORDS.items()}
            colour = st.selectbox("Colour", list(dict.fromkeys([code.colour, *PALETTE])))
            if st.form_submit_button("Save", type="primary"):
                changed = {"new_name": new_name} if new_name != code.name else {}
                if act(lambda: one.codebook.edit(code.name, **changed, colour=colour, **words) or True):
                    st.rerun()
        others = [other.name for other in codes if other.name != code.name]
        with st.container(horizontal=True, vertical_alignment="bottom"):
            target = st.selectbox("Another code", [None, *others], format_func=lambda p: p or "the top", key="other")
            st.button("Move under it", on_click=act, args=(lambda: one.codebook.move(code.name, target),))
            st.button(
                "Merge into it",
                disabled=target is None,
                on_click=act,
                args=(lambda: one.codebook.merge(code.name, str(target)),),
            )
            st.button("Remove code", on_click=act, args=(lambda: one.codebook.remove(code.name),))
        found = one.codings.of(code=code.name)
        st.markdown(f"**{len(found)} codings**")
        for number, coding in enumerate(found[:25]):
            passage(
                coding.quote,
                transcript=coding.transcript,
                start=coding.start,
                participant=coding.participant,
                note=f"{coding.coder}{', agreed' if coding.layer == 'agreed' else ''}",
                key=f"code-{number}",
            )
        if len(found) > 25:
            st.caption(f"The first 25 of {len(found)}; the page Export gives them all.")
