"""Folders and .zip archives: which files in them may be transcripts?

Nothing is unpacked to the disk. What systems add to folders (resource forks, thumbnails, locks of open documents) is
passed over without a word, as people never see it.
"""

import io
import os
import re
import stat
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from pathlib import Path, PurePosixPath

from workbench.model import WorkbenchError
from workbench.readers.beside import beside
from workbench.readers.files import load, most_bytes, refuse_large
from workbench.readers.packed import DAMAGED, is_document, swells

_MOST_FILES = 2_000
_MOST_TOGETHER = 1_000_000_000
_MOST_ARCHIVE = 150_000_000
_DEEPEST = 2
"""An archive may hold archives, which hold no others."""
_SYSTEM = re.compile(r"\.(?!\.?$)|~\$|__MACOSX$|Thumbs\.db$|desktop\.ini$|Icon\r?$", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:")
_UNPACK = "Unpack it yourself and import the folder."


@dataclass(frozen=True, slots=True)
class Member:
    """One file: `where` it stands, as shown in reports, its own `filename`, and what its transcript is called.

    `load` gives its bytes, or raises a WorkbenchError that names it. `beside`: what it is, where by its name it is no
    transcript and lies beside some.
    """

    where: str
    filename: str
    title: str
    load: Callable[[], bytes]
    beside: str = ""


def files(paths: Iterable[Path]) -> Iterator[Member]:
    """The files named, and in the place of each folder or archive the files in it, by their names.

    A transcript is called as its file without the ending; where several files of a folder or archive are called the
    same (P01/interview.docx, P02/interview.docx), by the folders before it, too. What cannot be opened or may not be
    read is a member whose `load` says so, so that the others go on. What lies beside transcripts there (a README,
    recordings) is marked as such.
    """
    for path in paths:
        if path.is_dir():
            yield from _marked(_titled(_in_folder(path)))
        elif path.suffix.lower() == ".zip" and path.is_file():
            yield from _of_archive(path.name, path)
        else:
            yield Member(path.name, path.name, PurePosixPath(path.name).stem, partial(load, path))


def dropped(name: str, data: bytes) -> list[Member]:
    """The same for a file that was uploaded: itself, or what the archive holds."""
    if name.lower().endswith(".zip"):
        return list(_of_archive(name, io.BytesIO(data)))
    return [Member(name, name, PurePosixPath(name).stem, lambda: data)]


# Folders ---------------------------------------------------------------------------------------------------------


def _in_folder(folder: Path) -> list[Member]:
    """The files below a folder in order of their paths; links to folders are not followed."""
    found: list[Member] = []
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not _SYSTEM.match(one))
        for name in sorted(one for one in names if not _SYSTEM.match(one)):
            path = Path(here) / name
            where = f"{folder.name or folder}/{path.relative_to(folder).as_posix()}"
            if len(found) == _MOST_FILES:
                says = f"{folder} holds more than {_MOST_FILES:,} files. Import a part of it at a time."
                return [*found, Member(str(folder), folder.name, folder.name, partial(_refuse, says))]
            if path.suffix.lower() == ".zip":
                found += _in_archive(where, path, depth=1)
            else:
                found.append(Member(where, name, path.stem, partial(load, path)))
    if not found:
        says = f"{folder} holds no files. Name the folder with the transcripts."
        return [Member(str(folder), folder.name, folder.name, partial(_refuse, says))]
    return found


def _titled(members: list[Member]) -> list[Member]:
    """Files called the same in several folders get these into their titles, less those that all files stand in."""
    folders = [PurePosixPath(one.where).parts[1:-1] for one in members]
    shared = len(list(takewhile(lambda step: len(set(step)) == 1, zip(*folders, strict=False))))
    places = defaultdict(set)
    for one, folder in zip(members, folders, strict=True):
        places[one.title].add(folder)
    return [
        replace(one, title=" ".join([*folder[shared:], one.title])) if len(places[one.title]) > 1 else one
        for one, folder in zip(members, folders, strict=True)
    ]


def _marked(members: list[Member]) -> list[Member]:
    """What lies beside transcripts is marked; where nothing else is there, nothing is."""
    marked = [replace(one, beside=beside(one.filename)) for one in members]
    return members if all(one.beside for one in marked) else marked


def _refuse(says: str) -> bytes:
    raise WorkbenchError(says)


# Archives --------------------------------------------------------------------------------------------------------


