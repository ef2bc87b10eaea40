"""Folders and archives: the files in them, and what is not let in."""

import io
import stat
import zipfile

import pytest

from workbench.model import WorkbenchError
from workbench.readers import dropped, files

TALK = b"Ann: How was it?\n\nBen: Good.\n"


def packed(members, *, compressed=zipfile.ZIP_DEFLATED):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", compressed) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return kept.getvalue()


def document(words="Ann: How was it?"):
    return packed({"[Content_Types].xml": "", "word/document.xml": f"<w>{words}</w>"})


def opened(members):
    """What each member loads: its bytes, or the sentence that refuses it."""
    found = {}
    for one in members:
        try:
            found[one.where] = one.load()
        except WorkbenchError as error:
            found[one.where] = str(error)
    return found


def test_a_folder_gives_its_files_in_order_without_what_systems_add(tmp_path):
    folder = tmp_path / "study"
    for path in ("P02.txt", "P01.txt", "second round/P01.txt", ".DS_Store", "._P01.txt", "~$P01.docx", "Thumbs.db"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(TALK)
    (folder / "more.zip").write_bytes(packed({"P03.txt": TALK, "__MACOSX/._P03.txt": b"\x00\x05\x16\x07"}))

    found = list(files([folder, tmp_path / "missing.txt"]))

    assert [(one.where, one.title) for one in found] == [
        ("study/P01.txt", "P01"),
        ("study/P02.txt", "P02"),
        ("study/more.zip/P03.txt", "P03"),
        ("study/second round/P01.txt", "second round P01"),
        ("missing.txt", "missing"),
    ]
    assert "does not exist" in opened(found)["missing.txt"]


def test_an_archive_gives_its_files_and_those_of_an_archive_inside():
    inner = packed({"P02.txt": TALK, "deeper.zip": packed({"P03.txt": TALK})})
    found = dropped("all.zip", packed({"a/interview.txt": TALK, "b/interview.docx": document(), "more.zip": inner}))

    assert [one.title for one in found] == ["a interview", "b interview", "P02", "deeper"]
    loaded = opened(found)
    assert loaded["all.zip/a/interview.txt"] == TALK
    assert loaded["all.zip/more.zip/P02.txt"] == TALK
    assert "an archive in an archive in an archive" in loaded["all.zip/more.zip/deeper.zip"]


BESIDE = {
    "README.md": "about the files",
    "LICENSE-sound.txt": "about the files",
    "codebook.xlsx": "about the files",
    "participants.csv": "a table of participants",
    "P01.MP3": "a recording",
    "logo.png": "a picture",
    "count.R": "a file of another program",
}


def test_what_lies_beside_transcripts_is_marked_and_named_by_itself_it_is_read(tmp_path):
    talk = ["P01.docx", "P01.txt", "notes.docx", "Readers of maps.txt", "participants.docx"]
    for name in (*talk, *BESIDE):
        (tmp_path / name).write_bytes(TALK)

    found = {one.filename: one.beside for one in files([tmp_path])}
    inside = {one.filename: one.beside for one in dropped("all.zip", packed(dict.fromkeys([*talk, *BESIDE], TALK)))}
    named = {one.filename: one.beside for one in files([tmp_path / name for name in BESIDE])}

    assert found == inside == BESIDE | dict.fromkeys(talk, "")
    assert named == dict.fromkeys(BESIDE, "")
    assert [one.beside for one in dropped("all.zip", packed({"README.md": TALK, "P01.mp3": TALK}))] == ["", ""]


def test_only_folders_that_differ_come_into_titles():
    members = {"all/1/talk.txt": TALK, "all/2/talk.txt": TALK, "all/2/more.txt": TALK, "all/2/more.vtt": TALK}

    assert [one.title for one in dropped("x.zip", packed(members))] == ["1 talk", "more", "more", "2 talk"]


def test_a_document_called_zip_is_a_document():
    whole = document()
    assert opened(dropped("P01.zip", whole)) == {"P01.zip": whole}


@pytest.mark.parametrize("path", ["../P01.txt", "/etc/P01.txt", "C:\\P01.txt", "a/../../P01.txt", "..\\P01.txt"])
def test_paths_that_lead_out_are_refused_and_the_others_read(path):
    found = opened(dropped("x.zip", packed({path: TALK, "P02.txt": TALK})))

    assert found.pop("x.zip/P02.txt") == TALK
    assert "its path leads out of the archive" in next(iter(found.values()))


def test_bombs_links_and_locked_members_are_refused():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"a" * 20_000_000)
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("locked.txt", TALK)
    data = bytearray(kept.getvalue())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rindex(sign) + at] |= 1
    found = opened(dropped("x.zip", bytes(data)))

    assert "it would swell from" in found["x.zip/bomb.txt"]
    assert "it is a link" in found["x.zip/link.txt"]
    assert "locked by a password" in found["x.zip/locked.txt"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04 nothing", "damaged or none"),
        (packed({}), "holds no files"),
        (packed({f"{number}.txt": b"" for number in range(2_001)}), "2,001 files, more than 2,000"),
    ],
)
def test_an_archive_that_cannot_be_taken_is_a_sentence(data, says):
    assert says in opened(dropped("x.zip", data))["x.zip"]


def test_names_that_a_mac_wrote_in_utf8_without_saying_so_are_read():
    unflagged = bytearray(packed({"Müller.txt": TALK}))
    unflagged[6:8] = b"\x00\x00"
    at = unflagged.rindex(b"PK\x01\x02")
    unflagged[at + 8 : at + 10] = b"\x00\x00"

    assert [one.title for one in dropped("x.zip", bytes(unflagged))] == ["Müller"]
