"""Suggested themes: each with its evidence, decided one by one."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from workbench.app.parts.listing import Column, Line, choose, listing
from workbench.app.parts.passages import Passage, left_out
from workbench.app.shared import act, attempt, cached, cards, link, passage, plain, say, study, transcripts
from workbench.app.views import memos
from workbench.app.views.asking import ask
from workbench.app.views.picturing import picture
from workbench.model import Comparison, Fit, Run, Suggestion, Transcript, counted, unit_noun
from workbench.study import Study

STATES = {
    "open": "○ open",
    "later": "◔ later",
    "accepted": "● accepted",
    "refined": "● refined",
    "rejected": "✕ refused",
}
OPEN = ("open", "later")
ASKED = 240
"""Characters of the question that stand above a passage."""
MOST_ELSEWHERE = 30
COLUMNS = (
    "Suggestion",
    Column("Passages", number=True),
    Column("People", number=True, help="Participants who speak in it"),
    Column("Stable", number=True, help="Share of resamples, in percent, in which it came back"),
    Column("New", number=True, help="Passages that it, or its counterpart, did not hold in the run before"),
)
VIEWS = ("best first", "by participant", "at the border", "elsewhere")
VIEW_HELP = (
    "At the border: those that fit another suggestion nearly as well. Elsewhere: passages that lie in other "
    "suggestions, or in none, and use its words; look there for what speaks against it."
)
KEYS = (
    ("j k", "Suggestion after, before"),
    ("a", "Accept as theme"),
    ("o", "Accept as code"),
    ("e", "Accept as evidence for the theme chosen"),
    ("n", "Refuse: not this one"),
    ("l", "Later"),
    ("d", "Drop the passages that are left out, undecided"),
    ("m", "Merge with those chosen at “Merge with”"),
    ("s", "Split in two"),
    ("F2", "Rename: keep the name typed, undecided"),
    ("↑ ↓", "In the passages: one before, one after"),
    ("x", "On a passage: leave it out, or keep it"),
    ("c", "On a passage that lies elsewhere: add it; on one accepted to be coded one by one: code it"),
    ("Enter", "On a passage: open it in its transcript"),
)


def show() -> None:
    one = study()
    st.title("Suggestions")
    one.settings.require("suggest")
    if not len(one.transcripts):
        st.info("Suggested themes come from what participants say. Import transcripts first.")
        link("transcripts", "Import transcripts")
        return
    run = one.suggestions.newest()
    asked_for = "Ask for suggestions" if run is None else "Ask again"
    with st.expander(asked_for, expanded=run is None, key=f"ask after {run.number if run else 0}"):  # shut after a run
        ask(one, run)
    if run is None:
        st.info(
            "The program can suggest themes: groups of answers that speak of like things, each with its passages, and "
            "how stable it is. Nothing becomes part of your analysis before you decide on it."
        )
        return
    if st.toggle("Picture", key="picture", bind="query-params", help="All passages on a plane; draw round some"):
        picture(one, run)
    listed, opened = st.columns([3, 4], gap="medium")
    with listed, st.container(key="stays"):
        chosen = _list(one, run)
    with opened:
        if chosen is None:
            st.info("Nothing here. Show all, or ask again with another number.")
        else:
            _one(one, chosen, run)


def _list(one: Study, run: Run) -> Suggestion | None:
    decided = sum(s.status not in OPEN for s in run.suggestions)
    st.caption(
        f"{counted(len(run.suggestions), 'suggestion')} from {run.segments:,} {unit_noun(run.unit, run.segments)}, "
        f"{decided} decided; {len(run.outliers):,} not placed. Run {run.number}, seed {run.seed}."
    )
    wanted = st.segmented_control(
        "Show", ["all", "open", "decided"], default="all", key="show", required=True, bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    since = cached("since last", one.suggestions.since_last)
    shown = [s for s in run.suggestions if wanted == "all" or (s.status in OPEN) == (wanted == "open")]
    rows = [
        Line(
            s.id,
            [
                (s.label, _state(s, run) + _since(since, s)),
                s.size,
                len(s.participants),
                None if s.stability is None else round(s.stability * 100),
                since.suggestions[s.id].fresh if since and s.id in since.suggestions else None,
            ],
            quiet=s.status not in OPEN,
        )
        for s in shown
    ]
    known, opened = {s.id for s in shown}, st.session_state.get("chosen", {}).get("suggestions") or ""
    if opened not in known and opened[:-1] in known:  # a part whose split was taken back
        choose("suggestions", opened[:-1])
    columns = COLUMNS if since else COLUMNS[:-1]
    if since is None:
        rows = [Line(row.key, row.cells[:-1], quiet=row.quiet) for row in rows]
    key = listing(columns, rows, key="suggestions", label="Suggestions", height="72vh", first=True, main=True)
    if since is not None and since.gone:
        gone = ", ".join(f"“{s.label}” ({s.size})" for s in since.gone)
        st.caption(plain(f"In run {since.before} and not in this one: {gone}."))
    for note in run.notes:
        st.caption(plain(note))
    return next((s for s in shown if s.id == key), None)


def _state(s: Suggestion, run: Run) -> str:
    """How it stands, and where it went."""
    if s.merged_into == "split":
        return "● split"
    if s.merged_into is not None:
        other = next((one.label for one in run.suggestions if one.id == s.merged_into), s.merged_into)
        return f"● merged into {other}"
    return STATES[s.status] + (f" as {s.theme}" if s.theme else "")


def _since(since: Comparison | None, s: Suggestion) -> str:
    found = since.suggestions.get(s.id) if since else None
    return "" if found is None or s.status not in OPEN else {"new": " · new", "again": "", "kept": ""}[found.kind]


def _one(one: Study, s: Suggestion, run: Run) -> None:
    st.subheader(plain(s.label))
    st.caption(plain(", ".join(s.keywords)))
    steady = "" if s.stability is None else f", came back in {s.stability:.0%} of the resamples"
    st.caption(
        f"{counted(s.size, 'passage')} of {counted(len(s.participants), 'participant')} "
        f"(as {s.effective_participants:.1f} who speak equally often){steady}."
    )
    for warning in s.warnings:
        st.warning(plain(warning), icon=":material/warning:")
    if s.codes:
        codes = ", ".join(f"{o.code} ({o.count}, {o.lift:.1f}× chance)" for o in s.codes[:6])
        st.caption(plain(f"Codes on these passages: {codes}"))
    memos.beside(one, "suggestion", s.id)
    undecided = s.status in OPEN
    found = [_card(fit, tick=undecided) for fit in s.segments]
    code = None if undecided else cached(f"code of {s.id}", lambda: one.suggestions.code_of(s.id))
    if code is not None:
        coded = {(c.transcript, c.start, c.end) for c in one.codings if c.code == code and c.coder == one.coder}
        found = [
            card if (card.transcript, card.start, card.end) in coded else replace(card, mark=f"Code as “{code}”")
            for card in found
        ]
    if undecided:
        _decide(one, s, run, found)
    else:
        st.success(plain(f"{_state(s, run)}. {s.reason}"))
    _passages(one, s, run, found)


def _passages(one: Study, s: Suggestion, run: Run, found: list[Passage]) -> None:
    view = st.segmented_control(
        "Passages", VIEWS, default=VIEWS[0], key="view of passages", required=True, help=VIEW_HELP
    )
    if view == "by participant":
        counts = Counter(fit.participant or fit.transcript for fit in s.segments)
        who = st.pills(
            "Participant",
            list(counts),
            format_func=lambda name: f"{name} ({counts[name]})",
            key=f"who in {s.id}",
            label_visibility="collapsed",
        )
        people = list(counts)
        kept = [
            (people.index(name), at)
            for at, fit in enumerate(s.segments)
            if (name := fit.participant or fit.transcript) and who in (None, name)
        ]
        found = [found[at] for _person, at in sorted(kept)]
    elif view == "at the border":
        found = [_card(fit, tick=False) for fit in s.border]
    elif view == "elsewhere":
        found = [_card(fit, tick=False) for fit in elsewhere(s, run)]
        if s.status in OPEN:
            undecided = {_place(fit) for other in run.suggestions if other.status in OPEN for fit in other.segments}
            free = undecided | {_place(fit) for fit in run.outliers}
            found = [replace(card, mark="Add to this") if _place(card) in free else card for card in found]
    if not found:
        st.caption("None.")

    def take(card: Passage) -> None:
        if view == "elsewhere":
            act(lambda: one.suggestions.add(s.id, [_place(card)]))
        else:
            act(lambda: one.suggestions.take(s.id, *_place(card)))

    cards(found, key="suggestion", of=s.id if view in VIEWS[:2] else f"{s.id} {view}", on_mark=take)


def _place(of: Fit | Passage) -> tuple[str, int, int]:
    return of.transcript, of.start, of.end


def _card(fit: Fit, *, tick: bool) -> Passage:
    """A passage with what was asked before it."""
    return passage(
        fit.transcript,
        fit.start,
        fit.end,
        participant=fit.participant,
        note=f"fit {fit.fit:.2f}",
        tick=tick,
        before=asked(transcripts()[fit.transcript], fit.start),
    )


def asked(transcript: Transcript, start: int) -> str:
    """The interviewer's turn just before a passage; empty where the passage begins with it, or none is known."""
    before = [turn for turn in transcript.turns if turn.end <= start]
    inside = next((turn for turn in transcript.turns if turn.start <= start < turn.end), None)
    if not before or (inside is not None and transcript.role_of(inside.speaker) == "interviewer"):
        return ""
    last = before[-1]
    if transcript.role_of(last.speaker) != "interviewer":
        return ""
    words = transcript.text[last.start : last.end]
    return words if len(words) <= ASKED else f"… {words[-ASKED:].split(' ', 1)[-1]}"


