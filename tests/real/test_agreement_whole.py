"""Two corpora through the whole program: files and codings in, and the agreement printed for them comes out."""

import json
import subprocess
import sys

import pytest

pytestmark = [pytest.mark.real, pytest.mark.slow]


def workbench(folder, *words):
    done = subprocess.run(
        [sys.executable, "-m", "workbench", *map(str, words)], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("corpus", "unit", "coders", "key"),
    [
        ("rinker", "sentence", "coder1,coder2,coder3,coder4,coder5", "krippendorff_alpha_nominal"),
        ("cams", "turn", None, "krippendorff_alpha_nominal_all_coders"),
    ],
)
def test_the_printed_agreement_comes_out(shared, tmp_path, corpus, unit, coders, key):
    folder = shared / "corpora" / corpus
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    workbench(tmp_path, "new", "a.study")
    workbench(tmp_path, "import", "a.study", *sorted((folder / "transcripts").glob("*.txt")))
    workbench(tmp_path, "codebook", "import", "a.study", folder / "codebook.csv")
    workbench(tmp_path, "codings", "import", "a.study", folder / "codings.csv")
    chosen = ["--coders", coders] if coders else []
    words = ["agreement", "a.study", "--unit", unit, *chosen, "--bootstrap", "0", "--json"]
    found = json.loads(workbench(tmp_path, *words))
    assert {one["family"]: one["krippendorff_alpha"]["value"] for one in found["families"]} == {
        family: pytest.approx(printed[key], rel=0, abs=5.0001e-7)  # it is printed with six digits
        for family, printed in expected["agreement"].items()
    }
