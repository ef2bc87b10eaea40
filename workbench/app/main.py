"""The app's entry: who is working, where the pages are, and the foot of every page."""

import logging
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from workbench.app.parts.foot import foot
from workbench.app.shared import alone, arrive, cached, plain, redo, study, undo
from workbench.app.views import (
    agreement,
    code,
    codebook,
    copies,
    export,
    history,
    home,
    memos,
    more_like,
    participants,
    passages,
    reconcile,
    rounds,
    search,
    settings,
    suggestions,
    tables,
    themes,
    transcripts,
)
from workbench.model import Help, WorkbenchError
from workbench.study import acting_coder

# Navigation follows the work: group -> (address, page, title, icon, letter after g).
GROUPS = {
    "Study": [
        ("home", home, "Home", "home", "h"),
        ("history", history, "History", "history", "y"),
        ("settings", settings, "Settings", "tune", ","),
        ("copies", copies, "Copies and backups", "file_copy", "k"),
    ],
    "Material": [
        ("transcripts", transcripts, "Transcripts", "description", "t"),
        ("participants", participants, "Participants", "group", "p"),
    ],
    "Coding": [
        ("code", code, "Code", "edit_note", "c"),
        ("codebook", codebook, "Codebook", "account_tree", "b"),
        ("memos", memos, "Memos", "sticky_note_2", "o"),
    ],
    "Finding": [
        ("search", search, "Search", "search", "f"),
        ("passages", passages, "Passages", "format_quote", "q"),
        ("tables", tables, "Tables", "table_chart", "x"),
        ("more-like", more_like, "More like this", "ink_highlighter_move", "l"),
    ],
    "Themes": [
        ("suggestions", suggestions, "Suggestions", "lightbulb", "s"),
        ("themes", themes, "Themes and map", "hub", "m"),
    ],
    "Team": [
        ("rounds", rounds, "Rounds", "groups", "r"),
        ("agreement", agreement, "Agreement", "handshake", "a"),
        ("reconcile", reconcile, "Reconcile", "compare_arrows", "d"),
    ],
    "Output": [("export", export, "Export", "download", "e")],
}
MEMBERS = [member for members in GROUPS.values() for member in members]
NEEDS: dict[str, Help] = {"suggestions": "suggest", "more-like": "find"}
"""Pages that only a study shows in which so much help is wanted."""

# A file of our own: Streamlit fetches its named icons for this place from a host outside.
ICON = Path(__file__).parent / "icon.svg"

WATCH_EVERY = 10
"""Seconds until a page looks whether somebody else changed the study."""

STYLE = """
<style>
  .stMainBlockContainer { padding: 2.2rem 2rem 2rem; max-width: 100rem; }
  h1 { font-size: 1.9rem !important; padding-top: 0 !important; overflow-wrap: anywhere; }
  h2, h3, h4 { overflow-wrap: anywhere; }
  [data-testid="stBottomBlockContainer"] { padding: .4rem 2rem .5rem; max-width: 100rem; }
  [data-testid="stCaptionContainer"] { color: light-dark(#5c5c5c, #b4b0aa) !important; opacity: 1 !important; }
  [data-testid="stElementContainer"][data-stale="true"] { opacity: 1 !important; }
  /* A list stays in view while one reads what is opened beside it. */
  [data-testid="stColumn"]:has(.st-key-stays) { align-self: flex-start; position: sticky; top: 1rem; }
  /* Where there is no room for the map beside its table, it stands above it. */
  .st-key-map-and-table > * > [data-testid="stHorizontalBlock"] { flex-wrap: wrap; }
  .st-key-map-and-table > * > [data-testid="stHorizontalBlock"] > [data-testid="stColumn"] { flex: 2 1 22rem; }
  .st-key-map-and-table > * > * > [data-testid="stColumn"]:first-child { flex: 3 1 700px; min-width: min(700px, 100%); }
  @media (max-width: 1380px) { .st-key-map-and-table [data-testid="stColumn"]:has(.st-key-stays) { position: static; } }
  /* All pages are in view on a laptop's screen. */
  @media (max-height: 1010px) {
    [data-testid="stSidebarHeader"] { height: 2.4rem; margin-bottom: 0; }
    [data-testid="stNavSectionHeader"] { margin: 0 !important; padding-top: 0; }
    [data-testid="stSidebarNavItems"] li, [data-testid="stSidebarNavItems"] li a { margin: 0; }
    [data-testid="stSidebarNavItems"] li a { min-height: 1.6rem; height: 1.6rem; }
    [data-testid="stSidebarContent"] { padding-bottom: .4rem; }
  }
  :focus-visible { outline: 3px solid light-dark(#0b6a9f, #6db9e8) !important; outline-offset: 2px; }
  /* The main area takes the focus of a click beside every control; a key then drew a line around the whole page. */
  .stMain:focus-visible { outline: none !important; }
  .stMain:focus-visible::before { content: none !important; }
</style>
"""


