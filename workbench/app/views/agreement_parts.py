"""Agreement by coder, by what is said instead, by part of the material; each number opens its passages."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from workbench.app.parts.listing import Column, Line, choose, listing
from workbench.app.shared import cached, cards, passage, plain
from workbench.model import counted
from workbench.study import Study

if TYPE_CHECKING:
    import pandas as pd

    from workbench.analysis.agreement import AgreementReport

CONFIG = {"displayModeBar": False}
JOINED = "\t"


def coders(report: "AgreementReport", key: str) -> None:
    """Each pair of coders: a heat map, the pairs in a list, and where the two differ."""
    names = list(report.coders)
    _heat_map(report.matrix(), "Cohen's κ of each pair, all codes pooled", "pairs", names, digits=2)
    pairs = report.pairs
    columns: list[Column | str] = [
        "Coders",
        Column("Cohen's κ", number=True, digits=3),
        Column("Units", number=True, help="Units that both were asked about"),
        Column("Alike", number=True, help="Units to which both gave the same codes"),
    ]
    rows = [
        Line(
            f"{row.first}{JOINED}{row.second}",
            [f"{row.first} and {row.second}", _number(row.cohen_kappa), int(row.units), int(row.agreeing)],
        )
        for row in rows_of(pairs)
    ]
    chosen = listing(columns, rows, key="pairs", label="Pairs of coders", height="40vh", main=True)
    if chosen is None:
        st.caption("Choose a pair, in the list or in the picture, to see where the two differ.")
        return
    first, second = chosen.split(JOINED)
    frame = cached(f"differ {key}", lambda: report.disagreements())
    apart = [
        (first in has and second in lacks) or (second in has and first in lacks)
        for has, lacks in zip(frame["has"], frame["lacks"], strict=True)
    ]
    _cards(frame[apart], f"{first} and {second} differ", "pairs", f"{key} {chosen}")


def confusion(report: "AgreementReport", key: str) -> None:
    """What one coder says where another says something else."""
    from workbench.analysis.agreement import NOTHING, instead

    table = cached(f"confusion {key}", lambda: report.confusion())
    names, cells = list(map(str, table.index)), table.to_numpy().tolist()
    found = [
        (int(cells[i][j]), names[i], names[j])
        for i in range(len(names) - 1)
        for j in range(i + 1, len(names))
        if cells[i][j]
    ]
    found.sort(key=lambda line: -line[0])
    codes = [name for name in table.index if table.loc[name].sum()]
    title = "In how many units one coder says the row's code where another says the column's"
    _heat_map(table.loc[codes, codes], title, "instead", list(table.index))
    columns: list[Column | str] = ["One says", "Where another says", Column("Units", number=True)]
    rows = [Line(f"{a}{JOINED}{b}", [a, b, units]) for units, a, b in found]
    if not rows:
        st.info("Nobody says one thing where another says something else.")
        return
    chosen = listing(columns, rows, key="instead", label="What is said instead", height="40vh", main=True)
    if chosen is None:
        st.caption("Choose a row, or a place in the picture, to see the passages.")
        return
    one, other = chosen.split(JOINED)
    frame = cached(f"instead {key} {chosen}", lambda: instead(report.ratings, one, other))
    against = "no code of their own" if other == NOTHING else other
    notes = [f"{one} by {', '.join(row.has)}, {against} by {', '.join(row.says)}" for row in rows_of(frame)]
    _cards(frame, f"One says {one}, another {against}", "instead", f"{key} {chosen}", notes)


def groups(one: Study, report: "AgreementReport", by: str, key: str) -> None:
    """Agreement for each participant, codebook version or round."""
    unit = report.unit
    frame = cached(f"by {by} {key}", lambda: one.agreement_by(by, unit, coders=report.coders))
    if not len(frame):
        st.info("No round has two coders who are done yet. Agreement over time is that of one round after the other.")
        return
    together = frame[frame["code"].isna()]
    nouns = {"participant": "Participant", "version": "Coded under", "round": "Round"}
    columns: list[Column | str] = [
        nouns[by],
        Column("Krippendorff's α", number=True, digits=3),
        Column("Percent", number=True, digits=3),
        Column("Units", number=True),
    ]
    rows = [
        Line(
            str(row.group),
            [str(row.group), _number(row.krippendorff_alpha), _number(row.percent), int(row.units)],
        )
        for row in rows_of(together)
    ]
    if by == "round":
        st.caption("In the order in which the rounds were started: whether talking helped shows from one to the next.")
    chosen = listing(columns, rows, key=f"by {by}", label=nouns[by], height="45vh", main=True)
    if chosen is None:
        st.caption("Choose a row for its codes.")
        return
    own = frame[(frame["group"].astype(str) == chosen) & frame["code"].notna()]
    lines = [
        Line(
            row.code, [row.code, _number(row.krippendorff_alpha), _number(row.percent), _number(row.positive_agreement)]
        )
        for row in rows_of(own)
        if row.positive_agreement == row.positive_agreement
    ]
    st.markdown(f"**{plain(chosen)}**")
    listing(
        ["Code", *(Column(n, number=True, digits=3) for n in ("Krippendorff's α", "Percent", "Positive agreement"))],
        lines,
        key=f"codes by {by}",
        label=f"Codes of {chosen}",
        height="40vh",
    )
    if by == "participant":
        differ = cached(f"differ {key}", lambda: report.disagreements())
        inside = _of_participant(one, differ, chosen)
        _cards(inside, "Where coders differ", f"by {by}", f"{key} {chosen}")


def where_we_differ(report: "AgreementReport", key: str) -> None:
    """Instead of numbers: the codes by how often readings differ, and the passages."""
    frame = cached(f"differ {key}", lambda: report.disagreements())
    counts = frame["code"].value_counts()
    st.subheader("Where we differ")
    rows = [Line(str(code), [str(code), int(number)]) for code, number in counts.items()]
    if not rows:
        st.info("Nowhere: all of you coded the same passages alike.")
        return
    columns: list[Column | str] = ["Code", Column("Passages", number=True)]
    chosen = listing(columns, rows, key="differ", label="Where we differ", height="40vh", first=True, main=True)
    _cards(frame[frame["code"] == chosen], str(chosen), "differ", f"{key} {chosen}")


def _of_participant(one: Study, frame: "pd.DataFrame", name: str) -> "pd.DataFrame":
    people = one.participant_finder()
    spans = zip(frame["transcript"], frame["start"], frame["end"], strict=True)
    return frame[[people(*span) == name for span in spans]]


def _cards(frame: "pd.DataFrame", title: str, key: str, of: str, notes: list[str] | None = None) -> None:
    st.markdown(f"**{plain(title)}: {counted(len(frame), 'passage')}**")
    rows: list[Any] = rows_of(frame)
    said = notes or [f"{row.code} by {', '.join(row.has)}, not by {', '.join(row.lacks)}" for row in rows]
    found = [passage(row.transcript, row.start, row.end, note=note) for row, note in zip(rows, said, strict=True)]
    cards(found, key=key, of=of)


def _heat_map(table: "pd.DataFrame", title: str, key: str, order: list[str], digits: int = 0) -> None:
    """The picture of a listing of pairs; a place chosen in it is chosen there."""
    from workbench.exports.pictures import square

    def picked() -> None:
        points = st.session_state[f"chart of {key}"].selection.points
        if points:
            pair = sorted(points[0]["customdata"][:2], key=order.index)
            choose(key, JOINED.join(pair))

    with st.expander("Picture", expanded=len(table) <= 12, key=f"picture of {key}"):
        st.caption(plain(title))
        st.plotly_chart(
            square(table, digits=digits),
            width="content",
            key=f"chart of {key}",
            on_select=picked,
            selection_mode="points",
            config=CONFIG,
        )


def rows_of(frame: Any) -> list[Any]:
    """The rows of a frame, with its columns as attributes."""
    return list(frame.itertuples())


def _number(value: float) -> float | None:
    return None if value != value else float(value)
