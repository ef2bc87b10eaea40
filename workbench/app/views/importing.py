"""Bringing transcripts in: each file is shown as it was read, corrected where it was read wrongly, then imported."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from workbench.app.coding.state import clock
from workbench.app.parts.listing import choose
from workbench.app.shared import apart, button, cached, plain
from workbench.app.views import importing_projects
from workbench.model import ROLES, Role, WorkbenchError, counted
from workbench.readers import Member, dropped, told_beside
from workbench.study import NO_CHOICES, Choices, ImportReport, Preview, Study, Upload
from workbench.study.project.incoming import project_reports
from workbench.study.texts.reading_rules import Rules, checked_language, rules_from

ENCODINGS = {
    "": "Found from the file",
    "utf-8": "UTF-8",
    "cp1252": "Western (Windows-1252)",
    "cp1250": "Central European (Windows-1250)",
    "cp1251": "Cyrillic (Windows-1251)",
    "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)",
    "cp1255": "Hebrew (Windows-1255)",
    "cp1256": "Arabic (Windows-1256)",
    "mac_roman": "Mac OS Roman",
    "shift_jis": "Japanese (Shift JIS)",
    "gb18030": "Chinese (GB 18030)",
    "big5": "Chinese (Big5)",
    "euc_kr": "Korean (EUC-KR)",
}
ASKED = (
    ("speaker", "Who says them (if there)"),
    ("start", "The time (if there)"),
    ("question", "The question (if there)"),
)
WIDTHS = (5, 3, 3, 3)
"""Of what stands in a line about a speaker: who, how to call them, role, participant."""
MOST_PAIRS = 6
"""Initials that are named where it is asked whether they are somebody's."""
READINGS = ("Find the speakers", "Take every paragraph for a turn of nobody", "Find speakers by a pattern of mine")


def show(one: Study) -> None:
    """What was dropped is read and shown first; a button brings it in."""
    uploader = f"files {st.session_state.get('uploads', 0)}"
    uploaded = st.file_uploader(
        "Drop the files of your interviews here (txt, docx, odt, rtf, pdf, html, vtt, srt, json, csv, xlsx, or a zip "
        "of them); each becomes a transcript named after it. "
        "A project of NVivo, ATLAS.ti, MAXQDA or QualCoder (.qdpx) comes in with all that it holds",
        accept_multiple_files=True,
        key=uploader,
    )
    if not uploaded:
        for report in reported():
            _done(report)
        return
    found = [one for file in uploaded for one in _dropped(file)]
    files = [file for file in found if not file.beside]
    if beside := told_beside((file.where, file.beside) for file in found if file.beside):
        st.caption(plain(beside))
    only_projects = all(importing_projects.is_project(file) for file in files)
    asked = (Rules(), "") if only_projects else _rules(uploader)
    if asked is None:
        return
    general, language = asked
    people = [person.name for person in one.participants]
    taken: list[Upload] = []
    asking, below = st.container(), st.container()
    namesakes, pairs = f"namesakes {uploader}", dict[str, str]()
    joined = bool(st.session_state.get(namesakes))
    projects = [file for file in files if importing_projects.is_project(file)]
    wanted = [file for file in projects if importing_projects.look(one, file)]
    bar = st.empty()
    for number, file in enumerate(files):
        if file in projects:
            continue
        if len(files) > 1:
            bar.progress(number / len(files), text=plain(f"Reading {file.where} …"))
        if file.error:
            st.error(plain(file.error), icon=":material/error:")
            continue
        rules = general
        first = _looked_at(one, file, rules)
        if first.columns:
            rules = _columns(first, general, file.file_id)
            first = _looked_at(one, file, rules)
        if first.columns:
            continue
        if first.error:
            st.error(plain(first.error), icon=":material/error:")
            continue
        if first.taken:
            st.warning(plain(first.taken), icon=":material/info:")
            continue
        with st.expander(_headline(first), expanded=len(files) == 1, key=f"preview {file.file_id}"):
            pairs |= first.namesakes
            look = partial(_looked_at, one, file, rules)
            choices = _choices(first, people, f"{file.file_id} {rules}", look, first.namesakes if joined else {})
            seen = _looked_at(one, file, rules, choices)
            if seen.error:
                st.error(plain(seen.error))
                continue
            taken.append(Upload(file.member, rules, choices, first.reading))
            _beginning(seen)

    bar.empty()
    _ask_namesakes(asking, pairs, namesakes)

    def take_in() -> None:
        before = one.version
        reports = one.transcripts.import_uploads(taken, language=language)
        for file in wanted:
            reports += project_reports(one, file.name, file.getvalue())
        st.session_state.reports = (st.session_state["visit"], reports)
        st.session_state.uploads = st.session_state.get("uploads", 0) + 1
        done = [report for report in reports if report.error is None and report.transcript is not None]
        changes = [change.id for change in one.history if change.id > before]
        texts = sum(report.error is None for report in reports[: len(taken)])
        said = f"Imported {_counted(texts, len(wanted))}"
        st.session_state.said = ("done", said, changes[-1] if changes else None)
        if done:
            choose("transcripts", done[0].transcript)

    says = f"Import {_counted(len(taken), len(wanted))}"
    button(says, take_in, below, type="primary", disabled=not taken and not wanted)


