"""A passage that could carry a code, with why the program thinks so."""

from dataclasses import dataclass

TAKEN = "suggestion: more like this"
"""Origin of codings that a person took over from what `more_like` found; agreement never counts them."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A passage like those of a code. `score` orders the passages of one code, higher is more alike.

    `why` is a sentence: the coded passage that is nearest to it, and whose it is. `words` are telling words that it
    shares with passages of the code, the most telling first.
    """

    transcript: str
    start: int
    end: int
    score: float
    why: str
    words: tuple[str, ...] = ()
