"""What every page shares: the study, the person, acts with their line at the foot, and the passage card."""

import os
from collections.abc import Callable, Sequence
from html import escape
from typing import Any, TypeVar

import streamlit as st

from workbench.model import WorkbenchError
from workbench.study import Study, acting_coder

T = TypeVar("T")


def study() -> Study:
    """The study of this session, opened once; the acting coder is whoever the sidebar says."""
    if "study" not in st.session_state:
        try:
            st.session_state.study = Study.open(os.environ["WORKBENCH_STUDY"])
        except WorkbenchError as error:
            st.error(str(error))
            st.stop()
    one: Study = st.session_state.study
    one.coder = st.session_state.get("coder") or acting_coder()
    return one


def act(what: Callable[[], T], *, says: str | None = None) -> T | None:
    """Do something to the study; the line at the foot says what was done, or what was wrong. None where it failed."""
    one = study()
    before = one.version
    try:
        made = what()
    except WorkbenchError as error:
        st.session_state.said = ("error", str(error), None)
        return None
    after = one.version
    if after > before:
        change = next(change for change in one.history if change.id == after)
        st.session_state.said = ("done", says or change.what, change.id)
    elif says:
        st.session_state.said = ("done", says, None)
    return made


def foot() -> None:
    """The line at the foot of every page: what was done last, with Undo beside it."""
    with st.bottom, st.container(horizontal=True, vertical_alignment="center", key="foot"):
        kind, text, change = st.session_state.get("said", ("", "", None))
        if kind == "error":
            st.error(text, icon=":material/error:")
        else:
            st.markdown(f"<span data-testid='said' role='status'>{escape(text)}</span>", unsafe_allow_html=True)
        st.button("Undo", key="undo", shortcut="Ctrl+Z", on_click=_undo, args=(change,), help="Take back the last act")
        st.button("Redo", key="redo", shortcut="Ctrl+Shift+Z", on_click=_redo, help="Do it again")


def _undo(change: int | None) -> None:
    one = study()
    undone = change is not None and any(c.id == change and c.undone_by is not None for c in one.history)
    act(lambda: one.history.undo(None if undone else change, coder=None if change and not undone else one.coder))


def _redo() -> None:
    act(lambda: study().history.redo(coder=study().coder))


def link(page: str, label: str) -> None:
    """A link to a page by its name in the address."""
    st.page_link(st.session_state.pages[page], label=label)


def empty(says: str, *, page: str | None = None, button: str = "") -> None:
    """What an empty page says: what belongs here, and the one thing that starts it."""
    st.info(says)
    if page and st.button(button, type="primary"):
        st.switch_page(st.session_state.pages[page])


def passage(
    text: str,
    *,
    transcript: str,
    start: int,
    participant: str | None = None,
    codes: Sequence[str] = (),
    against: bool = False,
    note: str = "",
    key: str,
) -> None:
    """A quote as it appears everywhere: the words verbatim, who says them, its codes, and the way into the text."""
    with st.container(border=True):
        # Transcripts are hostile input: the words are escaped, and shown as they are.
        words = escape(text).replace("\n", "<br>")
        mark = "<b>Against</b> · " if against else ""
        st.markdown(f"<blockquote class='passage'>{mark}{words}</blockquote>", unsafe_allow_html=True)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_plain(" · ".join(part for part in (participant, transcript, note) if part)))
            for code in codes:
                st.badge(_plain(code), color="gray")
            if st.button("In the text", key=f"go-{key}", type="tertiary", help="Open this place in the transcript"):
                go_to(transcript, start)


def go_to(transcript: str, start: int) -> None:
    """Open a transcript at a place, on the page Code."""
    st.session_state.place = (transcript, start)
    st.switch_page(st.session_state.pages["code"])


def _plain(text: str) -> str:
    """Text that Markdown leaves as it is."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()#+-.!|<>~$:" else sign for sign in text)


def cached(name: str, load: Callable[[], Any]) -> Any:
    """What a page got from the study, kept for the session with the newest change's number as its key."""
    kept = st.session_state.setdefault("kept", {})
    version = study().version
    if kept.get("version") != version:
        kept.clear()
        kept["version"] = version
    if name not in kept:
        kept[name] = load()
    return kept[name]
