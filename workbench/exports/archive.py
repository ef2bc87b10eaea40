"""A study for a repository (OSF, QDR): files that a stranger understands in ten years, with their checksums.

Values in, files out; nothing is looked up here. Names of files are made safe, whatever transcripts are called.
"""

import csv
import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbench.exports.tables import guard
from workbench.exports.zips import EPOCH
from workbench.model import About, counted

CONTENTS = ("transcripts", "quotes", "none")
"""How much of what was said goes along: whole transcripts, only coded passages, or no words at all."""
SUMS = "SHA256SUMS.txt"
FIELDS = {
    "codebook.csv": {
        "code": "name of the code, unique",
        "parent": "the code that it stands under; empty at the top",
        "description": "brief definition",
        "definition": "full definition",
        "when_to_use": "when to use the code",
        "when_not_to_use": "when not to use it",
        "example": "a typical passage",
        "near_miss": "what almost belongs here, but does not",
        "aliases": "other names, parted by semicolons",
        "archived": "yes where the code is not in use any more",
        "colour": "colour in the program, #RRGGBB",
        "origin": "where the code came from: data, theory, import …",
        "guid": "key of the code in other programs",
    },
    "codings.csv": {
        "transcript": "name of the transcript, as in transcripts/",
        "start": "first character of the passage, counted in Unicode code points from 0",
        "end": "first character behind the passage",
        "coder": "who put the code there",
        "code": "name of the code, as in codebook.csv",
        "quote": "the words of the passage, exactly",
        "speaker": "who says most of the passage, as labelled in the transcript",
        "participant": "whose passage it is, as in participants.csv: of who says most, or who answers the one who does",
        "layer": "independent: a coder's own; agreed: after reconciliation",
        "theme": "themes that the code stands under, parted by semicolons",
    },
    "participants.csv": {"participant": "name or pseudonym of the participant"},
    "themes.csv": {
        "Theme": "name of the theme",
        "Definition": "what it means",
        "Codes": "its codes, each with how many participants speak to it",
        "Participants": "how many participants speak to it, of all",
        "Which participants": "who they are, as in participants.csv",
        "Transcripts": "in how many transcripts",
        "Codings": "how many codings carry its codes; the agreed ones where there are any",
        "Typical quotes": "passages that speak for it",
        "Speaking against": "passages that speak against it",
        "part of": "the theme that it stands under",
    },
}
"""What the columns of each table mean."""


@dataclass(frozen=True, slots=True)
class Deposit:
    """What goes into an archive. `tables` are csv files by name; `transcripts` texts by name, empty where none go.

    `attributes` says for each of the participants' attributes its kind and its values; `made_safe` are sentences on
    what was done about names; `codings` counts the rows of codings.csv.
    """

    about: About
    content: str
    tables: Mapping[str, bytes]
    transcripts: Mapping[str, str]
    attributes: Mapping[str, tuple[str, str]]
    documents: Mapping[str, bytes]
    made_safe: Sequence[str]
    codings: int


def archive_files(deposit: Deposit) -> dict[str, bytes]:
    """All files by their paths, in order, the checksums last; the same deposit gives the same bytes."""
    files: dict[str, bytes] = {}
    names = safe_names(deposit.transcripts)
    for name, text in deposit.transcripts.items():
        files[f"transcripts/{names[name]}.txt"] = text.encode("utf-8", "replace")
    files |= dict(deposit.tables)
    files |= dict(deposit.documents)
    files["data-dictionary.csv"] = _dictionary(deposit)
    files = {"README.md": _readme(deposit, files).encode("utf-8", "replace"), **files}
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in files.items())
    return {**files, SUMS: sums.encode()}


