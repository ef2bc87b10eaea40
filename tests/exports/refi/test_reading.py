"""Projects are read as other tools write them: leniently, and with every loss and mending said."""

import zipfile

import pytest

from tests.exports.refi.projects import ANA, CODE, packed, project, selection, source, sources
from workbench.exports.refi import read_project
from workbench.model import WorkbenchError

TEXT = "I: How was it?\r\nP: Badly. 🏠 The bus was late\r\nand nobody waited.\r\n"
PLAIN = TEXT.replace("\r\n", "\n")


def quotes(reading):
    texts = {one.key: one.text for one in reading.project.sources}
    return [(one.code, one.coder, texts[one.source][one.start : one.end]) for one in reading.project.codings]


def utf16(text):
    return len(text.encode("utf-16-le")) // 2


COUNTINGS = {
    "as the standard says": (lambda words: (PLAIN.index(words), PLAIN.index(words) + len(words)), PLAIN, "Some tool"),
    "NVivo for Windows": (
        lambda words: (utf16(TEXT[: TEXT.index(words)]), utf16(TEXT[: TEXT.index(words) + len(words)])),
        "\ufeff" + TEXT,
        "NVivo for Windows 12.6",
    ),
    "UTF-16 from a tool that is not known": (
        lambda words: (utf16(TEXT[: TEXT.index(words)]), utf16(TEXT[: TEXT.index(words) + len(words)])),
        TEXT,
        "Tool",
    ),
    "ATLAS.ti": (lambda words: (PLAIN.index(words), PLAIN.index(words) + len(words)), TEXT, "ATLAS.ti for Windows 23"),
    "line ends as one from a tool that is not known": (
        lambda words: (PLAIN.index(words), PLAIN.index(words) + len(words)),
        TEXT,
        "Tool",
    ),
    "the mark counted": (
        lambda words: (TEXT.index(words) + 1, TEXT.index(words) + len(words) + 1),
        "\ufeff" + TEXT,
        "Tool",
    ),
}


@pytest.mark.parametrize("named", [True, False], ids=["with quotes", "without"])
@pytest.mark.parametrize("how", COUNTINGS)
def test_positions_are_found_however_they_were_counted(how, named):
    place, stored, origin = COUNTINGS[how]
    wanted = ["How was it?", "Badly.", "The bus was late", "nobody waited."]
    selections = "".join(
        selection(*place(words), 0, number=at, name=words if named else "") for at, words in enumerate(wanted)
    )
    xml = project(sources(source("", selections, path="internal://t.txt")), origin=origin)
    reading = read_project("x.qdpx", packed(xml, {"Sources/t.txt": stored.encode()}))
    assert [quote for _code, _coder, quote in quotes(reading)] == wanted
    assert reading.project.sources[0].text == PLAIN


def test_an_end_that_is_meant_with_the_last_character_is_found():
    text = "One two three. Four five six. Seven eight nine."
    wanted = ["One two three.", "Four five six.", "Seven eight nine.", "five", "eight"]
    selections = "".join(
        selection(text.index(words), text.index(words) + len(words) - 1, 0, number=at, name=words)
        for at, words in enumerate(wanted)
    )
    reading = read_project("x.qdpx", packed(project(sources(source(text, selections)))))
    assert [quote for _code, _coder, quote in quotes(reading)] == wanted
    assert any("the end included" in one for one in reading.problems)


BADLY = selection(18, 24, 0)
BRACED = BADLY.replace(CODE.format(0), "{" + CODE.format(0).upper() + "}")


def of(found, text=PLAIN, **options):
    return project(sources(source(text, found)), **options)


