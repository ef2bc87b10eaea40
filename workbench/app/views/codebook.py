"""The codebook: the tree with its counts, and one code's words and passages beside it."""

import streamlit as st

from workbench.app.parts.listing import Column, Line, choose, listing
from workbench.app.shared import act, attempt, cached, cards, count, doing, passage, plain, study
from workbench.model import PALETTE, Code
from workbench.study import Study

WORDS = {
    "description": "Brief definition",
    "definition": "Full definition",
    "when_to_use": "When to use",
    "when_not_to_use": "When not to use",
    "example": "Example",
}
COLUMNS = ("Code", Column("Codings", number=True), Column("People", number=True, help="Participants who speak to it"))
KEYS = (
    ("j k", "Code after, before"),
    ("↑ ↓", "In a list: row or passage before, after"),
    ("Enter", "On a passage: open it in its transcript"),
)


def show() -> None:
    one = study()
    st.title("Codebook")
    codes = cached("codes", lambda: list(one.codebook))
    with st.expander("Import a codebook, or add a code", expanded=not codes, key="import codebook"):
        left, right = st.columns(2, gap="large")
        with left:
            _import(one)
        with right:
            _add(one, codes)
    if not codes:
        st.info("Codes are the labels that you put on passages. Import a codebook, or add a first code above.")
        return
    tree, details = st.columns([2, 3], gap="large")
    with tree, st.container(key="stays"):
        rows = cached("code rows", lambda: _rows(one, codes))
        chosen = listing(COLUMNS, rows, key="codebook", label="Codes", height="75vh", first=True, main=True)
    with details:
        _one(one, next(code for code in codes if code.name == chosen), codes)


def _rows(one: Study, codes: list[Code]) -> list[Line]:
    counts = one.codebook.counts()
    voices: dict[str, set[str]] = {}
    for coding in one.codings:
        if coding.participant:
            voices.setdefault(coding.code, set()).add(coding.participant)
    depth: dict[str, int] = {}
    for code in codes:
        depth[code.name] = depth[code.parent] + 1 if code.parent else 0
    return [
        Line(code.name, [code.name, counts[code.name], len(voices.get(code.name, ()))], depth[code.name])
        for code in codes
    ]


def _import(one: Study) -> None:
    key = f"codebook file {st.session_state.get('codebook files', 0)}"

    def take_in() -> None:
        file = st.session_state[key]
        if file is not None:
            report = attempt(lambda: one.codebook.import_bytes(file.name, file.getvalue()))
            st.session_state["codebook files"] = st.session_state.get("codebook files", 0) + 1
            st.session_state["codebook warnings"] = report.warnings if report else ()

    st.file_uploader(
        "Drop a codebook here: csv, xlsx, json, md or qdc",
        type=["csv", "xlsx", "json", "md", "qdc"],
        key=key,
        on_change=take_in,
    )
    for warning in st.session_state.get("codebook warnings", ()):
        st.caption(plain(warning))


def _add(one: Study, codes: list[Code]) -> None:
    with st.form("new code", clear_on_submit=True):
        name = st.text_input("Name of a new code")
        under = st.selectbox("Under", [None, *[code.name for code in codes]], format_func=lambda p: p or "the top")
        brief = st.text_input("Brief definition", key="new brief")
        if st.form_submit_button("Add code") and act(lambda: one.codebook.add(name, parent=under, description=brief)):
            choose("codebook", " ".join(name.split()))
            st.rerun()


def _one(one: Study, code: Code, codes: list[Code]) -> None:
    st.subheader(plain(code.name))
    for field, title in WORDS.items():
        if words := getattr(code, field):
            st.markdown(plain(words) if field == "description" else f"**{title}:** {plain(words)}")
    with st.expander("Change this code", key=f"change {code.name}"):
        _change(one, code)
        _arrange(one, code, codes)
    found = one.codings.of(code=code.name)
    st.markdown(f"**{count(len(found), 'coding')}**")
    cards(
        [
            passage(
                coding.transcript,
                coding.start,
                coding.end,
                participant=coding.participant,
                note=f"coded by {coding.coder}{', agreed' if coding.layer == 'agreed' else ''}",
            )
            for coding in found
        ],
        key="codebook",
        of=code.name,
    )


def _change(one: Study, code: Code) -> None:
    # Keyed by what the study says: what is typed waits for its code, and a change elsewhere is seen here.
    of = f"{code}"
    with st.form(f"code {of}"):
        values = {"name": st.text_input("Name", code.name, key=f"name {of}", persist_state="session")}
        for field, title in WORDS.items():
            values[field] = st.text_area(
                title, getattr(code, field), height="content", key=f"{field} {of}", persist_state="session"
            )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            colour = st.color_picker("Colour", code.colour or PALETTE[0], key=f"colour {of}")
            saved = st.form_submit_button("Save", type="primary", shortcut="Ctrl+Enter")
    if saved:
        words = {field: values[field] for field in WORDS if values[field] != getattr(code, field)}
        if colour.lower() != (code.colour or PALETTE[0]).lower():
            words["colour"] = colour
        new_name = values["name"] if values["name"] != code.name else None
        if act(lambda: one.codebook.edit(code.name, new_name=new_name, **words)):
            choose("codebook", " ".join((new_name or code.name).split()))
            st.rerun()


def _arrange(one: Study, code: Code, codes: list[Code]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        others = [other.name for other in codes if other.name != code.name]
        target = st.selectbox(
            "Another code", [None, *others], format_func=lambda p: p or "the top", key=f"other {code.name}", width=260
        )
        st.button("Move under it", on_click=doing(lambda: one.codebook.move(code.name, target)))
        st.button(
            "Merge into it",
            disabled=target is None,
            on_click=doing(lambda: one.codebook.merge(code.name, str(target))),
        )
        st.button("Remove code", on_click=doing(lambda: one.codebook.remove(code.name)))
