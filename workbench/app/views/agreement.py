"""Agreement: how far coders agree, what the numbers rest on, and the passages where they differ."""

from typing import Any

import streamlit as st

from workbench.app.parts.listing import Column, Line, listing
from workbench.app.shared import cached, cards, count, link, passage, plain, study
from workbench.model import WorkbenchError

NAMES = {
    "krippendorff_alpha": "Krippendorff's α",
    "cohen_kappa": "Cohen's κ",
    "fleiss_kappa": "Fleiss' κ",
    "percent": "Percent",
    "gwet_ac1": "Gwet's AC1",
    "brennan_prediger": "Brennan–Prediger",
}
FIRST = ("krippendorff_alpha", "cohen_kappa", "fleiss_kappa", "percent")
UNITS = ("turn", "answer", "sentence")
KEYS = (("j k", "Code after, before"), ("↑ ↓", "In a list: row or passage before, after"))


def show() -> None:
    one = study()
    st.title("Agreement")
    coders = cached("independent", lambda: sorted({c.coder for c in one.codings if c.is_own}))
    if len(coders) < 2:
        st.info("Agreement compares two or more coders on the same transcripts. Let a second person code some of them.")
        link("code", "Go on coding")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        unit = st.selectbox("Compared by", UNITS, key="unit", bind="query-params", width=180)
        chosen = st.multiselect("Coders", coders, coders, key="coders", bind="query-params", width="stretch")
    if len(chosen) < 2:
        st.info("Choose at least two coders.")
        return
    try:
        with st.spinner("Comparing …", show_time=True):
            report = cached(f"agreement {unit} {chosen}", lambda: one.agreement(unit, coders=chosen))
    except WorkbenchError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    found = report.as_dict()
    _overall(found, unit)
    code = _by_code(found, chosen)
    if code is not None:
        st.subheader(plain(code))
        for warning in next(line.get("warnings", []) for line in found["codes"] if line["code"] == code):
            st.warning(plain(warning), icon=":material/info:")
        frame = cached(f"differ {unit} {chosen} {code}", lambda: report.disagreements([code]))
        _differences(frame, code)


def _overall(found: dict[str, Any], unit: str) -> None:
    values = {NAMES[name]: found["overall"][name] for name in NAMES if name in found["overall"]}
    with st.container(horizontal=True):
        for name, value in values.items():
            if value["value"] is not None:
                with st.container(border=True, width=200):
                    st.metric(name, f"{value['value']:.3f}")
                    st.caption(_interval(value))
    st.caption(
        "Firm at .800 and above, tentative from .667 (Krippendorff); set your bar before, by what errors would "
        "cost, and let the interval's lower end pass it."
    )
    for name, value in values.items():
        if value["value"] is None:
            st.caption(plain(f"{name} is undefined here: {value['reason']}"))
    st.caption(plain(f"{count(found['units'], unit)}. " + " ".join(found["notes"])))


def _by_code(found: dict[str, Any], coders: list[str]) -> str | None:
    """The codes, those that hurt most first; gives the one chosen."""
    shown = [name for name in FIRST if any(line.get(name) is not None for line in found["codes"])]
    columns: list[Column | str] = [
        "Code",
        *(Column(NAMES[name], number=True, digits=3) for name in shown),
        *(Column(coder, number=True, help=f"How often {coder} used the code") for coder in coders),
        Column("Mind", number=True, help="How many cautions there are about the numbers of this code"),
    ]
    lines = sorted(found["codes"], key=lambda line: _worst_first(line["krippendorff_alpha"]))
    rows = [
        Line(
            line["code"],
            [
                line["code"],
                *(line.get(name) for name in shown),
                *(line["coders"].get(coder, 0) for coder in coders),
                len(line.get("warnings", [])) or None,
            ],
        )
        for line in lines
    ]
    chosen = listing(columns, rows, key="agreement", label="Agreement by code", height="50vh", main=True)
    if chosen is None:
        st.caption("Codes that hurt most come first; – is undefined. Choose a code to see where coders differ.")
    return chosen


def _differences(frame: Any, code: str) -> None:
    st.markdown(f"**Where coders differ: {count(len(frame), 'passage')}**")
    found = []
    for row in frame.to_dict("records"):
        has, lacks = (", ".join(who) if not isinstance(who, str) else who for who in (row["has"], row["lacks"]))
        note = f"coded by {has}, not by {lacks}"
        found.append(passage(row["transcript"], row["start"], row["end"], note=note))
    cards(found, key="agreement", of=code)


def _worst_first(value: float | None) -> tuple[bool, float]:
    return value is None, value or 0.0


def _interval(value: dict[str, Any]) -> str:
    if value["low"] is None:
        return plain(value["reason"] or "no interval")
    return f"95 % interval {value['low']:.2f} to {value['high']:.2f}"
