"""A participant takes back their consent: what will be gone is said in full, and asked once."""

from collections.abc import Sequence

import streamlit as st

from workbench.app.shared import attempt, button, cached, plain
from workbench.model import counted
from workbench.study import Study


def show(one: Study, people: Sequence[str]) -> None:
    with st.expander("A participant withdraws", key="withdraw"):
        who = st.selectbox("Who takes back their consent?", people, None, key=f"withdraws {one.version}")
        names = st.checkbox("Take the name out of notes and the history, too", key="withdraw names")
        sure, words = False, list[str]()
        if who:
            found = cached(f"withdrawal of {who} {one.coder}", lambda: one.withdrawal(who))
            if found.words:
                where = {standing.word: ", ".join(standing.where) for standing in found.words}
                words = st.multiselect(
                    "What only they said, or their name, stands in what others wrote. Take these words out, too:",
                    list(where),
                    key=f"withdraw words {who} {one.version}",
                    format_func=lambda word: f"{word} – {where[word]}",
                    placeholder=f"{counted(len(where), 'word')} to choose from; those not chosen stay",
                    help="Out of names, notes and the history. What other people say stays as they said it.",
                )
            spoken = [*found.transcripts, *found.shared_transcripts]
            where_said = f"{counted(len(spoken), 'transcript')} ({', '.join(spoken) or 'none'})"
            says = (
                f"Erase all that '{who}' said in {where_said}, what was made of it (up to "
                f"{counted(found.codings, 'coding')}, with memos, quotes, files as imported), and what the history "
                f"holds of it. This cannot be undone."
            )
            sure = st.checkbox(plain(says), key=f"sure {who} {one.version}")

        def erase() -> None:
            made = attempt(lambda: one.withdraw(str(who), names=names, words=words))
            st.session_state.withdrawn = made.remains if made else ()

        button("Erase for good", erase, disabled=not sure)
        for line in st.session_state.get("withdrawn", ()):
            st.caption(plain(line))
