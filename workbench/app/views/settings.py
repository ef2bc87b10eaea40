"""Settings: how the study is worked on; they decide which numbers and suggestions are shown."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from workbench.app.shared import act, study
from workbench.model import FAMILIES, HELPS, STARTS_AT
from workbench.study import Study


def show() -> None:
    one = study()
    now = one.settings
    st.title("Settings")
    left, right = st.columns(2, gap="large")
    with left:
        _choice("Family of analysis", "family", FAMILIES, now.family, lambda to: one.settings.change(family=to))
        starts = ", ".join(family for family, help in STARTS_AT.items() if help == "find")
        _choice("Help wanted", "help", HELPS, now.help, lambda to: one.settings.change(help=to))
        st.caption(
            f"All of it runs on this machine. Nothing is decided by the program, and what you decided stays when help "
            f"is turned off. A {starts} study starts at “find”."
        )
    with right:
        _words(one)
        with st.expander("The use of AI, for a paper", key="ai statement"):
            st.code(one.ai_statement().text, language=None, wrap_lines=True)
            st.caption("Made from the log, each time anew; also: workbench ai-statement STUDY")


def _choice(label: str, name: str, options: Mapping[Any, str], at: str, change: Callable[[str], None]) -> None:
    """Options, each with the sentence that says what it means; choosing one is an act at once."""
    key = f"{name} is {at}"  # after an undo the choice shows what the study says

    def choose() -> None:
        act(lambda: change(st.session_state[key]))

    order = list(options)
    heads, said = zip(*(words.split(": ", 1) for words in options.values()), strict=True)
    st.radio(
        label,
        order,
        order.index(at),
        key=key,
        format_func=lambda one: heads[order.index(one)],
        captions=[words[:1].upper() + words[1:] for words in said],
        on_change=choose,
    )


def _words(one: Study) -> None:
    questions = "\n".join(one.settings.questions)
    key = f"questions {questions}"

    def keep() -> None:
        act(lambda: one.settings.change(questions=st.session_state[key].splitlines()))

    st.text_area(
        "Research questions",
        questions,
        key=key,
        height=180,
        placeholder="One question a line",
        help="They stand beside your themes, and go out with the report.",
    )
    st.button("Save questions", on_click=keep)
    title = f"title {one.title}"

    def rename() -> None:
        act(lambda: one.rename(st.session_state[title]))

    st.text_input("Name of the study", one.title, key=title, on_change=rename)
