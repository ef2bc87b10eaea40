"""Rounds: who codes what, blind or open, and who is done."""

import streamlit as st

from workbench.app.parts.listing import Column, Line, choose, listing
from workbench.app.shared import attempt, doing, go, link, plain, study
from workbench.model import Round, counted, same_person, unit_noun
from workbench.study import Study

KEYS = (("j k", "Round after, before"), ("d", "I am done with all of it"))
COLUMNS = ("Round", "State", Column("Transcripts", number=True), "Coders", "Done", "Compared by")
NAMED, DRAWN, ALL = "all transcripts", "drawn by chance", "these"


def show() -> None:
    one = study()
    st.title("Rounds")
    if not len(one.transcripts):
        st.info("In a round several people code the same transcripts, each by themselves. Import transcripts first.")
        link("transcripts", "Import transcripts")
        return
    with st.expander("Start a round", expanded=not len(one.rounds), key="start"):
        _start(one)
    if not len(one.rounds):
        st.info(
            "In a round several people code the same transcripts, each by themselves; then their codings can be "
            "compared. In a blind round nobody sees what the others coded until it is closed: in no list, count, "
            "export or suggestion."
        )
        return
    rows = [
        Line(
            each.name,
            [
                (each.name, "blind" if each.blind else "open to each other"),
                "open" if each.is_open else f"closed {each.closed[:10]}",
                len(each.transcripts),
                ", ".join(each.coders),
                _done(each),
                unit_noun(each.unit, 1),
            ],
            quiet=not each.is_open,
        )
        for each in one.rounds
    ]
    chosen = listing(COLUMNS, rows, key="rounds", label="Rounds", height="40vh", first=True, main=True)
    if chosen is not None:
        _one(one, one.rounds[chosen])


def _done(each: Round) -> str:
    done = sum(bool(a.done) for a in each.assignments)
    return f"{done} of {len(each.assignments)}"


def _start(one: Study) -> None:
    known = sorted({*one.codings.coders(), one.coder, *(name for each in one.rounds for name in each.coders)})
    name = st.text_input("What it is called", f"Round {len(one.rounds) + 1}", key="round name")
    coders = st.multiselect(
        "Who codes", known, key="round coders", accept_new_options=True, placeholder="Choose, or write names"
    )
    which = st.segmented_control("Which transcripts", [NAMED, DRAWN, ALL], default=NAMED, required=True, key="which")
    names, number, by, seed = None, None, None, 0
    if which == ALL:
        names = st.multiselect("Transcripts", one.transcripts.names(), key="round transcripts")
    if which == DRAWN:
        with st.container(horizontal=True):
            most = len(one.transcripts)
            number = int(st.number_input("How many", 1, most, min(most, max(2, most // 5)), width=130))
            seed = int(st.number_input("Seed", 0, 10_000, 0, width=130, help="Same seed, same transcripts."))
            by = st.selectbox(
                "Each its share of", one.participants.attributes(), index=None, placeholder="no attribute", width=240
            )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        units = [*one.units(), "character"]
        unit = st.selectbox(
            "Compared by", units, key="round unit", format_func=lambda unit: unit_noun(unit, 1), width=240
        )
        blind = st.toggle("Blind: nobody sees the others' codings until it is closed", True, key="round blind")
    if blind and any(same_person(one.coder, coder) for coder in coders):
        st.caption(
            f"You, {plain(one.coder)}, code in it and will not see the others' work either. Only when all are done, or "
            f"by somebody who does not code in it, can it be closed."
        )
    if st.button("Start the round", type="primary", disabled=len(coders) < 2, key="start round"):
        made = attempt(
            lambda: one.rounds.start(
                name, coders, transcripts=names, number=number, seed=seed, by=by, unit=unit, blind=blind
            )
        )
        if made is not None:
            choose("rounds", made.name)
        st.rerun()


def _one(one: Study, each: Round) -> None:
    st.subheader(plain(each.name))
    st.caption(plain(_said(each)))
    mine = next((coder for coder in each.coders if same_person(coder, one.coder)), None)
    columns: list[Column | str] = ["Coder", Column("Done", number=True), Column("Left", number=True), "Still to do"]
    rows = [
        Line(
            coder,
            [
                f"{coder} (you)" if coder == mine else coder,
                len(each.asked(coder, done=True)),
                len(each.asked(coder, done=False)),
                ", ".join(each.asked(coder, done=False)) or "–",
            ],
        )
        for coder in each.coders
    ]
    listing(columns, rows, key="round coders listed", label="Who is done", height="30vh")
    if each.is_open and mine is not None:
        _mine(one, each, mine)
    with st.container(horizontal=True):
        if each.is_open:
            st.button("Close the round", on_click=doing(lambda: one.rounds.close(each.name)), key="close round")
            if each.waiting_for:
                waiting = "; ".join(
                    f"{coder}: {counted(len(left), 'transcript')}" for coder, left in each.waiting_for.items()
                )
                st.caption(plain(f"Not done yet, and so not counted as coded: {waiting}."))
        else:
            st.button("See how far they agree", type="primary", on_click=_turn, args=("agreement", each.name))
            st.button("Settle where they differ", on_click=_turn, args=("reconcile", each.name))


def _said(each: Round) -> str:
    drawn = ""
    if each.drawn:
        by = f", each value of {each.drawn['by']} its share" if "by" in each.drawn else ""
        drawn = f" Drawn by chance from {each.drawn['of']} (seed {each.drawn['seed']}{by})."
    kind = "Blind: until it is closed nobody sees the others' codings." if each.blind else "Open to each other."
    return f"{', '.join(each.transcripts)}.{drawn} {kind} Started by {each.started_by}, {each.started[:10]}."


def _mine(one: Study, each: Round, mine: str) -> None:
    left = each.asked(mine, done=False)
    if left:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.selectbox("Your transcripts to do", left, key="round mine", width=260)
            st.button("Code it", on_click=_code, args=(name,))
            st.button("Done with it", on_click=doing(lambda: one.rounds.done(each.name, transcripts=[name])))
            st.button("Done with all", shortcut="D", on_click=doing(lambda: one.rounds.done(each.name)))
    else:
        st.success("You are done with all of yours.", icon=":material/check:")
        st.button("Not done after all", on_click=doing(lambda: one.rounds.done(each.name, done=False)))


def _code(name: str) -> None:
    st.session_state["transcript"] = name
    go("code")


def _turn(page: str, name: str) -> None:
    st.session_state["round"] = name
    go(page)