def reported() -> list[ImportReport]:
    """What was brought in since one came to this page; what was assumed stands with each transcript, too."""
    visit, reports = st.session_state.get("reports", (None, []))
    return reports if visit == st.session_state["visit"] else []


def _counted(transcripts: int, projects: int) -> str:
    if not projects:
        return counted(transcripts, "transcript")
    return (
        f"{counted(transcripts, 'transcript')} and {counted(projects, 'project')}"
        if transcripts
        else counted(projects, "project")
    )


@dataclass(frozen=True)
class _File:
    """A file that was dropped, by itself or in an archive; one that could not be unpacked says why in `error`."""

    name: str
    where: str
    title: str
    file_id: str
    data: bytes = b""
    error: str = ""
    beside: str = ""

    def getvalue(self) -> bytes:
        return self.data

    @property
    def member(self) -> Member:
        return Member(self.where, self.name, self.title, self.getvalue)


def _dropped(file: Any) -> list[_File]:
    """The file, or what the archive holds, kept while it is looked at."""
    return cached(f"dropped {file.file_id}", lambda: _opened(file))


def _opened(file: Any) -> list[_File]:
    found = []
    for number, one in enumerate(dropped(file.name, file.getvalue())):
        made = _File(one.filename, one.where, one.title, f"{file.file_id} {number}", beside=one.beside)
        if one.beside:
            found.append(made)
            continue
        try:
            found.append(replace(made, data=one.load()))
        except WorkbenchError as error:
            found.append(replace(made, error=str(error)))
    return found


def _columns(seen: Preview, rules: Rules, key: str) -> Rules:
    """Which column of a table is which, where its headings do not say: asked for."""
    st.warning(plain(f"{seen.file}: which column holds what?"), icon=":material/table:")
    places = [str(number) for number in range(1, len(seen.columns) + 1)]
    headings = {at: name or f"column {at}" for at, name in zip(places, seen.columns, strict=True)}
    chosen: dict[str, str | tuple[str, ...]] = {}
    words, *others = st.columns(len(ASKED) + 1)
    picked = words.multiselect(
        "The words",
        places,
        key=f"column words {key}",
        format_func=headings.__getitem__,
        help="Several: questions",
    )
    if picked:
        chosen["words"] = picked[0] if len(picked) == 1 else tuple(picked)
    for box, (kind, asks) in zip(others, ASKED, strict=True):
        one = box.selectbox(asks, places, None, key=f"column {kind} {key}", format_func=headings.__getitem__)
        if one is not None:
            chosen[kind] = one
    return replace(rules, columns=chosen) if "words" in chosen else rules


def _rules(key: str) -> tuple[Rules, str] | None:
    """How all these files are to be read, and their language; None, and a sentence, where the pattern is none."""
    way = st.radio("How to read them", READINGS, key=f"way {key}", horizontal=True)
    pattern = None
    if way == READINGS[2]:
        pattern = st.text_input(
            "Pattern of a speaker's label at the beginning of a line",
            r"(?P<speaker>[A-Z]+\d*):",
            key=f"pattern {key}",
            help="A regular expression; its group 'speaker', or its first group, is the name.",
        )
    with st.popover("Letters and language"):
        encoding = st.selectbox(
            "Encoding of text files", list(ENCODINGS), key=f"encoding {key}", format_func=ENCODINGS.__getitem__
        )
        language = st.text_input(
            "Language", key=f"language {key}", placeholder="found from the words", help="Its code: en, de, pt, zh …"
        )
    try:
        return rules_from(pattern, way == READINGS[1], [], encoding or None), checked_language(language)
    except WorkbenchError as error:
        st.error(plain(str(error)))
        return None


def _looked_at(one: Study, file: Any, rules: Any, choices: Choices = NO_CHOICES) -> Preview:
    """The file as it is read, kept until something in the study changes; what is chosen does not read it again."""
    reading = _looked_at(one, file, rules).reading if choices is not NO_CHOICES else None
    return cached(
        f"look {file.file_id} {rules} {choices}",
        lambda: one.transcripts.preview(
            file.where, file.getvalue(), title=file.title, rules=rules, choices=choices, reading=reading
        ),
    )


def _headline(seen: Preview) -> str:
    who = ", ".join(f"{apart(voice.label)} ({voice.role})" for voice in seen.voices) or "nobody is named"
    return plain(f"{apart(seen.file)}: {counted(seen.turns, 'turn')}, {counted(seen.words, 'word')}. Speakers: {who}")


