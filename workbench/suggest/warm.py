"""How is the first run made as quick as the later ones?

What takes long the first time in a process is loading: BERTopic and what it imports, spaCy's model, the embedding
model. `prepare` does it ahead, in the background of an app or once after installing.
"""

from workbench.model import Segment
from workbench.suggest.progress import Progress

_TALK = (
    "We planted beans beside the wall because the soil there is warm and dry in spring.",
    "My daughter waters the tomatoes every evening and counts the flowers on each plant.",
    "The committee argued for hours about who pays for the tools and the new fence.",
    "Nobody came to the meeting, so the rules for the shed were never written down.",
)
_PLACES = ("river", "station", "school", "bakery", "market", "chapel", "harbour")


def prepare(progress: Progress | None = None) -> None:
    """Load all that a run of suggestions needs, by making a tiny one of invented talk; nothing is kept of it."""
    from workbench.suggest.run import suggest

    turns = [f"{words} That was near the {place}." for place in _PLACES for words in _TALK]
    made = [Segment("invented", at * 200, at * 200 + len(words), words) for at, words in enumerate(turns)]
    suggest(made, unit="turn", resamples=1, progress=progress)
