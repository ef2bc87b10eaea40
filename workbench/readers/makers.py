"""The JSON of each maker of speech recognition that has a form of its own."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from workbench.readers.compose import Said
from workbench.readers.json_parts import as_label, as_text, as_time, at, first_time, names_by, objects

_OTTER_RATE = 16_000
_TICKS = 10_000_000
_STARTS = ("start", "startTime", "startOffset")
_ENDS = ("end", "endTime", "endOffset")


def _rev(data: Any) -> Iterator[Said]:
    """Monologues of elements, each a word or a sign."""
    names = names_by(at(data, "speakers"), "id", "name")
    for monologue in objects(at(data, "monologues")):
        elements = list(objects(monologue.get("elements")))
        words = "".join(as_text(element.get("value")) for element in elements)
        starts = [start for one in elements if (start := as_time(one.get("ts", one.get("timestamp")))) is not None]
        ends = [end for one in elements if (end := as_time(one.get("end_ts", one.get("end_timestamp")))) is not None]
        label = as_label(monologue.get("speaker"), names)
        yield Said(label, words, None, starts[0] if starts else None, ends[-1] if ends else None)


def _amazon(data: Any) -> Iterator[Said]:
    """Items, each a word or a sign; the speaker stands with them or in a list of labels by start time."""
    results = at(data, "results")
    labelled = {
        as_text(item.get("start_time")): as_text(item.get("speaker_label")) or as_text(segment.get("speaker_label"))
        for segment in objects(at(results, "speaker_labels", "segments"))
        for item in objects(segment.get("items"))
    }
    speaker: str | None = None
    heard: list[tuple[str | None, Mapping[str, Any]]] = []
    for item in objects(at(results, "items")):
        found = as_text(item.get("speaker_label")) or labelled.get(as_text(item.get("start_time")), "")
        found = found or as_text(item.get("channel_label"))
        speaker = (found or speaker) if item.get("type") != "punctuation" else speaker
        heard.append((speaker, item))
    for label, run in groupby(heard, key=lambda one: one[0]):
        items = [item for _, item in run]
        yield Said(label, _spaced(items), None, first_time(items, "start_time"), first_time(items[::-1], "end_time"))


def _spaced(items: Sequence[Mapping[str, Any]]) -> str:
    words = ""
    for item in items:
        best = next(objects(item.get("alternatives")), {})
        words += ("" if item.get("type") == "punctuation" else " ") + as_text(best.get("content"))
    return words


def _otter(data: Any) -> Iterator[Said]:
    """Transcripts with offsets in samples of 16 kHz."""
    speech = at(data, "speech") or data
    names = names_by(at(speech, "speakers"), "id", "speaker_name")
    for one in objects(at(speech, "transcripts")):
        if "start_offset" in one:
            start, end = as_time(one["start_offset"]), as_time(one.get("end_offset"))
            named = one.get("speaker_id")
            label = as_label(one.get("speaker_model_label") if named is None else named, names)
            times = [None if time is None else round(time / _OTTER_RATE, 3) for time in (start, end)]
            yield Said(label, as_text(one.get("transcript")), None, times[0], times[1])


def _assembly(data: Any) -> Iterator[Said]:
    """Utterances at the root, or else words, with whole milliseconds."""
    utterances, words = list(objects(at(data, "utterances"))), list(objects(at(data, "words")))
    if utterances and all(isinstance(one.get("start"), int) for one in utterances):
        for one in utterances:
            times = [_part(one.get(key), 1000) for key in ("start", "end")]
            yield Said(as_label(one.get("speaker"), {}), as_text(one.get("text")), None, times[0], times[1])
    elif words and not utterances and all(isinstance(one.get("start"), int) and "text" in one for one in words):
        for said in _in_runs(words, "text", "speaker"):
            yield replace(said, start_time=_part(said.start_time, 1000), end_time=_part(said.end_time, 1000))


def _trint(data: Any) -> Iterator[Said]:
    """Words with a time and a length in milliseconds; each has the number of its speaker, or speakers have times."""
    whole = data if at(data, "words") else at(data, "transcript")
    words = [one for one in objects(at(whole, "words")) if "duration" in one and "time" in one]
    speakers = list(objects(at(whole, "speakers")))
    numbered = {str(number): one for number, one in enumerate(speakers)}
    said = [
        {
            "text": as_text(one.get("value", one.get("name"))),
            "start": _part(one.get("time"), 1000),
            "end": _after(_part(one.get("time"), 1000), _part(one.get("duration"), 1000)),
            "speaker": as_text(at(numbered.get(as_text(one.get("speaker"))), "name")) or None,
        }
        for one in words
    ]
    timed = [{**one, "start": _part(one.get("time"), 1000)} for one in speakers if "time" in one]
    yield from _in_runs(_spoken_by(said, timed, "name"), "text", "speaker")


def _hyperaudio(data: Any) -> Iterator[Said]:
    """Words with times in seconds, and apart from them paragraphs with times and speakers."""
    words, paragraphs = list(objects(at(data, "words"))), list(objects(at(data, "paragraphs")))
    if any("speaker" in one for one in paragraphs) and all("text" in one and "start" in one for one in words):
        yield from _in_runs(_spoken_by(words, paragraphs, "speaker"), "text", "speaker")


def _spoken_by(
    words: Sequence[Mapping[str, Any]], stretches: Sequence[Mapping[str, Any]], name: str
) -> list[Mapping[str, Any]]:
    """The words with the speaker of the last stretch that began before them."""
    timed = ((as_time(one.get("start")), as_text(one.get(name))) for one in stretches)
    begun = sorted((start, speaker) for start, speaker in timed if start is not None)
    starts = [start for start, _ in begun]
    if not begun:
        return list(words)
    places = (max(0, bisect_right(starts, as_time(one.get("start")) or 0.0) - 1) for one in words)
    return [{**one, "speaker": begun[place][1]} for one, place in zip(words, places, strict=True)]


def _speechmatics(data: Any) -> Iterator[Said]:
    """Results, each a word or a sign whose first alternative names the speaker."""
    results = list(objects(at(data, "results")))
    heard = [(next(objects(one.get("alternatives")), {}), one) for one in results if "type" in one]
    for label, run in groupby(heard, key=lambda one: as_text(one[0].get("speaker"))):
        items = list(run)
        words = "".join(
            ("" if item.get("type") == "punctuation" else " ") + as_text(best.get("content")) for best, item in items
        )
        said = [item for _, item in items]
        name = None if label in {"", "UU"} else as_label(label, {})
        yield Said(name, words, None, first_time(said, "start_time"), first_time(said[::-1], "end_time"))


def _azure(data: Any) -> Iterator[Said]:
    """Phrases with the best of several texts, and times in ticks of 100 ns; the channels of a recording by time."""
    phrases = list(objects(at(data, "recognizedPhrases")))
    several = len({as_text(one.get("channel")) for one in phrases}) > 1
    for one in sorted(phrases, key=lambda one: _part(one.get("offsetInTicks"), _TICKS) or 0.0):
        best = next(objects(one.get("nBest")), {})
        start, length = _part(one.get("offsetInTicks"), _TICKS), _part(one.get("durationInTicks"), _TICKS)
        label = as_label(one.get("speaker"), {}) or (_channel(one.get("channel")) if several else None)
        yield Said(label, as_text(best.get("display")), None, start, _after(start, length))


def _azure_phrases(data: Any) -> Iterator[Said]:
    """Phrases with offsets in milliseconds, as of the faster service."""
    for one in objects(at(data, "phrases")):
        start, length = _part(one.get("offsetMilliseconds"), 1000), _part(one.get("durationMilliseconds"), 1000)
        yield Said(as_label(one.get("speaker"), {}), as_text(one.get("text")), None, start, _after(start, length))


def _google(data: Any) -> Iterator[Said]:
    """Results with alternatives; where words carry a speaker's tag, the last result may hold all of them again."""
    best = [next(objects(one.get("alternatives")), {}) for one in objects(at(data, "results"))]
    tagged = [word for word in objects(best[-1].get("words")) if "speakerTag" in word] if best else []
    tagged = tagged or [word for one in best for word in objects(one.get("words")) if "speakerLabel" in word]
    if tagged:
        yield from _in_runs(tagged, "word", "speakerTag" if "speakerTag" in tagged[0] else "speakerLabel")
        return
    for one in best:
        times = _in_words(None, list(objects(one.get("words"))), "word")
        yield Said(None, as_text(one.get("transcript")), None, times.start_time, times.end_time)


