"""Which transcripts are drawn by chance, so that nobody chose them and anybody can draw them again?"""

import random
from collections.abc import Mapping, Sequence


def drawn(names: Sequence[str], number: int, *, seed: int, strata: Mapping[str, str] | None = None) -> list[str]:
    """`number` of `names` by chance, in the order given; the same seed and names give the same ones.

    With `strata`, a stratum for each name, every stratum gives its share: whole parts first, what is left over to the
    largest remainders (Hamilton), of equal ones to the stratum first in the alphabet.

    >>> drawn(["P1", "P2", "P3", "P4"], 2, seed=1, strata={"P1": "a", "P2": "a", "P3": "b", "P4": "b"})
    ['P1', 'P3']
    """
    groups: dict[str, list[str]] = {}
    for name in sorted(names):
        groups.setdefault("" if strata is None else strata[name], []).append(name)
    exact = {group: number * len(members) / len(names) for group, members in groups.items()}
    parts = {group: int(share) for group, share in exact.items()}
    left = sorted(groups, key=lambda group: (parts[group] - exact[group], group))
    for group in left[: number - sum(parts.values())]:
        parts[group] += 1
    chance = random.Random(seed)
    chosen = {name for group in sorted(groups) for name in chance.sample(groups[group], parts[group])}
    return [name for name in names if name in chosen]
