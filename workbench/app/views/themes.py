"""Themes: the map and the table beside each other, and one theme with its evidence."""

from functools import partial

import streamlit as st

from workbench.app.parts.arranging import arranging
from workbench.app.parts.listing import Column, Line, choose, listing
from workbench.app.shared import act, attempt, button, cached, doing, go, link, plain, study
from workbench.app.views import memos
from workbench.app.views.theme_evidence import evidence, proposals
from workbench.model import Theme, counted
from workbench.study import Study, export_bytes

COLUMNS = (
    "Theme",
    Column("People", number=True, help="Participants who speak to it"),
    Column("Codings", number=True),
    Column("Against", number=True, help="Passages marked as speaking against the theme"),
)
RELATIONS = ("leads to", "conflicts with", "part of")
SCREEN_WIDTH = 700
"""Pixels of the map beside its table."""

DARK = """
<style>
  .st-key-map .js-plotly-plot, [data-testid="arranging"] .wb-picture { filter: invert(.92) hue-rotate(180deg); }
  [data-testid="arranging"] { background: none !important; }
</style>
"""
"""On a dark page the map is turned round in lightness, its hues kept; what is written out stays white."""

KEYS = (
    ("j k", "Theme after, before"),
    ("↑ ↓", "In a list: row or passage before, after"),
    ("c", "On a passage: it speaks against the theme, or it does not"),
    ("Enter", "On a passage: open it in its transcript"),
)


def show() -> None:
    one = study()
    st.title("Themes and map")
    themes = cached("themes", lambda: list(one.themes))
    if "theme" in st.query_params:  # a map that was written out leads here
        choose("themes", st.query_params.pop("theme"))
    with st.expander("Add a theme, or link two", expanded=not themes, key="add theme"):
        _add(one, themes)
    if one.settings.offers("suggest") and len(one.codebook) > 2:
        with st.expander("Let groups of codes be proposed", key="code groups"):
            proposals(one)
    if not themes:
        if one.settings.offers("suggest"):
            st.info("Themes grow from accepted suggestions, or from codes that you group by hand above.")
            link("suggestions", "Look at suggestions")
        else:
            st.info("Themes grow from codes that you group by hand above.")
        return
    with st.container(key="map-and-table"):
        left, right = st.columns([3, 2], gap="medium")
    with left, st.container(key="stays"):
        _map(one)
    with right:
        rows = cached("theme rows", lambda: _rows(themes))
        chosen = listing(COLUMNS, rows, key="themes", label="Themes", height="45vh", first=True, main=True)
        _downloads("themes", (".docx", ".xlsx", ".csv", ".html", ".tex", ".md"))
        _one(one, next(theme for theme in themes if theme.name == chosen), themes)


def _rows(themes: list[Theme]) -> list[Line]:
    depth: dict[str, int] = {}
    for theme in themes:
        depth[theme.name] = depth[theme.parent] + 1 if theme.parent else 0
    return [
        Line(
            theme.name,
            [theme.name, len(theme.participants), theme.codings, len(theme.counter)],
            depth[theme.name],
        )
        for theme in themes
    ]


def _map(one: Study) -> None:
    if st.context.theme.type == "dark":
        st.html(DARK)
    by_hand = st.toggle("Move themes by hand", key="by hand", help="Drag them, or move them with the arrow keys.")
    if by_hand:
        _arrange(one)
    else:
        # Drawn for the room there is: a figure that Plotly shrinks keeps its letters, and they leave their boxes.
        figure = cached("map", lambda: one.thematic_map(caption=False).figure(pixels=SCREEN_WIDTH))
        st.plotly_chart(
            figure,
            width="content",
            key="map",
            theme=None,
            config={"displayModeBar": False},
            on_select=_clicked,
            selection_mode="points",
        )
    st.caption(plain(cached("caption", lambda: one.about().caption)))
    _downloads("map", (".html", ".svg", ".pdf", ".png"))


def _clicked() -> None:
    """A theme that is clicked on the map is chosen in the list; of a code, its passages are opened."""
    points = st.session_state["map"].selection.points
    if not points:
        return
    level, name, _theme = points[0]["customdata"]
    if level != "code":
        choose("themes", name)
    else:
        choose("codebook", name)
        go("codebook")


