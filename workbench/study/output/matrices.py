"""Matrices, network and tree of codes, from the codings that count as the themes' evidence."""

from typing import TYPE_CHECKING, Any

from workbench.model import WorkbenchError
from workbench.study.output.export import (
    FIGURE_SUFFIXES,
    PAPER,
    TABLE_SUFFIXES,
    Export,
    as_bytes,
    as_figure,
    no_codes,
    no_codings,
)

if TYPE_CHECKING:
    from workbench.exports.figures import Figure
    from workbench.exports.tables import Table
    from workbench.study.study import Study

UNGROUPED = "No participant has an attribute yet, such as role or phase."


def code_by_participant(study: "Study", *, counts: bool = False) -> "Table":
    from workbench.exports.matrices import code_by_participant

    people = [person.name for person in study.participants]
    caption = study.about().caption
    return code_by_participant(study.themes.evidence(), _parents(study), people, counts=counts, caption=caption)


def code_by_attribute(study: "Study", by: str | None = None, *, counts: bool = False) -> "Table":
    """Codes by the values of an attribute; without a name, of the first one with few enough values to compare."""
    from workbench.exports.matrices import code_by_attribute

    by = by or comparable(study)
    caption = study.about().caption
    return code_by_attribute(study.crosstab(by), by, _parents(study), counts=counts, caption=caption)


def comparable(study: "Study") -> str:
    """The attribute to begin with: the first that puts several people into one group, else the first there is."""
    people, names = list(study.participants), study.participants.attributes()
    for name in names:
        values = [str(one.attributes[name]) for one in people if one.attributes.get(name) not in (None, "")]
        if 2 <= len(set(values)) <= max(len(values) // 2, 2):
            return name
    if not names:
        raise WorkbenchError(UNGROUPED)
    return names[0]


def cooccurrence_matrix(study: "Study", *, numbered: bool = False) -> "Table":
    from workbench.analysis.cooccurrence import passages
    from workbench.exports.matrices import cooccurrence_matrix
    from workbench.study.team.compared import coding_frame

    evidence = study.themes.evidence()
    used = {one.code for one in evidence}
    counts = passages(coding_frame(evidence), [code.name for code in study.codebook if code.name in used])
    return cooccurrence_matrix(study.cooccurrence(), counts, numbered=numbered, caption=study.about().caption)


def network(study: "Study", **options: Any) -> "Figure":
    from workbench.exports.figures.network import network
    from workbench.exports.matrices import pairs_of

    title = f"Codes that go together: {study.title}"
    return network(_nodes(study), pairs_of(study.cooccurrence()), title=title, caption=study.about().caption, **options)


def hierarchy(study: "Study", *, of: str = "themes", **options: Any) -> "Figure":
    """The tree of themes with their codes, or (`of` codebook) of the codebook; the codebook where there is no theme."""
    from workbench.exports.figures.hierarchy import Knot, hierarchy

    if of not in ("themes", "codebook"):
        raise WorkbenchError(f"There is no tree of {of!r}. Choose themes or codebook.")
    about = study.about()
    if of == "codebook" or not len(study.themes):
        counts = _counts(study)
        knots = [
            Knot(code.name, code.name, code.parent, *counts.get(code.name, (0, 0)), says=code.description)
            for code in study.codebook
        ]
        title = f"Codebook: {about.title}"
    else:
        knots = []
        for one in study.themes:
            kind = "sub-theme" if one.parent else "theme"
            above = f"theme {one.parent}" if one.parent else None
            numbers = (len(one.participants), one.codings)
            knots.append(Knot(f"theme {one.name}", one.name, above, *numbers, kind, one.definition))
            knots += [
                Knot(f"{one.name}: {c.name}", c.name, f"theme {one.name}", len(c.participants), c.codings)
                for c in one.codes
            ]
        title = f"Themes and codes: {about.title}"
    return hierarchy(knots, title=title, caption=about.caption, of=about.participants, **options)


def _parents(study: "Study") -> dict[str, str | None]:
    return {code.name: code.parent for code in study.codebook}


def _counts(study: "Study") -> dict[str, tuple[int, int]]:
    """Participants and codings of each code that was used."""
    voices: dict[str, set[str | None]] = {}
    codings: dict[str, int] = {}
    for one in study.themes.evidence():
        voices.setdefault(one.code, set()).add(one.participant)
        codings[one.code] = codings.get(one.code, 0) + 1
    return {code: (len(who - {None}), codings[code]) for code, who in voices.items()}


def _nodes(study: "Study") -> "list[Any]":
    """Codes that were used, those of each theme together in the study's order, those of none last."""
    from workbench.exports.figures.network import Node

    counts = _counts(study)
    home: dict[str, str] = {}
    top: dict[str, str] = {}
    for theme in study.themes:
        top[theme.name] = top[theme.parent] if theme.parent else theme.name
        for code in theme.codes:
            home.setdefault(code.name, top[theme.name])
    order = list(dict.fromkeys(top.values()))
    used = [code.name for code in study.codebook if code.name in counts]
    used.sort(key=lambda name: order.index(home[name]) if name in home else len(order))
    return [Node(name, home.get(name, ""), *counts[name]) for name in used]


def _matrix_bytes(study: "Study", suffix: str, **options: Any) -> bytes:
    from workbench.exports.tables import write_table

    # Where people read it, many long names of columns find no room.
    return write_table(cooccurrence_matrix(study, numbered=suffix not in (".csv", ".xlsx"), **options), suffix)


def ungrouped(study: "Study") -> str:
    """Why there is nothing to compare by an attribute, or nothing."""
    return no_codings(study) or ("" if study.participants.attributes() else UNGROUPED)


def _apart(study: "Study") -> str:
    """Why there are no codes that go together, found without counting them."""
    reach: dict[str, tuple[int, str]] = {}
    for one in study.themes.evidence():  # in order of transcript and place
        end, code = reach.get(one.transcript, (0, ""))
        if one.start < end and one.code != code:
            return ""
        if one.end > end:
            reach[one.transcript] = one.end, one.code
    return no_codings(study) or "No two codes overlap anywhere yet."


EXPORTS = (
    Export(
        "codes-by-participant",
        "Codes by participant",
        "who speaks to which code: 0/1, or the number of codings",
        PAPER,
        TABLE_SUFFIXES,
        as_bytes(code_by_participant),
        no_codings,
        "code",
    ),
    Export(
        "codes-by-attribute",
        "Codes by attribute",
        "how many participants of each group speak to a code",
        PAPER,
        TABLE_SUFFIXES,
        as_bytes(code_by_attribute),
        ungrouped,
        "participants",
    ),
    Export(
        "co-occurrence",
        "Codes that go together, as a matrix",
        "how often passages of two codes overlap",
        PAPER,
        TABLE_SUFFIXES,
        _matrix_bytes,
        _apart,
        "code",
    ),
    Export(
        "network",
        "Codes that go together, as a network",
        "codes on a circle by theme, a line for each pair that overlaps",
        PAPER,
        FIGURE_SUFFIXES,
        as_figure(network),
        _apart,
        "code",
    ),
    Export(
        "hierarchy",
        "Tree of themes and codes",
        "all names under each other, with bars for participants or codings",
        PAPER,
        FIGURE_SUFFIXES,
        as_figure(hierarchy),
        no_codes,
        "codebook",
    ),
)
