"""The codebook: its tree with one code beside it, its versions, its check, and codings for another look."""

from typing import Any

import streamlit as st

from workbench.app.parts import colour
from workbench.app.parts.codetree import Branch, code_tree
from workbench.app.parts.listing import choose
from workbench.app.shared import act, attempt, cached, plain, study
from workbench.app.views import codebook_check, codebook_versions, one_code
from workbench.model import Code, counted
from workbench.study import Study

KEYS = (
    ("j k", "Code after, before"),
    ("↑ ↓", "In the tree: code before, after"),
    ("← →", "In the tree: close or open a branch"),
    ("Alt+↑ Alt+↓", "In the tree: move the code among its siblings"),
    ("Alt+→ Alt+←", "In the tree: put it under the code above, or take it out"),
    ("o", "In the tree: the code's passages"),
    ("e", "In the tree: change its name and words"),
    ("m", "In the tree: move or merge it"),
    ("s", "In the tree: split it"),
    ("a", "In the tree: archive it, or bring it back"),
    ("1 … 9", "While splitting: give the passage that code; 0 leaves it"),
    ("Enter", "On a passage: open it in its transcript"),
)

# These words stand in the address, so no number may.
VIEWS = {"codes": "Codes", "versions": "Versions", "check": "Check", "older": "Another look"}


def show() -> None:
    one = study()
    st.title("Codebook")
    codes = cached("codes", lambda: list(one.codebook))
    if not codes:
        st.info("Codes are the labels that you put on passages. Import a codebook, or add a first code.")
        _ways_in(one, codes, expanded=True)
        return
    older = cached(f"older {one.coder}", lambda: one.codebook.older())
    with st.container(horizontal=True, vertical_alignment="center"):
        view = st.segmented_control(
            "Show", list(VIEWS), format_func=VIEWS.__getitem__, default="codes", required=True, key="view",
            bind="query-params", label_visibility="collapsed",
        )  # fmt: skip
        if older:
            st.caption(f"{counted(len(older), 'coding')} made under an older definition", width="content")
    if view == "versions":
        codebook_versions.show(one)
    elif view == "check":
        codebook_check.show(one)
    elif view == "older":
        codebook_versions.another_look(one, older)
    else:
        _codes(one, codes)


def _codes(one: Study, codes: list[Code]) -> None:
    _ways_in(one, codes, expanded=False)
    away = sum(code.archived for code in codes)
    tree, details = st.columns([2, 3], gap="large")
    with tree, st.container(key="stays"):
        rows = cached(f"branches {one.coder}", lambda: _branches(one, codes))
        if away and not st.toggle(f"Show {counted(away, 'archived code')}", key="show archived"):
            rows = [row for row in rows if not row.archived]
        chosen = code_tree(rows, key="codebook", height="68vh", on_act=lambda sent: _do(one, sent))
    with details:
        found = next((code for code in codes if code.name == chosen), None)
        if found is None:
            st.caption("All codes are archived. Show them to bring one back.")
        else:
            one_code.show(one, found, codes)


def _branches(one: Study, codes: list[Code]) -> list[Branch]:
    counts = one.codebook.counts()
    voices: dict[str, set[str]] = {}
    for coding in one.codings:
        if coding.participant:
            voices.setdefault(coding.code, set()).add(coding.participant)
    depth: dict[str, int] = {}
    for code in codes:
        depth[code.name] = depth[code.parent] + 1 if code.parent else 0
    return [
        Branch(
            code.name,
            code.parent,
            depth[code.name],
            colour(code.colour),
            counts[code.name],
            len(voices.get(code.name, ())),
            code.archived,
            code.description,
        )
        for code in codes
    ]


def _do(one: Study, sent: dict[str, Any]) -> None:
    match sent:
        case {"do": "move", "code": str(code), "parent": None | str() as parent, "before": None | str() as before}:
            act(lambda: one.codebook.move(code, parent, before=before))
        case {"do": "open", "what": str(what)} if what in one_code.BY_LETTER:
            st.session_state["act on code"] = one_code.BY_LETTER[what]


def _ways_in(one: Study, codes: list[Code], *, expanded: bool) -> None:
    with st.expander("Add a code, or import a codebook", expanded=expanded, key="import codebook"):
        left, right = st.columns(2, gap="large")
        with left:
            _add(one, codes)
        with right:
            _import(one)


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
    with st.form("new code", clear_on_submit=True, border=False):
        name = st.text_input("Name of a new code")
        offered = [code.name for code in codes if not code.archived]
        under = st.selectbox("Under", [None, *offered], format_func=lambda p: p or "the top")
        brief = st.text_input("Brief definition", key="new brief")
        origin = st.selectbox("It comes from", list(one_code.ORIGINS), format_func=one_code.ORIGINS.__getitem__)
        if st.form_submit_button("Add code") and act(
            lambda: one.codebook.add(name, parent=under, description=brief, origin=origin)
        ):
            choose("codebook", " ".join(name.split()))
            st.rerun()
