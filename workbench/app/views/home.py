"""Where does the study stand, what is done, and what would come next?"""

from dataclasses import dataclass

import streamlit as st

from workbench.app.parts.listing import Column, Line, listing
from workbench.app.shared import act, cached, go_to, link, plain, study
from workbench.model import counted
from workbench.study import STATES, Study

UNREAD = "not read"
KEYS = (("j k", "Transcript after, before"),)


def show() -> None:
    one = study()
    st.title(plain(one.title))
    if one.note:
        st.info(plain(one.note), icon=":material/info:")
    numbers = cached(f"home {one.coder}", lambda: _numbers(one))
    with st.container(horizontal=True):
        for name, page in PLACES.items():
            if page == "suggestions" and not one.settings.offers("suggest"):
                continue
            with st.container(border=True, width=148):
                st.metric(name, f"{numbers[name]:,}")
                link(page, "Open")

    done, steps = _steps(one, numbers)
    if done:
        st.subheader("What is done")
        st.markdown(" · ".join(f"✓ {plain(words)}" for words in done))
    st.subheader("What would come next")
    first, *others = steps
    st.write(plain(first.says))
    with st.container(horizontal=True, vertical_alignment="center"):
        _way(one, first)
        for step in others[:2]:
            link(step.page, step.label)
    if numbers["Transcripts"]:
        _reading(one)


PLACES = {
    "Transcripts": "transcripts",
    "Participants": "participants",
    "Codes": "codebook",
    "Codings": "code",
    "Open suggestions": "suggestions",
    "Themes": "themes",
}


@dataclass(frozen=True, slots=True)
class Step:
    """What to do, on which page, and the words of the way to it."""

    says: str
    page: str
    label: str


def _way(one: Study, step: Step) -> None:
    """To the page; to the page Code at the next passage that has no coding of mine."""
    if step.page != "code":
        link(step.page, step.label)
        return
    place = one.reading.next_uncoded()
    if place is None:
        link("code", step.label)
    elif st.button(step.label, type="primary", key="next passage"):
        go_to(place[0], place[1])
        st.rerun()


def _numbers(one: Study) -> dict[str, int]:
    suggestions = list(one.suggestions)
    progress = one.reading.progress()
    return {
        "Transcripts": len(one.transcripts),
        "Participants": one.about().participants,
        "Codes": len(one.codebook),
        "Codings": len(one.codings),
        "Suggestions": len(suggestions),
        "Open suggestions": sum(s.status in ("open", "later") for s in suggestions),
        "Themes": len(one.themes),
        "Read": sum(bool(p.state or p.codings) for p in progress),
        "Begun": sum(bool(p.codings) for p in progress),
        "Turns": sum(p.turns for p in progress),
        "Turns coded": sum(p.coded for p in progress),
    }


def _steps(one: Study, numbers: dict[str, int]) -> tuple[list[str], list[Step]]:
    """What is done, in words, and what would come next, the nearest first."""
    helped, waiting = one.settings.offers("suggest"), numbers["Open suggestions"]
    done, steps = [], []
    if not numbers["Transcripts"]:
        says = "Bring in your first transcripts; they stay on this machine."
        return [], [Step(says, "transcripts", "Import transcripts")]
    done.append(f"{counted(numbers['Transcripts'], 'transcript')} in the study")
    if numbers["Codes"]:
        done.append(f"{counted(numbers['Codes'], 'code')} in the codebook")
    if not numbers["Codings"]:
        steps.append(Step("Read and code a first transcript.", "code", "Start coding"))
    elif numbers["Turns coded"] < numbers["Turns"]:
        done.append(f"you coded something in {numbers['Turns coded']:,} of {counted(numbers['Turns'], 'turn')}")
    else:
        done.append("you coded something in every turn of the participants")
    if numbers["Codings"] and helped and not numbers["Suggestions"]:
        says = "Ask for suggested themes; each comes with its evidence."
        steps.append(Step(says, "suggestions", "Ask for suggestions"))
    if helped and waiting:
        steps.append(Step(f"{counted(waiting, 'suggestion')} to decide on.", "suggestions", "Decide"))
    if numbers["Suggestions"] and not waiting:
        done.append(f"all {counted(numbers['Suggestions'], 'suggestion')} decided")
    if numbers["Codings"] and not numbers["Themes"]:
        steps.append(Step("Group codes into a first theme.", "themes", "Add a theme"))
    if numbers["Themes"]:
        done.append(counted(numbers["Themes"], "theme"))
        says = "Look at the map and the theme table, and export them."
        steps.append(Step(says, "themes", "Themes and map"))
    if 0 < numbers["Begun"] < numbers["Transcripts"]:
        left = numbers["Transcripts"] - numbers["Begun"]
        says = f"Go on coding: in {counted(left, 'transcript')} you have coded nothing yet."
        steps.insert(0, Step(says, "code", "Next passage that is not coded"))
    return done, steps


