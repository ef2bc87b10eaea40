"""How does what a person decided hold through another run of suggestions?

A new run has other numbers, other borders, perhaps more interviews or another unit. Everything is matched by passages:

- passages of an accepted suggestion are its own; they are in no other one, and the suggestion is kept as it was;
- no suggestion holds half of a refused one's passages, and none consists of them by half;
- parts that were merged stay one, parts that were split stay apart, a name that was given stays, passages that were
  dropped stay out, and those that were added stay in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from workbench.model import Segment
from workbench.suggest.evidence import codes_on
from workbench.suggest.groups import fits
from workbench.suggest.number import SMALLEST

if TYPE_CHECKING:
    import numpy as np

Passage = tuple[str, int, int]
Was = Literal["accepted", "rejected", "open", "later"]
HALF = 0.5


@dataclass(frozen=True)
class Decided:
    """A suggestion of an earlier run as a person left it.

    `parts` are the passages of each suggestion that was merged into it, its own first; `apart` those of each piece that
    it was split in; `dropped` passages taken out of it, `added` ones put into it; `gathered`: a person made it of
    chosen passages. `label` is kept where a person gave it.
    """

    id: str
    was: Was
    label: str
    passages: tuple[Passage, ...]
    labelled: bool = False
    parts: tuple[tuple[Passage, ...], ...] = ()
    apart: tuple[tuple[str, str, tuple[Passage, ...]], ...] = ()
    dropped: tuple[Passage, ...] = ()
    gathered: bool = False
    added: tuple[Passage, ...] = ()


@dataclass
class Kept:
    """Groups of segments after what was decided: a group for each segment, -1 for none and `PINNED` for what belongs
    to an accepted one; and what is known of groups that a person shaped."""

    labels: "np.ndarray"
    named: dict[int, str] = field(default_factory=dict)
    later: set[int] = field(default_factory=set)
    follows: dict[int, str] = field(default_factory=dict)
    beside: dict[int, Decided] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)
    from_group: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


PINNED = -2


def stick(
    segments: Sequence[Segment],
    points: "np.ndarray",
    labels: "np.ndarray",
    decided: Sequence[Decided],
    fitted: "np.ndarray",
) -> Kept:
    """The groups `labels` (0, 1, 2 …, -1 for none) as far as earlier decisions leave them, numbered without gaps.

    `points` are the segments in their setting, rows of length 1. In `beside` are groups that were mostly, or held most
    of, an accepted suggestion, and hold what is new to it; `from_group` says which group of `labels` each was. Each has
    one of the segments at the positions `fitted` at least, from which the groups were worked out.
    """
    import numpy as np

    if not decided:
        return Kept(labels, from_group=list(range(int(labels.max(initial=-1)) + 1)))
    kept = Kept(labels.copy())
    made = _Sticking(segments, points, kept)
    for one in decided:
        if one.was == "accepted":
            made.pin(one)
    for one in decided:
        if one.was in ("open", "later"):
            made.shape(one)
    made.refuse_all([one for one in decided if one.was == "rejected"])
    made.leave_small(fitted)
    kept.notes += made.told()
    groups = np.unique(kept.labels[kept.labels >= 0])
    kept.from_group = [int(old) for old in groups]
    number = {int(old): new for new, old in enumerate(groups)}
    kept.labels = np.array([number.get(int(one), int(one)) for one in kept.labels])
    kept.named = {number[g]: v for g, v in kept.named.items() if g in number}
    kept.follows = {number[g]: v for g, v in kept.follows.items() if g in number}
    kept.beside = {number[g]: v for g, v in kept.beside.items() if g in number}
    kept.later = {number[g] for g in kept.later if g in number}
    kept.changed = {number[g] for g in kept.changed if g in number}
    return kept


class _Sticking:
    """One after the other of what was decided, put on the groups."""

    def __init__(self, segments: Sequence[Segment], points: "np.ndarray", kept: Kept) -> None:
        self.segments, self.points, self.kept = segments, points, kept
        self.whole = kept.labels.copy()
        self.lost: list[str] = []
        self.counts = {"pinned": 0, "refused": 0, "merged": 0, "split": 0, "gathered": 0}

    def on(self, passages: Sequence[Passage]) -> "np.ndarray":
        """Whether each segment is one of the passages: shares half of the shorter one of both."""
        import numpy as np

        return np.array([bool(one) for one in codes_on(self.segments, [(*p, "") for p in passages])], dtype=bool)

    def groups(self) -> list[int]:
        return sorted({int(one) for one in self.kept.labels if one >= 0})

    def holding(self, mask: "np.ndarray", *, of_group: bool = True) -> list[int]:
        """Groups that hold half of these segments, or (`of_group`) consist of them by half."""
        if not mask.any():
            return []
        found = []
        for group in self.groups():
            inside = self.kept.labels == group
            both = int((inside & mask).sum())
            if both and (both >= HALF * mask.sum() or (of_group and both >= HALF * inside.sum())):
                found.append(group)
        return found

    def pin(self, one: Decided) -> None:
        mask = self.on(one.passages)
        beside = self.holding(mask)
        for group in beside:
            self.kept.beside.setdefault(group, one)
            self.kept.changed.add(group)
        self.kept.labels[mask] = PINNED
        self.counts["pinned"] += 1

    def shape(self, one: Decided) -> None:
        """Merge, split, name, drop and put aside again what a person left open."""
        labels = self.kept.labels
        if one.apart:
            self._split(one)
            return
        if one.gathered:
            self._gather(one)
            return
        found = self.holding(self.on(one.passages))
        for part in one.parts:
            found += self.holding(self.on(part), of_group=False)
        found = sorted(set(found))
        if not found:
            self.lost.append(one.label)
            return
        mask = self.on(one.passages)
        if not one.parts:
            found = [max(found, key=lambda group: (int(((labels == group) & mask).sum()), -group))]
        elif len(found) > 1:
            self.kept.changed.add(found[0])
        first = self._together(found, mask)
        if one.dropped:
            labels[self.on(one.dropped) & (labels == first)] = -1
        if one.added:
            labels[self.on(one.added) & (labels != PINNED)] = first
            self.kept.changed.add(first)
        if one.labelled or one.parts:
            self.kept.named[first] = one.label
        if one.was == "later":
            self.kept.later.add(first)
        self.kept.follows[first] = one.id
        self.counts["merged"] += bool(one.parts)

    def _together(self, found: Sequence[int], mask: "np.ndarray") -> int:
        """Make one group of those found. Of a group that is another suggestion's, which a person shaped, too, only
        what is in `mask` is taken."""
        import numpy as np

        labels = self.kept.labels
        others = [group for group in found if group in self.kept.follows]
        free = [group for group in found if group not in others]
        first = free[0] if free else int(labels.max()) + 1
        labels[np.isin(labels, free) | (np.isin(labels, others) & mask)] = first
        if others:
            self.kept.changed |= {first, *others}
        return first

    def _gather(self, one: Decided) -> None:
        """Chosen passages are one group again, whatever groups they came to lie in."""
        mask = self.on(one.passages) & (self.kept.labels != PINNED)
        group = int(self.kept.labels.max(initial=-1)) + 1
        self.kept.labels[mask] = group
        self.kept.named[group] = one.label
        self.kept.follows[group] = one.id
        self.kept.changed.add(group)
        if one.was == "later":
            self.kept.later.add(group)
        self.counts["gathered"] += 1

    def _split(self, one: Decided) -> None:
        import numpy as np

        masks, before = [self.on(passages) for _id, _label, passages in one.apart], self.counts["split"]
        for group in self.groups():
            inside = self.kept.labels == group
            held = [at for at, mask in enumerate(masks) if mask.any() and (mask & inside).sum() >= HALF * mask.sum()]
            if len(held) < 2:
                continue
            fresh = [group, *range(int(self.kept.labels.max()) + 1, int(self.kept.labels.max()) + len(held))]
            parts = np.full(len(inside), -1)
            for number, at in enumerate(held):
                parts[inside & masks[at] & (parts < 0)] = number
            nearest = fits(self.points, parts).argmax(axis=1)
            parts = np.where(inside & (parts < 0), nearest, parts)
            for number, at in enumerate(held):
                self.kept.labels[inside & (parts == number)] = fresh[number]
                self.kept.named[fresh[number]] = one.apart[at][1]
                self.kept.follows[fresh[number]] = one.apart[at][0]
                self.kept.changed.add(fresh[number])
            self.counts["split"] += 1
        if self.counts["split"] == before:
            self.lost.append(one.label)

    def refuse_all(self, refused: Sequence[Decided]) -> None:
        """Take refused passages out of groups that hold half of them, or consist of them by half."""
        masks = [self.on(one.passages) for one in refused]
        self.counts["refused"] = len(refused)
        again = True
        while again:  # what is taken out of a group can make it consist of others by half
            again = False
            for mask in masks:
                for group in self.holding(mask):
                    self.kept.labels[mask & (self.kept.labels == group)] = -1
                    self.kept.changed.add(group)
                    again = True

    def leave_small(self, fitted: "np.ndarray") -> None:
        """A group of which too little is left, less than half or under SMALLEST, belongs nowhere."""
        for group in self.groups():
            left = int((self.kept.labels == group).sum())
            was = int((self.whole == group).sum())
            shaped = group in self.kept.follows or group in self.kept.beside
            lost = not (self.kept.labels[fitted] == group).any()
            if lost or left < SMALLEST or (not shaped and group in self.kept.changed and left < HALF * was):
                self.kept.labels[self.kept.labels == group] = -1

    def told(self) -> list[str]:
        says = {
            "pinned": "{} suggestion{} accepted before: kept with their passages, which are in no other suggestion.",
            "refused": "{} suggestion{} refused before: did not come back; of their passages no suggestion holds half.",
            "merged": "{} merge{} of suggestions held.",
            "split": "{} split{} of suggestions held.",
            "gathered": "{} suggestion{} made of chosen passages: kept.",
        }
        told = [says[what].format(count, "" if count == 1 else "s") for what, count in self.counts.items() if count]
        if self.lost:
            names = ", ".join(f"“{name}”" for name in self.lost)
            told.append(
                f"Renamed, shaped or put aside before, but no suggestion of this run holds half of it: {names}."
            )
        return told
