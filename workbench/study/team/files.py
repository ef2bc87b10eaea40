"""Where coders differ as a file, and the same file with decisions filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.exports.sheets import read_sheet
from workbench.model import BadRows, Disagreement, NotFound, Verdict
from workbench.study.files import read_bytes

if TYPE_CHECKING:
    from workbench.exports.tables import Table
    from workbench.study.reconciling import Choice
    from workbench.study.study import Study

COLUMNS = (
    "transcript",
    "start",
    "end",
    "code",
    "has",
    "lacks",
    "decision",
    "new_start",
    "new_end",
    "why",
    "by",
    "text",
)
WORDS: tuple[Verdict, ...] = ("both", "neither", "later", "span")


@dataclass(frozen=True, slots=True)
class ResolutionRow:
    """A decision as a file says it; `decision` is both, neither, later, span, or coders whose marks are taken."""

    row: int
    transcript: str
    start: int
    end: int
    code: str
    decision: str
    new: tuple[int, int] | None
    why: str

    def choice(self, passage: Disagreement) -> "Choice":
        """What to do; `NotFound` where it names nobody of the passage."""
        word = next((one for one in WORDS if one == self.decision.casefold()), None)
        if word is not None:
            return word, (), self.new
        names = {coder.casefold(): coder for coder in passage.coders}
        took = [part.strip() for part in self.decision.split(";") if part.strip()]
        for one in took:
            if one.casefold() not in names:
                raise NotFound("decision, and no coder of this passage,", one, [*WORDS, *passage.coders])
        return "take", tuple(names[one.casefold()] for one in took), None


def read_resolutions(path: Path) -> list[ResolutionRow]:
    """The rows whose decision is filled in; `BadRows` names those that cannot be understood."""
    sheet = read_sheet(path.name, read_bytes(path))
    columns = sheet.matched(dict.fromkeys(COLUMNS, ()))
    sheet.require(columns, ("transcript", "start", "end", "code", "decision"))
    found, problems = [], []
    for row in sheet.rows:
        cells = {field: row.cells[column].strip() for field, column in columns.items()}
        if not cells["decision"]:
            continue
        if not (cells["start"].isdigit() and cells["end"].isdigit()):
            problems.append(f"row {row.number}: start and end are whole numbers, the place in the transcript.")
            continue
        new = (cells.get("new_start", ""), cells.get("new_end", ""))
        if cells["decision"].casefold() == "span" and not all(one.isdigit() for one in new):
            problems.append(f"row {row.number}: for 'span' give new_start and new_end, whole numbers.")
            continue
        found.append(
            ResolutionRow(
                row.number,
                cells["transcript"],
                int(cells["start"]),
                int(cells["end"]),
                cells["code"],
                cells["decision"],
                (int(new[0]), int(new[1])) if all(one.isdigit() for one in new) else None,
                cells.get("why", ""),
            )
        )
    if problems:
        raise BadRows(path.name, problems)
    return found


def records(study: "Study", found: Sequence[Disagreement]) -> list[dict[str, Any]]:
    """A row for each code of each passage, with what was decided."""
    texts = {one.name: one.text for one in study.transcripts}
    made = []
    for one in found:
        for code in one.codes:
            decided = one.resolutions.get(code)
            made.append(
                {
                    "transcript": one.transcript,
                    "start": one.start,
                    "end": one.end,
                    "code": code,
                    "has": list(one.has(code)),
                    "lacks": list(one.lacks(code)),
                    "decision": _decision(one, code),
                    "why": decided.why if decided else "",
                    "by": decided.coder if decided else "",
                    "text": texts[one.transcript][one.start : one.end],
                }
            )
    return made


def _decision(one: Disagreement, code: str) -> str:
    decided = one.resolutions.get(code)
    if decided is None:
        return ""
    return "; ".join(decided.took) if decided.verdict == "take" else decided.verdict


def disagreement_table(study: "Study", *, round: str | None = None, unit: str | None = None) -> "Table":
    """The list of disagreements as a table: to fill in and replay, or for a supplement."""
    from workbench.exports.tables import Table

    lines = []
    for one in records(study, study.reconciling.passages(round, unit=unit)):
        cells = one | {name: "; ".join(one[name]) for name in ("has", "lacks")}
        lines.append([cells.get(name) for name in COLUMNS])
    about = study.about()
    title = f"Where coders differ{f' in the round {round}' if round else ''}: {about.title}"
    return Table.of(title, COLUMNS, lines, caption=about.caption)
