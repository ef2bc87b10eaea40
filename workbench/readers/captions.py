""".vtt and .srt: cues with times, joined to turns.

Cues are parsed here: webvtt-py drops malformed blocks silently, pysubs2 glues what stands between cues to the one
before, and neither tells the line. The tests hold the result against both on well-formed files.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from workbench.model import Problem, Reading
from workbench.readers.compose import Said, compose, said
from workbench.readers.encoding import decode
from workbench.readers.pieces import Line, in_lines
from workbench.readers.registry import Source, Unreadable, reader
from workbench.readers.rules import Rules
from workbench.readers.script import script

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}")
_NAMED = re.compile(r"\s*(?:\d{1,7}\s+)?\"([^\"]{1,100})\"\s*(?:\(\d{0,20}\))?\s*$")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]([^>]{0,200})>")
_TAG = re.compile(r"</?[a-zA-Z0-9:.][^<>]{0,200}>|</?>|\{\\[^{}]{0,80}\}")
_KARAOKE = re.compile(r"<\d\d:\d\d")
_NO_CUES = ("NOTE", "STYLE", "REGION")
_ROLLING = 0.3


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption below the timing line `number`, tags still in its lines; times that cannot be read are None."""

    number: int
    start: float | None
    end: float | None
    lines: tuple[str, ...]


@dataclass(slots=True)
class _Cues:
    cues: list[Cue] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@reader(".vtt", ".srt")
def read_captions(source: Source, rules: Rules) -> Reading:
    """Turns from cues: neighbours of one speaker are joined, with the times of the first and the last.

    Speakers come from voice tags (`<v Ann>`) or the line before the times (`1 "Ann" (7)`), else from labels where a
    cue's line begins; a cue without one goes on with the speaker before, which is reported. Where nobody is named every
    cue is a turn. Captions that roll (YouTube: each cue repeats the line before) are unrolled. Words of malformed cues,
    and words that stray behind a cue, are kept and reported; a file without any cue raises WorkbenchError.
    """
    text, encoding, problems = decode(source, rules.encoding)
    parsed = _parse(text)
    if all(cue.start is None for cue in parsed.cues):
        raise Unreadable(source, "no cue with a time stands in it.", "A cue looks like 00:00:01.000 --> 00:00:04.000.")
    cues, rolled = _unrolled(parsed.cues)
    notes = [*problems, *parsed.problems, *rolled]
    format = "vtt" if text.startswith("WEBVTT") or source.suffix == ".vtt" else "srt"
    if not rules.no_speakers and rules.pattern is None and any("<v" in line for cue in cues for line in cue.lines):
        spoken, about = _by_voice(cues)
        notes += about
    else:
        source_text, lines = _as_lines(cues)
        pieces, about = script(lines, rules)
        spoken = said(pieces, source_text)
        notes += about
    reading = compose(spoken, rules, format, problems=notes, encoding=encoding)
    if not reading.turns:
        raise Unreadable(source, "its cues hold no words.", "Check that the captions were saved with their text.")
    return reading


def _parse(text: str) -> _Cues:
    """Cues by their timing lines. Words in a block without one belong to the cue before; it is reported."""
    parsed = _Cues()
    strays: list[int] = []
    faulty: list[int] = []
    for number, block in _blocks(text):
        timing = next((at for at, line in enumerate(block) if "-->" in line), None)
        if timing is None:
            if number > 1 and not block[0].startswith(_NO_CUES) and not all(line.strip().isdigit() for line in block):
                if not parsed.cues or any(map(str.strip, parsed.cues[-1].lines)):
                    strays.append(number)
                if parsed.cues:
                    parsed.cues[-1] = replace(parsed.cues[-1], lines=(*parsed.cues[-1].lines, *block))
            continue
        found = _TIMING.match(block[timing])
        start, end = (_seconds(*found.groups()[:4]), _seconds(*found.groups()[4:])) if found else (None, None)
        if start is None or end is None or end < start:
            faulty.append(number + timing)
            end = None
        parsed.cues.append(Cue(number + timing, start, end, tuple(_with_name(block, timing))))
    if strays:
        says = f"Words outside of cues were put to the cue before, where there is one: {in_lines(strays)}."
        parsed.problems.append(Problem(says, strays[0]))
    if faulty:
        says = f"Cues whose times cannot be right, so a time is missing: {in_lines(faulty)}."
        parsed.problems.append(Problem(says, faulty[0]))
    return parsed


