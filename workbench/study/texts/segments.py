"""Where do a transcript's units begin and end? Finding sentences takes a while, so their borders are kept."""

import hashlib
import json
from collections.abc import MutableMapping, Sequence
from dataclasses import replace
from itertools import groupby

from workbench.model import Segment, Transcript, Unit, WorkbenchError

RULES = "2"
"""Counts up when sentences come to be cut otherwise, so that borders kept by an older program are not used."""


def cut(transcripts: Sequence[Transcript], unit: Unit, cache: MutableMapping[str, bytes]) -> list[Segment]:
    """Segments in order of the transcripts given; sentences are read from `cache` where they were found before."""
    from workbench.segment import segments_of

    if unit != "sentence":
        return [segment for found in segments_of(transcripts, unit) for segment in found]
    keys = [_key(one) for one in transcripts]
    missing = [one for one, key in zip(transcripts, keys, strict=True) if key not in cache]
    fresh = iter(segments_of(missing, unit))
    cut_up: list[Segment] = []
    for one, key in zip(transcripts, keys, strict=True):
        if key in cache:
            cut_up += _unpack(one, cache[key])
        else:
            found = next(fresh)
            cache[key] = _pack(found)
            cut_up += found
    if missing:
        flush = getattr(cache, "flush", None)
        if flush is not None:
            flush()
    return cut_up


def windows(transcripts: Sequence[Transcript], sentences: Sequence[Segment], size: int) -> list[Segment]:
    """Neighbouring sentences of one turn as one segment, `size` of them at a time; a turn's last one may hold fewer."""
    if size < 1:
        raise WorkbenchError(f"A window holds one sentence or more, not {size}.")
    texts = {one.name: one.text for one in transcripts}
    joined: list[Segment] = []
    for (name, _turns), turn in groupby(sentences, key=lambda one: (one.transcript, one.turns)):
        found = list(turn)
        for at in range(0, len(found), size):
            first, last = found[at], found[min(at + size, len(found)) - 1]
            words = texts[name][first.start : last.end]
            joined.append(replace(first, end=last.end, text=words, said=((first.start, last.end),)))
    return joined


def _key(transcript: Transcript) -> str:
    """Anything that a sentence's borders or its speaker depend on is in it."""
    said = (transcript.turns, transcript.speakers, transcript.default_participant, transcript.language)
    what = repr((transcript.text, *said))
    return f"sentences {RULES} {hashlib.sha256(what.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _pack(segments: Sequence[Segment]) -> bytes:
    kept = [(s.start, s.end, s.speaker, s.role, s.participant, s.said, s.turns) for s in segments]
    return json.dumps(kept, ensure_ascii=False).encode()


def _unpack(transcript: Transcript, packed: bytes) -> list[Segment]:
    return [
        Segment(
            transcript.name,
            start,
            end,
            transcript.text[start:end],
            speaker,
            role,
            participant,
            tuple((first, last) for first, last in said),
            (turns[0], turns[1]),
        )
        for start, end, speaker, role, participant, said, turns in json.loads(packed)
    ]
