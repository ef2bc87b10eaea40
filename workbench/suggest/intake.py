"""Which segments say enough to suggest from, and in whose words?"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.model import Segment, WorkbenchError
from workbench.suggest.embeddings import clean
from workbench.suggest.speech import FILLERS, SAID

NEEDED = 20
"""Segments that it takes to suggest anything."""
SAYING = 3
"""Words, fillers not counted, from which on a segment says enough."""
DIFFERENT = 10
"""Different texts there must be among the segments."""
IN_MANY = 3
"""Transcripts in which a line stands word for word before it is taken for a script …"""
SCRIPTED = 6
"""… and the words it has at least."""
ENGLISH = frozenset(
    """the and to of i you it that is in was have but so we they a for on my be at with this what not are do if me he
    she there or as just when because don't it's""".split()  # noqa: SIM905
)
_WORD = re.compile(SAID)


@dataclass(frozen=True)
class Intake:
    """The segments to suggest from, in order of transcript and place, what is said in each, by whom, in how many words;
    whether it reads as English; and what a researcher should know of the choice."""

    segments: tuple[Segment, ...]
    texts: tuple[str, ...]
    people: tuple[str, ...]
    lengths: tuple[int, ...]
    english: bool
    notes: tuple[str, ...]


def take_in(segments: Sequence[Segment], speakers: str) -> Intake:
    """What can be used of `segments`: with `participant`, what the interviewer says is left out; with `all`, nobody is.
    Lines that stand word for word in several transcripts are left out as a script: no person says them.

    The order of `segments` does not matter. `WorkbenchError` where too little is left to suggest from, or where all say
    the same.
    """
    if speakers not in ("participant", "all"):
        raise WorkbenchError(f"Whose words to use is 'participant' or 'all', not {speakers!r}.")
    unique = {(one.transcript, one.start, one.end): one for one in segments}
    heard = [one for _, one in sorted(unique.items()) if speakers == "all" or one.role != "interviewer"]
    texts = {id(one): one.text if speakers == "all" else said(one) for one in heard}
    script = _script([(one.transcript, texts[id(one)]) for one in heard])
    texts = {key: _without(text, script) for key, text in texts.items()}
    spoken = {key: _WORD.findall(clean(text).casefold()) for key, text in texts.items()}
    used = [one for one in heard if sum(word not in FILLERS for word in spoken[id(one)]) >= SAYING]
    _enough(len(used), len(heard))
    if len({" ".join(spoken[id(one)]) for one in used}) < DIFFERENT:
        raise WorkbenchError(
            f"The {len(used)} segments all say nearly the same, so there are no themes to tell apart. Check that the "
            "transcripts are what they should be."
        )
    notes = []
    if len(used) < len(heard):
        notes.append(
            f"{len(heard) - len(used)} of {len(heard)} segments say fewer than {SAYING} words and were left out."
        )
    if script:
        notes.append(
            f"{len(script)} lines stand word for word in {IN_MANY} transcripts or more and were left out as a script."
        )
    if speakers == "participant" and any(one.role == "unknown" for one in used):
        notes.append("Speakers whose role is not known were taken for participants.")
    people = tuple(one.participant or one.transcript for one in used)
    if len(set(people)) == 1:
        notes.append(f"All segments come from {people[0]}: what is suggested is one person's, not a group's.")
    everything = [word for one in used for word in spoken[id(one)]]
    english = sum(word.replace("’", "'") in ENGLISH for word in everything) >= 0.15 * len(everything)
    if not english:
        notes.append(
            "The transcripts do not read as English. The embedding models in the package and the word lists are made "
            "for English, so read these suggestions with care, or choose as embedder the folder of a model for the "
            "language."
        )
    return Intake(
        tuple(used),
        tuple(texts[id(one)] for one in used),
        people,
        tuple(len(spoken[id(one)]) for one in used),
        english,
        tuple(notes),
    )


def said(segment: Segment) -> str:
    """What the answering speakers say in a segment: its `said` stretches, line by line; the whole where it has none."""
    stretches = [segment.text[start - segment.start : end - segment.start] for start, end in segment.said]
    return "\n".join(stretches) if stretches else segment.text


def _script(spoken: Sequence[tuple[str, str]]) -> frozenset[str]:
    """Lines of a script, such as the tasks of a test or the questions of a form, in their `_plain` form: those of
    SCRIPTED words or more that stand in IN_MANY transcripts. `spoken` are transcripts and texts."""
    places = defaultdict(set)
    for transcript, text in spoken:
        for line in text.splitlines():
            places[_plain(line)].add(transcript)
    return frozenset(
        line for line, found in places.items() if len(found) >= IN_MANY and line.count(" ") >= SCRIPTED - 1
    )


def _without(text: str, script: frozenset[str]) -> str:
    return "\n".join(line for line in text.splitlines() if _plain(line) not in script) if script else text


def _plain(line: str) -> str:
    return " ".join(_WORD.findall(line.casefold()))


def _enough(used: int, heard: int) -> None:
    if used >= NEEDED:
        return
    if not heard:
        raise WorkbenchError(
            "There is nothing said by a participant to suggest themes from. Import transcripts first; where there are "
            "some, say who is who in them on the page Transcripts, or let everybody's words count (--speakers all)."
        )
    raise WorkbenchError(
        f"Suggesting themes takes at least {NEEDED} segments in which {SAYING} words or more are said; there "
        f"{'is' if used == 1 else 'are'} {used} (of {heard}). Import more interviews, or choose a smaller unit: turns "
        "or sentences (--unit turn, --unit sentence)."
    )
