"""Question and answer: which stretches of an interview belong together?"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from workbench.model import Segment, Transcript, Turn
from workbench.segment.cast import Cast, segment, spoken_turns, words_of

_HEARD = frozenset(
    """a absolutely ah aha ahh all alright and awesome aye claro correct cool course d'accord definitely de eh enough
    er exactly excellent fair fantastic fascinating fine gotcha got good great ha haha hm hmm hmmm huh i indeed
    interesting it ja jaja genau gut klar krass lovely m mh mhm mm mmhm mmhmm mmm mm-hm mm-hmm mhmm nice no não non nope
    of ah oh ok okay okey oui perfect really right sehr see sí sim si so sounds sure sweet thank thanks that that's
    totally true uh uh-huh uhhuh um understood vale very well wow wonderful wirklich yeah yea yep yes you yup ach achso
    bien bon ouais stimmt verstehe vraiment""".split()  # noqa: SIM905
)
_PROMPTS = frozenset(
    """tell describe explain talk walk say share give show list name imagine think start begin next let let's lets what
    what's how how's why when where who whom whose which do does did can could would will is are was were have has
    erzähl erzähle erzählen beschreib beschreiben erklär erklären schildern sagen wie was warum wann wo wer welche
    racontez décrivez parlez expliquez dites comment pourquoi quand où qui quel quelle cuénteme cuéntame describa
    explique hábleme dígame qué cómo cuándo dónde quién racconti racconta descriva parli come perché quando dove chi
    vertel beschrijf hoe waarom""".split()  # noqa: SIM905
)

_MARKS = re.compile(r"\[[^\[\]]{0,200}\]|\([^()]{0,200}\)|<[^<>]{0,80}>")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LONGEST_ASIDE = 8
_ENOUGH_WORDS = 40
_ASKING = "?？؟"


def answers(transcript: Transcript) -> list[Segment]:
    """Each question with all that is said up to the next one, in order.

    A question is a run of interviewer turns that are more than an aside: a nod ("mm-hm", "okay, right", "[laughs]"), or
    a remark of at most eight words that neither asks nor prompts, in a transcript that writes question marks. Asides
    inside an answer are part of its span. `said` are the turns of everyone else in between, remarks in brackets left
    out; what is said before the first question is an answer without one, and a question that nobody answers is none.

    Where no interviewer is known, an answer is a run of turns of one speaker. Words of nobody named, when they are most
    of the transcript, are put together paragraph by paragraph until they are 40 words and end a sentence.
    """
    turns = spoken_turns(transcript)
    cast = Cast.of(transcript)
    asks = [cast.role(turn.speaker) == "interviewer" for turn in turns]
    unnamed = sum(turn.speaker is None for turn in turns)
    if unnamed * 2 > len(turns):
        groups = _by_words(transcript.text, turns, asks)
    elif any(asks):
        groups = _by_questions(transcript.text, turns, asks)
    else:
        groups = _by_speaker(turns)
    made = (_answer(cast, turns, asks, first, last) for first, last in groups)
    return [one for one in made if one is not None]


def is_aside(words: str, *, marked: bool = True) -> bool:
    """Whether an interviewer's words leave the floor to the other: nods, and short remarks that ask for nothing.

    `marked`: questions have question marks in this transcript; without them only nods are asides.

    >>> [is_aside(words) for words in ("Mm-hm.", "Okay, right. Really?", "[laughs]", "A recent time.")]
    [True, True, True, True]
    >>> [is_aside(words) for words in ("And why?", "Tell me more about that.", "Next, your school years.")]
    [False, False, False]
    """
    found = _WORD.findall(_MARKS.sub(" ", words).casefold().replace("’", "'"))
    if len(found) > _LONGEST_ASIDE:
        return False
    if all(word in _HEARD for word in found):
        return True
    return marked and not any(sign in words for sign in _ASKING) and not any(word in _PROMPTS for word in found)


def _by_questions(text: str, turns: Sequence[Turn], asks: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First and last turn of each stretch that a question opens, and of what comes before the first."""
    words = [text[turn.start : turn.end] if asking else "" for turn, asking in zip(turns, asks, strict=True)]
    marked = any(sign in said for said in words for sign in _ASKING)
    first = at = 0
    for asking, run in groupby(asks):
        length = sum(1 for _ in run)
        question = asking and not all(is_aside(said, marked=marked) for said in words[at : at + length])
        if question and at > first:
            yield first, at - 1
            first = at
        at += length
    if at > first:
        yield first, at - 1


def _by_speaker(turns: Sequence[Turn]) -> Iterator[tuple[int, int]]:
    at = 0
    for _, run in groupby(turns, key=lambda turn: turn.speaker):
        length = sum(1 for _ in run)
        yield at, at + length - 1
        at += length


def _by_words(text: str, turns: Sequence[Turn], asks: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Runs of paragraphs of at least 40 words that end a sentence; a question, or another speaker, begins a new one."""
    first, words = 0, 0
    for at, turn in enumerate(turns):
        parted = at > first and (asks[at] or (not asks[at - 1] and turn.speaker != turns[at - 1].speaker))
        full = words >= _ENOUGH_WORDS and text[turns[at - 1].end - 1] in ".?!…\"”')]"
        if at > first and (parted or full):
            yield first, at - 1
            first, words = at, 0
        if not asks[at]:
            words += len(text[turn.start : turn.end].split())
    if turns:
        yield first, len(turns) - 1


def _answer(cast: Cast, turns: Sequence[Turn], asks: Sequence[bool], first: int, last: int) -> Segment | None:
    """The segment of the turns `first` to `last`, without interviewer's words at its end; None where nobody answers."""
    text = cast.transcript.text
    answering = [
        at
        for at in range(first, last + 1)
        if not asks[at] and _MARKS.sub("", text[turns[at].start : turns[at].end]).strip(" \t\n.,-–—")
    ]
    if not answering:
        return None
    spoken: Counter[str | None] = Counter()
    for at in answering:
        spoken[turns[at].speaker] += turns[at].end - turns[at].start
    said = tuple(span for at in answering for span in words_of(cast.transcript, turns[at]))
    most = spoken.most_common(1)[0][0]
    span = turns[first].start, turns[answering[-1]].end
    return segment(cast, most, *span, turns=(first, answering[-1]), said=said)
