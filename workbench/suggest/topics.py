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
MORE_OFTEN = 1.5
"""A term tells something of a group whose segments hold it so many times as often as all segments do."""


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
    once per segment, so that one long story does not make a topic; terms of one segment alone, and those that are not
    MORE_OFTEN in the group, tell nothing and are left out. Where no term is left, no weight is given.
    """
    from bertopic import BERTopic
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    documents, groups = _documents(found, private), range(int(labels.max(initial=-1)) + 1)
    if not any(documents):
        return [{} for _group in groups]
    model = BERTopic(
        language="multilingual",
        embedding_model=None,
        umap_model=_Given(coordinates),
        hdbscan_model=_Given(labels),
        vectorizer_model=CountVectorizer(analyzer=str.split),
        ctfidf_model=ClassTfidfTransformer(bm25_weighting=True, reduce_frequent_words=True),
    )
    renamed, _ = model.fit_transform([" ".join(sorted(terms)) for terms in documents], embeddings=points)
    everywhere = Counter(term for one in documents for term in one)
    terms = model.vectorizer_model.get_feature_names_out()
    row_of = {name: row for row, name in enumerate(sorted(set(renamed)))}
    rows = {label: row_of[name] for label, name in zip(labels.tolist(), renamed, strict=True)}
    weights = []
    for group in groups:
        inside = [one for one, label in zip(documents, labels, strict=True) if label == group]
        here = Counter(term for one in inside for term in one)
        row = model.c_tf_idf_[rows[group]]
        weight = {str(terms[at]): float(value) for at, value in zip(row.indices, row.data, strict=True)}
        weights.append(
            {
                term.replace(SEPARATOR, " "): weight[term]
                for term, count in sorted(here.items())
                if count * len(documents) >= MORE_OFTEN * everywhere[term] * len(inside)
            }
        )
    return weights


def _documents(found: Sequence[Words], private: frozenset[str]) -> list[set[str]]:
    """The terms of each segment that BERTopic counts."""
    terms = [
        {lemma for lemma, _ in one.lemmas} | {SEPARATOR.join(phrase.key) for phrase in one.phrases} for one in found
    ]
    seen = Counter(term for one in terms for term in one)
    kept = {term for term, count in seen.items() if count > 1 and private.isdisjoint(term.split(SEPARATOR))}
    return [one & kept for one in terms]