def _reading(one: Study) -> None:
    """Who is how far: for me each transcript's state, and how much of it has a coding of mine; codings by coder."""
    st.subheader("Reading and coding")
    columns, rows, states = cached(f"who reads {one.coder}", lambda: _who_reads(one))
    said = [f"{sum(state == s for state in states.values())} {s}" for s in STATES if s in states.values()]
    st.caption(plain(f"You, {one.coder}: {', '.join(said) or 'nothing marked as read yet'}."))
    left, right = st.columns([3, 1], gap="medium")
    with left:
        chosen = listing(columns, rows, key="home", label="Reading and codings by transcript", height="60vh", main=True)
    with right:
        if chosen is None:
            st.caption("Choose a transcript to say how far you are with it, or to go on in it.")
            return
        state = states.get(chosen, UNREAD)
        # Keyed by what the study says, so that undo and others are seen.
        key = f"reading {chosen} {state}"

        def mark() -> None:
            said = st.session_state[key]
            act(lambda: one.reading.mark(chosen, None if said == UNREAD else said))

        st.radio(plain(chosen), [UNREAD, *STATES], [UNREAD, *STATES].index(state), key=key, on_change=mark)
        if st.button(plain(f"Read and code {chosen}"), type="primary"):
            go_to(chosen, 0)
            st.rerun()
        if st.button("Next passage that is not coded there", key="next there"):
            place = one.reading.next_uncoded(chosen)
            if place is None:
                st.caption("Nothing is left: you coded something in every turn.")
            else:
                go_to(place[0], place[1])
                st.rerun()


def _who_reads(one: Study) -> tuple[list[Column | str], list[Line], dict[str, str]]:
    coders = one.codings.coders()
    states = one.reading.states()
    everybody: dict[str, list[str]] = {}
    for said in one.reading:
        everybody.setdefault(said.transcript, []).append(f"{said.coder}: {said.state}")
    counts = {name: dict.fromkeys(coders, 0) for name in one.transcripts.names()}
    for coding in one.codings:
        counts[coding.transcript][coding.coder] = counts[coding.transcript].get(coding.coder, 0) + 1
    columns: list[Column | str] = [
        "Transcript",
        Column("You", help="How far you said you are"),
        Column("Turns coded", number=True, help="Turns of participants in which you coded something"),
        *(Column(coder, number=True, help=f"Codings by {coder}") for coder in coders),
    ]
    others = any(len(said) > (name in states) for name, said in everybody.items())
    if others:
        columns.append(Column("Others are", help="How far others said they are"))
    rows = []
    for p in one.reading.progress():
        cells = [p.transcript, p.state or None, f"{p.coded} of {p.turns}", *counts[p.transcript].values()]
        if others:
            mine = f"{one.coder}: {p.state}"
            cells.append("; ".join(said for said in everybody.get(p.transcript, ()) if said != mine) or None)
        rows.append(Line(p.transcript, cells))
    return columns, rows, states
