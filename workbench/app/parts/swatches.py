"""A colour picked from the set of colours for codes."""

from collections.abc import Callable

import streamlit as st

from workbench.app.parts import COLOUR, FOLDER, mount
from workbench.model import PALETTE

NAMES = ("Blue", "Vermilion", "Green", "Pink", "Orange", "Sky", "Violet", "Brown", "Slate", "Crimson")


def swatches(chosen: str, *, of: str, key: str, on_pick: Callable[[str, str], None]) -> None:
    """Draw the set, and the colour chosen beside it where it is none of them; `on_pick(of, colour)` is called."""
    mounted = f"swatches {key}"

    def pick() -> None:
        sent = st.session_state[mounted].picked
        if isinstance(sent, dict) and COLOUR.fullmatch(str(sent.get("colour"))) and isinstance(sent.get("of"), str):
            on_pick(sent["of"], sent["colour"])

    known = dict(zip(PALETTE, NAMES, strict=True))
    if chosen and COLOUR.fullmatch(chosen) and chosen.upper() not in {one.upper() for one in known}:
        known[chosen] = "its own colour"
    mount(
        "workbench_swatches",
        (FOLDER / "dom.mjs", FOLDER / "swatches.mjs"),
        FOLDER / "swatches.css",
        data={"colours": [list(one) for one in known.items()], "chosen": chosen, "of": of},
        key=mounted,
        on_picked_change=pick,
    )
