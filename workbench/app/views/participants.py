"""Participants: the people in the study with their attributes, imported from a table or edited here."""

from collections import Counter
from typing import Any

import streamlit as st

from workbench.app.shared import act, attempt, cached, link, plain, study
from workbench.app.views import memos, withdrawing
from workbench.study import Study


def show() -> None:
    one = study()
    st.title("Participants")
    people = cached("people", lambda: list(one.participants))
    with st.expander("Import a table", expanded=not people, key="import people"):
        _import(one)
    if not people:
        st.info("Participants are added with their transcripts, or from a table with one row each and any attributes.")
        link("transcripts", "Import transcripts")
        return
    speaking: dict[str, list[str]] = cached("speaking", lambda: _speaking(one))
    noted = cached(
        f"memos on people {one.coder}", lambda: Counter(memo.target for memo in one.memos.find(on="participant"))
    )
    attributes = list(dict.fromkeys(name for person in people for name in person.attributes))
    table = [
        {
            "participant": person.name,
            "transcripts": ", ".join(speaking.get(person.name, [])),
            "memos": str(noted[person.name] or ""),
            **{name: _cell(person.attributes.get(name)) for name in attributes},
        }
        for person in people
    ]
    _memos(one, [person.name for person in people])
    shown = f"people {one.version}"
    st.data_editor(
        table,
        hide_index=True,
        disabled=["transcripts", "memos"],
        key=shown,
        on_change=lambda: _edit(one, [person.name for person in people], st.session_state[shown]["edited_rows"]),
        height=min(38 * len(table) + 40, 700),
    )
    st.caption("Double-click a cell to change it. An empty cell is no attribute.")
    with (
        st.form("attribute", clear_on_submit=True, border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        who = st.selectbox("Participant", [person.name for person in people], width=220)
        name = st.text_input("New attribute", placeholder="phase, role, group …", width=220)
        value = st.text_input("Its value", width=220)
        if (
            st.form_submit_button("Set")
            and name.strip()
            and act(lambda: one.participants.edit(who, **{name.strip(): value.strip() or None}))
        ):
            st.rerun()
    withdrawing.show(one, [person.name for person in people])


def _memos(one: Study, names: list[str]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Memos on", names, key="person", bind="query-params", width=220)
        if name is not None:
            memos.beside(one, "participant", name, shortcut="Alt+M")


def _import(one: Study) -> None:
    key = f"people file {st.session_state.get('people files', 0)}"

    def take_in() -> None:
        file = st.session_state[key]
        if file is not None:
            report = attempt(lambda: one.participants.import_bytes(file.name, file.getvalue()))
            st.session_state["people files"] = st.session_state.get("people files", 0) + 1
            st.session_state.silent = report.without_transcript if report else ()
            st.session_state.unlisted = report.not_named if report else ()

    st.file_uploader(
        "Drop a csv or xlsx file here: one row each, one column with the participant's name, all others are attributes",
        type=["csv", "xlsx", "json"],
        key=key,
        on_change=take_in,
    )
    if st.session_state.get("silent"):
        st.warning(plain("No transcript yet from: " + ", ".join(st.session_state.silent)))
    if st.session_state.get("unlisted"):
        st.warning(plain("They speak, but stand in no row of the table: " + ", ".join(st.session_state.unlisted)))


def _speaking(one: Study) -> dict[str, list[str]]:
    """Participants with the transcripts in which they speak."""
    found: dict[str, list[str]] = {}
    for transcript in one.transcripts:
        for name in transcript.participants:
            found.setdefault(name, []).append(transcript.name)
    return found


def _edit(one: Study, names: list[str], edited: dict[int, dict[str, Any]]) -> None:
    for row, values in edited.items():
        new_name = values.pop("participant", None)
        values.pop("transcripts", None)
        if values or new_name:
            known = one.participants[names[row]].attributes
            typed = {name: _typed(value, known.get(name)) for name, value in values.items()}
            act(lambda: one.participants.edit(names[row], new_name=new_name, **typed))  # noqa: B023


def _cell(value: Any) -> str | None:
    return None if value is None else str(value)


def _typed(value: str | None, before: Any) -> Any:
    """What was typed, as a number where a number stood before and one was typed."""
    if value is None or not value.strip():
        return None
    if isinstance(before, (int, float)) and not isinstance(before, bool):
        for kind in (int, float):
            try:
                return kind(value)
            except ValueError:
                continue
    return value.strip()