def _arrange(one: Study) -> None:
    drawn = cached("map to arrange", lambda: one.thematic_map(caption=False))

    def move(name: str, x: float, y: float) -> None:
        # All are kept where they stand: a theme that is moved pushes no other away.
        places = {**drawn.positions, name: (max(x, 0.0), max(y, 0.0))}
        act(lambda: one.themes.arrange(places, moved=name))

    arranging(drawn, key="map", move=move)
    free = dict.fromkeys(drawn.positions)
    st.button("Let the program place them", on_click=doing(lambda: one.themes.arrange(free)), type="tertiary")


def _downloads(kind: str, suffixes: tuple[str, ...]) -> None:
    with st.container(horizontal=True):
        for suffix in suffixes:
            name = f"{kind}{suffix}"
            st.download_button(
                name,
                partial(export_bytes, study(), name),  # it runs outside the session
                name,
                key=name,
                on_click="ignore",
            )


def _add(one: Study, themes: list[Theme]) -> None:
    left, right = st.columns(2, gap="large")
    with left.form("new theme", clear_on_submit=True):
        name = st.text_input("Name of a new theme")
        definition = st.text_input("Definition")
        parent = st.selectbox("Under", [None, *[t.name for t in themes]], format_func=lambda p: p or "on its own")
        codes = st.multiselect("Codes", [code.name for code in one.codebook.active()])
        if st.form_submit_button("Add theme"):
            made = attempt(lambda: one.themes.add(name, definition=definition, parent=parent, codes=codes))
            if made is not None:
                choose("themes", made.name)
                st.rerun()
    if len(themes) < 2:
        return
    names = [theme.name for theme in themes]
    with right.form("new link", clear_on_submit=True):
        source = st.selectbox("Theme", names)
        label = st.selectbox(
            "stands in this relation",
            RELATIONS,
            accept_new_options=True,
            help="Choose one, or type your own words. A conflict has two heads on the map, part of a solid line.",
        )
        target = st.selectbox("to theme", names, 1)
        if st.form_submit_button("Link") and act(lambda: one.themes.link(source, target, label)):
            st.rerun()
    for known in one.themes.links():
        says = f"{known.source} — {known.label} → {known.target}"
        right.button(
            plain(f"Remove: {says}"),
            key=f"unlink {says}",
            type="tertiary",
            on_click=doing(partial(one.themes.unlink, known.source, known.target, known.label)),
        )


def _one(one: Study, theme: Theme, themes: list[Theme]) -> None:
    st.subheader(plain(theme.name))
    if theme.definition:
        st.write(plain(theme.definition))
    everybody = cached("everybody", lambda: one.about().participants)
    who = f" ({', '.join(theme.participants)})" if theme.participants else ""
    made = "by hand" if theme.origin == "by hand" else f"from {theme.origin}"
    st.caption(
        plain(
            f"{len(theme.participants)} of {counted(everybody, 'participant')}{who}, "
            f"{counted(theme.codings, 'coding')}. Made {made}."
        )
    )
    memos.beside(one, "theme", theme.name)
    with st.expander("Change this theme", key=f"change {theme.name}"):
        _change(one, theme, themes)
    evidence(one, theme)


def _change(one: Study, theme: Theme, themes: list[Theme]) -> None:
    before = [code.name for code in theme.codes]
    of = f"{theme.name} {theme.definition} {before}"
    with st.form(f"theme {of}", border=False):
        name = st.text_input("Name", theme.name, key=f"theme name {of}", persist_state="session")
        definition = st.text_area("Definition", theme.definition, key=f"theme words {of}", persist_state="session")
        codes = st.multiselect(
            "Codes",
            [c.name for c in one.codebook if not c.archived or c.name in before],
            before,
            key=f"theme codes {of}",
        )
        if st.form_submit_button("Save", type="primary"):
            _save(one, theme, name, definition, codes)
            choose("themes", " ".join(name.split()))
            st.rerun()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        places = [None, *(other.name for other in themes if other.name != theme.name)]
        parent = st.selectbox(
            "Under",
            places,
            places.index(theme.parent),
            format_func=lambda p: p or "on its own",
            key=f"parent {theme.name} {theme.parent}",
            width=260,
        )
        button("Move", doing(lambda: one.themes.move(theme.name, parent)))
        st.button("Remove theme", on_click=doing(lambda: one.themes.remove(theme.name)))


def _save(one: Study, theme: Theme, name: str, definition: str, codes: list[str]) -> None:
    if set(codes) != {code.name for code in theme.codes}:
        act(lambda: one.themes.set_codes(theme.name, codes))
    if (name, definition) != (theme.name, theme.definition):
        new_name = name if name != theme.name else None
        act(lambda: one.themes.edit(theme.name, new_name=new_name, definition=definition))