def _of_archive(name: str, archive: Path | io.BytesIO) -> list[Member]:
    return _marked(_titled(_in_archive(name, archive, depth=1)))


def _in_archive(name: str, archive: Path | io.BytesIO, *, depth: int, budget: list[int] | None = None) -> list[Member]:
    """The files in an archive by their paths, those in archives inside it among them.

    One of more than 2,000 files, or that cannot be opened, is a member whose `load` says so. A document that is only
    called .zip is that document.
    """
    budget = [_MOST_TOGETHER] if budget is None else budget

    def refused(says: str, where: str = name) -> Member:
        called = PurePosixPath(where)
        return Member(where, called.name, called.stem, partial(_refuse, f"{where}: {says}"))

    try:
        with zipfile.ZipFile(archive) as packed:
            infos = [info for info in packed.infolist() if not info.is_dir()]
    except DAMAGED:
        return [refused("the archive is damaged or none. Make it again, or unpack it and import the folder.")]
    if is_document(info.filename for info in infos):
        whole = partial(load, archive) if isinstance(archive, Path) else archive.getvalue
        return [replace(refused(""), load=whole)]
    kept = [(_path(info), info) for info in infos]
    kept = [(path, info) for path, info in kept if not any(map(_SYSTEM.match, path.split("/")))]
    if len(kept) > _MOST_FILES:
        return [refused(f"the archive holds {len(kept):,} files, more than {_MOST_FILES:,}. {_UNPACK}")]
    if not kept:
        return [refused("the archive holds no files. Look whether it is the right one.")]
    found: list[Member] = []
    for path, info in sorted(kept, key=lambda one: one[0]):
        where = f"{name}/{path}"
        if why := _why_not(path, info):
            found.append(refused(why, where))
        elif path.lower().endswith(".zip"):
            if depth == _DEEPEST:
                found.append(refused(f"it is an archive in an archive in an archive. {_UNPACK}", where))
                continue
            try:
                inner = _unpacked(archive, info, where, budget, _MOST_ARCHIVE)
            except WorkbenchError as error:
                found.append(replace(refused("", where), load=partial(_refuse, str(error))))
            else:
                found += _in_archive(where, io.BytesIO(inner), depth=depth + 1, budget=budget)
        else:
            called = PurePosixPath(path)
            of = partial(_unpacked, archive, info, where, budget, most_bytes(path))
            found.append(Member(where, called.name, called.stem, of))
    return found


def _path(info: zipfile.ZipInfo) -> str:
    """A member's path with slashes, in UTF-8 where a Mac wrote it so without saying it; no signs that do not show."""
    path = info.filename.replace("\\", "/")
    if not info.flag_bits & 0x800:
        with suppress(UnicodeError):
            path = path.encode("cp437").decode("utf-8")
    return "".join(sign for sign in path if sign.isprintable()) or "?"


def _why_not(path: str, info: zipfile.ZipInfo) -> str | None:
    """Why a member is not read; None where it may be."""
    if path.startswith("/") or _DRIVE.match(path) or ".." in path.split("/"):
        return "its path leads out of the archive, so it was not read. Check where the archive comes from."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a link to another file, so it was not read. Put the file itself into the archive."
    if info.flag_bits & 0x1:
        return "it is locked by a password. Unpack the archive with it and import the folder."
    if swells(info):
        return (
            f"it would swell from {info.compress_size / 1e6:,.1f} to {info.file_size / 1e6:,.0f} MB, far more than a "
            "transcript can, so it was not read. Check where the archive comes from."
        )
    return None


def _unpacked(archive: Path | io.BytesIO, info: zipfile.ZipInfo, where: str, budget: list[int], most: int) -> bytes:
    """A member's bytes; `budget` holds how many may still be unpacked from the archive."""
    if most < _MOST_ARCHIVE or not where.lower().endswith(".zip"):
        refuse_large(where, info.file_size)
    elif info.file_size > most:
        raise WorkbenchError(f"{where}: an archive in an archive may have {most // 1_000_000} MB. {_UNPACK}")
    if info.file_size > budget[0]:
        raise WorkbenchError(f"{where}: the archive holds over {_MOST_TOGETHER // 10**6:,} MB unpacked. {_UNPACK}")
    try:
        with zipfile.ZipFile(archive) as packed, packed.open(info) as stream:
            data = stream.read(most + 1)
    except DAMAGED as fault:
        raise WorkbenchError(f"{where}: it cannot be unpacked ({fault}). Make the archive again.") from fault
    budget[0] -= len(data)
    return data