def _with_name(block: Sequence[str], timing: int) -> list[str]:
    """The lines of a cue; a name in the line before its times, as of Webex, is a voice."""
    found = _NAMED.match(block[timing - 1]) if timing else None
    lines = list(block[timing + 1 :])
    return [f"<v {html.escape(found[1])}>{lines[0]}", *lines[1:]] if found and lines and "<v" not in lines[0] else lines


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines up to a blank one, or up to the next cue where the blank line is missing; with their first number."""
    block: list[str] = []
    begun = 1
    timed = False
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            if block:
                yield begun, block
            block, timed = [], False
            continue
        if "-->" in line and timed:
            ahead = [block.pop()] if block[-1].strip().isdigit() else []
            yield begun, block
            block, begun, timed = ahead, number - len(ahead), False
        if not block:
            begun = number
        timed = timed or "-->" in line
        block.append(line)
    if block:
        yield begun, block


def _seconds(hours: str | None, minutes: str, secs: str, fraction: str) -> float:
    return round(int(hours or 0) * 3600 + int(minutes) * 60 + int(secs) + float(f"0.{fraction}"), 3)


def _words(line: str) -> str:
    return html.unescape(_TAG.sub("", line)).strip()


def _by_voice(cues: Sequence[Cue]) -> tuple[list[Said], list[Problem]]:
    """What each voice says; a cue without any goes on with the voice before, unless that one was closed (`</v>`)."""
    spoken: list[Said] = []
    silent: list[int] = []
    open_voice: str | None = None
    for cue in cues:
        voices = list(_voices(cue))
        text = " ".join(cue.lines)
        if "<v" in text:
            open_voice = voices[-1].speaker if voices and "</v>" not in text.rpartition("<v")[2] else None
        elif open_voice and voices:
            voices = [replace(one, speaker=open_voice) for one in voices]
            silent.append(cue.number)
        spoken += voices
    if not silent:
        return spoken, []
    says = f"{len(silent)} cues without a voice taken as the speaker before going on: {in_lines(silent)}."
    return spoken, [Problem(says, silent[0])]


def _voices(cue: Cue) -> Iterator[Said]:
    """What each voice says in a cue; words before the first tag are nobody's, and a name said twice is said once."""
    text = " ".join(cue.lines)
    parts = _VOICE.split(text)
    names = [None, *(html.unescape(name).strip() or None for name in parts[1::2])]
    for name, words in zip(names, parts[0::2], strict=True):
        plain = _words(words)
        if name and plain.startswith(f"{name}:"):
            plain = plain[len(name) + 1 :].strip()
        if plain:
            yield Said(name, plain, cue.number, cue.start, cue.end)


def _as_lines(cues: Iterable[Cue]) -> tuple[str, list[Line]]:
    lines: list[Line] = []
    at = 0
    for cue in cues:
        opens = True
        for offset, line in enumerate(cue.lines, start=1):
            if words := _words(line):
                lines.append(Line(words, cue.number + offset, at, opens, start_time=cue.start, end_time=cue.end))
                at += len(words) + 1
                opens = False
    return "\n".join(line.text for line in lines), lines


def _unrolled(cues: Sequence[Cue]) -> tuple[list[Cue], list[Problem]]:
    """Without the lines that a cue repeats from the one before, where at least three in ten cues do so."""
    shown = [[words for line in cue.lines if (words := _words(line))] for cue in cues]
    repeats = [0, *(_repeated(before, here) for before, here in pairwise(shown))]
    rolling = sum(count > 0 for count in repeats)
    if len(cues) < 4 or rolling < _ROLLING * len(cues) or not any(map(_rolls, cues)):
        return list(cues), []
    kept = [replace(cue, lines=tuple(words[count:])) for cue, words, count in zip(cues, shown, repeats, strict=True)]
    says = f"{rolling} cues repeat the line before them (rolling captions); it was read once."
    return [cue for cue in kept if cue.lines], [Problem(says)]


def _repeated(before: Sequence[str], here: Sequence[str]) -> int:
    """How many lines at the beginning of a cue are those that ended the one before."""
    most = min(len(before), len(here))
    return next((count for count in range(most, 0, -1) if list(before[-count:]) == list(here[:count])), 0)


def _rolls(cue: Cue) -> bool:
    return len(cue.lines) > 1 or any(_KARAOKE.search(line) for line in cue.lines)
