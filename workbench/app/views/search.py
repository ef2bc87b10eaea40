"""Search: what is said anywhere, by words, their forms, a regular expression or meaning; and coding what was found."""

from itertools import groupby
from typing import Any

import streamlit as st

from workbench.app.parts.filters import filters
from workbench.app.parts.passages import Passage, left_out
from workbench.app.shared import act, button, cached, cards, known_now, link, passage, plain, study
from workbench.exports.tables import write_table
from workbench.exports.tables.frames import table_of
from workbench.model import Filters, WorkbenchError, counted
from workbench.study import Study

WAYS = {"words": "words", "forms": "words in all forms", "expression": "regular expression", "meaning": "meaning"}
HELP = (
    'Several words: all in one turn. "In quotes": one behind the other. licen*: begins so. -cloud: not in the turn. '
    "rule OR law: either. Words in all forms (English): go finds went. By meaning, say in a sentence what you look for."
)
PARTS = {"turn": "the whole turn", "sentence": "the sentence", "words": "the words found"}
KEYS = (
    ("/", "To the search field"),
    ("↑ ↓", "In the list: passage before, after"),
    ("x", "On a passage: code it, or leave it out"),
    ("Enter", "On a passage: open it in its transcript"),
    ("Alt+B", "In the transcript: back to the same passage"),
)


def show() -> None:
    one = study()
    st.title("Search")
    if not len(one.transcripts):
        st.info("Words are looked for in all transcripts here. Import your interviews first.")
        link("transcripts", "Import transcripts")
        return
    wanted = filters(one)
    ways = [way for way in WAYS if way != "meaning" or one.settings.offers("find")]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        query = st.text_input("Search for", key="s", bind="query-params", placeholder="open licen*", help=HELP)
        by = st.selectbox("As", ways, format_func=WAYS.__getitem__, key="as", bind="query-params", width=220)
        coded = st.selectbox(
            "In", ["", "coded", "uncoded"], format_func=_places, key="coded", bind="query-params", width=180
        )
    if not query.strip():
        st.caption(HELP)
        return
    wanted = wanted.with_(coded=coded)
    key = f"search {query} {by} {wanted!r} {one.coder}"
    try:
        found = cached(key, lambda: _found(one, query, by, wanted))
    except WorkbenchError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    if not len(found):
        st.info(plain(found.attrs["nothing"]))
        return
    made = cached(f"cards {key}", lambda: _cards(found, by))
    _heading(one, found, query, by, wanted, len(made))
    of = f"{key} {st.session_state.get('ticked anew', 0)}"
    if by == "meaning":
        # Ranked by likeness: what of it is meant is for a person to tick.
        st.session_state.setdefault("left out", {}).setdefault(("search", of), [card.key for card in made])
    _code(one, found, by, made, of)
    cards(made, key="search", of=of)


def _places(coded: str) -> str:
    return {"": "all talk", "coded": "coded places", "uncoded": "places not coded"}[coded]


def _found(one: Study, query: str, by: str, wanted: Filters) -> Any:
    if by != "meaning":
        return one.search(query, by=by, filters=wanted)
    # The first time, all talk is read for its meaning; the button ends it, and what was read by then is kept.
    shown = st.empty()
    with shown.container():
        bar = st.progress(0.0, "Reading what is said for its meaning; the first time this takes a while.")
        st.button("Stop", key="stop search", on_click=_stop)

        def progress(_what: str, share: float) -> None:
            bar.progress(min(share, 1.0), f"Reading what is said for its meaning: {share:.0%}")

        try:
            found = one.search(query, by=by, filters=wanted, progress=progress)
        except WorkbenchError:  # the page says it, without a bar that stands still
            shown.empty()
            raise
    shown.empty()
    return found


def _stop() -> None:
    st.session_state["as"] = "words"


def _cards(found: Any, by: str) -> list[Passage]:
    """A card a turn with its hits marked; by meaning, a card a hit."""
    made, known = [], known_now()
    for _place, many in groupby(found.itertuples(), key=lambda hit: (hit.transcript, hit.turn, _alone(hit, by))):
        hits = list(many)
        first = hits[0]
        start, end = (first.start, first.end) if by == "meaning" else (first.turn_start, first.turn_end)
        text = first.text if by == "meaning" else first.context
        marks = [] if by == "meaning" else [(hit.start - start, hit.end - start) for hit in hits]
        made.append(
            passage(
                first.transcript,
                int(start),
                int(end),
                participant=first.participant or first.speaker,
                note=f"likeness {first.score:.2f}" if by == "meaning" else "",
                tick=True,
                before=first.before,
                pieces=_pieces(text, marks),
                known=known,
            )
        )
    return made


