"""Transcripts: drag & drop import with its report, the list, and who speaks in each."""

import streamlit as st

from workbench.app.shared import act, go_to, study
from workbench.model import ROLES, WorkbenchError
from workbench.study import ImportReport


def show() -> None:
    one = study()
    st.title("Transcripts")

    def take_in() -> None:
        """Import what was dropped; the report stays until the next files come."""
        reports: list[ImportReport] = []
        for file in st.session_state[uploader]:
            reports.append(one.transcripts.import_bytes(file.name, file.getvalue()))
        st.session_state.reports = reports
        done = sum(report.error is None for report in reports)
        act(lambda: None, says=f"Imported {done} of {len(reports)} files")
        st.session_state.uploads = st.session_state.get("uploads", 0) + 1

    def take_in_people() -> None:
        file = st.session_state.people
        if file is not None:
            report = act(lambda: one.participants.import_bytes(file.name, file.getvalue()))
            if report is not None and report.without_transcript:
                st.session_state.silent = report.without_transcript

    uploader = f"files-{st.session_state.get('uploads', 0)}"
    with st.expander("Import", expanded=len(one.transcripts) == 0 or "reports" in st.session_state):
        files = st.file_uploader(
            "Transcripts (txt, md, docx, vtt, srt …); each becomes a transcript named after its file",
            accept_multiple_files=True,
            key=uploader,
        )
        if files:
            st.button(f"Import {len(files)} file{'s' if len(files) > 1 else ''}", type="primary", on_click=take_in)
        for report in st.session_state.get("reports", []):
            if report.error:
                st.error(report.error, icon=":material/error:")
                continue
            who = ", ".join(f"{label} ({role})" for label, role in report.roles.items()) or "nobody named"
            st.success(f"{report.file}: {report.turns} turns, {report.words:,} words. Speakers: {who}")
            for warning in report.warnings:
                st.caption(f"{report.file}: {warning}")
        st.file_uploader(
            "Participants with attributes (csv or xlsx, one row each)",
            type=["csv", "xlsx", "json"],
            key="people",
            on_change=take_in_people,
        )
        if st.session_state.get("silent"):
            st.warning("No transcript yet from: " + ", ".join(st.session_state.silent))

    lines = one.transcripts.overview()
    if not lines:
        st.info("Transcripts of your interviews belong here. Drop their files above; they stay on this machine.")
        return

    def clock(seconds: float | None) -> str:
        if seconds is None:
            return "–"
        return f"{int(seconds // 3600)}:{int(seconds % 3600 // 60):02}:{int(seconds % 60):02}"

    chosen = st.dataframe(
        [
            {
                "transcript": line.name,
                "participant": line.participant or "–",
                "turns": line.turns,
                "words": line.words,
                "speakers": ", ".join(line.speakers),
                "duration": clock(line.duration),
                "codings": line.codings,
            }
            for line in lines
        ],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="list",
    )
    rows = chosen["selection"]["rows"]
    if not rows:
        st.caption("Choose a transcript to see who speaks in it, and what was assumed when it was read.")
        return

    name = lines[rows[0]].name
    transcript = one.transcripts[name]
    st.subheader(name)
    with st.container(horizontal=True):
        if st.button("Read and code", type="primary"):
            go_to(name, 0)
        st.button("Remove from the study", on_click=act, args=(lambda: one.transcripts.remove(name),))
    people = [person.name for person in one.participants]
    for speaker in transcript.speakers:
        label, role, person = st.columns(3)
        turns = sum(turn.speaker == speaker.label for turn in transcript.turns)
        label.markdown(f"**{speaker.label.replace('*', '')}** · {turns} turns")
        picked = role.selectbox("Role", ROLES, ROLES.index(speaker.role), key=f"role-{name}-{speaker.label}")
        if picked != speaker.role:
            act(lambda s=speaker.label, r=picked: one.transcripts.set_role(name, s, r))
            st.rerun()
        if speaker.role == "participant":
            at = people.index(speaker.participant) if speaker.participant in people else None
            who = person.selectbox("Participant", people, at, key=f"who-{name}-{speaker.label}")
            if who and who != speaker.participant:
                act(lambda s=speaker.label, w=who: one.transcripts.set_participant(name, s, w))
                st.rerun()
    problems = one.transcripts.problems(name)
    if problems:
        st.markdown("**What was assumed or left out when the file was read**")
        for line in problems:
            st.caption(line)
    try:
        filename, data = one.transcripts.original(name)
        st.download_button("The file as it was imported", data, filename)
    except WorkbenchError as error:
        st.error(str(error))
