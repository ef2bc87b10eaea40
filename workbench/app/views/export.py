"""Export: every result as a file, for the paper and for other programs."""

import streamlit as st

from workbench.app.shared import cached, link, study
from workbench.study import available, export_bytes

KINDS = {
    "themes": ("Theme table", "themes, codes, participants, quotes for and against", "themes", "Add a theme"),
    "map": ("Thematic map", "html is interactive, the others are for print", "themes", "Add a theme"),
    "codebook": ("Codebook", "codes, definitions, how often each was used", "codebook", "Add a code"),
    "codings": ("Codings", "with quotes, speakers, participants and themes", "code", "Code a transcript"),
    "agreement": ("Agreement between coders", "per code and over all codes", "agreement", "What it needs"),
    "history": ("Audit trail", "who did what, when and why", "history", "Look at it"),
}


def show() -> None:
    one = study()
    st.title("Export")
    names = cached("available", lambda: available(one))
    for kind, (title, says, page, first) in KINDS.items():
        files = [name for name in names if name.split(".")[0] == kind]
        st.markdown(f"**{title}**: {says}")
        if not files:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.caption("There is nothing to export yet.", width="content")
                link(page, first)
            continue
        with st.container(horizontal=True):
            for name in files:
                # Made when it is asked for: a page of thirty files must not make them all.
                st.download_button(
                    name.split(".")[1],
                    lambda name=name: export_bytes(study(), name),  # type: ignore[misc]
                    name,
                    key=name,
                    on_click="ignore",
                    help=f"Download {name}",
                )
