"""Where does the study stand, and what would come next?"""

import streamlit as st

from workbench.app.parts.listing import Column, Line, listing
from workbench.app.shared import cached, count, go_to, link, plain, study
from workbench.study import Study


def show() -> None:
    one = study()
    st.title(plain(one.title))
    numbers = cached("home", lambda: _numbers(one))
    with st.container(horizontal=True):
        for name, page in PLACES.items():
            if page == "suggestions" and not one.settings.offers("suggest"):
                continue
            with st.container(border=True, width=180):
                st.metric(name, f"{numbers[name]:,}")
                link(page, "Open")

    says, page, label = _next(numbers, wanted=one.settings.offers("suggest"))
    st.subheader("What would come next")
    st.write(says)
    link(page, label)

    coders, table = cached("who coded", lambda: _who_coded(one))
    if not coders:
        return
    st.subheader("Who coded what")
    columns: list[Column | str] = ["Transcript", *(Column(coder, number=True) for coder in coders)]
    rows = [Line(name, [name, *counts]) for name, counts in table.items()]
    chosen = listing(columns, rows, key="home", label="Codings by transcript and coder", height="60vh")
    if chosen is not None and st.button(plain(f"Read and code {chosen}"), type="primary"):
        go_to(chosen, 0)
        st.rerun()


PLACES = {
    "Transcripts": "transcripts",
    "Participants": "participants",
    "Codes": "codebook",
    "Codings": "code",
    "Open suggestions": "suggestions",
    "Themes": "themes",
}


def _numbers(one: Study) -> dict[str, int]:
    suggestions = list(one.suggestions)
    return {
        "Transcripts": len(one.transcripts),
        "Participants": one.about().participants,
        "Codes": len(one.codebook),
        "Codings": len(one.codings),
        "Suggestions": len(suggestions),
        "Open suggestions": sum(s.status in ("open", "later") for s in suggestions),
        "Themes": len(one.themes),
    }


def _next(numbers: dict[str, int], *, wanted: bool) -> tuple[str, str, str]:
    """What to do, on which page, and the words of the link to it; `wanted`: suggested themes are."""
    waiting = numbers["Open suggestions"]
    if not numbers["Transcripts"]:
        return "Bring in your first transcripts; they stay on this machine.", "transcripts", "Import transcripts"
    if not numbers["Codings"]:
        return "Read and code a first transcript.", "code", "Start coding"
    if wanted and not numbers["Suggestions"]:
        return "Ask for suggested themes; each comes with its evidence.", "suggestions", "Ask for suggestions"
    if waiting:
        return f"{count(waiting, 'suggestion')} to decide on.", "suggestions", "Decide"
    if not numbers["Themes"]:
        return "Group codes into a first theme.", "themes", "Add a theme"
    return "Look at the map and the theme table, and export them.", "themes", "Themes and map"


def _who_coded(one: Study) -> tuple[list[str], dict[str, list[int]]]:
    coders = one.codings.coders()
    counts = {name: dict.fromkeys(coders, 0) for name in one.transcripts.names()}
    for coding in one.codings:
        counts[coding.transcript][coding.coder] += 1
    return coders, {name: list(row.values()) for name, row in counts.items()}
