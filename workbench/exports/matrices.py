"""Which codes go with whom, with which attribute, and with each other? Matrices, each as a table for a supplement."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from workbench.exports.tables import Cell, Row, Table
from workbench.exports.tree import Branch, tree
from workbench.model import Coding

if TYPE_CHECKING:
    import pandas as pd

OTHERS = "others"
"""The column of codings on words of interviewers or of nobody; it is there only if there are such."""


def code_by_participant(
    codings: Iterable[Coding],
    parents: Mapping[str, str | None],
    participants: Sequence[str],
    *,
    counts: bool = False,
    caption: str = "",
) -> Table:
    """Codes × participants: 1 where a participant speaks to a code, else 0; with `counts`, the number of codings.

    `parents` maps every code to the code above it, in the codebook's order. The last two columns hold how many
    participants and how many codings a code has in all, the same in both forms.
    """
    numbers: dict[tuple[str, str], int] = {}
    for one in codings:
        place = (one.code, one.participant or OTHERS)
        numbers[place] = numbers.get(place, 0) + 1
    people = [*participants, *([OTHERS] if any(who == OTHERS for _code, who in numbers) else [])]
    rows = []
    for branch in tree(parents):
        found = [numbers.get((branch.name, who), 0) for who in people]
        voices = sum(count > 0 for count in found[: len(participants)])
        rows.append(_row(branch, [*(found if counts else [int(count > 0) for count in found]), voices, sum(found)]))
    what = "number of codings" if counts else "1 where the participant speaks to the code, else 0"
    notes = [f"Cells: {what}."]
    notes += ["Others: words of interviewers, or of nobody named."] if OTHERS in people else []
    title = f"Codes by participant ({'counts' if counts else '0/1'})"
    return Table(title, ("Code", *people, "Participants", "Codings"), tuple(rows), caption, tuple(notes))


def code_by_attribute(
    table: "pd.DataFrame",
    by: str,
    parents: Mapping[str, str | None],
    *,
    counts: bool = False,
    caption: str = "",
) -> Table:
    """Codes × values of an attribute: participants with the value who speak to the code; with `counts`, their codings.

    `table` is what `analysis.crosstab` gives; headings say how many participants have the value.
    """
    values = list(dict.fromkeys(zip(table["value"], table["of"], strict=True)))
    numbers = table["codings" if counts else "participants"].astype(int).tolist()
    cells = dict(zip(zip(table["code"], table["value"], strict=True), numbers, strict=True))
    rows = [
        _row(branch, [cells.get((branch.name, value), 0) for value, _of in values])
        for branch in tree(parents)
        if any((branch.name, value) in cells for value, _of in values)
    ]
    what = "codings of participants with this value" if counts else "participants with this value who speak to the code"
    notes = [f"Cells: {what}; n: participants who have the value.", *table.attrs.get("notes", ())]
    shown = by.replace("_", " ")
    columns = ("Code", *(f"{value} (n = {of})" for value, of in values))
    return Table(f"Codes by {shown}", columns, tuple(rows), caption, tuple(notes))


def cooccurrence_matrix(
    table: "pd.DataFrame", passages: Mapping[str, int], *, numbered: bool = False, caption: str = ""
) -> Table:
    """Codes × codes: how often passages of two codes overlap; on the diagonal a code's own passages.

    `table` is what `analysis.cooccurrence` gives, `passages` the number of passages of each code, in the order of the
    matrix. With `numbered` the columns have numbers for headings, which stand before the codes' names: for print.
    """
    pairs = pairs_of(table)
    pairs |= {(second, first): count for (first, second), count in pairs.items()}
    names = list(passages)
    rows: list[Sequence[Cell]] = [
        [
            f"{place} {name}" if numbered else name,
            *(passages[name] if name == other else pairs.get((name, other), 0) for other in names),
        ]
        for place, name in enumerate(names, 1)
    ]
    notes = (
        "Cells: overlapping pairs of passages; on the diagonal the passages of the code itself. Marks of one code that "
        "overlap or touch are one passage.",
    )
    heads = [str(place) for place in range(1, len(names) + 1)] if numbered else names
    return Table.of("Codes that go together", ["Code", *heads], rows, caption=caption, notes=notes)


def pairs_of(table: "pd.DataFrame") -> dict[tuple[str, str], int]:
    """What `analysis.cooccurrence` gives, as counts by pair of codes."""
    found = zip(table["first"], table["second"], table["count"].astype(int).tolist(), strict=True)
    return {(str(first), str(second)): count for first, second, count in found}


def _row(branch: Branch, numbers: Sequence[int]) -> Row:
    return Row((branch.name, *numbers), branch.depth, branch.parent or "")
