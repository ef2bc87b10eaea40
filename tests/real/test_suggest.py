"""Suggestions on real interviews, beside what their researchers coded and beside BERTopic as it comes."""

import pytest

from benchmarks.suggest import CORPORA, as_it_comes, load, ours, score
from workbench.suggest import suggest
from workbench.suggest.speech import FILLERS, telling

pytestmark = [pytest.mark.real, pytest.mark.slow]


@pytest.fixture(scope="module")
def cache():
    return {}


@pytest.fixture(scope="module", params=list(CORPORA))
def study(request, shared, cache):
    return load(request.param, cache=cache)


@pytest.fixture(scope="module")
def run(study, cache):
    return suggest(study.segments, unit=CORPORA[study.name][0], cache=cache)


def test_ours_is_nearer_to_the_researchers_topics_than_bertopic_as_it_comes(study):
    mine, plain = score(ours, study), score(as_it_comes, study, seeds=(0,), resamples=0)

    assert mine.ami > plain.ami + 0.03
    assert mine.f1 > plain.f1 + 0.02
    assert mine.back >= 0.7
    assert mine.largest <= 0.4
    assert mine.nowhere <= 0.3


def test_no_suggestion_holds_too_much_and_few_segments_are_left_over(run):
    assert max(one.size for one in run.suggestions) <= 0.4 * run.segments
    assert len(run.outliers) <= 0.3 * run.segments
    assert sum(one.stability for one in run.suggestions) >= 0.75 * len(run.suggestions)


def test_labels_are_the_participants_words_and_say_something(study, run):
    said = {(one.transcript, one.start, one.end): text for one, text in zip(study.segments, study.texts, strict=True)}

    labels = [one.label for one in run.suggestions]
    assert len({label.casefold() for label in labels}) == len(labels)
    for one in run.suggestions:
        text = " ".join(" ".join(said[f.transcript, f.start, f.end].split()) for f in one.segments).casefold()
        assert one.label.casefold() in text
        assert FILLERS.isdisjoint(one.label.casefold().split())
        assert any(telling(word.casefold()) for word in one.label.split())


def test_nobody_is_named(study, run):
    """Full names of the interviewed and of the interviewer, where the corpus tells them."""
    names = {"armantrout", "rae", "gerstler", "mcmichael", "pinsky", "strickland", "wrigley", "becker", "jones"}

    shown = {word.casefold() for one in run.suggestions for text in (one.label, *one.keywords) for word in text.split()}
    assert names.isdisjoint(shown)
