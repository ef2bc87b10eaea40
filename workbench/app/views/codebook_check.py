"""The check of the codebook: what stands out, each finding with its passages."""

from collections import Counter

import streamlit as st

from workbench.app.parts.listing import Column, Line, choose, listing
from workbench.app.shared import cached, plain
from workbench.app.views import one_code
from workbench.model import counted
from workbench.study import Study

TOLD = {
    "never used": "Never used",
    "no limits": "No “when not to use”",
    "near definitions": "Definitions nearly the same",
    "near passages": "Passages mean nearly the same",
    "overlap": "Stand on the same words",
    "one participant": "One participant",
    "one coder": "One coder",
    "large share": "On much of the text",
}


def show(one: Study) -> None:
    findings = cached(f"check {one.coder}", one.codebook.check)
    if not findings:
        st.info("Nothing stands out: every code says when not to use it, is used, and differs from the others.")
        return
    st.caption(
        f"{counted(len(findings), 'thing')} to look at. None of them need be wrong: that is for you to say. "
        + ("Likeness is by meaning." if one.settings.offers("find") else "Likeness is by the same words.")
    )
    counts = Counter(finding.kind for finding in findings)
    kind = st.pills(
        "Which", list(counts), format_func=lambda kind: f"{TOLD[kind]} ({counts[kind]})", key="finding",
        label_visibility="collapsed",
    )  # fmt: skip
    findings = [finding for finding in findings if kind in (None, finding.kind)]
    left, right = st.columns([3, 3], gap="large")
    rows = [
        Line(f"{finding.kind} {finding.code} {finding.other}", [TOLD[finding.kind], finding.says, len(finding.codings)])
        for finding in findings
    ]
    with left, st.container(key="stays"):
        chosen = listing(
            ("What", "Code", Column("Codings", number=True)), rows, key="check", label="Findings", height="72vh",
            first=True, main=True,
        )  # fmt: skip
    with right:
        finding = next(one for one, row in zip(findings, rows, strict=True) if row.key == chosen)
        st.subheader(plain(finding.says))
        with st.container(horizontal=True):
            for name in filter(None, (finding.code, finding.other)):
                st.button(f"Open {plain(name)}", key=f"open {name}", on_click=_open, args=(name,))
        if not finding.codings:
            st.caption("There is no passage of it.")
        one_code.draw(finding.codings, key="check", of=str(chosen), codes=True)


def _open(name: str) -> None:
    choose("codebook", name)
    st.session_state["view"] = "codes"
    st.session_state["act on code"] = one_code.PASSAGES
