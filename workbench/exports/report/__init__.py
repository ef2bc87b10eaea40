"""The report: everything that a study has to say, in reading order, as one page or one Word document."""

from collections.abc import Callable

from workbench.exports.report.blocks import Block, Drawn, Heading, Report, Shown, Words
from workbench.exports.report.docx import to_docx
from workbench.exports.report.html import to_html
from workbench.model import WorkbenchError

WRITERS: dict[str, Callable[[Report], bytes]] = {".html": to_html, ".docx": to_docx}
"""The formats of a report by file ending."""


def write_report(report: Report, suffix: str) -> bytes:
    """The report as a file of this ending."""
    ending = "." + suffix.lower().removeprefix(".")
    if ending not in WRITERS:
        raise WorkbenchError(f"A report cannot be written as '{ending}'. Choose one of: {', '.join(WRITERS)}.")
    return WRITERS[ending](report)


__all__ = ["WRITERS", "Block", "Drawn", "Heading", "Report", "Shown", "Words", "write_report"]
