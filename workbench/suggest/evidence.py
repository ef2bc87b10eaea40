"""What speaks for a suggestion: its segments best first, who says them, what sits at the border, its codes."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.model import Fit, Overlap, Segment, Suggestion
from workbench.suggest.intake import Intake

if TYPE_CHECKING:
    import numpy as np

Coded = tuple[str, int, int, str]
"""Transcript, start, end, code."""
BORDER = 5
CODES = 8
SUBSTANTIAL = 20
"""Words from which on a segment is as good a quote as a longer one."""
OFTEN = 0.5


@dataclass(frozen=True)
class Evidence:
    """Cosine of each segment of the `intake` (row) to each group's centre, in its setting (`fit`) and by its own words
    (`own`), and the codes on each segment."""

    intake: Intake
    fit: "np.ndarray"
    own: "np.ndarray"
    codes: Sequence[frozenset[str]]

    def suggestion(
        self,
        id: str,
        label: str,
        keywords: tuple[str, ...],
        group: int,
        members: Sequence[int],
        stability: float | None,
    ) -> Suggestion:
        """The suggestion made of the group in column `group`, which the segments at positions `members` belong to.

        Segments come best first (near the centre, by their own words too, and not too short to be a quote), one of each
        person before the second of any. `border` are those that fit another
        group nearly as well or better, most so first.
        """
        from workbench.analysis.spread import effective_number

        people = [self.intake.people[i] for i in members]
        voices = Counter(people)
        typical = {
            i: float(self.fit[i, group] + self.own[i, group]) * min(1.0, self.intake.lengths[i] / SUBSTANTIAL) ** 0.5
            for i in members
        }
        return Suggestion(
            id,
            label,
            keywords,
            tuple(self._fit(i, self.fit[i, group]) for i in _in_turn(members, self.intake.people, typical)),
            stability,
            tuple(sorted(voices, key=lambda one: (-voices[one], one))),
            round(effective_number(people), 4),
            codes=overlaps([self.codes[i] for i in members], self.codes),
            border=tuple(self._fit(i, self.fit[i, group]) for i in _border(members, self.fit, group)),
            warnings=tuple(_warnings(voices, len(set(self.intake.people)), stability)),
        )

    def left_over(self, positions: Sequence[int]) -> tuple[Fit, ...]:
        """The segments at `positions`, which belong nowhere, with how well they fit the suggestion nearest to them."""
        return tuple(self._fit(i, self.fit[i].max()) for i in positions)

    def _fit(self, at: int, fit: float) -> Fit:
        one = self.intake.segments[at]
        return Fit(one.transcript, one.start, one.end, one.text, round(float(fit), 4), one.participant)


def codes_on(segments: Sequence[Segment], codings: Sequence[Coded]) -> list[frozenset[str]]:
    """The codes on each segment: those of codings that share with it at least half of the shorter one of both."""
    placed: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for transcript, start, end, code in codings:
        placed[transcript].append((start, end, code))
    longest = {name: max(end - start for start, end, _ in spans) for name, spans in placed.items()}
    for spans in placed.values():
        spans.sort()
    found = []
    for one in segments:
        spans = placed.get(one.transcript, [])
        first = bisect_left(spans, (one.start - longest.get(one.transcript, 0), 0, ""))
        last = bisect_left(spans, (one.end, 0, ""))
        said = one.said or ((one.start, one.end),)
        length = sum(end - start for start, end in said)
        found.append(
            frozenset(
                code
                for start, end, code in spans[first:last]
                if 2 * sum(max(0, min(end, e) - max(start, s)) for s, e in said) >= max(1, min(length, end - start))
            )
        )
    return found


def overlaps(members: Sequence[frozenset[str]], everywhere: Sequence[frozenset[str]]) -> tuple[Overlap, ...]:
    """Codes on the segments of a suggestion, most first, CODES at most; `lift` is the share of its segments that carry
    the code over the share of all segments that do.

    >>> overlaps([frozenset({"a"}), frozenset({"a", "b"})], [frozenset({"a"}), frozenset({"a", "b"}), frozenset()])
    (Overlap(code='a', count=2, lift=1.5), Overlap(code='b', count=1, lift=1.5))
    """
    inside = Counter(code for codes in members for code in codes)
    whole = Counter(code for codes in everywhere for code in codes)
    found = [
        Overlap(code, count, round(count * len(everywhere) / (len(members) * whole[code]), 4))
        for code, count in inside.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, -one.lift, one.code))[:CODES])


def _in_turn(members: Sequence[int], people: Sequence[str], typical: dict[int, float]) -> list[int]:
    """The most typical of each person, then the second of each, and so on."""
    ranked = sorted(members, key=lambda i: (-typical[i], i))
    heard: Counter[str] = Counter()
    rounds = {}
    for i in ranked:
        rounds[i] = heard[people[i]]
        heard[people[i]] += 1
    return sorted(ranked, key=lambda i: (rounds[i], -typical[i], i))


def _border(members: Sequence[int], fit: "np.ndarray", at: int) -> list[int]:
    import numpy as np

    if fit.shape[1] < 2:
        return []
    ahead = {i: float(fit[i, at] - np.delete(fit[i], at).max()) for i in members}
    return sorted(members, key=lambda i: (ahead[i], i))[: min(BORDER, len(members) // 3)]


def _warnings(voices: Counter[str], of: int, stability: float | None) -> list[str]:
    total = sum(voices.values())
    loudest, count = min(voices.items(), key=lambda one: (-one[1], one[0]))
    found = []
    if of > 1 and len(voices) == 1:
        found.append(f"Only {loudest} speaks to this.")
    elif of > 1 and 2 * count > total:
        found.append(f"{loudest} gives {count} of the {total} segments.")
    if stability is not None and stability < OFTEN:
        found.append(f"It came back in only {stability:.0%} of the runs that left a tenth of the segments out.")
    return found
