"""Passages: all that is coded in one way or another, by questions to the codes, kept by name."""

from typing import Any

import streamlit as st

from workbench.analysis.query import built
from workbench.app.parts.filters import filters, put
from workbench.app.parts.listing import Column, Line, listing
from workbench.app.parts.passages import Passage
from workbench.app.shared import act, cached, cards, doing, known_now, link, passage, plain, study
from workbench.exports.passages import passages_table, reading_copy
from workbench.exports.tables import write_table
from workbench.model import Filters, WorkbenchError, counted
from workbench.study import Study

MEETS: dict[str, str | int] = {
    "share words": "overlap",
    "stand in the same turn": "turn",
    "stand within 1 turn": 1,
    "stand within 2 turns": 2,
    "stand within 5 turns": 5,
    "stand in the same answer": "answer",
    "stand in the same transcript": "transcript",
}
GROUPS = {"": "no groups", "participant": "participant", "codes": "code", "transcript": "transcript"}
ORDERS = {
    "text": "as in the text",
    "participant": "by participant",
    "code": "by code",
    "longest": "longest first",
    "newest": "last coded first",
}
AFTER = {"anything": "", "a question": "question", "a question with the words": "words"}
HELP = (
    "Codes with **and**, **or**, **not** and brackets between them: `harm and not (trust or open weights)`. "
    "**under** rules: a code and those below it. **near:3** trust: within three turns. "
    '**said** "licence": the words stand in the passage. **after** "rules": the question before it has the word; '
    "**after question**: it answers one. Quotes around a code whose name holds a bracket."
)
KEYS = (
    ("↑ ↓", "Passage or group before, after"),
    ("j k", "Group after, before"),
    ("Enter", "On a passage: open it in its transcript"),
    ("Alt+B", "In the transcript: back to the same passage"),
)


def show() -> None:
    one = study()
    st.title("Passages")
    codes = cached("codes to ask for", lambda: [code.name for code in one.codebook])
    if not codes or not len(one.codings):
        st.info("What was coded is found here again, by questions such as: harm and not trust. Code a passage first.")
        link("code", "Read and code")
        return
    _saved(one)
    wanted = filters(one)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        query = st.text_input(
            "Codes", key="q", bind="query-params", placeholder="every coded passage, or: harm and not trust", help=HELP
        )
        how = st.selectbox("Codes meet where they", list(MEETS), key="meet", bind="query-params", width=230)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        group = st.selectbox(
            "In groups by", list(GROUPS), format_func=GROUPS.__getitem__, key="group", bind="query-params", width=150
        )
        order = st.selectbox(
            "In order", list(ORDERS), format_func=ORDERS.__getitem__, key="order", bind="query-params", width=160
        )
        _builder(codes)
        _keep(one, query, how, wanted)
    try:
        key = f"passages {query} {how} {order} {wanted!r} {one.coder}"
        found = cached(key, lambda: one.passages(query, filters=wanted, meets=MEETS[how], order=order))
    except WorkbenchError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    _shown(found, query, wanted, group, key)


