"""What are the parts of a suggestion that holds too much?"""

from collections.abc import MutableMapping, Sequence
from dataclasses import replace
from string import ascii_lowercase

from workbench.model import Fit, Segment, Suggestion, WorkbenchError
from workbench.suggest.embeddings import embed
from workbench.suggest.grouping import one_thread
from workbench.suggest.groups import Landscape, fits
from workbench.suggest.intake import is_english, said
from workbench.suggest.names import names_of_speakers
from workbench.suggest.naming import Spoken, names_of_groups
from workbench.suggest.space import unit


def split(
    suggestion: Suggestion,
    parts: int = 2,
    *,
    segments: Sequence[Segment] = (),
    embedder: str = "careful",
    seed: int = 0,
    cache: MutableMapping[str, bytes] | None = None,
) -> list[Suggestion]:
    """`suggestion` divided by meaning into `parts`, the largest first, each with a label of its own; of `1-3` come
    `1-3a`, `1-3b` … Together they hold the same segments, each once, best first.

    `segments` are those of the run; where they hold one of the suggestion's, only what was said in it counts, not the
    question, and who speaks in them is not named in a label. `embedder` should be the one of the run. Parts have no
    stability: a split is a person's doing.
    `WorkbenchError` where there are too few segments for so many parts, or where they all say the same.
    """
    import numpy as np
    from sklearn.cluster import KMeans

    passages = sorted(suggestion.segments, key=lambda one: (one.transcript, one.start, one.end))
    if not 2 <= parts <= min(len(passages) // 2, len(ascii_lowercase)):
        raise WorkbenchError(
            f"'{suggestion.label}' has {len(passages)} segments, too few for {parts} parts. "
            + (f"Ask for 2 to {len(passages) // 2}." if len(passages) >= 4 else "It takes four to make two.")
        )
    known: MutableMapping[str, bytes] = {} if cache is None else cache
    spoken_in = {(one.transcript, one.start, one.end): said(one) for one in segments}
    texts = [spoken_in.get((one.transcript, one.start, one.end), one.text) for one in passages]
    vectors = embed(texts, embedder=embedder, cache=known).astype(float)
    with one_thread():
        points = unit(vectors - vectors.mean(axis=0))
        if len(np.unique(points.round(4), axis=0)) < parts:
            raise WorkbenchError(f"The segments of '{suggestion.label}' all say the same, so it has no parts.")
        labels = KMeans(parts, n_init=10, random_state=seed).fit_predict(points)
        spoken = Spoken(
            texts,
            [one.participant or one.transcript for one in passages],
            vectors,
            names_of_speakers(segments) | {one.participant for one in passages if one.participant},
            is_english(texts),
            [said(one) for one in segments],
        )
        named = names_of_groups(
            spoken,
            Landscape(points, points, np.zeros(0)),
            labels,
            lambda phrases: embed(phrases, embedder=embedder, cache=known).astype(float),
            cache=known,
        )
        fit = fits(points, labels)
    order = sorted(range(parts), key=lambda part: (-int((labels == part).sum()), part))
    return [
        _part(suggestion, letter, *named[part], [(passages[i], fit[i, part]) for i in np.flatnonzero(labels == part)])
        for letter, part in zip(ascii_lowercase, order, strict=False)
    ]


def _part(
    whole: Suggestion, letter: str, label: str, keywords: tuple[str, ...], members: list[tuple[Fit, float]]
) -> Suggestion:
    from workbench.analysis.spread import effective_number

    ranked = sorted(members, key=lambda one: (-one[1], one[0].transcript, one[0].start))
    people = [one.participant or one.transcript for one, _ in ranked]
    return replace(
        whole,
        id=f"{whole.id}{letter}",
        label=label,
        keywords=keywords,
        segments=tuple(replace(one, fit=round(float(fit), 4)) for one, fit in ranked),
        stability=None,
        participants=tuple(sorted(set(people), key=lambda one: (-people.count(one), one))),
        effective_participants=round(effective_number(people), 4),
        status="open",
        theme=None,
        reason="",
        codes=(),
        border=(),
        warnings=(),
    )