FAULTS = {
    "another namespace": (of(BADLY, namespace="urn:QDA-XML:project:0:10"), 1),
    "guids in braces and capitals": (of(BRACED), 1),
    "nobody known": (of(selection(18, 24, 0, user="f" * 8 + "-0000-4000-8000-000000000000")), 1),
    "a coding without a code": (of(selection(18, 24, 7) + selection(18, 24, 0, number=2)), 1),
    "turned round": (of(selection(24, 18, 0)), 1),
    "empty": (of(selection(19, 19, 0)), 1),
    "beyond the text": (of(selection(18, 10_000, 0)), 1),
    "outside": (of(selection(9_000, 10_000, 0)), 0),
    "no position": (of(selection("x", "y", 0)), 0),
    "a control sign": (of(BADLY, PLAIN.replace("it", "i&#x1;")).replace(b"&amp;#", b"&#"), 1),
    "another declaration": (of(BADLY).replace(b"utf-8", b"utf-16"), 1),
    "no text": (project(sources(source("", selection(0, 9, 0), path="internal://gone.txt"))), 1),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_are_mended_and_said(fault):
    xml, codings = FAULTS[fault]
    reading = read_project("x.qdpx", packed(xml))
    assert len(reading.project.codings) == codings
    assert reading.problems or fault == "guids in braces and capitals"


def test_what_cannot_be_represented_is_listed():
    coding = f'<Coding guid="d9" creatingUser="{ANA}"><CodeRef targetGUID="{CODE.format(0)}"/></Coding>'
    body = (
        f'<Sources><PictureSource guid="p1" name="map.png"><PictureSelection guid="p2" firstX="0" firstY="0" '
        f'secondX="1" secondY="1">{coding}</PictureSelection>{coding}</PictureSource>'
        f'<VideoSource guid="v1" name="x.mp4"><VideoSelection guid="v2" begin="0" end="9">{coding}</VideoSelection>'
        f'</VideoSource><PDFSource guid="f1" name="x.pdf"><PDFSelection guid="f2" page="0" firstX="0" firstY="0" '
        f'secondX="1" secondY="1">{coding}</PDFSelection></PDFSource></Sources>'
    )
    said = "\n".join(read_project("x.qdpx", packed(project(body))).problems)
    for what in (
        "regions of pictures (1)",
        "whole pictures (1)",
        "stretches of videos (1)",
        "regions of PDF pages (1)",
    ):
        assert what in said


def test_words_of_a_pdf_and_a_transcript_with_times_come_in():
    body = (
        '<Sources><PDFSource guid="50000000-0000-4000-8000-000000000001" name="a.pdf"><Representation guid="r1">'
        f"<PlainTextContent>Some words here.</PlainTextContent>{selection(5, 10, 0)}</Representation></PDFSource>"
        '<AudioSource guid="50000000-0000-4000-8000-000000000002" name="b.mp3"><Transcript guid="t1">'
        "<PlainTextContent>I: And?\nP: Well.</PlainTextContent>"
        '<SyncPoint guid="s1" timeStamp="0" position="0"/><SyncPoint guid="s2" timeStamp="2500" position="8"/>'
        '<TranscriptSelection guid="t2" fromSyncPoint="s1" toSyncPoint="s2">'
        f'<Coding guid="t3" creatingUser="{ANA}"><CodeRef targetGUID="{CODE.format(1)}"/></Coding>'
        "</TranscriptSelection></Transcript></AudioSource></Sources>"
    )
    reading = read_project("x.qdpx", packed(project(body)))
    assert quotes(reading) == [("bad", "Ana", "words"), ("bus", "Ana", "I: And?\n")]
    assert [one.name for one in reading.project.sources] == ["a", "b"]
    assert reading.project.sources[1].points == ((0, 0.0), (8, 2.5))


def test_notes_find_what_they_are_about():
    note = '<Note guid="{0}" name="{1}" creatingUser="' + ANA + '"><PlainTextContent>{2}</PlainTextContent></Note>'
    body = (
        sources(
            source(
                PLAIN,
                selection(18, 24, 0, inside="<Description>A comment</Description>").replace(
                    "</PlainTextSelection>", '<NoteRef targetGUID="n1"/></PlainTextSelection>'
                )
                + selection(3, 6, number=2)
                + selection(7, 10, number=3, inside="<Description>Only said</Description>"),
            )
        )
        + f"<Notes>{note.format('n1', 'On a coding', 'x')}{note.format('n2', 'On a passage', 'y')}"
        + f"{note.format('n3', 'On all', 'z')}</Notes>"
        + '<Links><Link guid="l1" originGUID="n2" targetGUID="e0000002-0000-4000-8000-000000000000"/></Links>'
    )
    found = {one.text: (one.on, one.title) for one in read_project("x.qdpx", packed(project(body))).project.notes}
    assert found == {
        "A comment": ("coding", ""),
        "x": ("coding", "On a coding"),
        "y": ("transcript", "On a passage: “How”"),
        "z": ("study", "On all"),
        "Only said": ("transcript", "“was”"),
    }


def test_a_project_of_another_name_in_a_folder_with_backslashes_is_found():
    xml = project(sources(source("", selection(0, 3, 0), path="internal:///T.TXT")))
    data = packed(xml, {"SOURCES\\t.txt": b"One two."}, entry="My study.qde")
    assert quotes(read_project("x.qdpx", data)) == [("bad", "Ana", "One")]


def test_a_bare_project_finds_its_texts_beside_it(tmp_path):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "t.txt").write_text("One two.")
    xml = project(sources(source("", selection(0, 3, 0), path="t.txt")))
    assert quotes(read_project("x.qde", xml, beside=tmp_path)) == [("bad", "Ana", "One")]


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
REFUSED = {
    "no project": (packed(b"x", entry="readme.txt"), "holds no project"),
    "damaged": (packed(project())[:60], "damaged"),
    "no XML": (packed(b"<Project><"), "no proper XML"),
    "something else": (packed(b"<Song/>"), "no REFI-QDA project"),
    "entities": (packed(project().replace(b"<Project", ENTITIES + b"<Project", 1)), "entities"),
    "a way out": (packed(project(), {"../../evil.txt": b"x"}), "leads out"),
    "an absolute way": (packed(project(), {"/etc/evil.txt": b"x"}), "leads out"),
    "a drive": (packed(project(), {"C:\\evil.txt": b"x"}), "leads out"),
    "a bomb": (
        packed(project(sources(source("", path="internal://t.txt"))), {"sources/t.txt": b"0" * 50_000_000}),
        "more than a text can",
    ),
    "nothing": (b"", "no proper XML"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_dangerous_and_damaged_files_are_refused_in_a_sentence(what):
    data, says = REFUSED[what]
    with pytest.raises(WorkbenchError, match=says):
        read_project("x.qdpx", data)


def test_deep_nesting_is_no_danger():
    deep = project().replace(b"<CodeBook>", b"<a>" * 50_000 + b"</a>" * 50_000 + b"<CodeBook>")
    with pytest.raises(WorkbenchError, match="no proper XML"):
        read_project("x.qdpx", packed(deep))


def test_paths_lead_nowhere_else(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("not yours")
    (tmp_path / "in").mkdir()
    for path in (f"absolute://{secret}", "relative:///../secret.txt", f"internal://../{secret.name}"):
        xml = project(sources(source("", selection(0, 3, 0), path=path)))
        with zipfile.ZipFile(tmp_path / "x.qdpx", "w") as zipped:
            zipped.writestr("project.qde", xml)
        for data, beside in (((tmp_path / "x.qdpx").read_bytes(), None), (xml, tmp_path / "in")):
            read = read_project("x.qdpx", data, beside=beside)
            assert "not yours" not in read.project.sources[0].text


def test_texts_that_share_a_guid_keep_their_own_codings():
    body = sources(source("One two", selection(0, 3, 0)), source("Three four", selection(0, 5, 1, number=2)))
    reading = read_project("x.qdpx", packed(project(body)))
    assert quotes(reading) == [("bad", "Ana", "One"), ("bus", "Ana", "Three")]


def test_texts_in_other_encodings_and_under_escaped_names_are_read():
    for stored in ("One Bäum two".encode("utf-16"), "One Bäum two".encode("cp1252"), b"One B\xc3\xa4um two"):
        xml = project(sources(source("", selection(4, 8, 0), path="internal://a%20b.txt")))
        assert quotes(read_project("x.qdpx", packed(xml, {"sources/a b.txt": stored}))) == [("bad", "Ana", "Bäum")]
