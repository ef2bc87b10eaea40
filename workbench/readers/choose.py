"""Which format is this file? Its content says; its ending where the content does not."""

import json
import re
from dataclasses import replace

from workbench.model import Problem, Reading
from workbench.readers.packed import MAIN_PARTS, archive
from workbench.readers.registry import READERS, Source, Unreadable
from workbench.readers.rules import Rules

_SIGNS = (
    (b"%PDF-", ".pdf"),
    (b"{\\rtf", ".rtf"),
)
_FOREIGN = (
    # A speaker may be called MZ or ID3, so a sign in plain letters counts only with a NUL byte near it.
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Office file (.doc, .xls) or one locked by a password",
        "Save it as .docx without one.",
    ),
    (b"\x89PNG\r\n\x1a\n", "a picture", "Give the words as text."),
    (b"\xff\xd8\xff", "a picture", "Give the words as text."),
    (b"GIF8", "a picture", "Give the words as text."),
    (b"RIFF", "a recording", "Transcribe it first; transcripts come as .txt, .docx, .vtt, .srt and others."),
    (b"ID3", "a recording", "Transcribe it first; transcripts come as .txt, .docx, .vtt, .srt and others."),
    (b"OggS", "a recording", "Transcribe it first; transcripts come as .txt, .docx, .vtt, .srt and others."),
    (b"SQLite format 3\x00", "a database or a study", "Open it instead of importing it."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "an archive", "Unpack it first."),
    (b"Rar!", "an archive", "Unpack it first."),
    (b"MZ", "a program", ""),
    (b"\x7fELF", "a program", ""),
)
_MARKUP = re.compile(
    rb"<\?xml[^>]{0,200}\?>\s{0,20}(?:<!--.{0,2000}?-->\s{0,20})?(?:<!DOCTYPE[^>\[]{0,400}>\s{0,20})?<([A-Za-z][\w.:-]{0,60})",
    re.DOTALL,
)
"""The name of the first element of XML."""
_TEXTS_OF_OTHERS = (
    (b'File type = "ooTextFile', "a TextGrid of Praat", "Make a table of it (Down to Table) and save that as .csv."),
    (b"[Script Info]", "a file of captions of Aegisub", "Save them as .srt."),
)
_XML_OF_OTHERS = {
    "ANNOTATION_DOCUMENT": "Export it from ELAN as tab-delimited text (.txt).",
    "tt": "Save the captions as .vtt or .srt.",
    "CodeBook": "It is a codebook: bring it in on the page Codebook, or by 'workbench codebook import'.",
}
_BINARY_ONLY = {
    ".docx": "a Word document",
    ".odt": "an OpenDocument text",
    ".xlsx": "a workbook",
    ".pdf": "a PDF",
    ".rtf": "rich text",
}
_SRT = re.compile(rb"\s*\d{1,7}[ \t]*\r?\n\s*\d{1,3}:\d{1,2}:\d{1,2}[.,]\d{1,3}[ \t]*-->")
_HTML = re.compile(rb"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)


def read(name: str, data: bytes, *, rules: Rules | None = None) -> Reading:
    """The transcript in `data`; `name` is the file's name, shown in messages.

    The content decides about the format, then the ending; an unknown ending is read as plain text, and both is
    reported. A file that is empty, is no transcript, is damaged, or has no words raises WorkbenchError with a sentence
    that names it; nothing else is raised whatever the bytes are.

    >>> reading = read("P1.txt", b"Ann: How was it?\\n\\nBen: Good.")
    >>> reading.speakers, [reading.text[turn.start:turn.end] for turn in reading.turns]
    (['Ann', 'Ben'], ['How was it?', 'Good.'])
    """
    source = Source(name, data)
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf\xfe\xff"):
        raise Unreadable(source, "the file is empty.", "Export the transcript again.")
    format = _by_content(source)
    notes: list[Problem] = []
    if format is None:
        format = source.suffix if source.suffix in READERS else ".txt"
        if format != source.suffix:
            ending = f"The ending {source.suffix!r} is" if source.suffix else "A file without an ending is"
            notes.append(Problem(f"{ending} not known here; read as plain text."))
    elif format != source.suffix and not _same_kind(format, source.suffix):
        notes.append(Problem(f"Its content is {format}, whatever its name says; read as {format}."))
    reading = READERS[format](source, rules or Rules())
    if not any(turn.end > turn.start for turn in reading.turns):
        raise Unreadable(source, "no spoken words were found in it.", "Look whether the export holds the text.")
    return replace(reading, problems=(*notes, *reading.problems))


def _same_kind(format: str, suffix: str) -> bool:
    return READERS[format] is READERS.get(suffix) and {format, suffix} != {".vtt", ".srt"}


def _by_content(source: Source) -> str | None:
    """The ending that stands for what the content is; None for text that may be anything."""
    head = source.data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    for sign, what, hint in _FOREIGN:
        if source.data.startswith(sign) and (not sign.isascii() or b"\x00" in source.data[:64]):
            raise Unreadable(source, f"this is {what}, not a transcript.", hint)
    if source.data[4:8] == b"ftyp":
        raise Unreadable(source, "this is a recording, not a transcript.", "Transcribe it first.")
    if source.data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(source)
    found = next((suffix for sign, suffix in _SIGNS if head.startswith(sign)), None)
    if found is None and head.startswith(b"WEBVTT"):
        found = ".vtt"
    if found is None and _SRT.match(head):
        found = ".srt"
    if found is None and _HTML.match(head):
        found = ".html"
    if found is None and head.startswith((b"@UTF8", b"@Begin")):
        found = ".cha"
    if found is None:
        found = _markup(source, head)
    if found is None and head[:1] in {b"{", b"["} and _is_json(source.data):
        found = ".json"
    if found is None and source.suffix in _BINARY_ONLY:
        what = _BINARY_ONLY[source.suffix]
        raise Unreadable(source, f"its name says {what}, its content is none.", "Export it again, or give it as .txt.")
    return found


def _markup(source: Source, head: bytes) -> str | None:
    """A page that begins as XML is one; other XML, and texts that only their programs can read, are refused."""
    for sign, what, hint in _TEXTS_OF_OTHERS:
        if head.startswith(sign):
            raise Unreadable(source, f"this is {what}, which is not read here.", hint)
    found = _MARKUP.match(head)
    if found is None:
        return None
    name = found[1].decode("ascii").rpartition(":")[2]
    if name.lower() == "html" or source.suffix in (".html", ".htm"):
        return ".html"
    hint = _XML_OF_OTHERS.get(name, "Export it as .txt, .docx, .vtt or .srt.")
    raise Unreadable(source, f"this is XML of another program ({name}), which is not read here.", hint)


def _packed(source: Source) -> str:
    """The format of a zip archive by the parts that it holds."""
    with archive(source) as packed:
        names = packed.namelist()
    for suffix, part in MAIN_PARTS.items():
        if any(part.fullmatch(name) for name in names):
            return suffix
    if any(name.endswith(".qde") for name in names):
        raise Unreadable(source, "this is a REFI-QDA project, not a transcript.", "Name it .qdpx, and import it.")
    what = _BINARY_ONLY.get(source.suffix)
    if what:
        raise Unreadable(source, f"its name says {what}, but it is another kind of archive.", "Export it again.")
    raise Unreadable(
        source, "this is an archive, not a transcript.", "Name it .zip, or unpack it and import the folder."
    )


def _is_json(data: bytes) -> bool:
    """Whether it is JSON, or JSON in its first line (one object a line)."""
    for part in (data, data.lstrip().split(b"\n", 1)[0]):
        try:
            json.loads(part)
        except (ValueError, RecursionError):
            continue
        return True
    return False
