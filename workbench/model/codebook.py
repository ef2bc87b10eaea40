"""Codes and their codebook."""

from dataclasses import dataclass

CODE_FIELDS = ("description", "definition", "when_to_use", "when_not_to_use", "example", "near_miss")
"""A code's words beside its name: brief definition, full definition, when to use, when not to, an example, and one that
almost belongs here but does not (MacQueen et al. 1998, and the close-but-no of their practice)."""

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7A5195", "#8C6D31", "#44546A", "#A6192E")
"""Colours for codes: Okabe & Ito's set without yellow and black, and four more that colour-blind eyes tell apart."""


@dataclass(frozen=True, slots=True)
class Code:
    """A label for passages. Names are unique in the codebook; `description` is the brief definition.

    `aliases` are other names under which people look for it. An archived code keeps its codings and is offered nowhere.
    """

    name: str
    parent: str | None = None
    description: str = ""
    definition: str = ""
    when_to_use: str = ""
    when_not_to_use: str = ""
    example: str = ""
    colour: str = ""
    origin: str = "data"
    guid: str = ""
    near_miss: str = ""
    aliases: tuple[str, ...] = ()
    archived: bool = False


@dataclass(frozen=True, slots=True)
class CodebookVersion:
    """The codebook as it was when somebody kept it under a name; `number` is the count of its changes by then."""

    name: str
    note: str
    coder: str
    created: str
    number: int
    codes: tuple[Code, ...]
