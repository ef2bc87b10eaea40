"""Who did what, when and why; any act can be taken back from here."""

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st

from workbench.app.parts.listing import Column, Line, close, listing
from workbench.app.shared import act, cached, doing, plain, say, study, when
from workbench.model import Change, StandsInTheWay, counted
from workbench.study import Study

SHOWN = 200
MOST = 50
"""Things touched by one change that are told at once."""
COLUMNS = (
    Column("Change", number=True),
    Column("Time", number=True),
    "By",
    "What",
    "Why",
    Column("Undone by", number=True),
)
TOLD = ("What", "Before", "After")
FORMATS = ("csv", "docx", "html")
KEYS = (("j k", "Change after, before"),)


def show() -> None:
    one = study()
    st.title("History")
    st.write("Every act in this study, newest first. Nothing here can be edited; undoing is an act of its own.")
    changes: list[Change] = cached("history", lambda: list(one.history)[::-1])
    shown = _filtered(one, changes)
    pages = st.session_state.get("history pages", 1)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{len(shown):,} of {counted(len(changes), 'change')}. As a supplement to a paper:", width="content")
        for kind in FORMATS:
            st.download_button(
                kind,
                partial(one.history.as_bytes, f".{kind}", shown[::-1]),  # it runs outside the session
                f"history.{kind}",
                key=f"history as {kind}",
                on_click="ignore",
                disabled=not shown,
                help=f"Download the changes listed here, with before and after, as {kind}",
            )
    if not shown:
        st.info("No change is like that. Take a filter away.")
        return
    rows = [
        Line(
            str(c.id),
            [c.id, when(c.time), c.coder, c.what, c.why, str(c.undone_by) if c.undone_by else ""],
            quiet=c.undone_by is not None,
        )
        for c in shown[: SHOWN * pages]
    ]
    chosen = listing(COLUMNS, rows, key="history", label="Changes", height="66vh", main=True, opens=True)
    if len(shown) > len(rows):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(f"Show {SHOWN} more", on_click=_show_more, args=(pages + 1,))
            st.button(f"Show all {len(shown):,}", on_click=_show_more, args=(-(-len(shown) // SHOWN),))
    if chosen is None:
        st.caption("Choose a change to see what it did to the study, and to take it back.")
    else:
        _one(one, next(change for change in shown if change.id == int(chosen)))


def _show_more(pages: int) -> None:
    st.session_state["history pages"] = pages


def _filtered(one: Study, changes: Sequence[Change]) -> list[Change]:
    """The changes that the filters leave; those by code, transcript and time are the study's own."""
    people, kinds = sorted({c.coder for c in changes}), sorted({c.act for c in changes})
    with st.container(horizontal=True):
        who = st.multiselect("By", people, placeholder="everybody", key="by", bind="query-params")
        kind = st.multiselect("Kind", kinds, placeholder="every kind", key="kind", bind="query-params")
        code = st.selectbox(
            "Code", [c.name for c in one.codebook], None, placeholder="any code", key="code", bind="query-params"
        )
        name = st.selectbox(
            "Transcript", one.transcripts.names(), None, placeholder="any", key="of", bind="query-params"
        )
        since = st.date_input("From", None, key="since", format="YYYY-MM-DD", width=150)
        until = st.date_input("Until", None, key="until", format="YYYY-MM-DD", width=150)
        words = st.text_input("Words", key="words", bind="query-params", live=True)
    if code or name or since or until:
        days = [day.isoformat() if isinstance(day, date) else None for day in (since, until)]

        def load() -> set[int]:
            found = one.history.of(code=code, transcript=name, since=days[0], until=days[1])
            return {change.id for change in found}

        within = cached(f"history of {code!r} {name!r} {days}", load)
        changes = [c for c in changes if c.id in within]
    return [
        c
        for c in changes
        if (not who or c.coder in who) and (not kind or c.act in kind) and words.lower() in f"{c.what} {c.why}".lower()
    ]


def _one(one: Study, change: Change) -> None:
    st.markdown(f"#### {plain(f'Change {change.id}: {change.what}')}")
    if change.why:
        st.markdown(f"Why: {plain(change.why)}")
    with st.container(horizontal=True, vertical_alignment="center"):
        if change.undone_by is not None:
            st.caption(f"Taken back by change {change.undone_by}.", width="content")
        elif change.act != "new study":
            _undo(one, change)
        close("history")
    told = cached(f"told {change.id}", lambda: one.history.told(change.id))
    lines = [Line(str(i), [thing.what, thing.before, thing.after]) for i, thing in enumerate(told[:MOST])]
    listing(TOLD, lines, key=f"told {change.id}", label="What it did", height="40vh")
    if len(told) > MOST:
        st.caption(f"The first {MOST} of {len(told):,}. The csv has as many as a line holds.")


def _undo(one: Study, change: Change) -> None:
    """A key to take the change back; where a later one builds on it, that one is named and both are offered."""

    def alone() -> None:
        try:
            one.undo(change.id)
        except StandsInTheWay as error:
            st.session_state["in the way"] = (change.id, error.later)
            raise

    st.button(f"Undo change {change.id}", on_click=doing(alone), type="primary")
    number, later = st.session_state.get("in the way", (None, None))
    if number == change.id:
        st.button(f"Undo it with change {later} and all that builds on it", on_click=lambda: _undo_all(one, change.id))


def _undo_all(one: Study, number: int) -> None:
    before = one.version
    if act(lambda: one.undo(number, with_later=True)):
        del st.session_state["in the way"]
        say(f"Took back {counted(one.version - before, 'change')}, change {number} among them. Redo brings them back.")
