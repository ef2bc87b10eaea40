"""Which further passages are like those of a code?

Regularised least squares on three views of a passage, each as long as the others: what it means, what it means with
its neighbours in the interview, and its words (TF-IDF). Passages of the code are wanted (1), all others are not (0),
refused ones least of all (-1). `benchmarks/likeness.py` measures it against nearest neighbours by TF-IDF.
"""

import re
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.model import Segment
from workbench.suggest.embeddings import clean, embed
from workbench.suggest.progress import Progress
from workbench.suggest.space import situated, unit
from workbench.suggest.speech import SAID

if TYPE_CHECKING:
    import numpy as np
    from scipy import sparse

SAYING = 3
"""Words from which on a passage is worth showing."""
PENALTY = 1.0
"""Weight of the penalty on large coefficients, against views of length 1."""
FITTED = 2500
"""Passages that are neither wanted nor refused which the fit sees at most, chosen evenly."""
SHARED = 4
"""Words that are named as shared."""
_WORD = re.compile(SAID + r"|\d+")


@dataclass(frozen=True)
class Material:
    """Passages of a study, in order of the transcripts, as the program reads them: a row of each view per passage."""

    passages: tuple[Segment, ...]
    meanings: "np.ndarray"
    settings: "np.ndarray"
    words: "sparse.csr_matrix"
    vocabulary: tuple[str, ...]


def material(
    passages: Sequence[Segment],
    *,
    embedder: str = "careful",
    cache: MutableMapping[str, bytes] | None = None,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Material:
    """What is to be known of `passages` (in order of the text); those that say fewer than SAYING words are left out."""
    import numpy as np
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfVectorizer

    kept = [one for one in passages if len(_WORD.findall(clean(one.text))) >= SAYING]
    texts = [clean(one.text) for one in kept]
    if not kept:
        return Material((), np.zeros((0, 1)), np.zeros((0, 1)), sparse.csr_matrix((0, 1)), ())
    meanings = embed(texts, embedder=embedder, cache=cache, progress=progress, should_stop=should_stop).astype(float)
    setting = situated(meanings, [one.transcript for one in kept], [len(one.split()) for one in texts])
    counted = TfidfVectorizer(
        token_pattern=_WORD.pattern, ngram_range=(1, 2), sublinear_tf=True, min_df=min(2, len(kept))
    )
    try:
        words, vocabulary = counted.fit_transform(texts), tuple(counted.get_feature_names_out())
    except ValueError:  # no word stands in two passages
        words, vocabulary = sparse.csr_matrix((len(kept), 1)), ("",)
    return Material(tuple(kept), unit(meanings - meanings.mean(axis=0)), setting, words.tocsr(), vocabulary)


@dataclass(frozen=True, slots=True)
class Alike:
    """A passage (its position in the material), how much it is like those wanted, the wanted one that is nearest in
    meaning, and telling words that it shares with those wanted."""

    at: int
    score: float
    nearest: int
    words: tuple[str, ...]


def alike(
    known: Material, wanted: Sequence[int], refused: Sequence[int], candidates: Sequence[int], *, most: int = 20
) -> list[Alike]:
    """The `most` of `candidates` that are most like the passages at `wanted`, the most alike first.

    All are positions in `known`. The same material and positions give the same result. Without any wanted, nothing.
    """
    import numpy as np

    if not wanted or not candidates:
        return []
    target = np.zeros(len(known.passages))
    target[list(refused)] = -1.0
    target[list(wanted)] = 1.0
    seen = _seen(target)
    views: tuple[Any, ...] = (known.meanings, known.settings, known.words)
    kernel = sum(_dense(view[seen] @ view[seen].T) for view in views) / len(views)
    weights = np.linalg.solve(kernel + PENALTY * np.eye(len(seen)), target[seen] - target[seen].mean())
    along = [view[seen].T @ weights for view in views]
    scores = sum(view @ one for view, one in zip(views, along, strict=True)) / len(views)
    chosen = sorted(candidates, key=lambda at: (-round(float(scores[at]), 9), at))[:most]
    near = known.meanings[chosen] @ known.meanings[list(wanted)].T
    return [
        Alike(at, round(float(scores[at]), 4), wanted[int(row.argmax())], _shared(known, at, along[2]))
        for at, row in zip(chosen, near, strict=True)
    ]


def _seen(target: "np.ndarray") -> "np.ndarray":
    """All that was judged, and of the others FITTED at most."""
    import numpy as np

    judged, others = np.flatnonzero(target), np.flatnonzero(target == 0)
    step = max(1, -(-len(others) // FITTED))
    return np.sort(np.concatenate([judged, others[::step]]))


def _dense(product: Any) -> "np.ndarray":
    return product.toarray() if hasattr(product, "toarray") else product


def _shared(known: Material, at: int, weights: "np.ndarray") -> tuple[str, ...]:
    """The words of a passage that speak for it, the most telling first."""
    from workbench.suggest.speech import telling

    row = known.words[at]
    told = {
        known.vocabulary[column]: value * weights[column] for column, value in zip(row.indices, row.data, strict=True)
    }
    words = sorted(
        (word for word, value in told.items() if value > 0 and word.isalpha() and telling(word)),
        key=lambda word: (-told[word], word),
    )
    return tuple(words[:SHARED])
