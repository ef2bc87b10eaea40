"""Choices for the tables of a paper."""

from typing import Any

import streamlit as st

from workbench.study import THEME_COLUMNS, THEME_ORDERS, Study


def themes(one: Study) -> dict[str, Any]:
    columns = st.multiselect(
        "Columns, in this order",
        THEME_COLUMNS,
        list(THEME_COLUMNS),
        key="export themes columns",
        persist_state="session",
        help="Take all out and choose anew to change their order.",
    )
    left, middle, right, last = st.columns(4)
    quotes = left.number_input("Typical quotes", 0, 20, 2, key="export themes quotes", persist_state="session")
    against = middle.number_input("Against", 0, 20, 2, key="export themes against", persist_state="session")
    words = right.number_input(
        "Words of a quote", 5, 1000, 60, key="export themes words", persist_state="session", help="Then it ends in […]."
    )
    order = last.selectbox(
        "Order of themes",
        THEME_ORDERS,
        key="export themes order",
        persist_state="session",
        format_func=_ORDERED.__getitem__,
    )
    names = one.participants.attributes()
    left, right = st.columns(2)
    attributes = left.multiselect(
        "Said of a participant beside a quote",
        names,
        ["role"] if "role" in names else [],
        key="export themes attributes",
        persist_state="session",
    )
    silent = right.multiselect(
        "Counted, but not quoted",
        [person.name for person in one.participants],
        key="export themes silent",
        persist_state="session",
        placeholder="Everybody may be quoted",
    )
    return {
        "columns": columns or None,
        "order": order,
        "quotes": quotes,
        "against": against,
        "quote_words": words,
        "attributes": attributes,
        "not_quoted": tuple(silent),
    }


_ORDERED = {
    "study": "as in the study",
    "participants": "most participants first",
    "codings": "most codings first",
    "name": "by name",
}


def by_participant(one: Study) -> dict[str, Any]:
    return {"counts": _counts("participant", "0/1")}


def by_attribute(one: Study) -> dict[str, Any]:
    names = one.participants.attributes()
    first = one.comparable_attribute()
    by = st.selectbox(
        "Attribute", names, names.index(first), key="export attribute", persist_state="session", width=320
    )
    return {"by": by, "counts": _counts("attribute", "participants")}


def _counts(of: str, other: str) -> bool:
    shown = st.segmented_control(
        "In the cells",
        [other, "codings"],
        default=other,
        required=True,
        key=f"export counts {of}",
        persist_state="session",
    )
    return shown == "codings"


def participants(one: Study) -> dict[str, Any]:
    names = one.participants.attributes()
    chosen = st.multiselect("Attributes", names, names, key="export participants", persist_state="session")
    return {"attributes": chosen}


def codebook_changes(one: Study) -> dict[str, Any]:
    names = [version.name for version in one.codebook.versions()]
    left, right = st.columns(2)
    before = left.selectbox("From", names, key="export changes from", persist_state="session")
    after = right.selectbox(
        "To", ["now", *names], key="export changes to", persist_state="session", format_func=_as_it_is
    )
    return {"a": before, "b": after}


def _as_it_is(name: str) -> str:
    return "the codebook as it is" if name == "now" else name
