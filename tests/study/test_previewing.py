"""What is seen of a file before it is kept, and what is chosen on it."""

import pytest

from workbench.readers import Rules
from workbench.study import Choices

TALK = b"""Ida: How did it begin?

Speaker 2: With a fence, honestly.

Spkr 2: And with seeds.

Ida: And then?

Speaker 2: Then came the rain.

Spkr 2: All night.
"""


def test_a_preview_shows_who_speaks_and_changes_nothing(study):
    before = study.store.dump()

    seen = study.transcripts.preview("P03.txt", TALK)

    assert (seen.transcript, seen.turns, seen.error) == ("P03", 6, None)
    assert [(voice.label, voice.turns, voice.words, voice.says) for voice in seen.voices] == [
        ("Ida", 2, 6, "How did it begin?"),
        ("Speaker 2", 2, 8, "With a fence, honestly."),
        ("Spkr 2", 2, 5, "And with seeds."),
    ]
    assert seen.beginning[1] == ("Speaker 2", "With a fence, honestly.", None)
    assert study.store.dump() == before


def test_what_was_chosen_is_kept_as_it_was_seen(study):
    choices = Choices(
        names={"Spkr 2": "Ben", "Speaker 2": "Ben"},
        roles={"Ida": "interviewer", "Speaker 2": "participant"},
        participants={"Speaker 2": "P01"},
    )
    seen = study.transcripts.preview("P03.txt", TALK, choices=choices)
    assert [(voice.label, voice.turns, voice.role, voice.participant) for voice in seen.voices] == [
        ("Ida", 2, "interviewer", None),
        ("Ben", 4, "participant", "P01"),
    ]
    assert seen.new_participants == ()

    changes = len(study.history)
    assert study.transcripts.import_bytes("P03.txt", TALK, choices=choices).error is None

    kept = study.transcripts["P03"]
    assert len(study.history) == changes + 1
    assert kept.text == TALK.decode().replace("Speaker 2", "Ben").replace("Spkr 2", "Ben")
    assert [(one.label, one.role, one.participant) for one in kept.speakers] == [
        ("Ida", "interviewer", None),
        ("Ben", "participant", "P01"),
    ]
    assert [kept.text[turn.start : turn.end] for turn in kept.turns][:2] == [
        "How did it begin?",
        "With a fence, honestly.",
    ]
    assert study.participants.transcripts()["P01"] == ["P01", "P03"]


def test_a_reading_is_done_again_with_another_rule(study):
    seen = study.transcripts.preview("P03.txt", TALK, rules=Rules(no_speakers=True))
    assert (seen.voices, seen.turns) == ((), 6)


@pytest.mark.parametrize(
    ("data", "choices", "says"),
    [
        (b"", Choices(), "the file is empty"),
        (TALK, Choices(names={"Nobody": "Ben"}), "No speaker in this file is called 'Nobody'"),
        (TALK, Choices(roles={"Ida": "boss"}), "'boss' is no role"),
        (TALK, Choices(names={"Ida": " "}), "A speaker needs a name"),
    ],
)
def test_what_cannot_be_read_or_kept_is_said(study, data, choices, says):
    assert says in study.transcripts.preview("P03.txt", data, choices=choices).error
    assert says in study.transcripts.import_bytes("P03.txt", data, choices=choices).error


def test_a_preview_says_whose_the_words_of_nobody_are(study):
    talk = b"A note before.\n\nI: And?\n\nR: Yes.\n\nI: Why?\n\nR: So.\n"
    seen = study.transcripts.preview("P09.txt", talk)
    assert (seen.unlabelled, seen.unlabelled_says, seen.unlabelled_participant) == (1, "A note before.", "P09")
    study.transcripts.import_bytes("P09.txt", talk)
    assert study.transcripts["P09"].default_participant == "P09"
