"""Agreement where there is nothing to compare: no unit, no code."""

import pandas as pd
import pytest

from workbench.analysis.agreement import agreement


@pytest.mark.parametrize("codes", [["harm"], []])
@pytest.mark.parametrize("intervals", ["none", "transcripts"])
def test_without_units_nothing_is_compared_and_the_reason_is_said(codes, intervals):
    units = pd.DataFrame(
        {
            name: pd.Series(dtype=kind)
            for name, kind in (("transcript", str), ("start", int), ("end", int), ("text", str))
        }
    )
    codings = pd.DataFrame(columns=["transcript", "coder", "code", "start", "end"])
    report = agreement(units, codings, {"Ana": ["P01"], "Bo": ["P01"]}, codes=codes, intervals=intervals, bootstrap=10)
    assert report.units == 0
    assert report.overall["percent"].reason.startswith("No unit was coded by two coders")
    assert len(report.disagreements()) == 0