def archive_zip(files: Mapping[str, bytes], folder: str = "archive") -> bytes:
    """The files in one folder of a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, data in files.items():
            entry = zipfile.ZipInfo(f"{folder}/{path}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            packed.writestr(entry, data)
    return out.getvalue()


def safe_names(names: Iterable[str]) -> dict[str, str]:
    """For each name one that every system takes for a file, and that leads nowhere; no two alike.

    >>> safe_names(["../../P01", "P 02: Ann?", "CON"])
    {'../../P01': 'P01', 'P 02: Ann?': 'P 02_ Ann_', 'CON': 'CON_'}
    """
    found: dict[str, str] = {}
    for name in names:
        plain = "".join(sign for sign in unicodedata.normalize("NFC", name) if unicodedata.category(sign)[0] != "C")
        plain = re.sub(r'[<>:"|?*]', "_", re.split(r"[\\/]", plain)[-1]).strip(". ")[:100] or "transcript"
        if re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", plain):
            plain += "_"
        safe, number = plain, 2
        while safe.casefold() in {one.casefold() for one in found.values()}:
            safe, number = f"{plain} ({number})", number + 1
        found[name] = safe
    return found


def _dictionary(deposit: Deposit) -> bytes:
    """A row for each column of each table."""
    rows: list[tuple[str, str, str, str]] = []
    for file, data in deposit.tables.items():
        columns = next(csv.reader(io.StringIO(data.decode("utf-8-sig"))), [])
        for column in columns:
            meaning, values = FIELDS.get(file, {}).get(column, ""), ""
            name = column.removeprefix("participant's ")
            if not meaning and name in deposit.attributes:
                kind, values = deposit.attributes[name]
                meaning = f"attribute of the participant ({kind})"
            rows.append((file, column, meaning, values))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("file", "column", "meaning", "values"))
    writer.writerows([guard(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8", "replace")


_WHAT = {
    "codebook.csv": "the codebook: codes, their place in the tree, definitions and rules",
    "codebook.md": "the same for reading",
    "codebook.qdc": "the same for other programs (REFI-QDA)",
    "codings.csv": "every coding: who put which code on which passage",
    "participants.csv": "the participants with their attributes",
    "themes.csv": "the themes with their codes, participants and, where words go along, quotes",
    "data-dictionary.csv": "what every column of every table means",
}


def _readme(deposit: Deposit, files: Mapping[str, bytes]) -> str:
    about = deposit.about
    words = {
        "transcripts": "Whole transcripts are in `transcripts/`, each a text file in UTF-8 with line feeds.",
        "quotes": "Whole transcripts are not included; the coded passages are quoted in `codings.csv`.",
        "none": "No words of participants are included; codings say only at which characters passages stand.",
    }[deposit.content]
    listed = [f"- `{path}`: {_WHAT[path]}" for path in files if path in _WHAT]
    count = len(deposit.transcripts)
    if count:
        listed.insert(0, f"- `transcripts/`: {counted(count, 'transcript')}")
    listed.append(f"- `{SUMS}`: SHA-256 checksums; `sha256sum -c {SUMS}` tells whether the files are whole")
    title = " ".join(about.title.split()) or "Interview study"
    return "\n".join(
        [
            f"# {title}",
            "",
            f"{counted(about.participants, 'participant')}, {counted(about.transcripts, 'transcript')}, "
            f"{counted(deposit.codings, 'coding')} by {counted(len(about.coders), 'coder')}; codebook version "
            f"{about.codebook_version}. Made on {about.date} with {about.software}.",
            "",
            words,
            "",
            "## Files",
            "",
            *listed,
            "",
            "## How participants are protected",
            "",
            *(f"- {sentence}" for sentence in deposit.made_safe),
            "- Original recordings and files, memos and the history of the analysis are not included.",
            "",
            "## To be filled in before depositing",
            "",
            "- Authors and how to cite this: …",
            "- Licence and conditions of access: …",
            "- Ethics approval, and what participants consented to: …",
            "- Sampling, recruitment, interview guide, language, dates: …",
            "- How the transcripts were made: …",
            "",
        ]
    )
