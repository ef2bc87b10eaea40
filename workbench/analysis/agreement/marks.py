"""Do coders mark the same stretches? F1 and uα of every code, in one report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from workbench.analysis.agreement.coefficient import number
from workbench.analysis.agreement.spans import span_f1
from workbench.analysis.agreement.unitizing import code_unitizing_alpha


@dataclass(frozen=True, eq=False)
class SpanReport:
    """`pairs` is what `span_f1` gives; `codes` has code, span_f1 (mean over the pairs of coders for which it is
    defined), matched, marks, unitizing_alpha, character_alpha, reason. F1 has no correction for chance."""

    rule: str
    coders: tuple[str, ...]
    codes: pd.DataFrame
    pairs: pd.DataFrame
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON; undefined numbers are None."""
        lines = self.codes.astype(object).where(self.codes.notna(), None).to_dict("records")
        mean = float(self.codes["span_f1"].mean()) if self.codes["span_f1"].notna().any() else float("nan")
        reason = None if mean == mean else "No code has a mark by two coders who were asked about the same transcript."
        return {
            "unit": "span",
            "rule": self.rule,
            "coders": list(self.coders),
            "units": int(self.codes["marks"].sum()) if len(self.codes) else 0,
            "overall": {"span_f1": {"value": number(mean), "low": None, "high": None, "reason": reason}},
            "codes": lines,
            "pairs": self.pairs.astype(object).where(self.pairs.notna(), None).to_dict("records"),
            "notes": list(self.notes),
        }


def span_report(
    codings: pd.DataFrame,
    assigned: Mapping[str, set[str]],
    lengths: Mapping[str, int],
    *,
    codes: list[str],
    rule: str = "overlap",
    within: int = 0,
    iou: float = 0.5,
    notes: tuple[str, ...] = (),
) -> SpanReport:
    """F1 over the transcripts that both of a pair were asked to code, uα over those that all were.

    Arguments as `span_f1` and `code_unitizing_alpha`.
    """
    coders = tuple(assigned)
    pairs = []
    for at, first in enumerate(coders):
        for second in coders[at + 1 :]:
            both = codings[codings["transcript"].isin(assigned[first] & assigned[second])]
            both = both[both["coder"].isin((first, second)) & both["code"].isin(codes)]
            pairs.append(span_f1(both, rule=rule, within=within, iou=iou, coders=[first, second]))
    table = pd.concat(pairs, ignore_index=True) if pairs else span_f1(codings.iloc[:0])
    shared = set.intersection(*assigned.values()) if assigned else set()
    own = codings[codings["transcript"].isin(shared) & codings["code"].isin(codes) & codings["coder"].isin(coders)]
    continuum = {name: length for name, length in lengths.items() if name in shared}
    alphas: dict[str, dict[str, Any]] = {}
    if len(own) and continuum:
        found_alphas = code_unitizing_alpha(own, continuum).to_dict("records")
        alphas = {line["code"]: {str(key): value for key, value in line.items()} for line in found_alphas}
    lines = []
    for code in codes:
        found = table[table["code"] == code]
        f1 = found["f1"].dropna().to_numpy(np.float64)
        known = alphas.get(code)
        lines.append(
            {
                "code": code,
                "span_f1": float(np.mean(f1)) if len(f1) else np.nan,
                "matched": int(found["matched"].sum()),
                "marks": int(found["first_marks"].sum() + found["second_marks"].sum()),
                "unitizing_alpha": np.nan if known is None else float(known["u_alpha"]),
                "character_alpha": np.nan if known is None else float(known["character_alpha"]),
                "reason": ("Nobody marked it where all were asked." if known is None else known["reason"]) or None,
            }
        )
    columns = ["code", "span_f1", "matched", "marks", "unitizing_alpha", "character_alpha", "reason"]
    return SpanReport(rule, coders, pd.DataFrame(lines, columns=columns), table, notes)
