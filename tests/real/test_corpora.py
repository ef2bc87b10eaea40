"""Real studies through the whole program: import, codings, suggestions, agreement, table, map."""

import csv
import json

import pytest

from benchmarks.corpora import CORPORA, whole_job

pytestmark = [pytest.mark.real, pytest.mark.slow]


@pytest.mark.parametrize("corpus", CORPORA, ids=lambda corpus: corpus.name)
def test_the_whole_job(shared, tmp_path, corpus):
    expected = json.loads((shared / "corpora" / corpus.name / "expected.json").read_text())
    done = whole_job(corpus, tmp_path)

    assert done["errors"] == []
    assert done["transcripts"] == expected["transcripts"]
    assert done["codings"] + done["skipped"] == expected["codings"]
    assert done["suggestions"] >= 3
    assert done["largest"] <= 0.4
    assert len(set(done["labels"])) == done["suggestions"]
    assert (done["alpha"] is None) == (corpus.agreement is None)
    assert all(path.stat().st_size > 1000 for path in done["files"])
    assert done["faults"] == []


@pytest.mark.parametrize("corpus", CORPORA, ids=lambda corpus: corpus.name)
def test_codings_come_out_with_the_offsets_they_came_in_with(shared, tmp_path, corpus):
    from workbench import Study
    from workbench.study.output import codings_bytes

    source = shared / "corpora" / corpus.name
    with Study.create(tmp_path / "a.study") as study:
        study.transcripts.import_files(sorted((source / "transcripts").glob("*.txt")))
        report = study.codings.import_file(source / "codings.csv", new_codes=True)
        out = codings_bytes(study, ".csv").decode()

    fields = ("transcript", "start", "end", "coder", "code")

    def rows(lines):
        return [tuple(row[field] for field in fields) for row in csv.DictReader(lines)]

    with (source / "codings.csv").open(newline="", encoding="utf-8") as file:
        given = rows(file)
    assert sorted(rows(out.splitlines(keepends=True))) == sorted(set(given))
    assert report.added + len(report.skipped) == len(given)