def _ask_namesakes(place: Any, pairs: Mapping[str, str], key: str) -> None:
    """Whether initials are whose they could be: asked once for all files."""
    if pairs:
        shown = [f"{apart(short)} is {apart(full)}" for short, full in list(pairs.items())[:MOST_PAIRS]]
        more = " …" if len(pairs) > MOST_PAIRS else ""
        says = f"A name and its initials are one speaker, also in the text: {', '.join(shown)}{more}"
        place.checkbox(plain(says), key=key)


def _choices(
    seen: Preview, people: Sequence[str], key: str, look: Callable[[Choices], Preview], one_name: Mapping[str, str]
) -> Choices:
    """A line for each speaker: what to call them, whether they ask or answer, and who they are."""
    names: dict[str, str] = {}
    roles: dict[str, Role] = {}
    participants: dict[str | None, str] = {}
    lines: list[tuple[str, Any]] = []
    if seen.voices:
        speaker, call, role, person = st.columns(WIDTHS)
        speaker.caption("Speaker")
        call.caption("Call them", help="The same name twice makes one speaker of both")
        role.caption("Role")
        person.caption("Participant")
    for voice in seen.voices:
        proposed = one_name.get(voice.label, voice.label)
        of = f"{key} {voice.label} {proposed}"
        label, called, role, person = st.columns(WIDTHS, vertical_alignment="center")
        _voice(label, plain(voice.label), voice.turns, voice.words, voice.says)
        name = called.text_input("Call them", proposed, key=f"name {of}", label_visibility="collapsed")
        if name.strip() != voice.label:
            names[voice.label] = name
        roles[voice.label] = role.selectbox(
            "Role", ROLES, ROLES.index(voice.role), key=f"role {key} {voice.label}", label_visibility="collapsed"
        )
        lines.append((voice.label, person))
    # Who they are follows from what they are called, until somebody says otherwise.
    by_now = look(Choices(names, roles))
    guessed: dict[str | None, str | None] = {voice.label: voice.participant for voice in by_now.voices}
    told = set[str]()
    for read, person in lines:
        called_now = " ".join(names.get(read, read).split())
        if roles[read] == "interviewer":
            continue
        if called_now in told:
            person.caption("One speaker with the one above")
            continue
        told.add(called_now)
        who = _who(person, people, guessed.get(called_now), f"{key} {read}")
        if who:
            participants[read] = who
    if seen.unlabelled:
        label, _called, _role, person = st.columns(WIDTHS, vertical_alignment="center")
        _voice(label, "Nobody is named", seen.unlabelled, None, seen.unlabelled_says)
        who = _who(person, people, by_now.unlabelled_participant, f"{key} nobody")
        if who:
            participants[None] = who
    return Choices(names, roles, participants)


def _voice(place: Any, title: str, turns: int, words: int | None, says: str) -> None:
    said = counted(turns, "turn") + (f", {counted(words, 'word')}" if words is not None else "")
    place.markdown(f"**{title}**  \n:small[{said}]  \n:small[{plain('“' + says + '”')}]")


def _who(place: Any, people: Sequence[str], guess: str | None, key: str) -> str | None:
    """The participant that somebody chose instead of the one that was guessed."""
    known = list(dict.fromkeys([*people, *([guess] if guess else [])]))
    who: str | None = place.selectbox(
        "Participant",
        known,
        known.index(guess) if guess else None,
        key=f"who {key} {guess}",
        accept_new_options=True,
        placeholder="Choose, or type a new name",
        label_visibility="collapsed",
    )
    return who if who and who != guess else None


def _beginning(seen: Preview) -> None:
    if seen.new_participants:
        st.caption(plain(f"New in the study: {', '.join(seen.new_participants)}."))
    for warning in seen.warnings:
        st.caption(plain(warning))
    with st.container(height=260, key=f"beginning {seen.file}"):
        for speaker, words, seconds in seen.beginning:
            at = f" · {clock(seconds)}" if seconds is not None else ""
            st.markdown(f"**{plain(speaker or '–')}**{at}  \n{plain(words)}")
        if seen.turns > len(seen.beginning):
            st.caption(f"… and {counted(seen.turns - len(seen.beginning), 'turn')} more.")


def _done(report: ImportReport) -> None:
    if report.error:
        st.error(plain(report.error), icon=":material/error:")
        return
    if report.project:
        st.success(plain(report.project), icon=":material/check:")
        importing_projects.warnings(report.warnings)
        return
    who = ", ".join(f"{label} ({role})" for label, role in report.roles.items()) or "nobody is named"
    says = f"{report.file}: {counted(report.turns, 'turn')}, {counted(report.words, 'word')}. Speakers: {who}"
    st.success(plain(says), icon=":material/check:")
    for warning in report.warnings:
        st.caption(plain(warning))