def _watson(data: Any) -> Iterator[Said]:
    """Words as [word, from, to], whose speakers stand in a list of their own."""
    speakers = {as_time(one.get("from")): one.get("speaker") for one in objects(at(data, "speaker_labels"))}
    best = [next(objects(one.get("alternatives")), {}) for one in objects(at(data, "results"))]
    heard = [word for one in best for word in one.get("timestamps") or () if isinstance(word, list) and len(word) > 2]
    words = [
        {"word": word[0], "start": word[1], "end": word[2], "speaker": speakers.get(as_time(word[1]))} for word in heard
    ]
    if speakers:
        yield from _in_runs(words, "word", "speaker")


def _deepgram(data: Any) -> Iterator[Said]:
    """Paragraphs of sentences, or else words, of each channel, where the utterances were not asked for."""
    results = at(data, "results")
    channels = list(objects(at(results, "channels")))
    if at(results, "utterances"):
        return
    said: list[Said] = []
    for number, channel in enumerate(channels):
        best = next(objects(channel.get("alternatives")), {})
        spoken = list(_deepgram_paragraphs(best)) or list(_deepgram_words(best))
        several = _channel(number) if len(channels) > 1 else None
        said += [replace(one, speaker=one.speaker or several) for one in spoken]
    yield from sorted(said, key=lambda one: one.start_time or 0.0) if len(channels) > 1 else said


