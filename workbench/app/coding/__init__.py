"""The coding view: one browser component over a transcript, what it is sent, and the acts that it sends back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from workbench.app.coding.acts import Ledger, carry_out
from workbench.app.coding.likeness import liked
from workbench.app.coding.state import Sent, codings_of, label, notes_of, parts_of, turns_of
from workbench.app.parts import FOLDER as PARTS
from workbench.app.parts import mount

__all__ = [
    "MODULES",
    "Ledger",
    "Sent",
    "carry_out",
    "codings_of",
    "draw",
    "label",
    "liked",
    "notes_of",
    "parts_of",
    "turns_of",
]

FOLDER = Path(__file__).parent
NAMES = (
    *(
        "text",
        "codes",
        "stripes",
        "foreseen",
        "outbox",
        "turns",
        "choice",
        "popover",
        "palette",
        "passage",
        "notes",
        "keys",
    ),
    *("known", "find", "places", "news", "play", "borders", "likeness", "bar", "tree", "desk", "commands"),
    *("gestures", "view"),
)
"""The modules, each after those it imports from."""
MODULES = (PARTS / "dom.mjs", *(FOLDER / f"{name}.mjs" for name in NAMES))


def draw(data: dict[str, Any], *, key: str, on_acts: Callable[[], None]) -> None:
    """Mount the view; `on_acts` is called when the browser sends acts, which then stand in the session under `key`."""
    mount("coding_view", MODULES, FOLDER / "view.css", data=data, key=key, on_acts_change=on_acts)
