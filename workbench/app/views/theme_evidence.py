"""Evidence for and against one theme, its biography, and groups of codes that could become a theme."""

from dataclasses import replace

import streamlit as st

from workbench.app.parts.listing import Column, Line, choose, listing
from workbench.app.parts.passages import Passage
from workbench.app.shared import act, attempt, cached, cards, passage, plain, quoted, study
from workbench.model import Standing, Theme, counted
from workbench.study import Study

VIEWS = ("for and against", "beside it", "who", "biography")
VIEW_HELP = (
    "Beside it: passages coded with codes that usually stand beside this theme, but not with it. Look there for what "
    "speaks against it, and for those who say nothing of it."
)
AGAINST, NOT_AGAINST = "Speaks against", "Not against"


def evidence(one: Study, theme: Theme) -> None:
    """One theme: its passages, what lies beside it, who speaks for and against it, how it came to be."""
    found = cached(f"standing {theme.name} {one.coder}", lambda: one.themes.standing(theme.name))
    for warning in found.warnings:
        st.warning(plain(warning), icon=":material/warning:")
    view = st.segmented_control("Evidence", VIEWS, default=VIEWS[0], key="view of theme", required=True, help=VIEW_HELP)
    if view == "who":
        _who(found)
    elif view == "biography":
        _biography(found)
    else:
        _passages(one, theme, found, beside=view == "beside it")


def _passages(one: Study, theme: Theme, found: Standing, *, beside: bool) -> None:
    quotes = found.beside if beside else (*theme.counter, *theme.quotes)
    shown = cached(
        f"theme {theme.name} {beside} {one.coder}",
        lambda: [replace(quoted(quote), mark=NOT_AGAINST if quote.against else AGAINST) for quote in quotes],
    )

    def mark(card: Passage) -> None:
        change = one.themes.uncounter if card.against else one.themes.counter
        act(lambda: change(theme.name, card.transcript, card.start, card.end))

    if not shown:
        st.caption(
            "No passage is coded with its neighbours but not with it."
            if beside
            else "No passages yet: give the theme codes that are used, or accept a suggestion as evidence for it."
        )
    cards(shown, key="themes", of=f"{theme.name} {beside}", on_mark=mark)


def _who(found: Standing) -> None:
    for label, names in (("For", found.for_it), ("Against", found.against), ("Silent", found.silent)):
        st.markdown(f"**{label}** ({len(names)}): {plain(', '.join(names) or '–')}")
    if not found.by:
        st.caption("Give participants attributes, and they stand here beside each other.")
        return
    attribute = st.selectbox("By", list(found.by), key="standing by")
    sides = found.by[attribute]
    rows = [
        Line(s.value, [s.value, (str(len(s.for_it)), ", ".join(s.for_it)), len(s.against), len(s.silent)])
        for s in sides
    ]
    columns = ("Value", "For", Column("Against", number=True), Column("Silent", number=True))
    chosen = listing(columns, rows, key=f"sides {attribute}", label=f"For and against by {attribute}")
    if (side := next((s for s in sides if s.value == chosen), None)) is not None:
        st.caption(
            plain(f"{side.value}: against {', '.join(side.against) or '–'}; silent {', '.join(side.silent) or '–'}.")
        )


def _biography(found: Standing) -> None:
    lines = []
    for one in found.biography:
        undone = " – undone" if one.undone_by else ""
        why = f" – “{one.why}”" if one.why else ""
        lines.append(plain(f"{one.time[:10]} {one.time[11:16]}, {one.coder}: {one.what}{undone}{why}"))
    st.markdown("\n".join(f"- {line}" for line in lines) or "Nothing yet.")


def proposals(one: Study) -> None:
    """Groups of codes, each with the passages that tie them; a group becomes a theme, or is refused."""
    key = ("code groups", one.version, one.coder)
    kept = st.session_state.get("code groups found")
    if kept is None or kept[0] != key:
        if kept is None and not st.button("Look for groups"):
            st.caption("From which codes stand on the same passages, and from what they are put on.")
            return
        with st.spinner("Comparing codes …"):
            made = attempt(one.themes.proposed)
        kept = (key, made or [])
        st.session_state["code groups found"] = kept
    groups = kept[1]
    if not groups:
        st.caption("No group of codes stands out that is no theme yet and was not refused.")
        return
    rows = [Line(g.label, [(", ".join(g.codes), g.why), len(g.ties)]) for g in groups]
    chosen = listing(("Codes", Column("Ties", number=True)), rows, key="groups", label="Groups of codes", first=True)
    group = next(g for g in groups if g.label == chosen)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name of the theme", key=f"name of {group.label}", width=320)
        codes = st.multiselect("Codes", list(group.codes), list(group.codes), key=f"codes of {group.label}")
        if st.button("Make a theme", type="primary", key="make theme of group"):
            made_theme = attempt(lambda: one.themes.add(name, codes=codes, why=f"Codes grouped: {group.why}"))
            if made_theme is not None:
                choose("themes", made_theme.name)
                st.rerun()
        if st.button("Refuse", key="refuse group") and act(lambda: one.themes.refuse_group(group.codes)):
            st.rerun()
    people = study().participant_finder()
    ties = [passage(t, a, b, participant=people(t, a, b), codes=on) for t, a, b, on in group.ties]
    st.caption(f"{counted(len(ties), 'passage')} that tie them" if ties else "No passage carries two of them.")
    cards(ties, key="ties", of=group.label)
