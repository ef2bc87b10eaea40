"""Our projects pass the standard's schema and the checker; projects of other tools come in whole and go out again."""

import importlib.util
import io
import sys
import zipfile
from collections import Counter

import pytest
from lxml import etree

from workbench import Study

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def checker(shared):
    """The checker's own module."""
    spec = importlib.util.spec_from_file_location("check_refi", shared / "interop" / "check_refi.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["check_refi"] = module
    spec.loader.exec_module(module)
    return module


def complaints(checker, path, capsys):
    checker.check(str(path))
    return capsys.readouterr().out.splitlines()


def test_the_checker_finds_nothing(checker, study, put, tmp_path, capsys):
    put("P01", "The fence was broken", "beginnings", memo="Hm.")
    put("P01", "There is one rule", "rules", layer="agreed")
    study.participants.edit("P01", age=41, since="2020-03-01", share=1e-7, met=True)
    study.memos.add("Careful.", on="participant", target="P02")
    study.themes.add("Growing", codes=["beginnings"])
    study.themes.add("Order", codes=["rules"])
    study.themes.link("Growing", "Order", "leads to")
    study.themes.counter("Order", "P02", 35, 48)
    study.write_project(tmp_path / "garden.qdpx")
    assert complaints(checker, tmp_path / "garden.qdpx", capsys) == []


def test_an_empty_study_gives_a_project_that_is_valid(checker, tmp_path, capsys):
    with Study.create(tmp_path / "empty.study", coder="Ana") as study:
        study.write_project(tmp_path / "empty.qdpx")
    assert complaints(checker, tmp_path / "empty.qdpx", capsys) == []


SAMPLES = {
    "aqda-0.5.0-garden.qdpx": 0,
    "like-atlasti.qdpx": 0,
    "like-nvivo-windows.qdpx": 0,
    "nvivo-mac-15-codes-only.qdpx": 0,
    "qc-1.3.2-demo.qde": 0,
    "qualcoder-garden.qdpx": 0,
    "standard-annexA2-atlasti-8.4.qde": 7,
    "standard-annexA3-transana-3.22.qde": 15,
}
"""Every project, and how many of its codings are on pictures, PDF regions and recordings."""


def xml_of(data):
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            data = packed.read(next(name for name in packed.namelist() if name.endswith(".qde")))
    return etree.fromstring(data)


def told(root):
    """Codes by their names, codings by coder and code, notes by their titles and the words there are."""
    key = lambda element, name: (element.get(name) or "").strip("{}").lower()  # noqa: E731
    users = {key(one, "guid"): one.get("name") for one in root.iter("{*}User")}
    codes = {key(one, "guid"): " ".join(one.get("name").split()) for one in root.iter("{*}Code")}
    in_text = [one for name in ("PlainTextSelection", "TranscriptSelection") for one in root.iter(f"{{*}}{name}")]
    holders = ("TextSource", "Transcript", "Representation", "VideoSource", "AudioSource", "PDFSource")
    whole = [one for name in holders for one in root.iter(f"{{*}}{name}")]
    codings = [
        (users.get(key(one, "creatingUser")), codes[key(one.find("{*}CodeRef"), "targetGUID")])
        for holder in (*in_text, *whole)
        for one in holder.findall("{*}Coding")
    ]
    notes = sorted(" ".join((one.get("name") or "").split()) for one in root.iter("{*}Note"))
    return sorted(codes.values()), sorted((str(coder), code) for coder, code in codings), notes


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_comes_in_goes_out(shared, checker, tmp_path, capsys, sample):
    path = shared / "interop" / "samples" / sample
    before, after = xml_of(path.read_bytes()), None
    with Study.create(tmp_path / "a.study", coder="Zoe") as study:
        report = study.import_project(path)
        study.write_project(tmp_path / "a.qdpx")
        assert study.check() == []
        for one in study.codings:
            assert one.quote
    after = xml_of((tmp_path / "a.qdpx").read_bytes())
    assert [line for line in complaints(checker, tmp_path / "a.qdpx", capsys) if "WARN: " not in line] == []

    codes, codings, notes = told(before)
    codes_after, codings_after, notes_after = told(after)
    renamed = sum("A second code called" in said for said in report.warnings)
    assert len(codes) == len(codes_after)
    assert len(set(codes) & set(codes_after)) >= len(codes) - 2 * renamed
    by_somebody = Counter((coder, code) for coder, code in codings if coder != "None")
    assert not by_somebody - Counter(codings_after)
    assert len(codings) == len(codings_after)
    assert set(filter(None, notes)) <= set(notes_after)
    total = sum(1 for _one in before.iter("{*}Coding"))
    assert total - len(codings_after) == SAMPLES[sample]


def test_the_imitations_quote_what_they_should(shared, tmp_path):
    quotes = {}
    for sample in ("like-nvivo-windows.qdpx", "like-atlasti.qdpx"):
        with Study.create(tmp_path / f"{sample}.study") as study:
            study.import_project(shared / "interop" / "samples" / sample)
            quotes[sample] = [one.quote for one in study.codings]
    assert quotes == {
        "like-nvivo-windows.qdpx": ["Badly.", "The bus was late\nand nobody waited.", "I walked home 🏠 alone"],
        "like-atlasti.qdpx": ["A letter from 1943,\nfolded twice.", "Under the floor"],
    }
