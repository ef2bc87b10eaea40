"""The thematic map to arrange by hand: themes are dragged, or moved by the arrow keys."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

from workbench.app.parts import FOLDER, mount

if TYPE_CHECKING:
    from workbench.exports.thematic_map import ThematicMap


def arranging(drawn: "ThematicMap", *, key: str, move: Callable[[str, float, float], None]) -> None:
    """Draw the map; `move(theme, x, y)` is called with a main theme's new place, in per cent of the map's width."""
    mounted = f"arranging {key}"

    def moved() -> None:
        sent = st.session_state[mounted].moved
        names = [cluster.name for cluster in drawn.drawing.clusters]
        if isinstance(sent, dict) and sent.get("name") in names:
            x, y = (float(sent[axis]) for axis in ("x", "y"))
            if -100 <= x <= 200 and -100 <= y <= 1000:
                move(sent["name"], round(x, 2), round(y, 2))

    mount(
        "workbench_arranging",
        (FOLDER / "dom.mjs", FOLDER / "arranging.mjs"),
        FOLDER / "arranging.css",
        data=_data(drawn),
        key=mounted,
        on_moved_change=moved,
    )


def _data(drawn: "ThematicMap") -> dict[str, Any]:
    drawing = drawn.drawing
    themes = [
        {
            "name": cluster.name,
            "x": cluster.rect.x,
            "y": cluster.rect.y,
            "width": cluster.rect.width,
            "height": cluster.rect.height,
            "head": cluster.boxes[0].rect.height,
            "place": list(drawn.positions[cluster.name]),
        }
        for cluster in drawing.clusters
    ]
    return {"svg": drawn.svg(), "width": drawing.width, "height": drawing.height, "themes": themes}
