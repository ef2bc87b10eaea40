"""Names, places and addresses that could identify somebody, offered with replacements; those chosen are replaced."""

import os
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from workbench.analysis.identifying import KINDS, pattern_of
from workbench.app.parts import job
from workbench.app.shared import attempt, button, plain, say, transcripts
from workbench.model import Transcript, counted
from workbench.study import Candidate, Study
from workbench.study.pseudonyms import Replacement

NAME = "look for names"
PLURAL = {
    "name": "Names",
    "place": "Places",
    "organisation": "Organisations",
    "e-mail": "E-mail addresses",
    "phone": "Telephone numbers",
    "web": "Web addresses",
    "repeated": "Repeated words",
}
BEFORE, AFTER = 18, 60
"""Characters before and after a string that show how it is used."""

Row = tuple[bool, str]
"""Whether a string is chosen, and its replacement."""


def show(one: Study) -> None:
    st.write("Strings that could identify somebody are looked for in all transcripts; you choose what is replaced.")
    key = st.text_input(
        "The key (who is who) goes into this csv file, outside the study",
        str(Path(os.environ["WORKBENCH_STUDY"]).with_name("key.csv")),
        key="key file",
        help="Keep it apart from the study, best on another disk. A key from an earlier time is continued.",
    )
    if job.watch(NAME, _found):
        return
    if st.button("Look for names"):
        coder, location = one.coder, os.environ["WORKBENCH_STUDY"]

        def work(tell: job.Tell, should_stop: "job.Callable[[], bool]") -> list[Candidate]:
            with Study.open(location, coder=coder) as own:
                return own.pseudonyms.find(key, progress=tell, should_stop=should_stop)

        job.start(NAME, work)
        st.rerun()
    found = st.session_state.get("identifying")
    if found is not None:
        _choose(one, found, key)
    for line in st.session_state.get("pseudonymised", ()):
        st.caption(plain(line))
    _for_good(one, key)


def _found(done: job.Job) -> None:
    if done.error:
        say(done.error, kind="error")
    else:
        st.session_state.identifying = done.result
        st.session_state["names"] = [(False, row.replacement) for row in done.result]
        _draw_anew()


def _draw_anew() -> None:
    """A table that was edited keeps what its cells were given first; one of another key begins with what is kept."""
    st.session_state["names drawn"] = st.session_state.get("names drawn", 0) + 1


def _choose(one: Study, found: list[Candidate], key: str) -> None:
    if not found:
        st.info("Nothing was found that could identify somebody.")
        return
    import pandas as pd

    kept: list[Row] = st.session_state["names"]
    editor = f"names {st.session_state['names drawn']}"
    texts = transcripts()
    frame = pd.DataFrame(
        [
            (chosen, row.kind, row.string, put, row.times, _instance(row, texts), _where(row.where))
            for row, (chosen, put) in zip(found, kept, strict=True)
        ],
        columns=["Replace", "Kind", "String", "Replacement", "Times", "For instance", "Where"],
    )
    _many(found, kept, editor)
    edited = st.data_editor(
        frame,
        key=editor,
        hide_index=True,
        disabled=["Kind", "String", "Times", "For instance", "Where"],
        column_config={
            "Replace": st.column_config.CheckboxColumn(width=85),
            "Kind": st.column_config.TextColumn(width=85),
            "String": st.column_config.TextColumn(width=130),
            "Replacement": st.column_config.TextColumn(width=120),
            "Times": st.column_config.NumberColumn(width=60),
            "For instance": st.column_config.TextColumn(width="large"),
        },
        width="stretch",
        height=min(36 * len(found) + 40, 500),
    )
    st.caption("Double-click a replacement to write another. The same replacement for several strings makes them one.")
    chosen = [
        Replacement(str(row["String"]), str(row["Replacement"] or ""), str(row["Kind"]))
        for row in edited.to_dict("records")
        if row["Replace"]
    ]

    def replace() -> None:
        made = attempt(lambda: one.pseudonyms.apply(chosen, key))
        if made is not None:
            done = f"Replaced {counted(made.replaced, 'time')} in {counted(len(made.corrections), 'transcript')}."
            st.session_state.pseudonymised = (done, *made.remains)
            st.session_state.identifying = None

    button(f"Replace {counted(len(chosen), 'string')}", replace, type="primary", disabled=not chosen)


def _many(found: Sequence[Candidate], kept: Sequence[Row], editor: str) -> None:
    """Buttons that choose all strings, those of a kind, or none; what was edited before stays."""

    def choose(kinds: Collection[str], wanted: bool) -> None:
        edits = st.session_state[editor]["edited_rows"]
        st.session_state["names"] = chosen_anew([row.kind for row in found], kept, edits, kinds, wanted)
        _draw_anew()

    counts = Counter(row.kind for row in found)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(f"Choose all {len(found):,}", on_click=choose, args=(KINDS, True))
        for kind in (one for one in KINDS if one in counts and len(counts) > 1):
            st.button(f"{PLURAL[kind]} ({counts[kind]:,})", on_click=choose, args=({kind}, True), type="tertiary")
        st.button("None", on_click=choose, args=(KINDS, False), type="tertiary")


def chosen_anew(
    rows: Sequence[str],
    kept: Sequence[Row],
    edits: Mapping[int, Mapping[str, Any]],
    kinds: Collection[str],
    wanted: bool,
) -> list[Row]:
    """The rows as they are kept, with what was edited in them since, and those of these kinds chosen or not.

    >>> chosen_anew(["name", "place"], [(False, "[A]"), (True, "[B]")], {1: {"Replacement": "[C]"}}, ["name"], True)
    [(True, '[A]'), (True, '[C]')]
    """
    found = []
    for at, (kind, (chosen, put)) in enumerate(zip(rows, kept, strict=True)):
        edited = edits.get(at, {})
        found.append((wanted if kind in kinds else edited.get("Replace", chosen), edited.get("Replacement", put) or ""))
    return found


def _instance(row: Candidate, texts: Mapping[str, Transcript]) -> str:
    """The string among the words around it, where it stands first; '' where it stands there no more."""
    text = texts[row.where[0]].text if row.where[0] in texts else ""
    hit = pattern_of([row.string]).search(text)
    if hit is None:
        return ""
    before, after = text[max(0, hit.start() - BEFORE) : hit.start()], text[hit.end() : hit.end() + AFTER]
    if hit.start() > BEFORE:
        before = before.partition(" ")[2] or before  # begin with a whole word
    return " ".join(f"{before.rpartition(chr(10))[2]}{hit[0]}{after.partition(chr(10))[0]}".split())


def _where(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{counted(len(names), 'transcript')}: {', '.join(names)}"


def _for_good(one: Study, key: str) -> None:
    """What cannot be undone: said in full words, and done after one yes."""
    st.markdown("**For good**")
    sure = st.checkbox(
        "Remove the files as they were imported, and all former words from the history. What was changed or removed up "
        "to now cannot be undone any more.",
        key=f"for good {one.version}",
    )

    def purge() -> None:
        left = attempt(lambda: [*one.pseudonyms.remove_originals(), *one.pseudonyms.purge(_there(key))])
        if left is not None:
            st.session_state.pseudonymised = tuple(left)

    st.button("Remove them for good", disabled=not sure, on_click=purge)


def _there(key: str) -> str | None:
    return key if Path(key).is_file() else None
