"""Splitting a code: its passages come one by one, and a digit gives each to another code, at once."""

from collections.abc import Sequence

import streamlit as st

from workbench.app.shared import act, cards, passage, plain
from workbench.model import Code, Coding, counted
from workbench.study import Study

MOST = 9

Place = tuple[str, int, int]


def show(one: Study, code: Code, codes: Sequence[Code]) -> None:
    if not one.codings.of(code=code.name):
        st.caption("Nothing is coded with it, so there is nothing to deal out.")
        return
    st.markdown(plain(one.codebook.preview("split", code.name).says))
    targets = _targets(code, codes)
    waiting = _waiting(one, code)
    if not targets:
        return
    if not waiting:
        st.caption("All passages have been gone through.")
        st.button("Go through those left once more", on_click=lambda: _left(code.name).clear())
        return
    _place, found = waiting[0]
    first = found[0]
    st.markdown(f"**{counted(len(waiting), 'passage')} to go through**")
    cards(
        [
            passage(
                first.transcript,
                first.start,
                first.end,
                participant=first.participant,
                note=f"coded by {', '.join(dict.fromkeys(coding.coder for coding in found))}",
            )
        ],
        key="splitting",
        of=f"{code.name} {first.transcript} {first.start} {first.end}",
    )
    with st.container(horizontal=True):
        for number, target in enumerate(targets, 1):
            st.button(
                plain(target),
                shortcut=str(number),
                key=f"deal {number}",
                on_click=_deal,
                args=(one, found, target, {other.name for other in codes}),
            )
        st.button("Leave it", shortcut="0", key="deal 0", type="tertiary", on_click=_leave, args=(code.name, found))


def _targets(code: Code, codes: Sequence[Code]) -> list[str]:
    """The codes to deal out to, by the order of their digits; new ones are made with their first passage."""
    kept: list[str] = st.session_state.setdefault("deal to", {}).setdefault(code.name, [])
    offered = [other.name for other in codes if other.name != code.name and not other.archived]
    chosen = st.multiselect(
        "Deal out to",
        list(dict.fromkeys([*offered, *kept])),
        kept,
        key=f"deal to {code.name}",
        accept_new_options=True,
        max_selections=MOST,
        placeholder="Choose codes, or type the name of a new one",
        help="Up to nine, each with a digit. A new code is made beside this one with its first passage.",
    )
    st.session_state["deal to"][code.name] = list(chosen)
    return list(chosen)


def _waiting(one: Study, code: Code) -> list[tuple[Place, list[Coding]]]:
    """Passages not gone through yet, each with all codings of it."""
    found: dict[Place, list[Coding]] = {}
    for coding in one.codings.of(code=code.name):
        found.setdefault((coding.transcript, coding.start, coding.end), []).append(coding)
    left = _left(code.name)
    return [(place, codings) for place, codings in found.items() if place not in left]


def _left(name: str) -> set[Place]:
    found: set[Place] = st.session_state.setdefault("left in place", {}).setdefault(name, set())
    return found


def _deal(one: Study, found: Sequence[Coding], target: str, known: set[str]) -> None:
    act(lambda: one.codebook.deal([coding.id for coding in found], target, new_code=target not in known))


def _leave(name: str, found: Sequence[Coding]) -> None:
    _left(name).add((found[0].transcript, found[0].start, found[0].end))
