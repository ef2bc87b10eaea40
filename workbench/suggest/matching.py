"""Which suggestion is it, told by its passages and never by its number?

A decision is recorded with the passages it was made on. In another run the same theme has another number, other
neighbours, perhaps another unit. So a decision belongs to the suggestion that holds most of its passages, each passage
counted alike however long. Of a passage, only what some suggestion holds counts: a run over sentences leaves out the
question that a recorded answer begins with. Passages that no suggestion holds count as not found.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.model import Suggestion

if TYPE_CHECKING:
    import numpy as np

Passage = tuple[str, int, int]
"""Transcript, start, end."""


@dataclass(frozen=True, slots=True)
class Match:
    """What was found for some evidence: the id of the suggestion it belongs to, or None.

    `nearest` is the suggestion that holds most of the evidence, found or not (None when none holds any); `overlap` is
    the share of the evidence that the suggestion (else the nearest) holds, 0 to 1.
    """

    suggestion: str | None
    nearest: str | None
    overlap: float


def match(
    evidences: Sequence[Sequence[Passage]],
    suggestions: Sequence[Suggestion],
    *,
    at_least: float = 0.5,
    transcripts: Iterable[str] | None = None,
) -> list[Match]:
    """For each entry of `evidences`, in their order, the suggestion that holds the largest share of it, when that is
    `at_least` so much; no suggestion is given twice.

    Where several claim the same suggestion, the whole is shared out so that as much evidence as possible is held; of
    two suggestions that hold as much, the one with less beside it is taken. No evidence matches nothing.
    `transcripts` limits the comparison to what both sides can know: passages elsewhere are left out of it.
    """
    import numpy as np

    forth, back = _shares(evidences, suggestions, None if transcripts is None else set(transcripts))
    # A hair of the share seen from the suggestion parts two that hold the same evidence.
    weight = np.where((forth >= at_least) & (forth > 0), forth + 1e-3 * back, 0.0)
    result = []
    for row, at in enumerate(one_to_one(weight)):
        best = int((forth[row] + 1e-3 * back[row]).argmax()) if suggestions else 0
        nearest = suggestions[best].id if suggestions and forth[row, best] > 0 else None
        taken = at if at is not None and weight[row, at] > 0 else None
        overlap = forth[row, best if taken is None else taken] if suggestions else 0.0
        result.append(Match(None if taken is None else suggestions[taken].id, nearest, float(overlap)))
    return result


def one_to_one(weights: "np.ndarray") -> list[int | None]:
    """For each row the column it is paired with, or None: each column at most once, the sum of weights as large as can
    be (Kuhn 1955).

    >>> import numpy as np
    >>> one_to_one(np.array([[0.9, 0.8], [0.7, 0.1], [0.2, 0.0]]))
    [1, 0, None]
    """
    from scipy.optimize import linear_sum_assignment

    pairs: list[int | None] = [None] * len(weights)
    for row, column in zip(*linear_sum_assignment(weights, maximize=True), strict=True):
        pairs[row] = int(column)
    return pairs


def _shares(
    evidences: Sequence[Sequence[Passage]], suggestions: Sequence[Suggestion], transcripts: set[str] | None
) -> tuple["np.ndarray", "np.ndarray"]:
    """Two tables with a row per evidence and a column per suggestion: how much of the evidence the suggestion holds,
    and how much of the suggestion the evidence holds; passages count alike."""
    import numpy as np

    def known(passages: Iterable[Passage]) -> list[Passage]:
        return [one for one in passages if one[1] < one[2] and (transcripts is None or one[0] in transcripts)]

    asked = [known(evidence) for evidence in evidences]
    offered = [known((fit.transcript, fit.start, fit.end) for fit in one.segments) for one in suggestions]
    everything = Stretches([passage for passages in offered for passage in passages])
    stretches = [Stretches(passages) for passages in offered]
    forth, back = (np.zeros((len(asked), len(offered))) for _ in range(2))
    for row, passages in enumerate(asked):
        mine = Stretches(passages)
        seen = [everything.within(passage) for passage in passages]
        for column, theirs in enumerate(stretches):
            held = sum(theirs.within(one) / of for one, of in zip(passages, seen, strict=True) if of)
            forth[row, column] = held / len(passages) if passages else 0
            if held:
                back[row, column] = np.mean([mine.within(one) / (one[2] - one[1]) for one in offered[column]])
    return forth, back


class Stretches:
    """A set of characters, given as passages that may overlap."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._starts: dict[str, list[int]] = {}
        self._ends: dict[str, list[int]] = {}
        for transcript, start, end in sorted(passages):
            starts, ends = self._starts.setdefault(transcript, []), self._ends.setdefault(transcript, [])
            if ends and start <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(start)
                ends.append(end)

    def within(self, passage: Passage) -> int:
        """How many characters of `passage` are in the set."""
        transcript, start, end = passage
        starts, ends = self._starts.get(transcript, []), self._ends.get(transcript, [])
        first = bisect_right(ends, start)
        total = 0
        for at in range(first, len(starts)):
            if starts[at] >= end:
                break
            total += min(end, ends[at]) - max(start, starts[at])
        return total