def main() -> None:
    st.set_page_config(page_title="Interview Workbench", page_icon=str(ICON), layout="wide", initial_sidebar_state=240)
    st.html(STYLE)
    hidden = _hidden()
    pages = {
        group: [
            st.Page(
                module.show,
                title=title,
                icon=f":material/{icon}:",
                url_path=name,
                default=name == "home",
                visibility="hidden" if name in hidden else "visible",
            )
            for name, module, title, icon, _letter in members
        ]
        for group, members in GROUPS.items()
    }
    by_name = {page.url_path or "home": page for members in pages.values() for page in members}
    st.session_state.pages = by_name
    page = st.navigation(pages, expanded=True)
    arrive(page.url_path or "home")
    if (to := st.session_state.pop("turn to", None)) is not None:
        # Streamlit empties the address when a page is turned by program, and refuses while widgets are bound to it:
        # what they hold is taken over by hand.
        st.session_state["carried"] = {k: st.session_state[k] for k in st.query_params if k in st.session_state}
        st.switch_page(by_name[to], query_params={})
    st.session_state.update(st.session_state.pop("carried", {}))
    try:
        with alone():
            _page(page)
    except WorkbenchError as error:
        st.error(plain(str(error)), icon=":material/error:")
    except Exception:
        logging.getLogger("workbench").exception("The page %s failed", page.title)
        st.error(
            "This page could not be shown: the program made a mistake. What you did before is saved. Reload the page; "
            "if it happens again, please report the last lines of the window in which the program was started.",
            icon=":material/error:",
        )
    _foot(hidden)


def _hidden() -> set[str]:
    """Pages of help that is not wanted in this study."""
    try:
        with alone():
            return {name for name, help in NEEDS.items() if not study().settings.offers(help)}
    except WorkbenchError:
        return set()  # the page itself says that there is no such study


def _page(page: Page) -> None:
    one = study()
    with st.sidebar:
        st.caption(plain(one.title))
        st.text_input(
            "You are", acting_coder(), key="coder", bind="query-params", help="Codings are kept under this name."
        )
        if one.blindfold:
            st.caption(plain(f"Coding blind in the round '{one.blindfold.rounds[0]}'"))
    st.session_state["drawn at"] = study().version  # as whoever was named just now
    page.run()
    if st.session_state["at page"] != "code":  # the coding view looks out for others by itself, and faster
        _watch()


@st.fragment(run_every=WATCH_EVERY)
def _watch() -> None:
    """Draw the page anew when somebody else changed the study meanwhile; the only question asked is the cheap one."""
    try:
        with alone():
            newest = study().version
    except WorkbenchError:  # the page says what is wrong
        newest = None
    if newest != st.session_state["drawn at"]:
        st.rerun(scope="app")


def _foot(hidden: set[str]) -> None:
    kind, text, change = st.session_state.get("said", ("", "", None))
    module = next(module for name, module, *_ in MEMBERS if name == st.session_state["at page"])
    with st.bottom:
        foot(
            kind=kind,
            text=text,
            undo=text if change else "",
            keys=getattr(module, "KEYS", ()),
            pages={
                letter: ("" if name == "home" else name, title)
                for name, _m, title, _i, letter in MEMBERS
                if name not in hidden
            },
            on_undo=undo,
            on_redo=redo,
            prompt=_prompt(change),
            on_memo=_memo,
        )


def _prompt(change: int | None) -> str:
    """The question to an act that people often write a memo on; nobody has to."""
    if not change or st.session_state["at page"] == "memos":
        return ""
    found = cached(f"prompt {change}", lambda: study().memos.prompt(change))
    st.session_state["prompt"] = found
    return found.asks if found else ""


def _memo() -> None:
    found = st.session_state.get("prompt")
    if found is not None:
        memos.write(found.on, found.target)


main()
