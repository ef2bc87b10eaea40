"""How does a theme stand: for, against, silent; beside it; its biography, its memos, and what a reader would ask?"""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from workbench.analysis.neighbours import beside
from workbench.model import Participant, Quote, Side, Standing, Theme
from workbench.study.texts.talk import speaker_at

if TYPE_CHECKING:
    from workbench.study.study import Study

MOST_BESIDE = 200
NOT_GIVEN = "not given"


def standing(study: "Study", name: str) -> Standing:
    """See `Themes.standing`."""
    theme = study.themes[name]
    people = list(study.participants)
    names = [one.name for one in people]
    for_it = {one for one in theme.participants if one}
    against = {one.participant for one in theme.counter if one.participant}
    silent = [one for one in names if one not in for_it and one not in against]
    return Standing(
        theme,
        tuple(one for one in names if one in for_it),
        tuple(one for one in names if one in against),
        tuple(silent),
        _by_attribute(people, for_it, against),
        tuple(_beside(study, theme, silent)),
        tuple(study.history.of(theme=theme.name)),
        tuple(one for one in study.memos if one.on == "theme" and one.target == theme.name),
        tuple(_warnings(study, theme, names)),
    )


def own_codes(study: "Study", theme: Theme) -> set[str]:
    """The codes of a theme and of all themes below it."""
    below, found = {theme.name}, set[str]()
    for one in study.themes:  # parents come first
        if one.name in below or one.parent in below:
            below.add(one.name)
            found |= {code.name for code in one.codes}
    return found


def _by_attribute(
    people: Sequence[Participant], for_it: Collection[str], against: Collection[str]
) -> dict[str, tuple[Side, ...]]:
    attributes = dict.fromkeys(name for one in people for name in one.attributes)
    found = {}
    for attribute in attributes:
        sides: dict[str, tuple[list[str], list[str], list[str]]] = {}
        for one in people:
            value = one.attributes.get(attribute)
            said, denied, quiet = sides.setdefault(NOT_GIVEN if value in (None, "") else str(value), ([], [], []))
            if one.name in for_it:
                said.append(one.name)
            if one.name in against:
                denied.append(one.name)
            if one.name not in for_it and one.name not in against:
                quiet.append(one.name)
        if len(sides) == len(people) > 2:
            continue  # a value for each person puts nobody together
        found[attribute] = tuple(
            Side(value, *(tuple(side) for side in sides[value]))
            for value in sorted(sides, key=lambda value: (value == NOT_GIVEN, value))
        )
    return found


def _beside(study: "Study", theme: Theme, silent: Collection[str]) -> list[Quote]:
    coded = [(one.transcript, one.start, one.end, one.code) for one in study.themes.evidence()]
    found = beside(coded, own_codes(study, theme))
    transcripts = {one.name: one for one in study.transcripts}
    marked = {(one.transcript, one.start, one.end) for one in theme.counter}
    quotes = []
    for one in found:
        text = transcripts[one.transcript].text[one.start : one.end]
        speaker, participant = speaker_at(transcripts[one.transcript], one.start, one.end)
        if (one.transcript, one.start, one.end) not in marked:
            quotes.append(Quote(text, one.transcript, one.start, one.end, speaker, participant, ", ".join(one.codes)))
    return sorted(quotes, key=lambda one: one.participant not in silent)[:MOST_BESIDE]


def _warnings(study: "Study", theme: Theme, names: Sequence[str]) -> list[str]:
    codes = own_codes(study, theme)
    voices = Counter(one.participant or one.transcript for one in study.themes.evidence() if one.code in codes)
    total = sum(voices.values())
    found = []
    if not total:
        return ["Nothing is coded for it yet."]
    loudest, count = min(voices.items(), key=lambda one: (-one[1], one[0]))
    if len(voices) == 1 and len(names) > 1:
        found.append(f"Only {loudest} speaks to it: one voice carries this theme.")
    elif 2 * count > total and len(names) > 2:
        found.append(f"{loudest} gives {count} of its {total} passages: one voice carries most of it.")
    if not theme.counter:
        found.append("No passage is marked against it. Look at those beside it before you conclude that none is.")
    return found
