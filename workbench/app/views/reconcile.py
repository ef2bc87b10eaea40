"""Reconcile: where coders differ, passage by passage, into the agreed layer."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from workbench.app.parts.listing import Column, Line, choose, listing
from workbench.app.shared import act, cached, colours, doing, go_to, link, plain, study, transcripts
from workbench.app.views.agreement_parts import rows_of
from workbench.model import Disagreement, Verdict, WorkbenchError, counted
from workbench.study import Study

EVERYTHING = "all that was coded"
STATES = {"open": "○ open", "later": "◔ talk later", "settled": "● settled"}
AROUND = 180
"""Characters of the text that are shown before and after a passage."""
SAID = {"both": "taken what all have", "neither": "nowhere", "span": "another passage", "later": "to talk about later"}
LETTERS = "ABDEFG"
"""C and R are keys of Streamlit itself."""
KEYS = (
    ("j k", "Passage after, before"),
    ("a b d …", "Take what the first, second, third coder has"),
    ("u", "Take both: all that anybody has"),
    ("n", "Neither"),
    ("l", "Talk later"),
    ("t", "Open the passage in its transcript"),
)


def show() -> None:
    one = study()
    st.title("Reconcile")
    if one.blindfold:
        st.info(
            plain(
                f"You are coding blind in the round '{one.blindfold.rounds[0]}'. Where you differ is settled when it "
                f"is closed."
            )
        )
        link("rounds", "See who is done")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rounds = [*(each.name for each in one.rounds), EVERYTHING]
        round_ = st.selectbox("Round", rounds, key="round", bind="query-params", width=240)
        chosen_round = None if round_ == EVERYTHING else round_
        try:
            found = cached(f"passages {chosen_round} {one.coder}", lambda: one.reconciling.passages(chosen_round))
        except WorkbenchError as error:
            found = None
            wrong = str(error)
        if found:
            codes = list(dict.fromkeys(code for each in found for code in each.codes))
            code = st.selectbox("Code", codes, index=None, placeholder="all codes", key="differ about", width=260)
            wanted = st.segmented_control(
                "Show", ["to settle", "all"], default="to settle", required=True, key="to settle"
            )
    if found is None:
        st.info(plain(wrong))
        link("rounds", "Rounds")
        return
    if not found:
        st.info("Nobody differs from anybody here: there is nothing to settle.")
        link("agreement", "Agreement")
        return
    settled = sum(each.status == "settled" for each in found)
    later = sum(each.status == "later" for each in found)
    st.progress(
        settled / len(found), f"{settled} of {counted(len(found), 'passage')} settled, {later} to talk about later"
    )
    _begin(one, found, chosen_round)
    shown = [
        each for each in found if (code is None or code in each.codes) and (wanted == "all" or each.status != "settled")
    ]
    listed, opened = st.columns([2, 3], gap="large")
    with listed, st.container(key="stays"):
        chosen = _list(shown)
    with opened:
        if chosen is None:
            st.success("All of these are settled.", icon=":material/check:")
        else:
            _one(one, chosen, shown, chosen_round)
    _result(one, chosen_round, settled)


def _begin(one: Study, found: list[Disagreement], round_: str | None) -> None:
    if brought := cached(f"brought {round_}", lambda: len(one.reconciling.brought(round_))):
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.markdown(
                f"An **agreed layer** came into the study from elsewhere. "
                f"It decides {counted(brought, 'passage')} here.",
                width="stretch",
            )
            st.button("Take them as settled", key="adopt", on_click=doing(lambda: one.reconciling.adopt(round_)))
        return
    agreed = {each.transcript for each in one.codings if each.layer == "agreed"}
    if agreed & {each.transcript for each in found}:
        return
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.markdown(
            "What you settle goes to the **agreed layer**, which themes and exports then use for these transcripts; "
            "everybody's own codings stay as they are. What nobody disputes goes there at once.",
            width="stretch",
        )
        st.button(
            "Put what all agree on there",
            type="primary",
            key="begin",
            on_click=doing(lambda: one.reconciling.begin(round_)),
        )


def _list(shown: list[Disagreement]) -> Disagreement | None:
    rows = [
        Line(
            each.key,
            [
                (_short(each), ", ".join(each.codes)),
                each.participant or each.transcript,
                STATES[each.status],
            ],
            quiet=each.status == "settled",
        )
        for each in shown
    ]
    key = listing(
        ("Passage", "Who", "State"),
        rows,
        key="reconcile",
        label="Where coders differ",
        height="72vh",
        first=True,
        main=True,
    )
    return next((each for each in shown if each.key == key), None)


def _one(one: Study, each: Disagreement, shown: list[Disagreement], round_: str | None) -> None:
    st.subheader(plain(", ".join(each.codes)))
    st.caption(plain(f"{each.participant or ''} · {each.transcript}".strip(" ·")))
    text = transcripts()[each.transcript].text
    before, after = text[max(0, each.start - AROUND) : each.start], text[each.end : each.end + AROUND]
    gap = " " if before[-1:].isspace() else ""  # at the end of a coloured piece it would be left out
    st.markdown(f":gray[…{_in_line(before)}]{gap}**{_flat(text[each.start : each.end])}**:gray[{_in_line(after)}…]")
    for column, coder in zip(st.columns(len(each.coders), gap="small"), each.coders, strict=True):
        with column, st.container(border=True):
            _marks(each, coder, text)
    following = shown[(shown.index(each) + 1) % len(shown)] if len(shown) > 1 else None

    def decide(verdict: Verdict, **options: Any) -> Callable[[], None]:
        def do() -> None:
            why = st.session_state["reconcile why"]  # as it is when the key is pressed, not when the page was drawn
            done = act(lambda: one.reconciling.decide(each, verdict, why=why, round=round_, **options))
            if done:
                st.session_state["reconcile why"] = ""
                choose("reconcile", following.key if following else None)

        return do

    with st.container(horizontal=True):
        for letter, coder in zip(LETTERS, each.coders, strict=False):
            nothing = "" if each.by(coder) else " (nothing)"
            st.button(
                plain(f"Take {coder}{nothing}"),
                shortcut=letter,
                key=f"take {letter}",
                on_click=decide("take", took=[coder]),
            )
        st.button("Both" if len(each.coders) == 2 else "All", shortcut="U", key="both", on_click=decide("both"))
        st.button("Neither", shortcut="N", key="neither", on_click=decide("neither"))
        st.button("Talk later", shortcut="L", key="talk later", on_click=decide("later"))
        st.button("In the text", shortcut="T", on_click=go_to, args=(each.transcript, each.start))
    st.text_input("Why (goes into the history)", key="reconcile why", placeholder="as the definition says …")
    with st.expander("Another passage", key="other span"):
        _span(each, text, decide)
    for code, found in each.resolutions.items():
        said = f"taken what {', '.join(found.took)} has" if found.verdict == "take" else SAID[found.verdict]
        st.caption(plain(f"{code}: {said}; {found.coder}, {found.created[:10]}. {found.why}"))
    for code in each.codes:
        with st.expander(plain(f"Sharpen the definition of {code}"), key=f"define {code}"):
            _define(one, code)


def _marks(each: Disagreement, coder: str, text: str) -> None:
    """What one coder has in the passage, with notes; of other codes that touch it in small print."""
    st.markdown(f"**{plain(coder)}**")
    own = each.by(coder)
    if not own:
        st.caption("has none of these codes here")
    for mark in own:
        st.markdown(f"{_chip(mark.code)} “{_flat(text[mark.start : mark.end])}”")
        if mark.memo:
            st.caption(f":material/sticky_note_2: {plain(mark.memo)}")
    others = list(dict.fromkeys(mark.code for mark in each.beside if mark.coder == coder))
    if others:
        st.caption(plain(f"also here: {', '.join(others)}"))


def _chip(code: str) -> str:
    colour = colours().get(code, "")
    return f":material/bookmark: **{plain(code)}**" if colour else f"**{plain(code)}**"


def _span(each: Disagreement, text: str, decide: Callable[..., Callable[[], None]]) -> None:
    boxes = f"span codes {each.key}", f"span words {each.key}"
    st.multiselect("Codes that stand there", each.codes, each.codes, key=boxes[0])
    st.text_area("Leave only the words that are meant", text[each.start : each.end], key=boxes[1], height=120)

    def meant() -> tuple[int, int, list[str]]:
        """Where the words stand that are left by now, -1 where nowhere, and the codes."""
        codes, words = (st.session_state[box] for box in boxes)
        words = words.strip()
        at = text.find(words, max(0, each.start - AROUND), min(len(text), each.end + AROUND)) if words else -1
        return at, at + len(words), codes

    def take() -> None:
        start, end, codes = meant()
        if start >= 0 and codes:
            decide("span", span=(start, end), codes=codes)()

    at, _, codes = meant()
    if at < 0:
        st.caption(
            "These words do not stand here as they are written. Take words away at the ends, or put the next ones."
        )
    st.button(
        "Take this passage",
        key="take span",
        disabled=at < 0 or not codes,
        on_click=take,
    )


def _define(one: Study, code: str) -> None:
    known = one.codebook[code]
    with st.form(f"define {code} form", border=False):
        definition = st.text_area("Definition", known.definition or known.description)
        use = st.text_area("When to use", known.when_to_use)
        not_use = st.text_area("When not to use", known.when_not_to_use)
        if st.form_submit_button("Save as a new version of the codebook"):
            act(lambda: one.codebook.edit(code, definition=definition, when_to_use=use, when_not_to_use=not_use))
            st.rerun()


def _result(one: Study, round_: str | None, settled: int) -> None:
    with st.expander("What came of it", key="result"):
        table = cached(f"after {round_}", lambda: one.reconciling.before_and_after(round_))
        if not len(table):
            st.caption("Nothing is in the agreed layer yet.")
        else:
            st.caption(
                "How far coders agreed by themselves, which is reliability, and how far each was from what was agreed, "
                "which is not: they had part in it."
            )
            columns: list[Column | str] = [
                "Who",
                Column("Units", number=True),
                *(Column(name, number=True, digits=3) for name in ("Krippendorff's α", "Cohen's κ", "Percent")),
            ]
            rows = [
                Line(line[0], [line[0], int(line[1]), *(None if v is None or v != v else float(v) for v in line[2:])])
                for line in table.itertuples(index=False)
            ]
            listing(columns, rows, key="after", label="Agreement before and after")
        if settled:
            lost = cached(f"overruled {round_}", lambda: one.reconciling.overruled(round_))
            st.caption("How often each was overruled, on which codes")
            lines = [
                Line(f"{r.coder} {r.code}", [r.coder, r.code, int(r.overruled), int(r.decided)])
                for r in rows_of(lost)
                if r.overruled
            ]
            headings: list[Column | str] = ["Who", "Code", Column("Overruled", number=True), Column("Of", number=True)]
            listing(headings, lines, key="overruled", label="Who was overruled", height="40vh")
        with st.container(horizontal=True):
            for suffix in (".csv", ".xlsx", ".docx"):
                st.download_button(
                    f"List of disagreements {suffix}",
                    partial(_table, one, round_, suffix),
                    f"disagreements{suffix}",
                    on_click="ignore",
                    key=f"list {suffix}",
                )


def _table(one: Study, round_: str | None, suffix: str) -> bytes:
    from workbench.exports.tables import write_table

    return write_table(one.disagreement_table(round=round_), suffix)


def _short(each: Disagreement) -> str:
    words = _flat_plain(transcripts()[each.transcript].text[each.start : each.end])
    return words if len(words) <= 70 else f"{words[:69]}…"


def _flat_plain(text: str) -> str:
    return " ".join(text.split())


def _in_line(text: str) -> str:
    """Text with its line breaks as blanks, those at its ends kept."""
    return plain(" ".join(text.replace("\n", " ").split(" ")))


def _flat(text: str) -> str:
    return plain(_flat_plain(text))
