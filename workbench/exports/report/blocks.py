"""What is a report before it is a file? Blocks in reading order; tables and figures are numbered as they come."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from workbench.exports.tables import Table


class Picture(Protocol):
    """A figure or the thematic map."""

    @property
    def title(self) -> str: ...
    @property
    def caption(self) -> str: ...
    @property
    def description(self) -> str: ...
    def svg(self) -> str: ...
    def png(self, *, dpi: int = 300) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 for a chapter, 2 for a part of one."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A table."""

    table: Table


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure; its caption is printed in the picture."""

    picture: Picture
    title: str


Block = Heading | Words | Shown | Drawn


@dataclass(frozen=True, slots=True)
class Report:
    title: str
    caption: str
    blocks: tuple[Block, ...]

    def numbered(self) -> Iterator[tuple[Block, str]]:
        """Each block, and for a table or figure its title with its number: `Table 2. Participants`."""
        tables = figures = 0
        for block in self.blocks:
            if isinstance(block, Shown):
                tables += 1
                yield block, f"Table {tables}. {block.table.title}"
            elif isinstance(block, Drawn):
                figures += 1
                yield block, f"Figure {figures}. {block.title}"
            else:
                yield block, ""
