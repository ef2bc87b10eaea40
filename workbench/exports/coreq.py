"""What does a journal want to know of an interview study? The items of COREQ, with what the study itself can answer.

Consolidated criteria for reporting qualitative research: Tong, Sainsbury & Craig 2007 (Int J Qual Health Care 19: 349).
Items are named in short; the checklist's own guide questions are to be read there.
"""

from collections.abc import Mapping

from workbench.exports.tables import Row, Table

TEAM, DESIGN, FINDINGS = "Research team and reflexivity", "Study design", "Analysis and findings"

ITEMS: tuple[tuple[int, str, str], ...] = (
    (1, TEAM, "Interviewer"),
    (2, TEAM, "Credentials"),
    (3, TEAM, "Occupation"),
    (4, TEAM, "Gender"),
    (5, TEAM, "Experience and training"),
    (6, TEAM, "Relationship established"),
    (7, TEAM, "Participant knowledge of the interviewer"),
    (8, TEAM, "Interviewer characteristics"),
    (9, DESIGN, "Methodological orientation and theory"),
    (10, DESIGN, "Sampling"),
    (11, DESIGN, "Method of approach"),
    (12, DESIGN, "Sample size"),
    (13, DESIGN, "Non-participation"),
    (14, DESIGN, "Setting of data collection"),
    (15, DESIGN, "Presence of non-participants"),
    (16, DESIGN, "Description of sample"),
    (17, DESIGN, "Interview guide"),
    (18, DESIGN, "Repeat interviews"),
    (19, DESIGN, "Audio or visual recording"),
    (20, DESIGN, "Field notes"),
    (21, DESIGN, "Duration"),
    (22, DESIGN, "Data saturation"),
    (23, DESIGN, "Transcripts returned"),
    (24, FINDINGS, "Number of data coders"),
    (25, FINDINGS, "Description of the coding tree"),
    (26, FINDINGS, "Derivation of themes"),
    (27, FINDINGS, "Software"),
    (28, FINDINGS, "Participant checking"),
    (29, FINDINGS, "Quotations presented"),
    (30, FINDINGS, "Data and findings consistent"),
    (31, FINDINGS, "Clarity of major themes"),
    (32, FINDINGS, "Clarity of minor themes"),
)
"""Number, domain and short name of every item."""

OPEN, FILLED = "open: to be written", "from the study"


def coreq_table(answers: Mapping[int, str], *, caption: str = "") -> Table:
    """All items in order; those in `answers` say what the study knows and are marked so, the others stay open."""
    rows = []
    for number, domain, name in ITEMS:
        answer = answers.get(number, "")
        rows.append(Row((number, domain, name, FILLED if answer else OPEN, answer)))
    filled = sum(bool(answers.get(number)) for number, *_ in ITEMS)
    notes = (
        f"{filled} of {len(ITEMS)} items are filled from the study’s data; read each before it goes into a paper. The "
        "study does not know the others.",
        "Tong, Sainsbury & Craig 2007, International Journal for Quality in Health Care 19(6): 349–357.",
    )
    columns = ("No.", "Domain", "Item", "Source", "What the study says")
    return Table("Reporting checklist (COREQ)", columns, tuple(rows), caption, notes)
