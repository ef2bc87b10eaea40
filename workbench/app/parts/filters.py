"""One set of filters, the same on every page that filters: in words, in the address, forgotten by no reload."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from workbench.analysis.filtering import MANY, bands, people_left, shown_value
from workbench.app.shared import plain
from workbench.model import NOT_GIVEN, ROLES, Filters
from workbench.study import Study

KEYS = ("participants", "attributes", "codes", "coders", "layer", "roles", "transcripts")
LAYER_WORDS = {
    "": "what counts for themes",
    "agreed": "agreed",
    "independent": "everybody's own",
    "all": "all layers",
}
EQUALS = " = "


def filters(one: Study, *, without: Sequence[str] = ()) -> Filters:
    """Draw the filters and give what is chosen. `without` are those of `KEYS` that say nothing on this page; what was
    chosen for them elsewhere stays, and does nothing here."""
    options = _options(one)
    known = _people(one)
    chosen = _chosen(options)
    shown = Filters(**{name: value for name, value in chosen.items() if name not in without})
    with st.container(horizontal=True, vertical_alignment="center", key="filters"):
        words = shown.words(of=len(known), left=len(people_left(known, shown)))
        with st.popover(f":material/filter_list: {plain(words)}", key="filters open", help="What is looked at"):
            _draw(options, without)
        if shown:
            st.button(
                "All",
                key="no filters",
                on_click=put,
                args=(Filters(),),
                help="Look at everything again",
                type="tertiary",
            )
    return shown


def _draw(options: dict[str, list[str]], without: Sequence[str]) -> None:
    for name, label, empty in (
        ("participants", "Participants", "everybody"),
        ("attributes", "Attributes", "any"),
        ("transcripts", "Transcripts", "all"),
        ("roles", "Who says it", "anybody"),
        ("codes", "Codes", "any"),
        ("coders", "Coders", "anybody"),
    ):
        if name not in without and options[name]:
            st.multiselect(label, options[name], key=_key(name), placeholder=empty, bind="query-params")
    if "layer" not in without:
        st.selectbox(
            "Codings",
            list(LAYER_WORDS),
            format_func=LAYER_WORDS.__getitem__,
            key=_key("layer"),
            bind="query-params",
        )


def _chosen(options: dict[str, list[str]]) -> dict[str, Any]:
    """What stands in the session, or in the address where that is new; what is not there any more is left out."""
    found: dict[str, Any] = {}
    for name in KEYS:
        key = _key(name)
        given = st.session_state[key] if key in st.session_state else st.query_params.get_all(key)
        if name == "layer":
            value = given if isinstance(given, str) else (given[0] if given else "")
            words = {words: layer for layer, words in LAYER_WORDS.items()}
            found[name] = value if value in LAYER_WORDS else words.get(value, "")
        else:
            found[name] = tuple(one for one in given or () if one in options[name])
    found["attributes"] = tuple(_pair(one) for one in found["attributes"])
    return found


def _pair(option: str) -> tuple[str, str]:
    name, _, value = option.partition(EQUALS)
    return name, value


def _options(one: Study) -> dict[str, list[str]]:
    def load(_connection: Any) -> dict[str, list[str]]:
        people = _people(one)
        return {
            "participants": list(people),
            "attributes": [
                f"{name}{EQUALS}{value}" for name in one.participants.attributes() for value in _values(people, name)
            ],
            "codes": [code.name for code in one.codebook],
            "coders": sorted({coding.coder for coding in one.codings}),
            "roles": list(ROLES),
            "transcripts": one.transcripts.names(),
            "layer": list(LAYER_WORDS),
        }

    return one.remembered(f"filter options for {one.coder}", load)


def _people(one: Study) -> dict[str, dict[str, Any]]:
    """Those who speak: of the others there is nothing to look at."""

    def load(_connection: Any) -> dict[str, dict[str, Any]]:
        speaking = set(one.participants.speaking())
        return {p.name: dict(p.attributes) for p in one.participants if p.name in speaking}

    return one.remembered("people to filter", load)


def _values(people: dict[str, dict[str, Any]], name: str) -> list[str]:
    """The values of an attribute to choose from; of one with many, bands where it has any."""
    values = [known.get(name) for known in people.values()]
    shown = list(dict.fromkeys(shown_value(value) for value in values))
    given = [value for value in shown if value != NOT_GIVEN]
    if len(given) > MANY and (offered := bands(values)):
        given = offered
    return [*sorted(given, key=_natural), *([NOT_GIVEN] if NOT_GIVEN in shown else [])]


def _natural(value: str) -> tuple[float, str]:
    head = value.partition("–")[0]
    try:
        return float(head), value
    except ValueError:
        return float("inf"), value.casefold()


def _key(name: str) -> str:
    return f"only-{name}"


def put(chosen: Filters) -> None:
    """Choose these filters, and no others; for a callback."""
    for name in KEYS:
        value = getattr(chosen, name)
        if name == "attributes":
            value = [f"{attribute}{EQUALS}{one}" for attribute, one in value]
        st.session_state[_key(name)] = value if name == "layer" else list(value)
