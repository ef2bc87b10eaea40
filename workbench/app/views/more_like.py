"""More like this: passages like those of a code, each taken or refused; what is said of one teaches at once."""

import os
from collections.abc import Callable
from time import monotonic
from typing import Any

import streamlit as st

from workbench.app.parts import job
from workbench.app.parts.listing import Line, choose, listing
from workbench.app.shared import act, cached, cards, link, passage, plain, study
from workbench.model import Likeness, WorkbenchError, counted
from workbench.study import Study

KEYS = (
    ("j k", "Passage after, before"),
    ("t", "Take: it belongs to the code"),
    ("x", "Refuse: it does not; it is not shown again"),
    ("Enter", "On a passage: open it in its transcript"),
)
BEGINNING = 110
"""Characters of a passage that its row shows."""
CONTEXT = 300
"""Characters of what was said just before."""
MOST = 40
AT_ONCE = 1.0
"""Seconds of reading that a page waits for; what takes longer is done beside it."""
NAME = "more like this"


def show() -> None:
    one = study()
    st.title("More like this")
    one.settings.require("find")
    used = cached(f"codes used {one.coder}", lambda: _used(one))
    if not used:
        st.info("Code some passages first; then the program can look for further ones like those of a code.")
        link("code", "Start coding")
        return
    code = st.selectbox(
        "Code",
        list(used),
        format_func=lambda name: f"{name} ({counted(used[name], 'coding')})",
        key="like code",
        bind="query-params",
        width=420,
    )
    everywhere = _where(one)
    found = _found(one, code, everywhere)
    if found is None:
        return
    if not found:
        st.info("Nothing is left that is like it: all that was said there is coded with it, or was refused.")
        return
    left, right = st.columns([2, 3], gap="large")
    with left, st.container(key="stays"):
        rows = [Line(_key(hit), [(_beginning(one, hit), _about(hit))]) for hit in found]
        chosen = listing(["Passage"], rows, key="more like", label="Passages", height="72vh", first=True, main=True)
    with right:
        _one(one, code, found, next(hit for hit in found if _key(hit) == chosen))


def _where(one: Study) -> bool:
    """Whether to look in what nobody has read yet, too; says what is looked in."""
    unread = cached("unread", one.reading.unread)
    if not unread:
        return False
    read = len(one.transcripts) - len(unread)
    st.caption(
        f"From the {counted(read, 'transcript')} that somebody has coded in or marked as read: what the program finds "
        f"is not to stand before your own reading. Not read yet: {len(unread)}; what you have read is marked on Home."
    )
    return st.toggle("Also what nobody has read yet", key="unread too", bind="query-params")


def _used(one: Study) -> dict[str, int]:
    counts = one.codebook.counts()
    return {code.name: counts[code.name] for code in one.codebook if counts[code.name]}


def _found(one: Study, code: str, everywhere: bool) -> list[Likeness] | None:
    """The passages; None while all that was said is read, which the page shows, and where they could not be found."""
    asked = (one.version, one.coder, code, everywhere)
    kept, found = st.session_state.get("like found", (None, None))
    if kept != asked and not job.watch(NAME, _read) and not _ended(asked):
        with st.spinner("Looking for passages that are like these …"):
            found = _at_once(one, code, everywhere)
        if found is None:
            _read_beside(asked)
            st.rerun()
        st.session_state["like found"] = (kept := asked, found)
    return found if kept == asked else None


def _at_once(one: Study, code: str, everywhere: bool) -> list[Likeness] | None:
    """None where too much was not read yet."""
    asked: list[float] = []

    def too_long() -> bool:
        asked.append(monotonic())
        return asked[-1] - asked[0] > AT_ONCE

    try:
        return one.more_like(code, most=MOST, unread=everywhere, should_stop=too_long)
    except WorkbenchError:
        if not asked or asked[-1] - asked[0] <= AT_ONCE:
            raise
        return None


def _read_beside(asked: tuple[int, str, str, bool]) -> None:
    _version, coder, code, everywhere = asked
    location = os.environ["WORKBENCH_STUDY"]

    def work(tell: job.Tell, should_stop: "job.Callable[[], bool]") -> list[Likeness]:
        with Study.open(location, coder=coder) as own:
            return own.more_like(code, most=MOST, unread=everywhere, progress=tell, should_stop=should_stop)

    st.session_state["like asked"] = asked
    job.start(NAME, work)


def _read(done: job.Job) -> None:
    """What was read is kept in the study, also where it was stopped; the passages are those asked for at its start."""
    asked = st.session_state["like asked"]
    if done.error:
        st.session_state["like ended"] = (asked, done.error)
    else:
        st.session_state["like found"] = (asked, done.result)


def _ended(asked: tuple[int, str, str, bool]) -> bool:
    """Whether the reading ended without an answer to this: says so, and offers to go on."""
    of, why = st.session_state.get("like ended", (None, ""))
    if of != asked:
        return False
    st.info(plain(why))
    st.button("Look again", on_click=lambda: st.session_state.pop("like ended"))
    return True


def _one(one: Study, code: str, found: list[Likeness], hit: Likeness) -> None:
    def decide(what: Callable[[], Any]) -> Callable[[], None]:
        """Do it, and open the passage below, or else the one above."""
        at = found.index(hit)
        following = found[at + 1] if at + 1 < len(found) else found[at - 1] if at else None

        def do() -> None:
            if act(what):
                choose("more like", _key(following) if following else None)

        return do

    place = (code, hit.transcript, hit.start, hit.end)
    with st.container(horizontal=True):
        st.button("Take", type="primary", shortcut="T", key="take", on_click=decide(lambda: one.take_passage(*place)))
        st.button("Refuse", shortcut="X", key="refuse", on_click=decide(lambda: one.refuse_passage(*place)))
    before = one.transcripts[hit.transcript].text[: hit.start].rstrip()
    if before:
        st.caption(plain(f"… {before[-CONTEXT:].split(' ', 1)[-1]}"))
    cards([passage(hit.transcript, hit.start, hit.end)], key="like", of=_key(hit))
    st.markdown(plain(hit.why))
    if hit.words:
        st.caption(plain(f"Words shared with passages of “{code}”: {', '.join(hit.words)}"))
    st.caption("What you take becomes your coding, marked as found by the program, and never counts for agreement.")


def _key(hit: Likeness) -> str:
    return f"{hit.transcript} {hit.start} {hit.end}"


def _beginning(one: Study, hit: Likeness) -> str:
    text = " ".join(one.transcripts[hit.transcript].text[hit.start : hit.end].split())
    return text if len(text) <= BEGINNING else f"{text[:BEGINNING].rsplit(' ', 1)[0]} …"


def _about(hit: Likeness) -> str:
    return " · ".join(part for part in (hit.transcript, ", ".join(hit.words)) if part)
