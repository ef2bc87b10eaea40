"""Choices for the figures of a paper."""

from typing import Any

import streamlit as st

from workbench.study import Study

WIDTHS = {"page": "page (17.8 cm)", "column": "column (8.5 cm)"}
SIZES = ("participants", "codings")


def thematic_map(_one: Study) -> dict[str, Any]:
    return {"width": _width("map"), "size": _size("map")}


def network(_one: Study) -> dict[str, Any]:
    width, size = _width("network"), _size("network")
    least = st.number_input(
        "Overlaps at least",
        1,
        None,
        None,
        key="export network least",
        persist_state="session",
        placeholder="so that it stays legible",
        width=320,
    )
    return {"width": width, "size": size, "least": least}


def hierarchy(one: Study) -> dict[str, Any]:
    of = "codebook"
    if len(one.themes):
        of = st.segmented_control(
            "Tree of",
            ["themes", "codebook"],
            default="themes",
            required=True,
            key="export tree",
            persist_state="session",
        )
    return {"of": of, "width": _width("hierarchy"), "size": _size("hierarchy")}


def saturation(_one: Study) -> dict[str, Any]:
    left, middle, right = st.columns(3)
    base = left.number_input("Base (interviews)", 1, 100, 4, key="export base", persist_state="session")
    run = middle.number_input("Run (interviews)", 1, 100, 2, key="export run", persist_state="session")
    threshold = right.number_input(
        "Threshold (%)", 0.0, 100.0, 5.0, 1.0, key="export threshold", persist_state="session"
    )
    return {"base": base, "run": run, "threshold": threshold, "width": _width("saturation")}


def _width(of: str) -> str:
    chosen: str = st.segmented_control(
        "Width in print",
        list(WIDTHS),
        default="page",
        required=True,
        format_func=WIDTHS.__getitem__,
        key=f"export width {of}",
        persist_state="session",
    )
    return chosen


def _size(of: str) -> str:
    chosen: str = st.segmented_control(
        "Sized by", SIZES, default="participants", required=True, key=f"export size {of}", persist_state="session"
    )
    return chosen
