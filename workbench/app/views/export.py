"""Export: every result as a file, for the paper and for other programs."""

import streamlit as st

from workbench.app.shared import cached, link, study
from workbench.study import EXPORTS, SECTIONS, Export, export_bytes


def show() -> None:
    one = study()
    st.title("Export")
    lacking = cached("lacking", lambda: {export.name: export.lacks(one) for export in EXPORTS.values()})
    for section in SECTIONS:
        exports = [export for export in EXPORTS.values() if export.section == section]
        if exports:
            st.subheader(section)
        for export in exports:
            _one(export, lacking[export.name])


def _one(export: Export, lacks: str) -> None:
    st.markdown(f"**{export.title}**: {export.says}")
    with st.container(horizontal=True, vertical_alignment="center"):
        if lacks:
            st.caption(lacks, width="content")
            link(export.page, "Begin with it")
            return
        for file in export.files:
            # Made when it is asked for: a page of thirty files must not make them all.
            st.download_button(
                file.split(".")[1],
                lambda file=file: export_bytes(study(), file),  # type: ignore[misc]
                file,
                key=file,
                on_click="ignore",
                help=f"Download {file}",
            )
