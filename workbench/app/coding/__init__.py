"""The coding view: one browser component, and the acts that it sends."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workbench.model import Coding, Transcript, WorkbenchError
from workbench.study import Study

FOLDER = Path(__file__).parent
KEPT_ANSWERS = 500
"""Answers that a session remembers; the browser drops an act from its outbox as soon as it has seen its answer."""


def mount(data: dict[str, Any], *, key: str, on_acts: Any) -> None:
    """Draw the view. Its module is handed over as text, which works for a wheel and for a checkout alike."""
    import streamlit as st

    view = st.components.v2.component(
        "coding_view",
        js=(FOLDER / "view.js").read_text(encoding="utf-8"),
        css=(FOLDER / "view.css").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
    view(key=key, data=data, on_acts_change=on_acts)


def data_for(
    study: Study, transcript: Transcript, codings: Sequence[Coding], *, answers: Sequence[dict[str, Any]], place: Any
) -> dict[str, Any]:
    """What the browser draws: turns with their words, the codings to be shown, the codes to choose from."""
    return {
        "transcript": transcript.name,
        "coder": study.coder,
        "turns": [
            {
                "speaker": turn.speaker,
                "role": transcript.role_of(turn.speaker),
                "time": clock(turn.start_time),
                "start": turn.start,
                "text": transcript.text[turn.start : turn.end],
            }
            for turn in transcript.turns
        ],
        "codings": [
            {"id": c.id, "code": c.code, "coder": c.coder, "start": c.start, "end": c.end, "layer": c.layer}
            for c in codings
        ],
        "codes": [
            {"name": code.name, "parent": code.parent, "colour": code.colour, "description": code.description}
            for code in study.codebook
        ],
        "answers": list(answers),
        "place": place,
    }


def clock(seconds: float | None) -> str:
    """Hours, minutes and seconds as they stand beside a turn; empty where the time is not known.

    >>> clock(3725.4), clock(None)
    ('1:02:05', '')
    """
    if seconds is None:
        return ""
    whole = int(seconds)
    return f"{whole // 3600}:{whole % 3600 // 60:02}:{whole % 60:02}"


def carry_out(study: Study, acts: Sequence[Any], answers: list[dict[str, Any]]) -> None:
    """Do each act that was not answered yet, one by one, and add its answer: saved, or refused with the reason.

    Nothing from the browser is trusted: offsets are checked against the stored text, and one bad act stops no other.
    """
    known = {answer["id"] for answer in answers}
    for act in acts:
        if not isinstance(act, dict) or not isinstance(act.get("id"), str) or act["id"] in known:
            continue
        try:
            _do(study, act)
            answers.append({"id": act["id"]})
        except WorkbenchError as error:
            answers.append({"id": act["id"], "refused": str(error)})
    del answers[:-KEPT_ANSWERS]


def _do(study: Study, act: dict[str, Any]) -> None:
    match act:
        case {"do": "add", "transcript": str(name), "start": int(start), "end": int(end), "code": str(code)}:
            study.codings.add(name, start, end, code, new_code=bool(act.get("fresh")))
        case {"do": "remove", "coding": str(key)}:
            study.codings.remove(key)
        case _:
            raise WorkbenchError("The page sent something that this version does not understand. Reload the page.")
