"""What every page shares: the study, the person, acts and what they say at the foot, the way to a passage and back."""

import os
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock
from typing import Any, TypeVar
from unicodedata import bidirectional

import streamlit as st

from workbench.app.parts import colour
from workbench.app.parts.passages import Passage, passages
from workbench.model import Quote, Transcript, WorkbenchError
from workbench.study import Study, acting_coder

T = TypeVar("T")
ADDRESS = re.compile(r"(?i)https?:|www(?=\.)|(?<=[\w+-])@(?=[\w-])|mailto:|xmpp:")
MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&])")


def study() -> Study:
    """The study of this session, opened once, and again where its file was replaced; the acting coder is whoever the
    sidebar says."""
    lost = st.session_state.study.lost if "study" in st.session_state else ""
    if "study" not in st.session_state or lost:
        st.session_state.study = Study.open(os.environ["WORKBENCH_STUDY"])
    if lost:
        say(lost, kind="error")
        # What was drawn or kept is of another study, though the numbers of its changes may be the same.
        st.session_state.update({"kept": {}, "drawn at": None, "reopened": True})
    one: Study = st.session_state.study
    one.coder = st.session_state.get("coder", "").strip() or acting_coder()
    return one


def alone() -> AbstractContextManager[object]:
    """One thread of this session at a time: the run that a new one replaces may still be at work."""
    lock: AbstractContextManager[object] = st.session_state.setdefault("lock", RLock())
    return lock


def cached(name: str, load: Callable[[], T]) -> T:
    """What a page got from the study, kept for the session until something in the study changes."""
    kept: dict[str, Any] = st.session_state.setdefault("kept", {})
    version = study().version
    if kept.get("version") != version:
        kept.clear()
        kept["version"] = version
    if name not in kept:
        kept[name] = load()
    found: T = kept[name]
    return found


def when(time: str) -> str:
    """A moment of the log (UTC, ISO 8601) as the clock on the wall had it: day and minute."""
    return datetime.fromisoformat(time).astimezone().strftime("%Y-%m-%d %H:%M")


# Acts ------------------------------------------------------------------------------------------------------------


def act(what: Callable[[], Any]) -> bool:
    """Do something to the study, and say at the foot what was done, or what was wrong; whether it was done."""
    return attempt(lambda: (what(),)) is not None


def doing(what: Callable[[], Any]) -> Callable[[], None]:
    """An act as a button wants it."""

    def do() -> None:
        act(what)

    return do


def button(label: str, do: Callable[[], object], place: Any = st, **options: Any) -> None:
    """A button whose act takes what stands in the boxes beside it.

    A callback is the one that the last whole run left: with a box changed and the button pressed in one go, it would
    take what the box held before. So the act is done in the run of the click, and the page is drawn anew.
    """
    if place.button(label, **options):
        do()
        st.rerun()


def attempt(what: Callable[[], T]) -> T | None:
    """The same, giving what came of it; None where it failed."""
    with alone():
        before = study().version
        try:
            made = what()
        except WorkbenchError as error:
            say(str(error), kind="error")
            return None
        tell_since(before)
        return made


def tell_since(before: int) -> None:
    """Let the line at the foot say what the newest change was, if there is one after `before`."""
    one = study()
    if one.version > before:
        last = one.history.change(one.version)
        st.session_state.said = ("done", last.what, last.id)


def say(text: str, *, kind: str = "done") -> None:
    st.session_state.said = (kind, text, None)


def undo() -> None:
    """Take back what the line at the foot speaks of; otherwise the last act of this person."""
    one = study()
    number = st.session_state.get("said", ("", "", None))[2]
    change = one.history.change(number) if number else None
    if change is not None and change.undone_by is None and change.act not in ("undo", "redo"):
        act(lambda: one.history.undo(number))
    else:
        act(lambda: one.history.undo(coder=one.coder))


def redo() -> None:
    act(lambda: study().history.redo(coder=study().coder))


# Ways ------------------------------------------------------------------------------------------------------------


def arrive(page: str) -> None:
    """This page is shown now. Coming from another one begins a visit, with the passage to which a key led back."""
    if st.session_state.get("at page") != page:
        st.session_state["at page"] = page
        st.session_state["visit"] = st.session_state.get("visit", 0) + 1
        st.session_state["back to"] = st.session_state.pop("returning to", None)


