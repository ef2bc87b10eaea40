"""A project of another tool on the import page: what would come in with it, and what would not."""

from typing import Any

import streamlit as st

from workbench.app.shared import cached, plain
from workbench.model import WorkbenchError, counted
from workbench.study import Study

SUFFIXES = (".qdpx", ".qde")
SHOWN = 12
"""Sentences that are shown at once; a project can have hundreds."""


def is_project(file: Any) -> bool:
    return str(file.name).lower().endswith(SUFFIXES)


def look(one: Study, file: Any) -> bool:
    """Show what is in a project; whether it can be taken in."""
    try:
        seen = cached(f"project {file.file_id}", lambda: one.preview_project(file.name, file.getvalue()))
    except WorkbenchError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return False
    with st.expander(plain(str(seen)), expanded=True, key=f"project {file.file_id}"):
        if seen.name:
            st.caption(plain(f"The project is called '{seen.name}'."))
        if seen.transcripts:
            st.caption(plain(f"New transcripts: {', '.join(seen.transcripts)}"))
        warnings(seen.warnings)
    return True


def warnings(said: tuple[str, ...]) -> None:
    """The import report; a long one goes on behind a click."""
    for warning in said[:SHOWN]:
        st.caption(plain(warning))
    if len(said) > SHOWN:
        with st.popover(f"{counted(len(said) - SHOWN, 'more note')}"):
            for warning in said[SHOWN:]:
                st.caption(plain(warning))
