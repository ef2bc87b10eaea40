"""The sample study holds what its README promises."""

import csv
import re
from collections import Counter
from itertools import combinations

import pytest

from workbench import Study
from workbench.demo import TITLE, sample_folder
from workbench.model import CODE_FIELDS

DATA = sample_folder()
NEEDS = ("reducing harm", "recognising creators", "owning the model")


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The sample imported and coded; no suggestions asked for yet."""
    with Study.create(tmp_path_factory.mktemp("sample") / "s.study", title=TITLE, coder="Ines") as study:
        study.participants.import_file(DATA / "participants.csv")
        reports = study.transcripts.import_files(sorted((DATA / "transcripts").iterdir()))
        assert [report.error for report in reports if report.error] == []
        study.codebook.import_file(DATA / "codebook.csv")
        study.codings.import_file(DATA / "codings.csv")
        study.memos.import_file(DATA / "memos.csv")
        yield study


def test_it_says_that_it_is_synthetic():
    assert "synthetic" in (DATA / "README.md").read_text(encoding="utf-8").lower()
    assert "synthetic" in TITLE


def test_nineteen_interviews_in_the_formats_of_life(sample):
    transcripts = list(sample.transcripts)
    assert [one.name for one in transcripts] == [f"P{number:02}" for number in range(1, 20)]
    assert Counter(one.filename[-4:] for one in transcripts) == {".vtt": 5, "docx": 5, ".txt": 5, ".srt": 4}
    for one in transcripts:
        spoken = sum(len(one.text[turn.start : turn.end].split()) for turn in one.turns)
        assert 1200 <= spoken <= 2500, one.name
        assert one.participants == [one.name]
        roles = Counter(speaker.role for speaker in one.speakers)
        assert roles == {"interviewer": 1, "participant": 2 if one.name == "P14" else 1}, one.name
        assert len(one.turns) >= 20


def test_participants_have_all_their_attributes(sample):
    names = ["pseudonym", "phase", "years_creating", "models_published", "modality", "marketplace_use"]
    names += ["income_from_models", "region", "role"]
    assert len(sample.participants) == 19
    assert all(list(person.attributes) == names for person in sample.participants)
    assert {person.attributes["modality"] for person in sample.participants} >= {"image", "language", "audio", "video"}


def test_the_codebook_is_a_tree_with_every_word_filled_in(sample):
    codes = list(sample.codebook)
    assert 24 <= len(codes) <= 32
    assert all(getattr(code, field) for code in codes for field in CODE_FIELDS)
    for need in NEEDS:
        assert len(sample.codebook.below(need)) >= 5


def test_every_coding_holds_whole_words_that_participants_say(sample):
    texts = {one.name: one.text for one in sample.transcripts}
    for coding in sample.codings:
        text = texts[coding.transcript]
        assert coding.holds_in(text)
        assert coding.participant == coding.transcript, coding
        around = text[max(coding.start - 1, 0) : coding.start + 1], text[coding.end - 1 : coding.end + 1]
        assert not any(re.fullmatch(r"\w\w", pair) for pair in around), coding


def test_the_coders_and_layers_are_there(sample):
    everywhere = {one.name for one in sample.transcripts}
    independent = [one for one in sample.codings if one.layer == "independent"]
    coded = {coder: {one.transcript for one in independent if one.coder == coder} for coder in sample.codings.coders()}
    assert coded["Ines"] == coded["Tomasz"] == everywhere
    assert coded["Wanjiru"] == {"P03", "P08", "P12", "P17"}
    agreed = [one for one in sample.codings if one.layer == "agreed"]
    assert {one.transcript for one in agreed} == everywhere
    assert sum(bool(one.memo) for one in agreed) >= len(agreed) / 5


def test_the_coders_agree_as_people_do(sample):
    for unit in ("answer", "turn"):
        report = sample.agreement(unit, coders=["Ines", "Tomasz"], bootstrap=0)
        alphas = {one.code: one.coefficients["krippendorff_alpha"].value for one in report.codes}
        assert 0.65 <= report.overall["krippendorff_alpha"].value <= 0.85
        assert sum(value < 0.6 for value in alphas.values()) >= 3
        assert alphas["real people and minors"] >= 0.9


def test_memos_as_analysts_write_them(sample):
    memos = [memo for memo in sample.memos if memo.on != "coding"] + [memo for memo in sample.memos if memo.title]
    with (DATA / "memos.csv").open(newline="", encoding="utf-8") as file:
        written = list(csv.DictReader(file))
    assert 20 <= len(written) <= 40
    assert {row["on"] for row in written} >= {"study", "code", "coding"}
    assert memos


def test_no_two_interviews_share_a_run_of_eight_words(sample):
    def runs(text):
        words = re.findall(r"[\w'’-]+", text.lower())
        return {tuple(words[i : i + 8]) for i in range(len(words) - 7)}

    guide = runs((DATA / "guide.md").read_text(encoding="utf-8"))
    spoken = {
        one.name: set().union(*(runs(one.text[turn.start : turn.end]) for turn in one.turns)) - guide
        for one in sample.transcripts
    }
    for first, second in combinations(spoken, 2):
        assert not spoken[first] & spoken[second], (first, second)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_suggestions_find_each_need_without_any_decision(sample, seed):
    """For each need a suggestion most of whose segments carry that need's codes, whatever the seed."""
    agreed = [one for one in sample.codings if one.layer == "agreed"]
    run = sample.suggestions.run("answer", seed=seed, resamples=0)
    for need in NEEDS:
        codes = set(sample.codebook.below(need))
        places = [(one.transcript, one.start, one.end) for one in agreed if one.code in codes]

        def carries(fit, places=places):
            return any(name == fit.transcript and start < fit.end and end > fit.start for name, start, end in places)

        shares = [sum(map(carries, one.segments)) / one.size for one in run.suggestions]
        assert max(shares) > 0.5, (need, seed)
