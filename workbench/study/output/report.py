"""The report of a study: sample, methods, findings, appendices the reporting checklist, put together."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from workbench.exports.report import Block, Drawn, Heading, Report, Shown, Words, write_report
from workbench.model import FAMILIES, counted
from workbench.study.output import agreement, codes, matrices, sample, themes
from workbench.study.output.answers import answers, lengths
from workbench.study.output.export import PAPER, TABLE_SUFFIXES, Export, as_bytes, no_codings
from workbench.study.team.compared import BY_HAND

TRAIL = ("Change", "Time", "Coder", "What", "Why")
"""Columns of the audit trail that a reader of the report wants."""

if TYPE_CHECKING:
    from workbench.exports.tables import Table
    from workbench.study.study import Study


def coreq_table(study: "Study") -> "Table":
    from workbench.exports.coreq import coreq_table

    return coreq_table(answers(study), caption=study.about().caption)


def report(study: "Study", *, progress: Callable[[str], None] | None = None) -> Report:
    """Everything that the study has material for, in reading order."""
    about = study.about()
    blocks: list[Block] = []
    for chapter in (_sample, _methods, _findings, _appendix):
        for block in chapter(study):
            if progress and isinstance(block, Heading):
                progress(block.text)
            blocks.append(block)
    return Report(f"Report: {about.title}", about.caption, tuple(blocks))


def report_bytes(study: "Study", suffix: str, *, progress: Callable[[str], None] | None = None) -> bytes:
    return write_report(report(study, progress=progress), suffix)


def _sample(study: "Study") -> Iterator[Block]:
    about = study.about()
    yield Heading("Participants and interviews")
    for question in study.settings.questions:
        yield Words(f"Research question: {question}")
    transcripts = list(study.transcripts)
    if not transcripts:
        yield Words("No transcript is in the study yet.")
        return
    people = f"{counted(about.participants, 'participant')}, " if about.participants else ""
    yield Words(f"{people}{counted(len(transcripts), 'transcript')}: {lengths(transcripts)}")
    if len(list(study.participants)):
        yield Shown(sample.participant_table(study))
    if len(study.codings):
        yield Drawn(sample.saturation_figure(study), "New codes over the interviews, and new information of each run")


def _methods(study: "Study") -> Iterator[Block]:
    yield Heading("How it was analysed")
    family = study.settings.family
    if study.settings.has_family:
        yield Words(f"Family of analysis – {FAMILIES[family]}")
    coders = Counter(one.coder for one in study.codings if one.is_own)
    if coders:
        who = ", ".join(f"{name} ({counted(count, 'coding')})" for name, count in sorted(coders.items()))
        yield Words(f"Coded by {counted(len(coders), 'person').replace('persons', 'people')}: {who}.")
    about = study.about()
    which = (
        "the agreed layer where there is one, with what was taken from suggestions" if about.layer else "all codings"
    )
    yield Words(
        f"Counts in this report are those of {which}: {counted(about.codings, 'coding')} under codebook version "
        f"{about.codebook_version}."
    )
    if not study.blindfold:
        yield Words(study.ai_statement().text)
    if family != "reflexive" and not agreement.held_back(study):
        yield Shown(agreement.agreement_table(study))


def _findings(study: "Study") -> Iterator[Block]:
    yield Heading("Themes")
    if not len(study.themes):
        yield Words("No theme has been made yet.")
    else:
        yield Drawn(themes.thematic_map(study), "Themes, their codes and how they relate")
        yield Shown(themes.theme_table(study, ranges=True))
        yield Drawn(matrices.hierarchy(study), "Themes and codes, by participants")
    if len(study.codings):
        if not matrices.ungrouped(study):
            yield Shown(matrices.code_by_attribute(study))
        if len(study.cooccurrence()):
            yield Drawn(matrices.network(study), "Codes that go together")


def _appendix(study: "Study") -> Iterator[Block]:
    yield Heading("Appendix")
    if len(study.codebook):
        yield Shown(codes.codebook_table(study))
    if not codes.no_versions(study):
        yield Shown(codes.codebook_changes(study))
    if len(study.codings):
        yield Shown(matrices.code_by_participant(study))
        yield Shown(sample.saturation_table(study))
    changes = list(study.history)
    acts = Counter(change.act for change in changes)
    listed = ", ".join(f"{act} ({count})" for act, count in acts.most_common())
    yield Words(
        f"The audit trail holds {counted(len(changes), 'change')}: {listed}. Below are those that stand and are not "
        f"the coding of single passages; the whole trail, with before and after, is an export of its own."
    )
    shaping = [change for change in changes if change.undone_by is None and change.act not in BY_HAND]
    yield Shown(study.history.table(shaping).select(TRAIL))
    yield Heading("Reporting checklist")
    yield Shown(coreq_table(study))


def _nothing(study: "Study") -> str:
    return "" if len(study.transcripts) else "There is no transcript yet."


EXPORTS = (
    Export(
        "report",
        "Report",
        "all of it in one document: sample, methods, themes, map, codebook, saturation and the COREQ checklist",
        PAPER,
        (".docx", ".html"),
        report_bytes,
        _nothing,
        "transcripts",
        quick=False,
    ),
    Export(
        "coreq",
        "Reporting checklist (COREQ)",
        "the items that the study can answer, filled and marked; the others open",
        PAPER,
        TABLE_SUFFIXES,
        as_bytes(coreq_table),
        no_codings,
        "code",
    ),
)
