"""Transcripts and participants as the study holds them."""

import pytest

from workbench import Study
from workbench.model import NotFound, WorkbenchError


def test_a_transcript_keeps_its_text_turns_speakers_and_file(study):
    transcript = study.transcripts["P01"]

    assert [(turn.speaker, transcript.text[turn.start : turn.end]) for turn in transcript.turns] == [
        ("I", "How did the garden begin?"),
        ("P01", "The fence was broken, and nobody planned it. My neighbour threw seeds."),
        ("I", "Who decides the rules?"),
        ("P01", "There is one rule: take what you need. Some take more, of course."),
    ]
    assert [(s.label, s.role, s.participant) for s in transcript.speakers] == [
        ("I", "interviewer", None),
        ("P01", "participant", "P01"),
    ]
    assert study.transcripts.original("P01") == ("P01.txt", transcript.text.encode())


@pytest.mark.parametrize(
    ("filename", "data", "says"),
    [
        ("again.txt", None, "same file is already in the study, as 'P01'"),
        ("P01.txt", b"I: Other?\n\nP01: Words.\n", "another transcript is called 'P01'"),
        ("empty.txt", b"", "empty"),
        ("song.txt", b"ID3\x03\x00\x00" * 50, "recording"),
    ],
)
def test_a_file_that_cannot_be_taken_is_a_sentence_and_leaves_nothing(study, filename, data, says):
    before = study.store.dump()
    report = study.transcripts.import_bytes(filename, data or study.transcripts.original("P01")[1])

    assert says in report.error
    assert report.transcript is None
    assert study.store.dump() == before


def test_odd_names_are_names(study):
    for name in ("it's “odd”", "emoji 😀", "ä (2)", "a'b\"c"):
        study.transcripts.import_bytes(f"{name}.txt", f"I: {name}?\n\nX: yes.\n".encode())
    assert study.transcripts.names()[2:] == ["it's “odd”", "emoji 😀", "ä (2)", "a'b\"c"]


@pytest.mark.parametrize(
    ("filename", "text", "participants"),
    [
        ("P07.txt", "I: a?\n\nR: b\n", {"R": "P07"}),
        ("P07.txt", "I: a?\n\nP07: b\n", {"P07": "P07"}),
        ("garden.txt", "I: a?\n\nRay Okafor: b\n\nI: c?\n\nRay Okafor: d\n", {"Ray Okafor": "Ray Okafor"}),
        ("garden.txt", "I: a?\n\nP1: b\n\nP2: c\n\nP1: d\n\nP2: e\n", {"P1": "garden P1", "P2": "garden P2"}),
        ("focus.txt", "I: a?\n\nAnn: b\n\nBob: c\n\nAnn: d\n\nBob: e\n", {"Ann": "Ann", "Bob": "Bob"}),
    ],
)
def test_labels_become_participants(study, filename, text, participants):
    study.transcripts.import_bytes(filename, text.encode())
    found = study.transcripts[filename.removesuffix(".txt")].speakers
    assert {s.label: s.participant for s in found if s.role == "participant"} == participants


def test_a_known_participant_is_found_in_the_transcripts_name_and_a_pair_is_one(study):
    study.participants.import_bytes("p.csv", b"participant,phase\nP14,2\n")
    study.transcripts.import_bytes("P14_pair.txt", b"I: a?\n\nHattie: b\n\nVikram: c\n\nHattie: d\n\nVikram: e\n")

    assert study.transcripts["P14_pair"].participants == ["P14"]


def test_participants_have_typed_attributes_and_are_brought_up_to_date(study):
    report = study.participants.import_bytes("p.csv", b"participant;phase;role;age\nP01;1;maker;\nP09;2;;44\n")

    assert (report.added, report.updated, report.without_transcript) == (("P09",), ("P01",), ("P09",))
    assert study.participants["P01"].attributes == {"phase": 1, "role": "maker"}
    assert study.participants["P09"].attributes == {"phase": 2, "age": 44}


def test_participants_twice_in_a_file_are_refused_with_their_rows(study):
    with pytest.raises(WorkbenchError, match="row 3: 'P01' stands in row 2 already"):
        study.participants.import_bytes("p.csv", b"participant\nP01\nP01\n")


def test_an_unknown_name_offers_the_nearest(study):
    with pytest.raises(NotFound, match=r"No transcript is called 'P1'. Did you mean 'P01'"):
        study.transcripts["P1"]


def test_segments_know_who_speaks(study):
    found = study.transcripts.segments("turn", transcripts=["P02"], speakers="participant")
    assert [(s.participant, s.text) for s in found] == [
        ("P02", "I was against it. A garden on our street, with all the noise?"),
        ("P02", "Now I water it. Nobody asked me to."),
    ]


