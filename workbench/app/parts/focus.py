"""The cursor in a field that has just come up."""

from workbench.app.parts import FOLDER, mount


def focus(key: str, *, once: str) -> None:
    """Put the cursor into the field of that key, once for each value of `once`."""
    name = "".join(letter if letter.isalnum() else "-" for letter in key)
    field = f".st-key-{name} :is(input, textarea)"
    mount(
        "workbench_focus",
        (FOLDER / "focus.mjs",),
        FOLDER / "focus.css",
        data={"field": field, "once": once},
        key="focus",
    )
