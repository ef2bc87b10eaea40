"""Names, places and addresses that could identify somebody, offered with replacements; those chosen are replaced."""

import os
from pathlib import Path

import streamlit as st

from workbench.app.parts import job
from workbench.app.shared import attempt, count, plain, say
from workbench.study import Candidate, Study
from workbench.study.pseudonyms import Replacement

NAME = "look for names"


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


def _choose(one: Study, found: list[Candidate], key: str) -> None:
    if not found:
        st.info("Nothing was found that could identify somebody.")
        return
    import pandas as pd

    frame = pd.DataFrame(
        [(False, row.kind, row.string, row.replacement, row.times, ", ".join(row.where)) for row in found],
        columns=["Replace", "Kind", "String", "Replacement", "Times", "Where"],
    )
    every = st.checkbox(f"Choose all {len(found):,}", key="all names")
    frame["Replace"] = every
    edited = st.data_editor(
        frame,
        key=f"names {every} {one.version}",
        hide_index=True,
        disabled=["Kind", "String", "Times", "Where"],
        width="stretch",
    )
    chosen = [
        Replacement(str(row["String"]), str(row["Replacement"] or ""), str(row["Kind"]))
        for row in edited.to_dict("records")
        if row["Replace"]
    ]

    def replace() -> None:
        made = attempt(lambda: one.pseudonyms.apply(chosen, key))
        if made is not None:
            done = f"Replaced {made.replaced:,} times in {count(len(made.corrections), 'transcript')}."
            st.session_state.pseudonymised = (done, *made.remains)
            st.session_state.identifying = None

    st.button(f"Replace {count(len(chosen), 'string')}", type="primary", disabled=not chosen, on_click=replace)


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
