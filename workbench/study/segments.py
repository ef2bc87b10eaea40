"""Where do a transcript's units begin and end? Finding sentences takes a while, so their borders are kept."""

import hashlib
import json
from collections.abc import MutableMapping, Sequence

from workbench.model import Segment, Transcript, Unit

RULES = "1"
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


def _key(transcript: Transcript) -> str:
    """Anything that a sentence's borders or its speaker depend on is in it."""
    what = repr((transcript.text, transcript.turns, transcript.speakers, transcript.default_participant))
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
