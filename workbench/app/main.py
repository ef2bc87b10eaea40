"""The app's entry: who is working, where the pages are, and the foot of every page."""

from pathlib import Path

import streamlit as st

from workbench.app.views import agreement, code, codebook, export, history, home, suggestions, themes, transcripts
from workbench.app.shared import foot, study
from workbench.study import acting_coder

# Navigation follows the work: group -> (address, page, title, icon).
GROUPS = {
    "Study": [("home", home, "Home", "home"), ("history", history, "History", "history")],
    "Material": [("transcripts", transcripts, "Transcripts", "description")],
    "Coding": [("code", code, "Code", "edit_note"), ("codebook", codebook, "Codebook", "account_tree")],
    "Themes": [
        ("suggestions", suggestions, "Suggestions", "lightbulb"),
        ("themes", themes, "Themes and map", "hub"),
    ],
    "Team": [("agreement", agreement, "Agreement", "handshake")],
    "Output": [("export", export, "Export", "download")],
}

# A file of our own: Streamlit fetches its named icons for this place from a host outside.
ICON = Path(__file__).parent / "icon.svg"

STYLE = """
<style>
  .stMainBlockContainer { padding-top: 2.5rem; padding-bottom: 6rem; }
  blockquote.passage { margin: 0; padding: 0 0 0 .8rem; border-left: 3px solid #767676; opacity: 1; max-width: 75ch; }
  [data-testid="stBottomBlockContainer"] { padding-top: .4rem; padding-bottom: .6rem; }
  :focus-visible { outline: 3px solid #0B6A9F !important; outline-offset: 2px; }
</style>
"""


def main() -> None:
    st.set_page_config(page_title="Interview Workbench", page_icon=str(ICON), layout="wide")
    st.html(STYLE)
    pages = {
        group: [
            st.Page(module.show, title=title, icon=f":material/{icon}:", url_path=name, default=name == "home")
            for name, module, title, icon in members
        ]
        for group, members in GROUPS.items()
    }
    st.session_state.pages = {
        name: page for group in GROUPS for (name, *_rest), page in zip(GROUPS[group], pages[group], strict=True)
    }
    page = st.navigation(pages)
    one = study()
    with st.sidebar:
        st.caption(one.title)
        st.text_input("You are", key="coder", value=st.session_state.get("coder", acting_coder()))
    page.run()
    foot()


main()