def _alone(hit: Any, by: str) -> int:
    """By meaning, hits of one turn are not put together."""
    return int(hit.start) if by == "meaning" else 0


def _pieces(text: str, marks: list[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """
    >>> _pieces("a rule here", [(2, 6)])
    (('a ', False), ('rule', True), (' here', False))
    """
    pieces, at = [], 0
    for start, end in marks:
        if start > at:
            pieces.append((text[at:start], False))
        if end > at:
            pieces.append((text[max(start, at) : end], True))
        at = max(at, end)
    if at < len(text):
        pieces.append((text[at:], False))
    return tuple(pieces)


def _heading(one: Study, found: Any, query: str, by: str, wanted: Filters, turns: int) -> None:
    voices = found["participant"].dropna().nunique()
    says = f"{counted(len(found), 'hit')} in {counted(turns, 'turn')}" if by != "meaning" else counted(turns, "passage")
    says += f" of {counted(found['transcript'].nunique(), 'transcript')}, by {counted(voices, 'participant')}"
    looked_at = wanted.words(of=len(one.participants.speaking()))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{says}**", width="content")
        for suffix in ("csv", "xlsx"):
            st.download_button(
                suffix,
                lambda suffix=suffix: write_table(  # type: ignore[misc]
                    table_of(found, f"Search for {query}", caption=looked_at), suffix
                ),
                f"search.{suffix}",
                on_click="ignore",
            )


def _code(one: Study, found: Any, by: str, made: list[Passage], of: str) -> None:
    """One code for one, some or all of the hits, as one act."""
    chosen = len(made) - len(left_out(made, key="search", of=of))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        codes = cached("codes to use", lambda: [code.name for code in one.codebook.active()])
        code = st.selectbox(
            "Code what is ticked as",
            codes,
            None,
            key="search code",
            placeholder="a code, or a new one",
            accept_new_options=True,
            width=300,
        )
        options = ["turn", "words"] if by == "meaning" else list(PARTS)
        part = st.selectbox(
            "What of it",
            options,
            format_func=lambda p: "the passage found" if by == "meaning" and p == "words" else PARTS[p],
            key="search part",
            width=190,
        )

        def code_them() -> None:
            # Asked for at the click: it knows the very last tick.
            away = {one_card.key for one_card in left_out(made, key="search", of=of)}
            kept = {(card.transcript, card.start) for card in made if card.key not in away}
            places = _places_to_code(one, found, by, kept, part)
            act(lambda: one.codings.add_places(places, str(code), new_code=code not in codes))

        says = f"Code {counted(chosen, 'passage')}"
        button(says, code_them, key="code hits", type="primary", disabled=not code or not chosen)
        st.button("Tick all", key="tick all", on_click=_tick, args=(made, of, True), type="tertiary")
        st.button("Tick none", key="tick none", on_click=_tick, args=(made, of, False), type="tertiary")


def _places_to_code(
    one: Study, found: Any, by: str, kept: set[tuple[str, int]], part: str
) -> list[tuple[str, int, int]]:
    at = "start" if by == "meaning" else "turn_start"
    hits = found[[(name, int(start)) in kept for name, start in zip(found["transcript"], found[at], strict=True)]]
    if part == "turn":
        return list(hits[["transcript", "turn_start", "turn_end"]].drop_duplicates().itertuples(index=False, name=None))
    if part == "words":
        return list(hits[["transcript", "start", "end"]].itertuples(index=False, name=None))
    names = list(dict.fromkeys(hits["transcript"]))
    sentences: dict[str, list[tuple[int, int]]] = {}
    for sentence in one.transcripts.segments("sentence", transcripts=names):
        sentences.setdefault(sentence.transcript, []).append((sentence.start, sentence.end))
    return [
        (hit.transcript, start, end)
        for hit in hits.itertuples()
        for start, end in sentences.get(hit.transcript, [])
        if start < hit.end and hit.start < end
    ]


def _tick(made: list[Passage], of: str, ticked: bool) -> None:
    number = st.session_state.get("ticked anew", 0) + 1
    st.session_state["ticked anew"] = number
    other = f"{of.rpartition(' ')[0]} {number}"
    st.session_state.setdefault("left out", {})["search", other] = [] if ticked else [card.key for card in made]
