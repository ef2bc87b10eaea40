""".json: what speech recognisers write, found by the names of their keys."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from workbench.model import Problem, Reading
from workbench.readers.compose import Said, compose
from workbench.readers.encoding import decode
from workbench.readers.json_parts import as_label, as_time, objects
from workbench.readers.makers import MAKERS
from workbench.readers.registry import Source, Unreadable, reader
from workbench.readers.rules import Rules

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
_DEEPEST = 6


@reader(".json")
def read_recogniser(source: Source, rules: Rules) -> Reading:
    """Turns from the JSON of Whisper, WhisperX, Rev, Otter, Amazon, Google, Azure and others (`readers.makers`).

    Others are read if somewhere in them stands a list of objects with words under a usual key; a file with one object a
    line is such a list. Where nobody is named, every segment is a turn.
    """
    text, encoding, problems = decode(source, rules.encoding)
    try:
        data = _loaded(text)
    except (ValueError, RecursionError) as fault:
        raise Unreadable(source, f"it is not JSON ({str(fault)[:80]}).", "Export it again.") from fault
    for kind, read_as in {**MAKERS, "segments with their words": _any_list}.items():
        spoken = [one for one in read_as(data) if one.words.strip()]
        if spoken:
            return compose(spoken, rules, "json", problems=[*problems, Problem(f"Read as {kind}.")], encoding=encoding)
    raise Unreadable(
        source, "no list of segments with their words was found in it.", "Export it as .txt, .vtt or .srt instead."
    )


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


def _listed(items: Sequence[Any]) -> Iterator[Said]:
    for item in objects(items):
        words = next((item[key] for key in _WORDS if isinstance(item.get(key), str)), "")
        name = next((item[key] for key in _SPEAKER if isinstance(item.get(key), str | int)), None)
        start = next((item[key] for key in _START if item.get(key) is not None), None)
        end = next((item[key] for key in _END if item.get(key) is not None), None)
        if isinstance(start, list) and len(start) == 2:  # [start, end], as of Whisper in Transformers
            start, end = start
        yield Said(as_label(name, {}), words, None, as_time(start), as_time(end))


def _loaded(text: str) -> Any:
    """The JSON in a text; of one object a line, the list of them."""
    try:
        return json.loads(text)
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines):
            raise
        return [json.loads(line) for line in lines]