def elsewhere(s: Suggestion, run: Run) -> list[Fit]:
    """Passages outside a suggestion that hold two of its keywords or more, those with most of them first."""
    words = [keyword.casefold() for keyword in s.keywords]
    inside = {(fit.transcript, fit.start, fit.end) for fit in s.segments}
    others = [fit for other in run.suggestions if other.id != s.id for fit in other.segments]
    found: dict[tuple[str, int, int], tuple[int, Fit]] = {}
    for fit in (*others, *run.outliers):
        held = sum(word in fit.text.casefold() for word in words)
        if held > 1 and (fit.transcript, fit.start, fit.end) not in inside:
            found[fit.transcript, fit.start, fit.end] = (held, fit)
    ranked = sorted(found.values(), key=lambda one: (-one[0], one[1].transcript, one[1].start))
    return [fit for _held, fit in ranked[:MOST_ELSEWHERE]]


def _decide(one: Study, s: Suggestion, run: Run, found: list[Passage]) -> None:
    suggestions = one.suggestions

    def options() -> dict[str, Any]:
        """What the form says at the moment of the decision, the last click on a passage included."""
        out = left_out(found, key="suggestion", of=s.id)
        state = st.session_state
        return {
            "name": state[f"name {s.id}"],
            "why": state[f"why {s.id}"],
            "drop": [(one.transcript, one.start, one.end) for one in out],
            "one_by_one": state[f"one by one {s.id}"],
        }

    def decide(what: Callable[[], Any]) -> None:
        """Decide, and open the next one that waits, below or else above."""
        waiting = [other.id for other in run.suggestions if other.status in OPEN or other.id == s.id]
        at = waiting.index(s.id)
        if act(what) and len(waiting) > 1:
            choose("suggestions", waiting[at + 1] if at + 1 < len(waiting) else waiting[at - 1])

    def accept() -> None:
        state = st.session_state
        more = {"definition": state[f"definition {s.id}"], "parent": state[f"under {s.id}"]}
        decide(lambda: suggestions.accept(s.id, codes=state[f"codes {s.id}"], **more, **options()))

    def as_code() -> None:
        words = st.session_state[f"definition {s.id}"]
        decide(lambda: suggestions.accept(s.id, as_="code", definition=words, **options()))

    def as_evidence() -> None:
        theme = st.session_state[f"under {s.id}"]
        decide(lambda: suggestions.accept(s.id, as_="evidence", **{**options(), "name": theme}))

    def refuse() -> None:
        decide(lambda: suggestions.reject(s.id, why=st.session_state[f"why {s.id}"]))

    def later() -> None:
        decide(lambda: suggestions.later(s.id, why=st.session_state[f"why {s.id}"]))

    with st.container(border=True):
        st.text_input("Name", s.label, key=f"name {s.id}", persist_state="session")
        keys = st.container(horizontal=True)
        with st.expander("Definition, place, reason; merge or split", key=f"more {s.id}"):
            st.text_input("Definition", key=f"definition {s.id}", persist_state="session")
            left, middle, right = st.columns(3)
            parent = left.selectbox(
                "Under theme", [None, *[t.name for t in one.themes]], format_func=lambda t: t or "on its own",
                key=f"under {s.id}", persist_state="session",
            )  # fmt: skip
            middle.multiselect(
                "Existing codes for it",
                [c.name for c in one.codebook.active()],
                key=f"codes {s.id}",
                persist_state="session",
            )
            right.text_input("Reason", key=f"why {s.id}", persist_state="session")
            st.checkbox(
                "Code its passages one by one afterwards", key=f"one by one {s.id}", persist_state="session",
                help="Else those that are ticked become your codings at once, marked as suggested",
            )  # fmt: skip
            _reshape(one, s, run, options)
        with keys:
            st.button("Accept as theme", type="primary", shortcut="A", key="accept", on_click=accept)
            st.button("As code", shortcut="O", on_click=as_code)
            st.button(
                "As evidence", shortcut="E", on_click=as_evidence, disabled=parent is None,
                help="For an existing theme: choose it at “Under theme” first",
            )  # fmt: skip
            st.button("Refuse", shortcut="N", key="refuse", on_click=refuse)
            st.button("Later", shortcut="L", on_click=later)


