"""Themes: the map and the table beside each other, and one theme with its evidence."""

import streamlit as st

from workbench.app.shared import act, cached, link, passage, study
from workbench.model import Theme
from workbench.study import Study


def show() -> None:
    one = study()
    st.title("Themes and map")
    themes = list(one.themes)
    _add(one, themes)
    if not themes:
        st.info("Themes grow from accepted suggestions, or from codes that you group by hand above.")
        link("suggestions", "Look at suggestions")
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        drawn = cached("map", one.thematic_map)
        st.plotly_chart(drawn.figure(), key="map", theme=None)
        st.caption(one.about().caption)
        with st.container(horizontal=True):
            for suffix in (".html", ".svg", ".pdf", ".png"):
                st.download_button(
                    f"Map as {suffix[1:]}", cached(f"map{suffix}", lambda s=suffix: drawn.as_bytes(s)), f"map{suffix}",
                    key=f"map{suffix}", on_click="ignore",
                )  # fmt: skip
    with right:
        depth: dict[str, int] = {}
        for theme in themes:
            depth[theme.name] = depth[theme.parent] + 1 if theme.parent else 0
        chosen = st.dataframe(
            [
                {
                    "theme": "\u2003" * depth[theme.name] + theme.name,
                    "participants": len(theme.participants),
                    "transcripts": len(theme.transcripts),
                    "codings": theme.codings,
                    "against": len(theme.counter),
                }
                for theme in themes
            ],
            hide_index=True,
            on_select="rerun",
            selection_mode="single-row",
            key="table",
        )
    rows = chosen["selection"]["rows"]
    _one(one, themes[rows[0]] if rows and rows[0] < len(themes) else themes[0], themes)


def _add(one: Study, themes: list[Theme]) -> None:
    with st.expander("Add a theme from codes, or link two", expanded=not themes):
        left, right = st.columns(2)
        with left.form("new theme", clear_on_submit=True):
            name = st.text_input("Name of a new theme")
            definition = st.text_input("Definition")
            parent = st.selectbox("Under", [None, *[t.name for t in themes]], format_func=lambda p: p or "on its own")
            codes = st.multiselect("Codes", [code.name for code in one.codebook])
            if st.form_submit_button("Add theme"):
                made = act(lambda: one.themes.add(name, definition=definition, parent=parent, codes=codes))
                if made is not None:
                    st.rerun()
        if len(themes) > 1:
            with right.form("new link", clear_on_submit=True):
                names = [theme.name for theme in themes]
                source = st.selectbox("Theme", names)
                label = st.text_input("stands in this relation", placeholder="leads to, conflicts with …")
                target = st.selectbox("to theme", names, 1)
                if st.form_submit_button("Link") and act(lambda: one.themes.link(source, target, label)):
                    st.rerun()
            for one_link in one.themes.links():
                says = f"{one_link.source} — {one_link.label} → {one_link.target}"
                right.button(
                    f"Remove: {says}", key=f"unlink-{says}", type="tertiary", on_click=act,
                    args=(lambda li=one_link: one.themes.unlink(li.source, li.target, li.label),),
                )  # fmt: skip


def _one(one: Study, theme: Theme, themes: list[Theme]) -> None:
    st.subheader(theme.name)
    st.write(theme.definition or "Not defined yet.")
    everybody = one.about().participants
    st.caption(
        f"{len(theme.participants)} of {everybody} participants ({', '.join(theme.participants)}), {theme.codings} "
        f"codings. Made {theme.origin if theme.origin == 'by hand' else 'from ' + theme.origin}."
    )
    with st.expander("Change this theme"):
        with st.form(f"theme-{theme.name}"):
            name = st.text_input("Name", theme.name)
            definition = st.text_area("Definition", theme.definition)
            codes = st.multiselect("Codes", [code.name for code in one.codebook], [code.name for code in theme.codes])
            if st.form_submit_button("Save"):
                _save(one, theme, name, definition, codes)
                st.rerun()
        with st.container(horizontal=True, vertical_alignment="bottom"):
            others = [other.name for other in themes if other.name != theme.name]
            parent = st.selectbox("Under", [None, *others], format_func=lambda p: p or "on its own", key="parent")
            st.button("Move", on_click=act, args=(lambda: one.themes.move(theme.name, parent),))
            st.button("Remove theme", on_click=act, args=(lambda: one.themes.remove(theme.name),))
    for number, quote in enumerate((*theme.counter, *theme.quotes[:20])):
        passage(
            quote.text,
            transcript=quote.transcript,
            start=quote.start,
            participant=quote.participant,
            codes=[quote.code] if quote.code else [],
            against=quote.against,
            key=f"theme-{number}",
        )
    if len(theme.quotes) > 20:
        st.caption(f"The first 20 of {len(theme.quotes)} passages.")


def _save(one: Study, theme: Theme, name: str, definition: str, codes: list[str]) -> None:
    if set(codes) != {code.name for code in theme.codes}:
        act(lambda: one.themes.set_codes(theme.name, codes))
    if (name, definition) != (theme.name, theme.definition):
        new_name = name if name != theme.name else None
        act(lambda: one.themes.edit(theme.name, new_name=new_name, definition=definition))
