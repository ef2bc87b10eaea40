"""Files that cannot be read: one sentence that names the file and says what to do."""

import io
import os
import time
import zipfile

import docx
import pytest

from workbench.model import WorkbenchError
from workbench.readers import Rules, read, read_file
from workbench.readers.inner import stretches

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10"


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


def with_part(name: str, data: bytes) -> bytes:
    document = docx.Document()
    document.add_paragraph("Ann: Yes.")
    plain, out = io.BytesIO(), io.BytesIO()
    document.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, data if info.filename == name else old.read(info))
    return out.getvalue()


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&b;'
    b"</w:t></w:r></w:p></w:body></w:document>"
)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"", "the file is empty"),
        ("a.txt", b"\xef\xbb\xbf \r\n", "the file is empty"),
        ("a.txt", PNG, "this is a picture"),
        ("a.txt", b"ID3\x04\x00\x00", "this is a recording"),
        ("a.txt", b"\x00\x00\x00\x20ftypM4A ", "this is a recording"),
        ("a.txt", bytes(range(256)) * 20, "this is not text in any encoding"),
        ("a.txt", b"Ann: yes\x00\x00\x00no", "this is not text in any encoding"),
        ("a.txt", b"\xff\xfeA", "it begins as UTF-16 and is damaged"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "an old Office file"),
        ("a.docx", b"Ann: Yes.", "its name says a Word document, its content is none"),
        ("a.docx", b"PK\x03\x04 and so on", "the file is damaged"),
        ("a.docx", archive(hello_xml=b"<a/>"), "it is another kind of archive"),
        ("a.zip", archive(hello_xml=b"<a/>"), "this is an archive, not a transcript"),
        ("a.docx", archive(word__document_xml=b"<w:document"), "the document inside is damaged"),
        ("a.docx", archive(word__document_xml=b"<document/>"), "its document has no body"),
        ("a.docx", archive(word__document_xml=ENTITIES), "the document inside defines XML entities"),
        ("a.docx", archive(word__document_xml=b" " * 50_000_000), "far more than a transcript can"),
        ("a.docx", with_part("word/styles.xml", ENTITIES), "the document inside defines XML entities"),
        ("a.docx", archive(word__document_xml=b"<document><body><p/></body></document>"), "no spoken words were found"),
        ("a.vtt", b"WEBVTT\n\nhello", "no cue with a time stands in it"),
        ("a.srt", b"hello", "no cue with a time stands in it"),
        ("a.txt", b"Interview 3\n\nAnn:\n\nBen:\n\nAnn:\n\nBen:\n", "no spoken words were found"),
        (
            "a.eaf",
            b'<?xml version="1.0"?>\n<ANNOTATION_DOCUMENT FORMAT="3.0"/>',
            "Export it from ELAN as tab-delimited text",
        ),
        ("a.txt", b'<?xml version="1.0"?><!-- so --><!DOCTYPE a><tei:TEI/>', "this is XML of another program (TEI)"),
        ("a.qdc", b'<?xml version="1.0"?>\n<CodeBook xmlns="urn:QDA-XML:codebook:1.0"/>', "workbench codebook import"),
        ("a.TextGrid", b'File type = "ooTextFile"\nObject class = "TextGrid"\n', "this is a TextGrid of Praat"),
    ],
)
def test_what_cannot_be_read_is_named_with_a_reason(name, data, says):
    with pytest.raises(WorkbenchError) as refused:
        read(name, data)

    assert str(refused.value).startswith(f"{name}: ")
    assert says in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_part_that_lies_about_its_size_is_refused():
    data = archive(word__document_xml=b"<document>" + b"x" * 3000)
    real = (3010).to_bytes(4, "little")

    with pytest.raises(WorkbenchError, match="damaged"):
        read("a.docx", data.replace(real, (100).to_bytes(4, "little")))


def test_content_decides_and_a_wrong_ending_is_reported():
    document = docx.Document()
    document.add_paragraph("Ann: Yes.")
    document.add_paragraph("Ann: No.")
    out = io.BytesIO()
    document.save(out)

    assert read("a.txt", out.getvalue()).format == "docx"
    reading = read("a.txt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Yes\n")
    assert reading.format == "vtt"
    assert str(reading.problems[0]) == "Its content is .vtt, whatever its name says; read as .vtt."
    assert "not known here; read as plain text" in str(read("a.log", b"Ann: Yes.\n\nBen: No.").problems[0])


@pytest.mark.parametrize("label", ["MZ", "PK", "RIFF", "ID3"])
def test_a_speaker_may_be_called_as_other_files_begin(label):
    assert read("a.txt", f"{label}: Yes.\n\nBen: No.\n\n{label}: So.\n\nBen: Well.".encode()).speakers == [label, "Ben"]


def test_a_page_that_begins_as_xml_is_a_page():
    page = b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Ann: Yes.</p></body></html>'

    assert read("a.txt", page).format == read("a.html", page).format == "html"


def test_read_file_gives_the_reading_and_the_bytes(tmp_path):
    path = tmp_path / "P1 “first”.txt"
    path.write_bytes(b"I: Yes?\r\nR: Yes.\r\n")

    reading, data = read_file(path)

    assert reading.text == "I: Yes?\nR: Yes.\n"
    assert data == b"I: Yes?\r\nR: Yes.\r\n"


def test_a_missing_file_a_folder_and_a_huge_file_are_refused_before_reading(tmp_path):
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(200_000_000)

    with pytest.raises(WorkbenchError, match=r"nothing\.txt does not exist"):
        read_file(tmp_path / "nothing.txt")
    with pytest.raises(WorkbenchError, match="is a folder"):
        read_file(tmp_path)
    with pytest.raises(WorkbenchError, match=r"huge\.txt has 200 MB; transcripts up to 50 MB are read"):
        read_file(huge)
    with pytest.raises(WorkbenchError, match="cannot be opened"):
        read_file(tmp_path / ("n" * 300))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")

    with pytest.raises(WorkbenchError, match="is not a file"):
        read_file(tmp_path / "pipe.txt")


def test_a_reading_can_be_redone_with_other_rules(tmp_path):
    path = tmp_path / "P1.txt"
    path.write_bytes(b"Ann: Yes.\n\nBen: No.")

    assert read_file(path, rules=Rules(no_speakers=True))[0].speakers == []


def test_stamped_pieces_without_end_are_joined_soon():
    text = "[0:01] Ann: hi there\n\n" * 10_000
    before = time.process_time()

    reading = read("a.txt", text.encode())
    (turn,) = reading.turns
    assert len(stretches(reading.text, turn.start, turn.end, "Ann")) == 10_000
    assert time.process_time() - before < 10  # where every piece looked at all before it, minutes
