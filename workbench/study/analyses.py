"""Questions to the whole study: it hands over DataFrames, the analyses answer."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.model import NotFound, WorkbenchError
from workbench.study.base import as_unit

if TYPE_CHECKING:
    import pandas as pd

    from workbench.analysis.agreement import AgreementReport
    from workbench.model import Coding
    from workbench.study.study import Study


def agreement(
    study: "Study",
    unit: str,
    *,
    coders: Sequence[str] | None,
    code: str | None,
    bootstrap: int,
    seed: int,
    speakers: str,
) -> "AgreementReport":
    from workbench.analysis.agreement import agreement as compare

    units, codings, assigned, codes = _material(study, unit, coders, code, speakers)
    report = compare(units, codings, assigned, codes=codes, unit=unit, bootstrap=bootstrap, seed=seed)
    notes = ["Which transcripts a coder was asked to code is taken from where that coder coded anything."]
    if speakers == "participant":
        notes.append("What interviewers say is left out.")
    return replace(report, notes=(*notes, *report.notes))


def disagreements(study: "Study", unit: str, *, coders: Sequence[str] | None, code: str | None) -> "pd.DataFrame":
    report = agreement(study, unit, coders=coders, code=code, bootstrap=0, seed=0, speakers="participant")
    return report.disagreements()


def _in_order(study: "Study", codings: Sequence["Coding"]) -> list[str]:
    """The codes that were used, in the codebook's order."""
    used = {one.code for one in codings}
    return [code.name for code in study.codebook if code.name in used]


def _material(
    study: "Study", unit: str, coders: Sequence[str] | None, code: str | None, speakers: str
) -> tuple["pd.DataFrame", "pd.DataFrame", dict[str, set[str]], list[str]]:
    """Units, independent codings, who was asked to code what, and the codes compared (those that anybody used)."""
    if unit != "character":
        as_unit(unit)
    study.blindfold.refuse("Agreement")
    independent = [one for one in study.codings if one.is_own]
    known = sorted({one.coder for one in independent})
    for name in coders or ():
        if name not in known:
            raise NotFound("coder", name, known)
    wanted = list(dict.fromkeys(coders)) if coders else known
    if len(wanted) < 2:
        who = f"only {wanted[0]} has coded" if wanted else "nobody has coded"
        raise WorkbenchError(
            f"Agreement needs two coders, but {who}. Let a second person code some of the transcripts."
        )
    mine = [one for one in independent if one.coder in wanted]
    codes = _in_order(study, mine)
    if code is not None:
        study.codebook[code]
        codes = [code]
    assigned = {name: {one.transcript for one in mine if one.coder == name} for name in wanted}
    return unit_frame(study, unit, speakers), coding_frame(mine), assigned, codes


def coding_frame(codings: Sequence["Coding"]) -> "pd.DataFrame":
    import pandas as pd

    columns = ["transcript", "coder", "code", "start", "end", "participant"]
    return pd.DataFrame([[getattr(one, name) for name in columns] for one in codings], columns=columns)


def unit_frame(study: "Study", unit: str, speakers: str) -> "pd.DataFrame":
    """A row for each stretch of a unit; columns unit, transcript, start, end, text. An answer's question is no part."""
    import pandas as pd

    if unit == "character":
        raise WorkbenchError(
            "Agreement by character is not there yet for a whole study. Choose turn, sentence or answer."
        )
    texts = {one.name: one.text for one in study.transcripts}
    found = []
    for number, segment in enumerate(
        study.transcripts.segments("turn" if unit == "character" else unit, speakers=speakers)
    ):
        spans = segment.said if unit == "answer" and speakers == "participant" else ((segment.start, segment.end),)
        for start, end in spans or ((segment.start, segment.end),):
            found.append((number, segment.transcript, start, end, texts[segment.transcript][start:end]))
    return pd.DataFrame(found, columns=["unit", "transcript", "start", "end", "text"])
