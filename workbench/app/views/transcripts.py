"""Transcripts: drag & drop import with its report, the list, and who speaks in each."""

import streamlit as st

from workbench.app.coding.state import clock
from workbench.app.parts.listing import Column, Line, close, listing
from workbench.app.shared import act, cached, doing, go_to, link, plain, study
from workbench.app.views import correcting, importing, memos, pseudonymising
from workbench.model import ROLES, Transcript, counted
from workbench.study import Study

COLUMNS = (
    "Transcript",
    "Participant",
    Column("Turns", number=True),
    Column("Words", number=True),
    "Speakers",
    "Duration",
    Column("Codings", number=True),
)
KEYS = (("↑ ↓", "Transcript before, after"), ("j k", "The same from anywhere on the page"))


def show() -> None:
    one = study()
    st.title("Transcripts")
    lines = cached("overview", one.transcripts.overview)
    with st.expander("Import transcripts", expanded=not lines or bool(importing.reported()), key="import"):
        importing.show(one)
    if not lines:
        st.info("Transcripts of your interviews belong here. Drop their files above; they stay on this machine.")
        return
    with st.expander("Replace names by pseudonyms", key="pseudonyms"):
        pseudonymising.show(one)
    rows = [
        Line(
            line.name,
            [
                line.name,
                line.participant,
                line.turns,
                line.words,
                ", ".join(line.speakers),
                clock(line.duration) or None,
                line.codings,
            ],
        )
        for line in lines
    ]
    chosen = listing(COLUMNS, rows, key="transcripts", label="Transcripts", height="60vh", main=True, opens=True)
    if chosen is None:
        st.caption("Choose a transcript to see who speaks in it, and what was assumed when it was read.")
    else:
        _one(one, one.transcripts[chosen])


def _one(one: Study, transcript: Transcript) -> None:
    name = transcript.name
    st.subheader(plain(name))
    memos.beside(one, "transcript", name)
    with st.container(horizontal=True):
        if st.button("Read and code", type="primary"):
            go_to(name, 0)
            st.rerun()
        filename, data = cached(f"original {name}", lambda: one.transcripts.original(name))
        if data:
            st.download_button("The file as it was imported", data, filename, on_click="ignore")
        st.button(
            "Remove from the study",
            on_click=doing(lambda: one.transcripts.remove(name)),
            help="With its codings; Undo brings all of it back",
        )
        close("transcripts")
    people = [person.name for person in one.participants]
    for speaker in transcript.speakers:
        label, role, person = st.columns([2, 2, 3], vertical_alignment="bottom")
        turns = sum(turn.speaker == speaker.label for turn in transcript.turns)
        label.markdown(f"**{plain(speaker.label)}** · {counted(turns, 'turn')}")
        # Keyed by what the study says, so that undo is seen here too.
        of = f"{name} {speaker.label} {speaker.role} {speaker.participant}"
        picked = role.selectbox("Role", ROLES, ROLES.index(speaker.role), key=f"role {of}")
        if picked != speaker.role:
            act(lambda s=speaker.label, r=picked: one.transcripts.set_role(name, s, r))  # type: ignore[misc]
            st.rerun()
        if speaker.role == "participant":
            at = people.index(speaker.participant) if speaker.participant in people else None
            who = person.selectbox("Participant", people, at, key=f"who {of}", placeholder="Who is it?")
            if who and who != speaker.participant:
                act(lambda s=speaker.label, w=who: one.transcripts.set_participant(name, s, w))  # type: ignore[misc]
                st.rerun()
    unlabelled = sum(turn.speaker is None for turn in transcript.turns)
    if unlabelled:
        label, _role, person = st.columns([2, 2, 3], vertical_alignment="center")
        label.markdown(f"**Nobody is named** · {counted(unlabelled, 'turn')}")
        whose = transcript.default_participant
        at = people.index(whose) if whose in people else None
        who = person.selectbox("Participant", people, at, key=f"nobody {name} {whose}", placeholder="Who is it?")
        if who and who != whose:
            act(lambda: one.transcripts.set_participant(name, None, who))
            st.rerun()
    found = cached(f"language {name}", lambda: one.transcripts.language(name))
    language = st.text_input(
        "Language",
        transcript.language,
        key=f"language {name} {transcript.language}",
        placeholder=f"{found}, found from the words",
        help="Its code: en, de, pt, zh … Where sentences end depends on it. Empty: it is found.",
        width=260,
    )
    if language.strip().lower() != transcript.language and act(lambda: one.transcripts.set_language(name, language)):
        st.rerun()
    with st.expander("Correct this transcript", key=f"correct {name}"):
        correcting.show(one, transcript)
    if people:
        link("participants", "Participants and their attributes")
    problems = one.transcripts.problems(name)
    if problems:
        st.markdown("**What was assumed or left out when the file was read**")
        for line in problems:
            st.caption(plain(line))
