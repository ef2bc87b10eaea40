"""What the browser asks for: each act is checked, done once, and answered."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from workbench.model import WorkbenchError
from workbench.study import Study

KEPT = 5000
"""Answers that a session remembers; the browser drops an act from its outbox as soon as it has seen its answer."""


@dataclass
class Ledger:
    """The acts that were answered in this session: None where done, else the reason of the refusal.

    `made` holds the coding that came of an act, so that a later act can speak of it before its own name is known.
    """

    answers: dict[str, str | None] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)

    def answer(self, act: str, refused: str | None) -> None:
        self.answers[act] = refused
        while len(self.answers) > KEPT:
            oldest = next(iter(self.answers))
            del self.answers[oldest]
            self.made.pop(oldest, None)

    def to(self, acts: Sequence[Any]) -> list[dict[str, str]]:
        """The answers to these acts, as the browser reads them."""
        found = [act["id"] for act in _well_formed(acts) if act["id"] in self.answers]
        return [
            {"id": act} if (refused := self.answers[act]) is None else {"id": act, "refused": refused} for act in found
        ]


def carry_out(study: Study, acts: Any, ledger: Ledger) -> None:
    """Do each act that was not answered yet, one by one, and answer it when it is in the study.

    Nothing from the browser is trusted: offsets are checked against the stored text, and one bad act stops no other.
    """
    for act in _well_formed(acts):
        if act["id"] in ledger.answers:
            continue
        try:
            with _as(study, act.get("coder")):
                _do(study, act, ledger)
            ledger.answer(act["id"], None)
        except WorkbenchError as error:
            ledger.answer(act["id"], str(error))
        except Exception:
            logging.getLogger("workbench").exception("An act of the coding view failed: %s", act.get("do"))
            ledger.answer(
                act["id"], "The program made a mistake, and this was not done. Reload the page and try again."
            )


def _well_formed(acts: Any) -> Iterator[dict[str, Any]]:
    for act in acts if isinstance(acts, list) else ():
        if isinstance(act, dict) and isinstance(act.get("id"), str):
            yield act


@contextmanager
def _as(study: Study, coder: Any) -> Iterator[None]:
    """Acts belong to whoever was at work when they were made, even if they arrive after somebody else sat down."""
    sitting = study.coder
    study.coder = coder if isinstance(coder, str) and coder.strip() else sitting
    try:
        yield
    finally:
        study.coder = sitting


def _do(study: Study, act: dict[str, Any], ledger: Ledger) -> None:
    match act:
        case {"do": "add", "transcript": str(name), "start": int(start), "end": int(end), "code": str(code)}:
            made = study.codings.add(name, start, end, code, new_code=act.get("fresh") is True)
            ledger.made[act["id"]] = made.id
        case {"do": "remove", "coding": str(key)}:
            _remove(study, ledger.made.get(key, key))
        case {"do": "undo"}:
            study.history.undo(coder=study.coder)
        case {"do": "redo"}:
            study.history.redo(coder=study.coder)
        case _:
            raise WorkbenchError("The page sent something that this version does not understand. Reload the page.")


def _remove(study: Study, key: str) -> None:
    coding = next((one for one in study.codings if one.id == key), None)
    if coding is not None and coding.coder != study.coder:
        raise WorkbenchError(f"This passage was coded by {coding.coder}; only they can take the code off it.")
    study.codings.remove(key)
