"""Export: every result as a file, for the paper and for other programs. Nothing is made before it is asked for."""

import io
import re
import tempfile
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from workbench.app.exporting import CHOICES
from workbench.app.shared import cached, link, plain, study
from workbench.app.views import archiving
from workbench.model import WorkbenchError
from workbench.study import EXPORTS, SECTIONS, Export, Study, export_bytes
from workbench.study.output.export import ELSEWHERE

HIGH = 460
"""Pixels of a preview; a longer one scrolls."""


def show() -> None:
    one = study()
    st.title("Export")
    lacking = cached(f"lacking {one.coder}", lambda: {export.name: export.lacks(one) for export in EXPORTS.values()})
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            "Files are made when you ask for them, from the study as it is now. Everything at once takes a minute.",
            width="content",
        )
        st.download_button(
            "Everything (.zip)",
            partial(_everything, one),
            f"{_file_name(one.title)}.zip",
            "application/zip",
            key="everything",
            on_click="ignore",
        )
    for section in SECTIONS:
        st.subheader(section)
        for export in EXPORTS.values():
            if export.section == section:
                _one(one, export, lacking[export.name])
        if section == ELSEWHERE:
            with st.container(border=True, key="export-archive"):
                archiving.show(one)


def _one(one: Study, export: Export, lacks: str) -> None:
    with st.container(border=True, key=f"export-{export.name}"):
        left, right = st.columns([5, 4], vertical_alignment="center")
        left.markdown(f"**{export.title}**: {export.says}")
        buttons = right.container(
            horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small"
        )
        if lacks:
            with buttons:
                st.caption(lacks, width="content")
                link(export.page, "Begin with it")
            return
        options = _options(one, export)
        for suffix in export.suffixes:
            file = export.name + suffix
            # A function: a page of a hundred files must not make them all. It runs outside the session, and so is
            # given the session's study, with the person who acts.
            buttons.download_button(
                suffix[1:],
                partial(export_bytes, one, file, **options),
                file,
                key=file,
                on_click="ignore",
                help=f"Download {file}",
            )


def _options(one: Study, export: Export) -> dict[str, Any]:
    """What was chosen for an export; its choices and a preview are drawn while they are open."""
    kept: dict[str, dict[str, Any]] = st.session_state.setdefault("export options", {})
    choices = CHOICES.get(export.name)
    picture = next((suffix for suffix in (".svg", ".html") if suffix in export.suffixes), "")
    if not choices and not (picture and export.quick):
        return {}
    label = "Options and preview" if choices else "Preview"
    box = st.expander(label, key=f"open {export.name}", on_change="rerun", type="compact")
    if box.open:
        with box:
            if choices:
                kept[export.name] = choices(one)
            _preview(one, export, picture, kept.get(export.name, {}))
    return kept.get(export.name, {})


def _preview(one: Study, export: Export, suffix: str, options: dict[str, Any]) -> None:
    try:
        data = cached(f"preview {export.name} {options}", lambda: export_bytes(one, export.name + suffix, **options))
    except WorkbenchError as error:
        st.warning(plain(str(error)))
        return
    with st.container(height=HIGH, key=f"preview-{export.name}"):
        if suffix == ".svg":
            st.image(data.decode(), width="content")
        else:
            body = data.decode()
            style = body[body.index("<style>") : body.index("</style>") + 8]
            shown = body[body.index("<body>") + 6 : body.index("</body>")]
            st.html(f'{style[:7]}{style[style.index("table.workbench") :]}<div style="overflow-x: auto">{shown}</div>')


def _everything(one: Study) -> bytes:
    """All files that there is material for, in one archive."""
    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in one.export(Path(made)):
            archive.write(path, path.name)
    return out.getvalue()


def _file_name(title: str) -> str:
    """The study's title as a name that every system can hold.

    >>> _file_name("What creators need / from <regulation>?")
    'what-creators-need-from-regulation'
    """
    return re.sub(r"[^\w]+", "-", title.casefold()).strip("-")[:60].strip("-") or "study"
