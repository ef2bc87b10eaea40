"""Agreement: how far coders agree, what the numbers rest on, and the passages where they differ."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from workbench.app.parts.listing import Column, Line, listing
from workbench.app.shared import cached, cards, doing, link, passage, plain, study
from workbench.app.views import agreement_parts as parts
from workbench.app.views.agreement_parts import rows_of
from workbench.model import WorkbenchError, counted, unit_noun
from workbench.study import Study
from workbench.study.output.agreement import NAMES, methods_sentence

if TYPE_CHECKING:
    from workbench.analysis.agreement import AgreementReport

FIRST = ("krippendorff_alpha", "cohen_kappa", "fleiss_kappa", "percent")
METRICS = (*FIRST, "gwet_ac1", "brennan_prediger")
EVERYTHING = "all that was coded"
VIEWS: dict[str, Callable[..., None]] = {
    "Codes": lambda one, report, key: _by_code(report, key),
    "Coders": lambda one, report, key: parts.coders(report, key),
    "Who says what": lambda one, report, key: parts.confusion(report, key),
    "Participants": lambda one, report, key: parts.groups(one, report, "participant", key),
    "Codebook versions": lambda one, report, key: parts.groups(one, report, "version", key),
    "Over time": lambda one, report, key: parts.groups(one, report, "round", key),
}
KEYS = (("j k", "Row after, before"), ("↑ ↓", "In a list: row or passage before, after"))


def show() -> None:
    one = study()
    st.title("Agreement")
    if one.blindfold:
        st.info(
            plain(
                f"You are coding blind in the round '{one.blindfold.rounds[0]}'. How far you agree is shown when it is "
                f"closed."
            )
        )
        link("rounds", "See who is done")
        return
    _spellings(one)
    coders = cached("independent", lambda: sorted({c.coder for c in one.codings if c.is_own}))
    if len(coders) < 2:
        st.info(
            "Agreement compares two or more coders on the same transcripts. Start a round, and let a second person "
            "code some of them."
        )
        link("rounds", "Start a round")
        return
    held_back = one.settings.family == "reflexive" and not st.session_state.get("agreement anyway")
    if held_back:
        _held_back()
    rounds = [EVERYTHING, *(each.name for each in one.rounds)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        round_ = st.selectbox("Round", rounds, key="round", bind="query-params", width=240)
        chosen_round = None if round_ == EVERYTHING else round_
        first = "turn" if chosen_round is None else one.rounds[chosen_round].unit
        units = list(dict.fromkeys((first, *one.units(), "character")))
        unit = st.selectbox(
            "Compared by",
            units,
            key="unit",
            format_func=lambda unit: unit_noun(unit, 1),
            bind="query-params",
            width=240,
        )
        chosen = st.multiselect("Coders", coders, coders, key="coders", bind="query-params", width="stretch")
    if len(chosen) < 2:
        st.info("Choose at least two coders.")
        return
    key = f"{unit} {chosen} {chosen_round}"
    try:
        with st.spinner("Comparing …", show_time=True):
            wanted = chosen if len(chosen) < len(coders) else None
            report: AgreementReport = cached(
                f"agreement {key}", lambda: one.agreement(unit, coders=wanted, round=chosen_round)
            )
    except WorkbenchError as error:
        st.info(plain(str(error)))
        link("rounds", "Rounds")
        return
    if held_back:
        parts.where_we_differ(report, key)
        return
    found = report.as_dict()
    _overall(found, unit)
    _families(found)
    view = st.segmented_control(
        "Show",
        list(VIEWS),
        default="Codes",
        required=True,
        key="view",
        bind="query-params",
        label_visibility="collapsed",
    )
    VIEWS[view or "Codes"](one, report, key)
    _for_the_paper(one, report, chosen_round, key)


def _spellings(one: Study) -> None:
    for names in cached("spellings", lambda: one.codings.spellings()):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.warning(plain(f"{' and '.join(repr(name) for name in names)} look like one person."), width="stretch")
            for keep in names:
                rest = [name for name in names if name != keep]
                st.button(
                    plain(f"All are '{keep}'"),
                    key=f"keep {keep}",
                    on_click=doing(partial(_rename, one, rest, keep)),
                )


def _rename(one: Study, names: list[str], keep: str) -> None:
    for name in names:
        one.codings.rename_coder(name, keep)


def _held_back() -> None:
    st.info(
        "This study is reflexive: coding is reading by somebody, and two readings that differ are no error to be "
        "counted. So the program shows where you differ, to talk about, and no coefficients."
    )
    st.button("Show the numbers all the same", on_click=lambda: st.session_state.update({"agreement anyway": True}))


def _overall(found: dict[str, Any], unit: str) -> None:
    values = {NAMES[name]: found["overall"][name] for name in METRICS if name in found["overall"]}
    with st.container(horizontal=True):
        for name, value in values.items():
            if value["value"] is not None:
                with st.container(border=True, width=182):
                    st.metric(name, f"{value['value']:.3f}")
                    st.caption(_interval(value))
    st.caption(
        "Firm at .800 and above, tentative from .667 (Krippendorff); set your bar before, by what errors would "
        "cost, and let the interval's lower end pass it. Agreement is not validity."
    )
    for name, value in values.items():
        if value["value"] is None:
            st.caption(plain(f"{name} is undefined here: {value['reason']}"))
    st.caption(plain(f"{found['units']:,} {unit_noun(unit, found['units'])}. " + " ".join(found["notes"])))


def _families(found: dict[str, Any]) -> None:
    for one in found["families"]:
        alpha = one["krippendorff_alpha"]
        if alpha["value"] is not None:
            st.caption(
                plain(
                    f"{one['family']}: one of {len(one['codes'])} codes in each unit; α {alpha['value']:.3f} over "
                    f"{counted(one['units'], 'unit')}, {_interval(alpha)}."
                )
            )


def _by_code(report: "AgreementReport", key: str) -> None:
    """The codes, those that hurt most first, and the passages of the one chosen."""
    found = report.as_dict()
    shown = [name for name in FIRST if any(line.get(name) is not None for line in found["codes"])]
    columns: list[Column | str] = [
        "Code",
        *(Column(NAMES[name], number=True, digits=3) for name in shown),
        Column("Differ", number=True, help="In how many units coders differ about it"),
        *(Column(coder, number=True, help=f"In how many units {coder} used the code") for coder in report.coders),
        Column("Mind", number=True, help="How many cautions there are about the numbers of this code"),
    ]
    differ = cached(f"differ {key}", lambda: report.disagreements())
    counts = differ["code"].value_counts()
    lines = sorted(found["codes"], key=lambda line: _worst_first(line["krippendorff_alpha"]))
    rows = [
        Line(
            line["code"],
            [
                line["code"],
                *(line.get(name) for name in shown),
                int(counts.get(line["code"], 0)),
                *(line["coders"].get(coder, 0) for coder in report.coders),
                len(line.get("warnings", [])) or None,
            ],
        )
        for line in lines
    ]
    chosen = listing(columns, rows, key="agreement", label="Agreement by code", height="50vh", main=True)
    if chosen is None:
        st.caption("Codes that hurt most come first; – is undefined. Choose a code to see where coders differ.")
        return
    st.subheader(plain(chosen))
    for warning in next(line.get("warnings", []) for line in found["codes"] if line["code"] == chosen):
        st.warning(plain(warning), icon=":material/info:")
    own = differ[differ["code"] == chosen]
    st.markdown(f"**Where coders differ: {counted(len(own), 'passage')}**")
    found_here = [
        passage(row.transcript, row.start, row.end, note=f"coded by {_and(row.has)}, not by {_and(row.lacks)}")
        for row in rows_of(own)
    ]
    cards(found_here, key="agreement", of=f"{key} {chosen}")


def _for_the_paper(one: Study, report: "AgreementReport", round_: str | None, key: str) -> None:
    with st.expander("For the paper", key="paper"):
        st.code(
            cached(f"method {key}", lambda: methods_sentence(one, report, round=round_)), language=None, wrap_lines=True
        )
        with st.container(horizontal=True):
            for suffix in (".docx", ".xlsx", ".csv", ".tex"):
                st.download_button(
                    f"Table {suffix}",
                    partial(_table, one, report, round_, suffix),
                    f"agreement{suffix}",
                    on_click="ignore",
                    key=f"table {suffix}",
                )


def _table(one: Study, report: "AgreementReport", round_: str | None, suffix: str) -> bytes:
    from workbench.exports.tables import write_table

    return write_table(one.agreement_table(report, round=round_), suffix)


def _worst_first(value: float | None) -> tuple[bool, float]:
    return value is None, value or 0.0


def _interval(value: dict[str, Any]) -> str:
    if value["low"] is None:
        return plain(value["reason"] or "no interval")
    return f"95 %: {value['low']:.2f} to {value['high']:.2f}"


def _and(names: Any) -> str:
    return ", ".join(names)