def test_a_folder_is_imported_file_by_file(study, tmp_path):
    for path, words in (
        ("round 1/P05.txt", "I: a?\n\nP05: b\n"),
        ("round 2/P05.txt", "I: c?\n\nP05: d\n"),
        ("x.txt", ""),
    ):
        (tmp_path / "all" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "all" / path).write_text(words)
    reports = study.transcripts.import_files([tmp_path / "all"])

    assert [(one.file, one.transcript, bool(one.error)) for one in reports] == [
        ("all/x.txt", None, True),
        ("all/round 1/P05.txt", "round 1 P05", False),
        ("all/round 2/P05.txt", "round 2 P05", False),
    ]
    assert study.participants.transcripts()["P05"] == ["round 1 P05", "round 2 P05"]
    assert study.transcripts.original("round 2 P05")[0] == "P05.txt"


def test_files_imported_together_are_one_change_and_a_bad_one_among_them_is_left_out(study, tmp_path):
    before, already = study.store.dump(), study.version
    for name, words in (("P05", "I: a?\n\nP05: b\n"), ("P06", "I: c?\n\nP06: d\n"), ("bad", "\0\1\2"), ("P07", "")):
        (tmp_path / f"{name}.txt").write_text(words)
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "P08.txt").write_text("I: a?\n\nP05: b\n")  # P05 by another name
    (tmp_path / "again" / "P06.txt").write_text("I: e?\n\nP06: f\n")
    names = ("P05.txt", "bad.txt", "P06.txt", "P07.txt", "again")
    reports = study.transcripts.import_files([tmp_path / name for name in names])

    assert [(one.file, one.transcript) for one in reports] == [
        ("P05.txt", "P05"),
        ("bad.txt", None),
        ("P06.txt", "P06"),
        ("P07.txt", None),
        ("again/P06.txt", None),
        ("again/P08.txt", None),
    ]
    assert [one.error.partition(":")[2][:40] for one in reports if one.error] == [
        " this is not text in any encoding known h"[:40],
        " the file is empty. Export the transcript"[:40],
        " another transcript is called 'P06' alread"[:40],
        " the same file is already in the study, a"[:40],
    ]
    assert study.version == already + 1
    assert list(study.history)[-1].what == "Imported 2 transcripts: 'P05', 'P06'"
    study.history.undo()
    assert study.store.dump() == before
    study.history.redo()
    assert study.transcripts.names() == ["P01", "P02", "P05", "P06"]


def test_an_import_that_is_stopped_leaves_nothing(study, tmp_path):
    for name in ("P05", "P06"):
        (tmp_path / f"{name}.txt").write_text(f"I: a?\n\n{name}: b\n")
    before = study.store.dump()

    def stopping_at_the_second(file):
        if file.endswith("P06.txt"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        study.transcripts.import_files(sorted(tmp_path.glob("P0?.txt")), progress=stopping_at_the_second)
    assert study.store.dump() == before


def test_the_language_is_found_until_somebody_sets_it(study):
    german = "I: Wie lange wohnen Sie schon hier?\n\nB: Seit dem 3. Mai, glaube ich, und es gefällt uns z. B. sehr.\n"
    study.transcripts.import_bytes("B1.txt", german.encode())
    before = study.store.dump()

    assert [study.transcripts.language(name) for name in ("P01", "B1")] == ["en", "de"]
    assert [one.text for one in study.transcripts.segments("sentence", transcripts=["B1"])][1:] == [
        "Seit dem 3. Mai, glaube ich, und es gefällt uns z. B. sehr."
    ]
    study.transcripts.set_language("B1", "NL")
    assert (study.transcripts.language("B1"), study.transcripts["B1"].language) == ("nl", "nl")
    with pytest.raises(WorkbenchError, match="'Deutsch' is no code of a language"):
        study.transcripts.set_language("B1", "Deutsch")
    study.history.undo()
    assert study.store.dump() == before


def test_a_project_in_a_folder_is_taken_in_as_one(study, tmp_path):
    (tmp_path / "all").mkdir()
    study.write_project(tmp_path / "all" / "garden.qdpx")
    (tmp_path / "all" / "P05.txt").write_text("I: a?\n\nP05: b\n")
    with Study.create(tmp_path / "other.study", coder="Ana") as other:
        reports = other.transcripts.import_files([tmp_path / "all"])

        assert {one.file for one in reports} == {"all/P05.txt", "all/garden.qdpx"}
        assert all(one.error is None for one in reports)
        assert sorted(other.transcripts.names()) == ["P01", "P02", "P05"]


def test_names_in_another_encoding_are_letters_again_and_half_characters_are_marks(tmp_path):
    """A file called in Latin-1, a login name, or JSON that was cut in the middle of a character bring such names."""
    with Study.create(tmp_path / "a.study", coder="M\udcfcller") as study:
        study.transcripts.import_bytes("Gespr\udce4ch.txt", b"I: Why?\n\nP01: Because the fence was broken.\n")
        study.codings.add("Gespr\udce4ch", 14, 40, "half \ud83d", new_code=True, memo="and \ud83d")
        (row,) = study.codings.frame().to_dict("records")
        assert (row["transcript"], row["coder"], row["code"], row["memo"]) == ("Gespräch", "Müller", "half �", "and �")
        assert study.codebook["half \ud83d"].name == "half �"
        study.memos.add("zwei \ud800")
        assert sorted(memo.text for memo in study.memos) == ["and \ud83d", "zwei \ud800"]
        study.write_project(tmp_path / "a.qdpx")
        assert len(study.saturation().order) == 1
