"""What pages are made of that Streamlit does not have: small browser components of plain modules, no build step."""

import re
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
IMPORT = re.compile(r"^import .*\n", re.MULTILINE)
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
PART = "/workbench/part"
BUNDLES: dict[str, str] = {}
"""What the server gives out under `PART`, by name (app/routes.py)."""
EXPORT = re.compile(r"^export (?!default )", re.MULTILINE)


@cache
def bundled(*modules: Path) -> str:
    """The modules as one, each after those it imports from. Names at the top of the modules must differ."""
    return "\n".join(EXPORT.sub("", IMPORT.sub("", module.read_text(encoding="utf-8"))) for module in modules)


@cache
def style(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def mount(name: str, modules: Sequence[Path], css: Path, *, data: dict[str, Any], key: str, **callbacks: Any) -> Any:
    """Draw a component with its data; `callbacks` are named `on_<what>_change`, as Streamlit has them."""
    import streamlit as st

    drawn = st.components.v2.component(name, js=loader(*modules), css=style(css), isolate_styles=False)
    return drawn(key=key, data=data, **callbacks)


@cache
def loader(*modules: Path) -> str:
    """A component's code as Streamlit wants it, as text; it fetches the modules from where the server gives them out.

    Streamlit sends the text with each message to the component: the modules themselves would be a hundred kilobytes
    for each coding. Fetched by the hash of what it holds, a browser asks for it once.
    """
    text = bundled(*modules)
    name = f"{sha256(text.encode()).hexdigest()[:20]}.mjs"
    BUNDLES[name] = text
    # As text a module has no address, so the page's is named. Two lines: one alone would be taken for a path.
    return f'const part = await import(new URL("{PART}/{name}", location.origin));\nexport default part.default;\n'


def colour(given: str) -> str:
    """The colour, if it is one and nothing else: it becomes part of a style sheet.

    >>> colour("#0072B2"), colour("red), url(//elsewhere")
    ('#0072B2', '')
    """
    return given if COLOUR.fullmatch(given) else ""
