"""Correcting a transcript that people work on already: a turn, a speaker, or the whole file; codings follow."""

from collections.abc import Callable

import streamlit as st

from workbench.app.parts.listing import Column, Line, listing
from workbench.app.shared import attempt, button, plain, say
from workbench.model import Transcript, counted
from workbench.study import Correction, Study

COLUMNS = (Column("Turn", number=True), "Speaker", "Words")
FATES = (
    ("moved", "moved with their words"),
    ("shortened", "shorter now"),
    ("changed", "with other words now"),
    ("orphaned", "taken out: their words are gone (a memo on the transcript keeps each)"),
    ("doubled", "taken out: another coding stands on the same words"),
)


def show(one: Study, transcript: Transcript) -> None:
    name = transcript.name
    made: Correction | None = st.session_state.get("correction")
    if made is not None and made.transcript == name:
        _report(made)
    turns, speakers, file = st.tabs(["A turn", "A speaker", "The whole file"])
    with turns:
        _turn(one, transcript)
    with speakers:
        _speaker(one, transcript)
    with file:
        _file(one, name)


def _correct(what: Callable[[], Correction], missing: str = "") -> None:
    """Correct it; what is `missing` is said instead. A button that waits, greyed, until its box was left would take the
    click that leaves the box, and do nothing."""
    if missing:
        say(missing, kind="error")
    else:
        st.session_state.correction = attempt(what)


def _report(made: Correction) -> None:
    """What became of everything that was marked; each passage that is not as it was can be read."""
    st.info(plain(f"{made.what}. {counted(made.kept, 'marked passage')} stayed as they were."))
    for fate, says in FATES:
        found = [one for one in made.followed if one.fate == fate]
        if not found:
            continue
        with st.expander(f"{counted(len(found), 'passage')} {says}", expanded=fate in ("orphaned", "doubled")):
            for one in found:
                st.caption(plain(f"{one.kind} '{one.name}'{' by ' + one.coder if one.coder else ''}: “{one.words}”"))
                if fate in ("shortened", "changed"):
                    st.caption(plain(f"→ “{one.new_words}”"))


def _turn(one: Study, transcript: Transcript) -> None:
    name, text, acts = transcript.name, transcript.text, one.transcripts
    rows = [
        Line(str(index), [index + 1, turn.speaker or "–", text[turn.start : turn.end][:120]])
        for index, turn in enumerate(transcript.turns)
    ]
    chosen = listing(COLUMNS, rows, key=f"turns {name}", label="Turns", height="30vh")
    if chosen is None:
        st.caption("Choose the turn that is wrong.")
        return
    index = int(chosen)
    turn = transcript.turns[index]
    words = text[turn.start : turn.end]
    of = f"{name} {index} {hash((words, turn.speaker))}"
    edited = st.text_area("Its words", words, key=f"words {of}", height=140)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        button(
            "Save the words",
            lambda: _correct(
                lambda: acts.edit_turn(name, index, edited),
                "These are the words that stand there. Change them first." if edited.strip() == words else "",
            ),
            type="primary",
        )
        button(
            "Join with the next turn",
            lambda: _correct(lambda: acts.join_turns(name, index)),
            disabled=index + 1 >= len(transcript.turns),
        )
    labels = [speaker.label for speaker in transcript.speakers]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        who = st.selectbox(
            "Said by",
            labels,
            labels.index(turn.speaker) if turn.speaker in labels else None,
            key=f"said by {of}",
            accept_new_options=True,
            width=260,
        )
        button(
            "Change the speaker of this turn",
            lambda: _correct(lambda: acts.change_speaker(name, index, str(who))),
            disabled=not who or who == turn.speaker,
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        begins = st.text_input("Split before these words", key=f"split {of}", width=260)
        at = words.find(begins) if begins.strip() else -1
        second = st.selectbox(
            "The second part is said by", labels, None, key=f"second {of}", accept_new_options=True, width=260,
            placeholder="the same",
        )  # fmt: skip
        button(
            "Split",
            lambda: _correct(
                lambda: acts.split_turn(name, index, at, speaker=second),
                "Write words of this turn, as they stand there, with which its second part begins." if at < 1 else "",
            ),
        )


def _speaker(one: Study, transcript: Transcript) -> None:
    name, acts = transcript.name, one.transcripts
    labels = [speaker.label for speaker in transcript.speakers]
    if not labels:
        st.caption("Nobody is named in this transcript. Name who speaks turn by turn.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = st.selectbox("Speaker", labels, key=f"rename {name} {labels}", width=260)
        new = st.text_input("Call them in all turns", label, key=f"as {name} {label} {labels}", width=260).strip()
        merging = new in labels
        button(
            f"Make one speaker of both: {new}" if merging and new != label else "Rename",
            lambda: _correct(
                lambda: acts.merge_speakers(name, [label], new) if merging else acts.rename_speaker(name, label, new),
                f"They are called '{label}' already. Write another name first." if new == label else "",
            ),
        )


def _file(one: Study, name: str) -> None:
    key = f"corrected {name} {st.session_state.get('corrections', 0)}"

    def put() -> None:
        file = st.session_state[key]
        if file is not None:
            _correct(lambda: one.transcripts.replace_bytes(name, file.name, file.getvalue()))
            st.session_state.corrections = st.session_state.get("corrections", 0) + 1

    st.file_uploader("Drop the corrected file here; it takes the place of this transcript", key=key, on_change=put)
