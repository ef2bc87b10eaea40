"""Every worked case of the reference, every key of it, to 1e-9."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from workbench.analysis.agreement import coefficients, estimates, resampled, set_alpha, unitizing_alpha

pytestmark = pytest.mark.real

FILE = Path(__file__).resolve().parents[2].parent / "shared" / "agreement" / "reference.json"
CASES = json.loads(FILE.read_text(encoding="utf-8"))["cases"] if FILE.exists() else []


def of_kind(kind: str) -> Any:
    cases = [case for case in CASES if case["kind"] == kind]
    missing = [pytest.param(None, marks=pytest.mark.skip(reason="the folder `shared` is not beside the project"))]
    return pytest.mark.parametrize("case", cases or missing, ids=lambda case: case["name"] if case else "missing")


def exactly(expected: float | None) -> Any:
    return pytest.approx(np.nan if expected is None else expected, rel=0, abs=1e-9, nan_ok=True)


def units_by_coders(case: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(case["coders_by_units"], dtype=object).T


@of_kind("table")
def test_tables(case):
    found = coefficients(units_by_coders(case), values=case["values"])
    found["krippendorff_alpha_nominal"] = found["krippendorff_alpha"]

    assert {key: found[key].value for key in case["expected"]} == {
        key: exactly(value) for key, value in case["expected"].items()
    }
    undefined = {key for key, value in case["expected"].items() if value is None}
    assert {key for key in case["expected"] if found[key].reason} == undefined


@of_kind("sets")
def test_sets(case):
    rows = [[None if cell is None else frozenset(cell) for cell in row] for row in case["coders_by_units"]]
    table = pd.DataFrame(rows, dtype=object).T
    found = coefficients(table)

    assert {key: set_alpha(table, key.removeprefix("krippendorff_alpha_")).value for key in case["expected"]} == {
        key: exactly(value) for key, value in case["expected"].items()
    }
    for key in ("krippendorff_alpha_jaccard", "krippendorff_alpha_masi"):
        assert found[key].value == exactly(case["expected"][key])
    assert found["krippendorff_alpha"].value == exactly(case["expected"]["krippendorff_alpha_exact_set"])


@of_kind("spans")
def test_spans(case):
    found = unitizing_alpha(case["spans"], case["length"])

    assert {
        "u_alpha": found.u.value,
        "bar_u_alpha": found.bar.value,
        "cu_alpha": found.cu.value,
        "char_alpha": found.character.value,
    } == {key: exactly(value) for key, value in case["expected"].items() if key != "ku_alpha"}
    assert {value: one.value for value, one in found.ku.items()} == {
        value: exactly(expected) for value, expected in case["expected"]["ku_alpha"].items()
    }


@of_kind("clusters")
def test_clusters(case):
    table, transcripts, expected = units_by_coders(case), case["cluster_of_unit"], case["expected"]
    draws = resampled(table, transcripts, case["weights"], values=case["values"])["krippendorff_alpha"]
    left_out = resampled(table, transcripts, 1 - np.eye(8), values=case["values"])["krippendorff_alpha"]
    alpha = estimates(table, transcripts, values=case["values"])["krippendorff_alpha"]
    error = np.sqrt(7 / 8 * ((left_out - left_out.mean()) ** 2).sum())

    assert {
        "krippendorff_alpha_nominal": alpha.value,
        "alpha_per_draw": draws,
        "percentile_2.5_97.5_of_these_draws": np.quantile(draws, [0.025, 0.975]),
        "alpha_without_cluster": left_out,
        "jackknife_se": error,
        "jackknife_t_95": [alpha.low, alpha.high],
    } == {key: exactly(value) for key, value in expected.items()}
