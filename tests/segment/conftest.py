"""Transcripts for the tests of segments, written as one would write them down."""

from collections.abc import Callable

import pytest

from workbench.model import Role, Speaker, Transcript, Turn


@pytest.fixture
def transcript() -> Callable[..., Transcript]:
    """A transcript from lines `label: words`; a line without a label is nobody's, `interviewer` is who asks."""

    def written(*lines: str, interviewer: str = "I", default: str | None = None) -> Transcript:
        text, turns = "", []
        for line in lines:
            label, colon, words = line.partition(": ")
            start = len(text) + (len(label) + 2 if colon else 0)
            turns.append(Turn(label if colon else None, start, start + len(words if colon else line)))
            text += line + "\n\n"
        labels = dict.fromkeys(turn.speaker for turn in turns if turn.speaker)
        roles: dict[str, Role] = {label: "interviewer" if label == interviewer else "participant" for label in labels}
        speakers = tuple(Speaker(label, roles[label], f"p-{label}") for label in labels)
        return Transcript("P1", text.rstrip("\n"), tuple(turns), speakers, default_participant=default)

    return written
