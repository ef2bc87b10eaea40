"""Memos: found, read, written and changed; and what other pages show of them beside what they are on."""

from collections.abc import Callable

import streamlit as st

from workbench.app.parts.focus import focus
from workbench.app.parts.listing import Line, choose, listing
from workbench.app.parts.memotext import memo_text
from workbench.app.shared import act, attempt, cached, doing, go, go_to, plain, study
from workbench.exports.markdown import parsed
from workbench.model import MEMO_KINDS, MEMO_TARGETS, Memo, counted
from workbench.study import Study, export_bytes

ON = {
    "study": "the study",
    "transcript": "a transcript",
    "participant": "a participant",
    "code": "a code",
    "theme": "a theme",
    "suggestion": "a suggestion",
    "coding": "a passage",
}
KINDS = {
    "reflexive": "reflexive: myself in it",
    "method": "method: how we do it",
    "theory": "theory: what it means",
    "process": "process: what was done",
}
SUFFIXES = (".docx", ".md", ".html", ".csv", ".xlsx", ".json")
KEYS = (
    ("j k", "Memo after, before"),
    ("/", "To the search field"),
    ("n", "Write a new memo"),
    ("e", "Change the memo"),
    ("Ctrl+Enter", "Keep what is written"),
    ("Delete", "Put the memo away"),
)


def show() -> None:
    one = study()
    st.title("Memos")
    everything = cached(f"memos {one.coder}", lambda: one.memos.all())
    _bar(everything)
    if st.session_state.get("new memo") is not None:
        _new(one)
    if not everything:
        st.info(
            "Memos hold what you think while you analyse: on method, theory, yourself, the process. They stand on the "
            "study, or on a transcript, participant, passage, code, theme or suggestion. Write a first one."
        )
        return
    found = _found(one)
    if not found:
        st.caption(f"None of {counted(len(everything), 'memo')} is like that. Empty the search, or choose any kind.")
        return
    left, right = st.columns([2, 3], gap="large")
    with left, st.container(key="stays"):
        rows = [
            Line(memo.id, [(_title(memo), f"{memo.created[:10]} · {about}"), memo.kind, memo.coder])
            for memo, about in zip(found, one.memos.abouts(found), strict=True)
        ]
        chosen = listing(("Memo", "Kind", "By"), rows, key="memos", label="Memos", height="70vh", first=True, main=True)
    with right:
        _one(one, next(memo for memo in found if memo.id == chosen))