def _deepgram_paragraphs(best: Mapping[str, Any]) -> Iterator[Said]:
    for one in objects(at(best, "paragraphs", "paragraphs")):
        words = " ".join(as_text(sentence.get("text")) for sentence in objects(one.get("sentences")))
        yield Said(as_label(one.get("speaker"), {}), words, None, as_time(one.get("start")), as_time(one.get("end")))


def _deepgram_words(best: Mapping[str, Any]) -> Iterator[Said]:
    words = list(objects(best.get("words")))
    return _in_runs(words, "punctuated_word" if any("punctuated_word" in one for one in words) else "word", "speaker")


def _whisper_cpp(data: Any) -> Iterator[Said]:
    """Segments with offsets in milliseconds."""
    for one in objects(at(data, "transcription")):
        start, end = (_part(at(one, "offsets", key), 1000) for key in ("from", "to"))
        yield Said(as_label(one.get("speaker"), {}), as_text(one.get("text")), None, start, end)


def _whisperx(data: Any) -> Iterator[Said]:
    """Segments whose words, rather than they themselves, name the speakers."""
    segments = list(objects(at(data, "segments")))
    if any("speaker" in one for one in segments):
        return
    words = [word for one in segments for word in objects(one.get("words"))]
    if not any("speaker" in word for word in words):
        return
    yield from _in_runs(words, "word", "speaker")


def _triples(data: Any) -> Iterator[Said]:
    """Lists of a start, an end and words, as scripts around Whisper print its segments."""
    for one in data if isinstance(data, list) else ():
        if isinstance(one, list) and len(one) > 2 and isinstance(one[2], str):
            start, end = as_time(one[0]), as_time(one[1])
            if start is None or end is None:
                return
            yield Said(None, one[2], None, start, end)


def _with_words(data: Any) -> Iterator[Said]:
    """Turns that hold nothing but their speaker and their words, as of HappyScribe."""
    for one in objects(data):
        words = [
            {**word, "start": word.get("data_start"), "end": word.get("data_end")} for word in objects(one.get("words"))
        ]
        if "speaker" in one and "text" not in one and words:
            yield _in_words(as_label(one["speaker"], {}), words, "text")


def _youtube(data: Any) -> Iterator[Said]:
    """Events with segments of words; those that only add a line's end hold none."""
    for one in objects(at(data, "events")):
        start, length = _part(one.get("tStartMs"), 1000), _part(one.get("dDurationMs"), 1000)
        words = "".join(as_text(part.get("utf8")) for part in objects(one.get("segs")))
        yield Said(None, words, None, start, _after(start, length))


def _in_runs(words: Sequence[Mapping[str, Any]], key: str, speaker: str) -> Iterator[Said]:
    """Words one after the other, parted where their speaker changes; one that names none is the one's before."""
    named: list[tuple[Any, Mapping[str, Any]]] = []
    for word in words:
        named.append((word.get(speaker) if word.get(speaker) is not None or not named else named[-1][0], word))
    for label, run in groupby(named, key=lambda one: one[0]):
        yield _in_words(as_label(label, {}), [word for _, word in run], key)


def _channel(number: Any) -> str:
    return f"Channel {as_text(number)}"


def _after(start: float | None, length: float | None) -> float | None:
    return None if start is None or length is None else round(start + length, 3)


def _in_words(speaker: str | None, words: Sequence[Mapping[str, Any]], key: str) -> Said:
    start = next((time for name in _STARTS if (time := first_time(words, name)) is not None), None)
    end = next((time for name in _ENDS if (time := first_time(words[::-1], name)) is not None), None)
    return Said(speaker, " ".join(as_text(word.get(key)) for word in words), None, start, end)


def _part(value: Any, parts: int) -> float | None:
    """Seconds from a count of their parts."""
    time = as_time(value)
    return None if time is None else round(time / parts, 3)


MAKERS: dict[str, Callable[[Any], Iterator[Said]]] = {
    "a transcript of Rev": _rev,
    "a transcript of Amazon": _amazon,
    "a transcript of Otter": _otter,
    "a transcript of Azure": _azure,
    "phrases of Azure": _azure_phrases,
    "a transcript of Speechmatics": _speechmatics,
    "a transcript of Deepgram": _deepgram,
    "a transcript of Watson": _watson,
    "a transcript of Google": _google,
    "a transcript of whisper.cpp": _whisper_cpp,
    "a transcript of WhisperX": _whisperx,
    "captions of YouTube": _youtube,
    "utterances or words with milliseconds": _assembly,
    "turns with their words": _with_words,
    "lists of start, end and words": _triples,
    "a transcript of Trint": _trint,
    "a transcript of Hyperaudio": _hyperaudio,
}
"""The first that finds words reads the file."""
