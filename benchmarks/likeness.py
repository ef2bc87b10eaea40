"""More like this: half of each code's codings hidden, how many of the first ten passages carry them?

Beside it nearest neighbours by TF-IDF (the cosine to the nearest coded passage), and what chance gives.
"""

import csv
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.suggest import SHARED, load

if TYPE_CHECKING:
    from workbench.suggest.likeness import Material

Span = tuple[str, int, int]

CORPORA: dict[str, Callable[[str], str]] = {
    "serdif": lambda code: code,
    "pdpilot": lambda code: " > ".join(code.split(" > ")[:2]),
}
"""The code that a coding counts for; in pdpilot most codes of the lowest level are used once or twice."""
LEAST = 4
"""Codings that a code must have."""
SEEDS = range(3)
FIRST = 10


def run() -> list[dict[str, Any]]:
    """A row per corpus; nothing where ../shared is missing."""
    if not SHARED.is_dir():
        return []
    rows = []
    for name in CORPORA:
        ours, peer, chance, codes = precision(name)
        lift = (ours - chance) / (peer - chance)
        rows.append(
            {
                "what": f"More like this, `{name}`: precision at {FIRST}, half of {codes} codes' codings hidden",
                "ours": f"{ours:.3f} ({ours - chance:+.3f} over chance)",
                "peer": f"{peer:.3f} ({peer - chance:+.3f})",
                "peer_name": "nearest neighbours by TF-IDF",
                "aim": f"lift ≥ 2 × beside it; here {lift:.1f} ×, chance {chance:.3f}",
            }
        )
    return rows


def precision(name: str) -> tuple[float, float, float, int]:
    """Ours, nearest neighbours' and chance's precision at FIRST, means over codes and SEEDS; and how many codes."""
    from workbench.suggest.likeness import alike, material

    segments = load(name, "turn", embedded=False).segments
    known = material(segments)
    codings = _codings(name)
    found: list[tuple[float, float, float]] = []
    for seed in SEEDS:
        chance = np.random.default_rng(seed)
        for code in sorted(codings):
            spans = [codings[code][i] for i in chance.permutation(len(codings[code]))]
            shown, hidden = _on(known, spans[: -(len(spans) // 2)]), _on(known, spans[-(len(spans) // 2) :])
            candidates = [at for at in range(len(known.passages)) if at not in shown]
            right = hidden - shown
            if not right or not shown:
                continue
            ours = [one.at for one in alike(known, sorted(shown), [], candidates, most=FIRST)]
            peer = _nearest(known, sorted(shown), candidates)[:FIRST]
            found.append((len(right & set(ours)) / FIRST, len(right & set(peer)) / FIRST, len(right) / len(candidates)))
    ours_mean, peer_mean, by_chance = np.mean(found, axis=0)
    return float(ours_mean), float(peer_mean), float(by_chance), len(codings)


def _codings(name: str) -> dict[str, list[Span]]:
    """The passages of each code that has LEAST of them."""
    found: dict[str, list[Span]] = {}
    with (SHARED / name / "codings.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            span = (row["transcript"], int(row["start"]), int(row["end"]))
            spans = found.setdefault(CORPORA[name](row["code"]), [])
            if span not in spans:
                spans.append(span)
    return {code: spans for code, spans in found.items() if len(spans) >= LEAST}


def _on(known: "Material", spans: Sequence[Span]) -> set[int]:
    from workbench.suggest.evidence import codes_on

    marked = codes_on(known.passages, [(*span, "") for span in spans])
    return {at for at, one in enumerate(marked) if one}


_COUNTED: dict[int, Any] = {}


def _nearest(known: "Material", shown: Sequence[int], candidates: Sequence[int]) -> list[int]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    if id(known) not in _COUNTED:
        _COUNTED[id(known)] = TfidfVectorizer().fit_transform([one.text for one in known.passages])
    words = _COUNTED[id(known)]
    near = (words[list(candidates)] @ words[list(shown)].T).max(axis=1).toarray().ravel()
    return [candidates[i] for i in np.argsort(-near, kind="stable")]
