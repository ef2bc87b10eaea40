"""What are the groups called, and which words tell them apart?"""

from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.suggest.groups import Landscape
from workbench.suggest.labels import Member, keywords, labels
from workbench.suggest.names import private
from workbench.suggest.progress import Progress
from workbench.suggest.topics import telling_words
from workbench.suggest.words import words

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Spoken:
    """What is said in each segment, whose words they are, and what they mean (a row each); names of speakers and
    participants, which are not to be shown; whether the whole reads as English; and the texts that it is among."""

    texts: Sequence[str]
    people: Sequence[str]
    vectors: "np.ndarray"
    known: frozenset[str] = frozenset()
    english: bool = True
    among: Sequence[str] = ()


def names_of_groups(
    spoken: Spoken,
    landscape: Landscape,
    groups: "np.ndarray",
    meaning: "Callable[[Sequence[str]], np.ndarray]",
    *,
    given: Mapping[int, str] = {},
    others: Iterable[str] = (),
    cache: MutableMapping[str, bytes] | None = None,
    progress: Progress | None = None,
) -> list[tuple[str, tuple[str, ...]]]:
    """Label and keywords of each group 0, 1, 2 … of `groups` (-1: none), no two labels alike.

    `groups`, and how the segments lie in `landscape`, are in the order of `spoken`. `meaning` turns phrases into rows
    as in its vectors. Groups that are called by a person have their label in `given`; `others` is what none may be
    called.
    """
    import numpy as np

    found = words(spoken.texts, english=spoken.english, among=spoken.among, cache=cache, progress=progress)
    hidden = private(found, spoken.people, spoken.known)
    weights = telling_words(landscape.points, landscape.coordinates, groups, found, hidden)
    inside = [np.flatnonzero(groups == group) for group in range(len(weights))]
    centres = np.array([spoken.vectors[one].mean(axis=0) for one in inside])
    members = []
    for positions, centre in zip(inside, centres, strict=True):
        typical = positions[np.argsort(-(spoken.vectors[positions] @ centre), kind="stable")]
        members.append([Member(found[i], spoken.people[i], spoken.texts[i]) for i in typical])
    # The larger group chooses its label first.
    order = sorted(range(len(weights)), key=lambda group: (-len(members[group]), group))
    called = labels(
        [members[i] for i in order],
        [weights[i] for i in order],
        hidden,
        centres[order],
        meaning,
        {at: given[group] for at, group in enumerate(order) if group in given},
        others,
    )
    label_of = dict(zip(order, called, strict=True))
    return [(label_of[i], keywords(members[i], weights[i], hidden)) for i in range(len(weights))]