def is_new_visit() -> bool:
    """Whether the page asks for the first time in this visit; runs that were cut short before they asked are none."""
    if st.session_state.get("visit begun") == st.session_state["visit"]:
        return False
    st.session_state["visit begun"] = st.session_state["visit"]
    return True


def link(page: str, label: str) -> None:
    """A link to a page by its name in the address."""
    st.page_link(st.session_state.pages[page], label=label)


def go(page: str) -> None:
    """Turn to another page; from a callback this happens when the app runs next."""
    st.session_state["turn to"] = page


def go_to(transcript: str, start: int, *, card: str | None = None) -> None:
    """Open a transcript at a place, on the page Code; from there a key leads back to this page and its card."""
    st.session_state["transcript"] = transcript
    st.session_state["places"] = st.session_state.get("places", 0) + 1
    place = {"start": start, "nonce": st.session_state["places"]}
    st.session_state["sent to"] = (place, (st.session_state["at page"], card))
    go("code")


def cards(
    found: Sequence[Passage], *, key: str, of: str = "", on_mark: Callable[[Passage], None] | None = None
) -> None:
    """Passages as they look everywhere, each with its way into the text; `on_mark` is for those with a `mark`."""
    passages(
        found,
        key=key,
        of=of,
        open_text=lambda card, name, start: go_to(name, start, card=card),
        on_mark=on_mark,
    )


# Passages --------------------------------------------------------------------------------------------------------


def transcripts() -> dict[str, Transcript]:
    return cached("transcripts", lambda: {one.name: one for one in study().transcripts})


def colours() -> dict[str, str]:
    return cached("colours", lambda: {code.name: colour(code.colour) for code in study().codebook})


@dataclass(frozen=True, slots=True)
class Known:
    """What cards are made from."""

    transcripts: dict[str, Transcript]
    colours: dict[str, str]
    starts: dict[str, list[int]] = field(default_factory=dict)

    def starts_of(self, transcript: str) -> list[int]:
        """Where the turns of a transcript begin."""
        if transcript not in self.starts:
            self.starts[transcript] = [turn.start for turn in self.transcripts[transcript].turns]
        return self.starts[transcript]


def known_now() -> Known:
    return cached("known for cards", lambda: Known(transcripts(), colours()))


def passage(
    transcript: str,
    start: int,
    end: int,
    *,
    participant: str | None = None,
    codes: Sequence[str] = (),
    note: str = "",
    against: bool = False,
    tick: bool = False,
    before: str = "",
    pieces: tuple[tuple[str, bool], ...] = (),
    known: "Known | None" = None,
) -> Passage:
    """The card of a place in a transcript: words by speaker where several speak, who and when, its codes. Whoever makes
    thousands asks once for what is `known`."""
    known = known or known_now()
    found, starts = known.transcripts[transcript], known.starts_of(transcript)
    first = max(bisect_right(starts, start) - 1, 0)
    inside = [turn for turn in found.turns[first : bisect_left(starts, end)] if turn.end > start]
    if len(inside) > 1:
        parts: list[tuple[str | None, str]] = [
            (turn.speaker, found.text[max(turn.start, start) : min(turn.end, end)]) for turn in inside
        ]
    else:
        parts = [(None, found.text[start:end])]
    number = bisect_right(starts, inside[0].start) if inside else None
    where = participant if participant == transcript else " · ".join(x for x in (participant, transcript) if x)
    about = " · ".join(part for part in (where, f"turn {number}" if number else "", note) if part)
    shown = tuple((code, known.colours.get(code, "")) for code in codes)
    return Passage(transcript, start, end, tuple(parts), about, shown, against, tick, before, pieces)


def quoted(quote: Quote) -> Passage:
    codes = [quote.code] if quote.code else []
    return passage(
        quote.transcript, quote.start, quote.end, participant=quote.participant, codes=codes, against=quote.against
    )


# Words -----------------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """Text that Markdown leaves as it is: names and messages may hold anything.

    A sign that nobody sees keeps addresses from becoming links, of which a click would lead out of the machine.
    """
    return MARKDOWN.sub(r"\\\1", ADDRESS.sub("\\g<0>\u2060", text))


def apart(name: str) -> str:
    """A name among other words, such that one written from right to left leaves their order alone."""
    return f"\u2068{name}\u2069" if any(bidirectional(sign) in ("R", "AL") for sign in name) else name
