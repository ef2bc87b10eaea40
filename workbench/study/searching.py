"""Words in all transcripts."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from workbench.study.study import Study


def places_of_words(study: "Study", words: str) -> "tuple[np.ndarray, np.ndarray]":
    raise NotImplementedError