def _shown(found: Any, query: str, wanted: Filters, group: str, key: str) -> None:
    if not len(found):
        st.info(plain(found.attrs["nothing"]))
        return
    voices = found["participant"].dropna().nunique()
    says = (
        f"{counted(len(found), 'passage')} in {counted(found['transcript'].nunique(), 'transcript')} "
        f"by {counted(voices, 'participant')}"
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{says}**", width="content")
        _downloads(found, query, wanted, group, says)
    if not group:
        _cards(found, key)
        return
    groups = cached(f"{key} by {group}", lambda: dict(_grouped(found, group)))
    left, right = st.columns([1, 3], gap="medium")
    with left, st.container(key="stays"):
        rows = [Line(name, [name, len(own)]) for name, own in groups.items()]
        columns = (GROUPS[group].capitalize(), Column("Passages", number=True))
        chosen = listing(
            columns, rows, key=f"passages by {group}", label="Groups", height="70vh", first=True, main=True
        )
    with right:
        if chosen is not None:
            _cards(groups[chosen], f"{key} {chosen}")


def _grouped(found: Any, group: str) -> list[tuple[str, Any]]:
    if group == "codes":
        names = dict.fromkeys(name for codes in found["codes"] for name in codes)
        return [(name, found[[name in codes for codes in found["codes"]]]) for name in names]
    return [(str(name), own) for name, own in found.fillna({group: "nobody named"}).groupby(group, sort=False)]


def _cards(found: Any, key: str) -> None:
    cards(cached(f"cards {key}", lambda: cards_of(found)), key="passages", of=key)


def cards_of(found: Any) -> list[Passage]:
    """A card for each passage that `Study.passages` gives."""
    known = known_now()
    return [
        passage(row.transcript, row.start, row.end, participant=row.participant, codes=row.codes, known=known)
        for row in found.itertuples()
    ]


def _downloads(found: Any, query: str, wanted: Filters, group: str, says: str) -> None:
    title = query.strip() or "All coded passages"
    lines = [says, wanted.words(of=len(study().participants.speaking()))]

    def printed() -> bytes:
        return reading_copy(_grouped(found, group) if group else [("", found)], title=title, says=lines)

    st.download_button(
        "To print", printed, "passages.html", on_click="ignore", help="Large type, to print or to read aloud from"
    )
    for suffix in ("csv", "xlsx", "docx"):
        st.download_button(
            suffix,
            lambda suffix=suffix: write_table(passages_table(found, title=title, caption=". ".join(lines)), suffix),  # type: ignore[misc]
            f"passages.{suffix}",
            on_click="ignore",
        )


def _builder(codes: list[str]) -> None:
    with st.popover("Put a query together"):

        def chosen(label: str, key: str) -> list[str]:
            return st.multiselect(label, codes, key=f"build {key}", placeholder="codes")

        with st.container(horizontal=True, vertical_alignment="bottom"):
            every, some = chosen("All of", "all"), chosen("Any of", "any")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            none, said = chosen("None of", "none"), st.text_input("Words in the passage", key="build said")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            near = chosen("Near", "near")
            turns = st.number_input("within so many turns", 1, 50, 3, key="build turns")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            after, asked = st.selectbox("Said after", list(AFTER), key="build after"), ""
            if AFTER[after] == "words":
                asked = st.text_input("Words of the question", key="build asked", placeholder="rules")
        wanted = {"": None, "question": "", "words": asked.strip() or None}[AFTER[after]]
        made = built(every=every, some=some, none=none, near=near, turns=int(turns), said=said, after=wanted)
        st.code(made or "…", language=None, wrap_lines=True)

        def use() -> None:
            st.session_state["q"] = made

        st.button("Ask", type="primary", disabled=not made, on_click=use)


def _keep(one: Study, query: str, how: str, wanted: Filters) -> None:
    with st.popover("Keep this query"), st.form("keep query", clear_on_submit=True, border=False):
        name = st.text_input("Name")
        if st.form_submit_button("Keep", type="primary") and act(
            lambda: one.queries.add(name, query, meets=MEETS[how], filters=wanted)
        ):
            st.rerun()


def _saved(one: Study) -> None:
    kept = cached("queries", lambda: list(one.queries))
    if not kept:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = [query.name for query in kept]
        chosen = st.selectbox(
            "Kept queries",
            names,
            None,
            key="kept query",
            placeholder="choose one",
            width=320,
            on_change=lambda: _ask(one),
        )
        if chosen in names:
            st.button("Remove it", on_click=doing(lambda: one.queries.remove(chosen)), type="tertiary")


def _ask(one: Study) -> None:
    name = st.session_state.get("kept query")
    query = next((query for query in one.queries if query.name == name), None)
    if query is not None:
        st.session_state["q"] = query.query
        st.session_state["meet"] = next(
            (words for words, how in MEETS.items() if how == query.meets), next(iter(MEETS))
        )
        put(query.filters)
