"""Asking for suggestions: unit, whose words, how many, embedder, seed; how far it is, and Stop."""

import os
import re

import streamlit as st

from workbench.app.parts import job
from workbench.app.parts.listing import choose
from workbench.app.shared import plain, say, study, tell_since
from workbench.model import Run
from workbench.study import Study

UNITS = {
    "answer": "answers (a question and all that is said to it)",
    "turn": "turns",
    "sentence": "sentences",
    "window": "windows of some sentences",
}
WHOSE = {"participant": "participants'", "all": "everybody's, interviewers too"}
EMBEDDERS = {"careful": "careful (reads the sense)", "fast": "fast (for very much text)", "own": "a model of my own"}
MOST = 40
HOW_MANY = re.compile(r"\d+ suggestions?:")
"""The note of a run that says why there are as many."""
NAME = "suggest"


def ask(one: Study, run: Run | None) -> None:
    """The form; while a run is at work, how far it is instead."""
    if job.watch(NAME, _finished):
        return
    left, middle, right = st.columns(3, gap="medium")
    unit = left.selectbox("Unit", list(UNITS), format_func=UNITS.__getitem__, key="ask unit", persist_state="session")
    size = left.slider("Sentences", 2, 10, 4, key="ask window") if unit == "window" else None
    speakers = left.selectbox("Whose words", list(WHOSE), format_func=WHOSE.__getitem__, key="ask speakers")
    chosen = middle.toggle("The program chooses how many", True, key="ask chooses")
    made = int(run.config.get("made", 8)) if run else 8
    number = middle.slider("How many", 2, max(MOST, made), made, key=f"ask number {made}", disabled=chosen)
    if reason := next((note for note in run.notes if HOW_MANY.match(note)), "") if run else "":
        middle.caption(plain(f"Last time: {reason}"))
    embedder = right.selectbox("Embedder", list(EMBEDDERS), format_func=EMBEDDERS.__getitem__, key="ask embedder")
    folder = right.text_input("Folder of the model", key="ask folder") if embedder == "own" else embedder
    seed = right.number_input("Seed", 0, 10_000, 0, help="Same text, seed and versions: same suggestions.")
    if st.button("Suggest themes", type="primary"):
        coder, location = one.coder, os.environ["WORKBENCH_STUDY"]

        def work(tell: job.Tell, should_stop: "job.Callable[[], bool]") -> int:
            with Study.open(location, coder=coder) as own:
                return own.suggestions.run(
                    "sentence" if unit == "window" else unit,
                    seed=int(seed),
                    number=None if chosen else int(number),
                    speakers=speakers,
                    embedder=folder or "careful",
                    window=size,
                    progress=tell,
                    should_stop=should_stop,
                ).number

        st.session_state["before asking"] = one.version
        job.start(NAME, work)
        st.rerun()


def _finished(done: job.Job) -> None:
    if done.error:
        say(done.error, kind="error")
        return
    study().forget()
    tell_since(st.session_state.get("before asking", 0))
    choose("suggestions", None)
