"""Code: read a transcript with its codings, select words, and code them."""

import streamlit as st

from workbench.app.coding import carry_out, data_for, mount
from workbench.app.shared import link, study
from workbench.model import Coding
from workbench.study import Study


def show() -> None:
    one = study()
    names = one.transcripts.names()
    if not names:
        st.title("Code")
        st.info("A transcript to read and code belongs here. Import your interviews first.")
        link("transcripts", "Import transcripts")
        return
    if "place" in st.session_state:
        name, start = st.session_state.pop("place")
        st.session_state["code transcript"] = name
        st.session_state["code place"] = {"start": start, "nonce": st.session_state.get("nonce", 0) + 1}
        st.session_state.nonce = st.session_state["code place"]["nonce"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Transcript", names, key="code transcript")
        shown = st.multiselect("Codings of", _whose(one), default=_default(one), key="whose")
    transcript = one.transcripts[name]
    codings = [c for c in one.codings.of(transcript=name) if _label(c) in shown]
    answers = st.session_state.setdefault("answers", [])
    key = f"view-{name}"

    def received() -> None:
        before = one.version
        carry_out(one, st.session_state[key].acts or [], answers)
        if one.version > before:
            last = list(one.history)[-1]
            st.session_state.said = ("done", last.what, last.id)

    data = data_for(one, transcript, codings, answers=answers, place=st.session_state.get("code place"))
    mount(data, key=key, on_acts=received)


def _label(coding: Coding) -> str:
    return "agreed" if coding.layer == "agreed" else coding.coder


def _whose(one: Study) -> list[str]:
    found = sorted({_label(coding) for coding in one.codings} | {one.coder})
    return [one.coder, *(name for name in found if name != one.coder)]


def _default(one: Study) -> list[str]:
    """One's own codings; where there are none yet, the agreed ones, else everybody's."""
    labels = {_label(coding) for coding in one.codings}
    if one.coder in labels or not labels:
        return [one.coder]
    return [one.coder, "agreed"] if "agreed" in labels else _whose(one)
