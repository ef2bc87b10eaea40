"""The codebook as a tree to choose from, to order and to move in, by keys or by dragging."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from workbench.app.parts import FOLDER, mount


@dataclass(frozen=True, slots=True)
class Branch:
    """A code in the tree; `about` is said where the pointer rests."""

    key: str
    parent: str | None
    depth: int
    colour: str
    codings: int
    people: int
    archived: bool = False
    about: str = ""

    @property
    def label(self) -> str:
        """The name without that of the parent, where the name says the whole way, as other tools write it."""
        rest = self.key.removeprefix(self.parent or "").lstrip(" >/\\:–")
        return rest if self.parent and rest and self.key.startswith(self.parent) else self.key


def code_tree(rows: Sequence[Branch], *, key: str, height: str, on_act: Callable[[dict[str, Any]], None]) -> str | None:
    """The code that is chosen, else the first.

    `on_act` gets what is asked for: `{"do": "move", "code", "parent", "before"}` or `{"do": "open", "what", "code"}`,
    where `what` is the letter that was pressed.
    """
    kept = st.session_state.setdefault("chosen", {})
    counts = st.session_state.setdefault("choices", {})
    mounted = f"tree {key}"

    def choose() -> None:
        sent = st.session_state[mounted].chosen
        if isinstance(sent, dict) and isinstance(sent.get("key"), str) and isinstance(sent.get("count"), int):
            kept[key], counts[key] = sent["key"], sent["count"]

    def act() -> None:
        sent = st.session_state[mounted].act
        if isinstance(sent, dict) and isinstance(sent.get("code"), str) and isinstance(sent.get("count"), int):
            kept[key], counts[key] = sent["code"], sent["count"]
            on_act(sent)

    known = {row.key for row in rows}
    chosen = kept.get(key) if kept.get(key) in known else rows[0].key if rows else None
    mount(
        "workbench_codetree",
        (FOLDER / "dom.mjs", FOLDER / "codetree.mjs"),
        FOLDER / "codetree.css",
        data={
            "rows": [{**asdict(row), "label": row.label} for row in rows],
            "chosen": chosen,
            "count": counts.get(key, 0),
            "label": "Codes; Alt and arrows move one",
            "height": height,
        },
        key=mounted,
        on_chosen_change=choose,
        on_act_change=act,
    )
    return chosen
