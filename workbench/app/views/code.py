"""Code: read a transcript with its codings, select words, and code them."""

import os
from hashlib import sha256

import streamlit as st

from workbench.app.coding import Ledger, Sent, carry_out, codings_of, draw, label, liked, notes_of, parts_of, turns_of
from workbench.app.shared import alone, cached, go, is_new_visit, link, say, study, tell_since
from workbench.study.transcripts import CODING_ACTS


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
    tally = cached("tally", one.codings.tally)
    others = sorted({label(coder, layer) for _, _, coder, layer in tally} - {one.coder})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _way_back()
        name = st.selectbox("Transcript", names, key="transcript", bind="query-params", width=260)
        beside = st.multiselect(
            "Codings beside mine",
            others,
            _default({label(coder, layer) for _, _, coder, layer in tally}, one.coder),
            key=f"beside {one.coder}",
            bind="query-params",
            disabled=not others,
            placeholder="nobody else's" if others else "nobody else has coded yet",
            width="stretch",
        )

    if st.session_state.pop("reopened", False) or st.session_state["view"] != name:
        st.session_state.update(view=name, sent=Sent(), like=None, sound=one.transcripts.recording(name) is not None)
        st.session_state["opened"] = st.session_state.get("opened", 0) + 1
    # Each opening has an element of its own: one that is on its way out would come back without its place and focus.
    key = f"view {st.session_state['opened']}"
    ledger: Ledger = st.session_state.setdefault("ledger", Ledger())
    sent: Sent = st.session_state.sent

    def received() -> None:
        message = st.session_state[key].acts
        if not isinstance(message, dict):
            return
        with alone():
            if one.lost:
                return  # what is at work here was drawn of another study; it is drawn anew
            sent.said(message.get("have"))
            before = one.version
            carry_out(one, message.get("acts"), ledger)
            tell_since(before)
            answers = ledger.to(message.get("acts") or [])
            st.session_state["answers"] = answers
            st.session_state["like"] = liked(one, name, message.get("like"), st.session_state["like"])
            if message.get("open") in names:
                st.session_state["transcript"] = message["open"]
            if refused := [answer["refused"] for answer in answers if "refused" in answer]:
                say(refused[-1], kind="error")

    here = {label(coder, layer) for transcript, _, coder, layer in tally if transcript == name}
    people = [one.coder, *(person for person in beside if person != one.coder and person in here)]
    version = one.version  # before anything is read: what comes in between is news
    codings = codings_of(one, name, people)
    data = {
        "study": sha256(os.environ["WORKBENCH_STUDY"].encode()).hexdigest()[:16],
        "version": version,
        "transcript": name,
        "coder": one.coder,
        "help": one.settings.offers("find"),
        "answers": st.session_state.get("answers", []),
        "trouble": ledger.trouble,
        "place": st.session_state["place"],
        "like": dict(st.session_state["like"]) if st.session_state["like"] else None,
        **sent.message(
            {
                "turns": one.remembered(
                    f"turns {name}", lambda _: turns_of(one.transcripts[name]), besides=CODING_ACTS
                ),
                "sound": st.session_state.sound,
                "notes": notes_of(one, name, codings),
                **parts_of(one, name, people),
            },
            codings,
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


def _default(known: set[str], coder: str) -> list[str]:
    """Nobody's; where one has coded nothing yet, the agreed codings, else everybody's."""
    return [] if coder in known else ["agreed"] if "agreed" in known else sorted(known)
