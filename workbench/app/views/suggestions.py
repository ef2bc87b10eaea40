"""Suggested themes: each with its evidence, decided one by one."""

from typing import Any

import streamlit as st

from workbench.app.shared import act, link, passage, study
from workbench.model import Run, Suggestion
from workbench.study import Study

STATES = {
    "open": "○ open",
    "later": "◔ later",
    "accepted": "● accepted",
    "refined": "● refined",
    "rejected": "✕ refused",
}


def show() -> None:
    one = study()
    st.title("Suggestions")
    if not len(one.transcripts):
        st.info("Suggested themes come from what participants say. Import transcripts first.")
        link("transcripts", "Import transcripts")
        return
    run = one.suggestions.newest()
    _ask(one, first=run is None)
    if run is None:
        st.info(
            "The program can suggest themes: groups of answers that speak of like things, each with its passages, and "
            "how stable it is. Nothing becomes part of your analysis before you decide on it."
        )
        return
    _overview(run)
    listed, opened = st.columns([2, 3], gap="large")
    with listed:
        chosen = _list(run)
    with opened:
        if chosen is None:
            st.caption("Nothing to decide here.")
        else:
            _one(one, chosen, run)


def _ask(one: Study, *, first: bool) -> None:
    with st.expander("Ask for suggestions", expanded=first), st.container(horizontal=True, vertical_alignment="bottom"):
        unit = st.selectbox("Unit", ["answer", "turn", "sentence"], help="What is grouped: whole answers are best.")
        number = st.slider("How many (0: the program chooses)", 0, 30, 0)
        seed = st.number_input("Seed", 0, 10_000, 0, help="Same text, seed and versions: same suggestions.")
        if st.button("Suggest themes", type="primary"):
            with st.status("Preparing …", expanded=True) as status:
                bar = st.progress(0.0)

                def tell(what: str, share: float) -> None:
                    status.update(label=what)
                    bar.progress(min(max(share, 0.0), 1.0))

                done = act(lambda: one.suggestions.run(unit, seed=int(seed), number=number or None, progress=tell))
            if done is not None:
                st.session_state.pop("open suggestion", None)
                st.rerun()


def _overview(run: Run) -> None:
    decided = sum(s.status not in ("open", "later") for s in run.suggestions)
    st.caption(
        f"Run {run.number}: {len(run.suggestions)} suggestions from {run.segments} segments ({run.unit}s), "
        f"{len(run.outliers)} not placed; {decided} decided. Seed {run.seed}."
    )
    for note in run.notes:
        st.caption(note)


def _list(run: Run) -> Suggestion | None:
    wanted = st.segmented_control("Show", ["open", "decided", "all"], default="all", key="which")
    shown = [
        s for s in run.suggestions if wanted in (None, "all") or (s.status in ("open", "later")) == (wanted == "open")
    ]
    if not shown:
        return None
    labels = {s.id: s for s in shown}

    def line(key: str) -> str:
        s = labels[key]
        stable = f"{s.stability:.0%} stable" if s.stability is not None else "part of a split"
        spread = f"{s.size} passages · {len(s.participants)} participants · {stable}"
        return f"**{_plain(s.label)}**  \n{STATES[s.status]} · {spread}"

    kept = st.session_state.get("open suggestion")
    at = list(labels).index(kept) if kept in labels else 0
    key = st.radio(
        "Suggestions",
        list(labels),
        at,
        format_func=line,
        label_visibility="collapsed",
        key=f"list-{run.number}-{wanted}",
    )
    st.session_state["open suggestion"] = key
    return labels[key]


