import hashlib
import os
import pickle
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.model import WorkbenchError
from workbench.suggest import grouping, models, suggest
from workbench.suggest.progress import Stopped
from workbench.suggest.speech import telling

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent


def digest(run):
    return hashlib.sha256(pickle.dumps(run)).hexdigest()


def places(fits):
    return [(one.transcript, one.start, one.end) for one in fits]


def test_each_segment_is_in_one_suggestion_or_in_none(run, answers):
    held = [place for one in run.suggestions for place in places(one.segments)] + places(run.outliers)

    assert sorted(held) == sorted(places(answers))
    assert run.segments == len(answers) == 80


def test_the_things_talked_of_are_found_again(run, theme_of):
    """However many suggestions there are, hardly any mixes two things."""
    for one in run.suggestions:
        themes = [theme_of(fit.text) for fit in one.segments]
        assert max(map(themes.count, themes)) >= 0.8 * len(themes)
    assert {theme_of(one.segments[0].text) for one in run.suggestions} == {"garden", "money", "noise", "school"}


def test_suggestions_are_ranked_by_size_and_named_by_run_and_rank(answers, kept):
    run = suggest(answers, unit="answer", cache=kept, run_number=7)

    sizes = [one.size for one in run.suggestions]
    assert sizes == sorted(sizes, reverse=True)
    assert [one.id for one in run.suggestions] == [f"7-{rank}" for rank in range(1, len(sizes) + 1)]
    assert {one.status for one in run.suggestions} == {"open"}


def test_labels_are_words_of_the_segments_and_no_two_are_alike(run):
    for one in run.suggestions:
        text = " ".join(fit.text for fit in one.segments).casefold()
        assert one.label.casefold() in text
        assert all(word.casefold() in text for word in one.keywords)
        assert all(telling(word.casefold()) for word in one.keywords if " " not in word)
    assert len({one.label for one in run.suggestions}) == len(run.suggestions)


def test_a_run_says_what_it_was_made_with(run, answers):
    assert run.unit == "answer"
    assert (
        run.config | {"number": None, "embedder": "careful", "speakers": "participant", "resamples": 20} == run.config
    )
    assert run.config["made"] == len(run.suggestions)
    assert run.versions["bertopic"] == "0.17.4"
    assert run.versions["embedder"] == f"all-MiniLM-L6-v2-int8 sha256:{models.CAREFUL[0].sha256}"
    assert len(run.digest) == 64
    assert any(note.startswith(f"{len(run.suggestions)} suggestions: ") for note in run.notes)
    assert all(0 <= one.stability <= 1 for one in run.suggestions)


def test_the_order_of_the_segments_and_a_filled_cache_change_nothing(run, answers, kept):
    again = suggest(answers[::-1] + answers[:5], unit="answer", cache=kept)

    assert again == run
    assert again == suggest(answers, unit="answer")


def test_another_process_gives_the_same_bytes(run):
    """Whatever the order of its sets and the number of its threads."""
    program = (
        "import runpy, pickle, hashlib; from workbench.suggest import suggest; "
        f"answers = runpy.run_path({str(HERE / 'conftest.py')!r})['talk'](); "
        "print(hashlib.sha256(pickle.dumps(suggest(answers, unit='answer'))).hexdigest())"
    )

    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
    environment = {**os.environ, **dict.fromkeys(threads, "1"), "PYTHONHASHSEED": "2"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == digest(pickle.loads(pickle.dumps(run)))


def test_another_seed_and_another_text_are_another_run(run, answers, kept):
    assert suggest(answers, unit="answer", seed=1, cache=kept) != run
    assert suggest(answers[1:], unit="answer", cache=kept).digest != run.digest


def test_the_number_asked_for_is_made(answers, kept):
    run = suggest(answers, unit="answer", number=4, resamples=2, cache=kept)

    assert len(run.suggestions) == run.config["number"] == 4
    assert "4 suggestions, as asked for." in run.notes


@pytest.mark.parametrize("number", [1, 27])
def test_a_number_that_cannot_be_is_refused(number, answers):
    with pytest.raises(WorkbenchError, match="Ask for 2 to 26"):
        suggest(answers, unit="answer", number=number)


def test_without_resamples_nothing_is_said_of_stability(answers, kept):
    run = suggest(answers, unit="answer", resamples=0, cache=kept)

    assert {one.stability for one in run.suggestions} == {None}


def test_codes_that_are_there_already_are_counted(answers, kept, theme_of):
    codings = [(one.transcript, one.start, one.end, theme_of(one.text)) for one in answers]

    run = suggest(answers, codings=codings, unit="answer", number=4, resamples=0, cache=kept)

    for one in run.suggestions:
        themes = [theme_of(fit.text) for fit in one.segments]
        assert {code.code: code.count for code in one.codes} == {name: themes.count(name) for name in set(themes)}
        assert one.codes[0].lift > 2


def test_no_host_is_asked(answers, monkeypatch):
    def refuse(*_):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    assert suggest(answers, unit="answer", resamples=1).suggestions


def test_the_fast_embedder_serves_too(answers, theme_of):
    run = suggest(answers, unit="answer", number=4, embedder="fast", resamples=0)

    assert run.versions["embedder"].startswith("wordllama-l2-supercat-256 sha256:64b47a2d")
    assert len(run.suggestions) == 4


def test_a_large_study_is_worked_out_from_a_sample(answers, kept, monkeypatch, theme_of):
    monkeypatch.setattr(grouping, "FITTED", 50)

    run = suggest(answers, unit="answer", number=4, resamples=2, cache=kept)

    held = [place for one in run.suggestions for place in places(one.segments)] + places(run.outliers)
    assert sorted(held) == sorted(places(answers))
    assert any(note.startswith("The suggestions were worked out from 50 segments") for note in run.notes)
    for one in run.suggestions:
        themes = [theme_of(fit.text) for fit in one.segments]
        assert max(map(themes.count, themes)) >= 0.6 * len(themes)


def test_one_participant_alone_is_told_of(answers, kept):
    from dataclasses import replace

    alone = [replace(one, participant="P1") for one in answers]

    run = suggest(alone, unit="answer", resamples=0, cache=kept)

    assert "All segments come from P1: what is suggested is one person's, not a group's." in run.notes
    assert all(one.participants == ("P1",) and one.warnings == () for one in run.suggestions)


def test_progress_goes_from_nothing_to_all(answers):
    heard = []

    suggest(answers, unit="answer", resamples=2, progress=lambda what, share: heard.append((share, what)))

    assert heard == sorted(heard, key=lambda one: one[0])
    assert heard[0][0] == 0.0
    assert heard[-1] == (1.0, "done")


@pytest.mark.parametrize("after", [0, 1, 5, 12])
def test_it_can_be_stopped_at_any_time(answers, after):
    asked = []

    def enough():
        asked.append(1)
        return len(asked) > after

    with pytest.raises(Stopped):
        suggest(answers, unit="answer", should_stop=enough)
    assert len(asked) == after + 1


def test_torch_is_not_needed(run):
    assert not {"torch", "sentence_transformers"} & set(sys.modules)
