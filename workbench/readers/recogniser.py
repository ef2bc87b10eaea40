""".json: what speech recognisers write, found by the names of their keys."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from math import isfinite
from typing import Any

from workbench.model import Problem, Reading
from workbench.readers.compose import Said, compose
from workbench.readers.encoding import decode
from workbench.readers.registry import Source, Unreadable, reader
from workbench.readers.rules import Rules
from workbench.readers.times import seconds

_WORDS = ("text", "body", "transcript", "content", "utterance", "sentence", "value", "display")
_SPEAKER = (
    "speaker",
    "speaker_name",
    "speakerName",
    "speaker_label",
    "speakerLabel",
    "name",
    "speaker_id",
    "speakerId",
)
_START = ("start", "startTime", "start_time", "begin", "start_ts", "ts", "timestamp", "offset", "from", "time")
_END = ("end", "endTime", "end_time", "stop", "end_ts", "to")
_OTTER_RATE = 16_000
_DEEPEST = 6


@reader(".json")
def read_recogniser(source: Source, rules: Rules) -> Reading:
    """Turns from the JSON of Whisper, WhisperX, Rev, Otter, Amazon Transcribe, AssemblyAI, Deepgram or a podcast.

    Others are read if somewhere in them stands a list of objects with words under a usual key. Where nobody is named,
    every segment is a turn.
    """
    text, encoding, problems = decode(source, rules.encoding)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise Unreadable(source, f"it is not JSON ({str(fault)[:80]}).", "Export it again.") from fault
    for kind, read_as in _KINDS.items():
        spoken = [one for one in read_as(data) if one.words.strip()]
        if spoken:
            return compose(spoken, rules, "json", problems=[*problems, Problem(f"Read as {kind}.")], encoding=encoding)
    raise Unreadable(
        source, "no list of segments with their words was found in it.", "Export it as .txt, .vtt or .srt instead."
    )


def _rev(data: Any) -> Iterator[Said]:
    """Monologues of elements, each a word or a sign."""
    names = _names(_at(data, "speakers"), "id", "name")
    for monologue in _objects(_at(data, "monologues")):
        elements = list(_objects(monologue.get("elements")))
        words = "".join(_text(element.get("value")) for element in elements)
        starts = [start for one in elements if (start := _number(one.get("ts"))) is not None]
        ends = [end for one in elements if (end := _number(one.get("end_ts"))) is not None]
        label = _label(monologue.get("speaker"), names)
        yield Said(label, words, None, starts[0] if starts else None, ends[-1] if ends else None)


def _amazon(data: Any) -> Iterator[Said]:
    """Items, each a word or a sign; the speaker stands with them or in a list of labels by start time."""
    results = _at(data, "results")
    labelled = {
        _text(item.get("start_time")): _text(item.get("speaker_label")) or _text(segment.get("speaker_label"))
        for segment in _objects(_at(results, "speaker_labels", "segments"))
        for item in _objects(segment.get("items"))
    }
    speaker: str | None = None
    heard: list[tuple[str | None, Mapping[str, Any]]] = []
    for item in _objects(_at(results, "items")):
        found = _text(item.get("speaker_label")) or labelled.get(_text(item.get("start_time")), "")
        speaker = (found or speaker) if item.get("type") != "punctuation" else speaker
        heard.append((speaker, item))
    for label, run in groupby(heard, key=lambda one: one[0]):
        items = [item for _, item in run]
        yield Said(label, _spaced(items), None, _first(items, "start_time"), _first(items[::-1], "end_time"))


def _spaced(items: Sequence[Mapping[str, Any]]) -> str:
    words = ""
    for item in items:
        best = next(_objects(item.get("alternatives")), {})
        words += ("" if item.get("type") == "punctuation" else " ") + _text(best.get("content"))
    return words


def _otter(data: Any) -> Iterator[Said]:
    """Transcripts with offsets in samples of 16 kHz."""
    speech = _at(data, "speech") or data
    names = _names(_at(speech, "speakers"), "id", "speaker_name")
    for one in _objects(_at(speech, "transcripts")):
        if "start_offset" in one:
            start, end = _number(one["start_offset"]), _number(one.get("end_offset"))
            label = _label(one.get("speaker_id"), names) if one.get("speaker_id") is not None else None
            times = [None if time is None else round(time / _OTTER_RATE, 3) for time in (start, end)]
            yield Said(label, _text(one.get("transcript")), None, times[0], times[1])


def _assembly(data: Any) -> Iterator[Said]:
    """Utterances at the root with whole milliseconds."""
    utterances = list(_objects(_at(data, "utterances")))
    if utterances and all(isinstance(one.get("start"), int) for one in utterances):
        for one in _listed(utterances):
            times = [None if time is None else round(time / 1000, 3) for time in (one.start_time, one.end_time)]
            yield Said(one.speaker, one.words, None, times[0], times[1])


def _any_list(data: Any, depth: int = 0) -> Iterator[Said]:
    """The shallowest list of objects with words, by the order of keys."""
    level = [data]
    for _ in range(_DEEPEST):
        for one in level:
            if isinstance(one, list) and (found := [said for said in _listed(one) if said.words.strip()]):
                yield from found
                return
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
            if isinstance(inner, dict | list)
        ]


_KINDS: dict[str, Callable[[Any], Iterator[Said]]] = {
    "a transcript of Rev": _rev,
    "a transcript of Amazon": _amazon,
    "a transcript of Otter": _otter,
    "utterances with milliseconds": _assembly,
    "segments with their words": _any_list,
}
"""The first that finds words reads the file."""


def _listed(items: Sequence[Any]) -> Iterator[Said]:
    for item in _objects(items):
        words = next((item[key] for key in _WORDS if isinstance(item.get(key), str)), "")
        name = next((item[key] for key in _SPEAKER if isinstance(item.get(key), str | int)), None)
        start = next((item[key] for key in _START if item.get(key) is not None), None)
        end = next((item[key] for key in _END if item.get(key) is not None), None)
        if isinstance(start, list) and len(start) == 2:  # [start, end], as of Whisper in Transformers
            start, end = start
        yield Said(_label(name, {}), words, None, _number(start), _number(end))


def _at(data: Any, *keys: str) -> Any:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _objects(items: Any) -> Iterator[Mapping[str, Any]]:
    return (item for item in (items if isinstance(items, list) else ()) if isinstance(item, dict))


def _names(items: Any, key: str, name: str) -> dict[str, str]:
    return {_text(item.get(key)): _text(item.get(name)).strip() for item in _objects(items) if item.get(name)}


def _label(name: Any, names: Mapping[str, str]) -> str | None:
    """A speaker's name; a bare number becomes 'Speaker 1'."""
    if name is None or isinstance(name, bool) or not _text(name).strip():
        return None
    written = names.get(_text(name)) or " ".join(_text(name).split())
    return f"Speaker {written}" if written.isdecimal() else written


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) else ""


def _first(items: Sequence[Mapping[str, Any]], key: str) -> float | None:
    return next((time for item in items if (time := _number(item.get(key))) is not None), None)


def _number(value: Any) -> float | None:
    """Seconds from a number or a text such as '1.5' or '0:01.5'; None where it is no time."""
    try:
        if isinstance(value, str) and ":" in value:
            return seconds(value)[0]
        time = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return round(time, 3) if isfinite(time) and time >= 0 else None
