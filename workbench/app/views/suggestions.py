"""Suggested themes: each with its evidence, decided one by one."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from workbench.app.parts.listing import Column, Line, choose, listing
from workbench.app.parts.passages import Passage, left_out
from workbench.app.shared import act, cards, count, doing, link, passage, plain, study
from workbench.app.views import memos
from workbench.model import Run, Suggestion
from workbench.study import Study

STATES = {
    "open": "○ open",
    "later": "◔ later",
    "accepted": "● accepted",
    "refined": "● refined",
    "rejected": "✕ refused",
}
OPEN = ("open", "later")
COLUMNS = (
    "Suggestion",
    Column("Passages", number=True),
    Column("People", number=True, help="Participants who speak in it"),
    Column("Stable", number=True, help="Share of resamples, in percent, in which it came back"),
)
KEYS = (
    ("j k", "Suggestion after, before"),
    ("a", "Accept as theme"),
    ("o", "Accept as code"),
    ("e", "Accept as evidence for the theme chosen"),
    ("n", "Refuse: not this one"),
    ("l", "Later"),
    ("↑ ↓", "In the passages: one before, one after"),
    ("x", "On a passage: leave it out, or keep it"),
    ("Enter", "On a passage: open it in its transcript"),
)


def show() -> None:
    one = study()
    st.title("Suggestions")
    one.settings.require("suggest")
    if not len(one.transcripts):
        st.info("Suggested themes come from what participants say. Import transcripts first.")
        link("transcripts", "Import transcripts")
        return
    run = one.suggestions.newest()
    with st.expander("Ask for suggestions" if run is None else "Ask again", expanded=run is None, key="ask"):
        _ask(one)
    if run is None:
        st.info(
            "The program can suggest themes: groups of answers that speak of like things, each with its passages, and "
            "how stable it is. Nothing becomes part of your analysis before you decide on it."
        )
        return
    listed, opened = st.columns([2, 3], gap="large")
    with listed, st.container(key="stays"):
        chosen = _list(run)
    with opened:
        if chosen is None:
            st.info("Nothing here. Show all, or ask again with another number.")
        else:
            _one(one, chosen, run)


def _ask(one: Study) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        unit = st.selectbox(
            "Unit", ["answer", "turn", "sentence"], help="What is grouped: whole answers are best.", width=180
        )
        number = st.number_input("How many", 2, 60, None, placeholder="the program chooses", width=220)
        seed = st.number_input("Seed", 0, 10_000, 0, help="Same text, seed and versions: same suggestions.", width=150)
        asked = st.button("Suggest themes", type="primary")
    if not asked:
        return
    with st.status("Preparing …", expanded=True) as status:
        bar = st.progress(0.0)

        def tell(what: str, share: float) -> None:
            status.update(label=what)
            bar.progress(min(max(share, 0.0), 1.0))

        if act(lambda: one.suggestions.run(unit, seed=int(seed), number=number and int(number), progress=tell)):
            choose("suggestions", None)
    st.rerun()


def _list(run: Run) -> Suggestion | None:
    decided = sum(s.status not in OPEN for s in run.suggestions)
    st.caption(
        f"{count(len(run.suggestions), 'suggestion')} from {run.segments:,} {run.unit}s, {decided} decided; "
        f"{len(run.outliers):,} {run.unit}s not placed. Run {run.number}, seed {run.seed}."
    )
    wanted = st.segmented_control(
        "Show", ["all", "open", "decided"], default="all", key="show", required=True, bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    shown = [s for s in run.suggestions if wanted == "all" or (s.status in OPEN) == (wanted == "open")]
    rows = [
        Line(
            s.id,
            [
                (s.label, STATES[s.status] + (f" as {s.theme}" if s.theme else "")),
                s.size,
                len(s.participants),
                None if s.stability is None else round(s.stability * 100),
            ],
            quiet=s.status not in OPEN,
        )
        for s in shown
    ]
    key = listing(COLUMNS, rows, key="suggestions", label="Suggestions", height="72vh", first=True, main=True)
    for note in run.notes:
        st.caption(plain(note))
    return next((s for s in shown if s.id == key), None)


def _one(one: Study, s: Suggestion, run: Run) -> None:
    st.subheader(plain(s.label))
    st.caption(plain(", ".join(s.keywords)))
    for warning in s.warnings:
        st.warning(plain(warning), icon=":material/warning:")
    if s.codes:
        codes = ", ".join(f"{o.code} ({o.count}, {o.lift:.1f}× chance)" for o in s.codes[:6])
        st.caption(plain(f"Codes on these passages: {codes}"))
    memos.beside(one, "suggestion", s.id)
    undecided = s.status in OPEN
    found = [
        passage(
            fit.transcript, fit.start, fit.end, participant=fit.participant, note=f"fit {fit.fit:.2f}", tick=undecided
        )
        for fit in s.segments
    ]
    if undecided:
        _decide(one, s, run, found)
    else:
        where = f" as theme “{s.theme}”" if s.theme else ""
        st.success(plain(f"{STATES[s.status]}{where}. {s.reason}"))
    st.markdown(f"**{count(s.size, 'passage')}**, best first")
    cards(found, key="suggestion", of=s.id)


def _decide(one: Study, s: Suggestion, run: Run, found: list[Passage]) -> None:
    suggestions = one.suggestions

    def options() -> dict[str, Any]:
        """What the form says at the moment of the decision, the last click on a passage included."""
        out = left_out(found, key="suggestion", of=s.id)
        state = st.session_state
        return {
            "name": state[f"name {s.id}"],
            "why": state[f"why {s.id}"],
            "drop": [(one.transcript, one.start, one.end) for one in out],
        }

    def decide(what: Callable[[], Any]) -> None:
        """Decide, and open the next one that waits, below or else above."""
        waiting = [other.id for other in run.suggestions if other.status in OPEN or other.id == s.id]
        at = waiting.index(s.id)
        if act(what) and len(waiting) > 1:
            choose("suggestions", waiting[at + 1] if at + 1 < len(waiting) else waiting[at - 1])

    def accept() -> None:
        state = st.session_state
        more = {"definition": state[f"definition {s.id}"], "parent": state[f"under {s.id}"]}
        decide(lambda: suggestions.accept(s.id, codes=state[f"codes {s.id}"], **more, **options()))

    def as_code() -> None:
        words = st.session_state[f"definition {s.id}"]
        decide(lambda: suggestions.accept(s.id, as_="code", definition=words, **options()))

    def as_evidence() -> None:
        theme = st.session_state[f"under {s.id}"]
        decide(lambda: suggestions.accept(s.id, as_="evidence", **{**options(), "name": theme}))

    def refuse() -> None:
        decide(lambda: suggestions.reject(s.id, why=st.session_state[f"why {s.id}"]))

    def later() -> None:
        decide(lambda: suggestions.later(s.id, why=st.session_state[f"why {s.id}"]))

    with st.container(border=True):
        st.text_input("Name", s.label, key=f"name {s.id}", persist_state="session")
        keys = st.container(horizontal=True)
        with st.expander("Definition, place, reason; merge or split", key=f"more {s.id}"):
            st.text_input("Definition", key=f"definition {s.id}", persist_state="session")
            left, middle, right = st.columns(3)
            parent = left.selectbox(
                "Under theme", [None, *[t.name for t in one.themes]], format_func=lambda t: t or "on its own",
                key=f"under {s.id}", persist_state="session",
            )  # fmt: skip
            middle.multiselect(
                "Existing codes for it",
                [c.name for c in one.codebook.active()],
                key=f"codes {s.id}",
                persist_state="session",
            )
            right.text_input("Reason", key=f"why {s.id}", persist_state="session")
            _reshape(one, s, run, options)
        with keys:
            st.button("Accept as theme", type="primary", shortcut="A", key="accept", on_click=accept)
            st.button("As code", shortcut="O", on_click=as_code)
            st.button(
                "As evidence", shortcut="E", on_click=as_evidence, disabled=parent is None,
                help="For an existing theme: choose it at “Under theme” first",
            )  # fmt: skip
            st.button("Refuse", shortcut="N", key="refuse", on_click=refuse)
            st.button("Later", shortcut="L", on_click=later)


def _reshape(one: Study, s: Suggestion, run: Run, options: Callable[[], dict[str, Any]]) -> None:
    suggestions = one.suggestions

    def rename() -> None:
        given = options()
        act(lambda: suggestions.rename(s.id, given["name"], why=given["why"]))

    def drop() -> None:
        given = options()
        act(lambda: suggestions.drop(s.id, given["drop"], why=given["why"]))

    def merge() -> None:
        given = options()
        others = st.session_state[f"with {s.id}"]
        act(lambda: suggestions.merge(s.id, [o.id for o in others], name=given["name"], why=given["why"]))

    with st.container(horizontal=True, vertical_alignment="bottom"):
        others = [o for o in run.suggestions if o.id != s.id and o.status in OPEN]
        st.multiselect("Merge with", others, format_func=lambda o: o.label, key=f"with {s.id}", width=260)
        st.button("Merge", on_click=merge)
        st.button("Rename", on_click=rename, help="Keep the name typed above, undecided")
        st.button("Drop unticked", on_click=drop, help="Leave out the passages whose box is not ticked, undecided")
        st.button("Split in two", disabled=s.size < 6, on_click=doing(lambda: suggestions.split(s.id)))
