"""What is new since another run?"""

from collections.abc import Sequence

from workbench.model import Comparison, Run, Since, Suggestion
from workbench.suggest.matching import Passage, Stretches, match


def compare(now: Run, before: Run) -> Comparison:
    """Suggestions are matched by passages, one to one; what went into others, or was split, before is no match."""
    old = [one for one in before.suggestions if one.segments]
    found = match([_spans(one) for one in now.suggestions], old)
    by_id = {one.id: one for one in old}
    suggestions = {}
    for one, hit in zip(now.suggestions, found, strict=True):
        known = by_id.get(one.follows or hit.suggestion or "")
        kept = one.follows is not None and one.status in ("accepted", "refined")
        fresh = _fresh(one, known) if known else one.size
        suggestions[one.id] = Since("kept" if kept else "again" if known else "new", known.id if known else None, fresh)
    met = {since.before for since in suggestions.values()}
    gone = tuple(one for one in old if one.id not in met and one.status in ("open", "later"))
    return Comparison(before.number, suggestions, gone)


def _spans(one: Suggestion) -> list[Passage]:
    return [(fit.transcript, fit.start, fit.end) for fit in one.segments]


def _fresh(one: Suggestion, known: Suggestion) -> int:
    held = Stretches(_spans(known))
    passages: Sequence[Passage] = _spans(one)
    return sum(2 * held.within(passage) < passage[2] - passage[1] for passage in passages)
