"""What the readers' tests share: a reading as the list of who says what."""

from collections.abc import Callable

import pytest

from workbench.model import Reading

Lines = list[tuple[str | None, str]]


@pytest.fixture
def said() -> Callable[[Reading], Lines]:
    """Speaker and words of each turn."""
    return lambda reading: [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns]
