"""A participant takes back their consent: what will be gone is said in full, and asked once."""

from collections.abc import Sequence

import streamlit as st

from workbench.app.shared import attempt, count, plain
from workbench.study import Study


def show(one: Study, people: Sequence[str]) -> None:
    with st.expander("A participant withdraws", key="withdraw"):
        who = st.selectbox("Who takes back their consent?", people, None, key=f"withdraws {one.version}")
        names = st.checkbox("Take the name out of notes and the history, too", key="withdraw names")
        sure = False
        if who:
            spoken = one.participants.transcripts()[who]
            coded = sum(len(one.codings.of(transcript=name)) for name in spoken)
            where = f"{count(len(spoken), 'transcript')} ({', '.join(spoken) or 'none'})"
            says = (
                f"Erase all that '{who}' said in {where}, what was made of it (up to {count(coded, 'coding')}, with "
                f"memos, quotes, files as imported), and what the history holds of it. This cannot be undone."
            )
            sure = st.checkbox(plain(says), key=f"sure {who} {one.version}")

        def erase() -> None:
            made = attempt(lambda: one.withdraw(str(who), names=names))
            st.session_state.withdrawn = made.remains if made else ()

        st.button("Erase for good", disabled=not sure, on_click=erase)
        for line in st.session_state.get("withdrawn", ()):
            st.caption(plain(line))
