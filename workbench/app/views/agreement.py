"""Agreement: how far coders agree, what the numbers rest on, and the passages where they differ."""

from typing import Any

import streamlit as st

from workbench.app.shared import act, cached, link, passage, study

NAMES = {
    "krippendorff_alpha": "Krippendorff's α",
    "cohen_kappa": "Cohen's κ",
    "fleiss_kappa": "Fleiss' κ",
    "percent": "Percent",
    "gwet_ac1": "Gwet's AC1",
    "brennan_prediger": "Brennan–Prediger",
}


def show() -> None:
    one = study()
    st.title("Agreement")
    coders = sorted({coding.coder for coding in one.codings if coding.layer == "independent"})
    if len(coders) < 2:
        st.info("Agreement compares two or more coders on the same transcripts. Let a second person code some of them.")
        link("code", "Go on coding")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        unit = st.selectbox("Unit", ["turn", "answer", "sentence", "character"], key="unit")
        chosen = st.multiselect("Coders", coders, coders)
    if len(chosen) < 2:
        st.info("Choose at least two coders.")
        return
    report = cached(f"agreement {unit} {chosen}", lambda: act(lambda: one.agreement(unit, coders=chosen)))
    if report is None:
        return
    found = report.as_dict()
    st.caption(f"{found['units']} {unit}s. " + " ".join(found["notes"]))
    cells = [name for name in NAMES if name in found["overall"]]
    for column, name in zip(st.columns(len(cells)), cells, strict=True):
        value = found["overall"][name]
        with column, st.container(border=True):
            st.metric(NAMES[name], _number(value["value"]))
            st.caption(_interval(value))
    st.caption(
        "Firm at .800 and above, tentative from .667 (Krippendorff); set your bar before, by what errors would "
        "cost, and let the interval's lower end pass it."
    )
    lines = sorted(
        found["codes"], key=lambda line: (line["krippendorff_alpha"] is None, line["krippendorff_alpha"] or 0)
    )
    table = st.dataframe(
        [
            {
                "code": line["code"],
                **{NAMES[name]: line.get(name) for name in cells},
                **{f"{coder}": count for coder, count in line["coders"].items()},
                "mind": " ".join(line.get("warnings", [])),
            }
            for line in lines
        ],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={NAMES[name]: st.column_config.NumberColumn(format="%.3f") for name in cells},
        key="codes",
    )
    st.caption("Codes that hurt most come first. An empty cell is undefined. Choose a code to see where coders differ.")
    rows = table["selection"]["rows"]
    if rows and rows[0] < len(lines):
        _differences(report, lines[rows[0]]["code"])


def _differences(report: Any, code: str) -> None:
    frame = report.disagreements([code])
    st.subheader(f"Where coders differ on '{code}': {len(frame)} passages")
    texts = {transcript.name: transcript.text for transcript in study().transcripts}
    for number, row in enumerate(frame.head(40).to_dict("records")):
        has, lacks = (
            ", ".join(row[name]) if not isinstance(row[name], str) else row[name] for name in ("has", "lacks")
        )
        passage(
            texts[row["transcript"]][row["start"] : row["end"]],
            transcript=row["transcript"],
            start=row["start"],
            note=f"coded by {has}, not by {lacks}",
            key=f"differ-{number}",
        )
    if len(frame) > 40:
        st.caption(f"The first 40 of {len(frame)}.")


def _number(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"


def _interval(value: dict[str, Any]) -> str:
    if value["value"] is None:
        return str(value["reason"])
    if value["low"] is None:
        return value["reason"] or "no interval"
    return f"95 % interval {value['low']:.2f} to {value['high']:.2f}"
