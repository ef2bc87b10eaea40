"""Where does a regular expression match? With a time limit: expressions come from people, texts from anywhere."""

import time
from typing import TYPE_CHECKING

import numpy as np
import regex

from workbench.analysis.words import Hits
from workbench.model import WorkbenchError

if TYPE_CHECKING:
    from workbench.analysis.retrieval import Ground

SECONDS = 3.0
"""How long one search may take over all transcripts."""
LONGEST = 1000
MOST = 100_000
"""Matches after which a search ends: more nobody reads."""


def compiled(expression: str) -> "regex.Pattern[str]":
    """The expression, small and capital letters alike; a sentence that names the place where it is wrong."""
    if not expression.strip():
        raise WorkbenchError("There is nothing to look for. Type a regular expression.")
    if len(expression) > LONGEST:
        raise WorkbenchError(
            f"The regular expression has {len(expression):,} characters; it may have {LONGEST:,}. Look for less."
        )
    try:
        return regex.compile(expression, regex.IGNORECASE | regex.MULTILINE | regex.V0)
    except regex.error as error:
        at = min(error.pos or 0, len(expression))
        near = expression[max(at - 5, 0) : at + 5]
        raise WorkbenchError(
            f"The regular expression cannot be read at character {at + 1} (near '{near}'): {error.msg}."
        ) from None
    except (OverflowError, RecursionError, MemoryError):
        raise WorkbenchError("The regular expression is too large: it repeats or nests too much.") from None


def find(ground: "Ground", expression: str, *, seconds: float = SECONDS) -> Hits:
    """Every match in what is spoken, within one turn each; matches without a character are left out.

    A `WorkbenchError` where it takes longer than `seconds`.
    """
    pattern = compiled(expression)
    until = time.monotonic() + seconds
    start, end = [], []
    try:
        for base, one in zip(ground.base.tolist(), ground.transcripts, strict=False):
            for turn in one.turns:
                left = max(until - time.monotonic(), 0.001)
                for hit in pattern.finditer(one.text, turn.start, turn.end, timeout=left):
                    if hit.end() > hit.start():
                        start.append(base + hit.start())
                        end.append(base + hit.end())
                if len(start) > MOST:
                    raise WorkbenchError(f"The expression matches over {MOST:,} times. Look for something rarer.")
    except TimeoutError:
        raise WorkbenchError(
            f"The regular expression took longer than {seconds:g} seconds and was stopped. Repeats inside repeats, as "
            f"in (a+)+, take forever; write it with fewer."
        ) from None
    places = np.array(start, dtype=np.int64), np.array(end, dtype=np.int64)
    return Hits(*places, ground.turn_of(*places))
