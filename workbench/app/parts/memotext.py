"""The words of a memo: Markdown as it reads, with links to what it names."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from workbench.app.parts import FOLDER, mount
from workbench.exports.markdown import Node, parsed
from workbench.study import LINK, Names


def memo_text(text: str, names: Names, *, key: str, follow: Callable[[str, str], None]) -> None:
    """Draw a memo; `follow(kind, name)` is called when one wants to see what it links to."""
    mounted = f"memo {key}"

    def follows() -> None:
        sent = st.session_state[mounted].follow
        if isinstance(sent, dict) and isinstance(sent.get("kind"), str) and isinstance(sent.get("name"), str):
            follow(sent["kind"], sent["name"])

    mount(
        "workbench_memo",
        (FOLDER / "dom.mjs", FOLDER / "memotext.mjs"),
        FOLDER / "memotext.css",
        data={"nodes": _nodes(parsed(text), names)},
        key=mounted,
        on_follow_change=follows,
    )


def _nodes(found: Sequence[str | Node], names: Names) -> list[Any]:
    return [one if isinstance(one, str) else _node(one, names) for one in found]


def _node(one: Node, names: Names) -> dict[str, Any]:
    made: dict[str, Any] = {"tag": one.tag, "inside": _nodes(one.inside, names), "target": one.target}
    if one.tag == "link" and (words := LINK.fullmatch(f"[[{one.target}]]")):
        found = names.resolve(words[1], words[2])
        made |= {"kind": found.kind, "name": found.name}
    return made
