"""What pages are made of that Streamlit does not have: small browser components of plain modules, no build step."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
IMPORT = re.compile(r"^import .*\n", re.MULTILINE)
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
EXPORT = re.compile(r"^export (?!default )", re.MULTILINE)


@cache
def bundled(*modules: Path) -> str:
    """The modules as one, each after those it imports from.

    A component's code is handed to Streamlit as text, which works for a wheel and a checkout alike; as text it has no
    address, so imports would find nothing. Names at the top of the modules must differ.
    """
    return "\n".join(EXPORT.sub("", IMPORT.sub("", module.read_text(encoding="utf-8"))) for module in modules)


@cache
def style(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def mount(name: str, modules: Sequence[Path], css: Path, *, data: dict[str, Any], key: str, **callbacks: Any) -> Any:
    """Draw a component with its data; `callbacks` are named `on_<what>_change`, as Streamlit has them."""
    import streamlit as st

    drawn = st.components.v2.component(name, js=bundled(*modules), css=style(css), isolate_styles=False)
    return drawn(key=key, data=data, **callbacks)


def colour(given: str) -> str:
    """The colour, if it is one and nothing else: it becomes part of a style sheet.

    >>> colour("#0072B2"), colour("red), url(//elsewhere")
    ('#0072B2', '')
    """
    return given if COLOUR.fullmatch(given) else ""
