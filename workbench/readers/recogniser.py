""".json: what speech recognisers write, found by the names of their keys."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workbench.model import Problem, Reading
from workbench.readers.compose import Said, compose
from workbench.readers.encoding import decode
from workbench.readers.json_parts import as_label, as_text, as_time, at, first_time, objects
from workbench.readers.makers import MAKERS
from workbench.readers.registry import Source, Unreadable, reader
from workbench.readers.rules import Rules
from workbench.readers.units import in_seconds
from workbench.readers.web import read_web

_WORDS = ("text", "body", "transcript", "content", "utterance", "sentence", "value", "display")
_SPEAKER = (
    "voice",
    "speaker",
    "speaker_name",
    "speakerName",
    "speakerDisplayName",
    "speakerDesignation",
    "speaker_label",
    "speakerLabel",
    "name",
    "displayName",
    "real_name",
    "username",
    "user_profile",
    "speaker_id",
    "speakerId",
    "participant",
    "author",
    "users",
    "user",
    "from",
    "role",
)
_AROUND = (*(key for key in _SPEAKER if key.startswith("speaker")), "participant")
"""Those that name who speaks in all that an object holds; its name may be the name of a file."""
_NAMES = ("name", "real_name", "displayName", "display_name", "username", "fullName")
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


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the data, by which keys it is reached, and who speaks in it if something around it says so."""

    data: Any
    path: tuple[str, ...] = ()
    speaker: str | None = None

    def parts(self) -> Iterator["_Part"]:
        if isinstance(self.data, dict):
            speaker = _speaker(self.data, _AROUND) or self.speaker
            inside = ((value, key, speaker) for key, value in self.data.items())
        elif isinstance(self.data, list):
            inside = ((value, "", self.speaker) for value in self.data)
        else:
            return
        for value, key, speaker in inside:
            if isinstance(value, dict | list):
                yield _Part(value, (*self.path, key), speaker)


def _any_list(data: Any) -> Iterator[Said]:
    """The shallowest lists of objects with words, the first by the order of keys and those reached as it is; single
    words of one such list are together."""
    level = [_Part(data)]
    for _ in range(_DEEPEST):
        path = next((one.path for one in level if isinstance(one.data, list) and any(_spoken(one))), None)
        if path is not None:
            several = sum(one.path == path for one in level) > 1
            for one in level:
                if one.path == path and (found := list(_spoken(one))):
                    yield from [_together(found)] if _are_words(found, few=0 if several else _FEW) else found
            return
        level = [inner for one in level for inner in one.parts()]


def _spoken(part: _Part) -> Iterator[Said]:
    items = part.data if isinstance(part.data, list) else ()
    return (replace(one, speaker=one.speaker or part.speaker) for one in _listed(items) if one.words.strip())


def _are_words(found: Sequence[Said], *, few: int) -> bool:
    single = sum(" " not in said.words.strip() for said in found)
    return len(found) > few and single >= _MOSTLY * len(found) and len({said.speaker for said in found}) == 1


def _together(found: Sequence[Said]) -> Said:
    words = " ".join(said.words.strip() for said in found)
    return replace(found[0], words=words, end_time=found[-1].end_time)


def _listed(items: Sequence[Any]) -> Iterator[Said]:
    for item in objects(items):
        words = next((item[key] for key in _WORDS if isinstance(item.get(key), str)), "")
        if isinstance(pieces := item.get("text"), list):  # of plain words and such as a link, as Telegram has them
            words = "".join(one if isinstance(one, str) else as_text(at(one, "text")) for one in pieces)
        start = next((item[key] for key in _START if item.get(key) is not None), None)
        end = next((item[key] for key in _END if item.get(key) is not None), None)
        if isinstance(start, list) and len(start) == 2:  # [start, end], as of Whisper in Transformers
            start, end = start
        times = as_time(start), as_time(end)
        if start is None and end is None:
            single = list(objects(item.get("words") or item.get("result")))
            times = first_time(single, "start"), first_time(single[::-1], "end")
        yield Said(_speaker(item), words, None, *times)


def _speaker(item: Mapping[str, Any], keys: Sequence[str] = _SPEAKER) -> str | None:
    """Who is named in an object: by a value, or by one inside it, as in {"speaker": {"name": "Ann"}}."""
    for key in keys:
        named = item.get(key)
        if isinstance(named, list):
            named = next(objects(named), None)
        if isinstance(named, dict):
            named = next((named[name] for name in _NAMES if isinstance(named.get(name), str | int)), None)
        if key == "from" and as_time(named) is not None:
            continue
        if isinstance(named, str | int) and (label := as_label(named, {})):
            return label
    return None


def _loaded(text: str) -> Any:
    """The JSON in a text; of one object a line, the list of them."""
    try:
        return json.loads(text)
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines):
            raise
        return [json.loads(line) for line in lines]
