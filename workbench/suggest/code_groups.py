"""Which codes could form a theme together?

Two codes are near when their passages often share words (Jaccard of the units that carry them) and when what they are
put on means alike. Groups are joined by the mean nearness of their codes (average linkage), as long as that stands out.
"""

from collections import defaultdict
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.model import Segment
from workbench.suggest.embeddings import embed
from workbench.suggest.evidence import Coded, codes_on
from workbench.suggest.progress import Progress
from workbench.suggest.space import unit

if TYPE_CHECKING:
    import numpy as np

LARGEST = 7
"""Codes of a group at most: more are no proposal that one can weigh."""
STANDS_OUT = 1.0
"""Standard deviations above the mean nearness of all pairs that a group's codes must be near."""
READ = 15
"""Passages of a code that are read for what it means, chosen evenly."""
TIES = 12


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """Codes that could form a theme, the most used first. `nearness` is in standard deviations above the mean of all
    pairs. `ties` are passages (transcript, start, end, codes on it) that carry several of them, most first; `why` says
    in a sentence what ties them."""

    codes: tuple[str, ...]
    nearness: float
    ties: tuple[tuple[str, int, int, tuple[str, ...]], ...]
    why: str

    @property
    def label(self) -> str:
        return " · ".join(self.codes[:3]) + (" …" if len(self.codes) > 3 else "")


def code_groups(
    segments: Sequence[Segment],
    codings: Sequence[Coded],
    texts: Mapping[str, str],
    *,
    words: Mapping[str, str],
    apart: Sequence[frozenset[str]] = (),
    cache: MutableMapping[str, bytes] | None = None,
    progress: Progress | None = None,
) -> list[CodeGroup]:
    """Groups of two to LARGEST codes, the nearest first; the same input gives the same groups.

    `segments` are the units in which codes meet, `texts` the text of each transcript, `words` what a code says of
    itself. A group that shares half of its codes (Jaccard) with one of `apart` is left out: it is a theme already, or
    was refused. Codes without codings are in none.
    """
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    on = codes_on(segments, codings)
    names = sorted({code for codes in on for code in codes})
    if len(names) < 3:
        return []
    at = {name: i for i, name in enumerate(names)}
    carries = np.zeros((len(names), len(segments)))
    for column, codes in enumerate(on):
        for code in codes:
            carries[at[code], column] = 1
    both = carries @ carries.T
    either = carries.sum(axis=1)[:, None] + carries.sum(axis=1)[None] - both
    together = both / np.maximum(either, 1)
    meaning = _meanings(names, codings, texts, words, cache, progress)
    pairs = np.triu_indices(len(names), 1)
    near = _standard(np.sqrt(together), pairs) + _standard(meaning @ meaning.T, pairs)
    near = _standard(near, pairs)
    nearest = float(near[pairs].max())
    distance = np.maximum(nearest - near, 0)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform((distance + distance.T) / 2, checks=False), "average")
    found = []
    labels = fcluster(tree, nearest - STANDS_OUT, "distance")
    for group in sorted(set(labels)):
        members = np.flatnonzero(labels == group)
        if 2 <= len(members) <= LARGEST:
            inside = near[np.ix_(members, members)][np.triu_indices(len(members), 1)]
            group_codes = tuple(names[i] for i in sorted(members, key=lambda i: (-carries[i].sum(), names[i])))
            if not any(2 * len(set(group_codes) & one) >= len(set(group_codes) | one) for one in apart):
                found.append(_group(group_codes, float(inside.mean()), segments, on))
    return sorted(found, key=lambda one: (-one.nearness, one.codes))


def _meanings(
    names: Sequence[str],
    codings: Sequence[Coded],
    texts: Mapping[str, str],
    words: Mapping[str, str],
    cache: MutableMapping[str, bytes] | None,
    progress: Progress | None,
) -> "np.ndarray":
    """What each code is put on, with what it says of itself, as a row of length 1; what all share is taken out."""
    import numpy as np

    passages: dict[str, list[str]] = defaultdict(list)
    for transcript, start, end, code in sorted(codings):
        passages[code].append(texts[transcript][start:end])
    chosen = {name: [*passages[name][:: -(-len(passages[name]) // READ)], words.get(name, name)] for name in names}
    everything = list(dict.fromkeys(text for found in chosen.values() for text in found))
    rows = dict(zip(everything, embed(everything, cache=cache, progress=progress).astype(float), strict=True))
    means = np.array([np.mean([rows[text] for text in chosen[name]], axis=0) for name in names])
    return unit(means - means.mean(axis=0))


def _standard(values: "np.ndarray", pairs: "tuple[np.ndarray, ...]") -> "np.ndarray":
    """In standard deviations from the mean of all pairs."""
    spread = float(values[pairs].std())
    centred = values - values[pairs].mean()
    return centred / spread if spread > 0 else centred


def _group(
    codes: tuple[str, ...], nearness: float, segments: Sequence[Segment], on: Sequence[frozenset[str]]
) -> CodeGroup:
    tied = [
        (one.transcript, one.start, one.end, tuple(code for code in codes if code in found))
        for one, found in zip(segments, on, strict=True)
        if len(found & set(codes)) > 1
    ]
    tied.sort(key=lambda one: (-len(one[3]), one[0], one[1]))
    several = f"{len(tied)} passages carry" if len(tied) > 1 else "one passage carries"
    said = f"{several} several of them" if tied else "no passage carries two of them"
    why = f"Their passages speak of like things; {said}."
    return CodeGroup(codes, round(nearness, 3), tuple(tied[:TIES]), why)
