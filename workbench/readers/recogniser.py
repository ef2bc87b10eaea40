""".json: what speech recognisers write, found by the names of their keys."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from workbench.model import Problem, Reading
from workbench.readers.compose import Said, compose
from workbench.readers.encoding import decode
from workbench.readers.json_parts import as_label, as_time, at, objects
from workbench.readers.makers import MAKERS
from workbench.readers.registry import Source, Unreadable, reader
from workbench.readers.rows import in_seconds
from workbench.readers.rules import Rules
from workbench.readers.web import read_web

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
    "speakerDisplayName",
    "displayName",
    "username",
    "role",
)
_START = (
    "start",
    "startTime",
    "start_time",
    "begin",
    "start_ts",
    "ts",
    "timestamp",
    "offset",
    "startOffset",
    "from",
    "time",
)
_END = ("end", "endTime", "end_time", "stop", "end_ts", "endOffset", "to")
_DEEPEST = 6
_FEW, _MOSTLY = 20, 0.9
"""So many single words in a list, or so nearly all of them, are no turns."""


@reader(".json", ".otr")
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
    if (page := _page(data)) is not None:
        reading = read_web(Source(source.name, page.encode("utf-8", "replace")), rules)
        told = (*problems, Problem("Read as a transcript of oTranscribe."), *reading.problems)
        return replace(reading, format="json", encoding=encoding, problems=told)
    for kind, read_as in {**MAKERS, "segments with their words": _any_list}.items():
        spoken = [one for one in read_as(data) if one.words.strip()]
        if spoken:
            about = [*problems, Problem(f"Read as {kind}.")]
            if read_as is _any_list:
                spoken, guessed = in_seconds(spoken)
                about += guessed
            return compose(spoken, rules, "json", problems=about, encoding=encoding)
    raise Unreadable(
        source, "no list of segments with their words was found in it.", "Export it as .txt, .vtt or .srt instead."
    )


def _page(data: Any) -> str | None:
    """The page that oTranscribe keeps a transcript in; None where it is no file of it."""
    text = at(data, "text")
    return text if isinstance(text, str) and "media" in data and 'class="timestamp"' in text else None


def _any_list(data: Any, depth: int = 0) -> Iterator[Said]:
    """The shallowest list of objects with words, by the order of keys; single words of nobody together."""
    level = [data]
    for _ in range(_DEEPEST):
        for one in level:
            if isinstance(one, list) and (found := [said for said in _listed(one) if said.words.strip()]):
                yield from [_together(found)] if _are_words(found) else found
                return
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
            if isinstance(inner, dict | list)
        ]


def _are_words(found: Sequence[Said]) -> bool:
    single = sum(" " not in said.words.strip() for said in found)
    return len(found) > _FEW and single >= _MOSTLY * len(found) and all(said.speaker is None for said in found)


def _together(found: Sequence[Said]) -> Said:
    words = " ".join(said.words.strip() for said in found)
    return replace(found[0], words=words, end_time=found[-1].end_time)


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
