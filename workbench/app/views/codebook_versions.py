"""Versions of the codebook: kept, compared; and codings made under an older definition, for another look."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from workbench.app.parts.listing import Column, Line, listing
from workbench.app.parts.passages import left_out
from workbench.app.shared import act, cached, passage, plain
from workbench.app.views import one_code
from workbench.model import Code, Coding, WorkbenchError, counted
from workbench.study import Study
from workbench.study.codes.definitions import DEFINING

NOW = "now"
SUFFIXES = (".docx", ".html", ".csv", ".xlsx", ".md", ".tex")


def show(one: Study) -> None:
    with (
        st.form("keep version", clear_on_submit=True, border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        name = st.text_input("Keep the codebook as it is now, as", placeholder="before the pilot", width=320)
        note = st.text_input("Note", width="stretch")
        if st.form_submit_button("Keep") and act(lambda: one.codebook.snapshot(name, note)):
            st.rerun()
    versions = cached("versions", one.codebook.versions)
    if not versions:
        st.info(
            "A version keeps all codes and their words as they are today, so that you can say later what changed: "
            "before and after a pilot, or for the appendix of a paper. Keep a first one above."
        )
        return
    names = [version.name for version in versions]
    told = {one.name: f"{one.name} · {one.created[:10]} · {counted(len(one.codes), 'code')}" for one in versions}
    told[NOW] = "now"
    with st.container(horizontal=True):
        a = st.selectbox("From", names, format_func=told.__getitem__, key="from", bind="query-params", width=380)
        b = st.selectbox("To", [NOW, *names], format_func=told.__getitem__, key="to", bind="query-params", width=380)
    note = next((version.note for version in versions if version.name == a), "")
    if note:
        st.caption(plain(f"{a}: {note}"))
    try:
        table = cached(f"diff {a} {b}", lambda: one.codebook.diff_table(a, b))
    except WorkbenchError as error:
        st.error(plain(str(error)))
        return
    if not table.rows:
        st.caption("Nothing changed between the two.")
        return
    rows = [Line(f"{place}", [cell or "" for cell in row.cells]) for place, row in enumerate(table.rows)]
    listing(("Change", "Code", "Part", "Before", "After"), rows, key="changes", label="Changes", height="60vh")
    with st.container(horizontal=True):
        for suffix in SUFFIXES:
            st.download_button(
                suffix[1:], lambda suffix=suffix: _bytes(one, a, b, suffix), f"codebook changes{suffix}",  # type: ignore[misc]
                key=f"changes{suffix}", on_click="ignore", help=f"Download the table as {suffix[1:]}",
            )  # fmt: skip


def _bytes(one: Study, a: str, b: str, suffix: str) -> bytes:
    from workbench.exports.tables import write_table

    return write_table(one.codebook.diff_table(a, b), suffix)


def another_look(one: Study, older: Sequence[Coding]) -> None:
    """Codings made before their code was defined as it is now."""
    if not older:
        st.info(
            "Every coding was made under its code's present definition. When a definition changes, the codings from "
            "before are listed here, so that somebody can look whether they still hold."
        )
        return
    names = list(dict.fromkeys(coding.code for coding in older))
    rows = [Line(name, [name, sum(coding.code == name for coding in older)]) for name in names]
    left, right = st.columns([2, 3], gap="large")
    with left, st.container(key="stays"):
        chosen = listing(
            ("Code", Column("From before", number=True)), rows, key="older", label="Codes", height="70vh", first=True,
            main=True,
        )  # fmt: skip
    with right:
        code = one.codebook[str(chosen)]
        found = [coding for coding in older if coding.code == code.name]
        _definitions(one, code, found)
        st.caption("Untick what does not hold any more, or open it in the text and change it there.")
        st.button(
            f"These hold ({len(found)} at most)",
            type="primary",
            shortcut="Ctrl+Enter",
            on_click=_hold,
            args=(one, found, code.name),
        )
        one_code.draw(found, key="older", of=code.name, tick=True)


def _definitions(one: Study, code: Code, found: Sequence[Coding]) -> None:
    """The definitions under which codings were made, newest first, each part beside what stands there today."""
    before = cached(f"earlier {code.name}", lambda: one.codebook.earlier(code.name))
    under = Counter(next((i for i, was in enumerate(before) if was.defined(coding)), None) for coding in found)
    for place in sorted((i for i in under if i is not None), reverse=True):
        was = before[place]
        lines = [f"| | Until {was.time[:10]} ({plain(was.coder)}) | Now |", "| --- | --- | --- |"]
        for field in DEFINING:
            old, new = was.words[field], getattr(code, field)
            if old or new:
                mark = "" if old == new else " ≠"
                lines.append(f"| **{one_code.WORDS[field]}**{mark} | {_cell(old)} | {_cell(new)} |")
        st.markdown("\n".join(lines))
        st.caption(f"{counted(under[place], 'coding')} made under the words on the left.")
    if None in under or not before:
        for field in DEFINING:
            if words := getattr(code, field):
                st.markdown(f"**{one_code.WORDS[field]}:** {plain(words)}")


def _cell(words: str) -> str:
    return plain(" ".join(words.split())) or "–"


def _hold(one: Study, found: Sequence[Coding], name: str) -> None:
    shown = [passage(coding.transcript, coding.start, coding.end, tick=True) for coding in found]
    out = {(card.transcript, card.start, card.end) for card in left_out(shown, key="older", of=name)}
    kept = [coding.id for coding in found if (coding.transcript, coding.start, coding.end) not in out]
    act(lambda: one.codebook.looked_at(kept))
