"""Code: read a transcript with its codings, select words, and code them."""

import os
from collections.abc import Callable
from hashlib import sha256

import streamlit as st

from workbench.app.coding import Ledger, Sent, carry_out, codings_of, draw, parts_of
from workbench.app.shared import alone, cached, go, is_new_visit, link, say, study, tell_since
from workbench.model import Coding
from workbench.study import Study

KEYS = (
    ("↑ ↓", "Turn before, turn after"),
    ("→ ←", "Next, previous sentence of the turn"),
    ("w Shift+W", "Next, previous word"),
    ("Shift+→ Shift+←", "One word more, one word less"),
    ("Enter", "Code the chosen words, or the whole turn"),
    ("Ctrl+Enter", "In the palette: make a new code of what was typed"),
    ("Tab", "To the codes of the turn"),
    ("Delete", "On a code: take it off the passage"),
    ("Esc", "Leave the palette; choose nothing"),
)


def show() -> None:
    one = study()
    names = one.transcripts.names()
    if not names:
        st.title("Code")
        st.info("A transcript to read and code belongs here. Import your interviews first.")
        link("transcripts", "Import transcripts")
        return
    if is_new_visit():
        # A place to go to and a way back belong to one visit; and in the browser another element begins with nothing.
        place, came = st.session_state.pop("sent to", (None, None))
        st.session_state.update({"place": place, "came from": came, "view": None})
    if st.session_state.get("transcript") not in (None, *names):
        del st.session_state["transcript"]
    others = cached(f"others {one.coder}", lambda: _others(one))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _way_back()
        name = st.selectbox("Transcript", names, key="transcript", bind="query-params", width=260)
        beside = st.multiselect(
            "Codings beside mine",
            others,
            _default(one, others),
            key=f"beside {one.coder}",
            bind="query-params",
            disabled=not others,
            placeholder="nobody else's" if others else "nobody else has coded yet",
            width="stretch",
        )

    key = f"view {name}"
    if st.session_state["view"] != key:
        st.session_state.update(view=key, sent=Sent())
    ledger: Ledger = st.session_state.setdefault("ledger", Ledger())
    sent: Sent = st.session_state.sent

    def received() -> None:
        message = st.session_state[key].acts
        if not isinstance(message, dict):
            return
        with alone():
            sent.said(message.get("have"))
            before = one.version
            carry_out(one, message.get("acts"), ledger)
            tell_since(before)
            answers = ledger.to(message.get("acts") or [])
            st.session_state["answers"] = answers
            if refused := [answer["refused"] for answer in answers if "refused" in answer]:
                say(refused[-1], kind="error")

    shown = _shown({one.coder, *beside})
    data = {
        "study": sha256(os.environ["WORKBENCH_STUDY"].encode()).hexdigest()[:16],
        "transcript": name,
        "coder": one.coder,
        "answers": st.session_state.get("answers", []),
        "place": st.session_state["place"],
        **sent.message(
            cached(f"parts {name} {one.coder} {beside}", lambda: parts_of(one, one.transcripts[name], shown)),
            codings_of(one, name, shown),
        ),
    }
    draw(data, key=key, on_acts=received)


def _way_back() -> None:
    """Where one came from a passage, the key back to the same place."""
    if st.session_state["came from"] is None:
        return
    page, card = st.session_state["came from"]
    title = st.session_state.pages[page].title
    if st.button(f"Back to {title}", icon=":material/arrow_back:", shortcut="Alt+B"):
        st.session_state["returning to"] = card
        go(page)
        st.rerun()


def _label(coding: Coding) -> str:
    return "agreed" if coding.layer == "agreed" else coding.coder


def _shown(wanted: set[str]) -> Callable[[Coding], bool]:
    return lambda coding: _label(coding) in wanted


def _others(one: Study) -> list[str]:
    return sorted({_label(coding) for coding in one.codings} - {one.coder})


def _default(one: Study, others: list[str]) -> list[str]:
    """Nobody's; where one has coded nothing yet, the agreed codings, else everybody's."""
    if any(_label(coding) == one.coder for coding in one.codings):
        return []
    return ["agreed"] if "agreed" in others else others
