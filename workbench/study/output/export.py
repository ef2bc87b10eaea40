"""What is an export? A name, the formats it comes in, what it needs, and the function that makes its bytes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.exports.figures import Figure
    from workbench.exports.tables import Table
    from workbench.study.study import Study

PAPER, CODES, TEAM, ELSEWHERE = "For the paper", "Codes and codings", "Team and history", "Other tools and archives"
SECTIONS = (PAPER, CODES, TEAM, ELSEWHERE)
"""Where an export is listed, in this order."""

TABLE_SUFFIXES = (".docx", ".xlsx", ".csv", ".tex", ".md", ".html")
FIGURE_SUFFIXES = (".svg", ".pdf", ".png", ".html")


@dataclass(frozen=True, slots=True)
class Export:
    """`make(study, suffix, **options)` gives the bytes of `name + suffix`, for each of `suffixes`.

    `title` and `says` are for people. `lacks` gives a sentence that names what is missing, or nothing where the study
    has the material. `page` is the app's page where that is made. `quick`: making it takes no noticeable time.
    """

    name: str
    title: str
    says: str
    section: str
    suffixes: tuple[str, ...]
    make: Callable[..., bytes]
    lacks: Callable[["Study"], str]
    page: str
    quick: bool = True

    @property
    def files(self) -> list[str]:
        return [self.name + suffix for suffix in self.suffixes]


def as_bytes(make: Callable[..., "Table"]) -> Callable[..., bytes]:
    """A function that makes a table, as one that makes its file."""

    def write(study: "Study", suffix: str, **options: object) -> bytes:
        from workbench.exports.tables import write_table

        return write_table(make(study, **options), suffix)

    return write


def as_figure(make: Callable[..., "Figure"]) -> Callable[..., bytes]:
    """A function that draws a figure, as one that makes its file."""
    return lambda study, suffix, **options: make(study, **options).to_bytes(suffix)


def no_themes(study: "Study") -> str:
    return "" if len(study.themes) else "There is no theme yet."


def no_codes(study: "Study") -> str:
    return "" if len(study.codebook) else "There is no code yet."


def no_codings(study: "Study") -> str:
    return "" if len(study.codings) else "Nothing is coded yet."
