"""What a study knows of the items of COREQ: sentences with numbers, from the study alone."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from workbench.exports.saturation import found
from workbench.model import FAMILIES, Participant, Transcript, counted

if TYPE_CHECKING:
    from workbench.study.study import Study

FEW = 6
"""An attribute with more values than this is not spelt out."""


def answers(study: "Study") -> dict[int, str]:
    """Sentences by the number of the item; an item that the study knows nothing of is not there."""
    given = [*_team(study), *_design(study), *_analysis(study)]
    return {number: " ".join(text.split()) for number, text in given if text}


def _team(study: "Study") -> Iterator[tuple[int, str]]:
    labels = Counter(
        one.label for transcript in study.transcripts for one in transcript.speakers if one.role == "interviewer"
    )
    if labels:
        who = ", ".join(f"{label} ({counted(count, 'transcript')})" for label, count in labels.most_common(FEW))
        yield 1, f"Interviewers as the transcripts label them: {who}."
    reflexive = [memo for memo in study.memos if memo.kind == "reflexive" and memo.on != "coding"]
    if reflexive:
        writers = ", ".join(sorted({memo.coder for memo in reflexive}))
        yield 8, f"{counted(len(reflexive), 'reflexive memo')} kept in the study, by {writers}."


def _design(study: "Study") -> Iterator[tuple[int, str]]:
    about, transcripts, people = study.about(), list(study.transcripts), list(study.participants)
    yield 9, FAMILIES[study.settings.family] if study.settings.has_family else ""
    if about.participants:
        yield 12, f"{counted(about.participants, 'participant')} in {counted(about.transcripts, 'transcript')}."
    withdrawn = len(study.history.of(act="withdraw participant"))
    if withdrawn:
        yield (
            13,
            f"{counted(withdrawn, 'participant')} withdrew later; their words were erased. Refusals are not known.",
        )
    yield 16, described(people)
    if transcripts:
        again = [person.name for person in people if sum(person.name in one.participants for one in transcripts) > 1]
        yield 18, f"Interviewed more than once: {', '.join(again)}." if again else "Nobody was interviewed twice."
        timed = sum(one.duration is not None for one in transcripts)
        yield 19, f"{timed} of {counted(len(transcripts), 'transcript')} carry times of a recording." if timed else ""
        yield 21, lengths(transcripts)
    if len(study.codings):
        yield 22, found(study.saturation())


def _analysis(study: "Study") -> Iterator[tuple[int, str]]:
    coders = sorted({one.coder for one in study.codings if one.is_own})
    if coders:
        yield 24, f"{counted(len(coders), 'coder')}: {', '.join(coders)}."
    codes = list(study.codebook)
    if codes:
        top = sum(code.parent is None for code in codes)
        yield 25, f"{counted(len(codes), 'code')}, {top} of them at the top of the tree; see the codebook."
        origins = Counter("theory" if code.origin == "theory" else "the data" for code in codes)
        derived = f"Codes from {', '.join(f'{name}: {count}' for name, count in origins.items())}."
        themes = Counter("made by hand" if one.origin == "by hand" else f"from a {one.origin}" for one in study.themes)
        suggested = sum(count for name, count in themes.items() if name != "made by hand")
        if themes:
            derived += (
                f" {counted(len(study.themes), 'theme')}, {suggested} of them begun from a suggestion and decided on "
            )
            derived += "by a person."
        yield 26, derived
    yield 27, f"{study.about().software}."
    quoted = {quote.participant for theme in study.themes for quote in theme.quotes if quote.participant}
    if quoted:
        yield 29, f"Quotes with the participant’s name in the study; {len(quoted)} participants can be quoted."
    mains = [one.name for one in study.themes if one.parent is None]
    against = sum(len(one.counter) for one in study.themes)
    if mains:
        against_them = f"{counted(against, 'passage')} marked as speaking against a theme."
        yield 30, f"Every theme is counted from its codings; {against_them}"
        yield 31, f"{counted(len(mains), 'theme')}: {'; '.join(mains)}."
        minor = [one.name for one in study.themes if one.parent is not None]
        yield 32, (f"{counted(len(minor), 'sub-theme')}: {'; '.join(minor)}. " if minor else "") + against_them


def described(people: Sequence[Participant]) -> str:
    """The attributes with few values, counted: phase: 1 (11), 2 (8); region: …"""
    names = list(dict.fromkeys(name for person in people for name in person.attributes))
    parts = []
    for name in names:
        values = Counter(str(value) for one in people if (value := one.attributes.get(name)) not in (None, ""))
        if 1 < len(values) <= FEW:
            counts = ", ".join(f"{value} ({count})" for value, count in sorted(values.items()))
            parts.append(f"{name.replace('_', ' ')}: {counts}")
    return "; ".join(parts) + "." if parts else ""


def lengths(transcripts: Sequence[Transcript]) -> str:
    """How long the interviews are: minutes where they have times, words for all."""
    said = f"{_range([one.words for one in transcripts], 'words')}."
    minutes = [one.duration / 60 for one in transcripts if one.duration]
    if not minutes:
        return said
    known = "" if len(minutes) == len(transcripts) else f", of the {len(minutes)} with times"
    return f"{_range(minutes, 'minutes', known)}; {said}"


def _range(values: Sequence[float], noun: str, known: str = "") -> str:
    """From the smallest to the largest, with the mean; of one value, or of values all alike, that alone.

    >>> _range([41.2, 70.0], "minutes"), _range([70.2], "minutes", ", of the 1 with times")
    ('41–70 minutes (mean 56)', '70 minutes (of the 1 with times)')
    """
    least, most = f"{min(values):,.0f}", f"{max(values):,.0f}"
    if least == most:
        return f"{least} {noun}" + (f" ({known[2:]})" if known else "")
    return f"{least}–{most} {noun} (mean {sum(values) / len(values):,.0f}{known})"
