"""The line at the foot of every page: what was done last, with Undo and Redo beside it, and the keys."""

from collections.abc import Callable, Mapping, Sequence

from workbench.app.parts import FOLDER, mount


def foot(
    *,
    kind: str,
    text: str,
    undo: str,
    keys: Sequence[tuple[str, str]],
    pages: Mapping[str, tuple[str, str]],
    on_undo: Callable[[], None],
    on_redo: Callable[[], None],
    prompt: str = "",
    on_memo: Callable[[], None] = lambda: None,
) -> None:
    """`keys` are those of this page (keys, what they do); `pages` map a letter to an address and a title; `prompt` is a
    question that a memo could answer."""
    data = {"kind": kind, "text": text, "undo": undo, "keys": list(keys), "pages": dict(pages), "prompt": prompt}
    mount(
        "workbench_foot",
        (FOLDER / "dom.mjs", FOLDER / "foot.mjs"),
        FOLDER / "foot.css",
        data=data,
        key="foot",
        on_undo_change=on_undo,
        on_redo_change=on_redo,
        on_memo_change=on_memo,
    )