def _bar(everything: list[Memo]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Search", key="q", bind="query-params", placeholder="words", width=240)
        st.selectbox(
            "Kind", ["", *MEMO_KINDS], format_func=lambda k: k or "any", key="kind", bind="query-params", width=150
        )
        st.selectbox(
            "On",
            ["", *MEMO_TARGETS],
            format_func=lambda on: ON.get(on, "anything"),
            key="on",
            bind="query-params",
            width=160,
        )
        coders = sorted({memo.coder for memo in everything})
        st.selectbox(
            "By", ["", *coders], format_func=lambda who: who or "anybody", key="by", bind="query-params", width=160
        )
        st.toggle("Put away", key="away", bind="query-params", help="Show the memos that were put away instead.")
        st.button("New memo", type="primary", shortcut="N", key="write memo", on_click=write, args=("study", ""))
    if everything:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption("Those found, in order of time:", width="content")
            for suffix in SUFFIXES:
                st.download_button(
                    suffix[1:], lambda suffix=suffix: export_bytes(study(), f"memos{suffix}", memos=_found(study())),  # type: ignore[misc]
                    f"memos{suffix}", key=f"memos{suffix}", on_click="ignore", type="tertiary",
                )  # fmt: skip


def _found(one: Study) -> list[Memo]:
    asked = st.session_state
    return one.memos.find(
        asked.get("q", ""),
        kind=asked.get("kind") or None,
        on=asked.get("on") or None,
        coder=asked.get("by") or None,
        archived=bool(asked.get("away")),
    )


def write(on: str, target: str) -> None:
    """Begin a memo, on the page Memos."""
    st.session_state["new memo"] = (on, target, st.session_state.get("memos begun", 0))
    if st.session_state["at page"] != "memos":
        st.session_state["memo from"] = st.session_state["at page"]
        go("memos")


def _new(one: Study) -> None:
    on, target, number = st.session_state["new memo"]
    with st.container(border=True):
        if not target:
            with st.container(horizontal=True):
                offered = [kind for kind in MEMO_TARGETS if kind not in ("suggestion", "coding")]
                on = st.selectbox("On", offered, format_func=ON.__getitem__, key=f"memo on {number}", width=200)
                if on != "study":
                    target = st.selectbox("Which", _named(one, on), key=f"memo target {on} {number}", width=360) or ""
        about = plain(one.memos.about(Memo("", "", "", on=on, target=target)))
        with st.form(f"new memo {number}", border=False):
            st.markdown(f"New memo on **{about}**")
            text = st.text_area(
                "Memo",
                key=f"memo text {number}",
                height=160,
                persist_state="session",
                placeholder=_HELP,
                label_visibility="collapsed",
            )
            with st.container(horizontal=True):
                title = st.text_input("Title, if you like", key=f"memo title {number}", persist_state="session")
                kind = st.selectbox(
                    "Kind", list(KINDS), format_func=KINDS.__getitem__, key=f"memo kind {number}", width=280
                )
            with st.container(horizontal=True):
                kept = st.form_submit_button("Keep memo", type="primary", shortcut="Ctrl+Enter")
                dropped = st.form_submit_button("Leave it", type="tertiary")
    focus(f"memo text {number}", once=f"{number}")
    if dropped or (kept and _keep(one, text, on, target, kind, title)):
        st.session_state["new memo"] = None
        st.session_state["memos begun"] = number + 1
        back = st.session_state.pop("memo from", None)
        if back:
            go(back)
        st.rerun()


_HELP = "Markdown: **bold**, - list. [[rules]] links to the code, theme, transcript or participant of that name."


def _keep(one: Study, text: str, on: str, target: str, kind: str, title: str) -> bool:
    made = attempt(lambda: one.memos.add(text, on=on, target=target, kind=kind, title=title.strip()))  # type: ignore[arg-type]
    if made is None:
        return False
    choose("memos", made.id)
    return True


def _named(one: Study, on: str) -> list[str]:
    names: dict[str, Callable[[], list[str]]] = {
        "transcript": lambda: one.transcripts.names(),
        "participant": lambda: [person.name for person in one.participants],
        "code": lambda: [code.name for code in one.codebook],
        "theme": lambda: [theme.name for theme in one.themes],
    }
    return names[on]()


def _one(one: Study, memo: Memo) -> None:
    if memo.title:
        st.subheader(plain(memo.title))
    st.caption(
        plain(f"{memo.kind} · {memo.coder} · {memo.created[:16].replace('T', ' ')} · on {one.memos.about(memo)}")
    )
    if memo.on in ("code", "transcript", "participant", "theme", "coding") and memo.target:
        st.button("Go there", key="go there", type="tertiary", on_click=_lead, args=(one, memo))
    if st.session_state.get("changing memo") == memo.id:
        _change(one, memo)
    else:
        memo_text(memo.text, one.memos.names(), key="memo", follow=_to)
        with st.container(horizontal=True):
            st.button("Change", shortcut="E", key="change memo", on_click=_begin, args=(memo.id,))
            if memo.archived:
                st.button("Bring back", key="restore memo", on_click=doing(lambda: one.memos.restore(memo.id)))
            else:
                st.button(
                    "Put away",
                    shortcut="Delete",
                    key="archive memo",
                    on_click=doing(lambda: one.memos.archive(memo.id)),
                )
    _history(one, memo)


def _begin(memo_id: str | None) -> None:
    st.session_state["changing memo"] = memo_id


def _change(one: Study, memo: Memo) -> None:
    of = f"{memo.id} {one.version}"
    with st.form(f"memo {memo.id}", border=False):
        title = st.text_input("Title", memo.title, key=f"title {memo.id}", persist_state="session")
        text = st.text_area("Memo", memo.text, key=f"text {memo.id}", height=260, help=_HELP, persist_state="session")
        kinds = list(KINDS)
        kind = st.selectbox("Kind", kinds, kinds.index(memo.kind), format_func=KINDS.__getitem__, key=f"kind {of}")
        with st.container(horizontal=True):
            kept = st.form_submit_button("Keep", type="primary", shortcut="Ctrl+Enter")
            left = st.form_submit_button("Leave as it was", type="tertiary")
    focus(f"text {memo.id}", once=f"{memo.id} {st.session_state.get('visit')}")
    if left or (kept and act(lambda: one.memos.edit(memo.id, text=text, title=title.strip(), kind=kind))):  # type: ignore[arg-type]
        for part in ("title", "text"):
            st.session_state.pop(f"{part} {memo.id}", None)
        _begin(None)
        st.rerun()


def _history(one: Study, memo: Memo) -> None:
    versions = cached(f"history of memo {memo.id} {one.coder}", lambda: one.memos.history(memo.id))
    if len(versions) < 2:
        return
    with st.expander(f"How it came about ({counted(len(versions), 'version')})", key=f"history {memo.id}"):
        for version in reversed(versions):
            state = " · put away" if version.archived else ""
            st.caption(plain(f"{version.time[:16].replace('T', ' ')} · {version.coder} · {version.kind}{state}"))
            st.text(f"{version.title}\n\n{version.text}".strip())


def beside(one: Study, on: str, name: str, *, shortcut: str | None = None) -> None:
    """On another page, beside what memos are on: those on it, those that link to it, and a way to write one."""
    mine = cached(f"memos on {on} {name} {one.coder}", lambda: one.memos.find(on=on, target=name))
    linking = cached(f"memos to {on} {name} {one.coder}", lambda: one.memos.backlinks(on, name))
    with st.container(horizontal=True, vertical_alignment="center"):
        for place, memo in enumerate(mine):
            st.button(
                f"Memo: {plain(_short(_title(memo)))}",
                key=f"memo {place}",
                type="tertiary",
                on_click=_open,
                args=(memo.id,),
            )
        for place, memo in enumerate(linked for linked in linking if linked not in mine):
            st.button(
                f"Mentioned in: {plain(_short(_title(memo)))}",
                key=f"mention {place}",
                type="tertiary",
                on_click=_open,
                args=(memo.id,),
            )
        it = "them" if on == "participant" else "it"
        st.button(
            f"Write a memo on {it}",
            key=f"memo on {on}",
            type="tertiary",
            shortcut=shortcut,
            on_click=write,
            args=(on, name),
        )


def _open(memo_id: str) -> None:
    for key in ("q", "kind", "on", "by", "away"):
        st.session_state.pop(key, None)
    choose("memos", memo_id)
    go("memos")


def _lead(one: Study, memo: Memo) -> None:
    place = one.memos.place(memo)
    if place is not None:
        go_to(place[0], place[1])
    else:
        _to(memo.on, memo.target)


def _to(kind: str, name: str) -> None:
    if kind == "transcript":
        go_to(name, 0)
    elif kind == "participant":
        st.session_state["person"] = name
        go("participants")
    elif kind in ("code", "theme"):
        page = {"code": "codebook", "theme": "themes"}[kind]
        choose(page, name)
        if kind == "code":
            st.session_state["view"] = "codes"
        go(page)


def _title(memo: Memo) -> str:
    return memo.title or _short(_words(memo.text), 70)


def _words(text: str) -> str:
    def said(nodes: object) -> str:
        return "".join(one if isinstance(one, str) else f" {said(one.inside)} " for one in nodes)  # type: ignore[attr-defined]

    return " ".join(said(parsed(text)).split())


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
