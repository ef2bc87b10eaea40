"""Copies: bring in what others did on theirs, keep one, go back to an older one, and see whether this one is whole."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import streamlit as st

from workbench.app.parts.listing import Column, Line, listing
from workbench.app.shared import attempt, button, cached, doing, plain, say, study, when
from workbench.model import WorkbenchError
from workbench.study import Study
from workbench.study.copies import restored

BACKUPS = ("Made", "Why", Column("Megabytes", number=True, digits=1))
SIDES = {"ours": "as it is here", "theirs": "as it is there", "one": "they are one code", "apart": "keep two codes"}


def show() -> None:
    one = study()
    st.title("Copies and backups")
    _merge(one)
    _backups(one)
    _check(one)


def _merge(one: Study) -> None:
    st.subheader("Bring in a copy")
    st.write(
        "When people worked on copies of this study, their codings, codes, memos and themes come together here. Coders "
        "are kept apart; what only one side changed is taken; a backup is kept before; Undo takes all of it back."
    )
    number = st.session_state.get("copies taken in", 0)
    file = st.file_uploader("The other copy of this study", type=["study", "qdpx"], key=f"copy {number}")
    if file is None:
        return
    folder: TemporaryDirectory[str] = st.session_state.setdefault(f"folder {file.file_id}", TemporaryDirectory())
    other = Path(folder.name) / Path(file.name).name
    if not other.exists():
        other.write_bytes(file.getbuffer())
    chosen: dict[str, str] = st.session_state.setdefault(f"sides {file.file_id}", {})
    try:
        report = cached(f"merge {file.file_id} {chosen}", lambda: one.merge(other, preview=True, chosen=chosen))
    except WorkbenchError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    sums = report.sums()
    for note in report.notes:
        st.warning(plain(note), icon=":material/person_off:")
    if not sums:
        st.info("Nothing is new in this copy.")
        return
    who = f"New coders: {', '.join(report.coders)}. " if report.coders else ""
    st.markdown(plain(f"{who}Would be {sums}."))
    for conflict in report.conflicts:
        _conflict(conflict, chosen)

    def take_in() -> None:
        if attempt(lambda: one.merge(other, chosen=chosen)) is not None:
            st.session_state["copies taken in"] = number + 1
            folder.cleanup()

    button(plain(f"Bring in {file.name}"), take_in, type="primary")


def _conflict(conflict: Any, chosen: dict[str, str]) -> None:
    """Something that both sides changed, and which of them is taken."""
    field = conflict.field.replace("_", " ")
    st.markdown(f"**{plain(f'{conflict.kind} “{conflict.name}”')}**, {plain(field)}")
    left, right = st.columns(2)
    for side, label, value in ((left, "Here", conflict.ours), (right, "There", conflict.theirs)):
        side.caption(label)
        side.text(str(value) if value not in (None, "") else "–")
    if len(conflict.choices) < 2:
        st.caption(plain(f"Takes {conflict.takes}."))
        return
    key = f"side of {conflict.key}"

    def choose() -> None:
        chosen[conflict.key] = st.session_state[key]

    now = chosen.get(conflict.key, conflict.takes)
    st.radio(
        "Take it",
        conflict.choices,
        conflict.choices.index(now) if now in conflict.choices else 0,
        key=key,
        format_func=lambda side: SIDES.get(side, side),
        horizontal=True,
        on_change=choose,
        label_visibility="collapsed",
    )


def _backups(one: Study) -> None:
    st.subheader("Backups")
    st.download_button(
        "Download a copy of the study as it is now",
        one.backup_bytes,
        "copy.study",
        on_click="ignore",
        help="A whole study in one file: to keep, or for somebody to work on and to be brought in again.",
    )
    kept = one.backups()
    if not kept:
        st.caption(
            "The program keeps one beside the study for each day of work, and one before each act that touches "
            "everything; the last ten stay. There is none yet."
        )
        return
    rows = [Line(str(b.file), [when(b.made), b.why, b.size / 1e6]) for b in reversed(kept)]
    chosen = listing(BACKUPS, rows, key="backups", label="Backups", height="30vh")
    if chosen is None:
        st.caption("Choose one to make a study of it again; the study that is open stays as it is.")
        return
    name = st.text_input("Name of the study to make, in the folder of this one", f"{Path(chosen).stem[:10]}.study")

    def restore() -> None:
        target = Path(one.store.location).with_name(Path(name).name)
        if attempt(lambda: restored(chosen, str(target))) is not None:
            say(f"Made {target}. Open it with: workbench ui {target.name}")

    button("Make a study of this backup", restore)


def _check(one: Study) -> None:
    st.subheader("Is the study whole?")
    st.button("Look", on_click=doing(lambda: st.session_state.update(faults=(one.version, one.check()))))
    version, faults = st.session_state.get("faults", (None, None))
    if version != one.version:
        return  # what was true then need not be now
    if faults == []:
        st.success("Every page, reference, passage and entry of the history is as it should be.")
    for fault, times in Counter(faults).items():
        st.error(plain(f"{fault}{f' ({times} times)' if times > 1 else ''}"))
    for repair in dict.fromkeys(fault.repair for fault in faults):
        st.info(plain(repair.format(study=one.store.location)))
