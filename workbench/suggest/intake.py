"""Which segments say enough to suggest from, and in whose words?"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.model import NotAChoice, Segment, WorkbenchError
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
        raise NotAChoice(f"{speakers!r} does not say whose words to use.", ("participant", "all"))
    unique = {(one.transcript, one.start, one.end): one for one in segments}
    heard = [one for _, one in sorted(unique.items()) if speakers == "all" or one.role != "interviewer"]
    texts = {id(one): one.text if speakers == "all" else said(one) for one in heard}
    _, saying = _saying(texts)
    _different(saying)  # also where all that is said would be taken for a script
    script = _script([(one.transcript, texts[id(one)]) for one in heard])
    texts = {key: _without(text, script) for key, text in texts.items()}
    spoken, saying = _saying(texts)
    used = [one for one in heard if id(one) in saying]
    _enough(len(used), len(heard), len(script))
    _different(saying)
    notes = []
    if left := len(heard) - len(used):
        says = "says" if left == 1 else "say"
        notes.append(f"{left} of {len(heard)} segments {says} fewer than {SAYING} words and {_was(left)} left out.")
    if script:
        notes.append(f"{_scripted(len(script))} and {_was(len(script))} left out as a script.")
    if speakers == "participant" and any(one.role == "unknown" for one in used):
        notes.append("Speakers whose role is not known were taken for participants.")
    people = tuple(one.participant or one.transcript for one in used)
    if len(set(people)) == 1:
        notes.append(f"All segments come from {people[0]}: what is suggested is one person's, not a group's.")
    english = is_english([texts[id(one)] for one in used])
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


def is_english(texts: Sequence[str]) -> bool:
    """Whether so many words are those that stand in every English text.

    >>> is_english(["We had the garden for a year."]), is_english(["Wir hatten den Garten ein Jahr lang."])
    (True, False)
    """
    words = [word for text in texts for word in _WORD.findall(clean(text).casefold())]
    return sum(word.replace("’", "'") in ENGLISH for word in words) >= 0.15 * len(words)


def said(segment: Segment) -> str:
    """What the answering speakers say in a segment: its `said` stretches, line by line; the whole where it has none."""
    stretches = [segment.text[start - segment.start : end - segment.start] for start, end in segment.said]
    return "\n".join(stretches) if stretches else segment.text


def _saying(texts: Mapping[int, str]) -> tuple[dict[int, list[str]], dict[int, str]]:
    """The words of each text; and of those texts that say enough, their words alone."""
    spoken = {key: _WORD.findall(clean(text).casefold()) for key, text in texts.items()}
    enough = {
        key: " ".join(words) for key, words in spoken.items() if sum(word not in FILLERS for word in words) >= SAYING
    }
    return spoken, enough


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


def _different(saying: Mapping[int, str]) -> None:
    if len(saying) >= NEEDED and len(set(saying.values())) < DIFFERENT:
        raise WorkbenchError(
            f"The {len(saying)} segments all say nearly the same, so there are no themes to tell apart. Check that the "
            "transcripts are what they should be."
        )


def _enough(used: int, heard: int, script: int) -> None:
    if used >= NEEDED:
        return
    if not heard:
        raise WorkbenchError(
            "There is nothing said by a participant to suggest themes from. Import transcripts first; where there are "
            "some, say who is who in them on the page Transcripts, or let everybody's words count (--speakers all)."
        )
    lines = (
        f" {_scripted(script)} and {_was(script)} taken for a script: check that no interview was imported twice."
        if script
        else ""
    )
    raise WorkbenchError(
        f"Suggesting themes takes at least {NEEDED} segments in which {SAYING} words or more are said; there "
        f"{'is' if used == 1 else 'are'} {used} (of {heard}).{lines} Import more interviews, or choose a smaller unit: "
        "turns or sentences (--unit turn, --unit sentence)."
    )


def _scripted(lines: int) -> str:
    what = "1 line stands" if lines == 1 else f"{lines:,} lines stand"
    return f"{what} word for word in {IN_MANY} transcripts or more"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"
