"""Which files lie beside transcripts in a folder or an archive and are none, by what they are called?"""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePath

_ABOUT = re.compile(
    r"(?:LICEN[SC]E|COPYING)[._-]|(?i:(?:read[ _-]?me|liesmich|lisez[ _-]?moi|l[eé]eme)(?![^\W\d_])"
    r"|(?:licen[sc]es?|lizenz|copying|changelog|citation|authors|contributing|code[ _-]?book|codebuch|codings?|notice)"
    r"(?:\.|$))"
)
_PEOPLE = re.compile(
    r"(?:participants?|participant[ _-]list|teilnehmer|attributes?|demographics?|metadata)\.(?:csv|tsv|xlsx)$",
    re.IGNORECASE,
)
_KINDS = {
    "a recording": "mp3 m4a wav aac ogg oga opus flac wma amr aif aiff mp4 m4v mov avi mkv webm wmv 3gp mts",
    "a picture": "jpg jpeg png gif bmp tif tiff heic svg webp",
    "a file of another program": "py r rmd ipynb do sps sav dta rds sh js css bib ris nvp nvpx mx20 mx22 mx24 atlproj "
    "hpr7 qda study db sqlite log ini cfg toml yml yaml url lnk webloc pptx ppt key",
}
_OF_ENDING = {f".{ending}": kind for kind, endings in _KINDS.items() for ending in endings.split()}


def beside(filename: str) -> str:
    """What a file is that is no transcript by its name or ending; '' for all others.

    >>> [beside(name) for name in ("README_en.md", "participants.csv", "P01.mp3", "P01.docx", "Licence holder.txt")]
    ['about the files', 'a table of participants', 'a recording', '', '']
    """
    if _ABOUT.match(filename):
        return "about the files"
    if _PEOPLE.match(filename):
        return "a table of participants"
    return _OF_ENDING.get(PurePath(filename).suffix.lower(), "")


def told_beside(left_out: Iterable[tuple[str, str]], most: int = 4) -> str:
    """A sentence about files that were left out, each with what it is; '' where there are none.

    >>> told_beside([("P1.mp3", "a recording"), ("P2.mp3", "a recording")], most=1)
    'Left out as no transcripts: P1.mp3 and 1 more (a recording). Give one by itself to take it in.'
    """
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for where, kind in left_out:
        kinds[kind].append(where)
    shown = [
        f"{', '.join(names[:most])}{f' and {len(names) - most} more' if len(names) > most else ''} ({kind})"
        for kind, names in kinds.items()
    ]
    return f"Left out as no transcripts: {'; '.join(shown)}. Give one by itself to take it in." if shown else ""
