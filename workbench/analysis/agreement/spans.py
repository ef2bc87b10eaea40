"""Do coders mark the same stretches? Marks matched one to one, and F1; no correction for chance."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from workbench.analysis.marks import expand
from workbench.model import NotAChoice

RULES = ("exact", "within", "overlap", "iou")
COLUMNS = ["code", "first", "second", "matched", "first_marks", "second_marks", "f1"]


def span_f1(
    codings: pd.DataFrame,
    *,
    rule: str = "overlap",
    within: int = 0,
    iou: float = 0.5,
    coders: Sequence[str] | None = None,
) -> pd.DataFrame:
    """F1 = 2M / (n₁ + n₂) of each code and pair of coders, M matched of n₁ and n₂ marks: nobody is the truth.

    `codings` has the columns transcript, coder, code, start, end. Marks of one code match one to one, as many as
    possible (maximum matching, Hopcroft & Karp 1973), when by `rule`

    - `exact`: their ends are the same;
    - `within`: each end differs by at most `within` (characters, or words where the offsets count words);
    - `overlap`: they share a character;
    - `iou`: what they share is at least the share `iou` of what they cover together.

    A mark made twice by one coder counts once. `coders` chooses and orders (default: all, sorted). Columns code
    (sorted), first, second, matched, first_marks, second_marks, f1 (NaN where neither has a mark of the code).
    """
    if rule not in RULES:
        raise NotAChoice(f"{rule!r} is no rule for when two marks match.", RULES)
    names = sorted(codings["coder"].unique()) if coders is None else list(coders)
    columns = ["transcript", "start", "end"]
    marks = codings[["code", "coder", *columns]].drop_duplicates()
    where, _ = pd.factorize(marks["transcript"])
    reach = int(marks["end"].max()) + within + 1 if len(marks) else 1
    # transcripts one behind the other, further apart than any match reaches
    shift = where * 2 * reach
    places = np.column_stack([marks["start"].to_numpy(np.int64) + shift, marks["end"].to_numpy(np.int64) + shift])
    nothing = np.zeros((0, 2), np.int64)
    own = {key: places[rows] for key, rows in marks.groupby(["code", "coder"]).indices.items()}
    found = []
    for code in sorted(marks["code"].unique()):
        for first, second in combinations(names, 2):
            one, other = own.get((code, first), nothing), own.get((code, second), nothing)
            matched, total = match_count(one, other, rule=rule, within=within, iou=iou), len(one) + len(other)
            f1 = 2 * matched / total if total else float("nan")
            found.append((code, first, second, matched, len(one), len(other), f1))
    return pd.DataFrame(found, columns=COLUMNS)


def match_count(
    first: np.ndarray, second: np.ndarray, *, rule: str = "overlap", within: int = 0, iou: float = 0.5
) -> int:
    """The largest number of pairs, one mark of `first` with one of `second`, each mark used at most once.

    Both are arrays of marks (n × 2: start, end); the rules are those of `span_f1`.

    >>> match_count(np.array([[0, 9]]), np.array([[0, 3], [3, 6], [6, 9]]))
    1
    """
    if not len(first) or not len(second):
        return 0
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    second = second[np.argsort(second[:, 0], kind="stable")]
    one, other = _near(first, second, within) if rule in ("exact", "within") else _touching(first, second)
    a, b = first[one], second[other]
    apart = np.abs(a - b).max(1)
    common = np.minimum(a[:, 1], b[:, 1]) - np.maximum(a[:, 0], b[:, 0])
    covered = (a[:, 1] - a[:, 0]) + (b[:, 1] - b[:, 0]) - common
    fits = {
        "exact": apart == 0,
        "within": apart <= within,
        "overlap": common > 0,
        "iou": (common > 0) & (common >= iou * covered),
    }[rule]
    graph = csr_array((np.ones(int(fits.sum())), (one[fits], other[fits])), shape=(len(first), len(second)))
    return int((maximum_bipartite_matching(graph, perm_type="column") >= 0).sum())


def _near(first: np.ndarray, second: np.ndarray, within: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs whose starts are at most `within` apart; `second` is sorted by start."""
    low = np.searchsorted(second[:, 0], first[:, 0] - within, "left")
    high = np.searchsorted(second[:, 0], first[:, 0] + within, "right")
    return np.repeat(np.arange(len(first)), high - low), expand(low, high - low)


def _touching(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs that may overlap: `second`, sorted by start, from the first mark that any end before reaches into."""
    reach = np.maximum.accumulate(second[:, 1])
    low = np.searchsorted(reach, first[:, 0], "right")
    count = np.maximum(np.searchsorted(second[:, 0], first[:, 1], "left") - low, 0)
    return np.repeat(np.arange(len(first)), count), expand(low, count)
