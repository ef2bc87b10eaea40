"""One code on the page Codebook: its words, memos and passages, and what can be done to it, each act shown before."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from workbench.app.parts.listing import choose
from workbench.app.parts.swatches import swatches
from workbench.app.shared import act, button, cached, cards, doing, passage, plain, study
from workbench.app.views import memos, splitting
from workbench.model import CODE_FIELDS, PALETTE, Code, Coding, counted
from workbench.study import Study

WORDS = {
    "description": "Brief definition",
    "definition": "Full definition",
    "when_to_use": "When to use",
    "when_not_to_use": "When not to use",
    "example": "Example",
    "near_miss": "Near miss: nearly this code, and why not",
}
ORIGINS = {"data": "the data", "theory": "theory"}
PASSAGES, CHANGE, ARRANGE, SPLIT, ARCHIVE = "Passages", "Change", "Move or merge", "Split", "Archive or remove"
BY_LETTER = {"o": PASSAGES, "e": CHANGE, "m": ARRANGE, "s": SPLIT, "a": ARCHIVE}


def show(one: Study, code: Code, codes: Sequence[Code]) -> None:
    st.subheader(plain(code.name))
    st.caption(plain(_about(code)))
    for field in CODE_FIELDS:
        if words := getattr(code, field):
            title = WORDS[field].split(":")[0]
            st.markdown(plain(words) if field == "description" else f"**{title}:** {plain(words)}")
    memos.beside(one, "code", code.name)
    what = st.segmented_control(
        "What to do", list(BY_LETTER.values()), default=PASSAGES, required=True, key="act on code",
        label_visibility="collapsed", wrap=True,
    )  # fmt: skip
    {CHANGE: _change, ARRANGE: _arrange, SPLIT: _split, ARCHIVE: _archive}.get(str(what), _passages)(one, code, codes)


def _about(code: Code) -> str:
    origin = ORIGINS.get(code.origin, code.origin)
    parts = [f"under {code.parent}" if code.parent else "", f"from {origin}"]
    parts.append(f"also called {', '.join(code.aliases)}" if code.aliases else "")
    parts.append("archived: offered nowhere, its codings stay" if code.archived else "")
    return " · ".join(part for part in parts if part)


def _passages(one: Study, code: Code, _codes: Sequence[Code]) -> None:
    below = one.codebook.below(code.name)
    branch = cached(
        f"branch {code.name} {one.coder}", lambda: [coding for coding in one.codings if coding.code in set(below)]
    )
    found = [coding for coding in branch if coding.code == code.name]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{counted(len(found), 'coding')}**", width="content")
        whole = len(branch) > len(found) and st.toggle(
            f"With the {len(branch) - len(found):,} of the codes below it", key="with below"
        )
    if not branch:
        st.caption("Nothing is coded with it. Choose words on the page Code and give them this code.")
    draw(
        branch if whole else found, key="codebook", of=f"{code.name}{' and below' if whole else ''}", codes=bool(whole)
    )


def draw(found: Sequence[Coding], *, key: str, of: str, tick: bool = False, codes: bool = False) -> None:
    """Codings as cards, with who coded."""
    cards(
        [
            passage(
                coding.transcript,
                coding.start,
                coding.end,
                participant=coding.participant,
                note=f"coded by {coding.coder}{', agreed' if coding.layer == 'agreed' else ''}",
                codes=[coding.code] if codes else [],
                tick=tick,
            )
            for coding in found
        ],
        key=key,
        of=of,
    )


def _change(one: Study, code: Code, _codes: Sequence[Code]) -> None:
    def pick(name: str, colour: str) -> None:
        act(lambda: study().codebook.edit(name, colour=colour))

    swatches(code.colour or PALETTE[0], of=code.name, key="code", on_pick=pick)
    # Keyed by what the study says: what is typed waits for its code, and a change elsewhere is seen here.
    of = f"{code}"
    with st.form(f"code {of}", border=False):
        left, right = st.columns(2)
        name = left.text_input("Name", code.name, key=f"name {of}", persist_state="session")
        aliases = right.text_input(
            "Other names", "; ".join(code.aliases), key=f"aliases {of}", persist_state="session",
            help="Names under which people look for it, with ; between them.",
        )  # fmt: skip
        values = {
            field: st.text_area(
                title, getattr(code, field), height="content", key=f"{field} {of}", persist_state="session"
            )
            for field, title in WORDS.items()
        }
        origins = {**ORIGINS, code.origin: ORIGINS.get(code.origin, code.origin)}
        origin = st.selectbox(
            "It comes from", list(origins), list(origins).index(code.origin), format_func=origins.__getitem__,
            key=f"origin {of}",
        )  # fmt: skip
        st.caption(
            plain(cached(f"define {code.name} {one.coder}", lambda: one.codebook.preview("define", code.name)).says)
        )
        saved = st.form_submit_button("Save", type="primary", shortcut="Ctrl+Enter")
    if saved:
        words = {field: value for field, value in values.items() if value != getattr(code, field)}
        called = [part for part in aliases.split(";") if part.strip()]
        new_name = name if name != code.name else None
        if act(lambda: one.codebook.edit(code.name, new_name=new_name, origin=origin, aliases=called, **words)):
            choose("codebook", " ".join((new_name or code.name).split()))
            st.rerun()


def _arrange(one: Study, code: Code, codes: Sequence[Code]) -> None:
    others = [other.name for other in codes if other.name != code.name and not other.archived]
    below = set(one.codebook.below(code.name))
    do = st.radio("What", ["Move", "Merge"], horizontal=True, key="move or merge", label_visibility="collapsed")
    if do == "Move":
        places = [None, *(name for name in others if name not in below)]
        here = places.index(code.parent) if code.parent in places else 0
        target = st.selectbox(
            "Put it under", places, here, format_func=lambda p: p or "the top", key=f"under {code.name}"
        )
        if target == code.parent:
            st.caption(
                "It stands there now. Choose another place; or drag it in the tree, or move it by Alt and arrows."
            )
            return
        _previewed(one, "move", code.name, target, "Move", lambda: one.codebook.move(code.name, target))
        return
    into = st.selectbox("Merge it into", [None, *others], format_func=lambda p: p or "–", key=f"into {code.name}")
    if into is not None:
        why = st.text_input("Why", key=f"why {code.name}", help="Kept in the history with the merge.")
        _previewed(one, "merge", code.name, into, "Merge", partial(_merge, one, code.name, into, why), passages=True)


def _merge(one: Study, name: str, into: str, why: str) -> None:
    one.codebook.merge(name, into, why=why)
    choose("codebook", into)


def _split(one: Study, code: Code, codes: Sequence[Code]) -> None:
    splitting.show(one, code, codes)


def _archive(one: Study, code: Code, _codes: Sequence[Code]) -> None:
    if code.archived:
        _previewed(one, "restore", code.name, None, "Bring back", lambda: one.codebook.restore(code.name))
    else:
        _previewed(one, "archive", code.name, None, "Archive", lambda: one.codebook.archive(code.name))
    st.divider()
    _previewed(
        one, "remove", code.name, None, "Remove code", lambda: one.codebook.remove(code.name), key="Ctrl+Shift+Enter",
        passages=True,
    )  # fmt: skip


def _previewed(
    one: Study,
    do: str,
    name: str,
    other: str | None,
    label: str,
    what: Callable[[], None],
    *,
    key: str = "Ctrl+Enter",
    passages: bool = False,
) -> None:
    """What an act would touch, and the button that does it."""
    told = cached(f"{do} {name} {other} {one.coder}", lambda: one.codebook.preview(do, name, other))
    st.markdown(plain(told.says))
    button(label, doing(what), type="primary" if do != "remove" else "secondary", shortcut=key)
    if passages:
        draw(told.codings, key=f"touched {do}", of=f"{name} {other}")
