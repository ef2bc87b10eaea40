"""Where does the study stand, and what would come next?"""

import streamlit as st

from workbench.app.shared import link, study


def show() -> None:
    one = study()
    st.title(one.title)
    about = one.about()
    suggestions = list(one.suggestions)
    open_ones = [s for s in suggestions if s.status in ("open", "later")]
    numbers = (
        ("Transcripts", about.transcripts, "transcripts"),
        ("Participants", about.participants, "transcripts"),
        ("Codes", len(one.codebook), "codebook"),
        ("Codings", len(one.codings), "code"),
        ("Suggestions to decide", len(open_ones), "suggestions"),
        ("Themes", len(one.themes), "themes"),
    )
    for column, (name, count, page) in zip(st.columns(len(numbers)), numbers, strict=True):
        with column, st.container(border=True):
            st.metric(name, f"{count:,}")
            link(page, "Open")

    steps = (
        (about.transcripts == 0, "Bring in your first transcripts.", "transcripts", "Import transcripts"),
        (len(one.codings) == 0, "Read and code a first transcript.", "code", "Start coding"),
        (not suggestions, "Ask for suggested themes; each comes with its evidence.", "suggestions", "Suggestions"),
        (bool(open_ones), f"{len(open_ones)} suggestions wait for a decision.", "suggestions", "Decide"),
        (len(one.themes) == 0, "Group codes into a first theme.", "themes", "Themes"),
        (True, "Look at the map and the theme table, and export them.", "themes", "Themes and map"),
    )
    says, page, label = next((says, page, label) for when, says, page, label in steps if when)
    st.subheader("What would come next")
    st.write(says)
    link(page, label)

    coders = one.codings.coders()
    if coders:
        st.subheader("Who coded what")
        counts = {name: dict.fromkeys(coders, 0) for name in one.transcripts.names()}
        for coding in one.codings:
            counts[coding.transcript][coding.coder] += 1
        st.dataframe([{"transcript": name, **row} for name, row in counts.items()], hide_index=True)
