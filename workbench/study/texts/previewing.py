"""How would a file be read, and what does a person make of it before it is kept?

A preview changes nothing. What is chosen on it (names, roles, participants) goes into the import, so that the
transcript comes into the study as one act and as it was seen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from workbench.analysis.realign import Alignment, Edit
from workbench.model import ROLES, NotAChoice, NotFound, Reading, Role, Turn
from workbench.readers.roles import initials
from workbench.study.base import clean_name
from workbench.study.people import linked_names, whose_unlabelled
from workbench.study.texts.talk import relabelling

SHOWN = 12
"""Turns that a preview shows."""
FIRST_WORDS = 90
"""Characters that a preview shows of what somebody says first."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as read: how often and how much they say, as whom they would be kept, and their first words."""

    label: str
    turns: int
    words: int
    role: Role
    participant: str | None
    says: str


@dataclass(frozen=True, slots=True)
class Preview:
    """How one file would be read. `error` is None where it can be; `beginning` are the first turns, as (speaker,
    words, seconds or None); `columns` are the headings of a table of which nobody can tell which is which.
    `taken` says why it would not be imported, the study having it already. `unlabelled` turns are nobody's by name, the
    first of which `unlabelled_says`; they belong to `unlabelled_participant`. `namesakes` are initials with the name
    whose initials they could be. `reading` is the file as it was read, without what was chosen, so that it need not be
    read again.
    """

    file: str
    transcript: str = ""
    turns: int = 0
    words: int = 0
    voices: tuple[Voice, ...] = ()
    beginning: tuple[tuple[str | None, str, float | None], ...] = ()
    warnings: tuple[str, ...] = ()
    new_participants: tuple[str, ...] = ()
    error: str | None = None
    columns: tuple[str, ...] = ()
    taken: str = ""
    unlabelled: int = 0
    unlabelled_says: str = ""
    unlabelled_participant: str | None = None
    namesakes: Mapping[str, str] = field(default_factory=dict)
    reading: Reading | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Choices:
    """What a person chose on a preview, each by the label as it was read.

    `names` are other labels (two that become the same are one speaker); `roles` and `participants` hold for the labels
    named in them, whatever was guessed. The words of nobody in particular go to `participants[None]`.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    participants: Mapping[str | None, str] = field(default_factory=dict)

    def reading(self, reading: Reading) -> Reading:
        """The reading with these names and roles; labels that stand before turns in the text change with them."""
        for label in (*self.names, *self.roles, *(one for one in self.participants if one is not None)):
            if label not in reading.roles:
                raise NotFound("speaker in this file", label, list(reading.roles))
        unknown = next((role for role in self.roles.values() if role not in ROLES), None)
        if unknown is not None:
            raise NotAChoice(f"'{unknown}' is no role.", ROLES)
        called = {label: clean_name("speaker", self.names.get(label, label)) for label in reading.roles}
        roles: dict[str, Role] = {}
        # Where several become one, the role that somebody chose counts before one that was guessed.
        for label in sorted(reading.roles, key=lambda one: one in self.roles):
            roles[called[label]] = self.roles.get(label, roles.get(called[label], reading.roles[label]))
        ordered = {called[label]: roles[called[label]] for label in reading.roles}
        return replace(_relabelled(reading, called), roles=ordered)

    def linked(self, guessed: Mapping[str | None, str]) -> dict[str | None, str]:
        """The participant of each label, chosen ones before guessed ones; labels as they are called now."""
        chosen = {
            self.names.get(label, label) if label is not None else None: name
            for label, name in self.participants.items()
        }
        return {**guessed, **{label: clean_name("participant", name) for label, name in chosen.items() if name}}


NO_CHOICES = Choices()


def previewed(
    file: str, transcript: str, reading: Reading, known: Iterable[str], choices: Choices, *, taken: str = ""
) -> Preview:
    """The preview of a reading, with what was chosen so far; `known` are the study's participants."""
    chosen, known = choices.reading(reading), list(known)
    linked = choices.linked(linked_names(known, transcript, chosen.roles, unlabelled=chosen.unlabelled > 0))
    said: dict[str, list[str]] = {label: [] for label in chosen.roles}
    for turn in chosen.turns:
        if turn.speaker is not None:
            said[turn.speaker].append(chosen.text[turn.start : turn.end])
    voices = tuple(
        Voice(
            label,
            len(words),
            sum(len(one.split()) for one in words),
            chosen.roles[label],
            linked.get(label) if chosen.roles[label] != "interviewer" else None,
            words[0][:FIRST_WORDS] if words else "",
        )
        for label, words in said.items()
    )
    nobodys = [chosen.text[turn.start : turn.end] for turn in chosen.turns if turn.speaker is None]
    fresh = [name for name in dict.fromkeys(linked.values()) if name not in known]
    return Preview(
        file,
        transcript,
        len(chosen.turns),
        chosen.words,
        voices,
        tuple(_beginning(chosen, chosen.turns[:SHOWN])),
        tuple(str(problem) for problem in chosen.problems),
        tuple(fresh),
        taken=taken,
        unlabelled=len(nobodys),
        unlabelled_says=nobodys[0][:FIRST_WORDS] if nobodys else "",
        unlabelled_participant=whose_unlabelled(linked),
        namesakes=namesakes(chosen.roles),
        reading=reading,
    )


def namesakes(labels: Iterable[str]) -> dict[str, str]:
    """Labels that are the initials of one other label, each with that one: oral histories name people once in full.

    >>> namesakes(["Rae Armantrout", "DB", "RA"])
    {'RA': 'Rae Armantrout'}
    """
    names = list(labels)
    found = {}
    for label in names:
        full = [name for name in names if len(label) > 1 and initials(name) == label.casefold().replace(".", "")]
        if len(full) == 1 and full[0] != label:
            found[label] = full[0]
    return found


def _beginning(reading: Reading, turns: Sequence[Turn]) -> list[tuple[str | None, str, float | None]]:
    return [(turn.speaker, reading.text[turn.start : turn.end], turn.start_time) for turn in turns]


def _relabelled(reading: Reading, called: Mapping[str, str]) -> Reading:
    """The reading with its labels written anew: in the turns, and in the text where they stand before these."""
    if all(label == new for label, new in called.items()):
        return reading
    edits, at = list[Edit](), 0
    for turn in reading.turns:
        new = called.get(turn.speaker or "", turn.speaker or "")
        edits += relabelling(reading.text, at, turn.start, turn.end, turn.speaker, new)
        at = turn.end
    alignment = Alignment(reading.text, tuple(edits))
    turns = []
    for turn in reading.turns:
        start, end = alignment.follow(turn.start, turn.end) or (turn.start, turn.end)
        speaker = called[turn.speaker] if turn.speaker is not None else None
        turns.append(turn._replace(speaker=speaker, start=start, end=end))
    return replace(reading, text=alignment.new, turns=tuple(turns))
