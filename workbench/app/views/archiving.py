"""An archive for a repository, on the page Export: looked through first, downloaded when somebody has looked, too."""

import streamlit as st

from workbench.app.shared import cached, plain
from workbench.model import counted
from workbench.study import Study

CONTENTS = {
    "transcripts": "Whole transcripts",
    "quotes": "Only coded passages",
    "none": "No words at all",
}
SHOWN = 200
"""Findings in the table; the csv beside it has all."""


def show(one: Study) -> None:
    st.markdown(
        "**Archive for a repository** (OSF, QDR): codebook, codings, participants, a data dictionary, README and "
        "checksums"
    )
    content = st.radio(
        "What people said", list(CONTENTS), format_func=CONTENTS.__getitem__, horizontal=True, key="archive content"
    )
    wanted = (content, one.version)
    if st.button("Look for what could identify somebody", key="archive look"):
        st.session_state["archive looked"] = wanted
    if st.session_state.get("archive looked") != wanted:
        st.caption(
            "Names, e-mails, telephone numbers and web addresses are looked for before anything can be downloaded."
        )
        return
    with st.spinner("Reading every file of the archive …"):
        made = cached(f"archive {content}", lambda: one.prepare_archive(content=str(content)))
    if made.residues:
        certain = sum(residue.certain for residue in made.residues)
        st.warning(
            plain(
                f"{counted(len(made.residues), 'string')} could identify somebody, {certain} of them for certain. "
                f"Replace them on the page Transcripts (Pseudonyms), or say that they are harmless."
            )
        )
        columns = ("kind", "string", "times", "where")
        rows = [[residue.kind, residue.string, residue.times, ", ".join(residue.where)] for residue in made.residues]
        st.dataframe(
            [dict(zip(columns, row, strict=True)) for row in rows[:SHOWN]], hide_index=True, height=260, width="stretch"
        )
        if len(rows) > SHOWN:
            st.caption(f"… and {counted(len(rows) - SHOWN, 'more string')}.")
    else:
        st.success("Nothing was found that could identify somebody.", icon=":material/check:")
    harmless = not made.residues or st.checkbox(
        "I have looked at them: they may go out", key=f"archive harmless {wanted}"
    )
    st.download_button(
        "zip",
        made.to_bytes,
        "archive.zip",
        key="archive.zip",
        on_click="ignore",
        disabled=not harmless,
        help="Download archive.zip",
    )
