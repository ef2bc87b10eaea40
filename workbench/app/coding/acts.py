"""What the browser asks for: each act is checked, done once, and answered."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from workbench.app.parts import colour
from workbench.model import Coding, Unavailable, WorkbenchError
from workbench.study import Study

KEPT = 5000
"""Answers that a session remembers; the browser drops an act from its outbox as soon as it has seen its answer."""


@dataclass
class Ledger:
    """The acts that were answered in this session: the keys of the codings `made` by it, or why it was `refused`.

    `trouble` says why acts that are not answered yet could not be done; they are tried again when they come again.
    """

    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    trouble: str = ""

    def answer(self, act: str, **what: Any) -> None:
        self.answers[act] = what
        while len(self.answers) > KEPT:
            del self.answers[next(iter(self.answers))]

    def to(self, acts: Sequence[Any]) -> list[dict[str, Any]]:
        """The answers to these acts, as the browser reads them."""
        return [{"id": act["id"]} | self.answers[act["id"]] for act in _well_formed(acts) if act["id"] in self.answers]


def carry_out(study: Study, acts: Any, ledger: Ledger) -> None:
    """Do each act that was not answered yet, one by one, and answer it when it is in the study.

    Nothing from the browser is trusted: offsets are checked against the stored text, and one bad act stops no other.
    While the study cannot be written to, as when its disk is full, nothing is answered, and later acts wait in line.
    An act whose answer was lost with an earlier session, or with the program, is answered and not done again.
    """
    ledger.trouble = ""
    for act in _well_formed(acts):
        if act["id"] in ledger.answers:
            continue
        try:
            with _as(study, act.get("coder")):
                made = study.once(act["id"], lambda act=act: _do(study, act)).split()  # type: ignore[misc]
            ledger.answer(act["id"], **({"made": made} if made else {}))
        except Unavailable as error:
            ledger.trouble = str(error)
            return
        except WorkbenchError as error:
            ledger.answer(act["id"], refused=str(error))
        except Exception:
            logging.getLogger("workbench").exception("An act of the coding view failed: %s", act.get("do"))
            ledger.answer(
                act["id"], refused="The program made a mistake, and this was not done. Reload the page and try again."
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


def _do(study: Study, act: dict[str, Any]) -> str:
    """Do one act; gives the keys of the codings that came of it, so that a later act can speak of them by its id."""
    match act:
        case {"do": "add", "transcript": str(name), "start": int(start), "end": int(end), "codes": [_, *_] as codes}:
            fresh = any(code.get("fresh") is True for code in codes)
            parents = {
                code["name"] if code.get("fresh") else _called(study, code["name"], code.get("id")): code.get("parent")
                for code in codes
            }
            made = study.codings.add_several(name, start, end, list(parents), new_codes=fresh, parents=parents)
            return " ".join(one.id for one in made)
        case {"do": "remove", "coding": str(key)}:
            study.codings.remove(_mine(study, key).id)
        case {"do": "edit", "coding": str(key), **changes}:
            wanted = {name: changes[name] for name in ("code", "start", "end") if name in changes}
            if "code" in wanted:
                wanted["code"] = _called(study, wanted["code"], changes.get("id_of_code"))
            study.codings.edit(_mine(study, key).id, **wanted)
        case {"do": "take", "code": str(code), "transcript": str(name), "start": int(start), "end": int(end)}:
            return study.take_passage(code, name, start, end).id
        case {"do": "refuse", "code": str(code), "transcript": str(name), "start": int(start), "end": int(end)}:
            study.refuse_passage(code, name, start, end)
        case {"do": "undo"}:
            study.history.undo(coder=study.coder)
        case {"do": "redo"}:
            study.history.redo(coder=study.coder)
        case {"do": "note", "on": "coding", "target": str(key), "text": str(text)}:
            study.memos.add(text, on="coding", target=_known(study, key))
        case {"do": "note", "on": "code" | "transcript" as on, "target": str(target), "text": str(text)}:
            study.memos.add(text, on=on, target=target)
        case {"do": "edit note", "memo": str(key), "text": str(text)}:
            if text.strip():
                study.memos.edit(key, text=text)
            else:
                study.memos.archive(key)
        case {"do": "rename code", "code": str(code), "name": str(name)}:
            study.codebook.edit(code, new_name=name)
        case {"do": "recolour code", "code": str(code), "colour": str(shade)} if colour(shade):
            study.codebook.edit(code, colour=shade)
        case {"do": "move code", "code": str(code), "parent": str() | None as parent}:
            study.codebook.move(code, parent)
        case {"do": "merge codes", "code": str(code), "into": str(into)}:
            study.codebook.merge(code, into)
        case {"do": "arrange", "keys": dict(keys), "pins": dict(pins)}:
            study.desk.keep(keys=keys, pins=pins)
        case _:
            raise WorkbenchError("The page sent something that this version does not understand. Reload the page.")
    return ""


def _called(study: Study, name: Any, key: Any) -> Any:
    """The present name of a code that the browser knows by an earlier one: somebody may have renamed it since, or
    joined it into another, and then what was coded meanwhile belongs there."""
    codes = list(study.codebook)
    if any(code.name == name and key in (None, code.guid) for code in codes):
        return name
    renamed = next((code.name for code in codes if key and code.guid == key), None)
    return renamed or next((code.name for code in codes if name in code.aliases), name)


def _known(study: Study, key: str) -> str:
    """The key of a coding, which the browser may know only by the act that made it, `act` or `act/1` for its second."""
    act, _, which = key.partition("/")
    made = (study.given(act) or "").split()
    return made[int(which or 0)] if (which or "0").isdecimal() and int(which or 0) < len(made) else key


def _mine(study: Study, key: str) -> Coding:
    """The coding, if it is the acting coder's own."""
    coding = study.codings.by_id(_known(study, key))
    if coding.coder != study.coder:
        raise WorkbenchError(f"This passage was coded by {coding.coder}; only they can change or remove it.")
    if coding.layer == "agreed":
        raise WorkbenchError("This coding was agreed between coders. Change it where it was reconciled.")
    return coding
