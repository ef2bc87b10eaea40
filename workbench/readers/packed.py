"""Documents packed as zip archives of XML, opened without trusting them."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

from workbench.readers.registry import Source, Unreadable

MAIN_PARTS = {
    ".docx": re.compile(r"word/document\d*\.xml"),
    ".odt": re.compile(r"content\.xml"),
    ".xlsx": re.compile(r"xl/workbook\d*\.xml"),
}
"""The part that makes an archive a document of a format."""

_DOCUMENTS = (*MAIN_PARTS.values(), re.compile(r"[^/]+\.qde|mimetype|\[Content_Types\]\.xml"))
_MOST = 60_000_000
_MOST_TOGETHER = 400_000_000
_MOST_TIMES = 300
_SMALL = 1_000_000
DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError)
"""What opening or unpacking a damaged archive can raise."""


def is_document(names: Iterable[str]) -> bool:
    """Whether an archive of these parts is one document or project, rather than several files packed together.

    >>> is_document(["P01.docx", "notes/P02.txt"]), is_document(["word/document.xml"]), is_document(["project.qde"])
    (False, True, True)
    """
    return any(part.fullmatch(name) for name in names for part in _DOCUMENTS)


@contextmanager
def archive(source: Source) -> Iterator[zipfile.ZipFile]:
    """The archive, opened; a damaged one, or one that would swell beyond all measure, raises WorkbenchError.

    The measure: 60 MB a part, 400 MB together, 300 times the packed size for parts over 1 MB, by what the archive
    itself declares; `part` holds it to that.
    """
    try:
        packed = zipfile.ZipFile(io.BytesIO(source.data))
    except DAMAGED as fault:
        raise Unreadable(
            source, "the file is damaged: it begins as a document but cannot be opened.", _AGAIN
        ) from fault
    with packed:
        infos = packed.infolist()
        together = sum(info.file_size for info in infos)
        if together > _MOST_TOGETHER or any(map(swells, infos)):
            raise Unreadable(
                source,
                f"unpacked it would take {together / 1e6:,.0f} MB, far more than a transcript can.",
                "It was not opened. Check where the file comes from.",
            )
        yield packed


_AGAIN = "Open it in the program it came from and save it again."


def swells(info: zipfile.ZipInfo) -> bool:
    """Whether a part is a bomb by what the archive declares: over 1 MB, and 300 times what it is packed to."""
    return info.file_size > _SMALL and info.file_size > _MOST_TIMES * max(info.compress_size, 1)


def part(source: Source, packed: zipfile.ZipFile, name: str) -> bytes | None:
    """The bytes of one part of the archive; None where there is no such part.

    A part over 60 MB, locked by a password or damaged raises WorkbenchError.
    """
    try:
        with packed.open(name) as stream:
            data = stream.read(_MOST + 1)
    except KeyError:
        return None
    except DAMAGED as fault:
        raise Unreadable(source, f"the file is damaged or locked ({name} cannot be unpacked).", _AGAIN) from fault
    if len(data) > _MOST:
        raise Unreadable(source, f"its text takes over {_MOST // 1_000_000} MB unpacked.", "Split the document.")
    return data


@contextmanager
def without_remarks() -> Iterator[None]:
    """While a library reads a workbook, nobody is told of its styles, by warnings or in print."""
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


def xml(source: Source, data: bytes) -> Any:
    """The root element; what is no XML, or defines its own entities, raises WorkbenchError."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Unreadable(source, f"the document inside is damaged ({fault}).", _AGAIN) from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(
            source, "the document inside defines XML entities, which no writing program does.", "It was not read."
        )
    return root
