"""Which words tell each group of segments from the others (BERTopic)?

BERTopic is given its parts: our points, their coordinates in the graph of nearest neighbours, groups of a chosen number
with what belongs nowhere, and c-TF-IDF over lemmas and phrases. As it comes (UMAP, HDBSCAN) it puts most segments of a
usual study into one topic; `benchmarks/suggest.py` measures both.
"""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workbench.suggest.words import Words

if TYPE_CHECKING:
    import numpy as np

SEPARATOR = "_"
"""Stands for the blanks inside a phrase."""


class _Given:
    """BERTopic's place for UMAP and for HDBSCAN: hands on what was worked out already."""

    def __init__(self, result: "np.ndarray") -> None:
        self.labels_ = self._result = result

    def fit(self, points: "np.ndarray", y: Any = None) -> "_Given":
        return self

    def transform(self, points: "np.ndarray") -> "np.ndarray":
        return self._result


def telling_words(
    points: "np.ndarray",
    coordinates: "np.ndarray",
    labels: "np.ndarray",
    found: Sequence[Words],
    private: frozenset[str],
) -> list[dict[str, float]]:
    """For each group 0, 1, 2 … of `labels` (-1: none), the weight of each lemma, and of each phrase as its lemmas with
    blanks between, in it.

    All arguments but `private`, words not to be used, have an entry per segment, in the same order. Each term counts
    once per segment, so that one long story does not make a topic; terms of one segment alone tell nothing and are
    left out.
    """
    from bertopic import BERTopic
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    model = BERTopic(
        language="multilingual",
        embedding_model=None,
        umap_model=_Given(coordinates),
        hdbscan_model=_Given(labels),
        vectorizer_model=CountVectorizer(analyzer=str.split),
        ctfidf_model=ClassTfidfTransformer(bm25_weighting=True, reduce_frequent_words=True),
    )
    renamed, _ = model.fit_transform(_documents(found, private), embeddings=points)
    terms = model.vectorizer_model.get_feature_names_out()
    row_of = {name: row for row, name in enumerate(sorted(set(renamed)))}
    rows = {label: row_of[name] for label, name in zip(labels.tolist(), renamed, strict=True)}
    weights = []
    for group in range(int(labels.max(initial=-1)) + 1):
        row = model.c_tf_idf_[rows[group]]
        pairs = zip(row.indices, row.data, strict=True)
        weights.append({terms[at].replace(SEPARATOR, " "): float(weight) for at, weight in pairs})
    return weights


def _documents(found: Sequence[Words], private: frozenset[str]) -> list[str]:
    """Each segment as BERTopic counts it."""
    terms = [
        {lemma for lemma, _ in one.lemmas} | {SEPARATOR.join(phrase.key) for phrase in one.phrases} for one in found
    ]
    seen = Counter(term for one in terms for term in one)
    kept = {term for term, count in seen.items() if count > 1 and private.isdisjoint(term.split(SEPARATOR))}
    return [" ".join(sorted(one & kept)) for one in terms]
