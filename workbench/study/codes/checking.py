"""The check of the codebook: fetches, asks for meanings where that is wanted, and hands over."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workbench.analysis.codebook_check import Finding, by_words, check

if TYPE_CHECKING:
    import numpy as np

    from workbench.study.study import Study


def check_codebook(study: "Study") -> list[Finding]:
    """By meaning where the study wants help in finding, else, and where no model can be loaded, by words."""
    spoken = {one.name: [(turn.start, turn.end) for turn in one.turns] for one in study.transcripts}
    vectors = _by_meaning(study) if study.settings.offers("find") else by_words
    return check(list(study.codebook), list(study.codings), spoken, vectors)


def finding_record(one: Finding) -> dict[str, Any]:
    """A finding as `--json` prints it."""
    columns = ("transcript", "start", "end", "code", "coder", "participant", "quote")
    return {
        "kind": one.kind,
        "code": one.code,
        "other": one.other or None,
        "value": one.value,
        "says": one.says,
        "passages": [{name: getattr(coding, name) for name in columns} for coding in one.codings],
    }


def _by_meaning(study: "Study") -> Any:
    def vectors(texts: Sequence[str]) -> "np.ndarray":
        from workbench.suggest.embeddings import embed

        try:
            found = embed(texts, embedder="fast", cache=study.cache)
        except (ImportError, OSError):
            return by_words(texts)
        study.cache.flush()
        return found

    return vectors
