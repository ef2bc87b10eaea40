"""Which codes go together? Pairs of codes on the same words, or in the same unit."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from workbench.analysis.agreement.ratings import unit_ratings
from workbench.analysis.marks import expand, union

COLUMNS = ["first", "second", "count", "first_count", "second_count", "jaccard", "lift"]


def cooccurrence(
    codings: pd.DataFrame, lengths: Mapping[str, int], *, codes: Sequence[str] | None = None
) -> pd.DataFrame:
    """Pairs of codes whose passages share a character.

    `codings` has the columns transcript, code, start, end; `lengths` maps each transcript to its number of characters.
    A passage is a stretch of text with the code, marks that overlap or touch joined whoever made them. Columns first,
    second, count (pairs of passages that overlap), first_count, second_count (passages of each code), jaccard
    (characters with both codes / with either) and lift (characters with both, over what would be if the codes fell
    independently on all the text of `lengths`: 1 as chance, above it more).

    Pairs that never meet have no row; most frequent first, then by the order of `codes` (default: sorted).
    """
    names = sorted(codings["code"].unique()) if codes is None else list(codes)
    known = codings[codings["code"].isin(names) & codings["transcript"].isin(list(lengths))]
    code = pd.Index(names).get_indexer(pd.Index(known["code"]))
    transcript = pd.Index(list(lengths)).get_indexer(pd.Index(known["transcript"]))
    passages = union(code * max(len(lengths), 1) + transcript, known["start"].to_numpy(), known["end"].to_numpy())
    owner, where = np.divmod(passages.group, max(len(lengths), 1))
    reach = int(passages.end.max(initial=0)) + 1
    order = np.argsort(where * reach + passages.start, kind="stable")
    owner, start, end = owner[order], (where * reach + passages.start)[order], (where * reach + passages.end)[order]

    # a passage meets those that start after it and before its end
    later = np.searchsorted(start, end, "left") - np.arange(len(start)) - 1
    one, other = np.repeat(np.arange(len(start)), later), expand(np.arange(len(start)) + 1, later)
    shared = np.minimum(end[one], end[other]) - start[other]
    size = len(names)
    place = np.minimum(owner[one], owner[other]) * size + np.maximum(owner[one], owner[other])
    together = np.bincount(place, shared, size * size).reshape(size, size)
    pairs = np.bincount(place, minlength=size * size).reshape(size, size)
    covered = np.bincount(owner, end - start, size)
    return _table(names, pairs, np.bincount(owner, minlength=size), together, covered, sum(lengths.values()))


def passages(codings: pd.DataFrame, codes: Sequence[str]) -> dict[str, int]:
    """How many passages each of the codes has, in their order; marks of one that overlap or touch are one passage.

    `codings` has the columns transcript, code, start, end.
    """
    known = codings[codings["code"].isin(list(codes))]
    code = pd.Index(list(codes)).get_indexer(pd.Index(known["code"]))
    transcript, distinct = pd.factorize(known["transcript"])
    group = code * max(len(distinct), 1) + transcript
    found = union(group, known["start"].to_numpy(), known["end"].to_numpy()).group // max(len(distinct), 1)
    return dict(zip(codes, np.bincount(found, minlength=len(codes)).tolist(), strict=True))


def cooccurrence_in_units(
    codings: pd.DataFrame,
    units: pd.DataFrame,
    *,
    codes: Sequence[str] | None = None,
    seen: np.ndarray | None = None,
) -> pd.DataFrame:
    """Pairs of codes that touch the same unit (turn, answer …), whoever made the marks.

    `codings` as for `cooccurrence`, `units` and `seen` as for `unit_ratings`. The same columns, all counted in units:
    count (units with both), first_count, second_count, jaccard (both / either), lift (both × units / (first × second)).
    """
    everyone = "everyone"
    assigned = {everyone: units["transcript"].unique().tolist()}
    names = sorted(codings["code"].unique()) if codes is None else list(codes)
    ratings = unit_ratings(units, codings.assign(coder=everyone), assigned, codes=names, seen=seen)
    present = (ratings.cells[:, :, 0] == 1).astype(np.float32)
    together = np.triu(np.rint(present @ present.T).astype(np.int64), 1)
    count = present.sum(1).astype(np.int64)
    return _table(names, together, count, together, count, present.shape[1])


def _table(
    names: Sequence[str], pairs: np.ndarray, count: np.ndarray, together: np.ndarray, covered: np.ndarray, total: int
) -> pd.DataFrame:
    """The pairs that meet; `together` and `covered` are measured in the same thing as `total`."""
    first, second = np.nonzero(pairs)
    both, one, other = together[first, second], covered[first], covered[second]
    labels = np.array([*names, None], dtype=object)
    table = pd.DataFrame(
        {
            "first": labels[first],
            "second": labels[second],
            "count": pairs[first, second],
            "first_count": count[first],
            "second_count": count[second],
            "jaccard": both / (one + other - both),
            "lift": both * total / (one * other),
        },
        columns=COLUMNS,
    )
    return table.sort_values("count", ascending=False, kind="stable", ignore_index=True)
