"""Interviews and dialogues coded by four and five people: the agreement that was computed from them elsewhere."""

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from workbench.analysis.agreement import (
    agreement,
    agreement_by,
    coefficients,
    family_agreement,
    fixed_units,
    unit_ratings,
)

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def corpus(shared):
    def read(name: str) -> tuple[Path, pd.DataFrame, dict[str, Any]]:
        folder = shared / "corpora" / name
        return folder, pd.read_csv(folder / "codings.csv"), json.loads((folder / "expected.json").read_text("utf-8"))

    return read


def with_text(folder: Path, units: pd.DataFrame) -> pd.DataFrame:
    texts = {path.stem: path.read_text("utf-8") for path in (folder / "transcripts").glob("*.txt")}
    spans = zip(units["transcript"], units["start"], units["end"], strict=True)
    return units.assign(text=[texts[name][start:end] for name, start, end in spans])


def printed(value: float) -> Any:
    return pytest.approx(value, rel=0, abs=5.0001e-7)


def kappas(pairs: pd.DataFrame) -> dict[str, float]:
    rows = zip(pairs["first"], pairs["second"], pairs["cohen_kappa"], pairs["units"], strict=True)
    return {"|".join(sorted((first, second))): kappa for first, second, kappa, units in rows if units}


def agreeing(pairs: pd.DataFrame) -> dict[str, int]:
    rows = zip(pairs["first"], pairs["second"], pairs["agreeing"], pairs["units"], strict=True)
    return {"|".join(sorted((first, second))): count for first, second, count, units in rows if units}


@pytest.mark.parametrize("family", ["sentiment", "emotion"])
@pytest.mark.parametrize("fixed", [False, True], ids=["sentences", "marked stretches"])
def test_rinker_sentences_of_five_coders(corpus, family, fixed):
    folder, codings, expected = corpus("rinker")
    expected = expected["agreement"][family]
    coders = {f"coder{number}": ["rinker-obs1"] for number in range(1, 6)}
    crowd = codings[codings["coder"].isin(coders)]
    units = fixed_units(crowd) if fixed else pd.read_csv(folder / "units.csv")[["transcript", "start", "end"]]
    codes = sorted(code for code in crowd["code"].unique() if code.startswith(f"{family}:"))

    found = family_agreement(unit_ratings(with_text(folder, units), crowd, coders), family, codes)

    assert len(found.conflicts) == 0
    assert found.units == expected["units"]
    assert found.coefficients["krippendorff_alpha"].value == printed(expected["krippendorff_alpha_nominal"])
    assert kappas(found.pairs) == {pair: printed(kappa) for pair, kappa in expected["cohen_kappa_pairwise"].items()}
    # printed there as the mean of κ already rounded to six digits
    assert found.mean_pairwise_kappa.value == pytest.approx(expected["mean_pairwise_kappa"], abs=1e-6)
    assert agreeing(found.pairs) == expected["agreeing_units_pairwise"]
    same = found.table.dropna().nunique(axis=1) == 1
    assert int(same.sum()) == expected["units_with_all_five_equal"]


def test_rinker_as_a_report_is_the_textbook_where_codes_exclude_each_other(corpus):
    folder, codings, expected = corpus("rinker")
    coders = {f"coder{number}": ["rinker-obs1"] for number in range(1, 6)}
    feeling = codings[codings["code"].str.startswith("sentiment:") & codings["coder"].isin(coders)]

    report = agreement(with_text(folder, fixed_units(feeling)), feeling, coders, unit="sentence")

    alpha = expected["agreement"]["sentiment"]["krippendorff_alpha_nominal"]
    assert report.units == 126
    assert report.overall["krippendorff_alpha"].value == printed(alpha)
    assert report.overall["krippendorff_alpha_jaccard"].value == printed(alpha)
    table = unit_ratings(report.ratings.units, feeling, coders).sets()
    assert {name: report.overall[name].value for name in ("percent", "fleiss_kappa", "gwet_ac1")} == {
        name: pytest.approx(one.value, abs=1e-12)
        for name, one in coefficients(table).items()
        if name in ("percent", "fleiss_kappa", "gwet_ac1")
    }


@pytest.mark.parametrize("family", ["da", "ap"])
def test_cams_turns_of_different_people_per_dialogue(corpus, family):
    folder, codings, whole = corpus("cams")
    expected = whole["agreement"][family]
    units = with_text(folder, pd.read_csv(folder / "turns.csv"))[["transcript", "start", "end", "text"]]
    assigned: dict[str, list[str]] = {coder: [] for coder in whole["coders"]}
    for transcript, people in whole["coders_per_transcript"].items():
        for coder in people:
            assigned[coder].append(transcript)
    codes = sorted(code for code in codings["code"].unique() if code.startswith(f"{family}:"))

    ratings = unit_ratings(units, codings, assigned, codes=codes)
    found = family_agreement(ratings, family, codes)
    alone = family_agreement(
        unit_ratings(units, codings, assigned, codes=codes, coders=[one for one in assigned if one != "expert"]),
        family,
        codes,
    )

    assert len(found.conflicts) == 0
    assert found.units == whole["turns"]
    alpha = {key: expected[f"krippendorff_alpha_nominal_{key}"] for key in ("all_coders", "without_expert")}
    assert found.coefficients["krippendorff_alpha"].value == printed(alpha["all_coders"])
    assert alone.coefficients["krippendorff_alpha"].value == printed(alpha["without_expert"])
    assert kappas(found.pairs) == {pair: printed(kappa) for pair, kappa in expected["cohen_kappa_pairwise"].items()}
    assert {pair: [count, _shared(found.pairs, pair)] for pair, count in agreeing(found.pairs).items()} == expected[
        "agreeing_turns_of_shared_turns"
    ]
    # one code a turn: α pooled over the codes is the α of the categories, here by transcript
    by_transcript = agreement_by(ratings, units["transcript"])
    together = by_transcript[by_transcript["code"].isna()].set_index("group")["krippendorff_alpha"]
    assert together.to_dict() == {
        name: printed(value) for name, value in expected["krippendorff_alpha_nominal_by_transcript_all_coders"].items()
    }


def _shared(pairs: pd.DataFrame, pair: str) -> int:
    for first, second in (pair.split("|"), pair.split("|")[::-1]):
        rows = pairs[(pairs["first"] == first) & (pairs["second"] == second)]
        if len(rows):
            return int(rows["units"].iloc[0])
    raise AssertionError(pair)


def test_cams_through_the_report(corpus):
    folder, codings, whole = corpus("cams")
    units = with_text(folder, pd.read_csv(folder / "turns.csv"))[["transcript", "start", "end", "text"]]
    assigned = {
        coder: [name for name, people in whole["coders_per_transcript"].items() if coder in people]
        for coder in whole["coders"]
    }
    codes = sorted(codings["code"].unique())
    families = {name: [code for code in codes if code.startswith(f"{name}:")] for name in ("da", "ap")}

    report = agreement(units, codings, assigned, families=families, unit="turn")

    assert {one.family: one.coefficients["krippendorff_alpha"].value for one in report.families} == {
        name: printed(whole["agreement"][name]["krippendorff_alpha_nominal_all_coders"]) for name in families
    }
    assert report.families[0].coefficients["krippendorff_alpha"].method == (
        "jackknife over 12 transcripts, t with 11 degrees of freedom"
    )
    assert {one.code: sum(one.coders.values()) for one in report.codes} == whole["codings_per_code"]
    assert len(report.pairs) == len(list(combinations(whole["coders"], 2)))