def _reshape(one: Study, s: Suggestion, run: Run, options: Callable[[], dict[str, Any]]) -> None:
    suggestions = one.suggestions

    def rename() -> None:
        given = options()
        if " ".join(given["name"].split()) == s.label:
            say(f"It is called “{s.label}” already. Type another name first.", kind="error")
        else:
            act(lambda: suggestions.rename(s.id, given["name"], why=given["why"]))

    def drop() -> None:
        given = options()
        act(lambda: suggestions.drop(s.id, given["drop"], why=given["why"]))

    def merge() -> None:
        given = options()
        others = st.session_state[f"with {s.id}"]
        act(lambda: suggestions.merge(s.id, [o.id for o in others], name=given["name"], why=given["why"]))

    def split() -> None:
        """Split it, and open the first part."""
        parts = attempt(lambda: suggestions.split(s.id))
        if parts:
            choose("suggestions", parts[0].id)

    with st.container(horizontal=True, vertical_alignment="bottom"):
        others = [o for o in run.suggestions if o.id != s.id and o.status in OPEN]
        st.multiselect("Merge with", others, format_func=lambda o: o.label, key=f"with {s.id}", width=260)
        st.button("Merge", shortcut="M", on_click=merge)
        st.button("Rename", shortcut="F2", on_click=rename, help="Keep the name typed above, undecided")
        st.button(
            "Drop unticked", shortcut="D", on_click=drop,
            help="Leave out the passages whose box is not ticked, undecided",
        )  # fmt: skip
        st.button("Split in two", shortcut="S", key="split", disabled=s.size < 6, on_click=split)
