"""Passages as they look everywhere in the app: one component for every quote."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from workbench.app.parts import FOLDER, mount

SENT = 100
"""Passages that are sent at once; more of them when somebody has read so far."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a transcript from `start`, and what stands beside them.

    `turns` are (speaker, words) where it matters who says what, else one pair without a speaker. `codes` are (name,
    colour). `tick`: there is a box to leave the passage out. `before` is shown small above the words; `pieces` are the
    words of the first turn in parts, (words, whether they are marked). `mark` is what its button, or c, does.
    """

    transcript: str
    start: int
    end: int
    turns: tuple[tuple[str | None, str], ...]
    about: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    against: bool = False
    tick: bool = False
    before: str = ""
    pieces: tuple[tuple[str, bool], ...] = ()
    mark: str = ""

    @property
    def key(self) -> str:
        return f"{self.transcript} {self.start} {self.end}{' against' if self.against else ''}"


def passages(
    found: Sequence[Passage],
    *,
    key: str,
    of: str,
    open_text: Callable[[str, str, int], None],
    on_mark: Callable[[Passage], None] | None = None,
) -> None:
    """Draw the cards. `of` says whose passages they are: for others, boxes are ticked again.

    `open_text(card, transcript, start)` is called when one wants to see a passage in its transcript, `on_mark(passage)`
    for one with a `mark`.
    """
    mounted = f"passages {key}"
    by_key = {one.key: one for one in found}

    limits = st.session_state.setdefault("passages sent", {})
    back = st.session_state.get("back to")
    place = next((i for i, one in enumerate(found) if one.key == back), 0)
    limits[key, of] = max(limits.get((key, of), SENT), place + 1)

    def more() -> None:
        limits[key, of] += SENT

    def opened() -> None:
        card = st.session_state[mounted].open
        if card in by_key:
            open_text(card, by_key[card].transcript, by_key[card].start)

    def marked() -> None:
        card = st.session_state[mounted].mark
        if on_mark is not None and card in by_key:
            on_mark(by_key[card])

    mount(
        "workbench_passages",
        (FOLDER / "dom.mjs", FOLDER / "passages.mjs"),
        FOLDER / "passages.css",
        data={
            "of": of,
            "cards": [_card(one) for one in found[: limits[key, of]]],
            "total": len(found),
            "unticked": [one.key for one in left_out(found, key=key, of=of)],
            "back": back if back in by_key else None,
        },
        key=mounted,
        on_open_change=opened,
        on_mark_change=marked,
        on_unticked_change=lambda: None,
        on_more_change=more,
    )


def left_out(found: Sequence[Passage], *, key: str, of: str) -> list[Passage]:
    """The passages whose boxes are not ticked, in order; asked when it is needed, it knows the very last click."""
    kept = st.session_state.setdefault("left out", {})
    sent = (st.session_state.get(f"passages {key}") or {}).get("unticked")
    if isinstance(sent, dict) and isinstance(sent.get("ids"), list):
        kept[key, sent.get("of")] = [one for one in sent["ids"] if isinstance(one, str)]
    names = set(kept.get((key, of), ()))
    return [one for one in found if one.key in names]


def _card(one: Passage) -> dict[str, Any]:
    return {
        "id": one.key,
        "turns": [list(turn) for turn in one.turns],
        "about": one.about,
        "codes": [list(code) for code in one.codes],
        "against": one.against,
        "tick": one.tick,
        "mark": one.mark,
        "before": one.before,
        "pieces": [list(piece) for piece in one.pieces],
    }
