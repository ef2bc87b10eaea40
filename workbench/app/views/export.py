"""Export: every result as a file, for the paper and for other programs."""

import streamlit as st

from workbench.app.shared import link, study
from workbench.study import available, export_bytes

KINDS = {
    "themes": "Theme table: themes, codes, participants, quotes for and against",
    "map": "Thematic map: html is interactive, the others are for print",
    "codebook": "Codebook",
    "codings": "Codings with quotes, speakers and participants",
    "agreement": "Agreement between coders",
    "history": "Audit trail",
}


def show() -> None:
    one = study()
    st.title("Export")
    names = available(one)
    for kind, says in KINDS.items():
        files = [name for name in names if name.split(".")[0] == kind]
        st.markdown(f"**{says}**")
        if not files:
            st.caption("Nothing to export yet.")
            continue
        with st.container(horizontal=True):
            for name in files:
                # Made when it is asked for: a page of thirty files must not make them all.
                st.download_button(
                    name,
                    lambda name=name: export_bytes(study(), name),
                    name,
                    key=name,
                    on_click="ignore",
                )
    link("themes", "Look at the map first")