def _one(one: Study, s: Suggestion, run: Run) -> None:
    st.subheader(s.label)
    st.caption(", ".join(s.keywords))
    for warning in s.warnings:
        st.warning(warning)
    if s.codes:
        st.caption("Codes on these passages: " + ", ".join(f"{o.code} ({o.count}, {o.lift:.1f}×)" for o in s.codes[:6]))
    if s.status in ("open", "later"):
        _decide(one, s, run)
    else:
        where = f" as theme '{s.theme}'" if s.theme else ""
        st.success(f"{STATES[s.status]}{where}. {s.reason}")
    st.markdown(f"**{s.size} passages**, best first")
    for number, fit in enumerate(s.segments):
        kept, card = st.columns([1, 12])
        if s.status in ("open", "later"):
            kept.checkbox(
                "keep", True, key=f"keep-{s.id}-{number}", label_visibility="collapsed", help="Keep this passage"
            )
        with card:
            passage(
                _said(one, fit.transcript, fit.start, fit.end),
                transcript=fit.transcript,
                start=fit.start,
                participant=fit.participant,
                note=f"fit {fit.fit:.2f}",
                key=f"{s.id}-{number}",
            )


def _said(one: Study, transcript: str, start: int, end: int) -> str:
    """The passage as turns, so that what was asked stands with what was answered."""
    found = one.transcripts[transcript]
    turns = [turn for turn in found.turns if turn.end > start and turn.start < end]
    if len(turns) <= 1:
        return found.text[start:end]
    return "\n".join(
        f"{turn.speaker or '–'}: {found.text[max(turn.start, start) : min(turn.end, end)]}" for turn in turns
    )


def _decide(one: Study, s: Suggestion, run: Run) -> None:
    dropped = [
        (fit.transcript, fit.start, fit.end)
        for number, fit in enumerate(s.segments)
        if not st.session_state.get(f"keep-{s.id}-{number}", True)
    ]
    with st.container(border=True):
        name = st.text_input("Name", s.label, key=f"name-{s.id}")
        definition = st.text_input("Definition", key=f"definition-{s.id}")
        left, middle, right = st.columns(3)
        parent = left.selectbox(
            "Under theme",
            [None, *[t.name for t in one.themes]],
            format_func=lambda t: t or "on its own",
            key=f"under-{s.id}",
        )
        codes = middle.multiselect("Existing codes for it", [c.name for c in one.codebook], key=f"codes-{s.id}")
        why = right.text_input("Reason", key=f"why-{s.id}")
        options: dict[str, Any] = {"name": name, "drop": dropped, "why": why}
        suggestions = one.suggestions
        with st.container(horizontal=True):
            st.button(
                "Accept as theme",
                type="primary",
                shortcut="Alt+A",
                key="accept",
                on_click=act,
                args=(lambda: suggestions.accept(s.id, definition=definition, parent=parent, codes=codes, **options),),
            )
            st.button(
                "As code",
                shortcut="Alt+C",
                on_click=act,
                args=(lambda: suggestions.accept(s.id, as_="code", definition=definition, **options),),
            )
            st.button(
                "As evidence for",
                on_click=act,
                disabled=parent is None,
                help="Choose the theme under 'Under theme'",
                args=(lambda: suggestions.accept(s.id, as_="evidence", **{**options, "name": parent}),),
            )
            st.button("Rename", on_click=act, args=(lambda: suggestions.rename(s.id, name, why=why),))
            st.button(
                f"Drop {len(dropped)} unticked",
                disabled=not dropped,
                on_click=act,
                args=(lambda: suggestions.drop(s.id, dropped, why=why),),
            )
            st.button(
                "Refuse",
                shortcut="Alt+R",
                key="reject",
                on_click=act,
                args=(lambda: suggestions.reject(s.id, why=why),),
            )
            st.button("Later", shortcut="Alt+L", on_click=act, args=(lambda: suggestions.later(s.id, why=why),))
        others = [o for o in run.suggestions if o.id != s.id and o.status in ("open", "later")]
        with st.container(horizontal=True, vertical_alignment="bottom"):
            with_ = st.multiselect("Merge with", others, format_func=lambda o: o.label, key=f"with-{s.id}")
            st.button(
                "Merge",
                disabled=not with_,
                on_click=act,
                args=(lambda: suggestions.merge(s.id, [o.id for o in with_], name=name, why=why),),
            )
            split_up = (lambda: suggestions.split(s.id),)
            st.button("Split in two", disabled=s.size < 6, on_click=act, args=split_up)


def _plain(text: str) -> str:
    return text.replace("*", "").replace("_", " ").replace("[", "(").replace("]", ")")
