"""Where do two groups differ? Codes by how many of each group speak to them."""

from collections.abc import Sequence
from math import sqrt

import numpy as np
import pandas as pd

from workbench.analysis.counting import counts
from workbench.analysis.crosstab import SMALL

COLUMNS = [
    "code", "participants_a", "of_a", "share_a", "participants_b", "of_b", "share_b", "difference", "low", "high",
    "transcripts_a", "transcripts_b", "passages_a", "passages_b", "codings_a", "codings_b",
]  # fmt: skip
Z = 1.959963984540054


def compare(
    codings: pd.DataFrame, a: Sequence[str], b: Sequence[str], *, codes: Sequence[str], names: tuple[str, str]
) -> pd.DataFrame:
    """Codes, those first in which the groups of participants `a` and `b` differ most, then by the order of `codes`.

    `codings` has the columns code, participant, transcript, start, end. Columns as `COLUMNS`: of each group how many
    speak to the code, out of how many, their share (0 to 1), transcripts, passages and codings; difference is share_a -
    share_b, low and high its 95 % interval (Newcombe 1998, method 10: from Wilson's intervals of the two shares).
    `attrs["notes"]` says which group is small. Codes that nobody of either uses are left out.
    """
    row = pd.Index(codes).get_indexer(pd.Index(codings["code"]))
    group = pd.Series([0] * len(a) + [1] * len(b), index=[*a, *b], dtype=float)
    column = group.reindex(codings["participant"]).fillna(-1).to_numpy(np.int64)
    found = counts(codings, row, column, (len(codes), 2))
    rows = []
    for i, code in enumerate(codes):
        if not found.codings[i].any():
            continue
        (x, y), (n, m) = found.participants[i].tolist(), (len(a), len(b))
        low, high = newcombe(x, n, y, m)
        p, q = (x / n if n else 0.0), (y / m if m else 0.0)
        rest = [int(part[i, side]) for part in (found.transcripts, found.passages, found.codings) for side in (0, 1)]
        rows.append([code, x, n, p, y, m, q, p - q, low, high, *rest])
    table = pd.DataFrame(rows, columns=COLUMNS)
    table = table.sort_values("difference", key=lambda d: -d.abs(), kind="stable", ignore_index=True)
    table.attrs["notes"] = [
        f"Only {len(group)} participant{'s are' if len(group) != 1 else ' is'} in the group {name}: one more or less "
        f"changes a share by {1 / max(len(group), 1):.0%}."
        for group, name in ((a, names[0]), (b, names[1]))
        if len(group) < 2 * SMALL
    ]
    return table


def newcombe(x: int, n: int, y: int, m: int) -> tuple[float, float]:
    """The 95 % interval of x/n - y/m (Newcombe 1998, Statistics in Medicine 17: 873-890, method 10).

    >>> tuple(round(one, 4) for one in newcombe(56, 70, 48, 80))
    (0.0524, 0.3339)
    """
    if not n or not m:
        return -1.0, 1.0
    p, q = x / n, y / m
    (low_p, high_p), (low_q, high_q) = _wilson(x, n), _wilson(y, m)
    return (
        p - q - sqrt((p - low_p) ** 2 + (high_q - q) ** 2),
        p - q + sqrt((high_p - p) ** 2 + (q - low_q) ** 2),
    )


def _wilson(x: int, n: int) -> tuple[float, float]:
    p, z2 = x / n, Z * Z
    middle, reach = p + z2 / (2 * n), Z * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return (middle - reach) / (1 + z2 / n), (middle + reach) / (1 + z2 / n)
